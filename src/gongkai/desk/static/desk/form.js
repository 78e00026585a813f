// Forms: what was typed is not left by mistake, nothing is sent twice, ⌘⏎ sends, attachments are put in order.

for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = form.hasAttribute("data-changed") || form.querySelector(".sumerr, .notice--warn, .notice--stop") !== null;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.matches("[data-unguarded]")) return;
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = form.dataset.guard;
  });
}

for (const form of document.querySelectorAll("form[data-guard], form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.matches("[data-unguarded]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  const form = event.target.closest("form") ?? document.querySelector("form:has([data-enter])");
  const button = form?.querySelector("[data-enter]:not([hidden])");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});

// Attachments: the order is a number in a box; with script two arrows change it.
for (const list of document.querySelectorAll("[data-files]")) {
  const count = () => [...list.children].forEach((row, index) => { row.querySelector(".files__order").value = index + 1; });
  for (const row of list.children) {
    const box = row.querySelector(".files__order");
    box.type = "hidden";
    const moves = document.createElement("span");
    moves.className = "files__moves";
    for (const [sign, step] of [["↑", -1], ["↓", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "linkbtn";
      button.textContent = sign;
      button.setAttribute("aria-label", `${sign} ${row.querySelector(".files__name").textContent.trim()}`);
      button.addEventListener("click", () => {
        const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (!other) return;
        if (step < 0) other.before(row); else other.after(row);
        count();
        button.focus();
      });
      moves.append(button);
    }
    row.prepend(moves);
  }
}
