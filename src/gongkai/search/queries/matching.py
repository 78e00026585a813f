"""From what is wanted to a query of the engine."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import tantivy
from django.utils import timezone

from gongkai.language import analysis, folding
from gongkai.search.queries import generations, ways
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
TITLE_MEANT_BOOST = 0.5

_LONGEST_PHRASE = 24
_MOST_PHRASES = 3
_MOST_MEANT = 4
_MUCH_RARER = 2

Query = tantivy.Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search; `agency` and `column` with all below them; `is_item` leaves other sources out.

    `after`: published after a moment; `since` and `until`: on one of these days.
    """

    agency: int | None = None
    column: int | None = None
    topic: str = ""
    genre: str = ""
    validity: str = ""
    kind: str = ""
    is_item: bool = False
    year: int | None = None
    after: datetime.datetime | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


class Matcher:
    """Builds queries for one index and one choice of where to look."""

    def __init__(self, opened: generations.Opened, where: Where) -> None:
        self.schema = opened.schema
        self.searcher = opened.searcher
        self.fields = FIELDS[where]

    def plan(self, wanted: understanding.Wanted, filters: Filters, *, least: int | None = None) -> ways.Plan:
        """The whole query. `least` lets documents in that have so many of the parts; without it they need all."""
        narrowing = tuple(ways.unscored(each) for each in self._filters(filters))
        if not wanted.parts:
            return ways.Plan((), narrowing or (Query.all_query(),), None)
        demands = tuple(self._part(part) for part in wanted.parts)
        return ways.Plan(demands, narrowing, least, self._lifts(wanted), self._whole_phrases(wanted))

    def any_part(self, wanted: understanding.Wanted, ids: Sequence[int]) -> Any:
        """Those of a few documents that have any of the parts here."""
        # Ten terms are looked up much faster than one set of ten.
        among = ways.any_of([Query.term_query(self.schema, "id", each) for each in ids])
        parts = [ways.all_of(self._part(part).queries) for part in wanted.parts]
        return ways.all_of((among, ways.any_of(parts)))

    def _part(self, part: understanding.Part) -> ways.Demand:
        own = ways.together([self._group(group) for group in part.own])
        others = [ways.together([self._group(group) for group in each]) for each in part.others]
        return ways.either([own, *(ways.boosted(each, SYNONYM_BOOST) for each in others)])

    def _group(self, group: analysis.Group) -> ways.Demand:
        """The ways to satisfy a group. One that another covers lifts a document, but need not be looked for."""
        alternatives = tuple(tuple(self._term(term) for term in terms) for terms in group.alternatives)
        if group.certain and not group.exact and alternatives:
            return ways.Demand(alternatives[1:], alternatives[0]) if group.nested else ways.Demand(alternatives)
        phrase = (self._phrase(group.characters),)
        # The word is among its own characters in a row, however a text is cut.
        if group.alternatives[:1] == (("".join(group.characters),),):
            return ways.Demand((phrase, *alternatives[1:]), alternatives[0])
        return ways.Demand((phrase, *alternatives))

    def _term(self, term: str) -> Any:
        return ways.any_of(
            [
                _boosted(Query.term_query(self.schema, name, term, index_option="freq"), boost)
                for name, boost in self.fields
            ]
        )

    def _phrase(self, characters: Sequence[str]) -> Any:
        return ways.any_of([_boosted(self._phrase_in(name, characters), boost) for name, boost in self.fields])

    def _phrase_in(self, name: str, characters: Sequence[str]) -> Any:
        """Characters in a row: every second pair in its place, the last, and another that is much rarer than these."""
        if len(characters) == 1:
            return Query.term_query(self.schema, f"{name}_characters", characters[0], index_option="basic")
        pairs = list(enumerate(fields.pairs(characters)))
        if len(pairs) == 1:
            return Query.term_query(self.schema, f"{name}_pairs", pairs[0][1], index_option="freq")
        chosen = {*pairs[::2], pairs[-1]}
        if others := [pair for pair in pairs if pair not in chosen]:
            counts = {pair: self.searcher.doc_freq(f"{name}_pairs", pair[1]) for pair in pairs}
            rarest = min(others, key=counts.__getitem__)
            # The engine begins with the rarest: 可公 in 行政许可公示 leaves a twentieth of the documents to look at.
            if counts[rarest] * _MUCH_RARER < min(counts[pair] for pair in chosen):
                chosen.add(rarest)
        return Query.phrase_query(self.schema, f"{name}_pairs", sorted(chosen))

    def _lifts(self, wanted: understanding.Wanted) -> tuple[Any, ...]:
        """What lifts a document without being required: words in the title, the whole number."""
        terms = dict.fromkeys(term for group in wanted.groups for each in group.alternatives[:1] for term in each)
        in_title = (Query.term_query(self.schema, "title", term, index_option="freq") for term in terms)
        meant = (each for part in wanted.parts for each in part.others)
        phrases = (self._title_phrase(each) for each in itertools.islice(meant, _MOST_MEANT))
        numbers = {number for group in wanted.groups if (number := _number(group))}
        found = (Query.term_query(self.schema, "numbers", number) for number in numbers)
        return (
            *(Query.boost_query(each, TITLE_BOOST) for each in in_title),
            *(Query.boost_query(each, TITLE_MEANT_BOOST) for each in phrases),
            *(Query.const_score_query(each, NUMBER_SCORE) for each in found),
        )

    def _title_phrase(self, groups: Sequence[analysis.Group]) -> Any:
        """A word of the same meaning in the title."""
        return ways.all_of([self._phrase_in("title", group.characters) for group in groups])

    def _whole_phrases(self, wanted: understanding.Wanted) -> tuple[Any, ...]:
        """The phrases as typed, which lift a document too."""
        found = []
        # A blank typed between words says that they need not stand together.
        for chunk in wanted.text.split()[:_MOST_PHRASES]:
            characters = analysis.characters(chunk)
            if 2 <= len(characters) <= _LONGEST_PHRASE and not self._is_one_word(chunk, wanted):
                found.append(Query.boost_query(self._phrase_in("title", characters), TITLE_PHRASE_BOOST))
                found.append(Query.boost_query(self._phrase_in("body", characters), BODY_PHRASE_BOOST))
        return tuple(found)

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
            ("kind", filters.kind or None),
            ("source", "0" if filters.is_item else None),
            ("year", str(filters.year) if filters.year else None),
        ]
        found = [Query.term_query(self.schema, name, value) for name, value in chosen if value is not None]
        if filters.after:
            found.append(self._published(int(filters.after.timestamp()) + 1, None))
        if filters.since or filters.until:
            first = _midnight(filters.since) if filters.since else None
            last = _midnight(filters.until + datetime.timedelta(days=1)) - 1 if filters.until else None
            found.append(self._published(first, last))
        return found

    def _published(self, first: int | None, last: int | None) -> Any:
        return Query.range_query(self.schema, "published", tantivy.FieldType.Integer, first, last)


def _midnight(day: datetime.date) -> int:
    moment = datetime.datetime.combine(day, datetime.time())
    return int(timezone.make_aware(moment).timestamp())


def _number(group: analysis.Group) -> str:
    """The group as a whole number of a document or an index; empty when it holds no digit."""
    return fields.number_term(group.surface) if any(each.isdigit() for each in group.surface) else ""


def _boosted(query: Any, boost: float) -> Any:
    return query if boost == 1.0 else Query.boost_query(query, boost)
