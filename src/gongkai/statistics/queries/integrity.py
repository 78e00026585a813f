"""Whether the kept sums still are what the records come to."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.orgs.models import Agency
from gongkai.statistics.models import KeptSum, KeptYear
from gongkai.statistics.queries import counting, indicators, keeping, spans

_MOST_TOLD = 20


def kept_years() -> list[int]:
    """The years of which sums are kept that can be relied on. One query."""
    rows = KeptYear.objects.filter(definition=keeping.definition())
    return list(rows.order_by("year").values_list("year", flat=True))


def differing(year: int) -> Iterator[str]:
    """In words: sums of a year that differ from their records, though nothing was done since. Four queries.

    The first twenty are told one by one, the rest by their number.
    """
    span = spans.year(year)
    standing = keeping.relied_on(span)
    if standing is None:
        return
    kept = {key: part for key, part in keeping.parts().items() if not standing.must_count(part)}
    rows = KeptSum.objects.filter(year=year, part__in=kept).values_list("part", "agency", "number")
    said = {(part, agency): number for part, agency, number in rows}
    there: dict[tuple[str, int], Decimal] = {}
    for each in counting.numbers(list(kept.items()), span, None, by_agency=True):
        place = (each.name, each.agency)
        there[place] = there.get(place, Decimal(0)) + each.number
    wrong = [
        place
        for place in sorted({*said, *there})
        if place[1] not in standing.agencies and said.get(place, Decimal(0)) != there.get(place, Decimal(0))
    ]
    names = Agency.objects.in_bulk({agency for _part, agency in wrong[:_MOST_TOLD]})
    meanings = {
        keeping.key_of(part): str(each.meaning) for each in indicators.declared().values() for part in each.parts
    }
    for part, agency in wrong[:_MOST_TOLD]:
        numbers = f"留存 {_shown(said.get((part, agency)))}，记录 {_shown(there.get((part, agency)))}"
        yield f"{names[agency].short_name} {year} 年「{meanings[part]}」的留存合计与记录不符：{numbers}"
    if len(wrong) > _MOST_TOLD:
        yield f"{year} 年另有 {len(wrong) - _MOST_TOLD} 项留存合计与记录不符"


def _shown(number: Decimal | None) -> str:
    return f"{(number or Decimal(0)).normalize():f}"
