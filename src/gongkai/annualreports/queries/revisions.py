"""What a later text of a report changed: figures that differ, and paragraphs word by word."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import desk, papers
from gongkai.language import differences


@dataclass(frozen=True)
class Reworded:
    """A paragraph that changed, came or went: its chapter's heading, and the way from the old words to the new."""

    heading: str
    pieces: tuple[differences.Piece, ...]


@dataclass(frozen=True)
class Revision:
    """The way from one text to a later one."""

    before: Text
    after: Text
    figures: tuple[desk.Change, ...]
    paragraphs: tuple[Reworded, ...]

    @property
    def is_empty(self) -> bool:
        """Whether neither a figure nor a word differs."""
        return not self.figures and not self.paragraphs


def between(before: Text, after: Text) -> Revision:
    """What differs between two texts of a report. Two queries, none when both have the same figures."""
    same = before.snapshot_id == after.snapshot_id
    figures = () if same else tuple(desk.changes(before.snapshot, after.snapshot))
    return Revision(before, after, figures, tuple(_paragraphs(papers.written(before), papers.written(after))))


def _paragraphs(old: Sequence[papers.Written], new: Sequence[papers.Written]) -> list[Reworded]:
    was = {each.id: [one.text for one in each.paragraphs] for each in old}
    headings = {each.id: each.heading for each in (*old, *new)}
    found: list[Reworded] = []
    ids = [*(each.id for each in new), *(each.id for each in old if each.id not in {one.id for one in new})]
    now = {each.id: [one.text for one in each.paragraphs] for each in new}
    for id in ids:
        for before, after in _pairs(was.get(id, []), now.get(id, [])):
            found.append(Reworded(headings[id], tuple(differences.compare(before, after))))
    return found


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Paragraphs that differ, each with the one it took the place of; empty where there is none."""
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, come = old[i:j], new[k:m]
            length = max(len(gone), len(come))
            gone, come = gone + [""] * (length - len(gone)), come + [""] * (length - len(come))
            found += zip(gone, come, strict=True)
    return found
