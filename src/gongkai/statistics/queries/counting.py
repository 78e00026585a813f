"""Counting indicators: all sources in one query, added up per agency first and over the tree second."""

import collections
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, DecimalField, F, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from gongkai.orgs.models import Agency
from gongkai.statistics.queries import spans
from gongkai.statistics.queries.indicators import Choice, Indicator, Part
from gongkai.statistics.queries.sources import SOURCES, Rows, Source
from gongkai.statistics.queries.spans import Place, Scope, Span

Number = int | Decimal
Values = dict[str, Number]
# The agencies whose records are counted; None for all there are.
Whose = list[int] | None
# Parts by a name of the caller's; a name may have several, a part several names.
Named = Sequence[tuple[str, Part]]
_NUMBER = DecimalField(max_digits=20, decimal_places=4)


@dataclass(frozen=True)
class Branch:
    """An agency in the tree with its own figures and those of all below it, itself included."""

    agency: Agency
    depth: int
    own: Values
    total: Values


@dataclass(frozen=True)
class Counted:
    """A number counted: under which name, of which agency (0 when not divided), in which month (0 without a day)."""

    name: str
    agency: int
    month: int
    number: Number


def count(scope: Scope, indicators: Iterable[Indicator]) -> Values:
    """The figures of a scope by id. At most three queries."""
    wanted = list(indicators)
    values: Values = dict.fromkeys((each.id for each in wanted), 0)
    for each in numbers(named(wanted), scope.span, whose(scope)):
        values[each.name] += each.number
    return values


def by_month(scope: Scope, indicators: Iterable[Indicator], *, counted: Whose) -> dict[str, list[Number]]:
    """The figures of a scope by id, divided: first what stands on no day of its own, then the twelve months.

    They add up to the figure of the scope. `counted` is what `whose` gives for it. One query.
    """
    wanted = list(indicators)
    values: dict[str, list[Number]] = {each.id: [0] * 13 for each in wanted}
    for each in numbers(named(wanted), scope.span, counted, by_month=True):
        values[each.name][each.month] += each.number
    return values


def by_agency(agencies: QuerySet[Agency], span: Span, indicators: Iterable[Indicator]) -> dict[int, Values]:
    """The own figures of many agencies by their id; those without any record are left out. At most four queries."""
    wanted = list(indicators)
    inherited = spans.heirs(span.last)
    own = set(agencies.values_list("pk", flat=True))
    counted = None if len(own) == Agency.objects.count() else with_inherited(own, inherited)
    found: dict[int, Values] = collections.defaultdict(lambda: dict.fromkeys((each.id for each in wanted), 0))
    for each in numbers(named(wanted), span, counted, by_agency=True):
        found[inherited.get(each.agency, each.agency)][each.name] += each.number
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
    conditions = [condition(choice, source.usual) for choice in part.choices]
    return source.rows(scope.span).filter(_of(counted, source), *conditions)


def whose(scope: Scope, *, places: Sequence[Place] | None = None) -> Whose:
    """The agencies whose records a scope counts. At most two queries; one with the `places` there are."""
    own, there = {scope.agency.pk}, places
    if scope.with_subtree:
        there = spans.places() if places is None else places
        own = {each.pk for each in there if each.path.startswith(scope.agency.path)}
        if len(own) == len(there):
            return None
    return with_inherited(own, spans.heirs(scope.span.last, places=there))


def with_inherited(bearers: set[int], inherited: Mapping[int, int]) -> list[int]:
    """The agencies whose records these bear: their own, unless they were succeeded, and of those they succeeded."""
    own = bearers - set(inherited)
    return sorted(own | {before for before, after in inherited.items() if after in own})


def figure(part: Part, rows: Rows) -> Number:
    """What some records of a part come to. One query."""
    measure = SOURCES[part.source].measure
    if not measure:
        return int(rows.count())
    return _divided(rows.aggregate(n=Sum(measure))["n"] or Decimal(0), part)


def condition(choice: Choice, usual: Mapping[str, tuple[str, tuple[str, ...]]]) -> Q:
    """A choice as a condition on rows; what is usual is said as being nothing else."""
    if len(choice.fields) == 1:
        value, others = usual.get(choice.fields[0], ("", ()))
        if choice.values == {(value,)}:
            return ~Q(**{f"{choice.fields[0]}__in": others})
        return Q(**{f"{choice.fields[0]}__in": sorted(value for (value,) in choice.values)})
    wanted = Q(pk__in=[])
    for values in sorted(choice.values):
        wanted |= Q(**dict(zip(choice.fields, values, strict=True)))
    return wanted


def named(indicators: Iterable[Indicator]) -> list[tuple[str, Part]]:
    """The parts of indicators, each under the id of its indicator."""
    return [(each.id, part) for each in indicators for part in each.parts]


def numbers(
    parts: Named, span: Span, counted: Whose, *, by_agency: bool = False, by_month: bool = False
) -> Iterator[Counted]:
    """What the records of some parts come to. One query, however many sources; none without parts."""
    by_source: dict[str, list[tuple[str, Part]]] = {}
    for name, part in parts:
        by_source.setdefault(part.source, []).append((name, part))
    if not by_source or counted == []:
        return
    width = max(len(_fields(of)) for of in by_source.values())
    first, *rest = [
        _group(source, of, span, counted, width, by_agency=by_agency, by_month=by_month)
        for source, of in by_source.items()
    ]
    fitting: dict[tuple[Any, ...], list[tuple[str, Part]]] = {}
    for source, agency, month, *key, number in first.union(*rest, all=True) if rest else first:
        found = (source, *key)
        if found not in fitting:
            told = dict(zip(_fields(by_source[source]), key, strict=False))
            fitting[found] = [(name, part) for name, part in by_source[source] if _fits(part, told)]
        plain: Number = (number or Decimal(0)) if SOURCES[source].measure else int(number or 0)
        for name, part in fitting[found]:
            yield Counted(name, agency, month, _divided(plain, part))


def _group(
    source: str, parts: Named, span: Span, counted: Whose, width: int, *, by_agency: bool, by_month: bool
) -> Rows:
    """The records of a source added up: source, agency, month, the fields that are chosen by as text, the number."""
    one = SOURCES[source]
    keys: dict[str, Any] = {
        "k_source": Value(source, output_field=CharField()),
        "k_agency": F(one.agency) if by_agency else Value(0),
        "k_month": _month(one, span) if by_month and one.day else Value(0, output_field=IntegerField()),
    }
    fields = [_text(name, parts) for name in _fields(parts)]
    fields += [Value("", output_field=CharField())] * (width - len(fields))
    keys |= {f"k_{place}": field for place, field in enumerate(fields)}
    rows = one.rows(span).filter(_of(counted, one)).order_by().values(**keys)
    number = Sum(one.measure) if one.measure else Count("pk")
    return rows.annotate(k_number=Cast(number, _NUMBER)).values_list(*keys, "k_number")


class _MonthOfDay(Func):
    """The month of a date; of SQLite, which knows dates as text, as a piece of that."""

    template = "EXTRACT(MONTH FROM %(expressions)s)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same in the words of SQLite."""
        return self.as_sql(compiler, connection, template="CAST(SUBSTR(%(expressions)s, 6, 2) AS INTEGER)", **extra)


def _month(source: Source, span: Span) -> Any:
    """The month of a record's day where the office stands, 0 without one.

    A moment is compared with the ends of months: to put it into local time is dear, for each of many rows.
    """
    if not source.is_moment:
        return Coalesce(_MonthOfDay(source.day), 0)
    months = [(number, spans.month(span.year, number).ends_at) for number in range(1, span.last.month + 1)]
    whens = [When(Q(**{f"{source.day}__lt": end}), then=Value(number)) for number, end in months]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _text(name: str, parts: Named) -> Any:
    """A field as text: sources are put below one another, so their columns must be alike."""
    values = [
        value for _n, part in parts for choice in part.choices if choice.fields == (name,) for value in choice.values
    ]
    if values and all(isinstance(value, bool) for (value,) in values):
        return Case(When(**{name: True}, then=Value(str(True))), default=Value(str(False)), output_field=CharField())
    return Cast(name, CharField())


def _fields(parts: Named) -> list[str]:
    return list(dict.fromkeys(name for _name, part in parts for name in part.fields))


def _of(agencies: Whose, source: Source) -> Q:
    if agencies is None:
        return Q()
    # Keys, not a subquery: planners that expect few rows would walk the agencies once for each of them.
    own = Q(**{f"{source.agency}__in": agencies})
    return own if source.nearby is None or not agencies else own & source.nearby(agencies)


def _fits(part: Part, key: Mapping[str, str]) -> bool:
    return all(tuple(key[name] for name in choice.fields) in _texts(choice) for choice in part.choices)


@functools.cache
def _texts(choice: Choice) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(str, values)) for values in choice.values)


def _divided(number: Number, part: Part) -> Number:
    return number if part.per == 1 else Decimal(number) / part.per
