/* The public form with script: what is typed is kept on this device, files go up in pieces, the work is done meanwhile.
   Every page is complete without this. */

const WEEK = 7 * 24 * 60 * 60 * 1000;
const PREFIX = "gongkai:draft:";
// Numbers of documents never lie unsealed on a device that others may use.
const NEVER = new Set(["csrfmiddlewaretoken", "identity", "agent_identity", "proof", "answer", "question", "meant"]);

function stored(name) {
  try {
    const held = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return held && Date.now() - held.at < WEEK ? held.values : null;
  } catch {
    return null;
  }
}

function store(name, values) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values }));
  } catch { /* no room or not allowed: the server keeps each step */ }
}

function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/* ---- what is typed ---- */
function fields(form) {
  return [...form.elements].filter((each) => each.name && !NEVER.has(each.name) && !["file", "submit", "hidden"].includes(each.type));
}

function keep(form) {
  const values = {};
  for (const each of fields(form)) {
    if (each.type === "radio") { if (each.checked) values[each.name] = each.value; }
    else values[each.name] = each.type === "checkbox" ? each.checked : each.value;
  }
  store(form.dataset.draft, values);
}

function restore(form) {
  const values = stored(form.dataset.draft);
  if (!values || document.querySelector(".sumerr")) return;
  for (const each of fields(form)) {
    if (!(each.name in values)) continue;
    if (each.type === "radio") each.checked = each.value === values[each.name] || (each.checked && !values[each.name]);
    else if (each.type === "checkbox") each.checked = values[each.name];
    else if (!each.value) each.value = values[each.name];
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  restore(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}
for (const form of document.querySelectorAll("form[data-clear]")) form.addEventListener("submit", forget);
if (document.querySelector("[data-submitted]") || new URLSearchParams(location.search).has("cleared")) forget();
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) delete form.dataset.sent;
});

/* ---- errors are read first ---- */
document.querySelector("[data-focus]")?.focus();

/* ---- another agency: the long list only when it is wanted ---- */
for (const box of document.querySelectorAll("[data-other]")) {
  const picks = document.querySelectorAll("input[name=agency]");
  const show = () => { box.hidden = ![...picks].some((each) => each.checked && each.value === "other"); };
  for (const each of picks) each.addEventListener("change", show);
  show();
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/* ---- what is public already, while the wish is being written ---- */
for (const place of document.querySelectorAll("[data-matches]")) {
  const box = document.querySelector("[name=description]");
  let timer = 0;
  let shown = "";
  const look = async () => {
    const description = box.value.trim();
    if (description.length < 6 || description === shown) return;
    shown = description;
    const body = new URLSearchParams({ description });
    const answer = await fetch(place.dataset.matches, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    if (answer.ok && shown === box.value.trim()) place.innerHTML = await answer.text();
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => look().catch(() => {}), 700); });
  look().catch(() => {});
}

/* ---- files in pieces ---- */
const PIECE = 512 * 1024;

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token(), ...options.headers } });
  const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  return { status: answer.status, ...told };
}

async function begin(base, kind, file) {
  const mark = `${PREFIX}file:${kind}:${file.name}:${file.size}:${file.lastModified}`;
  const known = localStorage.getItem(mark);
  if (known) {
    const standing = await ask(`${base}${known}/`);
    if (standing.status === 200) return { mark, ...standing };
  }
  const body = new URLSearchParams({ kind, name: file.name, size: file.size });
  const begun = await ask(base, { method: "POST", body });
  if (begun.token) localStorage.setItem(mark, begun.token);
  return { mark, ...begun };
}

async function send(base, kind, file, tell) {
  const begun = await begin(base, kind, file);
  if (!begun.token) return begun;
  let { received } = begun;
  for (let tries = 0; received < file.size;) {
    let told;
    try {
      told = await ask(`${base}${begun.token}/`, {
        method: "PATCH",
        headers: { "Upload-Offset": received, "Content-Type": "application/octet-stream" },
        body: file.slice(received, received + PIECE),
      });
    } catch {
      told = { status: 0 };
    }
    if (told.status === 200 || told.status === 409) { received = told.received; tries = 0; }
    else if (told.error || told.status === 404) { localStorage.removeItem(begun.mark); return told; }
    else if (++tries > 8) return { lost: true };
    else await new Promise((go) => setTimeout(go, 500 * 2 ** Math.min(tries, 5)));
    tell(received / file.size);
  }
  localStorage.removeItem(begun.mark);
  return { token: begun.token, whole: true };
}

for (const place of document.querySelectorAll("[data-uploads]")) {
  const list = place.querySelector(".files");
  for (const field of place.querySelectorAll("[data-file]")) {
    const input = field.querySelector("input");
    const line = field.querySelector("[data-progress]");
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", file.name);
      line.replaceChildren(file.name, bar);
      const done = await send(place.dataset.uploads, field.dataset.file, file, (part) => { bar.value = part; });
      if (!done.whole) {
        // Without pieces it still goes with the form itself; a fault of the file is told as the server tells it.
        line.textContent = done.error ?? "";
        field.classList.toggle("is-bad", Boolean(done.error));
        if (done.error) input.value = "";
        return;
      }
      field.classList.remove("is-bad");
      input.value = "";
      line.textContent = "";
      const item = document.createElement("li");
      item.append(`✓ ${file.name}`);
      const drop = document.createElement("button");
      drop.className = "btn btn--quiet";
      drop.name = "drop";
      drop.value = done.token;
      drop.textContent = place.dataset.remove ?? "×";
      item.append(drop);
      list.append(item);
    });
  }
}

/* ---- the piece of work ---- */
for (const place of document.querySelectorAll("[data-work]")) {
  const question = place.querySelector("[data-question]");
  const line = place.querySelector("[data-done]");
  const proof = place.querySelector("[name=proof]");
  place.querySelector("[data-ask]").addEventListener("click", () => {
    proof.value = "";
    line.hidden = true;
    question.hidden = false;
    question.querySelector("input").focus();
  });
  const worker = new Worker(place.dataset.worker, { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    proof.value = data;
    line.hidden = false;
    question.hidden = true;
  });
  worker.postMessage({ text: place.dataset.work, bits: Number(place.dataset.bits) });
}
