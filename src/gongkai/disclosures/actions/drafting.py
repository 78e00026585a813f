"""Writing: from nothing to a draft, from one revision to the next, into the bin and back."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column, Obligation
from gongkai.disclosures.actions import kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.models import Attachment, ImportBatch, Item, Revision, StoredFile
from gongkai.documents import cleaning
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

State = Item.State


@dataclass(frozen=True)
class AttachmentContent:
    """A stored file under the name it is downloaded by."""

    file: StoredFile
    name: str


@dataclass(frozen=True)
class Content:
    """All that an item says: what is hashed, reviewed and published. Field meanings as in `Revision`."""

    title: str
    body: str = ""
    summary: str = ""
    column: Column | None = None
    obligation: Obligation | None = None
    attribute: str = Revision.Attribute.OPEN
    attribute_reason: str = ""
    doc_no: str = ""
    topic: str = ""
    genre: str = ""
    legal_item: str = ""
    keywords: str = ""
    source: str = ""
    responsible_unit: str = ""
    source_index_no: str = ""
    formed_on: datetime.date | None = None
    effective_on: datetime.date | None = None
    expires_on: datetime.date | None = None
    source_published_on: datetime.date | None = None
    attachments: tuple[AttachmentContent, ...] = ()


_FIELDS = tuple(field.name for field in fields(Content) if field.name != "attachments")


def content_of(revision: Revision) -> Content:
    """The content of a revision, with its attachments (two queries unless prefetched)."""
    attached = sorted(revision.attachments.select_related("file"), key=lambda each: (each.position, each.pk))
    return Content(
        **{name: getattr(revision, name) for name in _FIELDS},
        attachments=tuple(AttachmentContent(each.file, each.name) for each in attached),
    )


def content_hash(content: Content) -> str:
    """SHA-256 over the canonical JSON of a content: what a clearance is bound to."""
    plain: dict[str, object] = {}
    for name in _FIELDS:
        value = getattr(content, name)
        if isinstance(value, datetime.date):
            value = value.isoformat()
        elif isinstance(value, Column | Obligation):
            value = value.pk
        plain[name] = value
    plain["attachments"] = [[each.file.sha256, each.name] for each in content.attachments]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def set_stage(item: Item, new: str) -> None:
    """Move the newest revision on; what is public stays public."""
    if item.state == State.PUBLISHED:
        item.amendment = "" if new == State.PUBLISHED else new
    else:
        item.state = new


def locked(item: Item, *allowed: str) -> Item:
    """Lock the item's row and check that it stands where the act begins. Raises WrongState."""
    return locked_many([item], *allowed)[0]


def locked_many(items: Sequence[Item], *allowed: str, known: Iterable[Revision] = ()) -> list[Item]:
    """As `locked`, for several items, in the order given. `known` are revisions that need not be read again.

    Raises WrongState, Item.DoesNotExist.
    """
    rows = {row.pk: row for row in Item.objects.select_for_update().filter(pk__in=_keys(items)).order_by("pk")}
    if missing := set(_keys(items)) - rows.keys():
        raise Item.DoesNotExist(missing)
    cached = (item._state.fields_cache.get("revision") for item in items)
    at_hand = {each.pk: each for each in (*cached, *known) if isinstance(each, Revision)}
    for row in rows.values():
        revision = at_hand.get(row.revision_id or 0)
        if revision is not None and not hasattr(revision, "_prefetched_objects_cache"):
            row.revision = revision  # a revision never changes, so the caller's will do
    # What is not at hand is read after the lock, never with it.
    prefetch_related_objects([row for row in rows.values() if "revision" not in row._state.fields_cache], "revision")
    found = [rows[item.pk] for item in items]
    for row in found:
        if allowed and row.stage not in allowed:
            raise refusals.WrongState(str(State(row.stage).label))
    return found


def _keys(items: Sequence[Item]) -> list[int]:
    return [item.pk for item in items]


@dataclass(frozen=True)
class Draft:
    """What an item begins with: whose it is, who writes it, and the text."""

    agency: Agency
    by: Person
    content: Content


def draft(*, agency: Agency, by: Person, content: Content, at: datetime.datetime) -> Item:
    """Begin an item with its first revision. Raises Incomplete."""
    return draft_many(drafts=[Draft(agency, by, content)], at=at)[0]


@transaction.atomic
def draft_many(*, drafts: Sequence[Draft], at: datetime.datetime, batch: ImportBatch | None = None) -> list[Item]:
    """Begin many items at once, in the order given, with a fixed number of statements. Raises Incomplete."""
    prepared = [_prepared(each.content) for each in drafts]
    items = Item.objects.bulk_create(
        [
            Item(agency=each.agency, state=State.DRAFT, created_at=at, changed_at=at, import_batch=batch)
            for each in drafts
        ]
    )
    revisions = Revision.objects.bulk_create(
        [
            _revision(item, content, number=1, by=each.by, at=at)
            for item, each, content in zip(items, drafts, prepared, strict=True)
        ]
    )
    first = Revision.objects.filter(item=OuterRef("pk"), number=1).values("pk")
    Item.objects.filter(pk__in=_keys(items)).update(revision_id=Subquery(first))
    _attach(revisions, prepared)
    for item, revision in zip(items, revisions, strict=True):
        item.revision = revision
    record_many([(kinds.DRAFTED, item, each.by, {}) for item, each in zip(items, drafts, strict=True)], at)
    return items


@transaction.atomic
def revise(*, item: Item, by: Person, content: Content, at: datetime.datetime, base: int, note: str = "") -> Revision:
    """Add a revision to a draft, a returned or cleared text, or begin the correction of a published item.

    `base` is the number of the revision the writer started from. Raises StaleRevision with the newer one,
    WrongState, Incomplete; ReasonMissing when a published item is corrected without `note`.
    """
    row = locked(item, State.DRAFT, State.RETURNED, State.CLEARED, State.PUBLISHED)
    newest = row.revision
    assert newest is not None
    if newest.number != base:
        raise refusals.StaleRevision(newest)
    if row.state == State.PUBLISHED and not note.strip():
        raise refusals.ReasonMissing
    prepared = _prepared(content)
    revision = _revision(row, prepared, number=base + 1, by=by, at=at, note=note.strip())
    revision.save(force_insert=True)
    _attach([revision], [prepared])
    row.revision, row.changed_at = revision, at
    set_stage(row, State.DRAFT)
    row.save(update_fields=["revision", "changed_at", "state", "amendment"])
    events.record_many([_event(kinds.REVISED, row, by, at, number=revision.number, note=note.strip())])
    refresh(item, row)
    return revision


@transaction.atomic
def discard(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Put a draft that was never public into the bin; `restore` brings it back. Raises WrongState."""
    row = locked(item)
    if row.first_published_at is not None or row.state not in {State.DRAFT, State.RETURNED, State.CLEARED}:
        raise refusals.WrongState(str(State(row.stage).label))
    return _moved(item, row, State.DISCARDED, kinds.DISCARDED, by, at)


@transaction.atomic
def abandon(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Give up the correction of a published item: what is public stays, the newer text stays on record."""
    row = locked(item, State.DRAFT, State.RETURNED, State.CLEARED)
    if row.public_revision_id is None:
        raise refusals.WrongState(str(State(row.stage).label))
    return _moved(item, row, State.PUBLISHED, kinds.DISCARDED, by, at)


@transaction.atomic
def restore(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Take a draft out of the bin. Raises WrongState."""
    return _moved(item, locked(item, State.DISCARDED), State.DRAFT, kinds.RESTORED, by, at)


def _moved(item: Item, row: Item, new: str, kind: str, by: By, at: datetime.datetime) -> Item:
    set_stage(row, new)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    events.record_many([_event(kind, row, by, at)])
    return refresh(item, row)


def _prepared(content: Content) -> Content:
    """Clean the text and check what no item may lack. Raises Incomplete."""
    title = " ".join(content.title.split())
    if not title:
        raise refusals.Incomplete("title", _("The title is empty."))
    if len(title) > 200:
        raise refusals.Incomplete("title", _("The title is longer than 200 characters."))
    if content.attribute != Revision.Attribute.OPEN and not content.attribute_reason.strip():
        raise refusals.Incomplete("attribute_reason", _("Say why it is not public on our own motion."))
    if content.effective_on and content.expires_on and content.expires_on < content.effective_on:
        raise refusals.Incomplete("expires_on", _("It would expire before it takes effect."))
    names = [each.name for each in content.attachments]
    if len(set(names)) < len(names):
        raise refusals.Incomplete("attachments", _("Two attachments have the same name."))
    values = {field.name: getattr(content, field.name) for field in fields(Content)}
    return Content(**(values | {"title": title, "body": cleaning.clean_html(content.body)}))


def _revision(
    item: Item, content: Content, *, number: int, by: Person, at: datetime.datetime, note: str = ""
) -> Revision:
    return Revision(
        item=item,
        number=number,
        author=by,
        created_at=at,
        content_hash=content_hash(content),
        change_note=note,
        **{name: getattr(content, name) for name in _FIELDS},
    )


def _attach(revisions: Sequence[Revision], contents: Sequence[Content]) -> None:
    Attachment.objects.bulk_create(
        [
            Attachment(revision=revision, file=each.file, name=each.name, position=position)
            for revision, content in zip(revisions, contents, strict=True)
            for position, each in enumerate(content.attachments)
        ]
    )


def _event(kind: str, item: Item, by: By, at: datetime.datetime, **data: object) -> events.Event:
    assert item.revision is not None
    return events.event(
        kind,
        by=kinds.reference(by),
        about=item.reference,
        at=at,
        agency_id=item.agency_id,
        data={"title": item.revision.title, "revision": item.revision_id, **data},
    )


def record(kind: str, item: Item, by: By, at: datetime.datetime, **data: object) -> None:
    """Record one event about an item, with its title and newest revision."""
    record_many([(kind, item, by, data)], at)


def record_many(told: Iterable[tuple[str, Item, By, dict[str, object]]], at: datetime.datetime) -> None:
    """Record an event for each: its kind, the item, who did it, and what else it tells."""
    events.record_many([_event(kind, item, by, at, **data) for kind, item, by, data in told])


def save_stages(rows: Sequence[Item], at: datetime.datetime) -> None:
    """Write where the newest revisions of items stand, one statement for all that stand alike."""
    alike: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        row.changed_at = at
        alike.setdefault((row.state, row.amendment), []).append(row.pk)
    for (state, amendment), keys in alike.items():
        Item.objects.filter(pk__in=keys).update(state=state, amendment=amendment, changed_at=at)


def refresh(item: Item, row: Item) -> Item:
    """Give the caller's object the state of the row that was written."""
    for field in Item._meta.concrete_fields:
        setattr(item, field.attname, getattr(row, field.attname))
    item.revision = row.revision
    return item
