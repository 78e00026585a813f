"""Folding: text brought to one width, one case and simplified characters, with the way back to the original."""

import dataclasses
import functools
import re
import unicodedata

import opencc

# Parts of characters that PDF files print in place of the characters; NFKC does not know them.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "民虎西见角贝车丑长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)

# Format characters and variation selectors inside a word would hide it.
_VANISHING = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")

_CIRCLES = "○◯"

_DASHES = "‐‑‒–—―−－﹣"


@dataclasses.dataclass(frozen=True)
class Folded:
    """The folded text of `original`; `span` leads from folded positions back to the original."""

    original: str
    text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original positions of `text[start:end]`, widened to whole original characters."""
        if self._origins is None:
            return start, end
        if start >= end:
            return self._origins[start], self._origins[start]
        return self._origins[start], self._origins[end - 1] + 1

    def __hash__(self) -> int:
        return hash(self.original)

    @functools.cached_property
    def _origins(self) -> tuple[int, ...] | None:
        """Original position of each folded character and of the end; None when positions are equal."""
        if len(self.text) == len(self.original) and not _VANISHING.search(self.original):
            return None
        origins = [position for position, each in enumerate(self.original) for _ in fold_text(each)]
        return (*origins, len(self.original))


def fold(text: str) -> Folded:
    """The folded text together with the original it came from."""
    return Folded(text, fold_text(text))


def fold_text(text: str) -> str:
    """Width (NFKC), case and script folded character by character; dashes become `-`, invisible ones vanish.

    The same for text and query, and stable: folding twice changes nothing.
    """
    return text.translate(_TABLE)


class _Table(dict[int, str]):
    """Fills itself with the folding of each character met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _Table()


def _fold_character(character: str) -> str:
    if _VANISHING.match(character):
        return ""
    if "\ud800" <= character <= "\udfff":
        # Half of a character, which no segmenter takes.
        return " "
    if character in _DASHES:
        return "-"
    if character in _CIRCLES:
        return "〇"
    plain = unicodedata.normalize("NFKC", character.translate(_RADICALS)).lower()
    # Lower case can bring back a decomposed form; once more makes the folding stable.
    plain = unicodedata.normalize("NFKC", plain)
    plain = "".join("-" if each in _DASHES else each for each in plain if not _VANISHING.match(each))
    plain = plain.translate(str.maketrans(_CIRCLES, "〇〇"))
    if plain.isascii():
        return plain or " "
    return "".join(_simplifier().convert(each) for each in plain)


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
