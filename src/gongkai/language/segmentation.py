"""Segmentation: a text cut into words by rjieba with the words of the field."""

import functools
import pathlib
import re

import rjieba

from gongkai.language import folding, patterns

_WORDS = pathlib.Path(__file__).parent / "data" / "words.txt"

# High enough to keep a word of the field whole against any reading as its parts.
_FREQUENCY = 200_000

_OPENING = "([{<《〈「『【〔〖“‘（［｛＜"
_CLINGING = "的了地得等之们"
_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")


@functools.cache
def domain_words() -> tuple[str, ...]:
    """The words of the field that segmentation keeps whole."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in map(str.strip, lines) if line and not line.startswith("#"))


@functools.cache
def domain_edges() -> tuple[frozenset[str], frozenset[str]]:
    """Beginnings and ends, of two characters and more, of the words of the field."""
    folded = [folding.fold_text(word) for word in domain_words()]
    heads = frozenset(word[:size] for word in folded for size in range(2, len(word)))
    tails = frozenset(word[-size:] for word in folded for size in range(2, len(word)))
    return heads, tails


def cut(text: str) -> list[str]:
    """Whole words of folded text; joined they give the text again."""
    found: list[str] = _segmenter().cut(text)
    return found


def cut_for_search(text: str) -> list[str]:
    """Words of folded text and the shorter words inside them, the parts before the whole."""
    found: list[str] = _segmenter().cut_for_search(text)
    return found


def is_known(word: str) -> bool:
    """True for a word of the dictionary, which is cut alike wherever it stands."""
    known: bool = _segmenter().has_word(word)
    return known


def words(text: str) -> list[str]:
    """The text in words, numbers, codes and marks, in its own spelling; joined they give the text again."""
    folded = folding.fold(text)
    found = []
    position = 0
    for start, end in _word_spans(folded.text):
        stop = folded.span(start, end)[1]
        if stop > position:
            found.append(text[position:stop])
            position = stop
    if position < len(text):
        found.append(text[position:])
    return found


def break_opportunities(title: str) -> list[str]:
    """A title in pieces between which a line may break; joined they give the title again.

    Marks stay with their word, particles with the word before, and a document number in one piece.
    """
    pieces: list[str] = []
    clings = False
    for word in words(title):
        is_mark = not any(each.isalnum() for each in word)
        opens = is_mark and word[0] in _OPENING
        if pieces and (clings or (is_mark and not opens) or word in _CLINGING):
            pieces[-1] += word
        else:
            pieces.append(word)
        clings = opens or (clings and is_mark)
    return pieces


def is_cjk(character: str) -> bool:
    return _CJK.match(character) is not None


def _word_spans(text: str) -> list[tuple[int, int]]:
    spans = []
    position = 0
    for whole in patterns.wholes(text):
        spans += _cut_spans(text, position, whole.start)
        spans.append((whole.start, whole.end))
        position = whole.end
    return spans + _cut_spans(text, position, len(text))


def _cut_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for word in cut(text[start:end]) if start < end else ():
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


@functools.cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    for word in domain_words():
        segmenter.add_word(word, _FREQUENCY, "n")
    return segmenter
