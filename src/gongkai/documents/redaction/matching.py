"""Finding marked words however they are written: other width, case, blanks and line ends between the letters."""

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterator

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LEAST_IN_BYTES, _LEAST_DIGITS = 4, 8


@dataclasses.dataclass(frozen=True, slots=True)
class Folded:
    """A text without blanks, in one width and case; `places[n]` is where its character n stood."""

    text: str
    places: tuple[int, ...]

    def find(self, quote: str) -> Iterator[tuple[int, ...]]:
        """Places of the characters of each occurrence of a folded quote, overlapping ones too."""
        at = self.text.find(quote) if quote else -1
        while at >= 0:
            yield self.places[at : at + len(quote)]
            at = self.text.find(quote, at + 1)


def fold(text: str) -> Folded:
    """The folded form of a text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        letters.append(plain)
        places.extend([place] * len(plain))
    return Folded("".join(letters), tuple(places))


def folded(text: str) -> str:
    return "".join(map(_plain, text))


def blocked(text: str, quote: str, blocks: str) -> str | None:
    """The text with blocks in place of every occurrence of a folded quote; None where there is none."""
    if quote not in folded(text):
        return None
    covered = {at for places in fold(text).find(quote) for at in range(places[0], places[-1] + 1)}
    first = (at in covered and at - 1 not in covered for at in range(len(text)))
    return "".join(blocks * is_first if at in covered else text[at] for at, is_first in enumerate(first))


def is_telling(quote: str) -> bool:
    """Whether a folded quote is long enough that its bytes in a file's inside are no chance.

    Two Chinese characters, four other letters, eight digits. Shorter ones are sought in text only.
    """
    if quote.isdigit():
        return len(quote) >= _LEAST_DIGITS
    return len(_HAN.findall(quote)) >= 2 or len(quote) >= _LEAST_IN_BYTES


def in_bytes(content: bytes, quote: str) -> bool:
    """Whether a text stands in raw bytes, in any of the encodings office files use, also as hexadecimal."""
    for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
        try:
            coded = quote.encode(encoding)
        except UnicodeEncodeError:
            continue
        if coded in content or coded.hex().encode() in content or coded.hex().upper().encode() in content:
            return True
    return False


@functools.lru_cache(maxsize=16384)
def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category in ("Cf", "Cc", "Mn") or category == "Cs":
        return ""
    if character in "‐‑‒–—−－":
        return "-"
    plain = unicodedata.normalize("NFKC", character).casefold()
    return "".join(
        each for each in plain if not each.isspace() and unicodedata.category(each) not in ("Cf", "Cc", "Mn")
    )
