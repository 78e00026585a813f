"""Which text of a document held on a day: a published text begins an edition when an amendment named it.

A correction mends the text of its edition, so of each edition the last published text is shown, and no earlier one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.disclosures.check_models import Masking
from gongkai.disclosures.models import Ending, Publication, Revision

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Edition:
    """The text that held from a day until a day; an empty end is open. `revision` is empty where none is held here."""

    since: datetime.date | None
    until: datetime.date | None
    revision: Revision | None
    act_id: int | None = None

    def holds(self, on: datetime.date) -> bool:
        """Whether it is the text of a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def editions(
    publications: Sequence[Publication], amendments: Sequence[Ending], sealed: Iterable[int] = ()
) -> list[Edition]:
    """The editions of one document, oldest first; at least one.

    `publications` in their order, with revisions; `amendments` in any; `sealed` are revisions nobody may read.
    """
    place = {each.revision_id: number for number, each in enumerate(publications)}
    by_day: dict[datetime.date, Ending] = {}
    for each in sorted(amendments, key=lambda each: (each.on, each.pk)):
        if each.amended_id in place:
            by_day[each.on] = each
    turns: list[tuple[datetime.date | None, int, int | None]] = [(None, 0, None)]
    for on, ending in by_day.items():
        assert ending.amended_id is not None
        begin = place[ending.amended_id]
        if begin >= turns[-1][1]:
            turns.append((on, begin, ending.act_id))
    found = []
    for number, (since, begin, act_id) in enumerate(turns):
        last = number + 1 == len(turns)
        end = len(publications) if last else turns[number + 1][1]
        until = None if last else (turns[number + 1][0] or datetime.date.max) - _DAY
        readable = [each.revision for each in publications[begin:end] if each.revision_id not in set(sealed)]
        found.append(Edition(since, until, readable[-1] if readable else None, act_id))
    return found


def of(item_ids: Iterable[int]) -> dict[int, list[Edition]]:
    """The editions of documents that were ever public, by item. Three queries."""
    ids = list(item_ids)
    publications: Mapping[int, list[Publication]] = defaultdict(list)
    for each in Publication.objects.filter(item__in=ids).select_related("revision").order_by("at", "pk"):
        publications[each.item_id].append(each)
    amendments: Mapping[int, list[Ending]] = defaultdict(list)
    for ending in Ending.objects.filter(item__in=ids, kind=Ending.Kind.AMEND, amended__isnull=False):
        amendments[ending.item_id].append(ending)
    sealed = set(Masking.objects.filter(original__item__in=ids).values_list("original", flat=True))
    return {pk: editions(rows, amendments[pk], sealed) for pk, rows in publications.items()}


def text_on(found: Sequence[Edition], on: datetime.date) -> Edition | None:
    """The edition that held on a day; None where nothing is known of that document."""
    return next((each for each in found if each.holds(on)), None)
