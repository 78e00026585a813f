/* What fits is offered while somebody types into a search box; every page is complete without it. */

const PAUSE = 120;
const kept = new Map();

async function fetched(typed) {
  if (!kept.has(typed)) {
    const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(typed)}`);
    if (!answer.ok) return [];
    kept.set(typed, (await answer.json()).suggestions ?? []);
  }
  return kept.get(typed);
}

function marked(text, typed) {
  const piece = document.createDocumentFragment();
  const at = text.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) { piece.append(text); return piece; }
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + typed.length);
  piece.append(text.slice(0, at), mark, text.slice(at + typed.length));
  return piece;
}

function enhance(form, number) {
  const input = form.querySelector("input[type=search]");
  if (!input || !("q" in form.elements)) return;
  const list = document.createElement("ul");
  list.id = `suggest-${number}`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.placeholder || input.labels?.[0]?.textContent || "");
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
  // In another edition the form leads to the search of that edition; so does what is chosen.
  const edition = (form.getAttribute("action") ?? "").match(/^\/(?:en|zh-hant)(?=\/)/)?.[0] ?? "";
  let chosen = -1;
  let shown = [];
  let waiting;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    chosen = place;
    [...list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === place)));
    if (place >= 0) {
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function go(suggestion) {
    close();
    if (suggestion.address) { location.assign(edition + suggestion.address); return; }
    input.value = suggestion.text;
    form.requestSubmit();
  }

  function show(found, typed) {
    shown = found;
    list.replaceChildren(...found.map((each, index) => {
      const line = document.createElement("li");
      line.id = `${list.id}-${index}`;
      line.className = `suggest__${each.kind}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      const words = document.createElement("span");
      words.append(marked(each.text, typed));
      line.append(words);
      if (each.remark) {
        const remark = document.createElement("small");
        remark.textContent = each.remark;
        line.append(remark);
      }
      line.addEventListener("mousedown", (event) => event.preventDefault());
      line.addEventListener("click", () => go(each));
      return line;
    }));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
  }

  async function ask() {
    const typed = input.value.trim();
    if (!typed) { close(); return; }
    try {
      const found = await fetched(typed);
      if (input.value.trim() === typed && document.activeElement === input) show(found, typed);
    } catch { close(); }
  }

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const size = shown.length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (list.hidden || !size) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1 >= size ? -1 : chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? size - 1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(shown[chosen]); }
  });
  form.addEventListener("submit", close);
}

document.querySelectorAll("form[role=search]").forEach(enhance);
