"""The text as the header reader sees it: simplified, one width, without printed readings, every place known."""

import bisect
import dataclasses
import functools
import re
from collections.abc import Sequence

from gongkai.documents import paper
from gongkai.language import folding

# 發(fā)文 as learning sites print it: the reading in brackets after a character hides the word.
_READING = re.compile(r"(?<=[\u3400-\u9fff〇])[(（]\s?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,7}\s?[)）]")
_ACCENTED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]")
_BLANKS = "\t\u3000\xa0\r"
# Non-breaking spaces come out of some exports as question marks.
_QUESTION_RUN = re.compile(r"(?<=\s)[??]{1,}(?=\s|$)|[??]{2,}", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of the view, without its line break; positions are those of the view."""

    number: int
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclasses.dataclass(frozen=True)
class View:
    """`text` is what is matched; `span` leads back to the document's own text."""

    original: str
    text: str
    _origins: Sequence[int]

    def span(self, start: int, end: int) -> paper.Span:
        """Characters of the original behind `text[start:end]`, a printed reading after the last one included."""
        if start >= end:
            place = self._origins[start]
            return paper.Span(place, place)
        last = self._origins[end - 1] + 1
        following = self._origins[end]
        if following > last and _READING.fullmatch(self.original, last, following):
            last = following
        return paper.Span(self._origins[start], last)

    def written(self, start: int, end: int) -> str:
        """The original wording behind `text[start:end]`."""
        return self.span(start, end).of(self.original)

    def plain(self, start: int, end: int) -> str:
        """The original characters behind `text[start:end]` without printed readings."""
        places = dict.fromkeys(self._origins[start:end])
        return "".join(self.original[place] for place in places)

    def place_of(self, position: int) -> int:
        """The first place of the view at or after this position of the original."""
        return bisect.bisect_left(self._origins, position)

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        found = []
        start = 0
        for number, text in enumerate(self.text.split("\n")):
            found.append(Line(number, start, start + len(text), text))
            start += len(text) + 1
        return tuple(found)


def of(text: str) -> View:
    """The view of a document's text."""
    skipped = _readings(text)
    blanked = _QUESTION_RUN.sub(lambda match: " " * len(match[0]), text)
    table = {letter: " " if letter in _BLANKS else folding.fold_text(letter) for letter in set(blanked)}
    if not skipped and all(len(folded) == 1 for folded in table.values()):
        return View(
            text, blanked.translate({ord(letter): folded for letter, folded in table.items()}), range(len(text) + 1)
        )
    letters: list[str] = []
    origins: list[int] = []
    for position, letter in enumerate(blanked):
        if position not in skipped:
            letters.append(table[letter])
            origins.extend([position] * len(table[letter]))
    origins.append(len(text))
    return View(text, "".join(letters), origins)


def _readings(text: str) -> frozenset[int]:
    """Places of printed readings; a bare (a) or (b) alone in a text is a list letter and stays."""
    found = list(_READING.finditer(text))
    if not any(_ACCENTED.search(match[0]) for match in found) and len(found) < 3:
        return frozenset()
    return frozenset(place for match in found for place in range(match.start(), match.end()))
