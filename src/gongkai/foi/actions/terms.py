"""Acts that move the term: correction, extension, reasons and delayed term of excessive requests."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.foi.actions import handling, kinds, ledger, receiving, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import InfoRequest, RequestText
from gongkai.foi.models.clock import Entry
from gongkai.rules import regimes

State = InfoRequest.State
Kind = Entry.Kind


@transaction.atomic
def ask_correction(
    *,
    info_request: InfoRequest,
    points: str,
    on: datetime.date,
    until: datetime.date,
    by: By,
    at: datetime.datetime,
) -> Entry:
    """Ask once, for everything, what has to be corrected, until a reasonable day (2019 Art. 30).

    Raises WrongState, Incomplete, NotByTheLedger for a second notice or one after the term.
    """
    article = _article(info_request)
    if not points.strip():
        raise refusals.Incomplete(_("List everything that has to be corrected."), field="points", article=article)
    if until <= on:
        raise refusals.Incomplete(_("Leave the applicant time to correct."), field="until", article=article)
    book = ledger.open_book(info_request, State.HANDLING, by=by, at=at, article=article)
    entry = book.enter(Kind.CORRECTION_SENT, on=on, until=until, reason=points.strip()[:500])
    book.close(kinds.CORRECTION_ASKED, until=until.isoformat())
    book.refresh(info_request)
    return entry


def _article(info_request: InfoRequest) -> str:
    regime = regimes.regime(info_request.regime)
    return regime.article(regime.correction.article)


@transaction.atomic
def receive_correction(
    *,
    info_request: InfoRequest,
    description: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    features: str = "",
    files: Sequence[receiving.Upload] = (),
) -> RequestText:
    """Take in the corrected request; the term begins anew. Raises WrongState, Incomplete."""
    book = ledger.open_book(info_request, State.CORRECTION, by=by, at=at, article=_article(info_request))
    text = handling.add_text(book, RequestText.Kind.CORRECTION, description, features=features, uploads=files)
    book.enter(Kind.CORRECTION_RECEIVED, on=on)
    book.close(kinds.CORRECTED)
    book.refresh(info_request)
    return text


@transaction.atomic
def extend(
    *,
    info_request: InfoRequest,
    working_days: int,
    reason: str,
    approver: Person,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
) -> Entry:
    """Extend the term once, with the consent of the head of the working body, before it ends (2019 Art. 33).

    Raises WrongState, Incomplete, NotByTheLedger for a second, too long or late extension.
    """
    if not reason.strip():
        raise refusals.Incomplete(_("Give the reason for the extension; the applicant is told."), field="reason")
    book = ledger.open_book(info_request, State.HANDLING, State.CONSULTING, State.REASONS, by=by, at=at)
    entry = book.enter(
        Kind.EXTENDED, on=on, working_days=working_days, reason=reason.strip(), approver=approver.reference
    )
    due_on = book.explanation.due_on
    book.close(kinds.EXTENDED, working_days=working_days, due_on=due_on.isoformat() if due_on else "")
    book.refresh(info_request)
    return entry


@transaction.atomic
def ask_reasons(
    *, info_request: InfoRequest, reason: str, on: datetime.date, until: datetime.date, by: By, at: datetime.datetime
) -> Entry:
    """Ask why so many requests are made; the term goes on (2019 Art. 35). Raises WrongState, Incomplete, NoRule."""
    if not reason.strip():
        raise refusals.Incomplete(_("Say how many requests there are and how often."), field="reason")
    book = ledger.open_book(info_request, State.HANDLING, by=by, at=at)
    _excessive(book)
    entry = book.enter(Kind.REASONS_ASKED, on=on, until=until, reason=reason.strip())
    book.close(kinds.REASONS_ASKED, until=until.isoformat())
    book.refresh(info_request)
    return entry


def _excessive(book: Book) -> str:
    """The article on excessive requests. Raises NoRule under the Regulation of 2007."""
    rule = book.regime.excessive
    if rule is None:
        raise refusals.NoRule(_("%(law)s has no rule for excessive requests.") % {"law": book.regime.cite})
    return book.regime.article(rule.article)


@transaction.atomic
def receive_reasons(
    *, info_request: InfoRequest, reason: str, on: datetime.date, by: By, at: datetime.datetime
) -> Entry:
    """Take in the applicant's reasons. Raises WrongState, Incomplete."""
    if not reason.strip():
        raise refusals.Incomplete(_("Write down the reasons given."), field="reason")
    book = ledger.open_book(info_request, State.REASONS, by=by, at=at)
    entry = book.enter(Kind.REASONS_GIVEN, on=on, reason=reason.strip()[:500])
    book.close(kinds.REASONS_GIVEN)
    book.refresh(info_request)
    return entry


@transaction.atomic
def delay_term(
    *,
    info_request: InfoRequest,
    until: datetime.date,
    reason: str,
    approver: Person,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
) -> Entry:
    """Set a reasonable delayed term when the reasons are good but the time too short (2019 Art. 35).

    Raises WrongState, Incomplete, NoRule, Because when no reasons were given or the day is no later than the term.
    """
    if not reason.strip():
        raise refusals.Incomplete(_("Give the reason; the applicant is told."), field="reason")
    book = ledger.open_book(info_request, State.HANDLING, State.REASONS, by=by, at=at)
    article = _excessive(book)
    if not any(each.kind == Kind.REASONS_GIVEN for each in book.standing):
        raise refusals.Because(_("The applicant has not given reasons yet."), article=article)
    before = book.explanation.due_on
    if before is not None and (until <= before or on > before):
        raise refusals.Because(
            _("A delayed term lies after the term that runs, and is set before that one ends."), article=article
        )
    entry = book.enter(Kind.DELAYED_TERM, on=on, until=until, reason=reason.strip(), approver=approver.reference)
    book.close(kinds.DELAYED, until=until.isoformat())
    book.refresh(info_request)
    return entry
