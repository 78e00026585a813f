"""Columns: opened, edited, moved, closed, merged, handed over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog.actions.duties import DUTIES_TAKEN
from gongkai.catalog.actions.refusals import Cycle, Refused
from gongkai.catalog.models import Column, Obligation
from gongkai.core import trees
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

OPENED = events.declare("column.opened", gettext_lazy("Opened the column {name}"))
EDITED = events.declare("column.edited", gettext_lazy("Changed the column {name}: {fields}"))
MOVED = events.declare("column.moved", gettext_lazy("Moved the column {name} under {parent}"))
CLOSED = events.declare("column.closed", gettext_lazy("Closed the column {name}"))
MERGED = events.declare("column.merged", gettext_lazy("Merged the column {name} into {into}"))
HANDED_OVER = events.declare("column.handed-over", gettext_lazy("Handed the column {name} over to {to}"))
REOPENED = events.declare("column.reopened", gettext_lazy("Opened the column {name} again"))


COLUMN_FIELDS = (
    "name", "block", "kind", "description", "keywords", "owner", "legal_item", "fresh_days", "position",
)  # fmt: skip


@transaction.atomic
def open_column(
    *, slug: str, name: str, block: str, kind: str, owner: Agency, by: str, at: datetime,
    parent: Column | None = None, **more: Any,
) -> Column:  # fmt: skip
    """Open a column below another or at the top; `more` are further COLUMN_FIELDS. Raises Refused."""
    Column.objects.lock()
    parent = Column.objects.get(pk=parent.pk) if parent else None
    if parent is not None and parent.closed_on is not None:
        raise Refused(_("%s is closed, so nothing can be opened below it.") % parent.name, field="parent")
    if Column.objects.filter(slug=slug).exists():
        raise Refused(_("Another column has this address."), field="slug")
    _check_name(name, parent)
    column = Column.objects.create(
        slug=slug, name=name, block=block, kind=kind, owner=owner, parent=parent, **_only(more, COLUMN_FIELDS)
    )
    trees.place(column, parent)
    column.save(update_fields=["path", "sort_path"])
    _record(OPENED, column, by=by, at=at, slug=slug)
    return column


@transaction.atomic
def edit_column(*, column: Column, values: Mapping[str, Any], by: str, at: datetime) -> Column:
    """Change COLUMN_FIELDS of a column. Its address stays. Raises Refused."""
    Column.objects.lock()
    column = Column.objects.select_related("parent").get(pk=column.pk)
    given = _only(values, COLUMN_FIELDS)
    changed = [field for field, value in given.items() if getattr(column, field) != value]
    if "name" in changed:
        _check_name(given["name"], column.parent, but=column)
    for field in changed:
        setattr(column, field, given[field])
    column.save(update_fields=changed)
    if "position" in changed:
        trees.replant(column, column.parent)
    words = "、".join(str(Column._meta.get_field(field).verbose_name) for field in changed) or "—"  # type: ignore[union-attr]
    _record(EDITED, column, by=by, at=at, fields=words)
    return column


@transaction.atomic
def move_column(*, column: Column, to: Column | None, by: str, at: datetime) -> Column:
    """Hang a column, with all below it, under another or at the top. Raises Cycle, Refused."""
    Column.objects.lock()
    column = Column.objects.get(pk=column.pk)
    _must_stand(column)
    to = Column.objects.get(pk=to.pk) if to else None
    if to is not None and to.path.startswith(column.path):
        words = _("%(to)s is %(column)s itself or lies below it, so it cannot stand above it.")
        raise Cycle(words % {"to": to.name, "column": column.name}, field="parent")
    if to is not None and to.closed_on is not None:
        raise Refused(_("%s is closed, so nothing can be placed below it.") % to.name, field="parent")
    _check_name(column.name, to, but=column)
    column.parent = to
    column.save(update_fields=["parent"])
    trees.replant(column, to)
    _record(MOVED, column, by=by, at=at, parent=to.name if to else "—")
    return column


@transaction.atomic
def close_column(*, column: Column, on: date, by: str, at: datetime) -> Column:
    """Close a column: it takes no more items, those it has stay. Raises Refused while open ones hang below it."""
    Column.objects.lock()
    column = Column.objects.get(pk=column.pk)
    open_below = Column.objects.open().filter(parent=column).count()
    if open_below:
        raise Refused(_("%(count)s open columns hang below it; close or move them first.") % {"count": open_below})
    column.closed_on = on
    column.save(update_fields=["closed_on"])
    _record(CLOSED, column, by=by, at=at, on=on.isoformat())
    return column


@transaction.atomic
def reopen_column(*, column: Column, by: str, at: datetime) -> Column:
    """Open a closed column again. Raises Refused while the one above it is closed."""
    Column.objects.lock()
    column = Column.objects.select_related("parent").get(pk=column.pk)
    _must_stand(column)
    if column.parent is not None and column.parent.closed_on is not None:
        raise Refused(_("%s is closed; open it first.") % column.parent.name)
    column.closed_on = None
    column.save(update_fields=["closed_on"])
    _record(REOPENED, column, by=by, at=at)
    return column


@transaction.atomic
def merge_column(*, column: Column, into: Column, on: date, by: str, at: datetime) -> Column:
    """Close a column for good and show what stands in it in another; its address leads there from then on.

    Duties in it go along, and columns merged into it before. Raises Refused: itself, a closed one, open ones below.
    """
    Column.objects.lock()
    column, into = Column.objects.get(pk=column.pk), Column.objects.get(pk=into.pk)
    _must_stand(column)
    if column.pk == into.pk:
        raise Refused(_("A column cannot be merged into itself."), field="into")
    if into.closed_on is not None:
        raise Refused(_("%s is closed, so nothing can be merged into it.") % into.name, field="into")
    open_below = Column.objects.open().filter(parent=column).count()
    if open_below:
        raise Refused(_("%(count)s open columns hang below it; close or move them first.") % {"count": open_below})
    column.closed_on = column.closed_on or on
    column.merged_into = into
    column.save(update_fields=["closed_on", "merged_into"])
    Column.objects.filter(merged_into=column).update(merged_into=into)
    Obligation.objects.filter(column=column).exclude(ended_on__lte=on).update(column=into)
    _record(MERGED, column, by=by, at=at, into=into.name, into_id=into.pk)
    return column


@transaction.atomic
def hand_over(*, agency: Agency, to: Agency, on: date, by: str, at: datetime) -> tuple[int, int, int]:
    """Give the open columns and the duties in force of an ended agency to another.

    A column that has a twin of the other agency under the same parent is merged into it. A duty the other has already,
    by code or by title, is ended. Returns how many columns were given, how many merged, how many duties went over.
    Raises Refused while the agency stands, or when the other has ended.
    """
    if agency.dissolved_on is None or agency.dissolved_on > on:
        raise Refused(_("%s has not ended; move its columns one by one.") % agency.short_name)
    if to.dissolved_on is not None or to.pk == agency.pk:
        raise Refused(_("%s has ended itself.") % to.short_name, field="to")
    Column.objects.lock()
    twins = {row.parent_id: row for row in Column.objects.open().filter(owner=to, parent__isnull=False)}
    given = merged = 0
    for column in Column.objects.open().filter(owner=agency).order_by("-sort_path", "-id"):
        twin = twins.get(column.parent_id)
        if twin is not None and not Column.objects.open().filter(parent=column).exists():
            merge_column(column=column, into=twin, on=on, by=by, at=at)
            merged += 1
            continue
        column.owner = to
        column.save(update_fields=["owner"])
        _record(HANDED_OVER, column, by=by, at=at, to=to.name)
        given += 1
    duties = _hand_over_duties(agency, to, on=on)
    for each in (agency, to):
        data = {"count": duties, "codes": []}
        events.record(DUTIES_TAKEN, by=by, about=each.reference, at=at, agency_id=each.pk, data=data)
    return given, merged, duties


def _hand_over_duties(agency: Agency, to: Agency, *, on: date) -> int:
    known = Obligation.objects.filter(agency=to)
    codes = set(known.values_list("code", flat=True))
    titles = set(known.exclude(ended_on__lte=on).values_list("title", flat=True))
    count = 0
    for duty in Obligation.objects.filter(agency=agency).exclude(ended_on__lte=on).order_by("pk"):
        if duty.code in codes or duty.title in titles:
            duty.ended_on = on
        else:
            duty.agency = to
            count += 1
        duty.save(update_fields=["ended_on", "agency"])
    return count


def _must_stand(column: Column) -> None:
    if column.merged_into_id is not None:
        raise Refused(_("%s was merged into another column and stays closed.") % column.name)


def _only(values: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    return {field: values[field] for field in fields if field in values}


def _check_name(name: str, parent: Column | None, but: Column | None = None) -> None:
    rows = Column.objects.filter(name=name, parent=parent)
    if (rows.exclude(pk=but.pk) if but else rows).exists():
        raise Refused(_("A column of this name stands there already."), field="name")


def _record(kind: str, column: Column, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": column.name}
    events.record(kind, by=by, about=column.reference, at=at, agency_id=column.owner_id, data=data)
