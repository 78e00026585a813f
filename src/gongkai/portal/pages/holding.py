"""Where an item is public: every file, list, feed and channel that holds it, and whether a place holds it still."""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gongkai.activities.queries import channels
from gongkai.core import feeds as formats
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.portal import queries
from gongkai.portal.actions import writing
from gongkai.portal.models import ListingEntry
from gongkai.portal.pages import feeds, lists

PAGE, TWIN, EDITION, CODE, FILE, PREVIEW = "page", "twin", "edition", "code", "file", "preview"
LIST, FEED, SITEMAP, HOME, RELATED, INDEX, CHANNEL = "list", "feed", "sitemap", "home", "related", "index", "channel"
EDITIONS = ("zh-hant", "en")
# What names an item beside others: it is looked into, whether the item is named still.
NAMING = (LIST, FEED, SITEMAP, HOME, RELATED)


@dataclass(frozen=True)
class Place:
    """One place: of which kind, its path below the public folder or its name, and the hash it had before.

    `is_gone` is None where nobody can tell from here, as with what stands in a channel.
    """

    kind: str
    path: str
    sha256: str = ""
    is_gone: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """For the record."""
        return asdict(self)


def places(ids: Iterable[int], *, root: Path) -> dict[int, list[Place]]:
    """Every place that holds these public items now. A fixed number of queries, and reading of the files that list."""
    whole = public.whole(ids)
    found: dict[int, list[Place]] = {each.item.pk: [] for each in whole}
    naming = _naming(list(found), root)
    posted = channels.places(list(found))
    baked = queries.baked([item_pages.item_path(pk) for pk in found])
    for each in whole:
        pk = each.item.pk
        page = item_pages.item_path(pk)
        own = found[pk]
        own.append(Place(PAGE, page, baked.get(page, "")))
        if writing.twin(root / page).exists():
            own.append(Place(TWIN, f"{page}.gz", baked.get(page, "")))
        own += [Place(EDITION, f"{edition}/{page}", baked.get(page, "")) for edition in EDITIONS]
        own.append(Place(CODE, item_pages.code_path(pk)))
        for attachment in each.attachments:
            own.append(Place(FILE, item_pages.file_path(attachment)))
            own.append(Place(PREVIEW, f"preview/{pk}/{attachment.file.sha256}/"))
        own += naming.get(pk, [])
        own.append(Place(INDEX, ""))
        own += [Place(CHANNEL, f"{one.label} {one.account} {one.address}".strip()) for one in posted.get(pk, [])]
    return found


def _naming(ids: Sequence[int], root: Path) -> dict[int, list[Place]]:
    """The pages that name items: those that could, read, and kept where they do."""
    entries = list(ListingEntry.objects.filter(item_id__in=ids).values_list("item_id", "listing__key", "page"))
    known = lists.shelf({key for _pk, key, _page in entries})
    candidates: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, key, page in entries:
        head = lists.head(key, known)
        if head is not None:
            wanted = candidates[pk]
            wanted |= {f"{head.folder}index.html": LIST, f"{head.folder}p{page}.html": LIST}
            if head.feed_folder:
                wanted |= {f"{head.feed_folder}{name}": FEED for name in formats.MEDIA}
    for agency in {key.split(":")[1] for _pk, key, _page in entries if key.startswith("agency:")}:
        row = known.agencies.get(int(agency))
        for pk in candidates:
            if row is not None:
                candidates[pk][f"agencies/{row.code}/index.html"] = LIST
    beside = {pk: item_pages.item_path(pk) for pk in public.related_ids(ids)}
    texts: dict[str, str] = {}
    found: dict[int, list[Place]] = {}
    for pk in ids:
        candidates[pk] |= {"index.html": HOME, feeds.sitemap_part_path(pk): SITEMAP}
        candidates[pk] |= dict.fromkeys(beside.values(), RELATED)
        named = [Place(kind, path) for path, kind in candidates[pk].items() if _names(root, path, pk, texts)]
        found[pk] = sorted(named, key=lambda each: (NAMING.index(each.kind), each.path))
    return found


def _names(root: Path, path: str, pk: int, texts: dict[str, str]) -> bool:
    if path not in texts:
        try:
            texts[path] = writing.place_of(root, path).read_text("utf-8", errors="replace")
        except OSError:
            texts[path] = ""
    return item_pages.item_address(pk) in texts[path]


def look_again(before: Mapping[int, Sequence[Place]], *, root: Path, is_indexed: bool) -> dict[int, list[Place]]:
    """The same places after a takedown, each with whether it holds the item still: files are opened, not believed.

    `is_indexed`: the index of the search still has them; no result shows them all the same.
    """
    texts: dict[str, str] = {}
    still = public.public_among(list(before))
    found: dict[int, list[Place]] = {}
    for pk, held in before.items():
        found[pk] = []
        for each in held:
            if each.kind == INDEX:
                is_gone: bool | None = not is_indexed
            elif each.kind == PREVIEW:
                is_gone = pk not in still
            else:
                is_gone = _is_gone(each, pk, root, texts)
            found[pk].append(Place(each.kind, each.path, each.sha256, is_gone))
    return found


def _is_gone(place: Place, pk: int, root: Path, texts: dict[str, str]) -> bool | None:
    """Whether the disk holds it no more; None for a channel. The note that remains has another hash than the page."""
    if place.kind == CHANNEL:
        return None
    if place.kind in NAMING:
        return not _names(root, place.path, pk, texts)
    # An edition is converted from the page when it is asked for.
    file = root / (item_pages.item_path(pk) if place.kind == EDITION else place.path)
    if place.kind not in (PAGE, EDITION, TWIN):
        return not file.exists()
    try:
        content = file.read_bytes()
        return writing.sha256(gzip.decompress(content) if place.kind == TWIN else content) != place.sha256
    except FileNotFoundError:
        return True
    except (OSError, EOFError, zlib.error):
        return False


def addresses(held: Sequence[Place]) -> list[str]:
    """The addresses that are the item itself, as readers fetch them."""
    found = [f"/{each.path}" for each in held if each.kind in (PAGE, FILE, PREVIEW)]
    return list(dict.fromkeys(found))


def address_of(place: Place) -> str:
    """Where a place was read."""
    return quote(f"/{place.path}") if place.path and place.kind not in (INDEX, CHANNEL) else ""
