"""From what is wanted to a query of the engine."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import tantivy
from django.utils import timezone

from gongkai.language import analysis, folding
from gongkai.search.queries import schema as fields
from gongkai.search.queries import wanted as understanding

Where = Literal["everything", "title", "attachments"]

FIELDS: dict[Where, tuple[tuple[str, float], ...]] = {
    "everything": (("body", 1.0), ("files", 0.3)),
    "title": (("title", 1.0),),
    "attachments": (("files", 1.0),),
}

TITLE_BOOST = 2.5
TITLE_PHRASE_BOOST = 3.0
BODY_PHRASE_BOOST = 0.5
NUMBER_SCORE = 1000.0
SYNONYM_BOOST = 0.5
_LONGEST_PHRASE = 24
_MOST_PHRASES = 3

Query = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search; `agency` and `column` with all below them."""

    agency: int | None = None
    column: int | None = None
    topic: str = ""
    genre: str = ""
    validity: str = ""
    year: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


class Matcher:
    """Builds queries for one schema and one choice of where to look."""

    def __init__(self, schema: Any, where: Where) -> None:
        self.schema = schema
        self.fields = FIELDS[where]

    def query(self, wanted: understanding.Wanted, filters: Filters, *, least: int | None = None) -> Any:
        """The whole query. `least` lets documents in that have so many of the parts; without it they need all."""
        clauses = [(MUST, self._const(each)) for each in self._filters(filters)]
        if not wanted.parts:
            return Query.boolean_query(clauses) if clauses else Query.all_query()
        parts = [self._part(part) for part in wanted.parts]
        if least is None:
            clauses += [(MUST, each) for each in parts]
        else:
            clauses.append((MUST, Query.boolean_query([(SHOULD, each) for each in parts], least)))
        clauses += [(SHOULD, each) for each in self._preferences(wanted)]
        return Query.boolean_query(clauses)

    def any_part(self, wanted: understanding.Wanted, ids: Sequence[int]) -> Any:
        """Those of a few documents that have any of the parts here."""
        among = Query.term_set_query(self.schema, "id", list(ids))
        parts = [(SHOULD, self._part(part)) for part in wanted.parts]
        return Query.boolean_query([(MUST, self._const(among)), (MUST, Query.boolean_query(parts))])

    def _part(self, part: understanding.Part) -> Any:
        own = self._groups(part.own)
        others = [Query.boost_query(self._groups(each), SYNONYM_BOOST) for each in part.others]
        return _any_of([own, *others])

    def _groups(self, groups: Sequence[analysis.Group]) -> Any:
        return _all_of([self._group(group) for group in groups])

    def _group(self, group: analysis.Group) -> Any:
        ways = [_all_of([self._term(term) for term in terms]) for terms in group.alternatives]
        if group.exact or not group.certain or not ways:
            ways.append(self._phrase(group.characters))
        return _any_of(ways)

    def _term(self, term: str) -> Any:
        return _any_of(
            [
                _boosted(Query.term_query(self.schema, name, term, index_option="freq"), boost)
                for name, boost in self.fields
            ]
        )

    def _phrase(self, characters: Sequence[str]) -> Any:
        return _any_of([_boosted(self._phrase_in(name, characters), boost) for name, boost in self.fields])

    def _phrase_in(self, name: str, characters: Sequence[str]) -> Any:
        """Characters in a row: every second pair in its place, and the last."""
        if len(characters) == 1:
            return Query.term_query(self.schema, f"{name}_characters", characters[0], index_option="basic")
        pairs = list(enumerate(fields.pairs(characters)))
        if len(pairs) == 1:
            return Query.term_query(self.schema, f"{name}_pairs", pairs[0][1], index_option="freq")
        return Query.phrase_query(self.schema, f"{name}_pairs", sorted({*pairs[::2], pairs[-1]}))

    def _preferences(self, wanted: understanding.Wanted) -> list[Any]:
        """What lifts a document without being required: words in the title, the phrase as typed, the whole number."""
        terms = dict.fromkeys(term for group in wanted.groups for each in group.alternatives[:1] for term in each)
        found = [
            Query.boost_query(Query.term_query(self.schema, "title", term, index_option="freq"), TITLE_BOOST)
            for term in terms
        ]
        for number in {number for group in wanted.groups if (number := _number(group))}:
            found.append(Query.const_score_query(Query.term_query(self.schema, "numbers", number), NUMBER_SCORE))
        # A blank typed between words says that they need not stand together.
        for chunk in wanted.text.split()[:_MOST_PHRASES]:
            characters = analysis.characters(chunk)
            if 2 <= len(characters) <= _LONGEST_PHRASE and not self._is_one_word(chunk, wanted):
                found.append(Query.boost_query(self._phrase_in("title", characters), TITLE_PHRASE_BOOST))
                found.append(Query.boost_query(self._phrase_in("body", characters), BODY_PHRASE_BOOST))
        return found

    @staticmethod
    def _is_one_word(chunk: str, wanted: understanding.Wanted) -> bool:
        """Whether a chunk is a single word, which its term finds as well as the phrase would."""
        folded = folding.fold_text(chunk)
        return any(group.surface == folded for group in wanted.groups)

    def _filters(self, filters: Filters) -> list[Any]:
        chosen: list[tuple[str, Any]] = [
            ("agencies", filters.agency),
            ("columns", filters.column),
            ("topics", filters.topic or None),
            ("genre", filters.genre or None),
            ("validity", filters.validity or None),
            ("year", str(filters.year) if filters.year else None),
        ]
        found = [Query.term_query(self.schema, name, value) for name, value in chosen if value is not None]
        if filters.since or filters.until:
            first = _midnight(filters.since) if filters.since else None
            last = _midnight(filters.until + datetime.timedelta(days=1)) - 1 if filters.until else None
            kind = tantivy.FieldType.Integer
            found.append(Query.range_query(self.schema, "published", kind, first, last))
        return found

    @staticmethod
    def _const(query: Any) -> Any:
        return Query.const_score_query(query, 0.0)


def _midnight(day: datetime.date) -> int:
    moment = datetime.datetime.combine(day, datetime.time())
    return int(timezone.make_aware(moment).timestamp())


def _number(group: analysis.Group) -> str:
    """The group as a whole number of a document or an index; empty when it holds no digit."""
    return fields.number_term(group.surface) if any(each.isdigit() for each in group.surface) else ""


def _boosted(query: Any, boost: float) -> Any:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _all_of(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(MUST, each) for each in queries])


def _any_of(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(SHOULD, each) for each in queries])
