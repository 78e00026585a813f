"""Reminding of review steps whose term is over, again every week until somebody decides."""

import datetime

from django.db import transaction
from django.db.models import Q

from gongkai.disclosures.actions import drafting, kinds
from gongkai.disclosures.chain_models import OpenStep

AGAIN = datetime.timedelta(days=7)
BY = "system:tick"


def remind_of_steps(*, on: datetime.date, at: datetime.datetime) -> int:
    """Record that steps are past their term, one event each; listeners tell those who may take them."""
    late = OpenStep.objects.filter(due_on__lt=on).filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=on - AGAIN))
    numbers = list(late.order_by("due_on", "pk").values_list("pk", flat=True)[:500])
    return sum(_remind(number, on=on, at=at) for number in numbers)


@transaction.atomic
def _remind(number: int, *, on: datetime.date, at: datetime.datetime) -> int:
    row = OpenStep.objects.select_for_update(of=("self",)).select_related("item__revision", "step").filter(pk=number)
    late = row.first()
    if late is None or late.reminded_on == on:
        return 0
    late.reminded_on = on
    late.save(update_fields=["reminded_on"])
    drafting.record(kinds.OVERDUE, late.item, BY, at, step=late.step.words)
    return 1
