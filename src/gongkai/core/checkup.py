"""What must hold: apps register checks, `gongkai doctor` runs them and repairs what can be repaired."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, in an operator's words; `repaired` if it has just been put right."""

    text: str
    repaired: bool = False


Examine = Callable[[bool], list[Finding]]


@dataclass(frozen=True)
class Check:
    """One thing that must hold: its name, what it looks at in words, and how to look (and repair)."""

    name: str
    words: Any
    examine: Examine


CHECKS: dict[str, Check] = {}


def check(name: str, words: Any) -> Callable[[Examine], Examine]:
    """Register `examine(repair) -> findings` under a name with a lazy translation. Called while apps load."""

    def register(examine: Examine) -> Examine:
        CHECKS[name] = Check(name, words, examine)
        return examine

    return register


def examine(*, repair: bool, only: frozenset[str] = frozenset()) -> Iterator[tuple[Check, list[Finding]]]:
    """Run the checks one after the other; `only` names some of them. Yields each with what it found."""
    for each in list(CHECKS.values()):
        if not only or each.name in only:
            yield each, each.examine(repair)
