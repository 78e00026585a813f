"""Taking requests in, through every channel: number, query code and receipt in one transaction, or nothing."""

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.core import encryption
from gongkai.events import actions as events
from gongkai.foi.actions import files, kinds, ledger, numbering, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import Applicant, CaseFile, Channel, InfoRequest, RequestText, SealedFile
from gongkai.foi.models.clock import Entry
from gongkai.foi.queries import clocks, codes, similar
from gongkai.language import analysis
from gongkai.orgs.models import Agency
from gongkai.rules import regimes

State = InfoRequest.State
Kind = Entry.Kind
LONGEST_SUBJECT = 300
_SHORTEST_KEY = 16


@dataclass(frozen=True)
class Who:
    """Who asks. Field meanings as in `Applicant`; `kind` is an ApplicantKind."""

    kind: str
    name: str
    identity_kind: str = ""
    identity: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    representative: str = ""
    agent: str = ""
    agent_identity: str = ""
    agent_phone: str = ""
    wants_updates: bool = False


@dataclass(frozen=True)
class Upload:
    """A file that comes with a request: what it is (CaseFile.Kind), its name and its bytes."""

    kind: str
    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Submission:
    """What is submitted: by whom, what for, how the answer is wanted, with which files."""

    channel: str
    applicant: Who
    description: str
    features: str = ""
    purpose: str = ""
    wanted_carrier: str = InfoRequest.Carrier.ELECTRONIC
    wanted_way: str = InfoRequest.Way.WEBSITE
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What the applicant is told at once. `code` is shown here and never again, and empty once another was given out;
    `is_repeat`: it had been submitted."""

    info_request: InfoRequest
    number: str
    code: str
    agency_name: str
    channel: str
    arrived_on: datetime.date
    received_on: datetime.date | None
    due_on: datetime.date | None
    is_provisional: bool
    at: datetime.datetime
    is_repeat: bool = False


def receive(
    *,
    agency: Agency,
    submission: Submission,
    arrived_on: datetime.date,
    by: By,
    at: datetime.datetime,
    confirmed_on: datetime.date | None = None,
    key: str = "",
    regime: str = "",
) -> Receipt:
    """Enter a request, from whichever channel, and return its receipt.

    `key` is a secret of at least 16 signs made once for each form: the same key gives the same request and the same
    query code, however often it is submitted. `confirmed_on` is for channels whose receipt both sides confirm.
    Raises Incomplete, FutureDay, regimes.NoRegime, and the faults of `gongkai.documents` for files.
    """
    _check(submission, key)
    ledger.not_in_future(arrived_on, at)
    code = numbering.new_code(key)
    # Without files it is as well to try; a second submission is told from the first by the database.
    if key and submission.files and (known := _known(key)):
        return _repeated(known, code, at)
    try:
        with transaction.atomic():
            row = _prepared(agency, submission, arrived_on, confirmed_on, regime=regime, by=by, at=at)
            row.submission_hash = codes.submission_hash(key) if key else None
            _written(row, submission, code, confirmed_on, by=by, at=at)
    except IntegrityError:
        # The same form was submitted a moment ago, and that one won.
        known = _known(key) if key else None
        if known is None:
            raise
        return _repeated(known, code, at)
    return _receipt(row, code, at)


def receipt_of(*, key: str) -> Receipt | None:
    """The receipt of the form with this key, as it was given; None when it has not been submitted."""
    known = _known(key)
    return _repeated(known, numbering.new_code(key), known.entered_at) if known else None


def _check(submission: Submission, key: str) -> None:
    if not submission.description.strip():
        raise refusals.Incomplete(
            _("Say which information is wanted."),
            field="description",
            article="《政府信息公开条例》第二十九条第二款第二项",
        )
    if not submission.applicant.name.strip():
        raise refusals.Incomplete(
            _("The applicant's name is missing."), field="name", article="《政府信息公开条例》第二十九条第二款第一项"
        )
    if key and len(key) < _SHORTEST_KEY:
        raise refusals.Incomplete(_("The form has lost its key; open it anew."), field="key")


def _known(key: str) -> InfoRequest | None:
    found = InfoRequest.objects.select_related("agency").filter(submission_hash=codes.submission_hash(key))
    return found.first()


def _repeated(row: InfoRequest, code: str, at: datetime.datetime) -> Receipt:
    return _receipt(row, code if codes.is_code(code, row) else "", row.entered_at, is_repeat=True)


def _receipt(row: InfoRequest, code: str, at: datetime.datetime, *, is_repeat: bool = False) -> Receipt:
    return Receipt(
        info_request=row,
        number=row.number,
        code=code,
        agency_name=row.agency.name,
        channel=row.channel,
        arrived_on=row.arrived_on,
        received_on=row.received_on,
        due_on=row.due_on,
        is_provisional=row.is_due_provisional,
        at=at,
        is_repeat=is_repeat,
    )


def _prepared(
    agency: Agency,
    submission: Submission,
    arrived_on: datetime.date,
    confirmed_on: datetime.date | None,
    *,
    regime: str,
    by: By,
    at: datetime.datetime,
) -> InfoRequest:
    """The row, all but its number and applicant."""
    rules = regimes.regime(regime) if regime else regimes.for_day(confirmed_on or arrived_on)
    text = " ".join(submission.description.split())
    return InfoRequest(
        agency=agency,
        channel=Channel(submission.channel),
        arrived_on=arrived_on,
        entered_at=at,
        entered_by=kinds.reference(by),
        regime=rules.id,
        applicant_kind=submission.applicant.kind,
        subject=text[:LONGEST_SUBJECT],
        terms=terms_of(submission.description, submission.features),
        wanted_carrier=submission.wanted_carrier,
        wanted_way=submission.wanted_way,
        changed_at=at,
    )


def terms_of(*texts: str) -> str:
    """The words of a request for its register, each once, in order, with a blank around each."""
    found = dict.fromkeys(word for text in texts for word in analysis.terms(text))
    return f" {' '.join(found)} " if found else ""


def _written(
    row: InfoRequest,
    submission: Submission,
    code: str,
    confirmed_on: datetime.date | None,
    *,
    by: By,
    at: datetime.datetime,
) -> None:
    """Write everything; the number is taken last of all that others could wait for."""
    stored = [files.seal(data=each.data, name=each.name, at=at) for each in submission.files]
    days = clocks.calendar()
    entries = _entries(row, confirmed_on, by=by, at=at)
    for name, value in clocks.standing(row, entries, [], [], days=days).values.items():
        setattr(row, name, value)
    written = numbering.template(agency=row.agency, series=numbering.REQUESTS, on=row.arrived_on)
    row.applicant = _applicant(submission.applicant)
    row.applicant.save(force_insert=True)
    row.code_salt = secrets.token_hex(8)
    row.code_hash = codes.code_hash(code, row.code_salt)
    text = _text(row, submission, by=by, at=at)
    numbered = numbering.take(agency=row.agency, series=numbering.REQUESTS, on=ledger.local_day(at), written=written)
    row.year, row.serial, row.number = numbered.year, numbered.serial, numbered.text
    row.save(force_insert=True)
    text.info_request = row
    text.save(force_insert=True)
    Entry.objects.bulk_create([_owned(entry, row) for entry in entries])
    if stored:
        CaseFile.objects.bulk_create(case_files(row, submission.files, stored, by=by, at=at))
    events.record(
        kinds.RECEIVED,
        by=kinds.reference(by),
        about=row.reference,
        at=at,
        agency_id=row.agency_id,
        data={"number": row.number, "channel": row.channel, "arrived_on": row.arrived_on.isoformat()},
    )


def _entries(row: InfoRequest, confirmed_on: datetime.date | None, *, by: By, at: datetime.datetime) -> list[Entry]:
    who = kinds.reference(by)
    entries = [Entry(number=1, kind=Kind.RECEIVED, on=row.arrived_on, by=who, at=at)]
    if confirmed_on is not None and needs_confirmation(row):
        ledger.not_in_future(confirmed_on, at)
        entries.append(Entry(number=2, kind=Kind.RECEIPT_CONFIRMED, on=confirmed_on, by=who, at=at))
    return entries


def needs_confirmation(row: InfoRequest) -> bool:
    """Whether the day of receipt is the day on which both sides confirm it."""
    return regimes.regime(row.regime).receipt(row.channel).day == "confirmed"


def _owned(entry: Entry, row: InfoRequest) -> Entry:
    entry.info_request = row
    return entry


def _applicant(who: Who) -> Applicant:
    values = {name: value for name, value in vars(who).items() if name != "kind"}
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    applicant = Applicant(**values)
    applicant.same_as = encryption.blind(similar.identity_of(applicant))
    return applicant


def _text(row: InfoRequest, submission: Submission, *, by: By, at: datetime.datetime) -> RequestText:
    return new_text(
        1,
        RequestText.Kind.FIRST,
        submission.description,
        features=submission.features,
        purpose=submission.purpose,
        by=by,
        at=at,
    )


def new_text(
    number: int, kind: str, description: str, *, features: str, by: By, at: datetime.datetime, purpose: str = ""
) -> RequestText:
    """A version of a request's text, bound by its hash; not yet saved, not yet of a request."""
    content = "\n".join((description, features, purpose))
    return RequestText(
        number=number,
        kind=kind,
        description=description,
        features=features,
        purpose=purpose,
        by=kinds.reference(by),
        at=at,
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
    )


def case_files(
    row: InfoRequest, uploads: Sequence[Upload], stored: Sequence[SealedFile], *, by: By, at: datetime.datetime
) -> list[CaseFile]:
    """The records of files that have been sealed; not yet saved."""
    return [
        CaseFile(info_request=row, file=file, kind=each.kind, name=each.name, by=kinds.reference(by), at=at)
        for each, file in zip(uploads, stored, strict=True)
    ]


@transaction.atomic
def confirm_receipt(
    *, info_request: InfoRequest, on: datetime.date, by: By, at: datetime.datetime, note: str = ""
) -> InfoRequest:
    """Note that both sides confirmed the receipt: that day is the day of receipt. Raises WrongState, FutureDay."""
    book = ledger.open_book(info_request, State.ENTERED, by=by, at=at, article="《政府信息公开条例》第三十一条")
    if regimes.for_day(book.row.arrived_on).id == book.row.regime:
        book.row.regime = regimes.for_day(on).id
    book.enter(Kind.RECEIPT_CONFIRMED, on=on, reason=note.strip())
    book.close(kinds.CONFIRMED, on=on.isoformat())
    return book.refresh(info_request)
