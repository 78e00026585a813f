"""What a pdf carries unseen: hidden letters, properties, attachments, scripts, notes, layers, earlier versions."""

import re
from typing import Any

from gongkai.documents import paper, pdf_objects, pdfium
from gongkai.documents.inspection import findings, unseen_letters

_UNSEEN = {
    unseen_letters.COVERED: "这里的文字被色块或图形盖住，复制或搜索即可读出，涂黑必须用系统的脱密功能重做",
    unseen_letters.WHITE: "这里的文字与底色相同，读者看不见，选中即可读出，请删除",
    unseen_letters.UNDRAWN: "这里有不显示的文字，复制或搜索即可读出，请删除",
    unseen_letters.OUTSIDE: "这里的文字在页面之外或被裁掉，仍留在文件里，请删除",
}
_PERSONS = {"Author": "作者", "Manager": "经理", "Company": "单位"}
_WORDS = {"Title": "标题", "Subject": "主题", "Keywords": "关键词", "Creator": "制作软件", "Producer": "生成软件"}
_SEEN_NOTES = frozenset(("FreeText", "Stamp", "Line", "Square", "Circle", "Ink", "PolyLine", "Polygon"))
_XMP_PERSON = re.compile(r"<(?:dc:creator|pdf:Author|xmp:Author)[^>]*>(.*?)</", re.DOTALL)
_XMP_HISTORY = re.compile(r"stEvt:|xmpMM:(?:History|DerivedFrom|Ingredients)")
_LEAST_CHARACTERS = 8


def inspect(
    data: bytes, name: str, script: findings.Script, notes: findings.Notes, *, limits: paper.Limits
) -> list[list[list[str]]]:
    """Add the text of every page to the script and what is unseen to the notes.

    Raises EncryptedFile or DamagedFile.
    """
    with pdfium.opened(data, name=name) as document:
        total = len(document)
        for number in range(1, min(total, limits.pdf_pages) + 1):
            with pdfium.page_of(document, number, name=name) as page:
                _read_page(page, number, script, notes)
        if total > limits.pdf_pages:
            message = f"共 {total} 页，只检查了前 {limits.pdf_pages} 页"
            notes.add("not_searched", "warn", f"第{limits.pdf_pages + 1}页起", "", message)
    try:
        _read_objects(data, script, notes)
    except pdf_objects.FAULTS:
        notes.add(
            "not_searched", "warn", "文件结构", "", "文件结构不规范，附件、脚本和批注没有查到底，请另存为新的 PDF 再查"
        )
    versions = len(re.findall(rb"startxref\s+\d+\s+%%EOF", data)) - (1 if b"/Linearized" in data[:2048] else 0)
    if versions > 1:
        message = f"文件里保存着 {versions} 个先后版本，旧版本的内容可以恢复，请另存为新的 PDF"
        notes.add("old_version", "warn", "文件结构", "", message)
    return []


def _read_page(page: Any, number: int, script: findings.Script, notes: findings.Notes) -> None:
    letters = pdfium.letters(page)
    where = f"第{number}页"
    text = "".join(letter.text for letter in letters).replace("\r\n", "\n").replace("\r", "\n")
    script.add(text, lambda: where)
    for each in unseen_letters.find(page, letters):
        notes.add(each.kind, "block", where, each.text, _UNSEEN[each.kind])
    if sum(not letter.is_made for letter in letters) < _LEAST_CHARACTERS and pdfium.has_pictures(page):
        notes.add("not_searched", "warn", where, "", "这一页是图片，其中的文字没有检查，请人工核对")


def _read_objects(data: bytes, script: findings.Script, notes: findings.Notes) -> None:
    with pdf_objects.opened(data) as document:
        for key, value in pdf_objects.information(document).items():
            _property(key, value, script, notes)
        xmp = pdf_objects.text_of_stream(document.catalog.get("Metadata"))
        if xmp:
            _xmp(xmp, script, notes)
        _attachments(document, notes)
        _scripts(document, notes)
        for layer in pdf_objects.layers(document):
            if not layer.is_shown:
                message = f"图层「{layer.name}」是关闭的，其中的内容仍在文件里，打开图层即可看到，请删除"
                notes.add("layer", "block", f"图层 {layer.name}", layer.name, message)
            else:
                notes.add("layer", "info", f"图层 {layer.name}", layer.name, f"文件分图层，有图层「{layer.name}」")
        for number, annotation in pdf_objects.annotations(document):
            _annotation(annotation, f"第{number}页", script, notes)


def _property(key: str, value: str, script: findings.Script, notes: findings.Notes) -> None:
    if key in _PERSONS:
        label = _PERSONS[key]
        script.add(value, lambda: f"文件属性 {label}")
        notes.add("metadata", "warn", f"文件属性 {label}", value, f"文件属性里留有{label}「{value}」，发出前请清除")
    elif key in _WORDS:
        label = _WORDS[key]
        script.add(value, lambda: f"文件属性 {label}")
        notes.add("metadata", "info", f"文件属性 {label}", value, f"文件属性里写有{label}「{findings.cut(value)}」")
    elif key not in ("CreationDate", "ModDate", "Trapped"):
        script.add(value, lambda: f"文件属性 {key}")
        notes.add("metadata", "info", f"文件属性 {key}", value, f"文件带有自定义属性「{key}」，读者可以查看")


def _xmp(xmp: str, script: findings.Script, notes: findings.Notes) -> None:
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", xmp)).strip()
    script.add(plain, lambda: "XMP 元数据")
    person = _XMP_PERSON.search(xmp)
    if person and (name := re.sub(r"<[^>]*>|\s+", " ", person[1]).strip()):
        notes.add("metadata", "warn", "XMP 元数据", name, f"XMP 元数据里留有作者「{name}」，发出前请清除")
    elif plain:
        notes.add("metadata", "info", "XMP 元数据", plain, "文件带有 XMP 元数据")
    if _XMP_HISTORY.search(xmp):
        notes.add("metadata", "warn", "XMP 元数据", "", "XMP 元数据里留有修改历史或来源文件，发出前请清除")


def _attachments(document: Any, notes: findings.Notes) -> None:
    for name in pdf_objects.attachments(document):
        message = f"PDF 里附有文件「{name}」，读者可以另存出来，请删除或单独发布"
        notes.add("embedded_file", "block", f"附件 {name}", name, message)


def _scripts(document: Any, notes: findings.Notes) -> None:
    for where, code in pdf_objects.scripts(document):
        notes.add("script", "block", where, code, "PDF 带有程序代码（JavaScript 或启动动作），请另存为不带脚本的 PDF")


def _annotation(annotation: pdf_objects.Annotation, where: str, script: findings.Script, notes: findings.Notes) -> None:
    text = annotation.text
    if text:
        script.add(text, lambda: f"{where}（批注）")
    if annotation.kind == "Redact":
        message = "这里有涂黑标记但没有执行，盖住的内容仍可读出，涂黑必须用系统的脱密功能重做"
        notes.add("covered_text", "block", where, text, message)
    elif annotation.kind == "FileAttachment":
        notes.add("embedded_file", "block", where, text, "页面上附有文件，读者可以另存出来，请删除或单独发布")
    elif annotation.kind == "Widget":
        notes.add("form_field", "warn" if text else "info", where, text, "这里是可填写的表单域，其中的内容可以改动")
    elif annotation.kind == "Link":
        if re.match(r"file:|\\\\|[A-Za-z]:[\\/]", annotation.target):
            message = "链接指向作者电脑或内网上的文件，泄露路径，别人也打不开，请删除"
            notes.add("external_link", "warn", where, annotation.target, message)
    elif annotation.kind in _SEEN_NOTES:
        message = f"{annotation.author or '未署名'}加在页面上的标注，可以移开，请删除或并入正文"
        notes.add("comment", "warn", where, text, message)
    elif annotation.kind not in ("Popup", "PrinterMark", "TrapNet"):
        notes.add("comment", "block", where, text, f"{annotation.author or '未署名'}的批注会随文件一起发出，请删除")
