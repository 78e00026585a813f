"""A file cut into parts that a person reads one by one: pages of a pdf, sheets and tables, stretches of text."""

from collections.abc import Iterator, Sequence

from gongkai.documents import kinds, paper, pdfium, reading, rendering

_LONGEST = 1800


def count(data: bytes, *, name: str, kind: str) -> int:
    """How many parts a file has, at least one; a picture or a file that is only kept is one part.

    Raises faults.UnreadableFile.
    """
    if kind == kinds.PDF:
        with pdfium.opened(data, name=name) as document:
            return max(len(document), 1)
    return max(len(_parts(data, name)), 1) if kind in kinds.READABLE else 1


def html(data: bytes, number: int, *, name: str, kind: str) -> str:
    """One part as clean HTML, numbered from 1; empty for pdfs, pictures and parts that are not there.

    Raises faults.UnreadableFile.
    """
    if kind == kinds.PDF or kind not in kinds.READABLE:
        return ""
    document = reading.read(data, name=name)
    found = list(_cut(document.blocks))
    return rendering.render(found[number - 1], document.tables) if 1 <= number <= len(found) else ""


def _parts(data: bytes, name: str) -> Sequence[Sequence[paper.Block]]:
    return list(_cut(reading.read(data, name=name).blocks))


def _cut(blocks: Sequence[paper.Block]) -> Iterator[Sequence[paper.Block]]:
    """Tables stand alone; other blocks are gathered until a page is full or the paper turns it."""
    gathered: list[paper.Block] = []
    for block in blocks:
        is_full = sum(len(each.text) for each in gathered) >= _LONGEST
        turns = bool(gathered) and gathered[-1].page != block.page
        if gathered and (is_full or turns or block.kind == "table"):
            yield gathered
            gathered = []
        gathered.append(block)
        if block.kind == "table":
            yield gathered
            gathered = []
    if gathered:
        yield gathered
