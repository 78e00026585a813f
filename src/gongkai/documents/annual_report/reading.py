"""One door for annual reports: a document that has been read goes in, its figures with their places come out."""

import bisect
import dataclasses
import re

from gongkai.documents import paper
from gongkai.documents.annual_report import annexes, cells, chapters, glosses, identity, prose, report, tables
from gongkai.language import folding

_SUBJECT = re.compile(r"信息公开|政务公开|公开工作|公開")
_REPORT = re.compile(r"年度?报告|年报|工作报告|统计期限|依申请公开|主动公开")
_LEADING = " \t\n\u3000\u00a0、,，;；:：|"
_FIRST_OF_2019 = 2019
_FIRST_SHEET = 2014
_STATED_ONCE = ("requests.received.natural_person", "litigation.direct.total", "requests.closed.on_time")


def read_report(document: paper.Document) -> report.Report:
    """Everything the report states. Pure: the same document always gives the same report.

    What could not be read stands in `doubts`; a document that is no annual report gives an empty report with a doubt.
    """
    printed = document.text
    document = glosses.hide(document)
    folded = folding.fold(document.text)
    if not (_SUBJECT.search(folded.text) and _REPORT.search(folded.text)):
        doubt = paper.Doubt("not_a_report", "没有找到政府信息公开年度报告的内容，没有读出数据，请确认文件")
        return report.Report(None, None, None, None, None, (), (), (), (*document.warnings, doubt))
    properties = tuple(document.properties[key] for key in ("title", "ArticleTitle") if document.properties.get(key))
    title = identity.title(folded.text, properties=tuple(map(folding.fold_text, properties)))
    year = identity.year(folded.text, title)
    headings = chapters.find(folded)
    gridded = tables.read(document)
    places = _Places(document, folded)
    covered = places.folded(_covered(document, gridded))
    parts = [
        (start, end, heading)
        for first, last, heading in chapters.parts(folded, headings)
        for start, end in _without(first, last, covered)
    ]
    stated = [places.value(each) for each in prose.read(folded.text, parts=parts, year=year)]
    listed = annexes.read(document, read_already=gridded, year=year)
    found = [_as_printed(each, printed) for each in (*gridded.values, *listed, *stated)]
    values = sorted(found, key=lambda each: each.evidence.span.start)
    doubts = (*document.warnings, *gridded.doubts, *_doubts(folded.text, title, year, gridded))
    return report.Report(
        title=title,
        agency=identity.agency(folded.text, title),
        year=year,
        regime=None if year is None else "2008" if year < _FIRST_OF_2019 else "2019",
        edition=_edition(gridded.edition, year),
        chapters=headings,
        values=tuple(each for each in values if each.id),
        others=tuple(each for each in values if not each.id),
        doubts=doubts,
    )


def _as_printed(value: report.Value, text: str) -> report.Value:
    """With the words of the paper as evidence, whatever was hidden in them for reading."""
    evidence = dataclasses.replace(value.evidence, text=value.evidence.span.of(text))
    return dataclasses.replace(value, evidence=evidence)


def read_passage(text: str, *, heading: str, year: int | None) -> list[report.Value]:
    """What one paragraph states, read as if it stood under a chapter's heading; spans count in the paragraph."""
    folded = folding.fold(text)
    places = _Places(paper.Document("", "", text, (), (), ""), folded)
    parts = [(0, len(folded.text), folding.fold_text(heading))]
    return [places.value(each) for each in prose.read(folded.text, parts=parts, year=year)]


@dataclasses.dataclass(frozen=True)
class _Places:
    """The way between the folded text and the document's own."""

    document: paper.Document
    text: folding.Folded

    def value(self, stated: prose.Stated) -> report.Value:
        start, end = self.text.span(stated.start, stated.end)
        raw = self.document.text[start:end]
        span = paper.Span(start + len(raw) - len(raw.lstrip(_LEADING)), end)
        evidence = report.Evidence(span.of(self.document.text), span, self._page(start))
        return report.Value(
            stated.id,
            stated.number,
            stated.unit,
            stated.label,
            "prose",
            evidence,
            stated.is_approximate,
            stated.is_implied,
            stated.period,
        )

    def folded(self, spans: list[paper.Span]) -> list[tuple[int, int]]:
        """Spans of the document in the folded text, joined and in order."""
        if len(self.text.text) == len(self.text.original):
            pairs = [(span.start, span.end) for span in spans]
        else:
            origins = [self.text.span(place, place)[0] for place in range(len(self.text.text) + 1)]
            pairs = [(bisect.bisect_left(origins, span.start), bisect.bisect_left(origins, span.end)) for span in spans]
        joined: list[tuple[int, int]] = []
        for start, end in sorted(pairs):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def _page(self, position: int) -> int | None:
        page = None
        for block in self.document.blocks:
            if block.span.start > position:
                break
            page = block.page
        return page


def _covered(document: paper.Document, gridded: tables.Read) -> list[paper.Span]:
    """What is no prose: rows read as figures, and every table but the cells of it that hold sentences."""
    spans = list(gridded.covered)
    for table in document.tables:
        position = table.span.start
        for cell in table.cells:
            if cell.span and cells.is_prose(cell.text):
                spans.append(paper.Span(position, cell.span.start))
                position = cell.span.end
        spans.append(paper.Span(position, table.span.end))
    return [span for span in spans if span.end > span.start]


def _without(start: int, end: int, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = []
    position = start
    for first, last in covered:
        if last <= position or first >= end:
            continue
        if first > position:
            pieces.append((position, first))
        position = max(position, last)
    if position < end:
        pieces.append((position, end))
    return pieces


def _edition(told: report.Edition | None, year: int | None) -> report.Edition | None:
    """The statistics sheet became uniform in 2014; what looks like it in an earlier report is the agency's own."""
    return None if told == "2014" and year is not None and year < _FIRST_SHEET else told


def _doubts(text: str, title: str | None, year: int | None, gridded: tables.Read) -> list[paper.Doubt]:
    found = []
    if year is None:
        found.append(paper.Doubt("no_year", "没有读出报告年度，请补填"))
    if title is None:
        found.append(paper.Doubt("no_title", "没有读出报告标题，请补填"))
    periods = {match[1] for match in re.finditer(r"(?:期限|周期|时限)[^。\n]{0,16}?(20\d\d)年1月1日", text)}
    if len(periods) > 1:
        years = "、".join(sorted(periods))
        found.append(
            paper.Doubt("several_reports", f"文件里似有几份报告（统计年度 {years}），数据可能混在一起，请分开后再读")
        )
    twice = next((each for each in gridded.values if each.id in _STATED_ONCE and _times(gridded, each.id) > 1), None)
    if twice is not None and len(periods) <= 1:
        sentence = "同一张统计表出现了两次，文件里可能有几份报告，请分开后再读"
        found.append(paper.Doubt("several_reports", sentence, None, twice.evidence.span))
    return found


def _times(gridded: tables.Read, name: str | None) -> int:
    return sum(each.id == name for each in gridded.values)
