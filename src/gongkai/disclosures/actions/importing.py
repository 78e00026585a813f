"""Taking files in: each is read, becomes a draft or a reasoned refusal, and the whole import can be undone."""

import datetime
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import F

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.disclosures.actions import drafting, files, intake, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.models import ImportBatch, ImportRow, Item
from gongkai.documents import faults
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

CHUNK = 200
Outcome = ImportRow.Outcome


@transaction.atomic
def start(*, agency: Agency, source: str, by: By, at: datetime.datetime) -> ImportBatch:
    """Open an import; rows are added by `take_in`."""
    batch = ImportBatch.objects.create(agency=agency, source=source[:300], by=kinds.reference(by), at=at)
    _record(kinds.IMPORT_STARTED, batch, by, at)
    return batch


def take_in(
    *,
    batch: ImportBatch,
    sources: Iterable[intake.Source],
    by: Person,
    at: datetime.datetime,
    column: Column | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportBatch:
    """Read every source into drafts and rows of the report, chunk by chunk; a chunk is written whole or not at all.

    Can be called again after a crash: places already reported are passed over. Returns the finished batch.
    """
    shelves = intake.Shelves.of(batch.agency, column=column, on=at.date())
    done = set(batch.rows.values_list("place", flat=True))
    entries = (entry for source in sources for entry in intake.entries(source, shelves) if entry.place not in done)
    while chunk := list(islice(entries, CHUNK)):
        _write(batch, chunk, by=by, at=at)
        if progress is not None:
            progress(len(chunk))
    return _finish(batch, by=by, at=at)


def _write(batch: ImportBatch, chunk: Sequence[intake.Entry], *, by: Person, at: datetime.datetime) -> None:
    stored = [_store(entry, at=at) for entry in chunk]
    known = _known(batch.agency, chunk)
    with transaction.atomic():
        fresh: list[intake.Entry] = []
        for entry in stored:
            if entry.content is not None and entry.fingerprint in known:
                entry.skip("这份内容以前导入过，没有再建草稿。")
            elif entry.content is not None:
                known.add(entry.fingerprint)
                fresh.append(entry)
        drafts = [drafting.Draft(batch.agency, by, entry.content) for entry in fresh if entry.content is not None]
        items = drafting.draft_many(drafts=drafts, at=at, batch=batch)
        drafted = {id(entry): item for entry, item in zip(fresh, items, strict=True)}
        first = ImportBatch.objects.select_for_update().get(pk=batch.pk).read_count + 1
        rows = [_row(batch, number, entry, drafted.get(id(entry))) for number, entry in enumerate(stored, start=first)]
        ImportRow.objects.bulk_create(rows)
        counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in Outcome}
        ImportBatch.objects.filter(pk=batch.pk).update(
            read_count=F("read_count") + len(rows),
            imported_count=F("imported_count") + counts[Outcome.IMPORTED],
            skipped_count=F("skipped_count") + counts[Outcome.SKIPPED],
            refused_count=F("refused_count") + counts[Outcome.REFUSED],
        )


def _store(entry: intake.Entry, *, at: datetime.datetime) -> intake.Entry:
    """Keep the original of a file beside its draft; a file that may not be kept is refused here."""
    if entry.content is None or entry.original is None:
        return entry
    try:
        stored = files.store_for_release(data=entry.original, name=entry.name, at=at)
    except faults.UnreadableFile as fault:
        entry.refuse(fault.message)
        return entry
    entry.keep(stored)
    return entry


def _known(agency: Agency, chunk: Sequence[intake.Entry]) -> set[str]:
    """Which of these contents the agency already has from an earlier import, unless its draft was discarded."""
    wanted = {entry.fingerprint for entry in chunk if entry.content is not None}
    # Two steps by index: joined in one, a database without statistics of a growing table reads all of it.
    rows = ImportRow.objects.filter(fingerprint__in=wanted, item__isnull=False).values_list("fingerprint", "item_id")
    kept = Item.objects.filter(pk__in={item_id for _fingerprint, item_id in rows}, agency=agency).exclude(
        state=Item.State.DISCARDED
    )
    alive = set(kept.values_list("pk", flat=True))
    return {fingerprint for fingerprint, item_id in rows if item_id in alive}


def _row(batch: ImportBatch, number: int, entry: intake.Entry, item: Item | None) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=number,
        place=entry.place[:300],
        outcome=Outcome.IMPORTED if item is not None else entry.outcome,
        title=entry.title[:200],
        messages=list(entry.messages),
        repairs=list(entry.repairs),
        values=entry.values if item is None else _trace(entry),
        fingerprint=entry.fingerprint if item is not None else "",
        item=item,
    )


def _trace(entry: intake.Entry) -> dict[str, str]:
    """What is kept of an imported row: its text is in the draft, only the way back to the original is needed."""
    return {"original": entry.values["original"]} if "original" in entry.values else {}


@transaction.atomic
def _finish(batch: ImportBatch, *, by: By, at: datetime.datetime) -> ImportBatch:
    batch.refresh_from_db()
    batch.state, batch.finished_at = ImportBatch.State.DONE, at
    batch.save(update_fields=["state", "finished_at"])
    _record(kinds.IMPORT_FINISHED, batch, by, at, imported=batch.imported_count, read=batch.read_count)
    return batch


@transaction.atomic
def fail(*, batch: ImportBatch, reason: str, by: By, at: datetime.datetime) -> ImportBatch:
    """Mark an import that could not go on; what was read stays, and it can be run again."""
    batch.refresh_from_db()
    batch.state, batch.finished_at = ImportBatch.State.FAILED, at
    batch.save(update_fields=["state", "finished_at"])
    _record(kinds.IMPORT_FAILED, batch, by, at, reason=reason)
    return batch


@transaction.atomic
def correct_row(*, row: ImportRow, values: dict[str, str], by: Person, at: datetime.datetime) -> ImportRow:
    """Take in a refused row after somebody mended its values (by field name). Raises Incomplete with the field."""
    locked = ImportRow.objects.select_for_update(of=("self",)).select_related("batch__agency").get(pk=row.pk)
    if locked.outcome != Outcome.REFUSED:
        raise refusals.WrongState(str(Outcome(locked.outcome).label))
    shelves = intake.Shelves.of(locked.batch.agency, column=None, on=at.date())
    entry = intake.entry_of_values(locked.place, {**locked.values, **values}, shelves)
    if entry.content is None:
        raise refusals.Incomplete(entry.field, " ".join(entry.messages))
    draft = drafting.Draft(locked.batch.agency, by, entry.content)
    item = drafting.draft_many(drafts=[draft], at=at, batch=locked.batch)[0]
    locked.outcome, locked.item, locked.title = Outcome.IMPORTED, item, entry.title[:200]
    locked.messages, locked.values, locked.fingerprint = list(entry.messages), _trace(entry), entry.fingerprint
    locked.save()
    ImportBatch.objects.filter(pk=locked.batch_id).update(
        imported_count=F("imported_count") + 1, refused_count=F("refused_count") - 1
    )
    return locked


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: By, at: datetime.datetime) -> tuple[int, int]:
    """Discard the drafts of an import that nobody has handed in. Returns how many went and how many stayed."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in {ImportBatch.State.RUNNING, ImportBatch.State.UNDONE}:
        raise refusals.WrongState(str(ImportBatch.State(batch.state).label))
    drafts = batch.items.filter(state=Item.State.DRAFT)
    gone = 0
    for item in drafts.iterator(chunk_size=500):
        drafting.discard(item=item, by=by, at=at)
        gone += 1
    stayed = batch.items.exclude(state=Item.State.DISCARDED).count()
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    _record(kinds.IMPORT_UNDONE, batch, by, at, count=gone)
    return gone, stayed


def _record(kind: str, batch: ImportBatch, by: By, at: datetime.datetime, **data: object) -> None:
    events.record(
        kind,
        by=kinds.reference(by),
        about=f"import:{batch.pk}",
        at=at,
        agency_id=batch.agency_id,
        data={"source": batch.source, **data},
    )


def folder_sources(paths: Iterable[pathlib.Path]) -> Iterator[intake.Source]:
    """The files of folders and single files, in order of their names; hidden ones are passed over."""
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
            for each in inside:
                yield intake.Source(str(each.relative_to(path.parent)), each.name, each.read_bytes)
        else:
            yield intake.Source(path.name, path.name, path.read_bytes)
