// An import that runs: the page asks every two seconds until it is done. Without script the page refreshes itself.

async function look() {
  const old = document.getElementById("progress");
  if (!old?.dataset.running) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
    if (fresh && !fresh.dataset.running) {
      location.reload();
      return;
    }
    if (fresh) old.replaceWith(fresh);
  } catch {
    // The network is away for a moment; the next look tries again.
  }
  setTimeout(look, 2000);
}
setTimeout(look, 1500);
