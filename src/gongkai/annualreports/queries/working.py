"""The text of a report while it is written: its passages by chapter, the figures behind it, how it reads as a whole."""

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal

from gongkai.activities.models.records import Activity
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.models.texts import Passage, TextFigure
from gongkai.annualreports.queries import (
    chapters,
    earlier,
    numbers,
    paper,
    recognition,
    shelves,
    templates,
    values,
    wording,
)
from gongkai.annualreports.queries.values import Values
from gongkai.documents import paper as papers
from gongkai.documents import report_checking, report_facts
from gongkai.documents.annual_report import reading
from gongkai.orgs.models import Agency
from gongkai.statistics.queries import counting, filling, indicators, spans
from gongkai.statistics.queries.counting import Number

_TITLED = {"training": "training_titles", "press": "press_titles", "interview": "interview_titles"}
_MOST_TITLES = 2
_LONGEST_TITLE = 24


@dataclasses.dataclass(frozen=True)
class Written:
    """A chapter with its passages in order."""

    chapter: chapters.Chapter
    passages: tuple[Passage, ...]

    @property
    def paragraphs(self) -> tuple[Passage, ...]:
        """Those that say something."""
        return tuple(each for each in self.passages if each.text.strip())


def passages_of(report: Report) -> list[Passage]:
    """The passages of a report in order. One query."""
    return list(report.passages.select_related("edited_by").order_by("position", "id"))


def passages_with(report: Report, last: Report | None) -> tuple[list[Passage], list[Passage]]:
    """The passages of a report and of last year's, in order. One query."""
    rows = Passage.objects.filter(report__in=[report.pk, *([last.pk] if last else [])]).select_related("edited_by")
    found = list(rows.order_by("position", "id"))
    own = [each for each in found if each.report_id == report.pk]
    return own, [each for each in found if each.report_id != report.pk]


def by_chapter(edition: str, passages: Iterable[Passage]) -> list[Written]:
    """Passages under the chapters of an edition; those of chapters it has not stand in the last one."""
    rows = chapters.chapters(edition)
    known = {each.id for each in rows}
    found: dict[str, list[Passage]] = {each.id: [] for each in rows}
    for each in passages:
        found[each.chapter if each.chapter in known else rows[-1].id].append(each)
    return [Written(each, tuple(found[each.id])) for each in rows]


def is_required(passage: Passage) -> bool:
    """Whether the edition wants something said there."""
    template = templates.paragraph(passage.template)
    return bool(passage.about) or (template is not None and template.is_required)


def unwritten(passages: Iterable[Passage]) -> list[Passage]:
    """Passages that the edition wants and that say nothing yet."""
    return [each for each in passages if not each.text.strip() and is_required(each)]


# --- figures ---


def values_of(report: Report, *, figures: Sequence[Figure] | None = None, last: Report | None = None) -> Values:
    """The figures that the text of a report may speak of; `last` is last year's report where it is at hand.

    At most four queries, fewer with what is given.
    """
    if figures is None:
        figures = list(report.snapshot.figures.all()) if report.snapshot else []
    before = last or earlier.report_before(report)
    beside: dict[int, dict[str, Decimal]] = {}
    for row in TextFigure.objects.filter(report__in=[report.pk, *([before.pk] if before else [])]):
        beside.setdefault(row.report_id, {})[row.indicator] = row.number
    now = {each.cell or each.indicator: each.number for each in figures if each.cell or each.indicator}
    now |= beside.get(report.pk, {})
    then = beside.get(before.pk, {}) if before else {}
    return Values(report.edition, now, then | last_of(before, report.edition))


def last_of(before: Report | None, edition: str) -> dict[str, Decimal]:
    """What last year's report states, by cell and by indicator; approximate figures are left out. One query."""
    if before is None or before.snapshot is None:
        return {}
    rows = list(before.snapshot.figures.filter(period=Figure.Period.YEAR, is_approximate=False).order_by("-position"))
    rows.sort(key=lambda each: each.stated == "table")
    found: dict[str, Decimal] = {}
    for each in rows:
        if each.indicator:
            found[each.indicator] = shelves.in_unit(each, numbers.unit_of(each.indicator, edition) or each.unit)
    if before.edition == edition:
        found |= {each.cell: each.number for each in rows if each.cell}
    return found


def counted_beside(scope: spans.Scope, edition: str) -> dict[str, Number]:
    """What the wordings of an edition speak of and its form does not hold, counted. About ten queries."""
    wanted = [name for name in sorted(templates.figures_of(edition)) if values.cell_of(edition, name) is None]
    return counting.count(scope, [indicators.indicator(name) for name in wanted])


# --- words ---


def words_for(agency: Agency, year: int, *, body: str, problems: Sequence[str] = ()) -> wording.Words:
    """What the sentences of an agency's report call by a name. One query."""
    return wording.Words(
        body=body,
        year=year,
        seed=f"{agency.code}:{year}",
        contact=_contact(agency),
        is_government=agency.kind == Agency.Kind.GOVERNMENT,
        titles=_titles(agency, year),
        problems=tuple(problems),
    )


def _contact(agency: Agency) -> str:
    known = (("地址", agency.address), ("邮编", agency.postcode), ("电话", agency.phone), ("电子邮箱", agency.email))
    return "，".join(f"{label}：{words}" for label, words in known if words)


def _titles(agency: Agency, year: int) -> dict[str, str]:
    rows = Activity.objects.standing().of(agency).filter(year=year, kind__in=_TITLED).order_by("on", "id")
    found: dict[str, list[str]] = {}
    for kind, title in rows.values_list("kind", "title"):
        own = found.setdefault(_TITLED[kind], [])
        plain = title.strip()
        if len(plain) <= _LONGEST_TITLE and not set(plain) & set("“”\"'{}\n") and plain not in own:
            own.append(plain)
    return {name: "".join(f"“{each}”" for each in titles[:_MOST_TITLES]) for name, titles in found.items()}


def drafted(filled: filling.FilledForm) -> list[wording.Drafted]:
    """The text as it would be drafted for a filled form; nothing is written. About fifteen queries."""
    scope, edition = filled.scope, filled.edition
    agency, year = scope.agency, scope.span.year
    now = {cell: Decimal(each.number) for cell, each in filled.cells.items()}
    now |= {name: Decimal(number) for name, number in counted_beside(scope, edition).items()}
    before = recognition.standing(keeper=agency, agency=agency, body="", year=year - 1)
    problems = earlier.problems_of(earlier.texts_of(before, edition))
    body = recognition.name_of(agency, year)
    said = words_for(agency, year, body=body, problems=problems)
    return wording.draft(Values(edition, now, last_of(before, edition)), said)


# --- the text as a whole ---


@dataclasses.dataclass(frozen=True)
class Whole:
    """The text run together, with the place of each passage in it."""

    text: str
    places: tuple[tuple[int, int, Passage], ...]

    def passage_at(self, position: int) -> Passage | None:
        """The passage that holds a character of the text."""
        return next((each for start, end, each in self.places if start <= position < end), None)


def whole(report: Report, passages: Iterable[Passage]) -> Whole:
    """Title, headings and paragraphs, a line each; chapters that say nothing keep their heading."""
    text = f"{report.body}{report.year}年政府信息公开工作年度报告\n"
    places = []
    for each in by_chapter(report.edition, passages):
        text += f"{each.chapter.heading}\n" if each.chapter.heading else ""
        for passage in each.paragraphs:
            places.append((len(text), len(text) + len(passage.text), passage))
            text += f"{passage.text}\n"
    return Whole(text, tuple(places))


def read_of(report: Report, snapshot: Snapshot) -> report_checking.Read:
    """A snapshot as the checks take it: read from paper with its paper, compiled with the text as it stands now."""
    read = paper.read_of(report, snapshot)
    passages = passages_of(report) if snapshot.is_counted and report.edition else []
    if not any(each.text.strip() for each in passages):
        return read
    document = papers.Document("", "", whole(report, passages).text, (), (), "")
    found = reading.read_report(document)
    said = report_facts.of(document, found)
    stated = dataclasses.replace(
        read.facts,
        facts=(*read.facts.facts, *(each for each in said.facts if each.stated == "prose")),
        text=said.text,
        headings=said.headings,
        is_computed=False,
    )
    return report_checking.Read(read.name, document, dataclasses.replace(read.report, chapters=found.chapters), stated)


def flags_of(passage: Passage, figures: Values, *, year: int, text: str | None = None) -> list[numbers.Flag]:
    """The numbers of a passage, or of what is typed into it, that are not their figures. No query."""
    chapter = next((each for each in chapters.chapters(figures.edition) if each.id == passage.chapter), None)
    heading = chapter.heading if chapter else ""
    links = passage.links if text is None else numbers.carry(passage.text, passage.links, text)
    return numbers.check(passage.text if text is None else text, links, figures, heading=heading, year=year)
