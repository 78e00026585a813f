"""Letters: draft, revise, clear, issue under a number, deliver with proof. What was passed is what goes out."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.foi.actions import files, kinds, ledger, numbering, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.letters import Delivery, Issue, Letter, LetterClearance, LetterVersion
from gongkai.foi.queries import clearing
from gongkai.rules import letters, outcomes

State = Letter.State


@transaction.atomic
def draft_letter(
    *,
    info_request: InfoRequest,
    kind: str,
    title: str,
    body: str,
    by: Person,
    at: datetime.datetime,
    values: Mapping[str, Any] | None = None,
    outcome: str = "",
    ground: str = "",
    consultation: Consultation | None = None,
    remedy: str = "",
    docx: bytes | None = None,
    pdf: bytes | None = None,
) -> Letter:
    """Begin a letter with its first version; `kind` as in `rules.letters`, which knows the clearances it needs.

    A reply names its outcome and ground. Raises Incomplete, WrongLetter for a reply that does not fit its outcome,
    ValueError for an unknown kind or outcome.
    """
    book = ledger.open_book(info_request, by=by, at=at)
    _fits(book, kind, outcome, ground)
    needed = clearing.needed(kind)
    letter = Letter.objects.create(
        info_request=book.row,
        kind=kind,
        outcome=outcome,
        ground=ground,
        consultation=consultation,
        state=State.DRAFT if needed else State.CLEARED,
        created_at=at,
        changed_at=at,
        **{f"needs_{step}": step in needed for step in clearing.STEPS},
    )
    _version(letter, 1, title, body, values, remedy, "", docx, pdf, by=by, at=at)
    book.record(kinds.LETTER_DRAFTED, letter=letter.pk, letter_kind=kind)
    return letter


def _fits(book: Book, kind: str, outcome: str, ground: str) -> None:
    found = letters.letter(kind)
    if book.row.regime not in found.titles:
        raise refusals.NoRule(_("%(law)s has no such letter.") % {"law": book.regime.cite})
    if found.kind == "reply" and kind != "correct_record":
        if not outcome:
            raise refusals.Incomplete(_("Choose the outcome the reply announces."), field="outcome")
        if outcomes.outcome(outcome).letter_for(ground) != kind:
            raise refusals.WrongLetter(_("This letter does not announce that outcome."))
        if not book.row.is_open:
            raise refusals.WrongState(str(InfoRequest.State(book.row.state).label))


def _version(
    letter: Letter,
    number: int,
    title: str,
    body: str,
    values: Mapping[str, Any] | None,
    remedy: str,
    note: str,
    docx: bytes | None,
    pdf: bytes | None,
    *,
    by: Person,
    at: datetime.datetime,
) -> LetterVersion:
    if not title.strip() or not body.strip():
        raise refusals.Incomplete(_("The letter has no title or no text."), field="body" if title.strip() else "title")
    stored = [
        files.seal(data=data, name=name, at=at) if data else None
        for data, name in ((docx, "letter.docx"), (pdf, "letter.pdf"))
    ]
    plain = json.dumps(dict(values or {}), ensure_ascii=False, sort_keys=True, default=str)
    hashed = [letter.kind, letter.outcome, letter.ground, title, body, remedy, plain]
    hashed += [file.sha256 if file else "" for file in stored]
    digest = hashlib.sha256(json.dumps(hashed, ensure_ascii=False).encode()).hexdigest()
    return LetterVersion.objects.create(
        letter=letter,
        number=number,
        author=by,
        at=at,
        title=title.strip(),
        values=plain,
        body=body,
        remedy=remedy,
        change_note=note,
        docx=stored[0],
        pdf=stored[1],
        content_hash=digest,
    )


@transaction.atomic
def revise_letter(
    *,
    letter: Letter,
    title: str,
    body: str,
    by: Person,
    at: datetime.datetime,
    base: int,
    values: Mapping[str, Any] | None = None,
    remedy: str = "",
    note: str = "",
    docx: bytes | None = None,
    pdf: bytes | None = None,
) -> LetterVersion:
    """Add a version to a letter not yet issued; what was passed before has to be passed again.

    `base` is the number of the version the writer started from. Raises StaleVersion, WrongLetter, Incomplete.
    """
    book, row = _open(letter, State.DRAFT, State.RETURNED, State.CLEARED, by=by, at=at)
    newest = clearing.newest(row)
    if newest.number != base:
        raise refusals.StaleVersion(newest)
    version = _version(row, base + 1, title, body, values, remedy, note, docx, pdf, by=by, at=at)
    _move(letter, row, State.DRAFT if clearing.needs(row) else State.CLEARED, at)
    book.record(kinds.LETTER_REVISED, letter=row.pk, letter_kind=row.kind, version=version.number)
    return version


@transaction.atomic
def submit_letter(*, letter: Letter, by: By, at: datetime.datetime) -> Letter:
    """Hand the newest version to the reviewers. Raises WrongLetter, also when it was returned and not changed."""
    book, row = _open(letter, State.DRAFT, by=by, at=at)
    _move(letter, row, State.IN_REVIEW, at)
    book.record(kinds.LETTER_SUBMITTED, letter=row.pk, letter_kind=row.kind)
    return letter


@transaction.atomic
def recall_letter(*, letter: Letter, by: By, at: datetime.datetime) -> Letter:
    """Take a letter back from review to change it. Raises WrongLetter."""
    book, row = _open(letter, State.IN_REVIEW, by=by, at=at)
    _move(letter, row, State.DRAFT, at)
    book.record(kinds.LETTER_RECALLED, letter=row.pk, letter_kind=row.kind)
    return letter


@transaction.atomic
def discard_letter(*, letter: Letter, by: By, at: datetime.datetime) -> Letter:
    """Give up a letter that was not issued; its versions stay on record. Raises WrongLetter."""
    book, row = _open(letter, State.DRAFT, State.RETURNED, State.CLEARED, by=by, at=at)
    _move(letter, row, State.DISCARDED, at)
    book.record(kinds.LETTER_DISCARDED, letter=row.pk, letter_kind=row.kind)
    return letter


@transaction.atomic
def clear_letter(*, version: LetterVersion, kind: str, by: Person, at: datetime.datetime) -> LetterClearance:
    """Pass one step for one version; after the last one the letter can be issued.

    Raises OwnLetter, NotItsTurn, AlreadyDecided, WrongLetter (recalled, or a newer version exists).
    """
    book, row, clearance = _decide(version, kind, LetterClearance.Opinion.PASS, "", by=by, at=at)
    if kind == clearing.needs(row)[-1]:
        _move(version.letter, row, State.CLEARED, at)
    else:
        _move(version.letter, row, State.IN_REVIEW, at)
    book.record(kinds.LETTER_CLEARED, letter=row.pk, letter_kind=row.kind, step=kind)
    return clearance


@transaction.atomic
def return_letter(
    *, version: LetterVersion, kind: str, reason: str, by: Person, at: datetime.datetime
) -> LetterClearance:
    """Return a version to its author with the reason. Raises as `clear_letter` does, and Incomplete."""
    if not reason.strip():
        raise refusals.Incomplete(_("Say what has to be changed."), field="reason")
    book, row, clearance = _decide(version, kind, LetterClearance.Opinion.RETURN, reason.strip(), by=by, at=at)
    _move(version.letter, row, State.RETURNED, at)
    book.record(kinds.LETTER_RETURNED, letter=row.pk, letter_kind=row.kind, step=kind, reason=reason.strip()[:200])
    return clearance


def _decide(
    version: LetterVersion, kind: str, opinion: str, reason: str, *, by: Person, at: datetime.datetime
) -> tuple[Book, Letter, LetterClearance]:
    book = ledger.open_book(version.letter.info_request, by=by, at=at)
    row = Letter.objects.select_for_update().get(pk=version.letter_id)
    newest = clearing.newest(row)
    decided = {each.kind: each for each in newest.clearances.select_related("reviewer")}
    if newest.pk == version.pk and kind in decided:
        other = decided[kind]
        raise refusals.AlreadyDecided(other.reviewer.name, str(LetterClearance.Opinion(other.opinion).label))
    if row.state != State.IN_REVIEW or newest.pk != version.pk:
        raise refusals.WrongLetter(_("The letter is not in review any more, or there is a newer version."))
    if kind != clearing.next_step(row, {step: each.opinion for step, each in decided.items()}):
        raise refusals.NotItsTurn
    if clearing.wrote_it(by, row):
        raise refusals.OwnLetter
    clearance = LetterClearance.objects.create(
        version=newest,
        kind=kind,
        opinion=opinion,
        reviewer=by,
        reason=reason,
        content_hash=newest.content_hash,
        at=at,
    )
    return book, row, clearance


@transaction.atomic
def issue_letter(*, letter: Letter, on: datetime.date, by: By, at: datetime.datetime) -> Issue:
    """Issue a cleared notice under the next number of its series. A reply is issued by `deciding.decide`.

    Raises WrongLetter, FutureDay.
    """
    book, row = _open(letter, State.CLEARED, by=by, at=at)
    if letters.letter(row.kind).kind == "reply" and row.outcome:
        raise refusals.WrongLetter(_("A reply goes out with the decision; decide the request."))
    issue = put_out(book, row, on=on)
    _move(letter, row, State.ISSUED, at)
    book.record(kinds.LETTER_ISSUED, letter=row.pk, letter_kind=row.kind, letter_number=issue.number)
    return issue


def put_out(book: Book, row: Letter, *, on: datetime.date) -> Issue:
    """Give a cleared letter its number; the caller moves it and records the event. Raises FutureDay."""
    ledger.not_in_future(on, book.at)
    version = clearing.newest(row)
    series = letters.letter(row.kind).series
    word = next(each.word for each in letters.series() if each.id == series)
    agency = book.row.agency
    written = numbering.template(agency=agency, series=word, on=on)
    numbered = numbering.take(agency=agency, series=word, on=on, written=written)
    return Issue.objects.create(
        letter=row,
        version=version,
        content_hash=version.content_hash,
        agency=agency,
        series=word,
        year=numbered.year,
        serial=numbered.serial,
        number=numbered.text,
        on=on,
        by=kinds.reference(book.by),
        at=book.at,
    )


@transaction.atomic
def file_issue(*, issue: Issue, docx: bytes | None, pdf: bytes, by: By, at: datetime.datetime) -> Issue:
    """File the finished letter, with number and day in it, once. Raises WrongLetter when it has been filed."""
    row = Issue.objects.select_for_update().select_related("letter__info_request").get(pk=issue.pk)
    if row.pdf_id is not None:
        raise refusals.WrongLetter(_("The finished letter has been filed already."))
    row.docx = files.seal(data=docx, name="letter.docx", at=at) if docx else None
    row.pdf = files.seal(data=pdf, name="letter.pdf", at=at)
    row.save(update_fields=["docx", "pdf"])
    book = ledger.open_book(row.letter.info_request, by=by, at=at)
    book.record(kinds.LETTER_FILED, letter=row.letter_id, letter_number=row.number)
    issue.docx, issue.pdf = row.docx, row.pdf
    return issue


def open_letter(file: SealedFile) -> bytes:
    """The bytes of a letter's file. Raises FileLost, Erased."""
    return files.unseal(file)


@transaction.atomic
def deliver(
    *,
    letter: Letter,
    step: str,
    way: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    tracking_no: str = "",
    proof: CaseFile | None = None,
    note: str = "",
) -> Delivery:
    """Record that an issued letter was sent, arrived or came back. The reply sent closes the request: for what goes
    by post the day of posting counts. Raises WrongLetter, Incomplete, FutureDay.
    """
    book, row = _open(letter, State.ISSUED, by=by, at=at)
    ledger.not_in_future(on, at)
    issue = row.issue
    if on < issue.on:
        raise refusals.Because(_("It was issued on %(day)s and cannot have gone out before.") % {"day": issue.on})
    by_post = {Delivery.Way.REGISTERED, Delivery.Way.EXPRESS}
    if step == Delivery.Step.SENT and way in by_post and not tracking_no.strip():
        raise refusals.Incomplete(_("Give the tracking number; it proves the day of posting."), field="tracking_no")
    delivery = Delivery.objects.create(
        letter=row,
        step=Delivery.Step(step),
        way=Delivery.Way(way),
        on=on,
        tracking_no=tracking_no.strip(),
        proof=proof,
        note=note.strip(),
        by=kinds.reference(by),
        at=at,
    )
    reply = book.decisions[-1].letter_version_id if book.decisions else None
    is_reply = reply is not None and row.versions.filter(pk=reply).exists()
    if is_reply and book.row.state == InfoRequest.State.DECIDED and step != Delivery.Step.FAILED:
        book.enter(Entry.Kind.DELIVERED, on=on)
        book.settle()
        book.refresh(letter.info_request)
    book.record(kinds.DELIVERED, letter=row.pk, letter_number=issue.number, step=step, way=way, on=on.isoformat())
    return delivery


def _open(letter: Letter, *allowed: str, by: By, at: datetime.datetime) -> tuple[Book, Letter]:
    """The book of the case and the letter's row, locked. Raises WrongLetter."""
    book = ledger.open_book(letter.info_request, by=by, at=at)
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if allowed and row.state not in allowed:
        raise refusals.WrongLetter(_("The letter stands at “%(state)s” now.") % {"state": State(row.state).label})
    row.info_request = book.row
    return book, row


def _move(letter: Letter, row: Letter, state: str, at: datetime.datetime) -> None:
    row.state, row.changed_at = state, at
    row.save(update_fields=["state", "changed_at"])
    letter.state, letter.changed_at = state, at
