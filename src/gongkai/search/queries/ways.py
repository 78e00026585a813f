"""How the parts of a query are put together so that the engine reads little.

The engine walks through the whole of a union that stands inside an intersection, but steps quickly through a union of
intersections. Counting takes that form, as long as it does not become too many intersections. Ranking keeps the unions,
since it needs the score of a document from every way. Both find the same documents.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

Query = tantivy.Query
Queries = tuple[Any, ...]
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should

_MOST_COMBINATIONS = 8
_MOST_CHOICES = 24


@dataclass(frozen=True, slots=True)
class Demand:
    """What a document must satisfy in one of these ways, each of them queries that must all match.

    `extras` add to the score of those that match them too; they match nothing that the ways do not.
    """

    ways: tuple[Queries, ...]
    extras: Queries = ()

    @property
    def queries(self) -> Queries:
        """Queries that must all match; a choice between ways is one of them."""
        return self.ways[0] if len(self.ways) == 1 else (any_of([all_of(way) for way in self.ways]),)

    @property
    def scores(self) -> Queries:
        """What makes the score of a document that satisfies the demand, each to be added."""
        return (*map(all_of, self.ways), *self.extras)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a document must satisfy: all demands, or `least` of them, and all that narrows the search.

    `lifts` and `phrases` add to the score; phrases are looked up in the found documents alone.
    """

    demands: tuple[Demand, ...]
    narrowing: Queries
    least: int | None
    lifts: Queries = ()
    phrases: Queries = ()

    @property
    def counting(self) -> Any:
        """The query that finds the documents, without scores of use."""
        return any_of([all_of((*self.narrowing, *each)) for each in self._alternatives()])

    @property
    def ranking(self) -> Any:
        """The query that finds the documents with their scores."""
        if self.least is not None and self.least > 1:
            # Few are found, mostly.
            found = one_by_one(unscored(self.counting), _flat(each.scores for each in self.demands))
            return self._lifted(found, ())
        extras = _flat(each.extras for each in self.demands)
        if len(self.demands) == 1 or self.least is not None:
            return self._lifted(self.counting, extras)
        return self._lifted(all_of((*self.narrowing, *self._all())), extras)

    def _alternatives(self) -> list[Queries]:
        """Queries that must all match, or others, as many as are worth while."""
        if self.least is None:
            if math.prod(len(each.ways) for each in self.demands) > _MOST_COMBINATIONS:
                return [self._all()]
            return [_flat(ways) for ways in itertools.product(*(each.ways for each in self.demands))]
        if math.comb(len(self.demands), self.least) > _MOST_CHOICES:
            return [(self._at_least(),)]
        chosen = itertools.combinations([each.queries for each in self.demands], self.least)
        return [_flat(each) for each in chosen]

    def _all(self) -> Queries:
        return _flat(each.queries for each in self.demands)

    def _at_least(self) -> Any:
        assert self.least is not None
        return Query.boolean_query([(SHOULD, all_of(each.queries)) for each in self.demands], self.least)

    def _lifted(self, required: Any, extras: Sequence[Any]) -> Any:
        optional = (*extras, *self.lifts)
        if optional:
            required = Query.boolean_query([(MUST, required), *((SHOULD, each) for each in optional)])
        return one_by_one(required, self.phrases)


def together(demands: Sequence[Demand]) -> Demand:
    """Several demands as one, all to be satisfied."""
    if len(demands) == 1:
        return demands[0]
    return Demand((_flat(each.queries for each in demands),), _flat(each.extras for each in demands))


def either(demands: Sequence[Demand]) -> Demand:
    """Several demands as one, any of them to be satisfied."""
    return Demand(_flat(each.ways for each in demands), _flat(each.extras for each in demands))


def boosted(demand: Demand, boost: float) -> Demand:
    """The demand with its score multiplied."""
    return Demand(
        tuple((Query.boost_query(all_of(way), boost),) for way in demand.ways),
        tuple(Query.boost_query(extra, boost) for extra in demand.extras),
    )


def one_by_one(required: Any, optional: Iterable[Any]) -> Any:
    """What is required, with a higher score for what matches besides; each looked up in the found ones alone."""
    for each in optional:
        required = Query.boolean_query([(MUST, required), (SHOULD, each)])
    return required


def unscored(query: Any) -> Any:
    """The query adding nothing to a score."""
    return Query.const_score_query(query, 0.0)


def all_of(queries: Sequence[Any]) -> Any:
    """What matches all of these."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(MUST, each) for each in queries])


def any_of(queries: Sequence[Any]) -> Any:
    """What matches any of these."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(SHOULD, each) for each in queries])


def _flat(several: Iterable[Queries]) -> Queries:
    return tuple(itertools.chain.from_iterable(several))
