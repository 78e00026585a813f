"""From dropped files to reports: kept, read, recognised, frozen, checked; what could not be taken in says why."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, freezing, kinds, refusals
from gongkai.annualreports.models.reports import Batch, BatchFile, Original, Report, Snapshot
from gongkai.annualreports.queries import courses, recognition
from gongkai.disclosures.actions import files
from gongkai.disclosures.models import StoredFile
from gongkai.documents import faults, paper, reading, report_checking, report_facts
from gongkai.documents.annual_report import reading as report_reading
from gongkai.orgs.models import Agency

State = BatchFile.State
May = Callable[[Agency], bool]
YEARS = range(2000, 2101)
AGAIN = (State.WAITING, State.REFUSED, State.UNASSIGNED)


@dataclass(frozen=True)
class Dropped:
    """One file as it was handed in."""

    name: str
    data: bytes


def receive_files(
    *,
    agency: Agency,
    dropped: Iterable[Dropped],
    by: Person,
    at: datetime.datetime,
    filed_on: datetime.date | None = None,
) -> Batch:
    """Keep dropped files under their hash and open a batch; each waits to be read by `read_file`.

    A file that may not be kept (empty, too large, of a kind that cannot be read) is refused in the list at once.
    """
    kept = [_kept(each, at=at) for each in dropped]
    with transaction.atomic():
        batch = Batch.objects.create(agency=agency, author=by, at=at, filed_on=filed_on)
        rows = [
            BatchFile(
                batch=batch,
                number=number,
                name=freezing.storable(name)[-200:] or _("file"),
                file=stored,
                state=State.WAITING if stored is not None else State.REFUSED,
                message=message,
                finished_at=None if stored is not None else at,
            )
            for number, (name, stored, message) in enumerate(kept, start=1)
        ]
        BatchFile.objects.bulk_create(rows)
        kinds.record_batch(kinds.RECEIVED, batch, by=by, at=at, count=len(rows))
        _finish(batch, at=at)
    return batch


def _kept(dropped: Dropped, *, at: datetime.datetime) -> tuple[str, StoredFile | None, str]:
    try:
        return dropped.name, files.store_file(data=dropped.data, name=dropped.name, at=at), ""
    except faults.UnreadableFile as fault:
        return dropped.name, None, fault.message[:500]


def read_file(*, batch_file: BatchFile, may: May, by: Person, at: datetime.datetime) -> BatchFile:
    """Read one waiting file into a report, or say why not. Can be called again: what is done is left alone.

    `may` tells whether the person may take in reports of an agency of the tree. The report, its snapshot, findings
    and the file's state are written together or not at all.
    """
    if batch_file.state != State.WAITING or batch_file.file is None:
        return batch_file
    known = recognition.read_before(batch_file.file, near=batch_file.batch.agency)
    if known is not None and not batch_file.is_replacement and (known.agency is None or may(known.agency)):
        return _settled(batch_file, State.KNOWN, "", by=by, at=at, report=known)
    try:
        document = reading.read(files.read_file(batch_file.file), name=batch_file.name)
    except faults.UnreadableFile as fault:
        return _settled(batch_file, State.REFUSED, fault.message, by=by, at=at)
    except files.FileLost as lost:
        return _settled(batch_file, State.REFUSED, lost.sentence, by=by, at=at)
    found = report_reading.read_report(document)
    if not found.values and not found.others and not found.chapters:
        message = found.doubts[-1].sentence if found.doubts else _("No figure was found in this file.")
        return _settled(batch_file, State.REFUSED, message, by=by, at=at)
    read = report_checking.Read(batch_file.name, document, found, report_facts.of(document, found))
    return _take_in(batch_file, read, may=may, by=by, at=at)


@transaction.atomic
def _take_in(
    batch_file: BatchFile, read: report_checking.Read, *, may: May, by: Person, at: datetime.datetime
) -> BatchFile:
    batch = Batch.objects.select_for_update().get(pk=batch_file.batch_id)
    row = BatchFile.objects.select_related("batch__agency", "file", "report").get(pk=batch_file.pk)
    if row.state != State.WAITING:
        return row
    row.title = freezing.storable(read.report.title or "")[:200]
    if not row.is_assigned:
        row.body = freezing.storable(read.report.agency or "")[:120]
        row.year = read.report.year if read.report.year in YEARS else None
    if not row.body or row.year is None:
        return _settled(row, State.UNASSIGNED, _missing(row), by=by, at=at)
    agency = recognition.agency_named(row.body, near=batch.agency)
    if agency is not None and not may(agency):
        message = _("This is the report of %(agency)s, for which you may not take in reports.")
        return _settled(row, State.REFUSED, message % {"agency": agency.name}, by=by, at=at)
    keeper = agency or batch.agency
    report = recognition.standing(keeper=keeper, agency=agency, body=row.body, year=row.year)
    if report is not None and not (row.is_replacement and row.report_id == report.pk):
        message = _("There is a report of %(body)s on %(year)d already; this is another copy of it.")
        words = message % {"body": row.body, "year": row.year}
        return _settled(row, State.SECOND_COPY, words, by=by, at=at, report=report)
    if report is not None and not courses.is_open(report):
        return _settled(row, State.REFUSED, refusals.UnderWay().sentence, by=by, at=at, report=report)
    is_new = report is None
    if report is None:
        body = recognition.name_of(agency, row.year) if agency is not None else row.body
        report = Report.objects.create(
            keeper=keeper,
            agency=agency,
            body=body,
            year=row.year,
            filed_on=batch.filed_on,
            created_at=at,
            changed_at=at,
        )
    _write(report, row, read, is_new=is_new, by=by, at=at)
    return _settled(row, State.READ, "", by=by, at=at, report=report)


def _write(
    report: Report, row: BatchFile, read: report_checking.Read, *, is_new: bool, by: Person, at: datetime.datetime
) -> None:
    assert row.file is not None
    locked = checking.locked(report)
    original, _made = Original.objects.get_or_create(
        report=locked, file=row.file, defaults=_paper(row.name, read, by=by, at=at)
    )
    snapshot = freezing.freeze(
        report=locked,
        origin=Snapshot.Origin.READ,
        figures=freezing.figures_of(read),
        edition=read.facts.edition or "",
        original=original,
        by=by,
        at=at,
    )
    locked.title = row.title
    if locked.state == Report.State.CONFIRMED:
        locked.state, locked.confirmed_by, locked.confirmed_at = Report.State.READ, None, None
    locked.save()
    figures = snapshot.figure_count
    kind = kinds.READ if is_new else kinds.REPLACED
    kinds.record(kind, locked, by=by, at=at, name=row.name, figures=figures, sha256=row.file.sha256)
    checking.recheck(report=locked, by=by, at=at)


def _paper(name: str, read: report_checking.Read, *, by: Person, at: datetime.datetime) -> dict[str, object]:
    document: paper.Document = read.document
    return {
        "name": name,
        "kind": document.kind,
        "pages": document.pages,
        "text": freezing.storable(document.text),
        "outline": freezing.outline(document, read.report),
        "doubts": [each.sentence for each in read.report.doubts],
        "read_by": by,
        "read_at": at,
    }


def _missing(row: BatchFile) -> str:
    if not row.body and row.year is None:
        return _("Neither the body nor the year could be read; say whose report it is and on which year.")
    if not row.body:
        return _("The body could not be read; say whose report it is.")
    return _("The year could not be read; say on which year it reports.")


@transaction.atomic
def _settled(
    row: BatchFile, state: str, message: str, *, by: Person, at: datetime.datetime, report: Report | None = None
) -> BatchFile:
    row.state, row.message, row.finished_at = state, message[:500], at
    row.report = report or row.report
    row.save()
    if state in {State.REFUSED, State.UNASSIGNED}:
        kinds.record_batch(kinds.NOT_READ, row.batch, by=by, at=at, name=row.name, reason=message)
    _finish(row.batch, at=at)
    return row


def _finish(batch: Batch, *, at: datetime.datetime) -> None:
    waiting = batch.files.filter(state=State.WAITING).exists()
    Batch.objects.filter(pk=batch.pk).update(finished_at=None if waiting else at)


@transaction.atomic
def assign(*, batch_file: BatchFile, body: str, year: int, by: Person, at: datetime.datetime) -> BatchFile:
    """Say whose report an unrecognised file is, on which year; it waits to be read again.

    Raises WrongState, ReasonMissing when no body is named.
    """
    row = _locked_file(batch_file, State.UNASSIGNED)
    row.body, row.year, row.is_assigned = " ".join(body.split())[:120], year, True
    if not row.body:
        raise refusals.ReasonMissing
    kinds.record_batch(kinds.ASSIGNED, row.batch, by=by, at=at, name=row.name, body=row.body, year=year)
    return _again(row)


@transaction.atomic
def replace(*, batch_file: BatchFile, by: Person, at: datetime.datetime) -> BatchFile:
    """Let another copy of a report take the place of the paper it was read from; it waits to be read again.

    Earlier snapshots stay. Raises WrongState.
    """
    row = _locked_file(batch_file, State.SECOND_COPY)
    row.is_replacement = True
    kinds.record_batch(kinds.RERUN, row.batch, by=by, at=at, count=1)
    return _again(row)


@transaction.atomic
def rerun(*, batch: Batch, by: Person, at: datetime.datetime) -> Sequence[BatchFile]:
    """Let every file that was not taken in wait to be read again. Returns them."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    rows = list(batch.files.filter(state__in=AGAIN, file__isnull=False).order_by("number"))
    for row in rows:
        _again(row)
    if rows:
        kinds.record_batch(kinds.RERUN, batch, by=by, at=at, count=len(rows))
    return rows


def _again(row: BatchFile) -> BatchFile:
    row.state, row.message, row.finished_at = State.WAITING, "", None
    row.save()
    Batch.objects.filter(pk=row.batch_id).update(finished_at=None)
    return row


def _locked_file(batch_file: BatchFile, state: str) -> BatchFile:
    Batch.objects.select_for_update().get(pk=batch_file.batch_id)
    row = BatchFile.objects.select_related("batch__agency", "file", "report").get(pk=batch_file.pk)
    if row.state != state:
        raise refusals.WrongState(str(State(row.state).label))
    return row
