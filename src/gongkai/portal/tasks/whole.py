"""The whole portal: every page, list, feed and file baked, here or into a folder elsewhere."""

import datetime
from collections.abc import Callable, Iterable
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
from gongkai.portal.tasks import dumping, following, reports

Progress = Callable[[str, int], None]
# Rendered and held in memory together.
PAGES_AT_ONCE = 200


def bake_everything(*, target: baking.Target, at: datetime.datetime, progress: Progress) -> baking.Target:
    """Bake the whole portal and remove what does not belong there. Can be broken off and run again.

    Lists are spread evenly over their pages. Returns the target with what was written, left and removed.
    """
    target.is_checked = True
    static_files.bring(target=target)
    progress("static", 0)
    common = site.common()
    with translation.override(pages.LANGUAGE):
        _bake_all_items(common, target=target, at=at, progress=progress)
        _bake_all_reports(common, target=target, at=at, progress=progress)
        _bake_all_lists(common, target=target, at=at, progress=progress)
        ids = list(Agency.objects.order_by("pk").values_list("pk", flat=True))
        following.bake_agencies(ids, common=common, target=target, at=at)
        progress("agencies", len(ids))
        following.bake_spanning(on=timezone.localdate(at), common=common, target=target, at=at)
        dumping.dump(target=target, at=at)
        progress("dump", 1)
        _bake_sitemap(common, target=target, at=at)
    with writing.exclusive():
        baking.remove_surplus(target=target, since=at)
        baking.write_manifest(target=target, at=at)
    progress("done", target.written)
    return target


def _bake_all_items(
    common: dict[str, Any], *, target: baking.Target, at: datetime.datetime, progress: Progress
) -> None:
    count = 0
    for chunk in public.published_in_order(size=following.ITEM_CHUNK * 5):
        following.refresh_items(chunk, common=common, target=target, at=at)
        count += len(chunk)
        progress("items", count)
    for chunk in public.withdrawn_in_order(size=following.ITEM_CHUNK * 5):
        following.refresh_items(chunk, common=common, target=target, at=at)
        count += len(chunk)
        progress("items", count)
    with writing.exclusive():
        for ids in queries.listed_items(size=500):
            stale = sorted(set(ids) - public.public_among(ids))
            if stale:
                placing.place(wanted=[], gone=stale)
    for key in placing.uneven():
        with writing.exclusive():
            placing.renumber(key=key)


def _bake_all_reports(
    common: dict[str, Any], *, target: baking.Target, at: datetime.datetime, progress: Progress
) -> None:
    count = 0
    for chunk in shelves.once_public(size=reports.CHUNK * 5):
        reports.bake_reports(chunk, common=common, target=target, at=at)
        count += len(chunk)
        progress("reports", count)
    reports.bake_library(years=None, keys=None, common=common, target=target, at=at)


def _bake_all_lists(
    common: dict[str, Any], *, target: baking.Target, at: datetime.datetime, progress: Progress
) -> None:
    keys = queries.last_pages()
    for key in _standing_keys():
        keys.setdefault(key, 1)
    batch: placing.Touched = {}
    weight = 0
    for count, (key, last) in enumerate(sorted(keys.items()), start=1):
        for start in range(0, max(1, last - 1), PAGES_AT_ONCE):
            if key in batch or weight >= PAGES_AT_ONCE:
                following.bake_lists(batch, common=common, target=target, at=at)
                batch, weight = {}, 0
            batch[key] = set(range(1, last)[start : start + PAGES_AT_ONCE])
            weight += 1 + len(batch[key])
        if count % 100 == 0:
            progress("lists", count)
    following.bake_lists(batch, common=common, target=target, at=at)
    progress("lists", len(keys))


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
        following.bake_spanning(on=timezone.localdate(at), common=common, target=target, at=at, with_trees=False)
