"""The paper beside the figures: its text as paragraphs and tables, with the places marked that are looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.annualreports.models.reports import Figure, Finding, Original

WHOLE = 60_000
AROUND = 6_000
QUOTED = 40


@dataclass(frozen=True)
class Run:
    """Words that are marked or not; `is_first` is where the eye should go."""

    text: str
    is_marked: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class CellRuns:
    """A cell of a table of the paper."""

    runs: tuple[Run, ...]
    rowspan: int = 1
    colspan: int = 1
    is_header: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class Piece:
    """A paragraph, heading, list item or table; `page` is told where a new page begins."""

    kind: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[CellRuns, ...], ...] = ()
    level: int = 0
    page: int | None = None


@dataclass(frozen=True)
class Shown:
    """The paper as shown: its pieces, and whether something before or after them is left out."""

    pieces: tuple[Piece, ...]
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True)
class Mark:
    """Characters of the text to mark, with the cell if there is one."""

    start: int
    end: int
    table: int | None = None
    row: int | None = None
    column: int | None = None


def mark_of(figure: Figure) -> Mark | None:
    """Where a figure stands; None when nothing was kept of it."""
    if figure.start is None or figure.end is None:
        return None
    return Mark(figure.start, figure.end, figure.table, figure.row, figure.column)


def marks_of(finding: Finding) -> list[Mark]:
    """Where the doubted figure stands, then what it is measured by, as far as both stand in this report."""
    here = [*finding.stated, *([] if is_elsewhere(finding) else finding.against)]
    return [
        Mark(each["start"], each["end"], each.get("table"), each.get("row"), each.get("column"))
        for each in here
        if each.get("start", -1) >= 0
    ]


def is_elsewhere(finding: Finding) -> bool:
    """Whether what a finding is measured by stands in last year's or another body's report."""
    return finding.rule in {"carry_over", "stock", "last_year_quoted", "copied_text", "copied_problems"}


def shown(original: Original, marks: Sequence[Mark]) -> Shown:
    """The paper with marks. A long one is cut to what stands around the first mark (or to its beginning)."""
    blocks: list[list[Any]] = original.outline.get("blocks", [])
    first = min((each.start for each in marks), default=0)
    begin, end = 0, len(original.text)
    if end > WHOLE:
        begin, end = max(0, first - AROUND), first + WHOLE - AROUND
    wanted = [each for each in blocks if each[2] > begin and each[1] < end]
    pieces = []
    page = None
    for kind, start, stop, level, number, table in wanted:
        told = number if number != page else None
        page = number
        if kind == "table" and table is not None:
            rows = _rows(original, table, marks, first)
            pieces.append(Piece("table", rows=rows, page=told))
        else:
            runs = _runs(original.text, start, stop, marks, first)
            pieces.append(Piece(kind, runs=runs, level=level, page=told))
    return Shown(
        tuple(pieces),
        is_cut_before=bool(wanted and blocks and wanted[0] is not blocks[0]),
        is_cut_after=bool(wanted and blocks and wanted[-1] is not blocks[-1]),
    )


def _runs(text: str, start: int, stop: int, marks: Iterable[Mark], first: int) -> tuple[Run, ...]:
    found: list[Run] = []
    position = start
    for each in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        begin, end = max(each.start, position), min(each.end, stop)
        if end <= begin:
            continue
        if begin > position:
            found.append(Run(text[position:begin]))
        found.append(Run(text[begin:end], is_marked=True, is_first=each.start == first))
        position = end
    if position < stop or not found:
        found.append(Run(text[position:stop]))
    return tuple(found)


def _rows(original: Original, table: int, marks: Sequence[Mark], first: int) -> tuple[tuple[CellRuns, ...], ...]:
    rows: dict[int, list[CellRuns]] = {}
    here = [each for each in marks if each.table == table]
    others = [each for each in marks if each.table is None]
    for row, column, rowspan, colspan, start, stop, is_header, _page in original.outline["tables"][table]:
        hits = [
            each
            for each in here
            if each.row is not None
            and each.column is not None
            and row <= each.row < row + rowspan
            and column <= each.column < column + colspan
        ]
        if start is None:
            runs: tuple[Run, ...] = ()
        elif hits:
            runs = (Run(original.text[start:stop], is_marked=True, is_first=any(each.start == first for each in hits)),)
        else:
            runs = _runs(original.text, start, stop, others, first)
        rows.setdefault(row, []).append(CellRuns(runs, rowspan, colspan, bool(is_header), bool(hits)))
    return tuple(tuple(rows[number]) for number in sorted(rows))


def places_in_words(finding: Finding, outline: Mapping[str, Any]) -> list[str]:
    """Where each figure of a finding stands: chapter, page, row, and the words, as a letter says it."""
    chapters = outline.get("chapters", [])
    found = [place_in_words(each, chapters) for each in finding.stated]
    for each in finding.against:
        words = place_in_words(each, () if is_elsewhere(finding) else chapters)
        found.append(f"对照的报告：{words}" if is_elsewhere(finding) and words else words)
    return list(dict.fromkeys(each for each in found if each))


def place_in_words(place: Mapping[str, Any], chapters: Sequence[Sequence[Any]]) -> str:
    """One place: 「三、…」一章，第4页，表3第2行：「…」; empty for a place without words."""
    words = "".join(str(place.get("text", "")).split())
    if not words:
        return ""
    start = place.get("start", -1)
    inside = [each for each in chapters if each[1] == 1 and each[2] <= start < each[3]]
    parts = [f"“{''.join(str(inside[-1][0]).split())}”一章"] if inside else []
    if place.get("page"):
        parts.append(f"第{place['page']}页")
    if place.get("table") is not None and place.get("row") is not None:
        parts.append(f"表格第{place['row'] + 1}行")
    quote = words if len(words) <= QUOTED else f"{words[: QUOTED // 2]}…{words[-QUOTED // 2 :]}"
    return "，".join([*parts, f"「{quote}」"])
