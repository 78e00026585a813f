"""Reports from the database as the readers and checkers of `documents` know them, without opening the file again."""

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

from django.db.models import Prefetch

from gongkai.annualreports.models.reports import Figure, Original, Report, Snapshot
from gongkai.annualreports.models.texts import Text
from gongkai.documents import paper, report_checking, report_comparison, report_facts
from gongkai.documents.annual_report import report as reports
from gongkai.rules.report_checks import facts


def read_of(report: Report, snapshot: Snapshot) -> report_checking.Read:
    """A snapshot with its paper as `documents.report_checking` takes it. Two queries, unless prefetched."""
    return _read(report, snapshot, list(snapshot.figures.all()))


def reads_of(chosen: Sequence[Report], *, public: bool = False) -> list[report_checking.Read]:
    """The newest (or the public) snapshots of reports, with their papers, in the order given. Three queries."""
    name = "public_snapshot_id" if public else "snapshot_id"
    numbers = [getattr(each, name) for each in chosen]
    snapshots = (
        Snapshot.objects.filter(pk__in=[each for each in numbers if each])
        .select_related("original")
        .prefetch_related(Prefetch("figures", Figure.objects.order_by("position")))
        .in_bulk()
    )
    pairs = [(each, snapshots.get(number)) for each, number in zip(chosen, numbers, strict=True)]
    return [_read(each, found, list(found.figures.all())) for each, found in pairs if found is not None]


def texts_of(chosen: Iterable[Report]) -> dict[int, facts.ReportFacts]:
    """By report: text, headings and the places of table figures, enough to look for copied text. Three queries.

    A report that is written here speaks with the newest text that was sent to review.
    """
    wanted = {each.snapshot_id: each for each in chosen if each.snapshot_id}
    snapshots = Snapshot.objects.filter(pk__in=wanted, original__isnull=False).select_related("original")
    rows = Figure.objects.filter(snapshot__in=wanted, stated="table", start__isnull=False).order_by("id")
    tables: dict[int, list[Figure]] = {}
    for figure in rows.only("snapshot_id", "start", "end", "number"):
        tables.setdefault(figure.snapshot_id, []).append(figure)
    found = {}
    for snapshot in snapshots:
        report = wanted[snapshot.pk]
        places = tuple(
            facts.Fact(None, 0, "", "table", facts.Place("", each.start or 0, each.end or 0))
            for each in tables.get(snapshot.pk, ())
        )
        found[report.pk] = dataclasses.replace(_bare(report, snapshot), facts=places)
    reports_here = {each.pk: each for each in wanted.values() if each.pk not in found}
    for text in Text.objects.filter(report__in=reports_here).order_by("number"):
        found[text.report_id] = _facts_of(reports_here[text.report_id], text)
    return found


def _facts_of(report: Report, text: Text) -> facts.ReportFacts:
    """The words of a frozen text with its headings."""
    words, chapters = "", []
    for chapter in text.chapters:
        start = len(words)
        lines = [chapter["heading"], *(each["text"] for each in chapter["paragraphs"])]
        words += "".join(f"{line}\n" for line in lines if line)
        if chapter["heading"]:
            chapters.append(reports.Chapter(chapter["heading"], 1, paper.Span(start, len(words))))
    header = reports.Report(None, report.body, report.year, _regime(report), None, tuple(chapters), (), (), ())
    return report_facts.of(paper.Document("", "", words, (), (), ""), header)


def compare(
    chosen: Sequence[Report], *, public: bool = False, with_applicants: bool = False
) -> report_comparison.Comparison:
    """Reports side by side, for each ten thousand inhabitants where a report knows them. Three queries."""
    reads = reads_of(chosen, public=public)
    inhabitants = {str(each): each.inhabitants for each in chosen if each.inhabitants}
    return report_comparison.compare(reads, population=inhabitants, with_applicants=with_applicants)


def number(value: Decimal) -> int | float:
    """A number of the database as the checks take it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _read(report: Report, snapshot: Snapshot, figures: list[Figure]) -> report_checking.Read:
    bare = _bare(report, snapshot)
    stated = dataclasses.replace(
        bare,
        facts=tuple(_fact(each) for each in sorted(figures, key=lambda each: each.position)),
        is_computed=snapshot.is_counted,
    )
    return report_checking.Read(str(report), _document(snapshot.original), _header(report, snapshot), stated)


def _bare(report: Report, snapshot: Snapshot) -> facts.ReportFacts:
    return report_facts.of(_document(snapshot.original), _header(report, snapshot))


def _document(original: Original | None) -> paper.Document:
    if original is None:
        return paper.Document("", "", "", (), (), "")
    return paper.Document(original.name, original.kind, original.text, (), (), "", pages=original.pages)


def _header(report: Report, snapshot: Snapshot) -> reports.Report:
    edition = cast(Any, snapshot.edition.removeprefix("form-") or None)
    outline = snapshot.original.outline if snapshot.original else {}
    chapters = tuple(
        reports.Chapter(heading, level, paper.Span(start, end))
        for heading, level, start, end in outline.get("chapters", ())
    )
    regime = _regime(report)
    return reports.Report(report.title or None, report.body, report.year, regime, edition, chapters, (), (), ())


def _regime(report: Report) -> reports.Regime:
    return "2008" if report.year < 2019 else "2019"


def _fact(figure: Figure) -> facts.Fact:
    place = facts.Place(
        figure.words,
        -1 if figure.start is None else figure.start,
        -1 if figure.end is None else figure.end,
        figure.page,
        figure.table,
        figure.row if figure.start is not None or not figure.cell else figure.position,
        figure.column,
    )
    return facts.Fact(
        id=figure.indicator or None,
        number=number(figure.number),
        unit=figure.unit,
        stated=cast(Any, figure.stated),
        place=place,
        label=figure.label,
        is_approximate=figure.is_approximate,
        is_implied=figure.is_implied,
        period=cast(Any, figure.period),
        cell=figure.cell or None,
    )
