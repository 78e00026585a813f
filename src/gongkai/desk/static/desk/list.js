// Lists: a filter that changes refreshes the list in place, paging too; ticks are counted. Without script the
// filter form is sent by its button and every page is a link.

const list = () => document.getElementById("list");

async function show(address, { push = true } = {}) {
  const old = list();
  old.setAttribute("aria-busy", "true");
  let text;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    location.assign(address);
    return;
  }
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("list");
  if (!fresh) {
    location.assign(address);
    return;
  }
  const held = document.activeElement?.id;
  old.replaceWith(fresh);
  if (push) history.pushState({ list: true }, "", address);
  fresh.dispatchEvent(new CustomEvent("desk:replaced", { bubbles: true }));
  ticks();
  if (held) document.getElementById(held)?.focus();
}

function address(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  const text = query.toString();
  return text ? `${location.pathname}?${text}` : location.pathname;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  event.preventDefault();
  show(address(event.target));
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-filters]");
  if (!form || event.target.matches(".narrow")) return;
  if (event.target.matches("input[type=radio], select")) show(address(form));
});
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("#list .pager a, #list .tabs a, #list .chip__x");
  if (!link) return;
  event.preventDefault();
  show(link.href);
});
addEventListener("popstate", () => show(location.href, { push: false }));

function ticks() {
  const form = document.querySelector("[data-bulk]");
  const bar = form?.querySelector("[data-bulkbar]");
  if (!bar) return;
  const words = bar.querySelector("[data-some]");
  const boxes = [...form.querySelectorAll("input[name=row]")];
  const all = form.querySelector("[data-all]");
  all.hidden = false;
  const count = () => {
    const some = boxes.filter((box) => box.checked).length;
    bar.hidden = some === 0;
    words.textContent = words.dataset.some.replace("%n", String(some));
    all.checked = some > 0 && some === boxes.length;
    all.indeterminate = some > 0 && some < boxes.length;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    count();
  });
  boxes.forEach((box) => box.addEventListener("change", count));
  count();
}
ticks();
