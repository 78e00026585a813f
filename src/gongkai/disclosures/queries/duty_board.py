"""The board of duties: for each agency how many things it owes the public, the worst first; and the coverage of one."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.queries import Access
from gongkai.catalog.models import Column, Obligation
from gongkai.core.models import Appointment
from gongkai.core.permissions import Permission
from gongkai.disclosures.duty_models import Confirmation, Shortfall, Sudden
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import desk, shortfalls
from gongkai.orgs.models import Agency
from gongkai.rules import calendars

Kind = Shortfall.Kind
LATE, SUDDEN = "late", "sudden"
SUDDEN_SHOWN = datetime.timedelta(days=90)
OLDEST_SHOWN = 20
JOB = "disclosures.reckon-duties"
_MARK, _BETWEEN = "duties", "\t"


@dataclass(frozen=True)
class Line:
    """One agency: by kind how many things are open, how many duties it has, how many sudden days of late."""

    agency: Agency
    counts: dict[str, int] = field(default_factory=dict)
    duties: int = 0

    @property
    def total(self) -> int:
        """Everything it owes; sudden days are no debt and do not count."""
        return sum(n for kind, n in self.counts.items() if kind != SUDDEN)

    @property
    def met(self) -> int:
        """Duties for which something is public."""
        return self.duties - self.counts.get(Kind.EMPTY_DUTY, 0)

    def of(self, kind: str) -> int:
        """How many of one kind."""
        return self.counts.get(kind, 0)


@dataclass(frozen=True)
class Board:
    """All agencies of a person, the worst first, the sums over them, and when they were last reckoned."""

    lines: tuple[Line, ...]
    reckoned_at: datetime.datetime | None

    @property
    def sums(self) -> dict[str, int]:
        """By kind how many things are open in all."""
        found: dict[str, int] = {}
        for line in self.lines:
            for kind, n in line.counts.items():
                found[kind] = found.get(kind, 0) + n
        return found

    @property
    def duties(self) -> int:
        """All duties."""
        return sum(line.duties for line in self.lines)

    @property
    def met(self) -> int:
        """Those for which something is public."""
        return sum(line.met for line in self.lines)

    @property
    def total(self) -> int:
        """Everything that is owed."""
        return sum(line.total for line in self.lines)


def board(access: Access, *, on: datetime.date) -> Board:
    """How the agencies a person may look into keep their duties. Six queries."""
    scope = access.agencies(Permission.ITEM_VIEW)
    agencies = list(scope.order_by("sort_path", "id"))
    counts: dict[int, dict[str, int]] = {}
    asked: list[Iterable[tuple[int, str, int]]] = [
        Shortfall.objects.filter(agency__in=scope).order_by().values_list("agency_id", "kind").annotate(n=Count("pk")),
        [(pk, LATE, n) for pk, n in _late(scope, on=on)],
        [(pk, SUDDEN, n) for pk, n in _sudden(scope, on=on)],
    ]
    for rows in asked:
        for agency_id, kind, n in rows:
            counts.setdefault(agency_id, {})[kind] = n
    in_force = Obligation.objects.filter(agency__in=scope).exclude(ended_on__lte=on).order_by()
    duties = dict(in_force.values_list("agency_id").annotate(n=Count("pk")))
    lines = [
        Line(each, counts.get(each.pk, {}), duties.get(each.pk, 0) if each.exists_on(on) else 0)
        for each in agencies
        if each.exists_on(on) or counts.get(each.pk)
    ]
    # Python's sort is stable: those with as much stand in the order of the tree.
    lines.sort(key=lambda line: -line.total)
    return Board(tuple(lines), reckoned_at())


def reckoned_at() -> datetime.datetime | None:
    """When the shortfalls were last reckoned. One query."""
    return Appointment.objects.filter(name=JOB).values_list("last_at", flat=True).first()


def visible(access: Access) -> QuerySet[Shortfall]:
    """What the agencies a person may look into owe, with what a line needs."""
    rows = Shortfall.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related("agency", "column__parent", "obligation__column")


def visible_sudden(access: Access) -> QuerySet[Sudden]:
    """The sudden days of the agencies a person may look into."""
    return Sudden.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW)).select_related("agency")


def subject(row: Shortfall) -> str:
    """What it is about: the duty, the column, or what is checked each year. No query for rows of `visible`."""
    if row.obligation is not None:
        return row.obligation.title
    if row.column is None:
        return str(Confirmation.Subject(row.kind).label)
    above = row.column.parent
    return f"{above.name}／{row.column.name}" if above is not None else row.column.name


def over_words(row: Shortfall, *, on: datetime.date) -> str:
    """How long it is over, in words; a duty never met has no day."""
    if row.due_on is None:
        return _("never done")
    over = (on - row.due_on).days
    return ngettext("%(n)d day over", "%(n)d days over", over) % {"n": over}


@dataclass(frozen=True)
class Covered:
    """A duty of an agency with the number of its items, the day of the newest, and what is wrong (empty: nothing)."""

    obligation: Obligation
    count: int
    last_on: datetime.date | None
    kind: str

    @property
    def words(self) -> str:
        """What is wrong, in words."""
        return str(Kind(self.kind).label) if self.kind else _("met")


def coverage(agency: Agency, *, on: datetime.date) -> list[Covered]:
    """The duties of an agency as they stand this moment, those without anything first. Three queries."""
    rows = Obligation.objects.filter(agency=agency).exclude(ended_on__lte=on)
    duties = list(rows.select_related("column", "entry__batch").order_by("column__sort_path", "code", "pk"))
    latest = shortfalls.latest_by_duty(duties, shortfalls.shelves(agency=agency))
    found = [_covered(duty, latest.get(duty.pk), on=on) for duty in duties]
    order = {Kind.EMPTY_DUTY: 0, Kind.STALE_DUTY: 1}
    return sorted(found, key=lambda each: order.get(Kind(each.kind), 2) if each.kind else 2)


def _covered(duty: Obligation, latest: tuple[int, datetime.date] | None, *, on: datetime.date) -> Covered:
    if latest is None:
        return Covered(duty, 0, None, Kind.EMPTY_DUTY)
    count, last = latest
    is_stale = bool(duty.fresh_days) and last + datetime.timedelta(days=duty.fresh_days or 0) < on
    return Covered(duty, count, last, Kind.STALE_DUTY if is_stale else "")


@dataclass(frozen=True)
class Check:
    """One subject of the yearly check: when it was last confirmed and by whom, until when it holds, what it is."""

    subject: str
    last: Confirmation | None
    current_since: datetime.date | None
    due_on: datetime.date | None
    items: tuple[Item, ...] = ()

    @property
    def oldest(self) -> tuple[Item, ...]:
        """The items that have stood longest; one agency has a few of them, an office that keeps them elsewhere many."""
        return self.items[:OLDEST_SHOWN]

    @property
    def others(self) -> int:
        """How many more there are."""
        return len(self.items) - len(self.oldest)

    @property
    def label(self) -> str:
        """The subject in words."""
        return str(Confirmation.Subject(self.subject).label)


def yearly_checks(agency: Agency) -> list[Check]:
    """Guide, rules and contacts of an agency with what stands behind each. Two queries."""
    last: dict[str, Confirmation] = {}
    for row in Confirmation.objects.filter(agency=agency).order_by("on", "pk"):
        last[row.subject] = row
    blocks = {block: kind.value for block, kind in shortfalls.YEARLY.items()}
    items: dict[str, list[Item]] = {kind: [] for kind in blocks.values()}
    rows = Item.objects.public().of(agency).with_content().defer("public_revision__body")
    rows = rows.filter(public_revision__column__block__in=blocks)
    for item in rows.exclude(validity__in=shortfalls.ENDED).order_by("published_at", "pk"):
        assert item.public_revision is not None and item.public_revision.column is not None
        items[blocks[Column.Block(item.public_revision.column.block)]].append(item)
    found = [_check(kind, last.get(kind), tuple(items[kind])) for kind in items]
    contacts = agency.contacts_checked_on
    due = contacts + shortfalls.YEAR if contacts else None
    subject = Confirmation.Subject.CONTACTS.value
    return [*found, Check(subject, last.get(subject), contacts, due)]


def _check(kind: str, last: Confirmation | None, items: tuple[Item, ...]) -> Check:
    days = [timezone.localtime(item.published_at).date() for item in items if item.published_at]
    if not days:
        return Check(kind, last, None, None)
    since = max(min(days), last.on) if last else min(days)
    return Check(kind, last, since, since + shortfalls.YEAR, items)


def _late(scope: QuerySet[Agency], *, on: datetime.date) -> Iterable[tuple[int, int]]:
    try:
        rows = desk.late(Item.objects.filter(agency__in=scope), on=on)
    except calendars.UncoveredDay:
        return []
    return rows.order_by().values_list("agency_id").annotate(n=Count("pk"))


def _sudden(scope: QuerySet[Agency], *, on: datetime.date) -> Iterable[tuple[int, int]]:
    rows = Sudden.objects.filter(agency__in=scope, last_on__gte=on - SUDDEN_SHOWN).order_by()
    return rows.values_list("agency_id").annotate(n=Count("pk"))


@dataclass(frozen=True)
class Owed:
    """What one agency owes of one kind: how many, since when the oldest is due, and one of them where it is alone."""

    agency_id: int
    agency_name: str
    kind: str
    count: int
    due_on: datetime.date | None
    title: str


def counted(access: Access) -> QuerySet[Any, tuple[str, str, int]]:
    """The rows behind `owed_of` (a mark, what is owed, how many), so that a page can ask for others along with them.

    Of the agencies for which the person writes, by agency and kind.
    """
    text = CharField()
    parts = (
        Cast("agency_id", text),
        Cast("agency__short_name", text),
        Cast("kind", text),
        Coalesce(Cast(Max("due_on"), text), Value("")),
        Coalesce(Max("obligation__title"), Max("column__name"), Value("")),
    )
    between = [each for part in parts for each in (Value(_BETWEEN), part)][1:]
    rows = Shortfall.objects.filter(agency__in=access.agencies(Permission.ITEM_DRAFT)).order_by()
    return (
        rows.values("agency_id", "agency__short_name", "kind")
        .annotate(of=Value(_MARK), key=Concat(*between, output_field=text), n=Count("pk"))
        .values_list("of", "key", "n")
    )


def owed_of(rows: Iterable[tuple[str, str, int]]) -> list[Owed]:
    """What is owed from its rows, in the order of agencies and kinds; rows of others are passed over. No query."""
    found = []
    for mark, key, n in rows:
        if mark == _MARK:
            agency_id, name, kind, due, title = key.split(_BETWEEN)
            due_on = datetime.date.fromisoformat(due) if due else None
            found.append(Owed(int(agency_id), name, kind, n, due_on, title if n == 1 else ""))
    return sorted(found, key=lambda each: (each.agency_id, list(Kind).index(Kind(each.kind))))
