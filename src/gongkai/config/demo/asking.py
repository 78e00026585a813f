"""Other agencies asked before publication: one agrees with changes, one has not answered yet."""

from gongkai.config.demo import reviews, schedule, staff
from gongkai.config.demo.stage import Stage, moment
from gongkai.disclosures.actions import coordinating
from gongkai.disclosures.coordination_models import Opinion
from gongkai.disclosures.models import Item

ASKED = ("swj", "czj")
CHANGES = "改造期间的停水时段请写明“一般不超过八小时”，并注明供水热线。"


def add(stage: Stage) -> None:
    """Ask about the waterworks plan, which waits for its second review."""
    item = Item.objects.select_related("revision").get(revision__title=reviews.TERM)
    asked_on = schedule.back(stage.now.date(), 3)
    water, _money = coordinating.ask(
        item=item,
        agencies=[stage.agencies[key] for key in ASKED],
        text="本计划涉及停水安排和改造资金，请就第一段的改造数量和停水公示方式提出意见。",
        days=7,
        by=stage.people["limuyang"],
        at=moment(asked_on, 9, 30),
    )
    coordinating.answer(
        question=water,
        kind=Opinion.Kind.CHANGES,
        by=stage.people[staff.team("swj").reviewer],
        text=CHANGES,
        at=moment(schedule.back(stage.now.date(), 2), 15, 10),
    )
