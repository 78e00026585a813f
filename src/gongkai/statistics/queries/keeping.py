"""Kept sums: what every part of an indicator came to for each agency and whole year, and how far that can be relied on.

They hold for an agency as long as nothing was done there since: every act leaves an event, and the sums say up to where
in the chain of events they were counted. What was done since is counted anew by whoever asks, so a figure is exact
whether the sums have been brought up to date or not; they only make it quick.
"""

import collections
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast

from gongkai.disclosures.queries import normative
from gongkai.events.models import Event
from gongkai.statistics.models import KeptSum, KeptYear
from gongkai.statistics.queries import counting, indicators, sources, spans
from gongkai.statistics.queries.counting import Number, Values, Whose
from gongkai.statistics.queries.indicators import Indicator, Part
from gongkai.statistics.queries.spans import Scope

# Events that can change what an agency's records come to, and those that change what the documents of all are.
_OF_AGENCY = ("item.", "import.", "activity.", "request.", "letter.", "remedy.")
_OF_ALL = ("column.", "obligation.")
_ONLY_READ = ("request.looked", "request.downloaded", "request.reminder")
_NUMBER = DecimalField(max_digits=20, decimal_places=4)
Sums = dict[Part, dict[int, Number]]


@dataclass(frozen=True)
class Whole:
    """What a part comes to in all agencies together, and in how many of them it comes to anything at most."""

    number: Number
    agencies: int


@dataclass(frozen=True)
class Standing:
    """What cannot be relied on: agencies in which something was done, and whether documents were made others."""

    agencies: frozenset[int]
    are_documents_stale: bool

    def must_count(self, part: Part) -> bool:
        """Whether a part must be counted anew for everybody."""
        return self.are_documents_stale and part.source.startswith("documents.")


def count(scope: Scope, indicators: Iterable[Indicator]) -> Values:
    """The same as `counting.count`, from kept sums where they hold. At most five queries."""
    wanted = list(indicators)
    named = counting.named(wanted)
    values: Values = dict.fromkeys((each.id for each in wanted), 0)
    counted = counting.whose(scope)
    standing = relied_on(scope.span)
    if standing is None:
        fresh = counting.numbers(named, scope.span, counted)
        for each in fresh:
            values[each.name] += each.number
        return values
    kept = [(name, part) for name, part in named if not standing.must_count(part)]
    names: dict[str, list[str]] = collections.defaultdict(list)
    for name, part in kept:
        names[key_of(part)].append(name)
    rows = _kept(scope.span.year, names, counted).exclude(agency__in=standing.agencies)
    for key, number in rows.order_by().values_list("part").annotate(n=Sum("number")):
        for name in names[key]:
            values[name] += _plain(number)
    stale = sorted(standing.agencies) if counted is None else sorted(standing.agencies & set(counted))
    for whose, parts in ((stale, kept), (counted, [each for each in named if standing.must_count(each[1])])):
        for each in counting.numbers(parts, scope.span, whose):
            values[each.name] += each.number
    return values


def by_agency(parts: Sequence[Part], scope: Scope, counted: Whose) -> Sums:
    """What each part comes to in each agency that has any of it, itself and no heir. At most three queries."""
    found: Sums = {part: collections.defaultdict(int) for part in parts}
    by_key = {key_of(part): part for part in parts}
    named = list(by_key.items())
    standing, kept = _standing(scope.span, _each(_kept(scope.span.year, by_key, counted)))
    if standing is None:
        asked = [(named, counted)]
    else:
        held = [(key, part) for key, part in named if not standing.must_count(part)]
        keys = dict(held)
        for key, agency, number in kept:
            if key in keys and agency not in standing.agencies:
                found[keys[key]][agency] = _plain(number)
        stale = sorted(standing.agencies) if counted is None else sorted(standing.agencies & set(counted))
        asked = [(held, stale), ([each for each in named if standing.must_count(each[1])], counted)]
    for wanted, whose in asked:
        for each in counting.numbers(wanted, scope.span, whose, by_agency=True):
            found[by_key[each.name]][each.agency] += each.number
    return found


def whole(parts: Sequence[Part], span: spans.Span) -> dict[Part, Whole] | None:
    """What each part comes to in all agencies, added up by the database. At most three queries.

    None where kept sums do not tell it, because none are kept or documents were made others since.
    """
    by_key = {key_of(part): part for part in parts}
    sums = _kept(span.year, by_key, None)
    standing, added = _standing(span, _added_up(sums))
    if standing is None or any(standing.must_count(part) for part in parts):
        return None
    numbers: dict[str, list[Number]] = {key: [0, 0] for key in by_key}
    for sign, rows in ((1, added), (-1, _stale(sums, standing))):
        for key, agencies, number in rows:
            numbers[key][0] += sign * _plain(number)
            numbers[key][1] += sign * agencies
    fresh = counting.numbers(list(by_key.items()), span, sorted(standing.agencies), by_agency=True)
    for each in fresh:
        numbers[each.name][0] += each.number
        numbers[each.name][1] += 1
    return {by_key[key]: Whole(number, int(agencies)) for key, (number, agencies) in numbers.items()}


def _stale(sums: QuerySet[KeptSum], standing: Standing) -> list[tuple[str, int, Decimal]]:
    if not standing.agencies:
        return []
    rows = _added_up(sums.filter(agency__in=standing.agencies))
    return [(key, agencies, number) for _of, key, agencies, number in rows]


def relied_on(span: spans.Span) -> Standing | None:
    """Where the kept sums of a whole year cannot be relied on; None when none are kept. One query."""
    return _standing(span, _each(KeptSum.objects.none()))[0]


def _each(sums: QuerySet[KeptSum]) -> QuerySet[KeptSum, Any]:
    return sums.order_by().annotate(of=Value("sum")).values_list("of", "part", "agency_id", "number")


def _added_up(sums: QuerySet[KeptSum]) -> QuerySet[KeptSum, Any]:
    """Sums of a part put together, with the number of agencies in the place of the agency."""
    rows = sums.order_by().annotate(of=Value("sum")).values("of", "part")
    rows = rows.annotate(agencies=Count("pk", output_field=BigIntegerField()), n=Sum("number", output_field=_NUMBER))
    return rows.values_list("of", "part", "agencies", "n")


def _standing(span: spans.Span, sums: QuerySet[KeptSum, Any]) -> tuple[Standing | None, list[tuple[str, int, Decimal]]]:
    """Where the sums of a span cannot be relied on, and some sums, with one look at the database.

    The marks of the year, the events since and the sums are put below one another, told apart by their first column.
    """
    if span != spans.year(span.year):
        return None, []
    year = KeptYear.objects.filter(year=span.year, definition=definition())
    since = Event.objects.filter(Q(seq__isnull=True) | Q(seq__gt=Subquery(year.values("seq"))))
    nobody, nothing = Cast(Value(None), BigIntegerField()), Cast(Value(None), _NUMBER)
    marks = year.order_by().values_list(Value("year"), Value("_"), nobody, nothing)
    acts = changing(since).order_by().annotate(of=Value("act"), number=nothing)
    each_once = acts.values_list("of", "kind", "agency_id", "number").distinct()
    found = list(marks.union(each_once, sums, all=True))
    if not any(of == "year" for of, _name, _agency, _number in found):
        return None, []
    done = [(name, agency) for of, name, agency, _number in found if of == "act"]
    standing = Standing(
        frozenset(agency for _kind, agency in done if agency is not None),
        any(kind.startswith(_OF_ALL) for kind, _agency in done),
    )
    return standing, [(name, agency, number) for of, name, agency, number in found if of == "sum"]


def changing(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of some events that can change a figure."""
    kinds = Q(pk__in=[])
    for start in (*_OF_AGENCY, *_OF_ALL):
        kinds |= Q(kind__startswith=start)
    return events.filter(kinds).exclude(kind__in=_ONLY_READ)


def mark() -> str:
    """A word that stays the same as long as nothing was done that can change a figure, of whatever year. Two queries.

    Acts are told by their place in the chain; those not sealed yet one by one, as they need not commit in order.
    """
    acts = changing(Event.objects.all())
    sealed = acts.filter(seq__isnull=False).order_by("-seq").values_list("seq", flat=True).first()
    fresh = acts.filter(seq__isnull=True).order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(f"{definition()} {sealed} {list(fresh)}".encode()).hexdigest()


@functools.cache
def parts() -> Mapping[str, Part]:
    """Every part that is kept, by its key."""
    return {key_of(part): part for each in indicators.declared().values() for part in each.parts}


@functools.cache
def key_of(part: Part) -> str:
    """The key of a part: the same as long as it means the same."""
    choices = sorted((choice.fields, sorted(map(str, choice.values))) for choice in part.choices)
    return hashlib.sha256(f"{part.source} {choices} {part.per}".encode()).hexdigest()[:16]


@functools.cache
def definition() -> str:
    """What the kept sums were counted by: all parts, and how their sources choose records."""
    words = " ".join(sorted(parts())).encode()
    words += b"".join(Path(str(each.__file__)).read_bytes() for each in (sources, normative))
    return hashlib.sha256(words).hexdigest()


def _kept(year: int, keys: Iterable[str], counted: Whose) -> QuerySet[KeptSum]:
    rows = KeptSum.objects.filter(year=year, part__in=sorted(keys))
    return rows if counted is None else rows.filter(agency__in=counted)


def _plain(number: Decimal) -> Number:
    return int(number) if number == number.to_integral_value() else number
