// The board: while one types, the numbers of a paragraph are compared with their figures. Without script the same is
// done when the paragraph is saved.

const WAIT = 500;

for (const form of document.querySelectorAll("form[data-passage]")) {
  const box = form.querySelector("textarea");
  const list = form.querySelector("[data-flags]");
  let waiting = 0;
  let asked = null;

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("text", box.value);
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(form.dataset.passage, { method: "POST", body, credentials: "same-origin", signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const text = (await answer.text()).trim();
      const fresh = new DOMParser().parseFromString(text, "text/html").body;
      if (list.textContent.trim() !== fresh.textContent.trim()) list.replaceChildren(...fresh.childNodes);
    } catch {
      // Typed on, or the network is away: the next stroke asks again, and saving compares in any case.
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  });
  // In a box alone Enter breaks the line; the buttons of the list save what is typed and put the figure in.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.closest("details")?.querySelector("summary")?.focus();
  });
}

// A paragraph that the address names is opened for writing.
const target = location.hash.startsWith("#passage-") ? document.querySelector(location.hash) : null;
if (target?.matches(".psg--open")) target.querySelector("textarea")?.focus({ preventScroll: true });
