"""Whether a document held on any given day: its periods, from its own dates and what was decided about it since."""

import dataclasses
import datetime
from dataclasses import dataclass

from django.utils import timezone

from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Ending, Item
from gongkai.disclosures.queries import public

_AFTER = {
    Ending.Kind.AMEND: Item.Validity.AMENDED,
    Ending.Kind.REPEAL: Item.Validity.REPEALED,
    Ending.Kind.EXPIRE: Item.Validity.EXPIRED,
    Ending.Kind.VOID: Item.Validity.VOID,
    Ending.Kind.RESTORE: Item.Validity.IN_FORCE,
}
_OVER = {Item.Validity.REPEALED, Item.Validity.EXPIRED, Item.Validity.VOID}
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A stretch of days with one standing; `until` is empty while nothing ends it."""

    since: str
    until: str
    tag: pages.Tag


def periods(each: public.PublicItem) -> list[Period]:
    """The periods of a document, oldest first; none for what has no validity."""
    item, revision = each.item, each.revision
    published = timezone.localtime(item.first_published_at).date() if item.first_published_at else None
    start = revision.effective_on or revision.formed_on or published
    if not item.validity or start is None:
        return []
    turns: list[tuple[datetime.date, str]] = [(start, Item.Validity.IN_FORCE)]
    if published is not None and published < start:
        turns.insert(0, (published, Item.Validity.PENDING))
    decided = [
        (standing.ending.on, _AFTER[Ending.Kind(standing.ending.kind)])
        for standing in each.standings
        if standing.ending.kind in _AFTER
    ]
    # What comes into force "by restoring" on its first day merely begins.
    turns += [(max(on, turns[0][0]), state) for on, state in decided]
    ends = revision.expires_on + _DAY if revision.expires_on else None
    if ends is not None and not any(state in _OVER and on <= ends for on, state in decided):
        turns.append((ends, Item.Validity.EXPIRED))
    turns.sort(key=lambda turn: turn[0])
    return _stretches(turns)


def _stretches(turns: list[tuple[datetime.date, str]]) -> list[Period]:
    """Turns as stretches; of several on one day the last counts, and what changes nothing is left out."""
    by_day = dict(turns)
    kept: list[tuple[datetime.date, str]] = []
    for on, state in by_day.items():
        if not kept or kept[-1][1] != state:
            kept.append((on, state))
    found = []
    for number, (on, state) in enumerate(kept):
        until = kept[number + 1][0] - _DAY if number + 1 < len(kept) else None
        tag = item_pages.tag(state)
        assert tag is not None
        found.append(Period(pages.day(on), pages.day(until), tag))
    return found


def with_periods(page: pages.Page, each: public.PublicItem) -> pages.Page:
    """An item's page that also tells its periods."""
    return dataclasses.replace(page, context={**page.context, "periods": periods(each)})
