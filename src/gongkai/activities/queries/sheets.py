"""A spreadsheet of activities: its columns, its rows as contents, and what is wrong in which cell."""

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongkai.activities.models import kinds
from gongkai.activities.queries import checking
from gongkai.activities.queries.checking import Content
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency

FIELDS: dict[str, Any] = {
    "agency": gettext_lazy("agency's code"),
    "kind": gettext_lazy("kind"),
    "on": gettext_lazy("day"),
    "year": gettext_lazy("year"),
    "title": gettext_lazy("title"),
    "channel": gettext_lazy("channel"),
    "text": gettext_lazy("what happened"),
    "is_head_present": gettext_lazy("the head of the agency took part"),
    "answers_concern": gettext_lazy("answers a matter of public concern"),
    "item": gettext_lazy("index number of the item it repeats"),
    "link": gettext_lazy("link"),
}
NEEDED = ("kind", "title")
_BETWEEN = str.maketrans("，,；;/｜|", "、、、、、、、")
_EXAMPLES = ("√", "y", "1", "true")


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by field."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class SheetFault:
    """What is wrong in one cell: row number, head of the column, the words that stand there, and the reason."""

    number: int
    column: str
    words: str
    reason: str


@dataclass(frozen=True)
class Sound:
    """A row that can be recorded."""

    row: Row
    agency: Agency
    content: Content
    channels: tuple[str, ...]


@dataclass(frozen=True)
class SheetReport:
    """A checked sheet."""

    good: tuple[Sound, ...]
    faults: tuple[SheetFault, ...]
    rows: int

    @property
    def faulty_rows(self) -> int:
        """How many rows have a fault."""
        return len({fault.number for fault in self.faults})


class WrongHead(ValueError):
    """The first row of the sheet does not name the columns needed."""


def columns() -> dict[str, str]:
    """The heads of all columns by field; numbers are called `number:NAME:UNIT`."""
    found = {name: str(label) for name, label in FIELDS.items()}
    for kind in kinds.KINDS.values():
        for each in kind.measures:
            found.setdefault(f"number:{each.name}:{each.unit}", f"{each.label}（{each.unit}）")
    return found


def read(rows: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    """Rows of a sheet by the heads in its first row, which may stand in any order. Raises WrongHead."""
    heads: list[str | None] = []
    found: list[Row] = []
    for number, values in rows:
        if not heads:
            heads = [_by_head().get(value.strip().rstrip("*＊").strip()) for value in values]
            if missing := [columns()[name] for name in NEEDED if name not in heads]:
                raise WrongHead(_("The first row must name the columns; missing: %s") % "、".join(missing))
            continue
        cells = {head: value.strip() for head, value in zip(heads, values, strict=False) if head and value.strip()}
        if cells:
            found.append(Row(number, cells))
    return found


@functools.cache
def _by_head() -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {head: name for name, head in columns().items()}
    return known


@functools.cache
def _words(of: str) -> dict[str, str]:
    """Codes of kinds or channels by their words in any of our languages."""
    labels = {each.code: each.label for each in kinds.KINDS.values()} if of == "kind" else kinds.CHANNELS
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {code: code for code in labels} | {str(label): code for code, label in labels.items()}
    return known


def check(rows: Sequence[Row], *, agency: Agency, within: QuerySet[Agency], today: datetime.date) -> SheetReport:
    """Check every row; one without a code is of `agency`, and all must be `within`. Two queries."""
    codes = {row.cells["agency"] for row in rows if row.cells.get("agency")}
    agencies = {each.code: each for each in within.filter(code__in=codes)}
    numbers = {row.cells["item"] for row in rows if row.cells.get("item")}
    items = {each.index_no: each for each in Item.objects.public().filter(index_no__in=numbers, agency__in=within)}
    good: list[Sound] = []
    faults: list[SheetFault] = []
    stated: set[tuple[int, str, int]] = set()
    for row in rows:
        found, sound = _row(row, agencies, items, agency, today)
        if sound is not None and kinds.kind(sound.content.kind).once:
            key = (sound.agency.pk, sound.content.kind, sound.content.year)
            if key in stated:
                found.append(_fault(row, "kind", _("is stated once a year, and stands in this sheet twice")))
            stated.add(key)
        if found:
            faults += found
        elif sound is not None:
            good.append(sound)
    return SheetReport(tuple(good), tuple(faults), len(rows))


def _row(
    row: Row, agencies: Mapping[str, Agency], items: Mapping[Any, Item], own: Agency, today: datetime.date
) -> tuple[list[SheetFault], Sound | None]:
    cells = row.cells
    faults = [_fault(row, name, _("must be filled in")) for name in NEEDED if not cells.get(name)]
    code = cells.get("agency", "")
    agency = agencies.get(code) if code else own
    if agency is None:
        faults.append(_fault(row, "agency", _("no agency for which you record has this code")))
    kind = kinds.KINDS.get(_words("kind").get(cells.get("kind", ""), ""))
    if cells.get("kind") and kind is None:
        faults.append(_fault(row, "kind", _("there is no such kind")))
    item = items.get(cells.get("item", ""))
    if cells.get("item") and item is None:
        faults.append(_fault(row, "item", _("no published item of yours has this index number")))
    if faults or kind is None or agency is None:
        return faults, None
    faults, content, channels = _content(row, kind, item)
    if not faults:
        # Numbers are faulted by their name in the form, by their column here.
        found = checking.faults(content, agency=agency, today=today)
        faults = [_fault(row, _column_of(kind, each.field), each.sentence) for each in found]
    return faults, None if faults else Sound(row, agency, content, channels)


def _content(row: Row, kind: kinds.Kind, item: Item | None) -> tuple[list[SheetFault], Content, tuple[str, ...]]:
    cells, faults = row.cells, []
    on, year = None, 0
    if "on" in cells and kind.span == "day":
        on = _day(cells["on"])
        if on is None:
            faults.append(_fault(row, "on", _("is no day; write it as 2026-11-20")))
    if kind.span == "year":
        year = int(cells["year"]) if cells.get("year", "").isdecimal() else 0
    words = [each for each in cells.get("channel", "").translate(_BETWEEN).split("、") if each.strip()]
    channels = tuple(_words("channel").get(each.strip(), "") for each in words)
    if "" in channels:
        faults.append(_fault(row, "channel", _("there is no such channel")))
    numbers: dict[str, Decimal] = {}
    for name, text in cells.items():
        if name.startswith("number:"):
            measure = next((each for each in kind.measures if f"number:{each.name}:{each.unit}" == name), None)
            value = _decimal(text)
            if measure is None:
                faults.append(_fault(row, name, _("“%s” has no such number") % kind.label))
            elif value is None:
                faults.append(_fault(row, name, _("is no number")))
            else:
                numbers[measure.name] = value
    content = Content(
        kind=kind.code,
        title=cells["title"],
        on=on,
        year=year,
        channel=channels[0] if channels else "",
        text=cells.get("text", ""),
        is_head_present=_yes(cells.get("is_head_present", "")),
        answers_concern=_yes(cells.get("answers_concern", "")),
        item=item,
        link=cells.get("link", ""),
        numbers=numbers,
    )
    return faults, checking.cleaned(content), channels


def _column_of(kind: kinds.Kind, field: str) -> str:
    name = field.removeprefix("number_")
    if field != name and name in kind.names:
        return f"number:{name}:{kind.measure(name).unit}"
    return {"same_as": "item", "file": "link"}.get(field, field)


def _fault(row: Row, field: str, reason: str) -> SheetFault:
    return SheetFault(row.number, columns()[field], row.cells.get(field, ""), reason)


def _day(words: str) -> datetime.date | None:
    text = (
        words.split(" ")[0].replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    )
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _decimal(words: str) -> Decimal | None:
    try:
        return Decimal(words.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def _yes(words: str) -> bool:
    return words.lower() in {"是", "有", *_EXAMPLES, "yes"}
