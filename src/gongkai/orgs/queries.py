"""What needs to be known of agencies: tree, names over time, history, successors, and whether a sheet of them holds."""

import collections
import dataclasses
import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongkai.orgs.models import Agency, AgencyChange, AgencyName
from gongkai.rules import credit_codes

CONTACT_FIELDS = (
    "address", "postcode", "phone", "fax", "email", "hours", "website", "duties", "head", "responsible", "liaison",
)  # fmt: skip
SHEET_FIELDS = (
    "code", "name", "short_name", "kind", "level", "parent", "credit_code", "division_code", "founded_on", "position",
    *CONTACT_FIELDS,
)  # fmt: skip
SHEET_NEEDS = ("code", "name", "kind", "level")
_PARENT_COLUMN = gettext_lazy("parent's code")


@dataclasses.dataclass(frozen=True)
class Node:
    """One agency in the tree as shown: how deep below the first ones shown, and how many living ones hang below it."""

    agency: Agency
    depth: int
    children: int
    below: int


@dataclasses.dataclass(frozen=True)
class Act:
    """One dated act in the history of an agency."""

    change: AgencyChange
    predecessors: tuple[Agency, ...]
    successors: tuple[Agency, ...]


def tree(agencies: QuerySet[Agency], *, on: datetime.date, ended: bool = False) -> list[Node]:
    """These agencies in tree order with counts of living ones below; without `ended`, only the living. One query."""
    rows = list(agencies.order_by("sort_path", "id"))
    rows = [row for row in rows if ended or row.exists_on(on)]
    shown = {row.pk for row in rows}
    children: collections.Counter[int] = collections.Counter()
    below: collections.Counter[int] = collections.Counter()
    for row in rows:
        if row.dissolved_on is None or row.dissolved_on > on:
            children[row.parent_id or 0] += 1
            below.update(row.ancestor_ids[:-1])
    return [
        Node(row, sum(1 for pk in row.ancestor_ids[:-1] if pk in shown), children[row.pk], below[row.pk])
        for row in rows
    ]


def name_on(agency: Agency, day: datetime.date) -> str:
    """The full name an agency bore on a day; before its first known name, that first one."""
    return names_on([agency], day)[agency.pk]


def names_on(agencies: Iterable[Agency], day: datetime.date) -> dict[int, str]:
    """The full names of many agencies on a day, by id. One query."""
    wanted = {agency.pk: agency.name for agency in agencies}
    rows: dict[int, list[AgencyName]] = collections.defaultdict(list)
    for row in AgencyName.objects.filter(agency__in=wanted).order_by("since", "id"):
        rows[row.agency_id].append(row)
    for pk, names in rows.items():
        wanted[pk] = next((row.name for row in reversed(names) if row.since <= day), names[0].name)
    return wanted


def history(agency: Agency) -> list[Act]:
    """Every dated act that touched an agency, newest first. Three queries."""
    rows = AgencyChange.objects.filter(Q(predecessors=agency) | Q(successors=agency)).distinct()
    found = rows.order_by("-on", "-id").prefetch_related("predecessors", "successors")
    return [Act(row, tuple(row.predecessors.all()), tuple(row.successors.all())) for row in found]


def successors(agency: Agency) -> list[Agency]:
    """The agencies that carry on today what this one did: itself while it lives, none after a bare dissolution."""
    found: dict[int, Agency] = {}
    seen: set[int] = set()
    waiting = [agency]
    while waiting:
        ended = [each for each in waiting if each.dissolved_on is not None and each.pk not in seen]
        found.update({each.pk: each for each in waiting if each.dissolved_on is None})
        seen.update(each.pk for each in ended)
        acts = AgencyChange.objects.filter(
            kind__in=[AgencyChange.Kind.MERGE, AgencyChange.Kind.SPLIT], predecessors__in=ended
        )
        waiting = list(Agency.objects.filter(changes_in__in=acts).distinct()) if ended else []
    return sorted(found.values(), key=lambda each: (each.sort_path, each.pk))


def code_fault(field: str, code: str) -> str | None:
    """Why a credit or division code cannot be, in a clerk's words; None when it can, or for any other field."""
    checks = {"credit_code": credit_codes.check, "division_code": credit_codes.check_division}
    return "；".join(checks[field](code)) or None if field in checks else None


def holders_of(field: str, codes: Iterable[str], *, but: Agency | None = None) -> dict[str, str]:
    """Which of these codes are borne already, and the names of the agencies that bear them."""
    wanted = set(codes)
    found: dict[str, str] = {}
    ordered = sorted(wanted)
    for start in range(0, len(ordered), 500):
        rows = Agency.objects.filter(**{f"{field}__in": ordered[start : start + 500]})
        found.update((rows.exclude(pk=but.pk) if but else rows).values_list(field, "name"))
    return found


# --- a sheet of agencies ---


@dataclasses.dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by field, as text."""

    number: int
    cells: Mapping[str, str]

    @property
    def code(self) -> str:
        """The agency's code."""
        return self.cells.get("code", "")

    @property
    def parent(self) -> str:
        """The code of the agency above, empty for a root."""
        return self.cells.get("parent", "")

    @property
    def founded_on(self) -> datetime.date | None:
        """The day of founding, when the row names one."""
        text = self.cells.get("founded_on", "")
        return datetime.date.fromisoformat(text) if text else None

    @property
    def details(self) -> dict[str, Any]:
        """What a founding takes, but its parent. Only for rows without fault."""
        plain = ("code", "name", "short_name", "credit_code", "division_code")
        values: dict[str, Any] = {field: self.cells.get(field, "") for field in plain}
        values |= {field: choices(field)[self.cells[field]] for field in ("kind", "level")}
        values["position"] = int(self.cells.get("position") or 100)
        return values | {"contacts": {field: self.cells[field] for field in CONTACT_FIELDS if self.cells.get(field)}}


@dataclasses.dataclass(frozen=True)
class SheetFault:
    """What is wrong in one cell: row number, head of the column, the words that stand there, and the reason."""

    number: int
    column: str
    words: str
    reason: str

    @property
    def sentence(self) -> str:
        """The fault in one line."""
        values = {"row": self.number, "column": self.column, "words": self.words, "reason": self.reason}
        return _("Row %(row)s, %(column)s “%(words)s”: %(reason)s") % values


@dataclasses.dataclass(frozen=True)
class SheetReport:
    """A checked sheet: the rows that can be taken, the faults, and sound rows that wait for a faulty one above them."""

    good: tuple[SheetRow, ...]
    faults: tuple[SheetFault, ...]
    held: tuple[tuple[SheetRow, str], ...]
    rows: int

    @property
    def faulty_rows(self) -> int:
        """How many rows have a fault."""
        return len({fault.number for fault in self.faults})


class WrongHead(ValueError):
    """The first row of the sheet does not name the columns needed."""


def column_name(field: str) -> str:
    """The head of a field's column."""
    return str(_PARENT_COLUMN) if field == "parent" else str(Agency._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def read_sheet(rows: Iterable[tuple[int, Sequence[str]]]) -> list[SheetRow]:
    """Rows of a sheet by the heads in its first row, which may stand in any order. Raises WrongHead."""
    heads: list[str | None] = []
    found: list[SheetRow] = []
    by_head = _fields_by_head()
    for number, values in rows:
        if not heads:
            heads = [by_head.get(value.strip().rstrip("*＊").strip()) for value in values]
            if missing := [column_name(field) for field in SHEET_NEEDS if field not in heads]:
                raise WrongHead(_("The first row must name the columns; missing: %s") % "、".join(missing))
            continue
        cells = {head: value.strip() for head, value in zip(heads, values, strict=False) if head and value.strip()}
        if cells:
            found.append(SheetRow(number, cells))
    return found


@functools.cache
def choices(field: str) -> dict[str, str]:
    """Words a cell of kind or level may hold, in any of our languages, with the value each means."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for value, label in Agency._meta.get_field(field).choices or []:  # type: ignore[union-attr]
                known |= {str(value): str(value), str(label): str(value)}
    return known


@functools.cache
def _fields_by_head() -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {column_name(field): field for field in SHEET_FIELDS}
    return known


def check_sheet(rows: Sequence[SheetRow], *, within: QuerySet[Agency] | None = None) -> SheetReport:
    """Check every cell of every row, and the rows against each other and against the agencies that stand already.

    With `within`, rows must hang below one of these agencies or of each other: none may be a root.
    """
    faults: list[SheetFault] = []
    for row in rows:
        faults += _cell_faults(row)
    for field in ("code", "credit_code"):
        known = {fault.number for fault in faults if fault.column == column_name(field)}
        faults += _double_faults([row for row in rows if row.number not in known], field)
    faults += _parent_faults(rows, within)
    faulty = {fault.number for fault in faults}
    good, held = _sift(rows, faulty)
    return SheetReport(good, tuple(sorted(faults, key=lambda fault: fault.number)), held, len(rows))


def _fault(row: SheetRow, field: str, reason: str) -> SheetFault:
    return SheetFault(row.number, column_name(field), row.cells.get(field, ""), reason)


def _cell_faults(row: SheetRow) -> list[SheetFault]:
    faults = [_fault(row, field, _("must be filled in")) for field in SHEET_NEEDS if not row.cells.get(field)]
    for field, words in row.cells.items():
        if reason := _cell_fault(field, words):
            faults.append(_fault(row, field, reason))
    return faults


def _cell_fault(field: str, words: str) -> str | None:
    if field == "parent":
        return None
    if field in ("kind", "level"):
        if words in choices(field):
            return None
        labels = [str(label) for _value, label in Agency._meta.get_field(field).choices or []]  # type: ignore[union-attr]
        return _("must be one of: %s") % "、".join(labels)
    try:
        _cleaner(field)(words)
    except ValidationError as error:
        return "；".join(error.messages)
    return code_fault(field, words)


@functools.cache
def _cleaner(field: str) -> Callable[[str], object]:
    model_field: Any = Agency._meta.get_field(field)
    return lambda words: model_field.clean(words, None)


def _double_faults(rows: Sequence[SheetRow], field: str) -> list[SheetFault]:
    taken = holders_of(field, {row.cells[field] for row in rows if field in row.cells})
    first: dict[str, SheetRow] = {}
    faults = []
    for row in rows:
        code = row.cells.get(field, "")
        if not code:
            continue
        if code in taken:
            faults.append(_fault(row, field, _("is already borne by %s") % taken[code]))
        elif first.setdefault(code, row) is not row:
            faults.append(_fault(row, field, _("stands in row %s as well") % first[code].number))
    return faults


def _parent_faults(rows: Sequence[SheetRow], within: QuerySet[Agency] | None) -> list[SheetFault]:
    allowed = Agency.objects.all() if within is None else within
    by_code = {row.code: row for row in reversed(rows) if row.code}
    outside = {row.parent for row in rows if row.parent and row.parent not in by_code}
    standing: dict[str, datetime.date | None] = {}
    ordered = sorted(outside)
    for start in range(0, len(ordered), 500):
        found = allowed.filter(code__in=ordered[start : start + 500])
        standing.update(found.values_list("code", "dissolved_on"))
    faults = []
    for row in rows:
        if row.parent in outside and row.parent not in standing:
            faults.append(_fault(row, "parent", _("no agency you may place others under has this code")))
        elif within is not None and not row.parent:
            faults.append(_fault(row, "parent", _("must be filled in")))
        elif standing.get(row.parent) is not None:
            faults.append(_fault(row, "parent", _("this agency was dissolved on %s") % standing[row.parent]))
    circle = _in_circles({code: row.parent for code, row in by_code.items()})
    faults += [
        _fault(row, "parent", _("these rows lie below each other in a circle")) for row in rows if row.code in circle
    ]
    return faults


def _in_circles(parents: Mapping[str, str]) -> set[str]:
    """The codes that come back to themselves when one climbs from parent to parent."""
    done: set[str] = set()
    circles: set[str] = set()
    for start in parents:
        trail: dict[str, int] = {}
        code = start
        while code in parents and code not in done and code not in trail:
            trail[code] = len(trail)
            code = parents[code]
        if code in trail:
            circles.update(each for each, place in trail.items() if place >= trail[code])
        done.update(trail)
    return circles


def _sift(rows: Sequence[SheetRow], faulty: set[int]) -> tuple[tuple[SheetRow, ...], tuple[tuple[SheetRow, str], ...]]:
    by_code = {row.code: row for row in reversed(rows) if row.code}
    good, held = [], []
    for row in rows:
        if row.number in faulty:
            continue
        above = by_code.get(row.parent)
        while above is not None and above.number not in faulty:
            above = by_code.get(above.parent)
        if above is None:
            good.append(row)
        else:
            held.append((row, _("waits for row %s above it") % above.number))
    return tuple(good), tuple(held)
