"""Asking others: third parties, co-making agencies, other agencies; what they answer, and what it weighs."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.foi.actions import kinds, ledger, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.handling import Consultation
from gongkai.orgs.models import Agency

State = InfoRequest.State
Kind = Consultation.Kind
Opinion = Consultation.Opinion
ASKING = (State.HANDLING, State.CONSULTING)


@transaction.atomic
def ask_third_party(
    *,
    info_request: InfoRequest,
    party_name: str,
    matter: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    party_contact: str = "",
    answer_by: datetime.date | None = None,
) -> Consultation:
    """Ask somebody whose rights a disclosure may harm; the days until the answer are left out (2019 Art. 32, 33).

    `answer_by` is for the Regulation of 2007, which sets no term. Raises WrongState, Incomplete, NotByTheLedger.
    """
    return _ask(info_request, Kind.THIRD_PARTY, party_name, matter, on, by, at, party_contact, None, answer_by)


@transaction.atomic
def ask_co_maker(
    *,
    info_request: InfoRequest,
    party_name: str,
    matter: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    party_agency: Agency | None = None,
    answer_by: datetime.date | None = None,
) -> Consultation:
    """Ask the agency that made the information with us; its silence is consent (2019 Art. 34). Raises as above."""
    return _ask(info_request, Kind.COMAKER, party_name, matter, on, by, at, "", party_agency, answer_by)


@transaction.atomic
def consult_agency(
    *,
    info_request: InfoRequest,
    party_name: str,
    matter: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    party_agency: Agency | None = None,
    answer_by: datetime.date | None = None,
) -> Consultation:
    """Ask another agency for its opinion (2019 Art. 33). Raises as `ask_third_party`."""
    return _ask(info_request, Kind.OTHER_AGENCY, party_name, matter, on, by, at, "", party_agency, answer_by)


def _ask(
    info_request: InfoRequest,
    kind: str,
    party_name: str,
    matter: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    party_contact: str,
    party_agency: Agency | None,
    answer_by: datetime.date | None,
) -> Consultation:
    if not party_name.strip() or not matter.strip():
        field = "matter" if party_name.strip() else "party_name"
        raise refusals.Incomplete(_("Say who is asked, and about what."), field=field)
    book = ledger.open_book(info_request, *ASKING, by=by, at=at)
    row = Consultation.objects.create(
        info_request=book.row,
        kind=kind,
        party_name=party_name.strip(),
        party_contact=party_contact.strip(),
        party_agency=party_agency,
        matter=matter.strip(),
        asked_on=on,
        answer_by=_answer_by(book, kind, on, answer_by),
    )
    book.consultations.append(row)
    # The Regulation sets the limit where it knows one; a day of ours stands only where it does not.
    rule = book.regime.consultations.get(kind)
    own = row.answer_by if rule is None or rule.working_days is None else None
    book.enter(f"{kind}_asked", on=on, until=own, consultation=row)
    book.close(kinds.CONSULTED, party=kind, consultation=row.pk)
    book.refresh(info_request)
    return row


def _answer_by(book: Book, kind: str, on: datetime.date, answer_by: datetime.date | None) -> datetime.date:
    rule = book.regime.consultations.get(kind)
    if rule is not None and rule.working_days is not None:
        return book.days.add_working_days(on, rule.working_days)
    if answer_by is None or answer_by < on:
        raise refusals.Incomplete(_("Name the day by which they should answer."), field="answer_by")
    return answer_by


@transaction.atomic
def note_reached(*, consultation: Consultation, on: datetime.date, by: By, at: datetime.datetime) -> Consultation:
    """Note the day on which the letter reached them: their days count from there. Raises Because, FutureDay."""
    book, row = _open(consultation, by=by, at=at)
    if row.reached_on is not None or row.answered_on is not None:
        raise refusals.Because(_("It is recorded already that the letter reached them."))
    book.enter(f"{row.kind}_received", on=on, consultation=row)
    row.reached_on = on
    rule = book.regime.consultations.get(row.kind)
    if rule is not None and rule.working_days is not None:
        row.answer_by = book.days.add_working_days(on, rule.working_days)
    row.save(update_fields=["reached_on", "answer_by"])
    book.close(kinds.REACHED, party=row.kind, consultation=row.pk)
    return _refresh(consultation, row)


@transaction.atomic
def remind_party(*, consultation: Consultation, on: datetime.date, by: By, at: datetime.datetime) -> Consultation:
    """Note that they were reminded. Raises Because when they have answered."""
    book, row = _open(consultation, by=by, at=at)
    if row.answered_on is not None:
        raise refusals.Because(_("They have answered already."))
    row.reminded_on = on
    row.save(update_fields=["reminded_on"])
    book.record(kinds.REMINDED, party=row.kind, consultation=row.pk)
    return _refresh(consultation, row)


@transaction.atomic
def record_opinion(
    *,
    consultation: Consultation,
    opinion: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    reason: str = "",
    file: CaseFile | None = None,
) -> Consultation:
    """Record what they answered; when the last one has, the clock goes on. A late answer replaces silence.

    An objection needs its reasons (2019 Art. 32). Raises Because, Incomplete, FutureDay, NotByTheLedger.
    """
    if opinion not in {Opinion.AGREES, Opinion.OBJECTS, Opinion.PARTLY}:
        raise refusals.Incomplete(_("Choose what they answered."), field="opinion")
    book, row = _open(consultation, by=by, at=at)
    if row.answered_on is not None and row.opinion != Opinion.SILENT:
        raise refusals.Because(_("Their opinion is recorded already."))
    book.enter(f"{row.kind}_answered", on=on, consultation=row)
    row.answered_on, row.opinion, row.opinion_reason, row.opinion_file = on, opinion, reason.strip(), file
    row.save(update_fields=["answered_on", "opinion", "opinion_reason", "opinion_file"])
    book.close(kinds.OPINION, party=row.kind, consultation=row.pk, opinion=opinion)
    return _refresh(consultation, row)


@transaction.atomic
def record_silence(*, consultation: Consultation, on: datetime.date, by: By, at: datetime.datetime) -> Consultation:
    """Note that their time is over without an answer. Raises Because while it is not."""
    book, row = _open(consultation, by=by, at=at)
    if row.answered_on is not None:
        raise refusals.Because(_("They have answered already."))
    if on <= row.answer_by:
        raise refusals.Because(
            _("They may still answer until %(day)s.") % {"day": row.answer_by.isoformat()}, article=_article(book, row)
        )
    row.answered_on, row.opinion = row.answer_by, Opinion.SILENT
    row.save(update_fields=["answered_on", "opinion"])
    book.close(kinds.OPINION, party=row.kind, consultation=row.pk, opinion=Opinion.SILENT)
    return _refresh(consultation, row)


@transaction.atomic
def weigh(*, consultation: Consultation, weighing: str, reason: str, by: Person, at: datetime.datetime) -> Consultation:
    """Conclude whether an objection holds, does not, or yields to the public interest. Raises Because, Incomplete."""
    book, row = _open(consultation, by=by, at=at)
    if row.opinion in {"", Opinion.AGREES}:
        raise refusals.Because(_("There is no objection to weigh."), article=_article(book, row))
    if not reason.strip() or weighing not in Consultation.Weighing.values or not weighing:
        raise refusals.Incomplete(_("Write the conclusion and why."), field="reason", article=_article(book, row))
    row.weighing, row.weighing_reason = weighing, reason.strip()
    row.weighed_by, row.weighed_at = by.reference, at
    row.save(update_fields=["weighing", "weighing_reason", "weighed_by", "weighed_at"])
    book.record(kinds.WEIGHED, consultation=row.pk, weighing=weighing)
    return _refresh(consultation, row)


def _article(book: Book, row: Consultation) -> str:
    rule = book.regime.consultations.get(row.kind)
    return book.regime.article(rule.asking) if rule else ""


def _open(consultation: Consultation, *, by: By, at: datetime.datetime) -> tuple[Book, Consultation]:
    """The book, and the consultation's row as the book holds it."""
    book = ledger.open_book(consultation.info_request, by=by, at=at)
    row = next(each for each in book.consultations if each.pk == consultation.pk)
    return book, row


def _refresh(consultation: Consultation, row: Consultation) -> Consultation:
    for field in Consultation._meta.concrete_fields:
        setattr(consultation, field.attname, getattr(row, field.attname))
    return consultation
