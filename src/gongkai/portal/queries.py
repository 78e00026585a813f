"""What needs to be known of the public lists: their fronts and pages, totals, latest days, and what was baked."""

import datetime
import functools
import operator
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai.annualreports.queries import shelves
from gongkai.disclosures.models import Attachment, Item
from gongkai.disclosures.queries import public
from gongkai.portal.models import BakedFile, Listing, ListingEntry, Redirect

PAGE_SIZE = 20
NEWEST = "new"
ANSWERS = "answers"
POLICY = "policy"
CHUNK = 400
FRONTS_AT_ONCE = 50
T = TypeVar("T")
_ITEM = re.compile(r"^/(?:items/\d+|preview)/(\d+)(?:\.|/)")
_FILE = re.compile(r"^/files/[0-9a-f]{2}/([0-9a-f]{64})/")
_NAMED = re.compile(r"/items/\d+/(\d+)\.html")


@dataclass(frozen=True)
class Front:
    """The front of a list: the newest pages together, and the number of the page that goes on; None at the end."""

    key: str
    total: int
    last_page: int
    item_ids: tuple[int, ...]
    older: int | None


@dataclass(frozen=True)
class Sheet:
    """One numbered page of a list. `newer` is None where the front comes next."""

    key: str
    number: int
    item_ids: tuple[int, ...]
    newer: int | None
    older: int | None


def keys_of(place: public.Place, parents: Mapping[str, str], *, is_answer: bool = False) -> tuple[str, ...]:
    """The lists that name an item. `parents` gives the class above a topic; `is_answer`: it answered a request."""
    year = timezone.localtime(place.published_at).year
    keys = [NEWEST, f"year:{year}", f"agency:{place.agency_id}"]
    keys += [f"column:{pk}" for pk in place.column_ids]
    if place.column_ids:
        keys.append(f"agency:{place.agency_id}:column:{place.column_ids[-1]}")
    if place.topic:
        keys.append(f"topic:{place.topic}")
        if parents.get(place.topic):
            keys.append(f"topic:{parents[place.topic]}")
    if place.legal_item:
        keys.append(f"law:{place.legal_item}")
    if place.obligation_id:
        keys.append(f"duty:{place.obligation_id}")
    if is_answer:
        keys.append(ANSWERS)
    return tuple(dict.fromkeys(keys))


def policy_keys(ids: Iterable[int], parents: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
    """The lists of the policy library that name these items: those with a document number or a validity. One query.

    The year is that in which the document was formed, else published here.
    """
    rows = Item.objects.public().filter(pk__in=list(ids)).exclude(validity="", public_revision__doc_no="")
    found = {}
    for pk, agency_id, level, topic, validity, formed, published in rows.values_list(
        "pk",
        "agency_id",
        "agency__level",
        "public_revision__topic",
        "validity",
        "public_revision__formed_on",
        "first_published_at",
    ):
        year = formed.year if formed else timezone.localtime(published).year if published else 0
        keys = [POLICY, f"{POLICY}:agency:{agency_id}", f"{POLICY}:level:{level}", f"{POLICY}:year:{year}"]
        keys += [f"{POLICY}:topic:{code}" for code in (topic, parents.get(topic)) if code]
        keys += [f"{POLICY}:validity:{validity}"] if validity else []
        found[pk] = tuple(keys)
    return found


def totals_below(prefix: str) -> dict[str, int]:
    """How many items each list has whose key begins so; lists without any are left out. One query."""
    return dict(Listing.objects.filter(key__startswith=prefix, total__gt=0).values_list("key", "total"))


def totals(keys: Iterable[str]) -> dict[str, int]:
    """How many items each list has; lists without any are left out."""
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(set(keys))):
        found.update(Listing.objects.filter(key__in=chunk, total__gt=0).values_list("key", "total"))
    return found


def latest(keys: Iterable[str]) -> dict[str, datetime.date]:
    """The day of the newest item of each list; lists without any are left out."""
    newest = ListingEntry.objects.filter(listing=OuterRef("pk")).order_by("-published_at", "-item_id")
    found: dict[str, datetime.date] = {}
    for chunk in _chunks(sorted(set(keys))):
        rows = Listing.objects.filter(key__in=chunk, total__gt=0)
        for key, at in rows.annotate(at=Subquery(newest.values("published_at")[:1])).values_list("key", "at"):
            if at is not None:
                found[key] = timezone.localtime(at).date()
    return found


def fronts(keys: Iterable[str]) -> dict[str, Front]:
    """The fronts of lists; a list that does not exist yet has an empty one."""
    wanted = sorted(set(keys))
    found = {key: Front(key, 0, 1, (), None) for key in wanted}
    for chunk in _chunks(_listings(wanted), FRONTS_AT_ONCE):
        # Each list with its own bound: a bound that comes from a join makes PostgreSQL read every entry.
        newest = [Q(listing=row, page__gte=row.last_page - 2) for row in chunk]
        by_listing = _by_page(ListingEntry.objects.filter(functools.reduce(operator.or_, newest)))
        for row in chunk:
            found[row.key] = _front(row, by_listing.get(row.pk, {}))
    return found


def sheets(wanted: Mapping[str, Iterable[int]]) -> list[Sheet]:
    """Numbered pages of lists: by key the numbers wanted. The last page is left out: it is the front."""
    found = []
    listings = {row.key: row for row in _listings(wanted)}
    for key, numbers in wanted.items():
        row = listings.get(key)
        if row is None:
            continue
        asked = sorted({number for number in numbers if 1 <= number < row.last_page})
        for chunk in _chunks(asked):
            pages = _by_page(ListingEntry.objects.filter(listing=row, page__in=chunk)).get(row.pk, {})
            for number in chunk:
                newer = number + 1 if number + 1 < row.last_page else None
                found.append(Sheet(key, number, tuple(pages.get(number, ())), newer, number - 1 or None))
    return found


def last_pages(prefix: str = "") -> dict[str, int]:
    """Every list with the number of its last page; `prefix` narrows by the beginning of the key."""
    return dict(Listing.objects.filter(key__startswith=prefix).order_by("key").values_list("key", "last_page"))


def baked(paths: Sequence[str]) -> dict[str, str]:
    """Recorded hashes of these paths."""
    found: dict[str, str] = {}
    for chunk in _chunks(list(paths)):
        found.update(BakedFile.objects.filter(path__in=chunk).values_list("path", "sha256"))
    return found


def public_files(hashes: Iterable[str]) -> set[tuple[str, str]]:
    """Of files with these hashes, the pairs of hash and name under which something public offers one. Two queries."""
    wanted = set(hashes)
    return public.public_attachments(wanted) | shelves.public_originals(wanted)


def baked_about(about: str) -> list[str]:
    """Paths of the files that show one thing."""
    return list(BakedFile.objects.filter(about=about).order_by("path").values_list("path", flat=True))


def sitemap_parts() -> list[str]:
    """Paths of the sitemap's parts that were baked."""
    paths = BakedFile.objects.filter(about__startswith="sitemap:").exclude(about="sitemap:index")
    return sorted(paths.values_list("path", flat=True), key=lambda path: (len(path), path))


def item_ids_in(key: str) -> list[int]:
    """Every item a list names."""
    return list(ListingEntry.objects.filter(listing__key=key).order_by("item_id").values_list("item_id", flat=True))


def listed_items(*, size: int) -> Iterator[list[int]]:
    """Every item that any list names, in chunks read by key."""
    after = 0
    while found := list(
        ListingEntry.objects.filter(item_id__gt=after)
        .order_by("item_id")
        .values_list("item_id", flat=True)
        .distinct()[:size]
    ):
        yield found
        after = found[-1]


def _listings(keys: Iterable[str]) -> list[Listing]:
    return [row for chunk in _chunks(sorted(set(keys))) for row in Listing.objects.filter(key__in=chunk)]


def _front(row: Listing, pages: Mapping[int, Sequence[int]]) -> Front:
    ids: list[int] = []
    number = row.last_page
    while number >= 1:
        if number not in pages and number < row.last_page - 2:
            more = ListingEntry.objects.filter(listing=row, page=number)
            ids += _by_page(more).get(row.pk, {}).get(number, [])
        else:
            ids += pages.get(number, [])
        number -= 1
        if len(ids) >= PAGE_SIZE:
            break
    return Front(row.key, row.total, row.last_page, tuple(ids), number or None)


def _by_page(entries: QuerySet[ListingEntry]) -> dict[int, dict[int, list[int]]]:
    """Item ids by listing and page, newest first."""
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    ordered = entries.order_by("listing_id", "-page", "-published_at", "-item_id")
    for listing_id, page, item_id in ordered.values_list("listing_id", "page", "item_id"):
        found[listing_id][page].append(item_id)
    return found


def moved_to(*addresses: str) -> str:
    """Where the first of some addresses that moved leads; empty when none did. One query."""
    paths = [f"{each}index.html" if each.endswith("/") else each for each in (one.lstrip("/") for one in addresses)]
    known = dict(Redirect.objects.filter(path__in=[path for path in paths if path]).values_list("path", "target"))
    return next((known[path] for path in paths if path in known), "")


def _chunks(values: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def item_ids_at(path: str, *, root: Path) -> set[int]:
    """The items an address of ours shows: one on its page, file or preview, many on a list, feed or sitemap.

    `path` without scheme and host; that of another edition, with blanks or not, leads to the same. Names below the
    public folder are read; what is no file there names nothing.
    """
    plain = re.sub(r"^/?(?:zh-hant|en)(?=/)", "", unquote(path).split("?")[0].split("#")[0].strip())
    plain = plain if plain.startswith("/") else f"/{plain}"
    if match := _ITEM.match(plain):
        return {int(match[1])}
    if match := _FILE.match(plain):
        held = Attachment.objects.filter(file__sha256=match[1]).values("revision")
        return set(Item.objects.public().filter(public_revision__in=held).values_list("pk", flat=True))
    name = plain.lstrip("/")
    name = f"{name}index.html" if not name or name.endswith("/") else name
    if not BakedFile.objects.filter(path=name).exists() or any(part.startswith(".") for part in name.split("/")):
        return set()
    try:
        text = (root / name).read_text("utf-8", errors="replace")
    except OSError:
        return set()
    return {int(number) for number in _NAMED.findall(text)}
