"""Following events: which pages an event touches, each baked once for a batch, whoever delivers it and how often."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from gongkai.activities.queries import channels as channel_queries
from gongkai.annualreports.queries import shelves
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Attachment
from gongkai.disclosures.queries import around, public
from gongkai.events.models import Event
from gongkai.foi import pages as request_pages
from gongkai.foi.queries import published
from gongkai.orgs.models import Agency
from gongkai.portal import queries
from gongkai.portal.actions import baking, placing, static_files, writing
from gongkai.portal.pages import (
    agencies,
    channels,
    documents,
    feeds,
    home,
    ledger,
    lists,
    policies,
    site,
    standing,
    today,
    validity,
)
from gongkai.portal.tasks import reports

ITEM_KINDS = (
    "item.published", "item.validity",
    "item.interprets", "item.interpreted", "item.interprets-no-more", "item.interpreted-no-more",
)  # fmt: skip
AGENCY_KINDS = (
    "agency.founded", "agency.renamed", "agency.moved", "agency.merged", "agency.split", "agency.dissolved",
    "agency.contacts-edited", "agency.codes-edited", "agency.ordered",
)  # fmt: skip
DIRECTORY_KINDS = (
    "column.opened", "column.edited", "column.moved", "column.closed", "column.reopened", "column.merged",
    "column.handed-over",
    "obligations.taken-over", "obligation.edited", "obligation.ended", "vocabulary.published",
)  # fmt: skip
# After these everything that bears the name, or hangs below, is printed anew.
NAMED_ANEW = frozenset({"agency.renamed", "column.edited", "column.moved", "column.merged"})

# How many items are read and written while the folder is held: a takedown waits for no more than these.
ITEM_CHUNK = 40
LIST_CHUNK = 20


@dataclass
class Scope:
    """What a batch of events touches."""

    items: set[int] = field(default_factory=set)
    agencies: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    reports: set[int] = field(default_factory=set)
    is_tree_changed: bool = False

    @property
    def is_of_reports(self) -> bool:
        """Whether nothing but annual reports is touched."""
        return bool(self.reports) and not (self.items or self.agencies or self.columns or self.is_tree_changed)


def hear(events: Sequence[Event]) -> None:
    """Bring the public folder to the state of the database, for all that these events touch. Safe to repeat.

    Raises OSError when the disk refuses; the delivery then tries again later.
    """
    static_files.ensure()
    refresh(scope=scope_of(events), target=baking.own(), at=timezone.now())


def scope_of(events: Iterable[Event]) -> Scope:
    """What events touch. A renamed agency touches its items, a changed column what stands in it and below it."""
    scope = Scope()
    for event in events:
        kind, _colon, number = event.about.partition(":")
        if kind == "item" and number.isdecimal():
            scope.items.add(int(number))
        elif kind == "report" and number.isdecimal():
            scope.reports.add(int(number))
        elif kind == "agency" and number.isdecimal():
            _touch_agency(scope, int(number), is_named_anew=event.kind in NAMED_ANEW)
            # Those that ended in a merger, or began in a split, have pages that tell so.
            scope.agencies.update((event.data or {}).get("predecessors") or (event.data or {}).get("successors") or ())
        elif kind == "column" and number.isdecimal():
            _touch_column(scope, int(number), is_named_anew=event.kind in NAMED_ANEW)
        elif kind == "obligation" and event.agency_id is not None:
            scope.agencies.add(event.agency_id)
    return scope


def _touch_agency(scope: Scope, pk: int, *, is_named_anew: bool) -> None:
    scope.is_tree_changed = True
    scope.agencies.add(pk)
    if is_named_anew:
        scope.items.update(queries.item_ids_in(f"agency:{pk}"))
        scope.columns.update(Column.objects.filter(owner=pk).values_list("pk", flat=True))
        scope.reports.update(shelves.ids_of(agency_id=pk))


def _touch_column(scope: Scope, pk: int, *, is_named_anew: bool) -> None:
    scope.is_tree_changed = True
    column = Column.objects.filter(pk=pk).first()
    if column is None:
        return
    scope.columns.update(column.ancestor_ids)
    if column.merged_into_id is not None:
        scope.columns.update(Column.objects.get(pk=column.merged_into_id).ancestor_ids)
    if is_named_anew:
        scope.items.update(queries.item_ids_in(f"column:{pk}"))
        scope.columns.update(Column.objects.within(column).values_list("pk", flat=True))


def refresh(*, scope: Scope, target: baking.Target, at: datetime.datetime) -> None:
    """Bake every page that what is in the scope touches, each once."""
    on = timezone.localdate(at)
    common = site.common()
    with translation.override(pages.LANGUAGE):
        # A takedown is answered when its files are gone, so what stands alone goes first.
        reporting = set()
        if scope.reports:
            reporting = reports.refresh(scope.reports, common=common, target=target, at=at)
        touched = refresh_items(sorted(scope.items), common=common, target=target, at=at)
        keys = {f"column:{pk}" for pk in scope.columns} | {f"agency:{pk}" for pk in scope.agencies}
        for key in keys:
            touched.setdefault(key, set())
        touched_agencies = {int(key.split(":")[1]) for key in touched if key.startswith("agency:")}
        bake_lists(touched, common=common, target=target, at=at)
        bake_agencies(sorted(touched_agencies | scope.agencies | reporting), common=common, target=target, at=at)
        if scope.is_of_reports:
            bake_home(on=on, common=common, target=target, at=at)
        else:
            bake_spanning(on=on, common=common, target=target, at=at, with_trees=scope.is_tree_changed)
        bake_sitemap(scope.items, common=common, target=target, at=at)


def refresh_items(
    ids: Sequence[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime
) -> placing.Touched:
    """Bake the pages, codes and files of items, or their tombstones, and give them their places. Returns the places."""
    touched: placing.Touched = defaultdict(set)
    labels, topics = lists.words()
    parents = {code: topic.parent_code for code, topic in topics.items()}
    for start in range(0, len(ids), ITEM_CHUNK):
        chunk = ids[start : start + ITEM_CHUNK]
        with writing.exclusive():
            for key, numbers in _place(chunk, parents).items():
                touched[key] |= numbers
            _bake_items(chunk, labels, common=common, target=target, at=at)
    return dict(touched)


def place_items(ids: Sequence[int]) -> None:
    """Give items their places in the lists."""
    topics = lists.words()[1]
    parents = {code: topic.parent_code for code, topic in topics.items()}
    for start in range(0, len(ids), ITEM_CHUNK):
        with writing.exclusive():
            _place(ids[start : start + ITEM_CHUNK], parents)


def bake_items(ids: Sequence[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake the pages, codes and files of items, or their tombstones, and leave the lists as they are."""
    labels = lists.words()[0]
    for start in range(0, len(ids), ITEM_CHUNK):
        with writing.exclusive():
            _bake_items(ids[start : start + ITEM_CHUNK], labels, common=common, target=target, at=at)


def _place(chunk: Sequence[int], parents: dict[str, str]) -> placing.Touched:
    found = public.places(chunk)
    answers = published.answered(each.item_id for each in found)
    numbered = queries.policy_keys(chunk, parents)
    wanted = [
        placing.Wanted(
            each.item_id,
            each.published_at,
            queries.keys_of(each, parents, is_answer=each.item_id in answers) + numbered.get(each.item_id, ()),
        )
        for each in found
    ]
    return placing.place(wanted=wanted, gone=sorted(set(chunk) - {each.item_id for each in found}))


def _bake_items(
    chunk: Sequence[int],
    labels: item_pages.Words,
    *,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
) -> None:
    whole = public.whole({*chunk, *public.related_ids(chunk)})
    attachments = [attachment for each in whole for attachment in each.attachments]
    _take_down(chunk, {item_pages.file_path(each) for each in attachments}, target=target)
    baking.bring(copies=map(_copy, attachments), target=target, at=at)
    carried = channel_queries.places([each.item.pk for each in whole])
    near = around.of([each.item.pk for each in whole])
    found = []
    for each in whole:
        page = validity.with_periods(item_pages.item_page(each, labels), each)
        page = documents.with_around(page, each, near[each.item.pk])
        found.append(channels.with_channels(page, carried, each.item.pk))
        found += documents.edition_pages(each, near[each.item.pk])
    found += _codes([each.item.pk for each in whole], target)
    found += [item_pages.tombstone_page(each) for each in public.tombstones(chunk)]
    baking.bake(found=found, common=common, target=target, at=at)


def _take_down(chunk: Sequence[int], wanted: set[str], *, target: baking.Target) -> None:
    """Remove files that no public revision has any more, and all of what is public no longer, before anything else."""
    attached = public.attachments_of(chunk)
    still = queries.public_files({each.file.sha256 for each in attached})
    names = {(sha256, item_pages.safe_name(name)) for sha256, name in still}
    paths = {
        item_pages.file_path(each)
        for each in attached
        if (each.file.sha256, item_pages.safe_name(each.name)) not in names
    }
    texts = around.earlier_texts(chunk)
    for pk in set(chunk) - public.public_among(chunk):
        paths |= {item_pages.item_path(pk), item_pages.code_path(pk)}
        paths |= {documents.edition_path(pk, number) for number in range(1, texts.get(pk, 0) + 1)}
    baking.remove(paths=paths - wanted, target=target)


def _codes(ids: Iterable[int], target: baking.Target) -> list[pages.Page]:
    """QR codes that are not there yet; an item's address never changes, so its code never does."""
    paths = {item_pages.code_path(pk): pk for pk in ids}
    known = queries.baked(list(paths)) if target.is_recorded else {}
    found = []
    for path, pk in paths.items():
        if path in known and not target.is_checked and writing.is_there(target.root, path):
            target.hashes[path] = known[path]
        else:
            found.append(item_pages.code_page(pk))
    return found


def _copy(attachment: Attachment) -> baking.StoredCopy:
    source = Path(settings.FILES_ROOT) / attachment.file.path
    return baking.StoredCopy(item_pages.file_path(attachment), attachment.file.sha256, source)


def bake_lists(
    touched: placing.Touched, *, common: dict[str, Any], target: baking.Target, at: datetime.datetime
) -> None:
    """Bake the fronts of lists, their feeds, and those of their numbered pages that were touched."""
    keys = sorted(touched)
    on = timezone.localdate(at)
    lines = item_pages.Rows(lists.words()[0])
    for start in range(0, len(keys), LIST_CHUNK):
        chunk = keys[start : start + LIST_CHUNK]
        with writing.exclusive():
            known = lists.shelf(chunk)
            sheets = queries.sheets({key: touched[key] for key in chunk})
            found = lists.list_pages(queries.fronts(chunk), sheets, on=on, known=known, lines=lines)
            baking.bake(found=found, common=common, target=target, at=at)


def bake_agencies(ids: Sequence[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake agencies' own pages."""
    on = timezone.localdate(at)
    lines = item_pages.Rows(lists.words()[0])
    for start in range(0, len(ids), LIST_CHUNK):
        with writing.exclusive():
            rows = Agency.objects.in_bulk(ids[start : start + LIST_CHUNK])
            found = [agencies.agency_page(rows[pk], on=on, lines=lines) for pk in sorted(rows)]
            baking.bake(found=found, common=common, target=target, at=at)


def bake_home(*, on: datetime.date, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake the front page alone."""
    with writing.exclusive():
        labels, topics = lists.words()
        found = [home.home_page(on=on, known=lists.Shelf(labels, topics))]
        baking.bake(found=found, common=common, target=target, at=at)


def bake_spanning(
    *,
    on: datetime.date,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
    with_trees: bool = True,
) -> None:
    """Bake what spans everything: front page, directory, gaps, topics; with the trees also what only they change."""
    with writing.exclusive():
        labels, topics = lists.words()
        known = lists.Shelf(labels, topics)
        found = [
            home.home_page(on=on, known=known),
            home.directory_page(on=on),
            home.gaps_page(on=on),
            lists.topics_page(known),
            ledger.ledger_page(on=on),
            policies.library_page(on=on, words=labels, topics=topics),
            request_pages.guide_page(on=on, log_total=queries.totals([queries.ANSWERS]).get(queries.ANSWERS, 0)),
            request_pages.form_page(),
            today.style(on=on),
        ]
        if with_trees:
            found += [agencies.agencies_page(on=on), *standing.standing_pages(on=on), feeds.robots()]
        baking.bake(found=found, common=common, target=target, at=at)


def bake_sitemap(ids: Iterable[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake the parts of the sitemap that name these items, and the index when a part is new."""
    numbers = sorted({pk // feeds.PART for pk in ids})
    with writing.exclusive():
        parts = [feeds.sitemap_part(number) for number in numbers]
        known = queries.baked([part.path for part in parts] + ["sitemap.xml"])
        baking.bake(found=parts, common=common, target=target, at=at)
        if any(part.path not in known for part in parts) or "sitemap.xml" not in known:
            found = [feeds.sitemap(queries.sitemap_parts())]
            baking.bake(found=found, common=common, target=target, at=at)
