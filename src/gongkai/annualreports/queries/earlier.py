"""Last year's report beside this year's: what its chapters said, and the problems it named."""

import re
from collections.abc import Iterable, Mapping, Sequence

from gongkai.annualreports.models.reports import Original, Report
from gongkai.annualreports.models.texts import Passage
from gongkai.annualreports.queries import chapters, recognition
from gongkai.rules import forms

_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
_PROBLEM = re.compile(
    r"不够|不足|问题|偏少|偏长|偏低|不高|不强|不深|薄弱|不及时|滞后|欠缺|缺乏|有待|单一|不规范|不完善|不平衡|不到位|没有|较多|未能|看不懂"
)
_PLAN = re.compile(r"下一步|今后|将(?!近)|我[局委办市县区镇]?拟|进一步(?!规范$)|改进(?:措施|情况)|针对|要求|加强|强化")
_LEAD = re.compile(
    r"^(?:[\s　]|[（(]?[一二三四五六七八九十\d]+[)）、.．]|[一二三四五六七八九十]是|第[一二三四五六]|其[一二三四])+"
)
_SHORTEST, _LONGEST, _MOST = 6, 160, 8


def report_before(report: Report) -> Report | None:
    """The live report of the same body on the year before, with its snapshot and paper. One query."""
    return recognition.before(report)


def texts_of(
    report: Report | None, edition: str, *, passages: Iterable[Passage] | None = None
) -> Mapping[str, tuple[str, ...]]:
    """What a report says, in paragraphs under the chapters of an edition. One query, none with its passages given."""
    if report is None or report.snapshot is None:
        return {}
    if report.snapshot.original is not None:
        return _of_paper(report.snapshot.original, edition)
    found: dict[str, list[str]] = {}
    for each in report.passages.order_by("position", "id") if passages is None else passages:
        if each.text.strip():
            found.setdefault(each.chapter, []).append(each.text)
    return {chapter: tuple(texts) for chapter, texts in found.items()}


def problems_of(texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The problems that a report named, a sentence each, without what was planned against them."""
    found: list[str] = []
    for text in texts.get("problems", ()):
        for sentence in _SENTENCE.findall(text):
            words = _LEAD.sub("", sentence.strip()).strip()
            is_problem = _PROBLEM.search(words) and not _PLAN.search(words)
            if is_problem and _SHORTEST <= len(words) <= _LONGEST and words not in found:
                found.append(words.rstrip("；;"))
    return tuple(found[:_MOST])


def _of_paper(original: Original, edition: str) -> dict[str, tuple[str, ...]]:
    headings = [each for each in original.outline.get("chapters", ()) if each[1] == 1]
    found: dict[str, tuple[str, ...]] = {}
    if headings:
        found["opening"] = _paragraphs(original, 0, headings[0][2])
    for heading, _level, start, end in headings:
        id = _chapter_of(heading, edition)
        if id is not None:
            paragraphs = [each for each in _paragraphs(original, start, end) if each != heading.strip()]
            found[id] = (*found.get(id, ()), *paragraphs)
    return found


def _chapter_of(heading: str, edition: str) -> str | None:
    fitting = next((each.id for each in forms.form(edition).chapters if each.says.search(heading)), None)
    if fitting is not None:
        return fitting
    rows = [each for each in chapters.chapters(edition) if each.title]
    return next((each.id for each in rows if each.title[:2] in heading), None)


def _paragraphs(original: Original, start: int, end: int) -> tuple[str, ...]:
    """The paragraphs between two places of a paper; tables are left out."""
    blocks = [each for each in original.outline.get("blocks", ()) if start <= each[1] < end]
    if blocks:
        texts = [original.text[each[1] : each[2]] for each in blocks if each[0] in ("paragraph", "item", "heading")]
    else:
        texts = [line for line in original.text[start:end].splitlines() if "|" not in line]
    return tuple(plain for each in texts if (plain := " ".join(each.split())))
