// A report's page: a chosen figure opens its place in the paper without leaving the page; arrows move through the
// tables, Enter opens, Escape returns to the cell. Without script each figure is a link to the page with its place marked.

let cell = null;

function reveal() {
  const mark = document.querySelector("#paper mark[data-first], #paper .is-marked");
  const sheet = document.querySelector("#paper .sheet");
  if (!mark || !sheet) return;
  if (sheet.scrollHeight > sheet.clientHeight) {
    sheet.scrollTop += mark.getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 3;
  }
}

function mark(address) {
  const wanted = new URL(address).search;
  for (const link of document.querySelectorAll("[data-place]")) {
    const is = link.search === wanted;
    if (is) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    link.closest("td")?.classList.toggle("cur", is && !link.matches(".fm"));
    link.closest("li")?.classList.toggle("is-cur", is);
  }
}

async function choose(address, { push = true } = {}) {
  const old = document.getElementById("paper");
  old.setAttribute("aria-busy", "true");
  let text;
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    location.assign(address);
    return;
  }
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("paper");
  if (!fresh) {
    location.assign(address);
    return;
  }
  old.replaceWith(fresh);
  if (push) history.pushState({ place: true }, "", address);
  mark(new URL(address, location.href).href);
  reveal();
  if (matchMedia("(max-width: 63.99rem)").matches) fresh.scrollIntoView({ block: "start" });
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-place]");
  if (!link) return;
  event.preventDefault();
  cell = link;
  choose(link.href);
});
addEventListener("popstate", () => choose(location.href, { push: false }));

function beside(link, key) {
  const at = link.closest("td");
  const row = at.parentElement;
  const column = [...row.children].indexOf(at);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const next = row.children[column + (key === "ArrowRight" ? 1 : -1)];
    return next?.querySelector("a[data-place]");
  }
  const rows = [...row.closest("table").querySelectorAll("tbody tr")];
  const step = key === "ArrowDown" ? 1 : -1;
  for (let index = rows.indexOf(row) + step; index >= 0 && index < rows.length; index += step) {
    const next = rows[index].children[column]?.querySelector("a[data-place]");
    if (next) return next;
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && cell && event.target.closest("#paper")) {
    cell.focus();
    return;
  }
  const link = event.target.closest("[data-grid] td a[data-place]");
  if (!link || !event.key.startsWith("Arrow")) return;
  const next = beside(link, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

reveal();
