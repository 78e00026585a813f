"""Where the header ends and running text begins."""

import dataclasses
import re
from collections.abc import Sequence

from gongkai.documents.header import labels, layout, lines, view

_ADDRESSEE = re.compile(
    r"^(?:各|全[市县区省镇乡州]|[\u4e00-\u9fff]{2,12}(?:各|人民政府|委员会|办事处|局)[,、(:]|市直|县直|区直|州直|省直|机关各|本[市县区局])[^。]{2,400}:\s*$"
)
_ADDRESSEE_INLINE = re.compile(r"^各[^。:]{4,160}:\s*\S")
_SECTION = re.compile(
    r"^(?:第[一1]章|[一1][、.．]\s*\S|[(][一1][)]|1\.1|[01]\s?总\s?则|1\s+\S{2,12}$|总\s{0,4}则$|第一条|引\s{0,4}言$|目\s{0,4}录$|前\s{0,4}言$|一\s+\S{2,12}$|一$)"
)
_PROSE_MARK = re.compile(r"[。;;!]|,.*,")
_LONG = 45
_CORE = frozenset(("index_no", "doc_no", "publisher", "title"))
_LATEST_CORE = 400
_MOST_LINES = 160
_LONGEST_LINE = 2_000


def find(page: view.View, table: labels.Table) -> layout.Zone:
    """The lines before the first running text; a block of core labels further down draws the end behind it."""
    parsed = [lines.parse(_shortened(line), table) for line in page.lines[:_LATEST_CORE]]
    stop = next((number for number, one in enumerate(parsed) if is_running_text(one)), min(len(parsed), _MOST_LINES))
    later = [number for number in range(stop, len(parsed)) if _is_core(parsed[number : number + 4])]
    if later and not any(_is_core(parsed[number : number + 4]) for number in range(stop)):
        block = later[0]
        stop = next((number for number in range(block, len(parsed)) if is_running_text(parsed[number])), len(parsed))
    return layout.Zone(page, table, tuple(parsed[:stop]), stop)


def _shortened(line: view.Line) -> view.Line:
    """No header line is as long as this; what a page without line breaks has behind it is running text."""
    if len(line.text) <= _LONGEST_LINE:
        return line
    return dataclasses.replace(line, text=line.text[:_LONGEST_LINE], end=line.start + _LONGEST_LINE)


def is_running_text(parsed: lines.Parsed) -> bool:
    """An addressee, a first section, or a sentence; lines that carry labels of ours are none."""
    text = parsed.line.text.strip()
    if not text or lines.is_crumb(text):
        return False
    if parsed.labels and parsed.cells:
        return False
    colons = [label.start - parsed.line.start for label in parsed.labels if label.strength == "colon"]
    if colons:
        before = parsed.line.text[: colons[0]].strip()
        return len(before) >= _LONG and bool(_PROSE_MARK.search(before))
    if _ADDRESSEE.match(text) or _ADDRESSEE_INLINE.match(text) or _SECTION.match(text):
        return True
    if "|" in text:
        return False
    sentence = text.rstrip(" ")
    if len(sentence) >= _LONG and _PROSE_MARK.search(sentence):
        return True
    return len(sentence) > 15 and sentence.endswith("。") and not parsed.labels


def _is_core(block: Sequence[lines.Parsed]) -> bool:
    """An index number and another core label, with colons or in cells, within a few lines."""
    found = {
        label.field
        for parsed in block
        for label in parsed.labels
        if label.strength == "colon" or parsed.cells or len(parsed.labels) > 1
    }
    return "index_no" in found and len(found & _CORE) > 1
