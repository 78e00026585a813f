"""Writing: from nothing to a draft, from one revision to the next, into the bin and back."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import OuterRef, Subquery
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
    row = Item.objects.select_for_update().get(pk=item.pk)  # its revision is read after the lock, never with it
    known = item._state.fields_cache.get("revision")
    if isinstance(known, Revision) and known.pk == row.revision_id and not hasattr(known, "_prefetched_objects_cache"):
        row.revision = known  # a revision never changes, so the caller's will do
    if allowed and row.stage not in allowed:
        raise refusals.WrongState(str(State(row.stage).label))
    return row


def draft(*, agency: Agency, by: Person, content: Content, at: datetime.datetime) -> Item:
    """Begin an item with its first revision. Raises Incomplete."""
    return draft_many(agency=agency, by=by, contents=[content], at=at)[0]


@transaction.atomic
def draft_many(
    *, agency: Agency, by: Person, contents: Sequence[Content], at: datetime.datetime, batch: ImportBatch | None = None
) -> list[Item]:
    """Begin many items at once, in the order given, with a fixed number of statements. Raises Incomplete."""
    prepared = [_prepared(content) for content in contents]
    items = Item.objects.bulk_create(
        [Item(agency=agency, state=State.DRAFT, created_at=at, changed_at=at, import_batch=batch) for _each in prepared]
    )
    revisions = Revision.objects.bulk_create(
        [_revision(item, content, number=1, by=by, at=at) for item, content in zip(items, prepared, strict=True)]
    )
    first = Revision.objects.filter(item=OuterRef("pk"), number=1).values("pk")
    Item.objects.filter(pk__in=[item.pk for item in items]).update(revision_id=Subquery(first))
    _attach(revisions, prepared)
    for item, revision in zip(items, revisions, strict=True):
        item.revision = revision
    events.record_many([_event(kinds.DRAFTED, item, by, at) for item in items])
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
    events.record_many([_event(kind, item, by, at, **data)])


def refresh(item: Item, row: Item) -> Item:
    """Give the caller's object the state of the row that was written."""
    for field in Item._meta.concrete_fields:
        setattr(item, field.attname, getattr(row, field.attname))
    item.revision = row.revision
    return item
