"""Building the demo: the city is founded, three years pass, and the public pages and the index are made."""

import datetime
import gc
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation

from gongkai.config.demo import (
    activities,
    afterwards,
    annual_reports,
    asking,
    attaching,
    changes,
    channels,
    compiling,
    documents,
    extras,
    filing,
    issuing,
    keeping,
    lives,
    opening,
    publics,
    readers,
    requests,
    reviews,
    schedule,
)
from gongkai.config.demo.lives import Life, Step
from gongkai.config.demo.scene import Numbers, Scene
from gongkai.config.demo.schedule import Slot
from gongkai.config.demo.stage import Stage
from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

ITEMS = 3000
SEED = 990100
# How many of three thousand stand where on the way to the public now.
_UNDER_WAY = {
    "draft": 26, "business": 17, "secrecy": 12, "issue": 9, "returned-business": 8, "returned-secrecy": 4,
    "cleared": 5, "on-request": 2, "scheduled": 7, "discarded": 4,
}  # fmt: skip

Out = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What stands at the end."""

    agencies: int
    columns: int
    people: int
    items: int
    public_items: int


def build(*, out: Out, at: datetime.datetime, items: int = ITEMS, processes: int = 1) -> Built:
    """Build the whole demo into an empty, migrated installation. `at` is the last moment of the three years.

    The records are written in one transaction: broken off, nothing is left behind. What is made from them is made by
    `processes` at once. `out` hears how far it is.
    """
    at = timezone.localtime(at)
    gc.freeze()  # what is loaded by now stays; looking through it again and again costs a tenth of the time
    with translation.override("zh-hans"):
        stage = Stage(now=at, span=schedule.window(at.date()))
        with attaching.bench(processes=processes) as stage.bench, events.unheard(), transaction.atomic():
            out("founding the city")
            opening.open_all(stage)
            steps = _plan(stage, items)
            _order_files(stage, steps)
            _live_through(stage, steps, out)
            reviews.add(stage)
            asking.add(stage)
            extras.add(stage)
            documents.add(stage)
            requests.add_views(stage)
            out("recording activities")
            activities.add(stage)
            channels.add(stage)
            out("reading the annual reports")
            annual_reports.add(stage)
            compiling.add(stage)
            issuing.add(stage)
            filing.add(stage)
            readers.add(stage)
            keeping.add(stage)
        publics.make(at=at, out=out, processes=processes)
    return Built(
        agencies=Agency.objects.alive(at.date()).count(),
        columns=len(stage.columns),
        people=len(stage.people),
        items=Item.objects.count(),
        public_items=Item.objects.public().count(),
    )


def _plan(stage: Stage, count: int) -> list[Step]:
    """Everything that happens in the three years, in the order of its moments."""
    rnd = random.Random(SEED)  # noqa: S311  the same demo every time is the point
    under_way = _under_way(count)
    asked = schedule.consulted(stage.span)
    slots = [*asked, *schedule.slots(stage.span, count=count - len(under_way), rnd=rnd)]
    late = schedule.lately(stage.span, count=len(under_way), rnd=rnd)
    numbers = Numbers()
    outcomes = iter(under_way)
    planned = sorted([*((slot, "published") for slot in slots), *((slot, next(outcomes)) for slot in late)], key=_day)
    written = [_life(stage, slot, outcome, numbers, rnd) for slot, outcome in planned]
    steps = [step for life in written for step in lives.steps(life)]
    steps += afterwards.after(written, count=count, now=stage.now, rnd=rnd)
    steps += changes.acts(stage)
    steps += requests.steps(stage)
    return sorted((step for step in steps if step[0] < stage.now), key=lambda step: step[0])


def _day(planned: tuple[Slot, str]) -> datetime.date:
    return planned[0].day


def _under_way(count: int) -> list[str]:
    return [name for name, whole in _UNDER_WAY.items() for _each in range(max(1, round(whole * count / ITEMS)))]


def _life(stage: Stage, slot: Slot, outcome: str, numbers: Numbers, rnd: random.Random) -> Life:
    own = random.Random(rnd.random())  # noqa: S311
    office = changes.as_of(slot.office, slot.day, stage.span)
    text = slot.kind.write(Scene(office, slot.day, own, numbers, slot.subject))
    return Life(stage, slot, office, text, own, outcome)


def _order_files(stage: Stage, steps: list[Step]) -> None:
    for at, act in steps:
        if isinstance(act, lives.Act) and act.name == "draft":
            for plan in act.life.text.attachments:
                stage.bench.order(plan, at)


def _live_through(stage: Stage, steps: list[Step], out: Out) -> None:
    shown, done = None, 0
    for (at, _together), group in itertools.groupby(steps, key=_round):
        acts = [act for _at, act in group]
        if (at.year, at.month) != shown:
            shown = (at.year, at.month)
            out(f"{at:%Y-%m}: {done + 1} of {len(steps)} acts")
        done += len(acts)
        if shared := [act for act in acts if isinstance(act, lives.Act)]:
            lives.together(shared, at)
        else:
            acts[0](at)


def _round(step: Step) -> tuple[datetime.datetime, object]:
    """What is done at the same moment is done together where that can be; else each act is by itself."""
    at, act = step
    return at, act.name if isinstance(act, lives.Act) else id(act)
