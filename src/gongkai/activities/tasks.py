"""What the clock does for activities: the monthly reminder; and what the doctor looks at."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.activities.actions import kinds, reminding
from gongkai.activities.queries import integrity
from gongkai.core import checkup, schedule
from gongkai.events import actions as events


@schedule.every("activities.remind", seconds=21600)
def remind(now: datetime.datetime) -> int:
    """Remind who records activities of the month that has ended. Returns how many agencies."""
    return reminding.remind(on=timezone.localdate(now), at=now)


events.subscribe("activity-notices", [kinds.REMINDED], reminding.tell_people)


@checkup.check("activities", gettext_lazy("Activities say what their newest version says"))
def examine_activities(repair: bool) -> list[checkup.Finding]:
    """Compare every activity with its newest version; only a person can say which is right."""
    return [checkup.Finding(sentence) for sentence in integrity.drifted()]
