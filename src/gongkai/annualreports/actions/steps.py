"""Steps on the way of a report: taken one after the other under its lock, each over one text and its figures."""

import datetime

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, refusals
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Report, Snapshot
from gongkai.annualreports.queries import courses
from gongkai.orgs.models import Agency

Stage, Kind = Filing.Stage, Step.Kind
AFTER = {
    Kind.SEND: Stage.IN_REVIEW,
    Kind.PASS: Stage.REVIEWED,
    Kind.BACK: Stage.DRAFT,
    Kind.SIGN: Stage.SIGNED,
    Kind.FILE: Stage.FILED,
    Kind.TAKE_BACK: Stage.DRAFT,
    Kind.RETURN: Stage.RETURNED,
    Kind.ACCEPT: Stage.ACCEPTED,
    Kind.REOPEN: Stage.DRAFT,
}


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
    kind: Kind,
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
    filing.stage, filing.changed_at = AFTER[kind], at
    filing.save()
    return step


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
