"""Bringing the kept sums up to date, from the records, for the agencies in which something was done."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from gongkai.events.models import Chain
from gongkai.statistics.models import KeptSum, KeptYear
from gongkai.statistics.queries import counting, keeping, spans
from gongkai.statistics.queries.counting import Whose


def keep(*, years: Iterable[int], at: datetime.datetime, anew: bool = False) -> int:
    """Bring the kept sums of some years up to date; `anew` counts all of them. Returns how many sums were written.

    Counting holds no lock. Of two that keep the same year at once, the one that is slower writes nothing.
    """
    return sum(_keep(year, at=at, anew=anew) for year in years)


def _keep(year: int, *, at: datetime.datetime, anew: bool) -> int:
    # First how far the chain goes, then the records: what these hold more than that is counted again next time.
    end = Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    before = KeptYear.objects.filter(year=year).first()
    span = spans.year(year)
    standing = None if anew or before is None else keeping.relied_on(span)
    parts = keeping.parts()
    if standing is None:
        asked: list[tuple[list[str], Whose]] = [(list(parts), None)]
    else:
        documents = [key for key, part in parts.items() if standing.must_count(part)]
        asked = [([key for key in parts if key not in set(documents)], sorted(standing.agencies)), (documents, None)]
    asked = [(keys, whose) for keys, whose in asked if keys and whose != []]
    if before is not None and standing is not None and not asked and before.seq == end:
        return 0
    found = [_sums(year, keys, whose) for keys, whose in asked]
    return _write(year, list(zip(asked, found, strict=True)), before=before, end=end, at=at)


def _sums(year: int, keys: list[str], whose: Whose) -> list[KeptSum]:
    parts = keeping.parts()
    numbers: dict[tuple[str, int], Decimal] = {}
    named = [(key, parts[key]) for key in keys]
    for each in counting.numbers(named, spans.year(year), whose, by_agency=True):
        place = (each.name, each.agency)
        numbers[place] = numbers.get(place, Decimal(0)) + each.number
    return [
        KeptSum(year=year, part=part, agency_id=agency, number=number)
        for (part, agency), number in sorted(numbers.items())
        if number
    ]


@transaction.atomic
def _write(
    year: int,
    found: list[tuple[tuple[list[str], Whose], list[KeptSum]]],
    *,
    before: KeptYear | None,
    end: int,
    at: datetime.datetime,
) -> int:
    said = {"seq": end, "definition": keeping.definition(), "at": at}
    if before is None:
        _row, is_ours = KeptYear.objects.get_or_create(year=year, defaults=said)
    else:
        same = KeptYear.objects.filter(year=year, seq=before.seq, definition=before.definition, at=before.at)
        is_ours = bool(same.update(**said))
    if not is_ours:
        return 0
    for (keys, whose), sums in found:
        old = KeptSum.objects.filter(year=year)
        old = old if whose is None else old.filter(agency__in=whose)
        if len(keys) < len(keeping.parts()):
            old = old.filter(part__in=keys)
        old.delete()
        KeptSum.objects.bulk_create(sums, batch_size=2000)
    return sum(len(sums) for _asked, sums in found)
