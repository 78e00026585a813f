"""Signing a report: its text and figures are sent to review, passed, signed by different people, or sent back."""

import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import drafting, kinds, refusals, steps
from gongkai.annualreports.actions.steps import Kind, Stage
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import courses

_PUBLIC = Report.State.PUBLISHED


@transaction.atomic
def send(*, report: Report, by: Person, at: datetime.datetime, seen: int | None = None, note: str = "") -> Filing:
    """Freeze the text with the newest figures and send both to review.

    After a return every remark must be answered. Raises WrongState, OtherStep, NoText, AnswersMissing.
    """
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.DRAFT, Stage.RETURNED))
    if filing.report.remarks.filter(step__isnull=False, answer="").exists():
        raise refusals.AnswersMissing
    row = filing.report
    is_written = row.passages.exclude(text="").exists()
    if row.snapshot is None or not row.snapshot.is_counted or not is_written:
        raise refusals.NoText
    filing.text = drafting.freeze_text(report=row, by=by, at=at)
    filing.snapshot = filing.text.snapshot
    steps.take(filing, Kind.SEND, by=by, at=at, note=note)
    _record(kinds.SENT, filing, by=by, at=at)
    return filing


@transaction.atomic
def pass_review(
    *, report: Report, by: Person, at: datetime.datetime, seen: int | None = None, note: str = ""
) -> Filing:
    """Pass the review of the text that was sent. Raises WrongState, OtherStep, SamePerson."""
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.IN_REVIEW,))
    _expect_other(filing, by, Kind.SEND)
    steps.take(filing, Kind.PASS, by=by, at=at, note=note)
    _record(kinds.PASSED, filing, by=by, at=at)
    return filing


@transaction.atomic
def sign(*, report: Report, by: Person, at: datetime.datetime, seen: int | None = None, note: str = "") -> Filing:
    """Sign the text that passed; its figures are confirmed with it.

    Raises WrongState, OtherStep, SamePerson, Blocked.
    """
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.REVIEWED,))
    _expect_other(filing, by, Kind.SEND, Kind.PASS)
    if found := courses.blockers(filing.report):
        raise refusals.Blocked(len(found))
    filing.signed_text = filing.text
    steps.take(filing, Kind.SIGN, by=by, at=at, note=note)
    row = filing.report
    row.confirmed_by, row.confirmed_at, row.changed_at = by, at, at
    if row.state != _PUBLIC:
        row.state = Report.State.CONFIRMED
    row.save()
    _record(kinds.SIGNED, filing, by=by, at=at)
    return filing


@transaction.atomic
def send_back(*, report: Report, reason: str, by: Person, at: datetime.datetime, seen: int | None = None) -> Filing:
    """Send a text back to its writer before it is signed. Raises WrongState, OtherStep, ReasonMissing."""
    if not reason.strip():
        raise refusals.ReasonMissing
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.IN_REVIEW, Stage.REVIEWED))
    steps.take(filing, Kind.BACK, by=by, at=at, note=reason)
    _record(kinds.SENT_BACK, filing, by=by, at=at, reason=reason.strip()[:300])
    return filing


@transaction.atomic
def reopen(*, report: Report, reason: str, by: Person, at: datetime.datetime, seen: int | None = None) -> Filing:
    """Open a signed or accepted report again, to correct it: what is public and what was accepted stay meanwhile.

    Raises WrongState, OtherStep, ReasonMissing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.SIGNED, Stage.ACCEPTED))
    steps.take(filing, Kind.REOPEN, by=by, at=at, note=reason)
    row = filing.report
    if row.state == Report.State.CONFIRMED:
        row.state, row.confirmed_by, row.confirmed_at, row.changed_at = Report.State.READ, None, None, at
        row.save()
    _record(kinds.REOPENED_REPORT, filing, by=by, at=at, reason=reason.strip()[:300])
    return filing


def _expect_other(filing: Filing, by: Person, *taken: Step.Kind) -> None:
    hands = Step.objects.filter(text=filing.text, kind__in=taken, report=filing.report)
    if filing.text is not None and hands.filter(by=by).exists():
        raise refusals.SamePerson


def _record(kind: str, filing: Filing, *, by: Person, at: datetime.datetime, **data: object) -> None:
    text = filing.text.number if filing.text else None
    kinds.record(kind, filing.report, by=by, at=at, text=text, **data)
