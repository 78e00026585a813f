"""The events activities record, each with the sentence that presents it."""

import datetime

from django.utils.translation import gettext_lazy as _

from gongkai.activities.models.records import Activity
from gongkai.events import actions as events
from gongkai.events.models import Event

RECORDED = events.declare("activity.recorded", _("Recorded “{title}”"))
CORRECTED = events.declare("activity.corrected", _("Corrected the record “{title}”: {reason}"))
STRUCK = events.declare("activity.struck", _("Struck out the record “{title}”: {reason}"))
REMINDED = events.declare("activity.reminded", _("Reminded to record what was done in {month}: {count} records so far"))


def event(kind: str, activity: Activity, *, by: str, at: datetime.datetime, **data: object) -> Event:
    """An event about an activity, not written yet."""
    return events.event(
        kind,
        by=by,
        about=activity.reference,
        at=at,
        agency_id=activity.agency_id,
        data={"title": activity.title, "kind": activity.kind, "year": activity.year, **data},
    )
