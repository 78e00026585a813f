"""What was typed, understood: parts that must all be found, each in its own words or in those that mean the same."""

import re
from dataclasses import dataclass, replace

from gongkai.language import analysis
from gongkai.search.queries import synonyms

LONGEST_TEXT = 200
MOST_PARTS = 16

# Control characters and halves of surrogate pairs carry no words and break what reads them.
_NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_QUOTES = re.compile('[“”"「」『』]')


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for: the groups typed, and for each word of the same meaning its groups."""

    own: tuple[analysis.Group, ...]
    others: tuple[tuple[analysis.Group, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The typed text as it is searched; without parts when it holds nothing searchable.

    `text` has lost what cannot be searched, `is_shortened` says that it was too long; `synonyms` are the words
    searched besides those typed.
    """

    text: str
    parts: tuple[Part, ...]
    synonyms: tuple[str, ...]
    is_shortened: bool

    @property
    def marking(self) -> analysis.Query:
        """All that is to be marked in results."""
        groups = [group for part in self.parts for every in (part.own, *part.others) for group in every]
        return analysis.Query(self.text, tuple(dict.fromkeys(groups)))

    @property
    def groups(self) -> tuple[analysis.Group, ...]:
        """The groups typed, without words of the same meaning."""
        return tuple(group for part in self.parts for group in part.own)

    def without_synonyms(self) -> "Wanted":
        """The same with the typed words alone."""
        return replace(self, parts=tuple(Part(part.own) for part in self.parts), synonyms=())


def understand(text: str, *, with_synonyms: bool = True) -> Wanted:
    """Understand any text, however odd."""
    clean = " ".join(_NOISE.sub(" ", text).split())
    short = clean[:LONGEST_TEXT]
    groups = analysis.query_terms(short).groups
    parts: list[Part] = []
    named: list[str] = []
    position = 0
    while position < len(groups):
        length, others = _longest_match(groups, position) if with_synonyms else (1, ())
        parts.append(Part(groups[position : position + length], tuple(filter(None, map(_groups, others)))))
        named += others
        position += length
    is_shortened = len(clean) > LONGEST_TEXT or len(parts) > MOST_PARTS
    return Wanted(short, tuple(parts[:MOST_PARTS]), tuple(dict.fromkeys(named)), is_shortened)


def as_phrase(text: str) -> str:
    """The text quoted, to be found exactly as it stands."""
    return f"“{_QUOTES.sub('', text).strip()}”"


def _longest_match(groups: tuple[analysis.Group, ...], start: int) -> tuple[int, tuple[str, ...]]:
    """How many groups from here on make a word that has others, and those; (1, ()) for none."""
    best: tuple[int, tuple[str, ...]] = (1, ())
    joined = ""
    for end in range(start, len(groups)):
        joined += groups[end].surface
        if len(joined) > synonyms.longest():
            break
        if others := synonyms.of(joined):
            best = (end - start + 1, others)
    return best


def _groups(word: str) -> tuple[analysis.Group, ...]:
    """A word of the same meaning is wanted whole: its pieces alone would mean something else."""
    return analysis.query_terms(as_phrase(word)).groups
