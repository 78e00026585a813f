// Redaction: words are marked by click or by keyboard, areas by drawing a box. Each mark is a hidden field of the form,
// so that without script the same is done with boxes to tick and numbers.

const form = document.querySelector("[data-redact]");
const leaf = document.querySelector("[data-leaf]");
document.querySelector("[data-hint]")?.toggleAttribute("hidden", !leaf);

function carry(value) {
  const known = [...form.querySelectorAll("input[data-new]")].find((field) => field.value === value);
  if (known) {
    known.remove();
    return false;
  }
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "new";
  field.value = value;
  field.dataset.new = "1";
  form.append(field);
  return true;
}

function tell() {
  const count = document.querySelector("[data-count]");
  const carried = form.querySelectorAll("input[name=mark]").length + form.querySelectorAll("input[data-new]").length;
  count.textContent = String(carried);
}

function toggle(word) {
  word.classList.toggle("is-on", carry(word.dataset.mark));
  word.setAttribute("aria-pressed", String(word.classList.contains("is-on")));
  tell();
}

if (leaf) {
  document.querySelector("[data-words]")?.remove();
  const words = [...leaf.querySelectorAll(".leaf__word")];
  words.forEach((word) => {
    word.setAttribute("tabindex", "0");
    word.setAttribute("role", "button");
    word.setAttribute("aria-pressed", "false");
  });
  leaf.addEventListener("keydown", (event) => {
    const word = event.target.closest(".leaf__word");
    if (!word) return;
    const at = words.indexOf(word);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === " " || event.key === "Enter") toggle(word);
    else if (step) words[at + step]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(leaf.getScreenCTM().inverse());
    return [Math.max(0, point.x), Math.max(0, point.y)];
  };
  let start = null;
  let box = null;
  leaf.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    start = place(event);
    leaf.setPointerCapture(event.pointerId);
  });
  leaf.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = place(event);
    if (!box && Math.hypot(x - start[0], y - start[1]) < 4) return;
    if (!box) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "leaf__new");
      leaf.append(box);
    }
    box.setAttribute("x", Math.min(x, start[0]));
    box.setAttribute("y", Math.min(y, start[1]));
    box.setAttribute("width", Math.abs(x - start[0]));
    box.setAttribute("height", Math.abs(y - start[1]));
  });
  leaf.addEventListener("pointerup", (event) => {
    const [x, y] = place(event);
    if (box) {
      const area = { kind: "area", page: Number(leaf.dataset.page), ground: "" };
      area.x0 = Math.min(x, start[0]);
      area.y0 = Math.min(y, start[1]);
      area.x1 = Math.max(x, start[0]);
      area.y1 = Math.max(y, start[1]);
      carry(JSON.stringify(area));
      tell();
    } else if (start) {
      const word = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches(".leaf__word"));
      if (word) toggle(word);
    }
    start = box = null;
  });
  leaf.addEventListener("pointercancel", () => { start = box = null; });
}

// In a Word file a stretch of a paragraph is marked by selecting it.
const places = document.querySelectorAll("[data-passage]");
if (places.length) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const label = selection.anchorNode?.parentElement?.closest("[data-passage]");
    const quote = document.getElementById("id_quote");
    if (!label || selection.isCollapsed || !label.contains(selection.focusNode)) return;
    quote.value = selection.toString().trim().slice(0, 500);
  });
}
