// The editor of a text: headings, bold, lists, tables and links in an editable box over the plain one. What is sent
// is HTML, cleaned by the server against its own list; what is pasted is cut down to the same few elements first.

const KEPT = new Set(["P", "H2", "H3", "H4", "UL", "OL", "LI", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "STRONG", "EM", "U", "SUB", "SUP", "A", "BR", "BLOCKQUOTE", "CAPTION"]);
const RENAMED = { B: "STRONG", I: "EM", H1: "H2", H5: "H4", H6: "H4", DIV: "P" };
const DROPPED = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "IFRAME", "OBJECT", "SVG", "XML"]);
const ATTRIBUTES = { A: ["href"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };
const BLOCKS = "P, H2, H3, H4, UL, OL, TABLE, BLOCKQUOTE";

function cleaned(node, target) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      target.append(child.data.replace(/\s+/g, " "));
      continue;
    }
    if (child.nodeType !== Node.ELEMENT_NODE || DROPPED.has(child.tagName.toUpperCase())) continue;
    let name = child.tagName.toUpperCase();
    name = RENAMED[name] ?? name;
    if (name === "P" && child.querySelector(BLOCKS)) name = "";
    if (!KEPT.has(name)) {
      cleaned(child, target);
      continue;
    }
    const copy = document.createElement(name);
    for (const attribute of ATTRIBUTES[name] ?? []) {
      const value = child.getAttribute(attribute);
      if (value && !/^\s*(javascript|data|vbscript):/i.test(value)) copy.setAttribute(attribute, value);
    }
    cleaned(child, copy);
    if (copy.textContent.trim() || name === "BR" || name === "TD" || name === "TH") target.append(copy);
  }
}

function pasted(event) {
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  event.preventDefault();
  const box = document.createElement("div");
  if (html) cleaned(new DOMParser().parseFromString(html, "text/html").body, box);
  else for (const line of text.split(/\r?\n/)) {
    if (!line.trim()) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    box.append(paragraph);
  }
  document.execCommand("insertHTML", false, box.childElementCount === 1 && box.firstChild.tagName === "P" ? box.firstChild.innerHTML : box.innerHTML);
}

const zh = document.documentElement.lang.startsWith("zh");
const words = zh
  ? { p: "正文", h2: "一级标题", h3: "二级标题", bold: "加粗", ul: "列表", ol: "编号", table: "表格", row: "加一行", col: "加一列", delrow: "删行", link: "链接", unlink: "去链接", undo: "撤销", address: "链接地址（以 https:// 开头）", bar: "文字格式", rows: "行数", cols: "列数" }
  : { p: "Text", h2: "Heading", h3: "Subheading", bold: "Bold", ul: "List", ol: "Numbers", table: "Table", row: "Add row", col: "Add column", delrow: "Delete row", link: "Link", unlink: "Unlink", undo: "Undo", address: "Address (begins with https://)", bar: "Format", rows: "rows", cols: "columns" };

function cell() {
  let node = getSelection().anchorNode;
  node = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return node?.closest?.("td, th") ?? null;
}

const acts = {
  p: () => document.execCommand("formatBlock", false, "p"),
  h2: () => document.execCommand("formatBlock", false, "h2"),
  h3: () => document.execCommand("formatBlock", false, "h3"),
  bold: () => document.execCommand("bold"),
  ul: () => document.execCommand("insertUnorderedList"),
  ol: () => document.execCommand("insertOrderedList"),
  table: () => {
    const line = (tag) => `<tr>${`<${tag}><br></${tag}>`.repeat(3)}</tr>`;
    document.execCommand("insertHTML", false, `<table><thead>${line("th")}</thead><tbody>${line("td")}${line("td")}</tbody></table><p><br></p>`);
  },
  row: () => {
    const row = cell()?.parentElement;
    if (!row) return;
    const copy = row.cloneNode(true);
    copy.querySelectorAll("td, th").forEach((each) => { each.innerHTML = "<br>"; });
    row.after(copy);
  },
  col: () => {
    const here = cell();
    if (!here) return;
    const index = here.cellIndex;
    for (const row of here.closest("table").rows) {
      const fresh = document.createElement(row.cells[index]?.tagName ?? "td");
      fresh.innerHTML = "<br>";
      row.cells[index] ? row.cells[index].after(fresh) : row.append(fresh);
    }
  },
  delrow: () => cell()?.parentElement.remove(),
  link: (editor) => {
    const form = editor.parentElement.querySelector(".editor__link");
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector("input").focus();
  },
  unlink: () => document.execCommand("unlink"),
  undo: () => document.execCommand("undo"),
};

function build(area) {
  const source = area.parentElement.querySelector("[data-editor-html]");
  const format = document.getElementById("id_body_format");
  const wrap = document.createElement("div");
  wrap.className = "editor";
  const bar = document.createElement("div");
  bar.className = "editor__bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.bar);
  const box = document.createElement("div");
  box.className = "editor__box read in";
  box.contentEditable = "true";
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", "id_body_label");
  box.append(source.content.cloneNode(true));
  if (!box.childElementCount) box.innerHTML = "<p><br></p>";
  let saved = null;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (selection.rangeCount && box.contains(selection.anchorNode)) saved = selection.getRangeAt(0).cloneRange();
  });
  const back = () => {
    box.focus();
    if (!saved) return;
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(saved);
  };
  for (const name of ["p", "h2", "h3", "bold", "ul", "ol", "table", "row", "col", "delrow", "link", "unlink", "undo"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[name];
    button.dataset.act = name;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (name !== "link") back();
      acts[name](box);
      changed();
    });
    bar.append(button);
  }
  const link = document.createElement("div");
  link.className = "editor__link";
  link.hidden = true;
  const address = document.createElement("input");
  address.className = "in m0";
  address.type = "url";
  address.placeholder = words.address;
  address.setAttribute("aria-label", words.address);
  const apply = document.createElement("button");
  apply.type = "button";
  apply.className = "btn";
  apply.textContent = words.link;
  const put = () => {
    link.hidden = true;
    back();
    if (/^(https?:|mailto:|\/)/i.test(address.value)) document.execCommand("createLink", false, address.value);
    address.value = "";
    changed();
  };
  apply.addEventListener("click", put);
  address.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); put(); } });
  link.append(address, apply);
  function changed() {
    area.value = box.innerHTML;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.addEventListener("input", changed);
  box.addEventListener("paste", (event) => { pasted(event); changed(); });
  box.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); acts.link(box); }
  });
  document.execCommand("defaultParagraphSeparator", false, "p");
  area.value = box.innerHTML;
  format.value = "html";
  area.hidden = true;
  area.parentElement.querySelector("[data-plain]")?.remove();
  const label = area.parentElement.querySelector("label");
  label.id = "id_body_label";
  label.removeAttribute("for");
  label.addEventListener("click", () => box.focus());
  wrap.append(bar, link, box);
  area.after(wrap);
}

const area = document.getElementById("id_body");
if (area && document.getElementById("id_body_format")) build(area);
