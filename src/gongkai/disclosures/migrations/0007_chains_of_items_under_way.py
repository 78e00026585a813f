"""Items that are in review or cleared get the chain they were handed in under: the three steps that stood for all."""

import datetime
from typing import Any

from django.db import migrations
from django.utils import timezone

from gongkai.rules import calendars

STEPS = (("business", 3), ("secrecy", 3), ("issue", 2))
UNDER_WAY = ("in-review", "cleared", "scheduled")


def freeze(apps: Any, schema_editor: Any) -> None:
    """A submission with its steps for each, before any guard stands, and the step it waits for."""
    get = apps.get_model
    items = get("disclosures", "Item").objects.select_related("revision")
    wanted = items.filter(state__in=UNDER_WAY) | items.filter(amendment__in=UNDER_WAY)
    for item in wanted.order_by("pk").iterator(chunk_size=500):
        submission = get("disclosures", "Submission").objects.create(
            revision_id=item.revision_id, by=f"person:{item.revision.author_id}", at=item.changed_at
        )
        steps = [
            get("disclosures", "RequiredStep").objects.create(
                submission=submission, position=number, kind=kind, days=days
            )
            for number, (kind, days) in enumerate(STEPS, start=1)
        ]
        passed = set(get("disclosures", "Clearance").objects.filter(revision_id=item.revision_id)
                     .values_list("kind", flat=True))
        following = next((step for step in steps if step.kind not in passed), None)
        if following is not None and "in-review" in (item.state, item.amendment):
            get("disclosures", "OpenStep").objects.create(
                item=item, step=following, since_at=item.changed_at, due_on=_due(item.changed_at, following.days)
            )


def _due(since: datetime.datetime, days: int) -> datetime.date:
    day = timezone.localtime(since).date()
    try:
        return calendars.Calendar.load().add_working_days(day, days)
    except calendars.UncoveredDay:
        return day + datetime.timedelta(days=days)


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0006_review_chains")]
    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
