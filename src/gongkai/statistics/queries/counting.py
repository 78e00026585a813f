"""Counting indicators: one query for each source, added up per agency first and over the tree second."""

import collections
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.orgs.models import Agency
from gongkai.statistics.queries import spans
from gongkai.statistics.queries.indicators import Choice, Indicator, Part
from gongkai.statistics.queries.sources import SOURCES, Rows
from gongkai.statistics.queries.spans import Scope, Span

Number = int | Decimal
Values = dict[str, Number]
# The agencies whose records are counted; None for all there are.
Whose = list[int] | None
_MANY = 100


@dataclass(frozen=True)
class Branch:
    """An agency in the tree with its own figures and those of all below it, itself included."""

    agency: Agency
    depth: int
    own: Values
    total: Values


def count(scope: Scope, indicators: Iterable[Indicator]) -> Values:
    """The figures of a scope by id. As many queries as there are sources, and at most four more."""
    wanted = list(indicators)
    values: Values = dict.fromkeys((each.id for each in wanted), 0)
    counted = whose(scope)
    for source, parts in _by_source(wanted).items():
        rows = SOURCES[source].rows(scope.span).filter(_of(counted, SOURCES[source].agency))
        for _agency, key, number in _grouped(rows, source, parts, by_agency=False):
            for id, part in parts:
                if _fits(part, key):
                    values[id] += _divided(number, part)
    return values


def by_agency(agencies: QuerySet[Agency], span: Span, indicators: Iterable[Indicator]) -> dict[int, Values]:
    """The own figures of many agencies by their id; those without any record are left out.

    As many queries as there are sources, and four more, however many agencies.
    """
    wanted = list(indicators)
    inherited = spans.heirs(span.last)
    counted = _counted(agencies, inherited)
    found: dict[int, Values] = collections.defaultdict(lambda: dict.fromkeys((each.id for each in wanted), 0))
    for source, parts in _by_source(wanted).items():
        rows = SOURCES[source].rows(span).filter(_of(counted, SOURCES[source].agency))
        fitting: dict[tuple[Any, ...], list[tuple[str, Part]]] = {}
        for agency, key, number in _grouped(rows, source, parts, by_agency=True):
            plain = tuple(key.values())
            if plain not in fitting:
                fitting[plain] = [(id, part) for id, part in parts if _fits(part, key)]
            own = found[inherited.get(agency, agency)]
            for id, part in fitting[plain]:
                own[id] += _divided(number, part)
    return dict(found)


def tree(root: Agency, span: Span, indicators: Iterable[Indicator]) -> list[Branch]:
    """An agency and all below it in tree order, figures added up. As many queries as `by_agency`, and one."""
    wanted = list(indicators)
    return rolled_up(Agency.objects.within(root), by_agency(Agency.objects.within(root), span, wanted), wanted)


def rolled_up(agencies: QuerySet[Agency], own: Mapping[int, Values], indicators: Sequence[Indicator]) -> list[Branch]:
    """Own figures added up over the tree these agencies stand in. One query."""
    rows = list(agencies.in_tree_order())  # type: ignore[attr-defined]
    there = {row.pk for row in rows}
    nothing: Values = dict.fromkeys((each.id for each in indicators), 0)
    totals: dict[int, Values] = {}
    for row in rows:
        for id, number in own.get(row.pk, {}).items():
            if number:
                for pk in row.ancestor_ids:
                    if pk in there:
                        values = totals.setdefault(pk, dict(nothing))
                        values[id] += number
    return [
        Branch(
            agency=row,
            depth=sum(1 for pk in row.ancestor_ids[:-1] if pk in there),
            own=own.get(row.pk, nothing),
            total=totals.get(row.pk, nothing),
        )
        for row in rows
    ]


# --- the rows behind a figure ---


def records(part: Part, scope: Scope, counted: Whose) -> Rows:
    """Exactly the records that a part of an indicator counts in a scope; `counted` is what `whose` gives for it."""
    source = SOURCES[part.source]
    return source.rows(scope.span).filter(_of(counted, source.agency), *map(condition, part.choices))


def whose(scope: Scope, *, among: QuerySet[Agency] | None = None) -> Whose:
    """The agencies whose records a scope counts, or those that count for some of them. At most four queries."""
    bearers = scope.bearers if among is None else scope.bearers & among
    return _counted(bearers, spans.heirs(scope.span.last))


def figure(part: Part, rows: Rows) -> Number:
    """What some records of a part come to. One query."""
    measure = SOURCES[part.source].measure
    if not measure:
        return int(rows.count())
    return _divided(rows.aggregate(n=Sum(measure))["n"] or Decimal(0), part)


def condition(choice: Choice) -> Q:
    """A choice as a condition on rows."""
    if len(choice.fields) == 1:
        return Q(**{f"{choice.fields[0]}__in": sorted(value for (value,) in choice.values)})
    wanted = Q(pk__in=[])
    for values in sorted(choice.values):
        wanted |= Q(**dict(zip(choice.fields, values, strict=True)))
    return wanted


def _counted(bearers: QuerySet[Agency], inherited: Mapping[int, int]) -> Whose:
    """The agencies whose records these bearers count; None for all there are. Two queries.

    These are the bearers themselves, unless they were succeeded, and those they succeeded.
    """
    own = set(bearers.values_list("pk", flat=True)) - set(inherited)
    found = own | {before for before, after in inherited.items() if after in own}
    is_all = len(found) >= _MANY and len(found) == Agency.objects.count()
    return None if is_all else sorted(found)


def _of(agencies: Whose, agency: str) -> Q:
    # Keys, not a subquery: planners that expect few rows would walk the agencies once for each of them.
    return Q() if agencies is None else Q(**{f"{agency}__in": agencies})


def _by_source(indicators: Iterable[Indicator]) -> dict[str, list[tuple[str, Part]]]:
    found: dict[str, list[tuple[str, Part]]] = {}
    for each in indicators:
        for part in each.parts:
            found.setdefault(part.source, []).append((each.id, part))
    return found


def _grouped(
    rows: Rows, source: str, parts: Sequence[tuple[str, Part]], *, by_agency: bool
) -> Iterable[tuple[int, dict[str, Any], Number]]:
    """Agency (0 when not divided), values of the fields that are chosen by, and the number. One query."""
    fields = list(dict.fromkeys(name for _id, part in parts for name in part.fields))
    agency = SOURCES[source].agency
    measure = SOURCES[source].measure
    counted = Sum(measure) if measure else Count("pk")
    names = [agency, *fields] if by_agency else fields
    if not names:
        yield 0, {}, rows.aggregate(n=counted)["n"] or 0
        return
    for values in rows.order_by().values_list(*names).annotate(n=counted):
        plain = values[1:-1] if by_agency else values[:-1]
        yield values[0] if by_agency else 0, dict(zip(fields, plain, strict=True)), values[-1] or 0


def _fits(part: Part, key: Mapping[str, Any]) -> bool:
    return all(tuple(key[name] for name in choice.fields) in choice.values for choice in part.choices)


def _divided(number: Number, part: Part) -> Number:
    return number if part.per == 1 else Decimal(number) / part.per
