"""Differences between two versions of a text, word by word, for people to read."""

import dataclasses
import difflib
import re
from collections.abc import Callable, Sequence
from typing import Literal

from gongkai.language import segmentation

Kind = Literal["same", "added", "removed"]

_SENTENCE = re.compile(r"[^。；;！!？?\n]*[。；;！!？?\n]+|[^。；;！!？?\n]+")

# Beyond this many words on a side a comparison word by word would take seconds and read badly.
_MOST_WORDS = 3_000


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The way from `old` to `new`: same and removed pieces joined are `old`, same and added ones are `new`.

    Paragraphs are matched first, then sentences inside changed paragraphs, then words inside changed sentences.
    Neighbouring pieces differ in kind; removed stands before added.
    """
    if old == new:
        return [Piece("same", old)] if old else []
    return _joined(_compare(old, new, (_paragraphs, _sentences, segmentation.words)))


def _compare(old: str, new: str, splitters: Sequence[Callable[[str], list[str]]]) -> list[Piece]:
    split, *finer = splitters
    before, after = split(old), split(new)
    if not finer and max(len(before), len(after)) > _MOST_WORDS:
        return [Piece("removed", old), Piece("added", new)]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces = []
    for tag, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            pieces.append(Piece("same", gone))
        elif finer and gone and come:
            pieces += _compare(gone, come, finer)
        else:
            pieces += [Piece("removed", gone), Piece("added", come)]
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Empty pieces dropped, neighbours of a kind joined, what went before what came."""
    found: list[Piece] = []
    texts: dict[Kind, list[str]] = {"same": [], "removed": [], "added": []}
    for piece in filter(lambda each: each.text, pieces):
        begins_same = piece.kind == "same" and not texts["same"]
        ends_same = piece.kind != "same" and texts["same"]
        if begins_same or ends_same:
            found += _flushed(texts)
        texts[piece.kind].append(piece.text)
    return found + _flushed(texts)


def _flushed(texts: dict[Kind, list[str]]) -> list[Piece]:
    pieces = [Piece(kind, "".join(parts)) for kind, parts in texts.items() if parts]
    for parts in texts.values():
        parts.clear()
    return pieces


def _paragraphs(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text)
