"""What the board of a report shows of its text: each chapter with what is left to do, each passage with its numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from gongkai.annualreports.models.reports import Figure, Finding, Report
from gongkai.annualreports.models.texts import Passage
from gongkai.annualreports.queries import chapters, evidence, numbers, templates, values, working
from gongkai.annualreports.queries.numbers import Flag
from gongkai.annualreports.queries.values import Values
from gongkai.rules import forms

MUST_EXPLAIN = "carry_over"
_RELATIONS = ("sum", "balance", "part_of_whole", "usual_order", "stock", MUST_EXPLAIN)


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage: plain words, or a number with the id of its figure and what is wrong with it."""

    text: str
    id: str = ""
    name: str = ""
    flag: Flag | None = None


@dataclass(frozen=True)
class Line:
    """A passage as the board prints it."""

    passage: Passage
    pieces: tuple[Piece, ...]
    flags: tuple[Flag, ...]
    hint: str
    heading: str
    is_required: bool

    @property
    def is_open(self) -> bool:
        """Whether something is to be written there."""
        return not self.passage.text.strip()

    @property
    def initial(self) -> str:
        """What the box begins with: the text, or the heading that a paragraph of this kind opens with."""
        return self.passage.text or self.heading

    @property
    def is_own_wording(self) -> bool:
        """Whether it says something else than its draft."""
        return bool(self.passage.drafted) and self.passage.text != self.passage.drafted


@dataclass(frozen=True)
class Tab:
    """A chapter with what is left to do in it."""

    chapter: chapters.Chapter
    unwritten: int
    flagged: int
    doubted: int

    @property
    def wrong(self) -> int:
        """Numbers and cells that do not agree."""
        return self.flagged + self.doubted

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self.unwritten and not self.wrong


def lines(passages: Iterable[Passage], figures: Values, *, year: int) -> list[Line]:
    """Passages with their numbers compared. No query."""
    return [line_of(each, figures, year=year) for each in passages]


def line_of(passage: Passage, figures: Values, *, year: int) -> Line:
    """One passage with its numbers compared. No query."""
    flags = working.flags_of(passage, figures, year=year)
    template = templates.paragraph(passage.template)
    hint = template.hint if template else ""
    if passage.about:
        hint = "写明对上年报告所列这一问题做了什么、结果怎样"
    return Line(
        passage=passage,
        pieces=pieces(passage, flags, figures.edition),
        flags=tuple(flags),
        hint=hint,
        heading=template.heading if template else "",
        is_required=working.is_required(passage),
    )


def pieces(passage: Passage, flags: Iterable[Flag], edition: str) -> tuple[Piece, ...]:
    """The text cut at its linked and its doubted numbers."""
    marks: dict[int, tuple[int, str, Flag | None]] = {
        start: (end, id, None) for start, end, id, _printed in passage.links
    }
    for flag in flags:
        marks[flag.start] = (flag.end, flag.id, flag)
    found: list[Piece] = []
    position = 0
    for start in sorted(marks):
        end, id, wrong = marks[start]
        if start < position:
            continue
        found.append(Piece(passage.text[position:start]))
        found.append(Piece(passage.text[start:end], id, values.words_of(edition, id), wrong))
        position = end
    found.append(Piece(passage.text[position:]))
    return tuple(each for each in found if each.text)


def tabs(edition: str, written: Iterable[Line], doubted: Mapping[str, Sequence[Finding]]) -> list[Tab]:
    """The chapters of an edition with what is left to do; `doubted` are the findings by cell."""
    rows = chapters.chapters(edition)
    known = {each.id for each in rows}
    by_chapter: dict[str, list[Line]] = {each.id: [] for each in rows}
    for each in written:
        chapter = each.passage.chapter
        by_chapter[chapter if chapter in known else rows[-1].id].append(each)
    cells = forms.form(edition).cells
    found = []
    for row in rows:
        tables = tables_of(edition, row)
        own = by_chapter[row.id]
        findings = {one.pk for cell, them in doubted.items() if cells[cell].table in tables for one in them}
        unwritten = sum(each.is_required and each.is_open for each in own)
        found.append(Tab(row, unwritten, sum(len(each.flags) for each in own), len(findings)))
    return found


def tables_of(edition: str, chapter: chapters.Chapter) -> tuple[str, ...]:
    """The tables shown with a chapter; those of the annex stand with the last one."""
    is_last = chapter.id == chapters.chapters(edition)[-1].id
    return (*chapter.tables, *(chapters.annexed(edition) if is_last else ()))


def chapter_with(edition: str, cell: str) -> str:
    """The chapter in which a cell's table is shown."""
    table = forms.form(edition).cells[cell].table
    rows = chapters.chapters(edition)
    return next((each.id for each in rows if table in tables_of(edition, each)), rows[-1].id)


def cell_address(report: Report, cell: str) -> str:
    """The page of a figure of the form, with the records behind it."""
    query = urlencode({"cell": cell})
    return f"{reverse('annualreports:cell', args=[report.pk])}?{query}"


def last_of(report: Report, cell: forms.Cell) -> Decimal | None:
    """Last year's figure of a cell, as the report of the same body states it. One query."""
    rows = Figure.objects.filter(
        snapshot=F("snapshot__report__snapshot"),
        snapshot__report__agency=report.agency_id,
        snapshot__report__year=report.year - 1,
        period=Figure.Period.YEAR,
        stated=Figure.Stated.TABLE,
    ).exclude(snapshot__report__state=Report.State.WITHDRAWN)
    same = Q(cell=cell.id, snapshot__edition=report.edition)
    same |= Q(indicator=cell.indicator) if cell.indicator else Q()
    return rows.filter(same).order_by("-position").values_list("number", flat=True).first()


def doubted_cells(findings: Iterable[Finding], figures: Iterable[Figure]) -> dict[str, list[Finding]]:
    """The open findings by the cells they are about. No query."""
    by_position = {each.position: each.cell for each in figures if each.cell}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.state != Finding.State.OPEN:
            continue
        elsewhere = evidence.is_elsewhere(finding)
        for place in (*finding.stated, *(() if elsewhere else finding.against)):
            cell = by_position.get(place.get("row") or 0) if place.get("start", -1) < 0 else None
            if cell is not None and finding not in found.setdefault(cell, []):
                found[cell].append(finding)
    return found


def places_of(findings: Iterable[Finding], whole: working.Whole) -> dict[int, Passage]:
    """By finding: the passage whose words it doubts. No query."""
    found = {}
    for finding in findings:
        starts = [each["start"] for each in finding.stated if each.get("start", -1) >= 0]
        passage = whole.passage_at(starts[0]) if starts else None
        if passage is not None:
            found[finding.pk] = passage
    return found


def unexplained(report: Report) -> list[Finding]:
    """Differences to last year's report that nobody has explained yet. One query."""
    rows = report.findings.filter(rule=MUST_EXPLAIN, state=Finding.State.OPEN, gone_at__isnull=True)
    return list(rows.order_by("position", "id"))


def passed(edition: str, findings: Iterable[Finding]) -> int:
    """How many relations of the form hold."""
    wrong = sum(each.rule in _RELATIONS for each in findings)
    return max(0, len(forms.form(edition).relations) - wrong)


def numbers_left(written: Iterable[Line]) -> list[numbers.Flag]:
    """Every number of the text that is not its figure."""
    return [flag for each in written for flag in each.flags]
