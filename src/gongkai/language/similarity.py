"""Similarity of two texts: how much they share and which passages were copied."""

import collections
import dataclasses

from gongkai.language import folding

_SHINGLE = 5
_MOST_PLACES = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A passage found in both texts: `a[a_start:a_end]` and `b[b_start:b_end]`, alike but for marks and script."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    length: int


@dataclasses.dataclass(frozen=True)
class _Plain:
    """The letters and characters of a text, folded, without marks, and where each stood."""

    text: str
    positions: tuple[int, ...]


def ratio(a: str, b: str) -> float:
    """From 0 (nothing shared) to 1 (the same but for marks, width and script), by shared runs of five characters.

    Two texts without any letters are the same; one such text shares nothing with another.
    """
    first, second = _shingles(_plain(a).text), _shingles(_plain(b).text)
    total = first.total() + second.total()
    if total == 0:
        return 1.0
    return 2 * (first & second).total() / total


def copied_passages(a: str, b: str, *, at_least: int = 20) -> list[Passage]:
    """Passages of `b` that also stand in `a`, longest match at each place, in the order of `b`, without overlap.

    `at_least` counts letters and characters, not marks or blanks; it must be positive.
    """
    if at_least < 1:
        raise ValueError("at_least must be positive")
    source, target = _plain(a), _plain(b)
    places = _places(source.text, at_least)
    found = []
    position = 0
    while position + at_least <= len(target.text):
        starts = places.get(target.text[position : position + at_least])
        if not starts:
            position += 1
            continue
        start, length = max(
            ((each, _common_length(source.text, each, target.text, position)) for each in starts),
            key=lambda match: match[1],
        )
        found.append(
            Passage(
                source.positions[start],
                source.positions[start + length - 1] + 1,
                target.positions[position],
                target.positions[position + length - 1] + 1,
                length,
            )
        )
        position += length
    return found


def copied_share(a: str, b: str, *, at_least: int = 20) -> float:
    """The part of `b`, from 0 to 1, that consists of passages copied from `a`."""
    size = len(_plain(b).text)
    return sum(passage.length for passage in copied_passages(a, b, at_least=at_least)) / size if size else 0.0


def _plain(text: str) -> _Plain:
    signs = []
    positions = []
    for position, character in enumerate(text):
        for each in folding.fold_text(character):
            if each.isalnum():
                signs.append(each)
                positions.append(position)
    return _Plain("".join(signs), tuple(positions))


def _shingles(text: str) -> collections.Counter[str]:
    if 0 < len(text) < _SHINGLE:
        return collections.Counter([text])
    return collections.Counter(text[start : start + _SHINGLE] for start in range(len(text) - _SHINGLE + 1))


def _places(text: str, size: int) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for start in range(len(text) - size + 1):
        starts = places.setdefault(text[start : start + size], [])
        if len(starts) < _MOST_PLACES:
            starts.append(start)
    return places


def _common_length(a: str, a_start: int, b: str, b_start: int) -> int:
    length = 0
    step = 64
    longest = min(len(a) - a_start, len(b) - b_start)
    while length + step <= longest and a.startswith(b[b_start + length : b_start + length + step], a_start + length):
        length += step
    while length < longest and a[a_start + length] == b[b_start + length]:
        length += 1
    return length
