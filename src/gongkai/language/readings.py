"""Readings of characters, to be set above them: one for each character, and the words in which it reads otherwise."""

import functools
from dataclasses import dataclass

import pypinyin
from pypinyin import constants

LONGEST_WORD = 3


@dataclass(frozen=True)
class Table:
    """`characters` gives by syllable the characters that read so when alone; `words` a word with the syllables that
    differ from that ("银行" gives ("", "háng")).
    """

    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]


@functools.cache
def table() -> Table:
    """Readings of the 6,763 characters of GB 2312, and of the short words of its 3,755 common ones."""
    common, rare = _characters(0xB0, 0xD8), _characters(0xD8, 0xF8)
    alone = {each: _read(each)[0] for each in common + rare}
    by_syllable: dict[str, str] = {}
    for each, syllable in alone.items():
        by_syllable[syllable] = by_syllable.get(syllable, "") + each
    known = set(common)
    words = {}
    for word in constants.PHRASES_DICT:
        if 2 <= len(word) <= LONGEST_WORD and known.issuperset(word):
            syllables = _read(word)
            if len(syllables) == len(word):
                differing = tuple(
                    "" if alone[each] == said else said for each, said in zip(word, syllables, strict=True)
                )
                if any(differing):
                    words[word] = differing
    return Table(by_syllable, words)


def _characters(first: int, last: int) -> str:
    """The rows of GB 2312 from one lead byte to before another; places without a character are skipped."""
    found = bytearray()
    for lead in range(first, last):
        for trail in range(0xA1, 0xFF):
            found += bytes((lead, trail))
    return found.decode("gb2312", errors="ignore")


def _read(text: str) -> list[str]:
    read: list[str] = pypinyin.lazy_pinyin(text, style=pypinyin.Style.TONE)
    return read
