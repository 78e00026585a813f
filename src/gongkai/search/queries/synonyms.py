"""Words that are searched together: the shipped list, and before it what the office has decided."""

import functools
import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Max

from gongkai.language import folding
from gongkai.search.models import SynonymRule

_LIST = pathlib.Path(__file__).parent / "synonyms.txt"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who asks for `word` is also shown `others`; when mutual, who asks for any of them is shown all."""

    word: str
    others: Words
    is_mutual: bool


@dataclass(frozen=True)
class Thesaurus:
    """Words by the folded word that finds them too."""

    table: Mapping[str, Words] = field(default_factory=dict)

    @functools.cached_property
    def longest(self) -> int:
        """The length of the longest word that has others."""
        return max(map(len, self.table), default=0)

    def of(self, word: str) -> Words:
        """Words searched together with this one, as printed; the spelling of `word` does not matter."""
        return self.table.get(folding.fold_text(word), ())


@functools.cache
def shipped_rules() -> tuple[Rule, ...]:
    """The shipped list."""
    found = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if "=" in line:
            word, others = (each.strip() for each in line.split("="))
            found.append(Rule(word, tuple(each.strip() for each in others.split("|")), False))
        else:
            word, *more = (each.strip() for each in line.split("~"))
            found.append(Rule(word, tuple(more), True))
    return tuple(found)


@functools.cache
def shipped() -> Thesaurus:
    """The shipped list, to look words up."""
    return thesaurus(())


def kept() -> Thesaurus:
    """The list as it is this moment. One query while nothing has changed, else two."""
    stamp = SynonymRule.objects.aggregate(count=Count("pk"), last=Max("changed_at"))
    return _kept(stamp["count"], str(stamp["last"])) if stamp["count"] else shipped()


def forget() -> None:
    """Forget what was read, as when the database was exchanged."""
    _kept.cache_clear()


@functools.lru_cache(maxsize=1)
def _kept(count: int, last: str) -> Thesaurus:
    rows = SynonymRule.objects.order_by("pk")
    return thesaurus([Rule(row.word, tuple(row.others), row.is_mutual) for row in rows])


def thesaurus(own: Iterable[Rule]) -> Thesaurus:
    """The shipped list with rules of the office before it: what it says of a word is all that is said of it."""
    rules = list(own)
    decided = {folding.fold_text(rule.word) for rule in rules}
    table: dict[str, Words] = {}
    for rule in shipped_rules():
        if rule.is_mutual:
            group = tuple(each for each in (rule.word, *rule.others) if folding.fold_text(each) not in decided)
            _add_group(table, group)
        elif folding.fold_text(rule.word) not in decided:
            table[folding.fold_text(rule.word)] = rule.others
    for rule in rules:
        if rule.is_mutual:
            _add_group(table, (rule.word, *rule.others))
        elif rule.others:
            table[folding.fold_text(rule.word)] = rule.others
    return Thesaurus({word: others for word, others in table.items() if others})


def _add_group(table: dict[str, Words], group: Words) -> None:
    for word in group:
        key = folding.fold_text(word)
        others = (*table.get(key, ()), *(each for each in group if each != word))
        table[key] = tuple(dict.fromkeys(others))
