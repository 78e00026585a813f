"""What the desk shows of activities: rows one may see, one record with its versions, who is to be reminded."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gongkai.accounts import permissions
from gongkai.accounts.models import Person, RoleHolding
from gongkai.accounts.queries import Access
from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity, Number, Version
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency


@dataclass(frozen=True)
class Stated:
    """A number with its name and unit, as people read it."""

    label: str
    value: str
    unit: str

    @property
    def words(self) -> str:
        """Label, number and unit in one."""
        return f"{self.label} {self.value} {self.unit}"


@dataclass(frozen=True)
class Standing:
    """How many records an agency has of a month, and who keeps them."""

    agency: Agency
    people: tuple[Person, ...]
    count: int


def visible(access: Access) -> QuerySet[Activity]:
    """The records of the agencies that a person may see."""
    rows = Activity.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_VIEW))
    return rows.select_related("agency", "author", "item__public_revision", "same_as")


def recordable(access: Access) -> QuerySet[Activity]:
    """The records of the agencies for which a person records."""
    return Activity.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_RECORD)).select_related("agency")


def numbers_of(rows: Iterable[Activity]) -> dict[int, list[Stated]]:
    """The numbers of some records, by record, in the order of their kind. One query."""
    by_id = {row.pk: row for row in rows}
    found: dict[int, list[Stated]] = {pk: [] for pk in by_id}
    order = {(kind.code, name): place for kind in kinds.KINDS.values() for place, name in enumerate(kind.names)}
    numbers = Number.objects.filter(activity__in=by_id)
    for number in sorted(numbers, key=lambda each: order.get((by_id[each.activity_id].kind, each.measure), 99)):
        found[number.activity_id].append(_stated(by_id[number.activity_id].kind, number.measure, number.value))
    return found


def _stated(kind: str, name: str, value: Any) -> Stated:
    measure = kinds.kind(kind).measure(name)
    return Stated(str(measure.label), f"{value.normalize():,f}", measure.unit)


@dataclass(frozen=True)
class Change:
    """One version of a record, and what it changed: label, before, after."""

    version: Version
    changes: tuple[tuple[str, str, str], ...]


def history(activity: Activity) -> list[Change]:
    """Every version, newest first, each with what it changed. One query."""
    versions = list(activity.versions.select_related("author").order_by("number"))
    found = []
    for before, after in zip([None, *versions], versions, strict=False):
        changes = () if before is None else tuple(_changes(activity.kind, before.content, after.content))
        found.append(Change(after, changes))
    return found[::-1]


def _changes(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    for name, value in after.items():
        if name != "numbers" and value != before.get(name):
            yield _field_label(name), _shown(before.get(name, "")), _shown(value)
    old, new = before.get("numbers", {}), after.get("numbers", {})
    for name in kinds.kind(kind).names:
        if old.get(name) != new.get(name):
            yield str(kinds.kind(kind).measure(name).label), old.get(name, ""), new.get(name, "")


def _field_label(name: str) -> str:
    if name == "item":
        return _("repeats the item")
    if name in {"same_as", "file"}:
        return {"same_as": _("repeats the record"), "file": _("file")}[name]
    return str(Activity._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:200]


def repeats(activity: Activity) -> QuerySet[Activity]:
    """The standing records that repeat this one in other channels."""
    return activity.repeated_by.filter(struck_at__isnull=True).order_by("on", "id")


def to_remind(*, month: datetime.date, on: datetime.date) -> list[Standing]:
    """Living agencies with the people who record there themselves, and their records of a month. Three queries."""
    last = (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    holdings = (
        RoleHolding.objects.in_force(on)
        .filter(role__in=permissions.roles_that_permit(Permission.ACTIVITY_RECORD), person__is_active=True)
        .select_related("person")
        .order_by("agency", "person__name", "person_id")
    )
    people: dict[int, dict[int, Person]] = {}
    for each in holdings:
        people.setdefault(each.agency_id, {})[each.person_id] = each.person
    within = Activity.objects.standing().filter(on__gte=month.replace(day=1), on__lte=last)
    counts = dict(within.order_by().values_list("agency").annotate(n=Count("pk")))
    agencies = Agency.objects.filter(pk__in=people).alive(on).in_tree_order()
    return [Standing(each, tuple(people[each.pk].values()), counts.get(each.pk, 0)) for each in agencies]
