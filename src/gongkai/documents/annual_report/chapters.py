"""The chapters of a report: headings on lines of their own, and headings that a copy ran into the text."""

import re

from gongkai.documents import paper
from gongkai.documents.annual_report import report
from gongkai.language import folding

_NUMERAL = "[一二三四五六七八九十]"
_CHAPTER = re.compile(
    rf"(?:(?<=\n)|^)[ \t]*(?:第{_NUMERAL}{{1,2}}(?:章|部分)[、. ]*|{_NUMERAL}{{1,2}}[、.])([^\n。;|]{{2,50}})"
)
_SECTION = re.compile(rf"(?:(?<=\n)|^)[ \t]*(?:\({_NUMERAL}{{1,2}}\)[、.]?)([^\n。;:|]{{2,36}})")
_RUN_IN = re.compile(rf"(?<=[\s。;!?:|])({_NUMERAL}{{1,2}})、([^\s。;,:|]{{2,34}})(?=[\s])")
_RUN_IN_SECTION = re.compile(rf"(?<=[\s。;!?:|])\({_NUMERAL}{{1,2}}\)([^\s。;,:|]{{2,24}})(?=[\s。:])")
_ORDER = "一二三四五六七八九十"


def find(folded: folding.Folded) -> tuple[report.Chapter, ...]:
    """Headings in order with the span each governs (to the next heading of its level or above)."""
    text = folded.text
    places: dict[int, tuple[int, str, int]] = {}
    for level, pattern in ((1, _CHAPTER), (2, _SECTION)):
        for match in pattern.finditer(text):
            line = match.group().strip()
            if _is_heading(match[1], text, match.end()):
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                places.setdefault(start, (level, line, match.end()))
    if sum(1 for level, _, _ in places.values() if level == 1) < 2:
        for at, entry in _run_in(text).items():
            places.setdefault(at, entry)
    ordered = sorted(places.items())
    result = []
    for place, (start, (level, heading, _)) in enumerate(ordered):
        end = next((at for at, entry in ordered[place + 1 :] if entry[0] <= level), len(text))
        result.append(report.Chapter(heading, level, paper.Span(*folded.span(start, end))))
    return tuple(result)


def parts(folded: folding.Folded, chapters: tuple[report.Chapter, ...]) -> list[tuple[int, int, str]]:
    """The folded text cut at its headings: start, end and the headings that stand above."""
    text = folded.text
    starts = [(0, "")]
    chapter = ""
    position = 0
    for each in chapters:
        at = text.find(each.heading, position)
        if at < 0:
            continue
        position = at
        if each.level == 1:
            chapter = each.heading
            starts.append((at, chapter))
        else:
            starts.append((at, f"{chapter} {each.heading}"))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [(start, end, heading) for (start, heading), end in zip(starts, ends, strict=True) if end > start]


def _is_heading(words: str, text: str, end: int) -> bool:
    stripped = words.strip()
    if re.search(r"\d+[条件次个项]", stripped) or stripped.endswith((",", "、")):
        return False
    if text[end : end + 1] in ("。", ";", ":"):
        return len(stripped) <= 24 and "," not in stripped
    return len(stripped) <= 40 and stripped.count(",") <= 1


def _run_in(text: str) -> dict[int, tuple[int, str, int]]:
    found: dict[int, tuple[int, str, int]] = {}
    expected = 0
    for match in _RUN_IN.finditer(text):
        number = _ORDER.find(match[1]) if len(match[1]) == 1 else 10
        if expected <= number <= expected + 2:
            found[match.start()] = (1, match.group(), match.end())
            expected = number + 1
    if found:
        for match in _RUN_IN_SECTION.finditer(text):
            found[match.start()] = (2, match.group(), match.end())
    return found
