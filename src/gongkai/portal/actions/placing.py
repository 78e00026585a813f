"""Items get their places in the public lists, once; lists are numbered from the oldest page."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max

from gongkai.portal.models import Listing, ListingEntry
from gongkai.portal.queries import PAGE_SIZE

Touched = dict[str, set[int]]


@dataclass(frozen=True)
class Wanted:
    """A public item and the lists that should name it."""

    item_id: int
    published_at: datetime.datetime
    keys: tuple[str, ...]


@transaction.atomic
def place(*, wanted: Sequence[Wanted], gone: Iterable[int] = ()) -> Touched:
    """Put items into exactly the lists they belong to, and take `gone` out of all.

    Safe to repeat. Returns by list the numbers of the pages that name, or named, one of these items.
    The work does not depend on how many items the lists hold.
    """
    by_item = {each.item_id: each for each in wanted}
    ids = [*by_item, *gone]
    keys = sorted({key for each in wanted for key in each.keys})
    Listing.objects.bulk_create([Listing(key=key) for key in keys], ignore_conflicts=True, batch_size=500)
    here = ListingEntry.objects.filter(item_id__in=ids).select_related("listing")
    present = list(here.order_by("listing__key", "item_id"))
    listings = _locked({*keys, *(entry.listing.key for entry in present)})
    touched: Touched = defaultdict(set)
    standing: set[tuple[int, str]] = set()
    surplus = []
    for entry in present:
        touched[entry.listing.key].add(entry.page)
        known = by_item.get(entry.item_id)
        if known is not None and entry.listing.key in known.keys:
            standing.add((entry.item_id, entry.listing.key))
        else:
            surplus.append(entry)
    _take_out(surplus, listings)
    fresh = _put_in(by_item, standing, listings, touched)
    if surplus or fresh:
        # An upsert of rows that exist: one plain statement, where bulk_update would build a case for every row.
        Listing.objects.bulk_create(
            listings.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["total", "last_page", "last_page_total"],
            batch_size=200,
        )
    return dict(touched)


def _locked(keys: Iterable[str]) -> dict[str, Listing]:
    """The lists, locked in one order so that two writers cannot block each other."""
    ordered = sorted(keys)
    found = {}
    for start in range(0, len(ordered), 400):
        rows = Listing.objects.select_for_update().filter(key__in=ordered[start : start + 400]).order_by("key")
        found.update({row.key: row for row in rows})
    return found


def _take_out(surplus: Sequence[ListingEntry], listings: Mapping[str, Listing]) -> None:
    ListingEntry.objects.filter(pk__in=[entry.pk for entry in surplus]).delete()
    for entry in surplus:
        row = listings[entry.listing.key]
        row.total -= 1
        if entry.page == row.last_page:
            row.last_page_total -= 1


def _put_in(
    by_item: Mapping[int, Wanted],
    standing: set[tuple[int, str]],
    listings: Mapping[str, Listing],
    touched: Touched,
) -> list[ListingEntry]:
    missing: dict[str, list[Wanted]] = defaultdict(list)
    for each in sorted(by_item.values(), key=lambda one: (one.published_at, one.item_id)):
        for key in each.keys:
            if (each.item_id, key) not in standing:
                missing[key].append(each)
    newest = _newest([listings[key] for key in missing])
    fresh = []
    for key, items in missing.items():
        row = listings[key]
        last = newest.get(row.pk)
        for each in items:
            if last is None or each.published_at >= last:
                number = _append(row, touched[key])
                last = each.published_at
            else:
                number = _page_at(row, each)
                row.last_page_total += number == row.last_page
            row.total += 1
            touched[key].add(number)
            entry = ListingEntry(listing=row, item_id=each.item_id, page=number, published_at=each.published_at)
            fresh.append(entry)
    ListingEntry.objects.bulk_create(fresh, batch_size=500)
    return fresh


def _append(row: Listing, touched: set[int]) -> int:
    """Make room at the newest end. A page that is full stands for itself; its neighbour's link changes too."""
    if row.last_page_total >= PAGE_SIZE:
        touched.update({row.last_page, row.last_page - 1} - {0})
        row.last_page += 1
        row.last_page_total = 0
    row.last_page_total += 1
    return row.last_page


def _newest(rows: Sequence[Listing]) -> dict[int, datetime.datetime]:
    """The moment of the newest item of each list."""
    found: dict[int, datetime.datetime] = {}
    for start in range(0, len(rows), 400):
        part = rows[start : start + 400]
        entries = ListingEntry.objects.filter(listing__in=part, page=F("listing__last_page"))
        found.update(entries.values("listing_id").annotate(at=Max("published_at")).values_list("listing_id", "at"))
    for row in rows:
        # The last page may have been emptied by withdrawals.
        if row.pk not in found and row.total:
            entry = ListingEntry.objects.filter(listing=row).order_by("-published_at", "-item_id").first()
            if entry is not None:
                found[row.pk] = entry.published_at
    return found


def _page_at(row: Listing, each: Wanted) -> int:
    """The page where the date of a back-dated item belongs; pages may thereby hold more than usual."""
    older = ListingEntry.objects.filter(listing=row, published_at__lte=each.published_at)
    entry = older.order_by("-published_at", "-item_id").first()
    if entry is None:
        entry = ListingEntry.objects.filter(listing=row).order_by("published_at", "item_id").first()
    return entry.page if entry else row.last_page


def uneven() -> list[str]:
    """Lists whose pages do not all hold the usual number, or whose totals are wrong."""
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    pages = ListingEntry.objects.values("listing_id", "page").annotate(n=Count("pk"))
    for listing_id, page, number in pages.values_list("listing_id", "page", "n").iterator():
        counts[listing_id][page] = number
    found = []
    for row in Listing.objects.order_by("key").iterator():
        held = counts.get(row.pk, {})
        total = sum(held.values())
        full = dict.fromkeys(range(1, total // PAGE_SIZE + 1), PAGE_SIZE)
        if total % PAGE_SIZE:
            full[total // PAGE_SIZE + 1] = total % PAGE_SIZE
        last = max(full, default=1)
        if held != full or (row.total, row.last_page, row.last_page_total) != (total, last, full.get(last, 0)):
            found.append(row.key)
    return found


@transaction.atomic
def renumber(*, key: str) -> None:
    """Spread a list's items evenly over its pages, oldest first, and count them anew."""
    row = Listing.objects.select_for_update().get(key=key)
    moved, total = [], 0
    entries = ListingEntry.objects.filter(listing=row).order_by("published_at", "item_id")
    for total, entry in enumerate(entries.iterator(chunk_size=5000), start=1):
        number = (total - 1) // PAGE_SIZE + 1
        if entry.page != number:
            entry.page = number
            moved.append(entry)
    ListingEntry.objects.bulk_update(moved, ["page"], batch_size=400)
    row.total = total
    row.last_page = max(1, -(-total // PAGE_SIZE))
    row.last_page_total = total - (row.last_page - 1) * PAGE_SIZE
    row.save(update_fields=["total", "last_page", "last_page_total"])
