"""Which text of a document held on a day: a published text begins an edition when an amendment named it.

A correction mends the text of its edition, so of each edition the last published text is shown, and no earlier one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

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


def endings_of(item_ids: Iterable[int]) -> list[Ending]:
    """What was decided about documents, in its order, with what did it and what took its place. One query."""
    rows = Ending.objects.filter(item__in=list(item_ids)).exclude(kind=Ending.Kind.WITHDRAW)
    return list(rows.select_related("act__revision", "successor__revision").order_by("on", "pk"))


def of(item_ids: Iterable[int], endings: Iterable[Ending] | None = None) -> dict[int, list[Edition]]:
    """The editions of documents that were ever public, by item. One query with their `endings`, else two."""
    ids = list(item_ids)
    sealed = Exists(Masking.objects.filter(original=OuterRef("revision")))
    rows = Publication.objects.filter(item__in=ids).annotate(is_sealed=sealed).select_related("revision")
    publications: dict[int, list[Publication]] = defaultdict(list)
    hidden: set[int] = set()
    for each in rows.order_by("at", "pk"):
        publications[each.item_id].append(each)
        if each.is_sealed:
            hidden.add(each.revision_id)
    amendments: dict[int, list[Ending]] = defaultdict(list)
    for ending in endings_of(ids) if endings is None else endings:
        if ending.kind == Ending.Kind.AMEND and ending.amended_id is not None:
            amendments[ending.item_id].append(ending)
    return {pk: editions(rows, amendments[pk], hidden) for pk, rows in publications.items()}


def text_on(found: Sequence[Edition], on: datetime.date) -> Edition | None:
    """The edition that held on a day; None where nothing is known of that document."""
    return next((each for each in found if each.holds(on)), None)
