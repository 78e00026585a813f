"""Steps on the way of a report: taken one after the other under its lock, each over one text and its figures."""

import datetime

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, refusals
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Report, Snapshot
from gongkai.annualreports.queries import courses
from gongkai.orgs.models import Agency

Stage, Kind = Filing.Stage, Step.Kind


def begin(report: Report, *, at: datetime.datetime, seen: int | None, stages: tuple[str, ...]) -> Filing:
    """The filing of a report, locked with it, at one of these stages.

    `seen` is how many steps the person saw; None does not ask. Raises WrongState, OtherStep.
    """
    row = checking.locked(report)
    if row.state == Report.State.WITHDRAWN:
        raise refusals.WrongState(str(Report.State(row.state).label))
    Filing.objects.get_or_create(report=row, defaults={"changed_at": at})
    filing = Filing.objects.select_for_update().get(report=row)
    filing.report = row
    if filing.stage not in stages:
        raise refusals.WrongState(str(Stage(filing.stage).label))
    if seen is not None and seen != row.steps.count():
        raise refusals.OtherStep
    return filing


def take(
    filing: Filing,
    kind: Step.Kind,
    *,
    by: Person,
    at: datetime.datetime,
    note: str = "",
    superior: Agency | None = None,
) -> Step:
    """Write a step over the text and figures of a filing, and where it stands then; the caller records the event."""
    assert filing.snapshot is not None
    report = filing.report
    step = Step.objects.create(
        report=report,
        number=report.steps.count() + 1,
        kind=kind,
        text=filing.text,
        snapshot=filing.snapshot,
        content_hash=filing.text.content_hash if filing.text else filing.snapshot.content_hash,
        superior=superior,
        note=note.strip()[:500],
        by=by,
        at=at,
    )
    filing.stage, filing.changed_at = courses.STAGE_AFTER[kind], at
    filing.save()
    return step


def put_right(filing: Filing, *, at: datetime.datetime) -> None:
    """Let the stage of a filing be that of the newest step again."""
    newest = Step.objects.filter(report=filing.report_id).order_by("-number").first()
    if newest is None:
        filing.stage = Stage.DRAFT
    else:
        filing.stage, filing.text, filing.snapshot = courses.STAGE_AFTER[newest.kind], newest.text, newest.snapshot
    filing.changed_at = at
    filing.save()


def expect_open(report: Report) -> None:
    """Raise UnderWay while a report is in review, signed, filed or accepted."""
    if not courses.is_open(report):
        raise refusals.UnderWay


def figures_of(filing: Filing) -> Snapshot:
    """The newest figures of the report that a filing speaks of. Raises NoText."""
    snapshot = filing.report.snapshot
    if snapshot is None:
        raise refusals.NoText
    return snapshot
