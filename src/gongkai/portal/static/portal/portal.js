/* Small conveniences; every page is complete without them. */

const root = document.documentElement;

function rememberView({ scheme, size }) {
  document.cookie = `gongkai_view=${scheme}${size ? `-${size}` : ""}; path=/; max-age=31536000; samesite=lax`;
  if (scheme) root.dataset.scheme = scheme; else delete root.dataset.scheme;
  if (size) root.dataset.size = size; else delete root.dataset.size;
}
function rememberForm(form) {
  const data = new FormData(form);
  rememberView({ scheme: data.get("scheme") ?? "", size: data.get("size") ?? "" });
}
document.addEventListener("gongkai:view", (event) => rememberView(event.detail));

for (const form of document.querySelectorAll("form[data-view]")) {
  for (const [name, value] of [["scheme", root.dataset.scheme ?? ""], ["size", root.dataset.size ?? ""]]) {
    for (const input of form.elements.namedItem(name) ?? []) input.checked = input.value === value;
  }
  form.addEventListener("change", () => rememberForm(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rememberForm(form);
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

/* The toolbar of reading aids: fetched when it is opened, and on later pages for who left it open. */
async function openAids(button) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = button.dataset.sheet;
  const isReady = new Promise((done) => { style.onload = style.onerror = done; });
  if (!document.querySelector("#aids-bar")) document.head.append(style); else style.onload();
  const { open } = await import(button.dataset.aids);
  await isReady;
  return open(button.dataset.words);
}
for (const button of document.querySelectorAll("[data-aids]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.closest("details")?.removeAttribute("open");
    (await openAids(button)).querySelector("button").focus();
  });
  let isOpen = false;
  try { isOpen = localStorage.getItem("gongkai_aids") !== null; } catch { /* nothing is kept here */ }
  if (isOpen && !document.querySelector("#aids-bar")) openAids(button);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of document.querySelectorAll("details.aid[open]")) {
    panel.removeAttribute("open");
    panel.querySelector("summary").focus();
  }
});

/* What fits is offered while somebody types; the script comes when a search box is entered. */
const suggest = document.querySelector("script[data-suggest]")?.dataset.suggest;
for (const input of suggest ? document.querySelectorAll("form[role=search] input[type=search]") : []) {
  const load = () => import(suggest);
  if (document.activeElement === input) load();
  else input.addEventListener("focus", load, { once: true });
}
