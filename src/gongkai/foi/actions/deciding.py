"""Ending a request: decide with one outcome, close what lapsed, withdraw; and open it again."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.foi.actions import kinds, ledger, letters, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import OPEN_STATES, InfoRequest
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.letters import Letter
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import clearing, closing
from gongkai.rules import letters as law
from gongkai.rules import outcomes

State = InfoRequest.State
Kind = Entry.Kind


@transaction.atomic
def decide(
    *,
    info_request: InfoRequest,
    outcome: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    ground: str = "",
    basis: str = "",
    reasons: str = "",
    letter: Letter | None = None,
) -> Decision:
    """Decide a request with one outcome of the statutory list, and issue the cleared reply that announces it.

    Raises WrongState, Missing with the article for what the outcome needs (see `queries.closing`), WrongLetter when
    the reply is not cleared or announces something else, FutureDay, ValueError for an unknown outcome or ground.
    """
    book = ledger.open_book(info_request, State.HANDLING, State.CONSULTING, State.REASONS, by=by, at=at)
    article = _check(book, outcome, ground, basis=basis, reasons=reasons)
    row = _reply(book, outcome, ground, letter, article)
    issue = letters.put_out(book, row, on=on) if row else None
    decision = _decision(book, outcome, on=on, ground=ground, basis=basis, reasons=reasons, letter=row)
    book.enter(Kind.ANSWERED if row else Kind.CLOSED, on=on, decision=decision)
    if row is not None and letter is not None:
        row.state, row.changed_at = Letter.State.ISSUED, at
        row.save(update_fields=["state", "changed_at"])
        letter.state = row.state
    number = issue.number if issue else ""
    book.close(
        kinds.DECIDED,
        outcome=outcome,
        ground=ground,
        letter_number=number,
        decision=decision.pk,
        letter=row.pk if row else None,
    )
    book.refresh(info_request)
    return decision


def _check(book: Book, outcome: str, ground: str, *, basis: str, reasons: str) -> str:
    if ground:
        outcomes.outcome(outcome).ground(ground)
    case = closing.facts(book.row, book.standing, book.consultations, basis=basis, reasons=reasons)
    lacks = closing.lacks(case, outcome, ground)
    if lacks:
        raise refusals.Missing(" ".join(each.sentence for each in lacks), article=lacks[0].article)
    return outcomes.outcome(outcome).article(book.row.regime, ground)


def _reply(book: Book, outcome: str, ground: str, letter: Letter | None, article: str) -> Letter | None:
    """The locked row of the cleared reply; None for an outcome that is only recorded."""
    wanted = law.for_outcome(outcome, ground)
    if wanted.kind == "record":
        return None
    if letter is None:
        raise refusals.WrongLetter(_("The reply has to be drafted and cleared first."), article=article)
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.info_request_id != book.row.pk or (row.outcome, row.ground) != (outcome, ground):
        raise refusals.WrongLetter(_("This letter does not announce that outcome."), article=article)
    if row.state != Letter.State.CLEARED:
        raise refusals.WrongLetter(
            _("The reply stands at “%(state)s”: it has to pass legal review, secrecy review and signature first.")
            % {"state": Letter.State(row.state).label},
            article=article,
        )
    return row


def _decision(
    book: Book,
    outcome: str,
    *,
    on: datetime.date,
    ground: str = "",
    basis: str = "",
    reasons: str = "",
    letter: Letter | None = None,
) -> Decision:
    decision = Decision.objects.create(
        info_request=book.row,
        number=len(book.decisions) + 1,
        outcome=outcome,
        ground=ground,
        basis=basis.strip(),
        reasons=reasons.strip(),
        letter_version=clearing.newest(letter) if letter else None,
        on=on,
        by=kinds.reference(book.by),
        at=book.at,
    )
    book.decisions.append(decision)
    return decision


@transaction.atomic
def withdraw(
    *, info_request: InfoRequest, on: datetime.date, reason: str, by: By, at: datetime.datetime
) -> InfoRequest:
    """End a request because the applicant takes it back. Counts as “other”. Raises WrongState, FutureDay."""
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    decision = _decision(book, "OTHER_MISC", on=on, ground="withdrawn", reasons=reason)
    book.enter(Kind.WITHDRAWN, on=on, decision=decision)
    book.close(kinds.WITHDRAWN)
    return book.refresh(info_request)


@transaction.atomic
def close_lapsed(*, info_request: InfoRequest, on: datetime.date, by: By, at: datetime.datetime) -> InfoRequest:
    """End a request that was not corrected, or not paid for, in time (2019 Art. 30, 42).

    Raises WrongState when nothing is waited for, Because while the time is not over.
    """
    book = ledger.open_book(info_request, State.CORRECTION, State.PAYMENT, by=by, at=at)
    is_correction = book.row.state == State.CORRECTION
    outcome = "OTHER_NO_CORRECTION" if is_correction else "OTHER_NO_PAYMENT"
    article = outcomes.outcome(outcome).article(book.row.regime)
    until = book.row.waits_until
    if until is None or on <= until:
        day = until.isoformat() if until else "—"
        raise refusals.Because(_("The applicant still has until %(day)s.") % {"day": day}, article=article)
    decision = _decision(book, outcome, on=on)
    if not is_correction:
        Fee.objects.filter(info_request=book.row, paid_on__isnull=True, lapsed_on__isnull=True).update(lapsed_on=on)
    book.enter(Kind.CLOSED, on=on, decision=decision)
    book.close(kinds.CLOSED, outcome=outcome)
    return book.refresh(info_request)


@transaction.atomic
def reopen(
    *,
    info_request: InfoRequest,
    on: datetime.date,
    reason: str,
    by: By,
    at: datetime.datetime,
    until: datetime.date | None = None,
    remedy: Remedy | None = None,
) -> InfoRequest:
    """Take a request up again: after a decision was set aside (until the day that was set), or by ourselves.

    What the forms counted for an earlier year stays. Raises WrongState, Incomplete, NotByTheLedger.
    """
    if not reason.strip():
        raise refusals.Incomplete(_("Say why the request is taken up again."), field="reason")
    book = ledger.open_book(info_request, State.DECIDED, State.CLOSED, by=by, at=at)
    take_up(book, on=on, reason=reason, until=until)
    book.close(kinds.REOPENED, reason=reason.strip()[:200], remedy=remedy.pk if remedy else None)
    return book.refresh(info_request)


def take_up(book: Book, *, on: datetime.date, reason: str, until: datetime.date | None) -> None:
    """Enter that a request is taken up again; the caller settles and records."""
    if book.row.erased_at is not None:
        raise refusals.Erased
    book.enter(Kind.REOPENED, on=on, until=until, reason=reason.strip()[:500])
