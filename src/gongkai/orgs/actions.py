"""What can be done with agencies: the dated acts that found, change and end them, and the care of their details."""

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import trees
from gongkai.events import actions as events
from gongkai.orgs import queries
from gongkai.orgs.models import Agency, AgencyChange, AgencyName

# The first day a name can hold when nobody wrote down when the agency was founded.
BEFORE_RECORDS = date(1949, 10, 1)
Kind = AgencyChange.Kind

FOUNDED = events.declare("agency.founded", gettext_lazy("Founded {name}"))
RENAMED = events.declare("agency.renamed", gettext_lazy("Renamed {old} to {name}"))
MOVED = events.declare("agency.moved", gettext_lazy("Moved {name} under {parent}"))
MERGED = events.declare("agency.merged", gettext_lazy("Merged {names} into {name}"))
SPLIT = events.declare("agency.split", gettext_lazy("Split {name} into {names}"))
DISSOLVED = events.declare("agency.dissolved", gettext_lazy("Dissolved {name}"))
CONTACTS_EDITED = events.declare("agency.contacts-edited", gettext_lazy("Changed the contacts of {name}: {fields}"))
CODES_EDITED = events.declare("agency.codes-edited", gettext_lazy("Changed codes and kind of {name}"))
ORDERED = events.declare("agency.ordered", gettext_lazy("Changed the order of agencies under {name}"))


class Refused(Exception):
    """An act on agencies that cannot be; the message says why in the office's words."""


class Cycle(Refused):
    """The agency would lie below itself."""

    def __init__(self, agency: Agency, to: Agency) -> None:
        words = _("%(to)s is %(agency)s itself or lies below it, so it cannot stand above it.")
        super().__init__(words % {"to": to.name, "agency": agency.name})


class NotAlive(Refused):
    """The agency did not yet, or does no longer, exist on the day."""


class WrongDay(Refused):
    """A day that does not fit: in the future, or before the act it follows."""


class LivingChildren(Refused):
    """Agencies still stand below the one that is to end."""

    def __init__(self, agency: Agency, children: Sequence[Agency]) -> None:
        self.children = list(children)
        words = _("Under %(agency)s there still stand %(count)s agencies. Say where they go.")
        super().__init__(words % {"count": len(children), "agency": agency.name})


class WrongCode(Refused):
    """A code that fails its check digits or form, or that another agency bears; `field` says which."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


@dataclasses.dataclass(frozen=True)
class Founding:
    """An agency to be founded. `contacts` holds values of CONTACT_FIELDS."""

    code: str
    name: str
    kind: str
    level: str
    parent: Agency | None = None
    short_name: str = ""
    position: int = 100
    credit_code: str = ""
    division_code: str = ""
    contacts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def found(*, by: str, at: datetime, on: date | None = None, basis: str = "", **details: Any) -> Agency:
    """Found an agency on a day; without a day it was there before the records. `details` are those of Founding.

    Raises WrongCode, NotAlive (the parent), WrongDay.
    """
    return found_all(foundings=[Founding(**details)], on=on, by=by, at=at, basis=basis)[0]


@transaction.atomic
def found_all(
    *, foundings: Sequence[Founding], by: str, at: datetime, on: date | None = None, basis: str = ""
) -> list[Agency]:
    """Found many agencies under parents that stand already, in a fixed number of statements. Order is kept.

    Raises WrongCode, NotAlive (a parent), WrongDay; then none is founded.
    """
    _not_in_future(on, at)
    Agency.objects.lock()
    parents = Agency.objects.in_bulk({each.parent.pk for each in foundings if each.parent})
    for parent in parents.values():
        _must_live(parent, on or timezone.localdate(at))
    _check_codes(foundings)
    agencies = Agency.objects.bulk_create(
        [_agency(each, parents[each.parent.pk] if each.parent else None, on) for each in foundings], batch_size=500
    )
    for agency in agencies:
        trees.place(agency, agency.parent)
    Agency.objects.bulk_update(agencies, ["path", "sort_path"], batch_size=500)
    since = on or BEFORE_RECORDS
    names = [AgencyName(agency=each, name=each.name, short_name=each.short_name, since=since) for each in agencies]
    AgencyName.objects.bulk_create(names, batch_size=500)
    acts = [AgencyChange(kind=Kind.FOUND, on=since, basis=basis, by=by, at=at) for _each in agencies]
    link = AgencyChange.successors.through
    links = [
        link(agencychange_id=change.pk, agency_id=agency.pk)
        for change, agency in zip(AgencyChange.objects.bulk_create(acts, batch_size=500), agencies, strict=True)
    ]
    link.objects.bulk_create(links, batch_size=500)
    told = [{"name": each.name, "code": each.code, "on": _day(on)} for each in agencies]
    events.record_many([_event(FOUNDED, each, by, at, data) for each, data in zip(agencies, told, strict=True)])
    return agencies


@transaction.atomic
def import_agencies(*, rows: Iterable[queries.SheetRow], by: str, at: datetime, basis: str = "") -> list[Agency]:
    """Found the agencies of a checked sheet, parents first, all or none. Raises Refused when a row has a fault.

    Rows come from `queries.check_sheet`; who wants only the good ones passes only them (see `SheetReport.good`).
    """
    waiting = {row.code: row for row in rows}
    report = queries.check_sheet(list(waiting.values()))
    if report.faults:
        raise Refused(report.faults[0].sentence)
    standing = {each.code: each for each in Agency.objects.filter(code__in={row.parent for row in waiting.values()})}
    founded: list[Agency] = []
    while waiting:
        ready = [row for row in waiting.values() if not row.parent or row.parent in standing]
        for on in sorted({row.founded_on for row in ready}, key=str):
            batch = [row for row in ready if row.founded_on == on]
            foundings = [Founding(parent=standing.get(row.parent), **row.details) for row in batch]
            fresh = found_all(foundings=foundings, on=on, by=by, at=at, basis=basis)
            standing.update({each.code: each for each in fresh})
            founded += fresh
        for row in ready:
            del waiting[row.code]
    return founded


@transaction.atomic
def rename(
    *, agency: Agency, name: str, on: date, by: str, at: datetime, short_name: str = "", basis: str = ""
) -> Agency:
    """Give an agency another name from a day on; what was published before keeps the old one. Raises WrongDay."""
    agency = _locked(agency, on=on, at=at)
    last = AgencyName.objects.filter(agency=agency).order_by("-since").first()
    if last is not None and last.since >= on:
        words = _("%(name)s holds since %(since)s; a new name must begin later.")
        raise WrongDay(words % {"name": last.name, "since": last.since})
    old, agency.name, agency.short_name = agency.name, name, short_name or name
    agency.save(update_fields=["name", "short_name"])
    AgencyName.objects.create(agency=agency, name=name, short_name=agency.short_name, since=on)
    _enter(Kind.RENAME, [agency], [agency], on=on, by=by, at=at, basis=basis)
    _record(RENAMED, agency, by=by, at=at, old=old, name=name, on=_day(on))
    return agency


@transaction.atomic
def move(*, agency: Agency, to: Agency | None, on: date, by: str, at: datetime, basis: str = "") -> Agency:
    """Place an agency, with all below it, under another (or at the root). Raises Cycle, NotAlive, WrongDay."""
    agency = _locked(agency, on=on, at=at)
    to = _locked(to, on=on, at=at) if to is not None else None
    _hang(agency, to)
    _enter(Kind.MOVE, [agency], [agency], on=on, by=by, at=at, basis=basis)
    _record(MOVED, agency, by=by, at=at, name=agency.name, parent=to.name if to else "—", on=_day(on))
    return agency


@transaction.atomic
def merge(
    *, predecessors: Sequence[Agency], into: Agency | Founding, on: date, by: str, at: datetime, basis: str = ""
) -> Agency:
    """End agencies and let one that stands, or a new one, succeed them; what stood below them goes with it.

    Raises Refused when nothing would merge, Cycle, NotAlive, WrongDay, and what `found` raises.
    """
    if isinstance(into, Founding):
        successor = found_all(foundings=[into], on=on, by=by, at=at, basis=basis)[0]
    else:
        successor = _locked(into, on=on, at=at)
    ending = [_locked(each, on=on, at=at) for each in predecessors if each.pk != successor.pk]
    if len(ending) < (2 if isinstance(into, Founding) else 1):
        raise Refused(_("A merger needs at least two agencies."))
    for each in ending:
        if each.contains(successor):
            raise Cycle(each, successor)
    for each in ending:
        each.refresh_from_db()
        _end(each, on=on, heir=successor)
    _enter(Kind.MERGE, ending, [successor], on=on, by=by, at=at, basis=basis)
    told = {"names": "、".join(each.name for each in ending), "predecessors": [each.pk for each in ending]}
    _record(MERGED, successor, by=by, at=at, name=successor.name, on=_day(on), **told)
    return Agency.objects.get(pk=successor.pk)


@transaction.atomic
def split(
    *, agency: Agency, into: Sequence[Founding], on: date, by: str, at: datetime, basis: str = "", ends: bool = True
) -> list[Agency]:
    """Found new agencies out of one, which `ends` thereby or goes on; what stood below goes to the first of them.

    Raises Refused when there are too few, Cycle, NotAlive, WrongDay, and what `found` raises.
    """
    if len(into) < (2 if ends else 1):
        raise Refused(_("A split needs at least two agencies afterwards."))
    agency = _locked(agency, on=on, at=at)
    successors = found_all(foundings=into, on=on, by=by, at=at, basis=basis)
    if ends:
        for each in successors:
            if agency.contains(each):
                raise Cycle(agency, each)
        _end(agency, on=on, heir=successors[0])
    _enter(Kind.SPLIT, [agency], successors, on=on, by=by, at=at, basis=basis)
    told = {"names": "、".join(each.name for each in successors), "successors": [each.pk for each in successors]}
    _record(SPLIT, agency, by=by, at=at, name=agency.name, on=_day(on), **told)
    return successors


@transaction.atomic
def dissolve(
    *, agency: Agency, on: date, by: str, at: datetime, basis: str = "", children_to: Agency | None = None
) -> Agency:
    """End an agency without successor. What still stands below it is placed under `children_to`.

    Raises LivingChildren when there are some and nothing was said of them, Cycle, NotAlive, WrongDay.
    """
    agency = _locked(agency, on=on, at=at)
    heir = _locked(children_to, on=on, at=at) if children_to is not None else None
    if heir is not None and agency.contains(heir):
        raise Cycle(agency, heir)
    _end(agency, on=on, heir=heir)
    _enter(Kind.DISSOLVE, [agency], [], on=on, by=by, at=at, basis=basis)
    _record(DISSOLVED, agency, by=by, at=at, name=agency.name, on=_day(on))
    return agency


@transaction.atomic
def edit_contacts(
    *, agency: Agency, contacts: Mapping[str, Any], by: str, at: datetime, checked_on: date | None = None
) -> Agency:
    """Change contacts (CONTACT_FIELDS); with `checked_on` they count as confirmed on that day, changed or not."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    changed = [name for name in queries.CONTACT_FIELDS if name in contacts and getattr(agency, name) != contacts[name]]
    for field in changed:
        setattr(agency, field, contacts[field])
    agency.contacts_checked_on = checked_on or agency.contacts_checked_on
    agency.save(update_fields=[*changed, "contacts_checked_on"])
    words = "、".join(queries.column_name(field) for field in changed) or "—"
    _record(CONTACTS_EDITED, agency, by=by, at=at, name=agency.name, fields=words, checked=_day(checked_on))
    return agency


@transaction.atomic
def edit_codes(
    *, agency: Agency, credit_code: str, division_code: str, kind: str, level: str, by: str, at: datetime
) -> Agency:
    """Put codes, kind and level right. Raises WrongCode."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    values = {"credit_code": credit_code, "division_code": division_code, "kind": kind, "level": level}
    before = {field: getattr(agency, field) for field in values}
    _check_codes([Founding("", agency.name, kind, level, credit_code=credit_code, division_code=division_code)], agency)
    for field, value in values.items():
        setattr(agency, field, value)
    agency.save(update_fields=list(values))
    _record(CODES_EDITED, agency, by=by, at=at, name=agency.name, before=before)
    return agency


@transaction.atomic
def set_positions(*, parent: Agency | None, order: Sequence[Agency], by: str, at: datetime) -> None:
    """Put agencies that stand under one parent in the order given; those left out keep their position."""
    Agency.objects.lock()
    standing = Agency.objects.select_related("parent").in_bulk([one.pk for one in order])
    for place, one in enumerate(order, start=1):
        each = standing[one.pk]
        if each.parent != parent:
            raise Refused(_("%(agency)s does not stand here.") % {"agency": each.name})
        each.position = place * 10
        each.save(update_fields=["position"])
        trees.replant(each, each.parent)
    name = parent.name if parent else "—"
    _record(ORDERED, parent or order[0], by=by, at=at, name=name, order=[one.pk for one in order])


# --- what the acts share ---


def _locked(agency: Agency, *, on: date, at: datetime) -> Agency:
    _not_in_future(on, at)
    Agency.objects.lock()
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    _must_live(locked, on)
    return locked


def _must_live(agency: Agency, on: date) -> None:
    if not agency.exists_on(on):
        raise NotAlive(_("%(agency)s does not exist on %(on)s.") % {"agency": agency.name, "on": on})


def _not_in_future(on: date | None, at: datetime) -> None:
    if on is not None and on > timezone.localdate(at):
        raise WrongDay(_("%(on)s has not come yet. Enter the act when it takes effect.") % {"on": on})


def _check_codes(foundings: Sequence[Founding], but: Agency | None = None) -> None:
    for field in ("code", "credit_code", "division_code"):
        codes = [str(getattr(each, field)) for each in foundings if getattr(each, field)]
        for code in codes:
            if reason := queries.code_fault(field, code):
                raise WrongCode(field, reason)
        if field != "division_code":
            taken = queries.holders_of(field, codes, but=but)
            for code in codes:
                if code in taken:
                    raise WrongCode(
                        field, _("%(code)s is already borne by %(holder)s.") % {"code": code, "holder": taken[code]}
                    )
            for code, count in collections.Counter(codes).items():
                if count > 1:
                    raise WrongCode(field, _("%(code)s stands here twice.") % {"code": code})


def _agency(one: Founding, parent: Agency | None, on: date | None) -> Agency:
    values = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)} | {"parent": parent}
    contacts = {field: value for field, value in values.pop("contacts").items() if field in queries.CONTACT_FIELDS}
    return Agency(**values | {"short_name": one.short_name or one.name}, **contacts, founded_on=on)


def _hang(agency: Agency, to: Agency | None) -> None:
    if to is not None and agency.contains(to):
        raise Cycle(agency, to)
    agency.parent = to
    agency.save(update_fields=["parent"])
    trees.replant(agency, to)


def _end(agency: Agency, *, on: date, heir: Agency | None) -> None:
    children = list(Agency.objects.filter(parent=agency).alive(on).order_by("sort_path", "id"))
    if heir is None and children:
        raise LivingChildren(agency, children)
    for child in children:
        _hang(child, heir)
    agency.dissolved_on = on
    agency.save(update_fields=["dissolved_on"])


def _enter(
    kind: str, before: Sequence[Agency], after: Sequence[Agency], *, on: date, by: str, at: datetime, basis: str
) -> None:
    change = AgencyChange.objects.create(kind=kind, on=on, basis=basis, by=by, at=at)
    change.predecessors.set(before)
    change.successors.set(after)


def _event(kind: str, agency: Agency, by: str, at: datetime, data: dict[str, Any]) -> Any:
    return events.event(kind, by=by, about=agency.reference, at=at, agency_id=agency.pk, data=data)


def _record(kind: str, agency: Agency, *, by: str, at: datetime, **data: Any) -> None:
    events.record_many([_event(kind, agency, by, at, data)])


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
