"""The style of the day follows the days of mourning: at once when they are entered or lifted, else by the clock."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from gongkai.core import schedule
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.portal.actions import baking, mourning, writing
from gongkai.portal.pages import today


def hear(heard: Sequence[Event]) -> None:
    """Bake the style anew, whatever was entered or lifted."""
    bake(at=timezone.now())


@schedule.every("portal.today", 60)
def turn(now: datetime.datetime) -> None:
    """A day without colour begins and ends at midnight; the file is written only when it differs."""
    bake(at=now)


def bake(*, at: datetime.datetime) -> None:
    """Write the style of the day where it differs."""
    with writing.exclusive():
        baking.bake(found=[today.style(on=timezone.localdate(at))], common={}, target=baking.own(), at=at)


events.subscribe("portal-mourning", (mourning.ENTERED, mourning.LIFTED), hear, at_once=True)
