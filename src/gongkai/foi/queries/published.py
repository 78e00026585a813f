"""What is public already, before somebody asks for it: found by whoever above us can search, earlier answers marked.

Search stands above requests on the shelf, so it registers its finder here when it loads; without one nothing is found
and the form goes on.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.foi.models.handling import Relation

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """An item as a finder knows it. Title and passage come as pieces `(text, is_hit)`."""

    item_id: int
    title: Pieces
    passage: Pieces
    on: datetime.date


@dataclass(frozen=True)
class Match:
    """A public item that may answer the wish; `is_answer`: it was once an answer to a request."""

    found: Found
    address: str
    agency_id: int
    agency_name: str
    is_answer: bool


Finder = Callable[[str, int], Sequence[Found]]
FINDERS: list[Finder] = []


def register(finder: Finder) -> None:
    """Give a finder: words and how many, to items that are public this moment, best first. Called while apps load."""
    FINDERS.append(finder)


def matches(text: str, *, limit: int = 5) -> list[Match]:
    """The public items that fit a wish best. Two queries beside those of the finder."""
    found = [each for finder in FINDERS for each in finder(text, limit)][:limit]
    return _matches(found)


def _matches(found: Iterable[Found]) -> list[Match]:
    by_id = {each.item_id: each for each in found}
    agencies = {
        pk: (agency_id, short or name)
        for pk, agency_id, short, name in Item.objects.filter(pk__in=by_id).values_list(
            "pk", "agency_id", "agency__short_name", "agency__name"
        )
    }
    answers = answered(by_id)
    return [
        Match(each, item_pages.item_address(pk), *agencies[pk], pk in answers)
        for pk, each in by_id.items()
        if pk in agencies
    ]


def answered(ids: Iterable[int]) -> set[int]:
    """Which of these items were answers to requests. One query."""
    rows = Relation.objects.filter(kind=Relation.Kind.PUBLISHED_AS, item__in=list(ids))
    return {pk for pk in rows.values_list("item_id", flat=True) if pk is not None}
