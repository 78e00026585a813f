"""Compiling an annual report: the form of an agency and year, counted and frozen as a computed snapshot."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongkai.annualreports.actions import checking, drafting, freezing, kinds, refusals
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.queries import recognition, working
from gongkai.orgs.models import Agency
from gongkai.rules import forms
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import filling, spans
from gongkai.statistics.queries.filling import FilledCell

COMPUTED = Snapshot.Origin.COMPUTED


def edition_of(year: int, form: str = "") -> str:
    """The edition a year is reported in, or the one that was asked for. Raises NoForm."""
    if form:
        if form not in {each.edition for each in forms.load()}:
            raise refusals.NoForm(year)
        return form
    found = forms.edition_for(year)
    if found is None:
        raise refusals.NoForm(year)
    return found.edition


@transaction.atomic
def compile_report(
    *, agency: Agency, year: int, by: By, at: datetime.datetime, form: str = "", with_subtree: bool = False
) -> Snapshot:
    """Fill the form of an agency and year from its records, freeze it as the report's newest snapshot, draft its text.

    `form` is an edition ("form-2021"); without it the year decides. What a person stated by hand stands in place of
    the count and is marked. When no figure has changed, the snapshot that stands is returned. What people wrote stays;
    its numbers are compared anew. Raises NoForm, ReadFromPaper, NotInThatYear, UnderWay.
    """
    edition = edition_of(year, form)
    expect(agency, year, at)
    report = report_for(agency, year, at)
    newest = report.snapshot
    scope = spans.Scope(agency, spans.year(year), with_subtree)
    figures = [_figure(each) for each in filling.fill(scope, edition).cells.values()]
    is_same = newest is not None and _is_same(newest, figures, edition)
    if newest is None or not is_same:
        newest = freezing.freeze(
            report=report, origin=COMPUTED, figures=figures, edition=edition, original=None, by=by, at=at
        )
        if report.state == Report.State.CONFIRMED:
            report.state, report.confirmed_by, report.confirmed_at = Report.State.READ, None, None
        report.save()
        entered = sum(bool(each.is_entered) for each in figures)
        kinds.record(kinds.COMPILED, report, by=by, at=at, figures=len(figures), entered=entered)
    changed = drafting.draft(report=report, counted=working.counted_beside(scope, edition), by=by, at=at)
    if changed or not is_same:
        checking.recheck(report=report, by=by, at=at)
    return newest


def expect(agency: Agency, year: int, at: datetime.datetime) -> None:
    """Raise NotInThatYear when the agency did not exist in the year, or the year has not begun."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    is_there = agency.founded_on is None or agency.founded_on <= last
    is_still = agency.dissolved_on is None or agency.dissolved_on > first
    if not is_there or not is_still or timezone.localdate(at) < first:
        raise refusals.NotInThatYear(agency.name, year)


def report_for(agency: Agency, year: int, at: datetime.datetime) -> Report:
    """The report of an agency and year, locked, a new one where there is none. Raises ReadFromPaper, UnderWay."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    standing = recognition.standing(keeper=agency, agency=agency, body="", year=year)
    if standing is None:
        body = recognition.name_of(agency, year)
        return Report.objects.create(keeper=agency, agency=agency, body=body, year=year, created_at=at, changed_at=at)
    report = checking.locked(standing)
    if report.snapshot is not None and report.snapshot.original_id is not None:
        raise refusals.ReadFromPaper
    drafting.expect_open(report)
    return report


def _figure(filled: FilledCell) -> Figure:
    cell = filled.cell
    return Figure(
        indicator=cell.indicator or "",
        cell=cell.id,
        number=Decimal(filled.number),
        unit=cell.unit,
        label=cell.name,
        stated="table",
        words="；".join(words_of(each) for each in filled.statements),
        is_entered=filled.is_entered or None,
    )


def words_of(statement: Statement) -> str:
    """How a figure stated by hand is marked: who stated it, when, why, on what proof, and what was counted."""
    number = filling.plain(statement.number) if statement.number is not None else ""
    proof = statement.file_title or statement.link
    return (
        f"手工填报：{statement.agency.short_name} {number}（系统统计 {filling.plain(statement.counted)}），"
        f"{statement.author.name} {statement.at:%Y-%m-%d}，理由：{statement.reason}，依据：{proof}"
    )


def _is_same(newest: Snapshot, figures: list[Figure], edition: str) -> bool:
    if newest.edition != edition:
        return False
    there = [(each.cell, each.number, each.is_entered) for each in newest.figures.order_by("position")]
    return there == [(each.cell, round(each.number, 4), each.is_entered) for each in figures]
