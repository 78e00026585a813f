"""Duties of the basic directory: taken over, edited, ended."""

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from gongkai.catalog import queries
from gongkai.catalog.models import Column, Obligation
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.rules import obligations

DUTIES_TAKEN = events.declare(
    "obligations.taken-over", gettext_lazy("Took {count} entries of the basic directory over")
)
DUTY_EDITED = events.declare("obligation.edited", gettext_lazy("Changed the duty {name}"))
DUTY_ENDED = events.declare("obligation.ended", gettext_lazy("Ended the duty {name}"))


DUTY_FIELDS = ("title", "content", "basis", "column", "term_days", "fresh_days", "channel", "audience", "mode")


@dataclasses.dataclass(frozen=True)
class TakenOver:
    """Entries of the basic directory that became duties, and the statutory items that have no column yet."""

    made: list[Obligation]
    without_column: list[str]


@transaction.atomic
def take_over_obligations(
    *,
    agency: Agency,
    by: str,
    at: datetime,
    columns: Mapping[str, Column] | None = None,
    codes: Collection[str] | None = None,
) -> TakenOver:
    """Make duties of an agency out of the basic directory, those it has not yet, each in the column of its item.

    `columns` gives the column by statutory item; without it the first open column of each item is taken. `codes`
    names the entries; without it they are those of the agency's kind and level.
    """
    due = queries.due_entries(agency) if codes is None else [e for e in obligations.entries() if e.code in codes]
    by_item = queries.columns_by_legal_item() if columns is None else dict(columns)
    known = set(Obligation.objects.filter(agency=agency).values_list("code", flat=True))
    missing = [each for each in due if each.code not in known]
    rows = [
        Obligation(
            agency=agency, column=by_item[each.legal_item], code=each.code, title=each.title, content=each.content,
            basis=each.basis, legal_item=each.legal_item, term_days=each.working_days, channel=each.channel,
            audience=each.audience, mode=each.mode, level=agency.level,
        )
        for each in missing
        if each.legal_item in by_item
    ]  # fmt: skip
    made = Obligation.objects.bulk_create(rows, batch_size=500)
    if made:
        data = {"count": len(made), "codes": [each.code for each in made]}
        events.record(DUTIES_TAKEN, by=by, about=agency.reference, at=at, agency_id=agency.pk, data=data)
    without = dict.fromkeys(each.legal_item for each in missing if each.legal_item not in by_item)
    return TakenOver(made, list(without))


@transaction.atomic
def edit_obligation(*, obligation: Obligation, values: Mapping[str, Any], by: str, at: datetime) -> Obligation:
    """Change DUTY_FIELDS of a duty."""
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    changed = {field: value for field, value in values.items() if field in DUTY_FIELDS}
    for field, value in changed.items():
        setattr(obligation, field, value)
    obligation.save(update_fields=list(changed))
    _record_duty(DUTY_EDITED, obligation, by=by, at=at, fields=list(changed))
    return obligation


@transaction.atomic
def end_obligation(*, obligation: Obligation, on: date, by: str, at: datetime) -> Obligation:
    """End a duty on a day; what was public under it stays."""
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    obligation.ended_on = on
    obligation.save(update_fields=["ended_on"])
    _record_duty(DUTY_ENDED, obligation, by=by, at=at, on=on.isoformat())
    return obligation


def _record_duty(kind: str, duty: Obligation, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": duty.title}
    events.record(kind, by=by, about=f"obligation:{duty.pk}", at=at, agency_id=duty.agency_id, data=data)
