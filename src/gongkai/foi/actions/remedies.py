"""Remedies against replies: entered, answered, followed step by step, ended with a result of the form."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.events import actions as events
from gongkai.foi.actions import deciding, kinds, ledger, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.remedies import Remedy, RemedyStep
from gongkai.foi.queries import clocks
from gongkai.orgs.models import Agency
from gongkai.rules import calendars, remedies

Kind = Remedy.Kind
Result = Remedy.Result


@transaction.atomic
def open_remedy(
    *,
    agency: Agency,
    kind: str,
    body: str,
    filed_on: datetime.date,
    notified_on: datetime.date,
    by: By,
    at: datetime.datetime,
    info_request: InfoRequest | None = None,
    after: Remedy | None = None,
    case_no: str = "",
    claim: str = "",
    respond_by: datetime.date | None = None,
    expected_by: datetime.date | None = None,
) -> Remedy:
    """Enter a remedy with its terms from `rules.remedies`, unless the papers set other days.

    Without `info_request` it is one whose request is not kept here. Raises Incomplete, Because, FutureDay.
    """
    _check(kind, body, filed_on, notified_on, after, at)
    if info_request is not None and info_request.agency_id != agency.pk:
        raise refusals.Because(_("The request belongs to another agency."))
    legal = _terms(kind, filed_on, notified_on)
    row = Remedy.objects.create(
        agency=agency,
        info_request=info_request,
        kind=kind,
        after=after,
        body=body.strip(),
        case_no=case_no.strip(),
        claim=claim.strip(),
        filed_on=filed_on,
        notified_on=notified_on,
        respond_by=respond_by or legal[0],
        expected_by=expected_by or legal[1],
        opened_by=kinds.reference(by),
        opened_at=at,
    )
    _record(kinds.REMEDY_OPENED, row, by, at, remedy=kind)
    return row


def _check(
    kind: str,
    body: str,
    filed_on: datetime.date,
    notified_on: datetime.date,
    after: Remedy | None,
    at: datetime.datetime,
) -> None:
    if not body.strip():
        raise refusals.Incomplete(_("Name the body before which it is brought."), field="body")
    if kind not in Kind.values:
        raise refusals.Incomplete(_("Choose the kind of remedy."), field="kind")
    if notified_on < filed_on:
        raise refusals.Incomplete(_("We cannot have been notified before it was filed."), field="notified_on")
    ledger.not_in_future(notified_on, at)
    if after is not None and (kind != Kind.SUIT_AFTER_REVIEW or after.kind != Kind.REVIEW):
        raise refusals.Because(_("Only a lawsuit after reconsideration follows a reconsideration."))


def _terms(
    kind: str, filed_on: datetime.date, notified_on: datetime.date
) -> tuple[datetime.date | None, datetime.date | None]:
    """Until when we answer, and when a result is to be expected."""
    if kind == Kind.COMPLAINT:
        return None, None
    days: calendars.Calendar = clocks.calendar()
    proceeding = remedies.proceeding_for(kind, on=filed_on)
    by_id = {each.id: each for each in remedies.terms(proceeding, on=filed_on)}
    ends = {
        name: remedies.term_until(by_id[name], notified_on, days) for name in ("respond", "decide") if name in by_id
    }
    return ends.get("respond"), ends.get("decide")


@transaction.atomic
def add_step(
    *, remedy: Remedy, on: datetime.date, text: str, by: By, at: datetime.datetime, file: CaseFile | None = None
) -> RemedyStep:
    """Enter a step: papers in and out, a hearing, a prolongation. Raises Incomplete, FutureDay."""
    if not text.strip():
        raise refusals.Incomplete(_("Say what happened."), field="text")
    ledger.not_in_future(on, at)
    step = RemedyStep.objects.create(remedy=remedy, on=on, text=text.strip(), file=file, by=kinds.reference(by), at=at)
    _record(kinds.REMEDY_STEP, remedy, by, at)
    return step


@transaction.atomic
def respond(*, remedy: Remedy, on: datetime.date, by: By, at: datetime.datetime, text: str = "") -> Remedy:
    """Note that we answered with our evidence. Raises Because when it has been noted, FutureDay."""
    ledger.not_in_future(on, at)
    row = Remedy.objects.select_for_update().get(pk=remedy.pk)
    if row.responded_on is not None:
        raise refusals.Because(_("Our answer is recorded already."))
    row.responded_on = on
    row.save(update_fields=["responded_on"])
    if text.strip():
        RemedyStep.objects.create(remedy=row, on=on, text=text.strip(), by=kinds.reference(by), at=at)
    _record(kinds.REMEDY_RESPONDED, row, by, at, on=on.isoformat())
    remedy.responded_on = on
    return remedy


@transaction.atomic
def decide_remedy(
    *,
    remedy: Remedy,
    result: str,
    on: datetime.date,
    text: str,
    by: By,
    at: datetime.datetime,
    redo_by: datetime.date | None = None,
) -> Remedy:
    """Enter the result. “Corrected” with a day until which to decide anew takes the request up again.

    Raises Incomplete, Because when it has a result or `redo_by` comes with another result, FutureDay.
    """
    if result not in {Result.UPHELD, Result.CORRECTED, Result.OTHER}:
        raise refusals.Incomplete(_("Choose the result."), field="result")
    ledger.not_in_future(on, at)
    row = Remedy.objects.select_for_update().get(pk=remedy.pk)
    if row.result != Result.PENDING:
        raise refusals.Because(_("The result is recorded already."))
    if redo_by is not None and result != Result.CORRECTED:
        raise refusals.Because(_("Only a corrected decision is made anew."), field="redo_by")
    row.result, row.result_on, row.result_text, row.redo_by = result, on, text.strip(), redo_by
    row.save(update_fields=["result", "result_on", "result_text", "redo_by"])
    if redo_by is not None and row.info_request is not None:
        book = ledger.open_book(row.info_request, by=by, at=at)
        if not book.row.is_open:
            deciding.take_up(book, on=on, reason=text or str(Result(result).label), until=redo_by)
            book.settle()
    _record(kinds.REMEDY_DECIDED, row, by, at, result=result)
    remedy.result, remedy.result_on, remedy.redo_by = result, on, redo_by
    return remedy


def _record(kind: str, row: Remedy, by: By, at: datetime.datetime, **data: object) -> None:
    number = row.info_request.number if row.info_request else row.case_no
    about = row.info_request.reference if row.info_request else row.reference
    events.record(
        kind,
        by=kinds.reference(by),
        about=about,
        at=at,
        agency_id=row.agency_id,
        data={"number": number, "remedy_id": row.pk, **data},
    )
