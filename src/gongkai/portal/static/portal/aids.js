/* The toolbar of reading aids: its words come from the help page, its wishes are kept on this device alone. */

const KEPT = "gongkai_aids";
const ZOOMS = [1, 1.15, 1.3, 1.5, 1.75, 2];
const LINES = [0, 2.1, 2.4, 2.8];
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const ORDINARY = { zoom: 0, line: 0, rate: 2, volume: 10, pointer: false, guides: false, captions: false, pinyin: false, plain: false, point: false };
const BLOCKS = "h1,h2,h3,h4,p,li,td,th,dt,dd,caption,figcaption,legend,label,summary,button,a";

const root = document.documentElement;
let wish = { ...ORDINARY };
let bar, said, here = null, reading = [], token = 0;

/* ---------- what is kept ---------- */
function load() {
  try { wish = { ...ORDINARY, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") }; } catch { wish = { ...ORDINARY }; }
}
function keep(open) {
  try {
    if (open) localStorage.setItem(KEPT, JSON.stringify(wish)); else localStorage.removeItem(KEPT);
  } catch { /* A browser that keeps nothing: the wishes hold for this page. */ }
}

/* ---------- size, lines, colours ---------- */
function mark(name, on) { if (on) root.dataset[name] = ""; else delete root.dataset[name]; }
function apply() {
  mark("zoom", wish.zoom > 0);
  root.style.setProperty("--aid-zoom", ZOOMS[wish.zoom]);
  for (const name of ["--lh-read", "--lh-ui", "--lh-table"]) {
    if (LINES[wish.line]) root.style.setProperty(name, LINES[wish.line]); else root.style.removeProperty(name);
  }
  for (const name of ["pointer", "guides", "captions", "plain"]) mark(name, wish[name]);
  lines(); captions();
  for (const button of bar.querySelectorAll("[data-toggle]")) button.setAttribute("aria-pressed", String(wish[button.dataset.toggle]));
  bar.querySelector("[data-shows=zoom]").textContent = `${Math.round(ZOOMS[wish.zoom] * 100)}%`;
  bar.querySelector("[data-shows=rate]").textContent = `×${RATES[wish.rate]}`;
  bar.querySelector("[data-shows=volume]").textContent = `${wish.volume * 10}%`;
  bar.querySelector("[data-scheme-choice]").value = root.dataset.scheme ?? "";
}
function step(name, by) {
  const most = { zoom: ZOOMS.length - 1, line: LINES.length - 1, rate: RATES.length - 1, volume: 10 }[name];
  wish[name] = Math.min(most, Math.max(0, wish[name] + by));
  tell(`${bar.getAttribute(`data-say-${name}`)} ${bar.querySelector(`[data-shows=${name}]`)?.textContent ?? ""}`);
}

/* ---------- guide lines and captions: where the pointer or the focus is ---------- */
function lines() {
  if (wish.guides === Boolean(document.querySelector(".guide"))) return;
  document.querySelectorAll(".guide").forEach((each) => each.remove());
  if (!wish.guides) return;
  for (const kind of ["h", "v"]) {
    const line = document.createElement("div");
    line.className = `guide guide--${kind}`;
    line.setAttribute("aria-hidden", "true");
    document.body.append(line);
  }
}
function moveLines(x, y) {
  document.querySelector(".guide--h")?.style.setProperty("--y", `${y + 4}px`);
  document.querySelector(".guide--v")?.style.setProperty("--x", `${x + 4}px`);
}
function captions() {
  if (wish.captions === Boolean(document.querySelector(".captions"))) return;
  document.querySelector(".captions")?.remove();
  if (!wish.captions) return;
  const strip = document.createElement("div");
  strip.className = "captions";
  strip.setAttribute("aria-hidden", "true");
  strip.textContent = "…";
  document.body.append(strip);
}
function caption(words) {
  const strip = document.querySelector(".captions");
  if (strip && words) strip.textContent = words;
}
function wordsOf(block) {
  const copy = block.cloneNode(true);
  copy.querySelectorAll("rt,rp,script,style").forEach((each) => each.remove());
  return (copy.textContent || block.getAttribute("aria-label") || block.getAttribute("alt") || "").replace(/\s+/g, " ").trim();
}
function blockAt(target) {
  if (!(target instanceof Element) || bar.contains(target)) return null;
  return target.closest(BLOCKS);
}

/* ---------- reading aloud ---------- */
const canSpeak = "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
function tell(words) { said.textContent = words; }
function stop() {
  token += 1;
  reading = [];
  if (canSpeak) speechSynthesis.cancel();
  document.querySelectorAll(".is-read").forEach((each) => each.classList.remove("is-read"));
}
function read(blocks) {
  stop();
  if (!canSpeak) { tell(bar.dataset.saySilent); return; }
  reading = blocks.filter((block) => wordsOf(block));
  const mine = token;
  const next = () => {
    document.querySelectorAll(".is-read").forEach((each) => each.classList.remove("is-read"));
    const block = reading.shift();
    if (!block || mine !== token) return;
    const words = wordsOf(block);
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = block.closest("[lang]")?.lang || "zh-CN";
    utterance.rate = RATES[wish.rate];
    utterance.volume = wish.volume / 10;
    utterance.onend = next;
    utterance.onerror = (event) => {
      if (mine !== token || event.error === "canceled" || event.error === "interrupted") return;
      stop();
      tell(bar.dataset.saySilent);
    };
    block.classList.add("is-read");
    block.scrollIntoView({ block: "nearest" });
    caption(words);
    speechSynthesis.speak(utterance);
  };
  next();
  tell(bar.dataset.sayReading);
}
function textBlocks() {
  const all = [...document.querySelectorAll("main :is(h1,h2,h3,h4,p,li,tr,dt,dd,caption,figcaption)")];
  return all.filter((each) => each.offsetParent !== null && !all.some((other) => other !== each && each.contains(other) && other.matches("p,li,h1,h2,h3,h4,tr,dd,dt")));
}
function readFrom(block) {
  const blocks = textBlocks();
  const at = blocks.findIndex((each) => block && (each.contains(block) || block.contains(each) || (block.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)));
  read(blocks.slice(Math.max(0, at)));
}
function whereIAm() {
  const chosen = getSelection()?.anchorNode?.parentElement;
  if (chosen && document.getElementById("main")?.contains(chosen)) return chosen;
  return here;
}

/* ---------- pinyin ---------- */
let table = null;
const covered = new Map();
async function readings() {
  if (table) return table;
  const answer = await fetch(bar.dataset.pinyin);
  if (!answer.ok) throw new Error(String(answer.status));
  const data = await answer.json();
  const characters = new Map();
  for (const [syllable, held] of Object.entries(data.characters)) for (const each of held) characters.set(each, syllable);
  const words = new Map();
  for (const each of data.words.split(" ")) {
    const [word, ...syllables] = each.split(",");
    words.set(word, syllables);
  }
  table = { characters, words };
  return table;
}
function spell(text, { characters, words }) {
  const found = [];
  for (let at = 0; at < text.length;) {
    const size = [3, 2].find((each) => words.has(text.slice(at, at + each)));
    const special = size ? words.get(text.slice(at, at + size)) : [];
    for (let number = 0; number < (size ?? 1); number += 1) {
      const letter = text[at + number];
      found.push([letter, special[number] || characters.get(letter) || ""]);
    }
    at += size ?? 1;
  }
  return found;
}
async function pinyin(on) {
  for (const [span, node] of covered) span.replaceWith(node);
  covered.clear();
  mark("pinyin", on);
  if (!on) return;
  let known;
  try { known = await readings(); } catch { tell(bar.dataset.sayFailed); wish.pinyin = false; mark("pinyin", false); return; }
  const walker = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT, (node) =>
    /[\u4e00-\u9fff]/.test(node.data) && !node.parentElement.closest("ruby,option,textarea,script,style,title,svg,.captions") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const span = document.createElement("span");
    for (const [letter, syllable] of spell(node.data, known)) {
      if (!syllable) { span.append(letter); continue; }
      const ruby = document.createElement("ruby");
      const above = document.createElement("rt");
      above.textContent = syllable;
      above.setAttribute("aria-hidden", "true");
      ruby.append(letter, above);
      span.append(ruby);
    }
    node.replaceWith(span);
    covered.set(span, node);
  }
}

/* ---------- the bar itself ---------- */
const ACTS = {
  all: () => read(textBlocks()),
  from: () => readFrom(whereIAm()),
  stop: () => { stop(); tell(""); },
  reset: async () => {
    stop();
    wish = { ...ORDINARY };
    await pinyin(false);
    document.dispatchEvent(new CustomEvent("gongkai:view", { detail: { scheme: "", size: "" } }));
    tell(bar.dataset.sayReset);
  },
  close: () => close(),
};
async function press(button) {
  const { act, toggle, step: name, by } = button.dataset;
  if (act) await ACTS[act]();
  if (toggle) {
    wish[toggle] = !wish[toggle];
    if (toggle === "pinyin") await pinyin(wish.pinyin);
    if (toggle === "point" && !wish.point) stop();
    if (toggle === "point" && wish.point && !canSpeak) tell(bar.dataset.saySilent);
  }
  if (name) step(name, Number(by));
  if (act === "close") return;
  apply();
  if (name) step(name, 0);
  keep(true);
}
function close() {
  stop();
  const before = wish;
  wish = { ...ORDINARY };
  pinyin(false);
  apply();
  delete root.dataset.aids;
  wish = before;
  bar.hidden = true;
  keep(false);
  document.querySelector("details.aid > summary")?.focus();
}
let waiting;
function pointed(event) {
  if (event.type === "pointermove") { moveLines(event.clientX, event.clientY); return; }
  if (event.type === "focusin" && event.target instanceof Element) {
    const box = event.target.getBoundingClientRect();
    moveLines(box.left, box.bottom);
  }
  const block = blockAt(event.target);
  if (!block || bar.hidden) return;
  here = block;
  if (wish.captions) caption(wordsOf(block));
  if (!wish.point) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => read([block]), 250);
}

export async function open(link) {
  if (bar) { bar.hidden = false; } else {
    const answer = await fetch(link);
    const other = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("aids");
    bar = document.importNode(other, true);
    bar.id = "aids-bar";
    document.querySelector(".skip")?.after(bar);
    said = bar.querySelector("[role=status]");
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) press(button);
    });
    bar.querySelector("[data-scheme-choice]").addEventListener("change", (event) => {
      document.dispatchEvent(new CustomEvent("gongkai:view", { detail: { scheme: event.target.value, size: root.dataset.size ?? "" } }));
    });
    document.addEventListener("pointermove", pointed, { passive: true });
    document.addEventListener("pointerover", pointed, { passive: true });
    document.addEventListener("focusin", pointed);
    window.addEventListener("pagehide", stop);
    bar.hidden = false;
  }
  root.dataset.aids = "";
  load();
  keep(true);
  apply();
  if (wish.pinyin) await pinyin(true);
  if (!canSpeak) tell(bar.dataset.saySilent);
  return bar;
}
