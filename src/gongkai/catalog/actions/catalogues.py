"""A superior's basic catalogue: read in row by row, mapped to columns and agencies, made duties, perhaps undone."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import queries
from gongkai.catalog.actions.duties import DUTIES_TAKEN
from gongkai.catalog.actions.refusals import Refused
from gongkai.catalog.models import CatalogueEntry, CatalogueImport, Column, Obligation
from gongkai.documents import catalogue_sheets
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

READ = events.declare("catalogue.read", gettext_lazy("Read {count} rows of the catalogue {title}"))
MAPPED = events.declare("catalogue.mapped", gettext_lazy("Mapped {count} rows of the catalogue {title}"))
TAKEN = events.declare("catalogue.taken-over", gettext_lazy("Made {count} duties of the catalogue {title}"))
UNDONE = events.declare(
    "catalogue.undone", gettext_lazy("Undid the catalogue {title}: {gone} duties gone, {ended} ended")
)

Outcome, State = CatalogueEntry.Outcome, CatalogueImport.State
MOST_ROWS = 3000
_CLIPPED = ("title", "first", "basis", "term", "channel", "audience", "mode", "code")


@transaction.atomic
def read_in(
    *, agency: Agency, title: str, source: str, entries: Sequence[catalogue_sheets.Entry], by: str, at: datetime
) -> CatalogueImport:
    """Keep the rows of a catalogue with the columns and agencies they seem to mean; nothing becomes a duty yet.

    A row without a name is kept as refused, with its reason. Raises Refused for none or too many rows.
    """
    if not entries:
        raise Refused(_("The sheet has no row below its head."), field="file")
    if len(entries) > MOST_ROWS:
        raise Refused(_("At most %(most)d rows at a time.") % {"most": MOST_ROWS}, field="file")
    batch = CatalogueImport.objects.create(agency=agency, title=title[:120], source=source[:200], by=by, at=at)
    numbered = [dataclasses.replace(entry, number=number) for number, entry in enumerate(entries, start=1)]
    responsible = queries.Responsible(Agency.objects.within(agency), on=timezone.localdate(at))
    owners = {entry.number: _agencies(entry, agency, responsible) for entry in numbered}
    columns = queries.suggestions([entry for entry in numbered if not entry.fault], owners=owners)
    rows = CatalogueEntry.objects.bulk_create(
        [_row(batch, entry, columns.get(entry.number), owners[entry.number]) for entry in numbered], batch_size=200
    )
    link = CatalogueEntry.agencies.through
    links = [
        link(catalogueentry_id=row.pk, agency_id=each.pk)
        for row in rows
        if row.outcome == Outcome.WAITING
        for each in owners[row.number]
    ]
    link.objects.bulk_create(links, batch_size=500)
    _record(READ, batch, by=by, at=at, count=len(rows))
    return batch


@transaction.atomic
def map_entries(
    *,
    batch: CatalogueImport,
    columns: Mapping[int, Column | None],
    agencies: Mapping[int, Sequence[Agency]],
    by: str,
    at: datetime,
) -> int:
    """Set columns and agencies of waiting rows by hand, each by the row's id. Returns how many rows changed.

    Raises Refused for an agency outside the office's own tree, or an import that was undone.
    """
    batch = _locked(batch)
    entries = {row.pk: row for row in batch.entries.filter(outcome=Outcome.WAITING).prefetch_related("agencies")}
    changed: set[int] = set()
    for pk, column in columns.items():
        row = entries.get(pk)
        if row is not None and row.column_id != (column.pk if column else None):
            row.column, row.likeness = column, None
            changed.add(pk)
    CatalogueEntry.objects.bulk_update([entries[pk] for pk in changed], ["column", "likeness"], batch_size=200)
    for pk, wanted in agencies.items():
        row = entries.get(pk)
        if row is None or {each.pk for each in row.agencies.all()} == {each.pk for each in wanted}:
            continue
        if any(not batch.agency.contains(each) for each in wanted):
            raise Refused(_("An agency stands outside your own tree."))
        row.agencies.set(wanted)
        changed.add(pk)
    if changed:
        _record(MAPPED, batch, by=by, at=at, count=len(changed))
    return len(changed)


@transaction.atomic
def take_over(*, batch: CatalogueImport, by: str, at: datetime) -> int:
    """Make duties of the waiting rows that have a column and an agency; others go on waiting. Returns how many duties.

    A duty an agency has already, by code or by title in the same column, is not made twice; the row says so.
    """
    batch = _locked(batch)
    entries = list(
        batch.entries.filter(outcome=Outcome.WAITING, column__isnull=False)
        .select_related("column")
        .prefetch_related("agencies")
        .order_by("number")
    )
    known = _known({each.pk for entry in entries for each in entry.agencies.all()})
    made: list[Obligation] = []
    for entry in entries:
        made += _duties_of(batch, entry, known)
    Obligation.objects.bulk_create(made, batch_size=200)
    CatalogueEntry.objects.bulk_update(entries, ["outcome", "messages"], batch_size=200)
    batch.state = State.DONE
    batch.save(update_fields=["state"])
    _record(TAKEN, batch, by=by, at=at, count=len(made))
    _tell_agencies(made, by=by, at=at)
    return len(made)


@transaction.atomic
def undo(*, batch: CatalogueImport, by: str, at: datetime) -> tuple[int, int]:
    """Take the duties of a catalogue away again; those that items already name are ended today instead.

    Returns how many went and how many were ended. Raises Refused for one undone before.
    """
    batch = _locked(batch)
    gone, ended = 0, 0
    touched: set[int] = set()
    for duty in Obligation.objects.filter(entry__batch=batch).order_by("pk"):
        touched.add(duty.agency_id)
        try:
            with transaction.atomic():
                duty.delete()
            gone += 1
        except ProtectedError:
            ended += _end(duty, timezone.localdate(at))
    batch.state = State.UNDONE
    batch.save(update_fields=["state"])
    _record(UNDONE, batch, by=by, at=at, gone=gone, ended=ended)
    for agency_id in sorted(touched):
        data = {"count": 0, "codes": []}
        events.record(DUTIES_TAKEN, by=by, about=f"agency:{agency_id}", at=at, agency_id=agency_id, data=data)
    return gone, ended


# --- what the acts share ---


def _locked(batch: CatalogueImport) -> CatalogueImport:
    locked = CatalogueImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
    if locked.state == State.UNDONE:
        raise Refused(_("This catalogue was undone."))
    return locked


def _agencies(entry: catalogue_sheets.Entry, agency: Agency, responsible: queries.Responsible) -> list[Agency]:
    if not entry.responsible:
        return [agency]
    return list({each.pk: each for words in entry.responsible for each in responsible.named(words)}.values())


def _row(
    batch: CatalogueImport,
    entry: catalogue_sheets.Entry,
    suggestion: queries.Suggestion | None,
    agencies: Sequence[Agency],
) -> CatalogueEntry:
    values = {name: _clip(name, str(getattr(entry, name))) for name in _CLIPPED}
    messages = [entry.fault] if entry.fault else list(entry.doubts)
    messages += [
        _("Too long, cut off: %s") % values[name]
        for name in ("title", "basis")
        if len(getattr(entry, name)) > len(values[name])
    ]
    if not agencies and not entry.fault:
        messages.append(_("No agency of yours is called “%s”.") % "、".join(entry.responsible)[:80])
    return CatalogueEntry(
        batch=batch,
        number=entry.number,
        place=entry.place[:80],
        content=entry.content,
        term_days=entry.term_days,
        fresh_days=entry.fresh_days,
        responsible="、".join(entry.responsible)[:200],
        levels="、".join(entry.levels)[:60],
        column=suggestion.column if suggestion and not entry.fault else None,
        likeness=round(suggestion.likeness, 2) if suggestion and not entry.fault else None,
        outcome=Outcome.REFUSED if entry.fault else Outcome.WAITING,
        messages=messages,
        **values,
    )


def _clip(name: str, words: str) -> str:
    length = CatalogueEntry._meta.get_field(name).max_length  # type: ignore[union-attr]
    return words[:length]


def _known(agency_ids: Iterable[int]) -> set[tuple[int, str, int | None]]:
    """What agencies have already: their codes, and the titles of duties in force by column."""
    known: set[tuple[int, str, int | None]] = set()
    rows = Obligation.objects.filter(agency__in=agency_ids).values_list(
        "agency_id", "code", "title", "column_id", "ended_on"
    )
    for agency_id, code, title, column_id, ended_on in rows:
        known.add((agency_id, code, None))
        if ended_on is None:
            known.add((agency_id, title, column_id))
    return known


def _duties_of(
    batch: CatalogueImport, entry: CatalogueEntry, known: set[tuple[int, str, int | None]]
) -> list[Obligation]:
    made = []
    code = entry.code or f"C{batch.pk}-{entry.number}"
    there: list[str] = []
    for agency in entry.agencies.all():
        keys = {(agency.pk, code, None), (agency.pk, entry.title, entry.column_id)}
        if keys & known:
            there.append(agency.short_name)
            continue
        known |= keys
        made.append(_duty(entry, agency, code))
    if there:
        entry.messages = [*entry.messages, _("Already a duty of %s.") % "、".join(there)[:200]]
    if made or there:
        entry.outcome = Outcome.TAKEN if made else Outcome.SKIPPED
    return made


def _duty(entry: CatalogueEntry, agency: Agency, code: str) -> Obligation:
    assert entry.column is not None
    return Obligation(
        agency=agency,
        column=entry.column,
        entry=entry,
        code=code,
        title=entry.title,
        content=entry.content,
        basis=entry.basis,
        legal_item=catalogue_sheets.legal_item(entry.basis) or entry.column.legal_item,
        term_days=entry.term_days,
        fresh_days=entry.fresh_days,
        channel=entry.channel or "website",
        audience=entry.audience,
        mode=entry.mode,
        level=agency.level,
    )


def _end(duty: Obligation, on: date) -> int:
    if duty.ended_on is not None:
        return 0
    duty.ended_on = on
    duty.save(update_fields=["ended_on"])
    return 1


def _tell_agencies(made: Iterable[Obligation], *, by: str, at: datetime) -> None:
    """One event for each agency, as when the shipped directory is taken over: its public pages follow these."""
    codes: dict[int, list[str]] = {}
    for duty in made:
        codes.setdefault(duty.agency_id, []).append(duty.code)
    for agency_id, each in sorted(codes.items()):
        data = {"count": len(each), "codes": each}
        events.record(DUTIES_TAKEN, by=by, about=f"agency:{agency_id}", at=at, agency_id=agency_id, data=data)


def _record(kind: str, batch: CatalogueImport, *, by: str, at: datetime, **data: object) -> None:
    told = {"title": batch.title, **data}
    events.record(kind, by=by, about=batch.reference, at=at, agency_id=batch.agency_id, data=told)
