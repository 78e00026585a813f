"""The figures of a report's text: under their chapter, each with the sentence it comes from and its words marked."""

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.annualreports.models.reports import Figure, Original
from gongkai.annualreports.pages.tables import number_words
from gongkai.annualreports.queries import statutory

LONGEST = 180
_END = re.compile(r"[。！？；!?;\n]")


@dataclass(frozen=True)
class Run:
    """Words of a sentence, marked where a figure was read."""

    words: str
    is_marked: bool


@dataclass(frozen=True)
class Stated:
    """One figure: what it counts, the number, and what is to be known about it."""

    name: str
    words: str
    unit: str
    is_approximate: bool
    is_implied: bool
    period: str
    is_corrected: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence with the figures it states."""

    runs: tuple[Run, ...]
    figures: tuple[Stated, ...]
    page: int | None


@dataclass(frozen=True)
class Chapter:
    """A chapter of the paper with its sentences that state figures."""

    title: str
    sentences: tuple[Sentence, ...]


def chapters(original: Original | None, figures: Iterable[Figure], corrected: set[int]) -> list[Chapter]:
    """Figures of the text by chapter and sentence, in the order of the paper; those without a place come last."""
    text = original.text if original else ""
    outline: dict[str, Any] = original.outline if original else {}
    blocks = sorted((each[1], each[2]) for each in outline.get("blocks", ()))
    inside = [(each[1], each[2]) for each in outline.get("blocks", ()) if each[0] == "table"]
    heads = [
        (start, end, "".join(str(title).split()))
        for title, level, start, end in outline.get("chapters", ())
        if level == 1 and not any(first <= start < last for first, last in inside)
    ]
    found: dict[str, dict[tuple[int, int], list[Figure]]] = {}
    for figure in sorted(figures, key=lambda each: (each.start is None, each.start, each.position)):
        place = _sentence(text, blocks, figure)
        title = next((words for start, end, words in reversed(heads) if start <= place[0] < end), "") if text else ""
        found.setdefault(title, {}).setdefault(place, []).append(figure)
    return [
        Chapter(title, tuple(_printed(text, place, here, corrected) for place, here in sentences.items()))
        for title, sentences in found.items()
    ]


def _sentence(text: str, blocks: Sequence[tuple[int, int]], figure: Figure) -> tuple[int, int]:
    """Where the sentence around a figure begins and ends; (-1, position) for a figure without a place."""
    if figure.start is None or figure.end is None or figure.end > len(text):
        return -1, -figure.position
    at = bisect.bisect_right(blocks, (figure.start, len(text))) - 1
    first, last = blocks[at] if at >= 0 and blocks[at][1] >= figure.end else (0, len(text))
    begin = max((each.end() for each in _END.finditer(text, first, figure.start)), default=first)
    stop = _END.search(text, figure.end, last)
    return begin, stop.end() if stop else last


def _printed(text: str, place: tuple[int, int], figures: Sequence[Figure], corrected: set[int]) -> Sentence:
    begin, end = place
    if begin < 0:
        words = figures[0].words
        return Sentence((Run(words, False),) if words else (), _stated(figures, corrected), figures[0].page)
    runs: list[Run] = []
    position = begin
    for each in sorted(figures, key=lambda one: (one.start or 0, one.end or 0)):
        start, stop = max(each.start or 0, position), min(each.end or 0, end)
        if stop <= start:
            continue
        if start > position:
            runs.append(Run(_short(text[position:start], is_first=not runs), False))
        runs.append(Run(text[start:stop].strip("\n"), True))
        position = stop
    if position < end:
        rest = text[position:end].rstrip()
        runs.append(Run(rest if len(rest) <= LONGEST else f"{rest[:LONGEST]}…", False))
    return Sentence(tuple(runs), _stated(figures, corrected), figures[0].page)


def _short(words: str, *, is_first: bool) -> str:
    """Long words before or between figures are cut, so that a page of old reports stays light."""
    words = words.lstrip() if is_first else words
    return words if len(words) <= LONGEST else f"…{words[-LONGEST:]}"


def _stated(figures: Sequence[Figure], corrected: set[int]) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            name=statutory.name_of(each) or each.words,
            words=number_words(each.number),
            unit=each.unit,
            is_approximate=each.is_approximate,
            is_implied=each.is_implied,
            period="" if each.period == Figure.Period.YEAR else each.get_period_display(),
            is_corrected=each.pk in corrected,
        )
        for each in figures
    )
