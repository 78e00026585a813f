"""Addresses that moved: recorded when a column is merged, baked as pages that lead on, and told to the web server."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.events.models import Event
from gongkai.portal.actions import baking, redirecting, writing
from gongkai.portal.models import BakedFile, Redirect
from gongkai.portal.pages import moved, site

KINDS = ("column.merged", "redirects.kept", "redirects.removed")
# What nginx reads: one line for each old address (see deploy/nginx.conf).
MAP = "redirects.map"
PAGES = (".html", ".htm")
CHUNK = 200


def hear(events: Sequence[Event]) -> None:
    """Keep the addresses of merged columns, and bake every page that leads on. Safe to repeat."""
    at = timezone.now()
    for event in events:
        kind, _colon, number = event.about.partition(":")
        if event.kind == "column.merged" and kind == "column" and number.isdecimal():
            keep_column(int(number), by=event.by, at=at)
    bake_all(common=site.common(), target=baking.own(), at=at)


def keep_column(pk: int, *, by: str, at: datetime.datetime) -> list[Redirect]:
    """Let every page there ever was of a merged column, also within agencies, lead to the column it went into."""
    column = Column.objects.select_related("merged_into").filter(pk=pk, merged_into__isnull=False).first()
    if column is None or column.merged_into is None:
        return []
    address = catalog_pages.column_address(column.merged_into)
    slugs = f"columns/{column.slug}/"
    targets = {f"{slugs}index.html": address}
    for path in redirecting.paths_below([slugs]):
        targets[path] = address if path.endswith(".html") else f"{address}{path.rpartition('/')[2]}"
    within = BakedFile.objects.filter(path__startswith="agencies/", path__contains=f"/{slugs}")
    for path in within.values_list("path", flat=True):
        agency = path.partition(f"/{slugs}")[0]
        targets[path] = f"/{agency}{address}"
    known = dict(Redirect.objects.filter(path__in=targets).values_list("path", "target"))
    if all(known.get(path) == target for path, target in targets.items()):
        return []
    return redirecting.keep(targets=targets, reason=column.name, by=by, at=at)


def bake_all(*, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> int:
    """Bake the pages of all old addresses where nothing else stands, and write the map for the web server.

    Feeds and other files that are no pages are left to the server: what still lies there is removed.
    """
    rows = list(Redirect.objects.order_by("path"))
    # In a full bake whatever was baked by now stands by right; else what the record says.
    baked = set(target.hashes) or None
    with translation.override(pages.LANGUAGE):
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            with writing.exclusive():
                taken = _taken([row.path for row in chunk]) if baked is None else baked
                _bake([row for row in chunk if row.path not in taken], common=common, target=target, at=at)
    if target.is_recorded:
        _remove_gone({row.path for row in rows}, target=target)
        write_map(rows)
    return len(rows)


def _bake(free: Sequence[Redirect], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    found = [moved.moved_page(row) for row in free if row.path.endswith(PAGES)]
    baking.bake(found=found, common=common, target=target, at=at)
    if target.is_recorded:
        baking.remove(paths=[row.path for row in free if not row.path.endswith(PAGES)], target=target)


def _taken(paths: Sequence[str]) -> set[str]:
    """Of old paths those at which something else stands by right; what is left of a merged column does not."""
    merged = Column.objects.filter(merged_into__isnull=False).values_list("slug", flat=True)
    folders = [f"columns/{slug}/" for slug in merged]
    rows = BakedFile.objects.filter(path__in=paths).exclude(about__startswith=f"{moved.ABOUT}:")
    found = rows.values_list("path", flat=True)
    return {path for path in found if not any(folder in path for folder in folders)}


def _remove_gone(kept: set[str], *, target: baking.Target) -> None:
    rows = BakedFile.objects.filter(about__startswith=f"{moved.ABOUT}:").values_list("path", flat=True)
    gone = [path for path in rows if path not in kept]
    if gone:
        with writing.exclusive():
            baking.remove(paths=gone, target=target)


def write_map(rows: Sequence[Redirect]) -> None:
    """Write the old addresses with where they lead, as nginx's `map` reads them."""
    lines = []
    for row in rows:
        address = pages.address(row.path)
        if not set('";{}$\\ ') & set(address + row.target):
            lines.append(f'"{address}" "{row.target}";\n')
    file = Path(settings.HOME) / MAP
    temporary = file.with_name(f".{MAP}.new")
    temporary.write_text("".join(lines), encoding="utf-8")
    temporary.replace(file)
