"""Rolling up: own figures and accepted reports of those below become a snapshot of the superior's report."""

import datetime
from decimal import Decimal

from django.db import transaction

from gongkai.annualreports.actions import checking, compiling, drafting, freezing, kinds
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.filing import Part
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.models.texts import TextFigure
from gongkai.annualreports.queries import hashing, rollup, working
from gongkai.annualreports.queries.rollup import RollUp, Source
from gongkai.orgs.models import Agency
from gongkai.rules import forms
from gongkai.statistics.queries import spans
from gongkai.statistics.queries.counting import Number

ROLLED_UP = Snapshot.Origin.ROLLED_UP


@transaction.atomic
def roll_up(*, agency: Agency, year: int, by: By, at: datetime.datetime, form: str = "") -> Snapshot:
    """Add up the own figures of an agency and the accepted reports of those that file to it, as its newest snapshot.

    Who is missing is frozen with it and said. When nothing has changed, the snapshot that stands is returned.
    Raises NoForm, ReadFromPaper, NotInThatYear, UnderWay.
    """
    edition = compiling.edition_of(year, form)
    compiling.expect(agency, year, at)
    report = compiling.report_for(agency, year, at)
    found = rollup.gather(agency, year, edition)
    newest = report.snapshot
    if newest is not None and newest.origin == ROLLED_UP and _marks(rollup.frozen(report, newest)) == _marks(found):
        return newest
    snapshot = freezing.freeze(
        report=report,
        origin=ROLLED_UP,
        figures=[_figure(found, cell) for cell in forms.form(edition).cells.values()],
        edition=edition,
        original=None,
        by=by,
        at=at,
        note=_note(found),
    )
    Part.objects.bulk_create(
        [_part(snapshot, each, position) for position, each in enumerate(found.sources, start=1)], batch_size=200
    )
    if report.state == Report.State.CONFIRMED:
        report.state, report.confirmed_by, report.confirmed_at = Report.State.READ, None, None
    report.save()
    counted, missing = len(found.counted), len(found.missing)
    kinds.record(kinds.ROLLED_UP, report, by=by, at=at, parts=counted, missing=missing)
    drafting.draft(report=report, counted=_beside(found), by=by, at=at)
    checking.recheck(report=report, by=by, at=at)
    return snapshot


def _marks(found: RollUp) -> list[object]:
    """What makes two roll-ups the same: their parts with every number."""
    return [
        (each.kind, each.agency.pk, each.body, each.words, each.snapshot.pk if each.snapshot else None,
         sorted((cell, hashing.decimal(number)) for cell, number in each.numbers.items()), sorted(each.entered))
        for each in found.sources
    ]  # fmt: skip


def _figure(found: RollUp, cell: forms.Cell) -> Figure:
    hands = [each.body for each in found.counted if cell.id in each.entered]
    return Figure(
        indicator=cell.indicator or "",
        cell=cell.id,
        number=found.number(cell.id),
        unit=cell.unit,
        label=cell.name,
        stated="table",
        words=f"含手工填报：{'、'.join(hands)}" if hands else "",
        is_entered=True if hands else None,
    )


def _part(snapshot: Snapshot, source: Source, position: int) -> Part:
    return Part(
        snapshot=snapshot,
        position=position,
        kind=source.kind,
        agency=source.agency,
        body=source.body,
        source=source.snapshot,
        numbers={cell: hashing.decimal(number) for cell, number in source.numbers.items()},
        entered=sorted(source.entered),
        words=source.words[:300],
    )


def _note(found: RollUp) -> str:
    if not found.missing:
        return f"汇总{len(found.counted)}个部分"
    names = "、".join(each.body for each in found.missing)
    return f"汇总{len(found.counted)}个部分；尚缺{len(found.missing)}个：{names}"


def _beside(found: RollUp) -> dict[str, Number]:
    """What the text speaks of and the form does not hold: counted for the agency, as stated for those below."""
    scope = spans.Scope(found.agency, spans.year(found.year))
    numbers: dict[str, Number] = dict(working.counted_beside(scope, found.edition))
    reports = [each.report_id for each in found.counted if each.report_id is not None]
    for name, number in TextFigure.objects.filter(report__in=reports).values_list("indicator", "number"):
        if name in numbers:
            numbers[name] = Decimal(numbers[name]) + number
    return numbers
