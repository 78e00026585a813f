"""What the public pages need to know of items: rows for lists, whole items, tombstones, which files are public."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from gongkai.catalog.models import Column
from gongkai.disclosures.document_models import Interpretation
from gongkai.disclosures.models import Attachment, Ending, Item, Publication, Revision


@dataclass(frozen=True)
class Place:
    """Where an item belongs in the directory: what decides the lists that name it."""

    item_id: int
    published_at: datetime.datetime
    agency_id: int
    column_ids: tuple[int, ...]
    topic: str
    legal_item: str
    obligation_id: int | None


@dataclass(frozen=True)
class Row:
    """A public item as lists and feeds show it."""

    item_id: int
    title: str
    summary: str
    doc_no: str
    genre: str
    validity: str
    index_no: str
    agency_id: int
    agency_name: str
    agency_short_name: str
    column_name: str
    published_at: datetime.datetime
    revised_at: datetime.datetime
    effective_on: datetime.date | None


@dataclass(frozen=True)
class Relative:
    """Another public item that this one replaces or is replaced by."""

    item_id: int
    title: str
    doc_no: str


@dataclass(frozen=True)
class Standing:
    """An entry of an item's history after publication, with the items that followed and that did it if public."""

    ending: Ending
    successor: Relative | None
    act: Relative | None = None


@dataclass(frozen=True)
class Deed:
    """What an item did to another public one: repealed or amended it, on a day."""

    ending: Ending
    other: Relative


@dataclass(frozen=True)
class PublicItem:
    """All that an item's page shows."""

    item: Item
    revision: Revision
    columns: tuple[Column, ...]
    attachments: tuple[Attachment, ...]
    publications: tuple[Publication, ...]
    standings: tuple[Standing, ...]
    replaced: tuple[Relative, ...]
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True)
class Tombstone:
    """What is left of a withdrawn item: its number, the public note, and the title where it may be shown."""

    item: Item
    title: str
    note: str
    on: datetime.date


def places(ids: Iterable[int]) -> list[Place]:
    """Where the public ones among these items belong. One query."""
    rows = list(
        Item.objects.public()
        .filter(pk__in=list(ids))
        .values_list(
            "pk",
            "first_published_at",
            "agency_id",
            "public_revision__column_id",
            Coalesce("public_revision__column__merged_into__path", "public_revision__column__path"),
            "public_revision__topic",
            "public_revision__legal_item",
            Coalesce("public_revision__column__merged_into__legal_item", "public_revision__column__legal_item"),
            "public_revision__obligation_id",
        )
    )
    return [
        Place(
            item_id=pk,
            published_at=at,
            agency_id=agency_id,
            column_ids=tuple(int(part) for part in (path or "").split("/") if part) if column_id else (),
            topic=topic,
            legal_item=legal_item or column_legal_item or "",
            obligation_id=obligation_id,
        )
        for pk, at, agency_id, column_id, path, topic, legal_item, column_legal_item, obligation_id in rows
        if at is not None
    ]


def rows(ids: Iterable[int]) -> dict[int, Row]:
    """The public ones among these items, as lists show them. One query."""
    found = (
        Item.objects.public()
        .filter(pk__in=list(ids))
        .values_list(
            "pk",
            "public_revision__title",
            "public_revision__summary",
            "public_revision__doc_no",
            "public_revision__genre",
            "validity",
            "index_no",
            "agency_id",
            "agency__name",
            "agency__short_name",
            Coalesce("public_revision__column__merged_into__name", "public_revision__column__name"),
            "first_published_at",
            "published_at",
            "public_revision__effective_on",
        )
    )
    # A published item has its index number and moments: the database holds it to that.
    return {values[0]: Row(*values) for values in found}


def whole(ids: Iterable[int]) -> list[PublicItem]:
    """The public ones among these items with all their pages show, in a fixed number of queries."""
    items = list(Item.objects.public().with_content().filter(pk__in=list(ids)).order_by("pk"))
    by_id = {item.pk: item for item in items}
    revisions = {item.public_revision_id for item in items}
    attachments: dict[int, list[Attachment]] = defaultdict(list)
    for each in Attachment.objects.filter(revision__in=revisions).select_related("file").order_by("position", "pk"):
        attachments[each.revision_id].append(each)
    publications: dict[int, list[Publication]] = defaultdict(list)
    for publication in Publication.objects.filter(item__in=by_id).select_related("revision").order_by("at", "pk"):
        publications[publication.item_id].append(publication)
    named = Q(item__in=by_id) | Q(successor__in=by_id) | Q(act__in=by_id)
    endings = list(Ending.objects.filter(named).order_by("at", "pk"))
    related = _relatives({pk for each in endings for pk in (each.successor_id, each.act_id, each.item_id)})
    columns = _columns(items)
    return [
        PublicItem(
            item=item,
            revision=_public_revision(item),
            columns=columns.get(item.pk, ()),
            attachments=tuple(attachments[_public_revision(item).pk]),
            publications=tuple(publications[item.pk]),
            standings=tuple(
                Standing(each, related.get(each.successor_id or 0), related.get(each.act_id or 0))
                for each in endings
                if each.item_id == item.pk
            ),
            replaced=tuple(_once(related.get(each.item_id) for each in endings if each.successor_id == item.pk)),
            deeds=tuple(
                Deed(each, related[each.item_id])
                for each in endings
                if each.act_id == item.pk and each.item_id in related
            ),
        )
        for item in items
    ]


def tombstones(ids: Iterable[int]) -> list[Tombstone]:
    """What is left of the withdrawn ones among these items. Two queries."""
    items = Item.objects.filter(pk__in=list(ids), state=Item.State.WITHDRAWN, index_no__isnull=False)
    items = items.select_related("agency").order_by("pk")
    last = {
        each.item_id: each
        for each in Ending.objects.filter(item__in=items, kind=Ending.Kind.WITHDRAW).order_by("at", "pk")
    }
    titles = dict(
        Publication.objects.filter(item__in=items).order_by("at", "pk").values_list("item_id", "revision__title")
    )
    return [
        Tombstone(
            item=item,
            title=titles.get(item.pk, "") if last[item.pk].title_shown else "",
            note=last[item.pk].public_note,
            on=last[item.pk].on,
        )
        for item in items
        if item.pk in last
    ]


def related_ids(ids: Iterable[int]) -> set[int]:
    """Items whose pages name one of these as what they replaced, ended or explain, or the other way. Two queries."""
    known = set(ids)
    named = Q(successor__isnull=False) | Q(act__isnull=False)
    rows = Ending.objects.filter(named, Q(item__in=known) | Q(successor__in=known) | Q(act__in=known))
    found = {pk for row in rows.values_list("item_id", "successor_id", "act_id") for pk in row if pk is not None}
    pairs = Interpretation.objects.filter(Q(item__in=known) | Q(document__in=known))
    found |= {pk for pair in pairs.values_list("item_id", "document_id") for pk in pair}
    return found - known


def published_in_order(*, size: int, agency_id: int | None = None) -> Iterator[list[int]]:
    """Ids of all public items from the oldest publication to the newest, in chunks read by key."""
    items = Item.objects.public()
    if agency_id is not None:
        items = items.filter(agency_id=agency_id)
    items = items.order_by("first_published_at", "pk")
    after: tuple[datetime.datetime, int] | None = None
    while True:
        chunk = items if after is None else items.filter(_later(*after))
        found = list(chunk.values_list("first_published_at", "pk")[:size])
        if not found:
            return
        yield [pk for _at, pk in found]
        at, pk = found[-1]
        assert at is not None
        after = at, pk


def withdrawn_in_order(*, size: int) -> Iterator[list[int]]:
    """Ids of all withdrawn items that had been public, in chunks read by key."""
    after = 0
    while found := list(
        Item.objects.filter(state=Item.State.WITHDRAWN, index_no__isnull=False, pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:size]
    ):
        yield found
        after = found[-1]


def attachments_of(ids: Iterable[int]) -> list[Attachment]:
    """Attachments of every revision of these items, public or not, with their files. One query."""
    return list(Attachment.objects.filter(revision__item__in=list(ids)).select_related("file"))


def public_attachments(hashes: Iterable[str]) -> set[tuple[str, str]]:
    """Of files with these hashes, the pairs of hash and name that a public revision has. One query."""
    return set(
        Attachment.objects.filter(
            file__sha256__in=list(hashes), revision__item__public_revision=F("revision_id")
        ).values_list("file__sha256", "name")
    )


def changes_between(first: int, last: int) -> list[tuple[int, datetime.datetime]]:
    """Public items with ids in a range, each with the moment its text was last published. One query."""
    rows = Item.objects.public().filter(pk__gte=first, pk__lte=last).order_by("pk")
    return [(pk, at) for pk, at in rows.values_list("pk", "published_at") if at is not None]


def public_among(ids: Sequence[int]) -> set[int]:
    """The public ones among these items. One query."""
    return set(Item.objects.public().filter(pk__in=ids).values_list("pk", flat=True))


def _later(at: datetime.datetime, pk: int) -> Q:
    return Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=pk)


def _public_revision(item: Item) -> Revision:
    assert item.public_revision is not None
    return item.public_revision


def _columns(items: Sequence[Item]) -> dict[int, tuple[Column, ...]]:
    """The way from the first-level column down to each item's own, or to the one that was merged into."""
    shown = {item.pk: column.standing for item in items if (column := _public_revision(item).column)}
    known = Column.objects.in_bulk({pk for column in shown.values() for pk in column.ancestor_ids})
    return {pk: tuple(known[each] for each in column.ancestor_ids if each in known) for pk, column in shown.items()}


def _relatives(ids: Iterable[int | None]) -> dict[int, Relative]:
    found = Item.objects.public().filter(pk__in=[pk for pk in ids if pk])
    values = found.values_list("pk", "public_revision__title", "public_revision__doc_no")
    return {pk: Relative(pk, title, doc_no) for pk, title, doc_no in values}


def _once(found: Iterable[Relative | None]) -> list[Relative]:
    return list({each.item_id: each for each in found if each is not None}.values())
