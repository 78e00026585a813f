/* Small conveniences; every page is complete without them. */

const root = document.documentElement;

function rememberView(form) {
  const data = new FormData(form);
  const scheme = data.get("scheme") ?? "";
  const size = data.get("size") ?? "";
  document.cookie = `gongkai_view=${scheme}${size ? `-${size}` : ""}; path=/; max-age=31536000; samesite=lax`;
  if (scheme) root.dataset.scheme = scheme; else delete root.dataset.scheme;
  if (size) root.dataset.size = size; else delete root.dataset.size;
}

for (const form of document.querySelectorAll("form[data-view]")) {
  for (const [name, value] of [["scheme", root.dataset.scheme ?? ""], ["size", root.dataset.size ?? ""]]) {
    for (const input of form.elements.namedItem(name) ?? []) input.checked = input.value === value;
  }
  form.addEventListener("change", () => rememberView(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rememberView(form);
    form.closest("details")?.removeAttribute("open");
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of document.querySelectorAll("details.aid[open]")) {
    panel.removeAttribute("open");
    panel.querySelector("summary").focus();
  }
});
