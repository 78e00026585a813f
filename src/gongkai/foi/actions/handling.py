"""Working on a request: assign, hand on, supplement, search, attach, note, relate, look."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.events import actions as events
from gongkai.foi.actions import files, kinds, ledger, receiving, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import OPEN_STATES, Applicant, CaseFile, InfoRequest, RequestText
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Note, Relation, Search

State = InfoRequest.State
Kind = Entry.Kind


@transaction.atomic
def assign(
    *, info_request: InfoRequest, officer: Person | None, by: By, at: datetime.datetime, unit: str = ""
) -> InfoRequest:
    """Give a request to an officer, a unit, or both. Raises WrongState, Incomplete."""
    book = ledger.open_book(info_request, *OPEN_STATES, State.DECIDED, by=by, at=at)
    _assign(book, officer, unit)
    return book.refresh(info_request)


@transaction.atomic
def assign_many(
    *, info_requests: Sequence[InfoRequest], officer: Person | None, by: By, at: datetime.datetime, unit: str = ""
) -> int:
    """Assign several requests; those already answered are passed over. Returns how many."""
    count = 0
    for each in sorted(info_requests, key=lambda row: row.pk):
        book = ledger.open_book(each, by=by, at=at)
        if book.row.is_open or book.row.state == State.DECIDED:
            _assign(book, officer, unit)
            count += 1
    return count


def _assign(book: Book, officer: Person | None, unit: str) -> None:
    if officer is None and not unit.strip():
        raise refusals.Incomplete(_("Choose an officer or a unit."), field="officer")
    book.row.officer, book.row.unit = officer, unit.strip() or book.row.unit
    book.enter(Kind.ASSIGNED, on=ledger.local_day(book.at), reason=book.row.unit)
    reference = officer.reference if officer else ""
    book.close(kinds.ASSIGNED, officer=officer.name if officer else "", officer_reference=reference, unit=book.row.unit)


@transaction.atomic
def transfer(
    *, info_request: InfoRequest, unit: str, reason: str, by: By, at: datetime.datetime, officer: Person | None = None
) -> InfoRequest:
    """Hand a request to another unit of the agency; the clock goes on. Another agency is told of, never handed to.

    Raises WrongState, Incomplete.
    """
    if not unit.strip() or not reason.strip():
        raise refusals.Incomplete(_("Name the unit and the reason."), field="unit" if not unit.strip() else "reason")
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    book.row.unit, book.row.officer = unit.strip(), officer
    book.enter(Kind.TRANSFERRED, on=ledger.local_day(at), reason=reason.strip())
    book.close(kinds.TRANSFERRED, unit=unit.strip(), reason=reason.strip()[:200])
    return book.refresh(info_request)


@transaction.atomic
def supplement(
    *,
    info_request: InfoRequest,
    description: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    features: str = "",
    files: Sequence[receiving.Upload] = (),
) -> RequestText:
    """Take in what the applicant adds of their own accord; the clock goes on. Raises WrongState, Incomplete."""
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    text = add_text(book, RequestText.Kind.SUPPLEMENT, description, features=features, uploads=files)
    book.enter(Kind.SUPPLEMENTED, on=on)
    book.close(kinds.SUPPLEMENTED)
    book.refresh(info_request)
    return text


def add_text(
    book: Book, kind: str, description: str, *, features: str, uploads: Sequence[receiving.Upload]
) -> RequestText:
    """Write a new version of a request's text, and the files that came with it. Raises Incomplete."""
    if not description.strip():
        raise refusals.Incomplete(_("Say which information is wanted."), field="description")
    number = book.row.texts.count() + 1
    text = receiving.new_text(number, kind, description, features=features, by=book.by, at=book.at)
    text.info_request = book.row
    text.save(force_insert=True)
    # The register shows and finds the newest corrected text; a supplement only adds words.
    if kind == RequestText.Kind.CORRECTION:
        book.row.subject = " ".join(description.split())[: receiving.LONGEST_SUBJECT]
        book.row.terms = receiving.terms_of(description, features)
    else:
        words = dict.fromkeys(f"{book.row.terms} {receiving.terms_of(description)}".split())
        book.row.terms = f" {' '.join(words)} "
    _store(book, uploads)
    return text


def _store(book: Book, uploads: Sequence[receiving.Upload]) -> list[CaseFile]:
    stored = [files.seal(data=each.data, name=each.name, at=book.at) for each in uploads]
    return CaseFile.objects.bulk_create(receiving.case_files(book.row, uploads, stored, by=book.by, at=book.at))


@transaction.atomic
def record_search(
    *,
    info_request: InfoRequest,
    by: Person,
    on: datetime.date,
    places: str,
    result: str,
    at: datetime.datetime,
    found: str = "",
    keywords: str = "",
    period: str = "",
    unit: str = "",
) -> Search:
    """Record a search: where, for what, with what result. Raises WrongState, Incomplete, FutureDay."""
    if not places.strip():
        raise refusals.Incomplete(_("Say what was searched: systems, archives, folders."), field="places")
    if result != Search.Result.NOT_FOUND and not found.strip():
        raise refusals.Incomplete(_("Say what was found."), field="found")
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    search = Search.objects.create(
        info_request=book.row,
        searcher=by,
        unit=unit,
        on=on,
        places=places.strip(),
        keywords=keywords.strip(),
        period=period.strip(),
        result=Search.Result(result),
        found=found.strip(),
        at=at,
    )
    book.enter(Kind.SEARCHED, on=on, reason=str(Search.Result(result).label))
    book.close(kinds.SEARCHED, result=result)
    book.refresh(info_request)
    return search


@transaction.atomic
def add_note(*, info_request: InfoRequest, text: str, by: Person, at: datetime.datetime) -> Note:
    """Leave a remark for colleagues. Raises Incomplete."""
    if not text.strip():
        raise refusals.Incomplete(_("The note is empty."), field="text")
    note = Note.objects.create(info_request=info_request, author=by, text=text.strip(), at=at)
    record(kinds.NOTED, info_request, by, at)
    return note


@transaction.atomic
def attach(
    *,
    info_request: InfoRequest,
    uploads: Sequence[receiving.Upload],
    by: By,
    at: datetime.datetime,
    original: CaseFile | None = None,
) -> list[CaseFile]:
    """Put files with a request. `original` is what a redacted file was made from.

    Raises Incomplete without a file, Erased, and the faults of `gongkai.documents`.
    """
    if not uploads:
        raise refusals.Incomplete(_("Choose a file."), field="files")
    book = ledger.open_book(info_request, by=by, at=at)
    if book.row.erased_at is not None:
        raise refusals.Erased
    stored = [files.seal(data=each.data, name=each.name, at=at) for each in uploads]
    rows = receiving.case_files(book.row, uploads, stored, by=by, at=at)
    for row in rows:
        row.original = original
    made = CaseFile.objects.bulk_create(rows)
    book.record(kinds.ATTACHED, count=len(made), file_kind=made[0].kind)
    return made


@transaction.atomic
def release(*, case_file: CaseFile, on: datetime.date, by: By, at: datetime.datetime) -> CaseFile:
    """Let the applicant download a file: only one of kind “released”, of a request that was decided.

    Raises WrongState, Because.
    """
    book = ledger.open_book(case_file.info_request, State.DECIDED, State.CLOSED, by=by, at=at)
    if case_file.kind != CaseFile.Kind.RELEASED:
        raise refusals.Because(_("Only a file prepared for release goes out; the original stays untouched."))
    row = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    row.released_on = on
    row.save(update_fields=["released_on"])
    book.record(kinds.RELEASED, file=row.pk)
    case_file.released_on = on
    return case_file


def open_file(*, case_file: CaseFile, by: By, at: datetime.datetime) -> bytes:
    """The bytes of a file, with a record that somebody read it. Raises FileLost, Erased."""
    data = files.unseal(case_file.file)
    kind = kinds.DOWNLOADED if isinstance(by, str) else kinds.LOOKED
    with transaction.atomic():
        record(kind, case_file.info_request, by, at, file=case_file.pk, why=str(CaseFile.Kind(case_file.kind).label))
    return data


@transaction.atomic
def relate(*, info_request: InfoRequest, other: InfoRequest, kind: str, by: By, at: datetime.datetime) -> Relation:
    """Tell that two requests belong together. The same relation again changes nothing. Raises Because for itself."""
    if info_request.pk == other.pk:
        raise refusals.Because(_("A request is not related to itself."))
    relation, is_new = Relation.objects.get_or_create(
        info_request=info_request,
        other=other,
        kind=Relation.Kind(kind),
        defaults={"by": kinds.reference(by), "at": at},
    )
    if is_new:
        record(kinds.RELATED, info_request, by, at, other=other.number, relation=kind)
    return relation


@transaction.atomic
def look(*, info_request: InfoRequest, by: Person, why: str, at: datetime.datetime) -> Applicant:
    """Show an applicant's data in clear; the look is recorded with its reason. Raises Incomplete, Erased."""
    if not why.strip():
        raise refusals.Incomplete(_("Say why you look; it is kept in the trail."), field="why")
    applicant = info_request.applicant
    if applicant.erased_at is not None:
        raise refusals.Erased
    record(kinds.LOOKED, info_request, by, at, why=why.strip()[:200])
    return applicant


@transaction.atomic
def change_delivery_wish(
    *, info_request: InfoRequest, carrier: str, way: str, by: By, at: datetime.datetime
) -> InfoRequest:
    """Change in which form and by which way the answer is wanted. Raises WrongState."""
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    book.row.wanted_carrier, book.row.wanted_way = InfoRequest.Carrier(carrier), InfoRequest.Way(way)
    book.close(kinds.WISH_CHANGED, way=way)
    return book.refresh(info_request)


def record(kind: str, info_request: InfoRequest, by: By, at: datetime.datetime, **data: object) -> None:
    """Record one event about a request whose row is not changed."""
    events.record(
        kind,
        by=kinds.reference(by),
        about=info_request.reference,
        at=at,
        agency_id=info_request.agency_id,
        data={"number": info_request.number, **data},
    )
