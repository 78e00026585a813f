// Publishing a file: it may be dropped anywhere on the page, and a suggestion is taken without asking the server.
// Without script the file is chosen in its box and a suggestion is a button that sends the form.

const zone = document.querySelector("form[data-drop]");
if (zone) {
  const box = zone.querySelector("input[type=file]");
  zone.querySelector("[data-drop-here]").hidden = false;
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; zone.classList.add("is-over"); } });
  addEventListener("dragleave", (event) => { if (carries(event) && (depth -= 1) <= 0) { depth = 0; zone.classList.remove("is-over"); } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    box.files = event.dataTransfer.files;
    zone.requestSubmit(zone.querySelector("button[value=read]"));
  });
}

for (const button of document.querySelectorAll("[data-take]")) {
  button.addEventListener("click", (event) => {
    const { take, value } = button.dataset;
    const boxes = [...button.form.querySelectorAll(`[name="${CSS.escape(take)}"]`)];
    const radio = boxes.find((box) => box.type === "radio" && box.value === value);
    const select = boxes.find((box) => box.tagName === "SELECT");
    if (!radio && !select) return;
    if (select) {
      select.value = value;
      if (select.value !== value) return;
    } else radio.checked = true;
    event.preventDefault();
    (select ?? radio).dispatchEvent(new Event("change", { bubbles: true }));
    button.closest(".asked")?.querySelector(".asked__from")?.remove();
    (select ?? radio).focus();
  });
}
