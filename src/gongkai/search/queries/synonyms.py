"""The shipped list of words that are searched together."""

import functools
import pathlib

from gongkai.language import folding

_LIST = pathlib.Path(__file__).parent / "synonyms.txt"


def of(word: str) -> tuple[str, ...]:
    """Words searched together with this one, as printed; the spelling of `word` does not matter."""
    return _table().get(folding.fold_text(word), ())


@functools.cache
def longest() -> int:
    """The length of the longest word that has others."""
    return max(map(len, _table()))


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if "=" in line:
            word, others = (each.strip() for each in line.split("="))
            table[folding.fold_text(word)] = tuple(each.strip() for each in others.split("|"))
        else:
            words = [each.strip() for each in line.split("~")]
            for word in words:
                table[folding.fold_text(word)] = tuple(each for each in words if each != word)
    return table
