"""The whole portal: every page, list, feed and file baked, here or into a folder elsewhere."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone, translation

from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import shelves
from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures.queries import public
from gongkai.orgs.models import Agency
from gongkai.portal import queries
from gongkai.portal.actions import baking, placing, static_files, writing
from gongkai.portal.pages import feeds, site
from gongkai.portal.tasks import crews, documents, dumping, following, moving, reports, specials

Progress = Callable[[str, int], None]
# Rendered and held in memory together.
PAGES_AT_ONCE = 200
_ITEMS_AT_ONCE = following.ITEM_CHUNK * 5


def bake_everything(
    *, target: baking.Target, at: datetime.datetime, progress: Progress, processes: int = 1
) -> baking.Target:
    """Bake the whole portal and remove what does not belong there. Can be broken off and run again.

    Lists are spread evenly over their pages. With more than one process nobody else can bake our own folder or take
    down from it until it is through: do so elsewhere, or before anybody reads. Returns the target with what was
    written, left and removed.
    """
    target.is_checked = True
    static_files.bring(target=target)
    progress("static", 0)
    common = site.common()
    _place_all_items()
    with (
        translation.override(pages.LANGUAGE),
        crews.crew(processes=processes, common=common, target=target, at=at) as crew,
    ):
        _tell("items", crew.do(following.bake_items, _item_parts()), progress)
        _tell("reports", crew.do(reports.bake_reports, shelves.once_public(size=reports.CHUNK * 5)), progress)
        reports.bake_library(years=None, keys=None, common=common, target=target, at=at)
        _tell("lists", crew.do(following.bake_lists, list(_list_parts())), progress)
        _tell("agencies", crew.do(following.bake_agencies, list(_agency_parts())), progress)
        following.bake_spanning(on=timezone.localdate(at), common=common, target=target, at=at)
        documents.bake_all(common=common, target=target, at=at)
        progress("policies", 1)
        specials.bake_all(target=target, at=at, common=common)
        dumping.dump(target=target, at=at)
        progress("dump", 1)
        _bake_sitemap(common, target=target, at=at)
        # Last of all: where something else stands by now, an old address leads nowhere.
        progress("moved", moving.bake_all(common=common, target=target, at=at))
        with writing.exclusive():
            baking.remove_surplus(target=target, since=at)
            baking.write_manifest(target=target, at=at)
    progress("done", target.written)
    return target


def _tell(name: str, sizes: Iterable[int], progress: Progress) -> None:
    count = 0
    for size in sizes:
        count += size
        progress(name, count)


def _item_parts() -> Iterator[Sequence[int]]:
    yield from public.published_in_order(size=_ITEMS_AT_ONCE)
    yield from public.withdrawn_in_order(size=_ITEMS_AT_ONCE)


def _place_all_items() -> None:
    """Give every public item its places in the lists, and take away those of items that are public no longer."""
    for part in _item_parts():
        following.place_items(part)
    with writing.exclusive():
        for ids in queries.listed_items(size=500):
            stale = sorted(set(ids) - public.public_among(ids))
            if stale:
                placing.place(wanted=[], gone=stale)
    for key in placing.uneven():
        with writing.exclusive():
            placing.renumber(key=key)


def _agency_parts() -> Iterator[list[int]]:
    ids = list(Agency.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), following.LIST_CHUNK):
        yield ids[start : start + following.LIST_CHUNK]


def _list_parts() -> Iterator[placing.Touched]:
    """Lists with those of their numbered pages that are baked together."""
    keys = queries.last_pages()
    for key in _standing_keys():
        keys.setdefault(key, 1)
    batch: placing.Touched = {}
    weight = 0
    for key, last in sorted(keys.items()):
        for start in range(0, max(1, last - 1), PAGES_AT_ONCE):
            if key in batch or weight >= PAGES_AT_ONCE:
                yield batch
                batch, weight = {}, 0
            batch[key] = set(range(1, last)[start : start + PAGES_AT_ONCE])
            weight += 1 + len(batch[key])
    yield batch


def _standing_keys() -> Iterable[str]:
    """Lists that have a page even while nothing stands in them."""
    yield queries.NEWEST
    yield queries.ANSWERS
    yield queries.POLICY
    for pk in Column.objects.order_by("pk").values_list("pk", flat=True):
        yield f"column:{pk}"
    for pk in Agency.objects.order_by("pk").values_list("pk", flat=True):
        yield f"agency:{pk}"


def _bake_sitemap(common: dict[str, Any], *, target: baking.Target, at: datetime.datetime) -> None:
    numbers = sorted({int(path.split("/")[1]) for path in target.hashes if path.startswith("items/")})
    fronts = sorted(
        pages.address(path)
        for path in target.hashes
        if (path.endswith("/index.html") or path == "index.html") and not path.startswith(places.LIBRARY)
    )
    parts = []
    for number in numbers:
        with writing.exclusive():
            part = feeds.sitemap_part(number)
            baking.bake(found=[part], common=common, target=target, at=at)
        parts.append(part.path)
    with writing.exclusive():
        standing = feeds.sitemap_of_lists(fronts)
        index = feeds.sitemap([standing.path, "sitemaps/reports.xml", *parts])
        baking.bake(found=[standing, index], common=common, target=target, at=at)


def bake_day(*, at: datetime.datetime) -> None:
    """At the turn of the day: what tells how fresh columns and duties are, and the figures of the front page."""
    common = site.common()
    target = baking.own()
    with translation.override(pages.LANGUAGE):
        fresh = Column.objects.filter(fresh_days__isnull=False).order_by("pk").values_list("pk", flat=True)
        following.bake_lists({f"column:{pk}": set() for pk in fresh}, common=common, target=target, at=at)
        duties = catalog_pages.duties_in_force(on=timezone.localdate(at))
        ids = sorted({duty.agency_id for duty in duties})
        following.bake_agencies(ids, common=common, target=target, at=at)
        reports.bake_day(common=common, target=target, at=at)
        specials.bake_all(target=target, at=at, common=common)
        following.bake_spanning(on=timezone.localdate(at), common=common, target=target, at=at, with_trees=False)
