"""The statutory tables of every edition, read from the stream of cells whatever layout the copy has left them."""

import collections
import dataclasses
import re
from collections.abc import Callable, Sequence

from gongkai.documents import paper
from gongkai.documents.annual_report import cells, layouts, names, report

_UNIT_CELL = re.compile(r"(?:单位:?)?(?:条|件|次|篇|个|人|人次|万元|元|项|份|宗|场)")
_FIRST_ROWS = ("规章", "行政规范性文件")
_NUMBERING = re.compile(r"(?:其中:?|\s|\(?[一二三四五六七八九十\d]{1,2}[).、])*")
_UNITS = r"(?:条|件|次|篇|个|人次|人|万元|元|项|份|宗|场)"
_OWN_UNIT = re.compile(rf"\((?:单位:?)?{_UNITS}\)$|(?:\s+|(?<=[数量费用)])){_UNITS}$")
_SECTION = re.compile(r"行政复议(?:案件)?数量|行政诉讼(?:案件)?数量|举报投诉")
_FORGET = 400
_FEWEST_OF_REMEDIES = 5
_MOST_OF_REQUESTS = 12
_NAMED_ROWS = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What the tables of a document gave: figures, the spans they were read from, the edition, what was unreadable."""

    values: tuple[report.Value, ...]
    covered: tuple[paper.Span, ...]
    edition: report.Edition | None
    doubts: tuple[paper.Doubt, ...]


def read(document: paper.Document) -> Read:
    """Every figure of a statutory table, in reading order."""
    return _Reader(document, cells.stream(document)).read()


class _Reader:
    """Walks the stream: labels pile up until figures come, then the pile tells the row."""

    def __init__(self, document: paper.Document, stream: list[cells.Cell]) -> None:
        self._text = document.text
        self._stream = stream
        self._layouts = layouts.load()
        self._zone = ""
        self._section = ""
        self._pile: list[cells.Cell] = []
        self._headers: dict[int, dict[int, int]] = {}
        self._values: list[report.Value] = []
        self._covered: list[paper.Span] = []
        self._doubts: list[paper.Doubt] = []
        self._edition = self._told_edition()
        self._sheet = False
        self._met: set[int] = set()
        self._sizes = collections.Counter(cell.line for cell in stream if cell.is_told)

    def read(self) -> Read:
        place = 0
        while place < len(self._stream):
            cell = self._stream[place]
            if self._zone and cell.kind in ("number", "blank"):
                run = self._run(place)
                if cell.kind == "number" or (self._has_row() and any(each.kind == "number" for each in run)):
                    self._take(run, is_last=place + len(run) >= len(self._stream))
                    place += len(run)
                    continue
                if cell.kind == "blank" and self._is_real_row(cell):
                    place += len(run)
                    continue
            elif cell.kind == "prose":
                self._close()
            elif cell.kind in ("text", "number"):
                self._pile.append(cell)
                self._enter(cell)
                if cell.is_loose and not self._zone:
                    self._pile.clear()  # a sentence of its own line
            place += 1
        self._doubts.extend(self._rows_missing())
        edition = "2014" if self._sheet else self._edition if self._values else None
        return Read(tuple(self._values), tuple(self._covered), edition, tuple(self._doubts))

    def _rows_missing(self) -> list[paper.Doubt]:
        """Rows of the table of requests between others that gave no figure."""
        rows = self._layouts.rows["requests"]
        if len(self._met) < _MOST_OF_REQUESTS:
            return []
        summed = "requests.other_handling.total"
        missing = []
        for place in range(max(self._met)):
            name = rows[place].places["2021"][-1].id or ""
            is_other = name.startswith("requests.other_handling") and (name == summed) == (self._edition != "2019")
            if place not in self._met and not is_other:
                missing.append(f"「{names.name_of(name)}」")
        if not missing:
            return []
        more = f"等 {len(missing)} 行" if len(missing) > _NAMED_ROWS else ""
        shown = "、".join(missing[:_NAMED_ROWS]) + more
        sentence = f"收到和处理申请的表里没有读出{shown}的数（没有这一行或是空白），请对照原件"
        return [paper.Doubt("row_missing", sentence)]

    def _has_row(self) -> bool:
        """Whether the labels piled up name a row, so that a blank after them is an empty cell of it."""
        if not self._pile:
            return False
        return self._zone == "remedies" or self._row_of_pile() is not None

    def _is_real_row(self, cell: cells.Cell) -> bool:
        """Whether the cell stands in a row of several cells, in which every cell is told, empty ones too."""
        return cell.is_told and self._sizes[cell.line] > 1

    def _told_edition(self) -> report.Edition | None:
        words = layouts.han("".join(cell.text for cell in self._stream if cell.kind == "text"))
        told = {edition: len(set(pattern.findall(words))) for edition, pattern in self._layouts.editions.items()}
        best = max(told, key=lambda edition: told[edition])
        return best if told[best] else None

    def _close(self) -> None:
        self._zone = ""
        self._pile.clear()

    def _enter(self, cell: cells.Cell) -> None:
        """A heading cell opens the zone of its table."""
        while len(self._pile) > 1 and cell.end - self._pile[0].start > _FORGET and not cell.is_turned:
            self._pile.pop(0)
        words = layouts.han("".join(each.text for each in self._pile[-6:]))
        own = layouts.han(cell.text)
        for zone, pattern in self._layouts.opens.items():
            found = None
            for found in pattern.finditer(words):  # noqa: B007 (the last one is wanted)
                pass
            if zone == "remedies" and "," in cell.text:
                continue
            if found is not None and found.end() > len(words) - len(own) and own:
                self._zone = zone
        if not self._zone and own in _FIRST_ROWS and cell.kind == "text":
            self._zone = "published"  # the heads of the table were lost
        if section := _SECTION.search(own):
            self._section = section.group()[:4]

    def _run(self, place: int) -> list[cells.Cell]:
        """The figures from here on: to the end of a real row, or over lines of a cell each to the next words."""
        first = self._stream[place]
        run: list[cells.Cell] = []
        for cell in self._stream[place:]:
            if cell.kind not in ("number", "blank") or (cell.line != first.line and self._is_real_row(first)):
                break
            run.append(cell)
        while len(run) > 1 and run[-1].kind == "blank" and not run[-1].text and not self._is_real_row(first):
            run.pop()
        return run

    def _words(self) -> tuple[str, set[int]]:
        """The labels piled up as one word, and where a label begins in it."""
        words = ""
        starts: set[int] = set()
        for cell in self._pile:
            if not _UNIT_CELL.fullmatch(cell.text):
                numbering = _NUMBERING.match(cell.text)
                starts.add(len(words) + (len(layouts.han(numbering.group())) if numbering else 0))
                words += layouts.han(_OWN_UNIT.sub("", cell.text))
        return words, starts

    def _row_of_pile(self) -> layouts.Row | None:
        words, starts = self._words()
        best: tuple[int, layouts.Row] | None = None
        for row in self._layouts.rows.get(self._zone, ()):
            found = row.says.search(words)
            if found is None or (row.within and row.within != self._section):
                continue
            if self._zone == "statistics" and found.start() not in starts:
                continue
            length = found.end() - found.start()
            if best is None or length > best[0]:
                best = (length, row)
        return best[1] if best else None

    def _take(self, run: list[cells.Cell], *, is_last: bool) -> None:
        if self._zone == "remedies":
            self._take_remedies(run, is_last=is_last)
            self._pile.clear()
            return
        row = self._row_of_pile()
        if row is not None:
            self._take_row(row, run, is_last=is_last)
        elif self._zone == "statistics" and self._pile and len(run) == 1 and not run[0].is_loose:
            self._keep([(run[0], layouts.Place(None, ""))], None)
        self._pile.clear()

    def _take_row(self, row: layouts.Row, run: list[cells.Cell], *, is_last: bool) -> None:
        edition: report.Edition = "2014" if self._zone == "statistics" else self._edition or _edition_of(row, run)
        places = row.places.get(edition) or next(iter(row.places.values()))
        if self._zone == "statistics":
            self._sheet = True
        if self._zone == "requests":
            self._met.add(self._layouts.rows["requests"].index(row))
        if self._zone == "requests" and (aligned := self._by_header(run, places)):
            self._keep(aligned, row)
            return
        fitted = _fitted(run, len(places), _adds_to_last)
        if fitted is None and is_last and self._is_real_row(run[0]) and len(run) < len(places):
            fitted = run  # the copy ends in the middle of the row: what is there stands in order
        if fitted is None:
            self._doubt(run, len(places))
            return
        self._keep(list(zip(fitted, places, strict=False)), row)

    def _by_header(
        self, run: list[cells.Cell], places: tuple[layouts.Place, ...]
    ) -> list[tuple[cells.Cell, layouts.Place]]:
        """Figures by the column heads of their own table, where all seven heads are there."""
        table = run[0].table
        if table is None or run[0].row is None:
            return []
        if table not in self._headers:
            self._headers[table] = self._heads(table)
        heads = self._headers[table]
        if len(heads) < len(places):
            return []
        found = [(cell, places[heads[cell.column]]) for cell in run if cell.column in heads and cell.row == run[0].row]
        return (
            found
            if sum(cell.kind == "number" for cell, _ in found) == sum(cell.kind == "number" for cell in run)
            else []
        )

    def _heads(self, table: int) -> dict[int, int]:
        heads: dict[int, int] = {}
        for cell in self._stream:
            if cell.table == table and cell.kind == "text" and cell.column is not None and (cell.row or 0) < 6:
                words = layouts.han(cell.text)
                for place, (_, pattern) in enumerate(self._layouts.columns):
                    if pattern.match(words) and place not in heads.values():
                        heads[cell.column] = place
        return heads

    def _take_remedies(self, run: list[cells.Cell], *, is_last: bool) -> None:
        words = layouts.han("".join(cell.text for cell in self._pile))
        places = self._group_of_row(run) or list(self._layouts.remedies)
        if len(run) != len(places):
            if "行政诉讼" not in words and "起诉" not in words:
                places = places[:5]
            elif "行政复议" not in words and words:
                places = places[5:]
        fitted = _fitted(run, len(places), _adds_in_fives)
        if fitted is None and is_last and self._is_real_row(run[0]) and len(run) < len(places):
            fitted = run
        if fitted is None and len(run) < _FEWEST_OF_REMEDIES:
            self._zone = ""  # running text that spoke of these things, not the table
            return
        if fitted is None:
            self._doubt(run, len(places))
            return
        self._keep(list(zip(fitted, places, strict=False)), None)
        self._zone = ""

    def _group_of_row(self, run: list[cells.Cell]) -> list[layouts.Place]:
        """The five places of a group that has a row of its own, named by the label beside its figures."""
        if not self._is_real_row(run[0]) or not self._pile or self._pile[-1].line != run[0].line:
            return []
        words = layouts.han(self._pile[-1].text)
        places = list(self._layouts.remedies)
        for name, first in (("未经复议直接起诉", 5), ("复议后起诉", 10), ("行政复议", 0)):
            if name in words and len(run) == _FEWEST_OF_REMEDIES:
                return places[first : first + _FEWEST_OF_REMEDIES]
        return []

    def _keep(self, pairs: list[tuple[cells.Cell, layouts.Place]], row: layouts.Row | None) -> None:
        start = self._pile[0].start if self._pile else pairs[0][0].start
        words = [cell.text for cell in self._pile[-3:] if not _UNIT_CELL.fullmatch(cell.text)]
        label = (row.label if row else "") or (_OWN_UNIT.sub("", words[-1]) if words else "")
        for cell, place in pairs:
            if cell.number is None:
                continue
            span = self._evidence_span(cell, pairs)
            row_at, column_at = (cell.column, cell.row) if cell.is_turned else (cell.row, cell.column)
            evidence = report.Evidence(span.of(self._text), span, cell.page, cell.table, row_at, column_at)
            unit = self._unit(cell, place)
            self._values.append(report.Value(place.id, cell.number, unit, label, "table", evidence))
        self._covered.append(paper.Span(start, max(cell.end for cell, _ in pairs)))

    def _evidence_span(self, cell: cells.Cell, pairs: list[tuple[cells.Cell, layouts.Place]]) -> paper.Span:
        """The row up to its last figure, so that evidence can be read without the table; the cell is in its places."""
        begin = self._pile[-1].start if self._pile else pairs[0][0].start
        if len(self._pile) > 1 and _UNIT_CELL.fullmatch(self._pile[-1].text):
            begin = self._pile[-2].start
        end = pairs[-1][0].end
        return paper.Span(begin, end) if 0 < end - begin < _FORGET else paper.Span(cell.start, cell.end)

    def _unit(self, cell: cells.Cell, place: layouts.Place) -> str:
        printed = re.search(r"\d\s*([^\d\s.,]+)$", cell.text)
        if printed:
            return printed[1]
        given = next((each.text for each in reversed(self._pile[-2:]) if _UNIT_CELL.fullmatch(each.text)), "")
        return given.removeprefix("单位").removeprefix(":") or place.unit

    def _doubt(self, run: list[cells.Cell], wanted: int) -> None:
        label = self._pile[-1].text if self._pile else ""
        count = sum(cell.kind == "number" for cell in run)
        sentence = (
            f"表中「{label[:30]}」一行应有 {wanted} 个数，只认出 {count} 个，分不清各属哪一栏，没有读入，请对照原件"
        )
        span = paper.Span(self._pile[-1].start if self._pile else run[0].start, run[-1].end)
        self._doubts.append(paper.Doubt("row_incomplete", sentence, None, span))
        self._covered.append(span)


def _edition_of(row: layouts.Row, run: list[cells.Cell]) -> report.Edition:
    """Which edition's row has as many figures, where the heads that tell it were lost."""
    count = sum(cell.kind == "number" for cell in run)
    fitting = [edition for edition, places in row.places.items() if len(places) == count]
    return fitting[0] if len(fitting) == 1 else "2021"


def _fitted(
    run: list[cells.Cell], wanted: int, adds_up: Callable[[Sequence[int | float]], bool]
) -> list[cells.Cell] | None:
    """The run cut to the figures wanted: blanks of merged cells around it dropped; None when it does not fit."""
    fitted = list(run)
    while len(fitted) > wanted and fitted[-1].kind == "blank":
        fitted.pop()
    while len(fitted) > wanted and fitted[0].kind == "blank":
        fitted.pop(0)
    while len(fitted) > wanted and fitted[-1].kind == "number" and fitted[-1].number == fitted[-2].number:
        fitted.pop()  # one merged cell told as often as it is wide
    if len(fitted) > wanted:
        fitted = _a_line_each(fitted, wanted) or _joined(fitted, wanted, adds_up)
    return fitted if len(fitted) == wanted else None


def _a_line_each(run: list[cells.Cell], wanted: int) -> list[cells.Cell] | None:
    """「1 234」 alone on its line is one number where that gives the figures wanted."""
    lines: dict[int, list[cells.Cell]] = {}
    for cell in run:
        lines.setdefault(cell.line, []).append(cell)
    if len(lines) != wanted:
        return None
    found = []
    for pieces in lines.values():
        written = " ".join(piece.text for piece in pieces)
        if len(pieces) > 1 and not re.fullmatch(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?", written):
            return None
        found.append(_glued(pieces) if len(pieces) > 1 else pieces[0])
    return found


def _joined(run: list[cells.Cell], wanted: int, adds_up: Callable[[Sequence[int | float]], bool]) -> list[cells.Cell]:
    """Blanks inside numbers (1 234) closed where one way alone gives the figures wanted and a row that adds up."""
    if wanted < 5 or len(run) - wanted > 6:
        return run
    solutions: list[list[cells.Cell]] = []

    def close(place: int, done: list[cells.Cell]) -> None:
        if len(done) > wanted or len(solutions) > 1:
            return
        if place == len(run):
            if len(done) == wanted and adds_up([each.number or 0 for each in done]):
                solutions.append(done)
            return
        cell = run[place]
        close(place + 1, [*done, cell])
        if done and re.fullmatch(r"\d{3}", cell.text) and done[-1].line == cell.line and done[-1].number:
            close(place + 1, [*done[:-1], _glued([done[-1], cell])])

    close(0, [])
    return solutions[0] if len(solutions) == 1 else run


def _glued(pieces: list[cells.Cell]) -> cells.Cell:
    text = "".join(piece.text for piece in pieces)
    number = float(text) if "." in text else int(text)
    return dataclasses.replace(pieces[0], text=text, number=number, end=pieces[-1].end)


def _adds_to_last(figures: Sequence[int | float]) -> bool:
    return sum(figures[:-1]) == figures[-1]


def _adds_in_fives(figures: Sequence[int | float]) -> bool:
    return all(sum(figures[at : at + 4]) == figures[at + 4] for at in range(0, len(figures) - 4, 5))
