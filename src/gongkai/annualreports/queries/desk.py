"""What the desk shows of annual reports: which a person may see, what waits, what changed between snapshots."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from gongkai.accounts.queries import Access
from gongkai.annualreports.models.reports import Batch, BatchFile, Correction, Figure, Finding, Report, Snapshot
from gongkai.annualreports.queries import below, statutory
from gongkai.core.permissions import Permission
from gongkai.core.permissions import Permission as P
from gongkai.rules import forms

FileState = BatchFile.State
STUCK = (FileState.UNASSIGNED, FileState.SECOND_COPY, FileState.REFUSED)


def visible(access: Access) -> QuerySet[Report]:
    """The reports a person may see, with what a line in a list needs."""
    rows = Report.objects.filter(keeper__in=access.agencies(Permission.REPORT_VIEW))
    return rows.select_related("keeper", "agency", "snapshot")


def within(access: Access, permission: Permission) -> QuerySet[Report]:
    """The reports for which a person holds a permission."""
    rows = Report.objects.filter(keeper__in=access.agencies(permission))
    return rows.select_related("keeper", "agency", "snapshot__original__file")


def batches(access: Access) -> QuerySet[Batch]:
    """The drops of the agencies for which a person may take in reports, with what became of their files."""
    rows = Batch.objects.filter(agency__in=access.agencies(Permission.REPORT_READ)).select_related("agency", "author")
    return rows.annotate(
        file_count=Count("files"),
        read_count=Count("files", filter=Q(files__state=FileState.READ)),
        known_count=Count("files", filter=Q(files__state=FileState.KNOWN)),
        waiting_count=Count("files", filter=Q(files__state=FileState.WAITING)),
        stuck_count=Count("files", filter=Q(files__state__in=STUCK)),
    )


def standing(report: Report) -> list[Finding]:
    """The findings of the last checks, the worst first, with who decided. One query."""
    return [each for each in findings(report) if each.gone_at is None]


def findings(report: Report) -> list[Finding]:
    """All findings, the worst first; those that are found no longer have their `gone_at`. One query."""
    rows = list(report.findings.select_related("decided_by"))
    order = {name: place for place, name in enumerate(Finding.Severity.values)}
    return sorted(rows, key=lambda each: (order[each.severity], each.source, each.position, each.pk))


@dataclass(frozen=True)
class Due:
    """A report whose next step a person may take: the report, its stage, since when it stands there."""

    report_id: int
    stage: str
    body: str
    year: int
    since: datetime.datetime


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: reports with open findings, files that could not be taken in, files to be read.

    `due` are the reports whose next step is theirs, the one that waits longest first.
    """

    reports: int
    errors: int
    stuck: int
    batch_id: int | None
    due: tuple[Due, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self.reports and not self.stuck and not self.due


_HANDS = (P.REPORT_READ, P.REPORT_REVIEW, P.REPORT_SIGN, P.REPORT_FILE, P.REPORT_ACCEPT)


def waiting(access: Access) -> Waiting:
    """What waits for a person who takes in, writes, reviews, signs or accepts reports. One query; none for others."""
    if not any(access.anywhere(each) for each in _HANDS):
        return Waiting(0, 0, 0, None)
    agencies = access.agencies(P.REPORT_READ)
    # PostgreSQL takes a bare null of three rows put together for text.
    none, no_words, no_time = (Cast(Value(None), each) for each in (BigIntegerField(), CharField(), DateTimeField()))
    blank = {"stage": no_words, "body": no_words, "year": none, "since": no_time}
    columns = ("errors", "drop", "number", *blank)
    doubted = Report.objects.live().filter(Q(error_count__gt=0) | Q(warning_count__gt=0), keeper__in=agencies)
    mine = BatchFile.objects.filter(batch__author=access.person, batch__agency__in=agencies)
    stuck = mine.filter(state__in=(FileState.UNASSIGNED, FileState.SECOND_COPY))
    rows = _plain(doubted, columns, {**blank, "errors": Cast("error_count", BigIntegerField()), "drop": none}).union(
        _plain(stuck, columns, {**blank, "errors": none, "drop": F("batch_id")}),
        _plain(
            below.waiting(access),
            columns,
            {
                "errors": none,
                "drop": none,
                "stage": F("stage"),
                "body": F("report__body"),
                "year": Cast("report__year", BigIntegerField()),
                "since": F("changed_at"),
            },
            number="report_id",
        ),
        all=True,
    )
    found = list(rows)
    errors = [row[0] for row in found if row[0] is not None]
    drops = [row[1] for row in found if row[1] is not None]
    due = sorted((Due(*row[2:]) for row in found if row[3] is not None), key=lambda each: (each.since, each.report_id))
    return Waiting(len(errors), sum(each > 0 for each in errors), len(drops), max(drops, default=None), tuple(due))


def _plain(rows: QuerySet[Any], columns: Sequence[str], values: dict[str, Any], *, number: str = "pk") -> QuerySet[Any]:
    """Rows as tuples under common names, so that they can be put together."""
    named = {f"{name}_": value for name, value in values.items()} | {"number_": F(number)}
    found: QuerySet[Any] = rows.order_by().annotate(**named).values_list(*(f"{name}_" for name in columns))
    return found


@dataclass(frozen=True)
class Change:
    """One figure that differs between two snapshots; None where it was not stated."""

    name: str
    old: Figure | None
    new: Figure | None


@dataclass(frozen=True)
class Version:
    """A snapshot with the correction that made it."""

    snapshot: Snapshot
    correction: Correction | None
    name: str


def versions(report: Report) -> list[Version]:
    """The snapshots of a report, newest first. Two queries."""
    rows = report.snapshots.select_related("original").order_by("-number")
    corrections = Correction.objects.filter(snapshot__report=report).select_related("author", "figure")
    by_snapshot = {each.snapshot_id: each for each in corrections}
    found = []
    for row in rows:
        correction = by_snapshot.get(row.pk)
        found.append(Version(row, correction, cell_words(row.edition, correction) if correction else ""))
    return found


def cell_words(edition: str, correction: Correction) -> str:
    """What a corrected figure counts, in words."""
    if correction.cell and edition:
        cell = forms.form(edition).cells.get(correction.cell)
        if cell is not None:
            return cell.name
    if correction.figure is not None:
        return statutory.name_of(correction.figure)
    return statutory.words_of(correction.indicator) if correction.indicator else correction.cell


def changes(old: Snapshot, new: Snapshot) -> list[Change]:
    """The figures that differ between two snapshots, in the order of the newer one. Two queries."""
    before, after = (_keyed(each.figures.order_by("position")) for each in (old, new))
    found = [
        Change(_name(new.edition, figure), before.get(key), figure)
        for key, figure in after.items()
        if key not in before or before[key].number != figure.number or before[key].unit != figure.unit
    ]
    left = [Change(_name(old.edition, figure), figure, None) for key, figure in before.items() if key not in after]
    return [*found, *left]


def _name(edition: str, figure: Figure) -> str:
    if figure.cell and edition:
        cell = forms.form(edition).cells.get(figure.cell)
        if cell is not None:
            return cell.name
    return statutory.name_of(figure)


def _keyed(figures: Iterable[Figure]) -> dict[tuple[str, str, str, int], Figure]:
    """Figures by what they state: the cell, or the statistic with the words around and how often it came before."""
    found: dict[tuple[str, str, str, int], Figure] = {}
    for each in figures:
        words = "" if each.cell or each.indicator else each.label
        key, times = (each.cell, each.indicator if not each.cell else "", f"{each.period}{words}"), 0
        while (*key, times) in found:
            times += 1
        found[(*key, times)] = each
    return found


def with_findings(findings: Sequence[Finding], figures: Sequence[Figure]) -> dict[int, list[Finding]]:
    """By figure: the findings that doubt it, by the place where it stands and its number."""
    by_place: dict[tuple[int | None, int | None, int | None, int | None, int], list[Figure]] = {}
    for figure in figures:
        if figure.start is not None:
            place = (figure.table, figure.row, figure.column, figure.start, figure.end or 0)
            by_place.setdefault(place, []).append(figure)
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        numbers = {Decimal(str(each)).normalize() for each in finding.numbers}
        for where in finding.stated:
            place = (where.get("table"), where.get("row"), where.get("column"), where.get("start"), where.get("end"))
            for figure in by_place.get(place, ()):
                if figure.number.normalize() in numbers:
                    marked = found.setdefault(figure.pk, [])
                    if finding not in marked:
                        marked.append(finding)
    return found
