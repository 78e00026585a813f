"""The second pass over a released docx: its text, every part's bytes, its unseen side and its pictures."""

import io
from collections.abc import Iterator, Sequence

import PIL.Image

from gongkai.documents import faults, reading, word_xml
from gongkai.documents.inspection import findings, inspecting
from gongkai.documents.redaction import marks, matching, recognition, word_cleaning, word_texts

_NAME = "核对.docx"
_UNSEEN = (
    "hidden_text", "white_text", "comment", "tracked_change", "old_version", "metadata", "location", "embedded_file",
    "macro", "external_link", "damaged", "unreadable",
)  # fmt: skip
_DPI = 200


def prove(
    released: bytes,
    expected: Sequence[str],
    given: Sequence[marks.Mark],
    *,
    recogniser: recognition.Recogniser | None,
) -> marks.Proof:
    """Look for marked words in the released file; `expected` is what its paragraphs must say, one after another."""
    parts = word_xml.unpack(released)
    found = word_texts.letters(word_cleaning.clean(parts).roots)
    remains: list[marks.Remain] = []
    doubts: list[str] = []
    if [each.text for each in found] != list(expected):
        ground = given[0].ground if given else ""
        remains.append(marks.Remain("文字", "与应有的文字不符", ground))
    quotes = marks.quotes(given)
    for mark in quotes:
        for hit in word_texts.quoted(found, mark):
            remains.append(marks.Remain("文字", hit.paragraph.place(), mark.ground))
        remains.extend(_in_parts(parts, mark))
    remains.extend(_in_reading(released, quotes))
    for each in inspecting.inspect(released, _NAME).findings:
        if each.kind in _UNSEEN and each.severity != "info":
            remains.append(marks.Remain(findings.LABELS[each.kind], each.where, ""))
    pictures = {name: content for name, content in parts.items() if name.startswith("word/media/")}
    if recogniser is not None:
        for name, content in pictures.items():
            remains.extend(_in_picture(name, content, quotes, recogniser, doubts))
    elif pictures and quotes:
        doubts.append(f"文中有 {len(pictures)} 张图片，本机没有安装中文文字识别，没有复查图中的文字，请人工核对")
    ways = ("段落文字", "另一种文字读取", "全部部件的字节", "隐藏内容检查", *(("图片文字识别",) if recogniser else ()))
    return marks.Proof(tuple(dict.fromkeys(remains)), (), ways, tuple(doubts))


def _in_parts(parts: dict[str, bytes], mark: marks.Quote) -> Iterator[marks.Remain]:
    quote = matching.folded(mark.text)
    if not matching.is_telling(quote):
        return
    forms = {quote, mark.text.strip()}
    for name, content in parts.items():
        if any(matching.in_bytes(content, form) for form in forms):
            yield marks.Remain("部件字节", name, mark.ground)
        elif name.endswith((".xml", ".rels")):
            values = (value for element in word_xml.parse(content).iter() for value in element.attrib.values())
            if any(quote in matching.folded(str(value)) for value in values):
                yield marks.Remain("部件属性", name, mark.ground)


def _in_reading(released: bytes, quotes: Sequence[marks.Quote]) -> Iterator[marks.Remain]:
    """By the reader that imports use: another way to the same text."""
    if not quotes:
        return
    try:
        document = reading.read(released, name=_NAME)
    except faults.EmptyFile:
        return
    for mark in quotes:
        quote = matching.folded(mark.text)
        for number, block in enumerate(document.blocks, start=1):
            lines = block.text.split(" | ") if block.kind == "table" else [block.text]
            if any(quote in matching.folded(line) for line in lines):
                yield marks.Remain("文字", f"第{number}块", mark.ground)


def _in_picture(
    name: str,
    content: bytes,
    quotes: Sequence[marks.Quote],
    recogniser: recognition.Recogniser,
    doubts: list[str],
) -> Iterator[marks.Remain]:
    try:
        with PIL.Image.open(io.BytesIO(content)) as picture:
            words = recogniser.words(picture.convert("L"), dpi=_DPI)
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError):
        doubts.append(f"图片 {name.rsplit('/', 1)[1]} 打不开，没有复查其中的文字，请人工核对")
        return
    said = matching.folded("".join(word.text for word in words))
    for mark in quotes:
        if matching.folded(mark.text) in said:
            yield marks.Remain("图片文字识别", name.rsplit("/", 1)[1], mark.ground)
