"""What an OFD file carries unseen: hidden and covered text, notes, files inside, earlier versions, names of people."""

from typing import Any

from gongkai.documents import faults, kinds, ofd_drawing, ofd_files, ofd_package, paper
from gongkai.documents.inspection import findings

_PEOPLE = {"Author": "作者"}
_WORDS = {
    "Title": "标题",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keywords": "关键词",
    "Creator": "生成软件",
}
_NEUTRAL = frozenset(("CreationDate", "ModDate", "DocUsage"))
_DRAWN = frozenset(("Stamp", "Watermark"))


def inspect(data: bytes, name: str, script: findings.Script, notes: findings.Notes, *, limits: paper.Limits) -> None:
    """Add what is unseen to the notes and its words to the script. Raises faults.DamagedFile, EncryptedFile."""
    try:
        package = ofd_package.Package(data)
        _properties(package, script, notes)
        for file_name in package.attachments():
            message = "文件里嵌有另一个文件，读者可以另存出来，请删除或单独发布"
            notes.add("embedded_file", "block", f"附件 {file_name}", file_name, message)
        if package.has_versions():
            notes.add(
                "old_version", "warn", "文件结构", "", "文件里保存着以前的版本，读者可以翻看，请另存为新的文件再发"
            )
        for annotation in package.annotations():
            _annotation(annotation, script, notes)
        for number, sheet in enumerate(package.sheets(), start=1):
            if number > limits.pdf_pages:
                notes.add(
                    "not_searched", "warn", f"第{number}页起", "", f"只查了前 {limits.pdf_pages} 页，其余请人工核对"
                )
                break
            _page(ofd_drawing.of(sheet), number, script, notes)
    except ofd_package.Locked as fault:
        raise faults.EncryptedFile(name) from fault
    except ofd_files.FAULTS as fault:
        raise faults.DamagedFile(name, kind=kinds.LABELS[kinds.OFD]) from fault


def _properties(package: ofd_package.Package, script: findings.Script, notes: findings.Notes) -> None:
    for key, value in package.properties().items():
        if key in _NEUTRAL:
            continue
        label = _PEOPLE.get(key) or _WORDS.get(key)
        where = f"文件属性 {label}" if label else f"自定义属性 {key}"
        script.add(value, lambda where=where: where)  # type: ignore[misc]
        if key in _PEOPLE:
            notes.add("metadata", "warn", where, value, f"文件属性里留有{label}「{findings.cut(value)}」，发出前请清除")
        elif label:
            notes.add("metadata", "info", where, value, f"文件属性里写有{label}「{findings.cut(value)}」")
        else:
            notes.add("metadata", "warn", where, value, "文件带有自定义属性，读者可以查看，请清除")


def _annotation(annotation: Any, script: findings.Script, notes: findings.Notes) -> None:
    kind = annotation.get("Type") or ""
    words = [(each.text or "").strip() for each in annotation.iter("{*}Remark", "{*}Parameter", "{*}TextCode")]
    text = " ".join(each for each in words if each)
    if kind == "Link" and not text:
        return
    if text:
        script.add(text, lambda: "批注")
    if kind in _DRAWN:
        notes.add("comment", "info", "批注", text, "页面上盖有签章图样或水印，请核对是否应当公开")
    else:
        author = annotation.get("Creator") or "未署名"
        notes.add("comment", "block", "批注", text, f"{author}的批注会随文件一起发出，请删除")


def _page(drawing: ofd_drawing.Drawing, number: int, script: findings.Script, notes: findings.Notes) -> None:
    where = f"第{number}页"
    unseen = (
        ("hidden_text", drawing.hidden, "这里有不显示的文字，可以复制出来，请删除"),
        ("covered_text", drawing.covered, "文字被色块盖住，仍可复制出来，请删除文字本身"),
    )
    for kind, texts, message in unseen:
        for text in texts:
            script.add(text, lambda: where)
            notes.add(kind, "block", where, text, message)
    for text in drawing.leaning:
        script.add(text, lambda: where)
    if drawing.pictures and not drawing.letters:
        notes.add("not_searched", "warn", where, "", "这一页是图片，其中的文字没有检查，请人工核对")
