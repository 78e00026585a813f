"""Labels brought together with their values in every arrangement that pages use; empty labels stay empty."""

import dataclasses
import re
from collections.abc import Sequence

from gongkai.documents import dates
from gongkai.documents.header import labels, lines, view
from gongkai.rules import document_numbers

_INDEX = re.compile(r"^(?=[^\s]{5,60}$)(?=.*\d)[a-z0-9*\u4e00-\u9fff]{2,40}[-/_\w*().]*[-/](?:[-/_\w*().]*\d|\*+)$")
_INDEX_LOOSE = re.compile(r"^(?=.*[\d*])[\w*()./\-—:]{3,60}$")
_TITLE_GOES_ON = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value in places of the view; `end == start` when the page shows the field empty.

    `label` is the wording of the label, "" where a value was known by its form alone.
    """

    field: str
    label: str
    start: int
    end: int
    line: int
    last_line: int

    @property
    def is_empty(self) -> bool:
        return self.start >= self.end


@dataclasses.dataclass(frozen=True)
class Zone:
    """The lines that may belong to a header, taken apart; `stop` is the first line of running text."""

    view: view.View
    table: labels.Table
    parsed: tuple[lines.Parsed, ...]
    stop: int


def pairs(zone: Zone) -> list[Pair]:
    """Every label of our fields with its value, in order; values known by form where a list has no labels."""
    found: list[Pair] = []
    used: set[int] = set()
    beside = sum(_has_value_beside(parsed) for parsed in zone.parsed)
    alone = sum(parsed.is_label_only and len(parsed.labels) == 1 for parsed in zone.parsed)
    for number, parsed in enumerate(zone.parsed):
        if number in used or (not parsed.labels and not _has_guess(parsed)):
            continue
        if not _is_header_line(zone, number):
            continue
        if parsed.is_label_only and (parsed.cells > 1 or len(parsed.labels) > 1):
            used |= _row_over_row(zone, number, found)
        elif parsed.is_label_only and alone > beside:
            used |= _column_over_column(zone, number, found, used)
        else:
            used |= _one_line(zone, number, found)
    if not any(pair.field in ("index_no", "doc_no") for pair in found):
        found.extend(_by_form(zone))
    return found


def fits(kind: labels.Kind, text: str, table: labels.Table) -> bool | None:
    """Whether a value has the form of its kind: True, False, or None where the kind has no form."""
    if kind == "date":
        return dates.find(text) is not None
    if kind == "index_no":
        return bool(_INDEX_LOOSE.match(text)) or text.strip("*") == ""
    if kind == "doc_no":
        return True if document_numbers.normalise(text) else None
    if kind == "validity":
        return text in table.words["validity_words"] or None
    return None


def _text(zone: Zone, value: lines.Value) -> str:
    return zone.view.text[value.start : value.end]


def _has_value_beside(parsed: lines.Parsed) -> bool:
    return bool(parsed.labels) and bool(parsed.values) and parsed.labels[0].strength == "colon"


def _has_guess(parsed: lines.Parsed) -> bool:
    return any(
        isinstance(part, lines.Label) and (part.strength == "guess" or part.word == "字号") for part in parsed.parts
    )


def _is_header_line(zone: Zone, number: int) -> bool:
    """A line with bare labels must have two, or fill a cell, or stand among others like it."""
    parsed = zone.parsed[number]
    if parsed.cells or any(label.strength == "colon" for label in parsed.labels) or len(parsed.labels) > 1:
        return True
    if _has_guess(parsed) and not parsed.labels:
        return bool(parsed.values)
    others = [
        other
        for place, other in enumerate(zone.parsed)
        if place != number and other.labels and other.labels[0].strength == "bare" and abs(place - number) < 12
    ]
    return bool(others)


def _one_line(zone: Zone, number: int, found: list[Pair]) -> set[int]:
    """Labels followed by their values on the same line; what stands before the first label may be a date."""
    parsed = zone.parsed[number]
    used: set[int] = {number}
    parts = parsed.parts
    if isinstance(parts[0], lines.Value) and (days := dates.find_all(_text(zone, parts[0]))):
        start, last_day = parts[0].start, days[-1]
        if last_day.precision == "day" and start + last_day.end == parts[0].end:
            found.append(Pair("publish_date", "", start + last_day.start, start + last_day.end, number, number))
    for place, part in enumerate(parts):
        if not isinstance(part, lines.Label):
            continue
        value = parts[place + 1] if place + 1 < len(parts) else None
        field = part.field
        if part.strength == "guess" and isinstance(value, lines.Value):
            field = _cut_label(zone, part.word, _text(zone, value))
        elif part.word == "字号" and isinstance(value, lines.Value) and document_numbers.normalise(_text(zone, value)):
            field = "doc_no"  # elsewhere 字号 is the size of the type
        if field is None:
            continue
        if isinstance(value, lines.Value):
            end, last = _continued(zone, number, field, value) if place + 2 == len(parts) else (value.end, number)
            used |= set(range(number, last + 1))
            found.append(Pair(field, part.word, value.start, end, number, last))
        else:
            found.append(Pair(field, part.word, part.end, part.end, number, number))
            if place + 1 == len(parts) and (below := _title_below(zone, number, field)):
                found[-1] = Pair(field, part.word, below.start, below.end, number, number + 1)
                used.add(number + 1)
    return used


def _continued(zone: Zone, number: int, field: str, value: lines.Value) -> tuple[int, int]:
    """A title may run on to the next line when only both together end as titles do."""
    end, last = value.end, number
    if zone.table.fields[field].kind != "title":
        return end, last
    joined = _text(zone, value)
    for place in range(number + 1, min(number + 1 + _TITLE_GOES_ON, zone.stop)):
        following = zone.parsed[place]
        if zone.table.document_type.search(joined) or not following.is_value_only or following.line.is_blank:
            break
        joined += following.line.text.strip()
        if zone.table.document_type.search(joined):
            return following.values[-1].end, place
    return end, last


def _title_below(zone: Zone, number: int, field: str) -> lines.Value | None:
    """「标 题:」 alone at the end of a line, the title under it, and the table going on after it."""
    if zone.table.fields[field].kind != "title" or number + 1 >= len(zone.parsed):
        return None
    below = zone.parsed[number + 1]
    if not below.is_value_only or below.line.is_blank:
        return None
    after = zone.parsed[number + 2] if number + 2 < len(zone.parsed) else None
    goes_on = after is not None and (bool(after.labels) or after.line.text.lstrip().startswith("|"))
    return below.values[0] if goes_on else None


def _row_over_row(zone: Zone, number: int, found: list[Pair]) -> set[int]:
    """A row of labels over a row of as many values, or a row of empty fields."""
    parsed = zone.parsed[number]
    below = zone.parsed[number + 1] if number + 1 < len(zone.parsed) else None
    if below is not None and not below.labels and not below.line.is_blank:
        values = _row_values(below)
        if len(values) == len(parsed.labels) and _all_fit(zone, parsed.labels, values):
            for label, value in zip(parsed.labels, values, strict=True):
                start, end = value if value else (label.end, label.end)
                found.append(Pair(label.field or "", label.word, start, end, number, number + 1))
            return {number, number + 1}
    for label in parsed.labels:
        found.append(Pair(label.field or "", label.word, label.end, label.end, number, number))
    return {number}


def _row_values(parsed: lines.Parsed) -> list[tuple[int, int] | None]:
    """Cells of a row of values, None for an empty one; without bars, stretches between blanks."""
    text, offset = parsed.line.text, parsed.line.start
    if parsed.cells:
        pieces = text.strip().removeprefix("|").removesuffix("|").split("|")
        lead = text.index(text.strip()) + (1 if text.strip().startswith("|") else 0)
        found: list[tuple[int, int] | None] = []
        for piece in pieces:
            start = offset + lead + len(piece) - len(piece.lstrip())
            found.append((start, start + len(piece.strip())) if piece.strip() else None)
            lead += len(piece) + 1
        return found
    for gap in (r"\t| {2,}", r"\s+"):
        spans = [(match.start(), match.end()) for match in re.finditer(rf"(?:(?!{gap}).)+", text) if match[0].strip()]
        if len(spans) > 1:
            break
    return [(offset + start, offset + end) for start, end in spans]


def _all_fit(zone: Zone, row: Sequence[lines.Label], values: Sequence[tuple[int, int] | None]) -> bool:
    for label, value in zip(row, values, strict=True):
        kind = zone.table.fields[label.field or ""].kind
        if value and fits(kind, zone.view.text[slice(*value)].strip(), zone.table) is False:
            return False
    return True


def _column_over_column(zone: Zone, number: int, found: list[Pair], used: set[int]) -> set[int]:
    """Labels each on a line of their own: values after each, or all values after all labels."""
    run: list[int] = []
    place = number
    while place < zone.stop and (zone.parsed[place].line.is_blank or _is_lone_label(zone.parsed[place])):
        if not zone.parsed[place].line.is_blank:
            run.append(place)
        place += 1
    values: list[tuple[int, tuple[int, int]]] = []
    while place < len(zone.parsed) and zone.parsed[place].is_value_only and len(values) < len(run) + 1:
        value = zone.parsed[place].values
        values.append((place, (value[0].start, value[-1].end)))
        place += 1
    row = [zone.parsed[line].labels[0] for line in run]
    # Once a value has followed its label, two labels in a row mean an empty field, not a second column.
    alternates = any(pair.last_line > pair.line and not pair.is_empty for pair in found)
    if (
        not alternates
        and len(run) > 1
        and len(values) == len(run)
        and _all_fit(zone, row, [span for _, span in values])
    ):
        for line, label, (last, (start, end)) in zip(run, row, values, strict=True):
            found.append(Pair(label.field or "", label.word, start, end, line, last))
        return {*run, *(line for line, _ in values)}
    for line, label in zip(run, row, strict=True):
        kind = zone.table.fields[label.field or ""].kind
        if line == run[-1] and values and values[0][0] - line <= 2 and _may_follow(zone, values[0], kind, used):
            last, (start, end) = values[0]
            found.append(Pair(label.field or "", label.word, start, end, line, last))
            return {*run, last}
        found.append(Pair(label.field or "", label.word, label.end, label.end, line, line))
    return set(run)


def _may_follow(zone: Zone, value: tuple[int, tuple[int, int]], kind: labels.Kind, used: set[int]) -> bool:
    place, (start, end) = value
    text = zone.view.text[start:end]
    if place in used or place >= zone.stop:
        return False
    return fits(kind, text, zone.table) is not False


def _is_lone_label(parsed: lines.Parsed) -> bool:
    return parsed.is_label_only and len(parsed.labels) == 1 and parsed.cells < 2


def _cut_label(zone: Zone, word: str, value: str) -> str | None:
    """A label that lost its beginning (「号:」 for 索引号, 「性:」 for 有效性), told by the form of its value."""
    if len(word) > 3:
        return None
    owners = {zone.table.by_label[label] for label in zone.table.by_label if label.endswith(word) and label != word}
    if "index_no" in owners and _INDEX.match(value):
        return "index_no"
    if "doc_no" in owners and document_numbers.normalise(value) and len(value) < 40:
        return "doc_no"
    if "validity" in owners and value in zone.table.words["validity_words"]:
        return "validity"
    dated = [owner for owner in owners if zone.table.fields[owner].kind == "date"]
    return dated[0] if len(dated) == 1 and dates.read(value) else None


def _by_form(zone: Zone) -> list[Pair]:
    """A list of values without labels, of which three or more, a number among them, have an unmistakable form.

    Of two days the first is the one of writing and the second the one of publication, as such lists have it.
    """
    found: list[Pair] = []
    days: list[Pair] = []
    for number, parsed in enumerate(zone.parsed[: zone.stop]):
        if not parsed.is_value_only or not re.match(r"\s*[•·●◆■▪*]", parsed.line.text):
            continue
        value = parsed.values[0]
        text = _text(zone, value)
        field = None
        if dates.read(text):
            days.append(Pair("publish_date", "", value.start, value.end, number, number))
        elif _INDEX.match(text):
            field = "index_no"
        elif text in zone.table.words["validity_words"]:
            field = "validity"
        elif document_numbers.normalise(text) and len(text) < 30:
            field = "doc_no"
        elif zone.table.document_type.search(text) and len(text) > 8:
            field = "title"
        elif zone.table.agency.fullmatch(text):
            field = "publisher"
        if field and all(pair.field != field for pair in found):
            found.append(Pair(field, "", value.start, value.end, number, number))
    if len(days) > 1:
        days = [dataclasses.replace(days[0], field="written_date"), days[1]]
    has_number = any(pair.field in ("index_no", "doc_no") for pair in found)
    return [*found, *days] if has_number and len(found) + len(days) > 2 else []
