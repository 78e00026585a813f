// Review: N and P go from one changed place to the next.

const places = [...document.querySelectorAll("[data-change]")];
let at = -1;

function go(step) {
  if (!places.length) return;
  at = (at + step + places.length) % places.length;
  places[at].focus({ preventScroll: true });
  places[at].scrollIntoView({ block: "center" });
}
document.querySelector("[data-next-change]")?.addEventListener("click", () => go(1));
document.querySelector("[data-previous-change]")?.addEventListener("click", () => go(at < 0 ? 0 : -1));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key.toLowerCase() === "n") go(1);
  if (event.key.toLowerCase() === "p") go(-1);
});

// Marked passages: words selected in the text become a line of the return.
const marks = document.querySelector("[data-marks]");
const mark = document.querySelector("[data-mark]");
if (marks && mark) {
  mark.hidden = false;
  mark.addEventListener("mousedown", (event) => event.preventDefault());
  mark.addEventListener("click", () => {
    const words = String(document.getSelection()).trim().split("\n")[0].slice(0, 300);
    if (!words) return;
    marks.value = `${marks.value.trimEnd()}${marks.value.trim() ? "\n" : ""}${words} | `;
    marks.focus();
    document.querySelector('input[name="opinion"][value="return"]')?.click();
  });
}
