// Every desk page: "/" to search, arrows over rows, Enter to open, D to do the step, searchable select boxes,
// menus that close, the error summary in focus. Without script all of it is links, boxes and buttons.

const typing = (node) => node.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]") !== null;
const rows = () => [...document.querySelectorAll("[data-row]")];

function choose(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.classList.contains("is-cur"));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("is-cur", row === next));
  next.querySelector("[data-open], .lead a, h3 a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function follow(selector) {
  const row = document.querySelector("[data-row].is-cur");
  const link = row?.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    document.querySelectorAll("details.chipmenu[open], details.me[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    return;
  }
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!rows().length || event.target.closest("summary, [role=listbox]")) return;
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (key === "enter" && event.target === document.body) {
    if (!follow("[data-open], .lead a, h3 a")) return;
  } else if (key === "d") {
    if (!follow("[data-do]")) return;
  } else if (key === "j") {
    const older = document.querySelector("[data-page=older]");
    if (!older) return;
    older.click();
  } else {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    if (target.matches("input")) target.focus();
    else target.click();
  }
  event.preventDefault();
});

// A menu closes when the pointer goes elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.chipmenu[open], details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A long select box gets a line to narrow it by; the box itself stays what is sent.
function narrowing(select) {
  if (select.options.length < 12 || select.dataset.narrowed) return;
  select.dataset.narrowed = "1";
  const all = [...select.options].map((option) => option.cloneNode(true));
  const box = document.createElement("input");
  box.type = "search";
  box.className = "in narrow";
  box.placeholder = select.dataset.search;
  box.setAttribute("aria-label", select.dataset.search);
  box.autocomplete = "off";
  select.before(box);
  const list = () => {
    const words = box.value.trim().toLowerCase();
    const value = select.value;
    const fitting = all.filter((option) => !option.value || option.value === value || option.text.toLowerCase().includes(words));
    select.replaceChildren(...fitting.map((option) => option.cloneNode(true)));
    const found = fitting.filter((option) => option.value && option.text.toLowerCase().includes(words));
    select.value = value;
    if (words && found.length === 1 && select.value !== found[0].value) {
      select.value = found[0].value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    select.size = words && found.length > 1 ? Math.min(found.length + 1, 8) : 0;
  };
  box.addEventListener("input", list);
  select.addEventListener("change", () => { select.size = 0; });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { select.focus(); event.preventDefault(); }
    if (event.key === "Enter") event.preventDefault();
  });
}

function prepare(root) {
  root.querySelectorAll("select[data-search]").forEach(narrowing);
}
prepare(document);
document.addEventListener("desk:replaced", (event) => prepare(event.target));
document.querySelector("[data-focus]")?.focus();
