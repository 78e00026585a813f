"""Comparing the public folder with its record and with the database; every difference is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import library, shelves
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.portal import queries
from gongkai.portal.actions import baking, writing
from gongkai.portal.models import BakedFile, ListingEntry

CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be: which file, and what is wrong in a word."""

    path: str
    kind: str

    @property
    def words(self) -> str:
        """The difference as a sentence."""
        kinds = {
            "missing": _("is missing"),
            "changed": _("was changed"),
            "twin": _("has a compressed twin that is missing or differs"),
            "surplus": _("does not belong here"),
            "leak": _("is not public but there"),
            "unbaked": _("is public but was never baked"),
            "listed": _("is not public but named in a list"),
        }
        return f"{self.path}: {kinds[self.kind]}"


def verify(*, root: Path) -> Iterator[Difference]:
    """Compare files with the record and the record with the database. Yields every difference, worst first."""
    yield from _leaks()
    yield from _unbaked()
    recorded = set()
    for path, sha256 in BakedFile.objects.order_by("path").values_list("path", "sha256").iterator(chunk_size=2000):
        recorded.add(path)
        fault = writing.fault(root, path, sha256)
        if fault is not None:
            yield Difference(path, fault)
    for path in sorted(writing.files_in(root)):
        plain = path.removesuffix(".gz") if writing.is_twinned(path.removesuffix(".gz")) else path
        if plain not in recorded and plain != baking.MANIFEST and not path.startswith("static/"):
            yield Difference(path, "surplus")


def _leaks() -> Iterator[Difference]:
    """Pages and attachments of what is not public, and lists that name it."""
    shown = BakedFile.objects.filter(about__startswith="item:").order_by("pk").values_list("path", "about")
    for chunk in _chunks(shown.iterator(chunk_size=2000)):
        ids = {int(about.partition(":")[2]) for _path, about in chunk}
        still = public.public_among(sorted(ids))
        for path, about in chunk:
            if int(about.partition(":")[2]) not in still:
                yield Difference(path, "leak")
    told = BakedFile.objects.filter(about__startswith="report:").order_by("pk").values_list("path", "about")
    for chunk in _chunks(told.iterator(chunk_size=2000)):
        public_reports = shelves.public_among({int(about.partition(":")[2]) for _path, about in chunk})
        for path, about in chunk:
            if int(about.partition(":")[2]) not in public_reports:
                yield Difference(path, "leak")
    copies = BakedFile.objects.filter(about__startswith="file:").order_by("pk").values_list("path", "about")
    for chunk in _chunks(copies.iterator(chunk_size=2000)):
        hashes = {about.partition(":")[2] for _path, about in chunk}
        names = {(sha256, item_pages.safe_name(name)) for sha256, name in queries.public_files(hashes)}
        for path, about in chunk:
            if (about.partition(":")[2], path.rpartition("/")[2]) not in names:
                yield Difference(path, "leak")
    named = ListingEntry.objects.order_by("item_id").values_list("item_id", flat=True).distinct()
    for ids_named in _chunks(named.iterator(chunk_size=2000)):
        for item_id in sorted(set(ids_named) - public.public_among(ids_named)):
            yield Difference(f"item:{item_id}", "listed")


def _unbaked() -> Iterator[Difference]:
    for ids in public.published_in_order(size=CHUNK):
        paths = [item_pages.item_path(pk) for pk in ids]
        known = set(BakedFile.objects.filter(path__in=paths, about__startswith="item:").values_list("path", flat=True))
        for path in sorted(set(paths) - known):
            yield Difference(path, "unbaked")
    for reports in _chunks(library.reports().iterator(chunk_size=CHUNK)):
        wanted = {places.files_of(each)[0] for each in reports}
        there = BakedFile.objects.filter(path__in=wanted, about__startswith="report:")
        for path in sorted(wanted - set(there.values_list("path", flat=True))):
            yield Difference(path, "unbaked")


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
