"""What a Word file carries unseen: comments, changes, hidden and white text, properties, embedded files, old text."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from gongkai.documents import word_xml
from gongkai.documents.inspection import findings, office_parts, pictures

_W = word_xml.W
_COMMENTS = re.compile(r"^word/comments\d*\.xml$")
_FORMAT_CHANGES = (
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
)
_VERBS = {"ins": "插入", "del": "删除", "moveFrom": "移走", "moveTo": "移来"}


@dataclasses.dataclass(slots=True)
class _Story:
    """One part while it is read: its paragraphs are counted, places told when asked."""

    part: str
    root: Any

    def where(self, paragraph: Any, number: int) -> str:
        name = word_xml.story_name(self.part)
        for ancestor in paragraph.iterancestors():
            if ancestor.tag == _W + "txbxContent":
                return f"{name}文本框（第{number}段）"
            if ancestor.tag == _W + "tc":
                return f"{name}{self._cell(ancestor)}"
        return f"{name}第{number}段"

    def _cell(self, cell: Any) -> str:
        row, table = (next(cell.iterancestors(_W + tag), None) for tag in ("tr", "tbl"))
        if row is None or table is None:
            return "表格"
        tables = list(self.root.iter(_W + "tbl"))
        rows = list(table.iter(_W + "tr"))
        cells = list(row.iter(_W + "tc"))
        return f"表{tables.index(table) + 1}第{rows.index(row) + 1}行第{cells.index(cell) + 1}列"


def inspect(data: bytes, script: findings.Script, notes: findings.Notes) -> list[list[list[str]]]:
    """Add all text of a docx to the script and what is unseen to the notes; returns the tables as rows of cells."""
    parts = word_xml.unpack(data)
    looks = word_xml.Looks(parts.get(word_xml.STYLES))
    tables: list[list[list[str]]] = []
    for part in word_xml.stories(parts):
        story = _Story(part, word_xml.parse(parts[part]))
        _read_story(story, looks, script, notes)
        tables.extend(_tables(story.root))
    for part in parts:
        if _COMMENTS.match(part):
            _read_comments(word_xml.parse(parts[part]), script, notes)
    office_parts.properties(parts, script, notes)
    office_parts.embedded(parts, notes)
    office_parts.links(parts, notes)
    _old_text(parts, script, notes)
    for part, content in parts.items():
        if part.startswith("word/media/"):
            pictures.inspect(content, f"图片 {part.rsplit('/', 1)[1]}", notes)
    return tables


def _read_story(story: _Story, looks: word_xml.Looks, script: findings.Script, notes: findings.Notes) -> None:
    copies = _copies(story.root)
    for number, paragraph in enumerate(word_xml.paragraphs(story.root), start=1):
        if paragraph in copies:
            continue

        def where(paragraph: Any = paragraph, number: int = number) -> str:
            return story.where(paragraph, number)

        _read_paragraph(paragraph, looks, where, script, notes)
    _read_changes(story, notes)


def _copies(root: Any) -> set[Any]:
    """Paragraphs that a text box holds once more, alike, for older programs."""
    found: set[Any] = set()
    for fallback in root.iter(word_xml.MC + "Fallback"):
        choice = fallback.getparent().find(word_xml.MC + "Choice")
        known = set() if choice is None else {"".join(each.itertext()) for each in word_xml.paragraphs(choice)}
        found.update(each for each in word_xml.paragraphs(fallback) if "".join(each.itertext()) in known)
    return found


def _read_paragraph(paragraph: Any, looks: word_xml.Looks, where: Any, script: Any, notes: findings.Notes) -> None:
    seen: list[str] = []
    removed: list[str] = []
    hidden: list[str] = []
    white: list[str] = []
    whole = looks.paragraph(paragraph)
    for run in word_xml.runs(paragraph):
        text = run.text()
        if not text:
            continue
        if run.is_removed:
            removed.append(text)
            continue
        look = looks.run(run.element, whole)
        if look.hidden:
            hidden.append(text)
            continue
        seen.append(text)
        if word_xml.is_white(look.colour) and not look.shaded and text.strip():
            white.append(text)
    script.add("".join(seen), where)
    script.add("".join(removed), lambda: f"{where()}（已删除的文字）")
    script.add("".join(hidden), lambda: f"{where()}（隐藏文字）")
    if text := "".join(hidden).strip():
        notes.add("hidden_text", "block", where(), text, "这里有隐藏文字，读者看不见，却随文件一起发出，请删除")
    if white and not word_xml.is_shaded_around(paragraph):
        message = "这里有白色文字，读者看不见，选中即可读出，请删除或改为可见"
        notes.add("white_text", "block", where(), "".join(white), message)


def _read_changes(story: _Story, notes: findings.Notes) -> None:
    numbers: dict[Any, int] | None = None
    for verb, name in _VERBS.items():
        for change in story.root.iter(_W + verb):
            if change.getparent().tag in (_W + "rPr", _W + "trPr", _W + "tcPr"):
                continue
            if numbers is None:
                numbers = {each: place for place, each in enumerate(word_xml.paragraphs(story.root), start=1)}
            paragraph = next(change.iterancestors(_W + "p"), None)
            if paragraph is None:
                paragraph = next(change.iter(_W + "p"), None)
            where = story.where(paragraph, numbers[paragraph]) if paragraph is not None else story.part
            text = "".join(word_xml.said(each) for each in change.iter(_W + "t", _W + "delText", _W + "br", _W + "tab"))
            author = change.get(_W + "author") or "未署名"
            message = f"{author}{name}的文字仍以修订痕迹留在文件里，请接受或拒绝全部修订后再发"
            notes.add("tracked_change", "block", where, text, message)
    marks = sum(
        1
        for verb in ("ins", "del")
        for mark in story.root.iter(_W + verb)
        if mark.getparent().tag in (_W + "rPr", _W + "trPr", _W + "tcPr")
    )
    formats = sum(1 for tag in _FORMAT_CHANGES for _ in story.root.iter(_W + tag))
    if formats or marks:
        where = word_xml.story_name(story.part)
        message = f"有 {formats + marks} 处格式、段落或表格的修订痕迹，请接受或拒绝全部修订后再发"
        notes.add("tracked_change", "warn", where, "", message)


def _read_comments(root: Any, script: findings.Script, notes: findings.Notes) -> None:
    for number, comment in enumerate(root.iter(_W + "comment"), start=1):
        text = "\n".join(
            "".join(run.text() for run in word_xml.runs(paragraph)) for paragraph in word_xml.paragraphs(comment)
        )
        author = comment.get(_W + "author") or "未署名"
        where = f"批注{number}"
        script.add(text, lambda where=where: where)  # type: ignore[misc]
        notes.add("comment", "block", where, text, f"{author}的批注会随文件一起发出，请删除全部批注")


def _old_text(parts: dict[str, bytes], script: findings.Script, notes: findings.Notes) -> None:
    """Text that belongs to no page: document variables, building blocks, data behind content controls."""
    settings = parts.get("word/settings.xml")
    if settings is not None:
        root = word_xml.parse(settings)
        for variable in root.iter(_W + "docVar"):
            text = f"{variable.get(_W + 'name')}：{variable.get(_W + 'val')}"
            script.add(text, lambda: "文档变量")
            notes.add("old_version", "warn", "文档变量", text, "文档变量里存有文字，读者看不见，请清除")
        if root.find(_W + "trackRevisions") is not None:
            notes.add("tracked_change", "info", "设置", "", "文件开着修订功能，以后的改动会留下痕迹")
    for part, content in parts.items():
        if not part.endswith(".xml"):
            continue
        if part.startswith("word/glossary/document"):
            what, kind = "文档部件", "old_version"
        elif re.match(r"customXml/item\d+\.xml$", part):
            what, kind = "自定义数据", "metadata"
        else:
            continue
        text = " ".join(word for word in word_xml.parse(content).itertext() if word.strip())
        if re.search("[\u4e00-\u9fff]|\\d{6}", text):
            script.add(text, lambda what=what: what)  # type: ignore[misc]
            notes.add(kind, "warn", f"{what} {part}", text, f"{what}里存有正文以外的文字，读者看不见，请清除")


def _tables(root: Any) -> Iterator[list[list[str]]]:
    for table in root.iter(_W + "tbl"):
        yield [
            [
                " ".join("".join(run.text() for run in word_xml.runs(each)) for each in word_xml.paragraphs(cell))
                for cell in row.iterfind(_W + "tc")
            ]
            for row in table.iterfind(_W + "tr")
        ]
