"""What an office looks after: a rush before an inspection, two columns made one, a hand-over, a dispute decided."""

import datetime
from dataclasses import dataclass

from gongkai.accounts.models import Person, RoleHolding
from gongkai.catalog.actions import columns
from gongkai.config.demo import reviews, schedule, staff
from gongkai.config.demo.stage import Stage, moment, topic_code
from gongkai.desk.actions import handing_over
from gongkai.desk.queries import belongings
from gongkai.disclosures.actions import coordinating, drafting, publishing, reviewing
from gongkai.disclosures.coordination_models import Opinion, Ruling
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.portal.tasks import moving

# The library brought out in one evening what it had kept for half a year; its columns belong to the culture office.
HASTY, INTO = "tsg", "local-culture"
_BRANCHES = ("少儿馆", "古籍部", "城东分馆", "城西分馆", "南浦分馆", "临江分馆", "高新区分馆", "汽车图书馆", "盲文阅览室",
             "报刊阅览室", "自习室", "地方文献室")  # fmt: skip
MERGED, HEIR = "news-tourism", "news-depts"
LEAVING, FOLLOWING = "xiazhixia", "maixiaoqing"
OBJECTING = "zrj"
_OBJECTION = "加装电梯占用绿地的，规划意见应当先于联合审查，请调整办理顺序。"
_RULING = "联合审查已包含规划意见，办理顺序不变；占用绿地的情形由两局另行发布问答说明。"


@dataclass(frozen=True)
class _Walk:
    """Who leads the library's items through their review."""

    author: Person
    steps: tuple[tuple[str, Person], ...]
    issuer: Person


def add(stage: Stage) -> None:
    """All of it."""
    _rush(stage)
    _merge(stage)
    _leave(stage)
    _dispute(stage)


def _rush(stage: Stage) -> None:
    """A dozen items in one day, formed long before: the office sees it among the sudden days."""
    team, people = staff.team(HASTY), stage.people
    walk = _Walk(
        people[team.officers[0]],
        (
            (Clearance.Kind.BUSINESS, people[team.reviewer]),
            (Clearance.Kind.SECRECY, people[team.secrecy]),
            (Clearance.Kind.ISSUE, people[team.issuer]),
        ),
        people[team.issuer],
    )
    at = moment(schedule.back(stage.now.date(), 6), 16)
    agency = stage.agencies[HASTY]
    drafts = [drafting.Draft(agency, walk.author, _content(stage, each, at)) for each in _BRANCHES]
    made = drafting.draft_many(drafts=drafts, at=at)
    at += datetime.timedelta(minutes=20)
    reviewing.submit_many(handed=[(each, walk.author) for each in made], at=at)
    for kind, person in walk.steps:
        at += datetime.timedelta(minutes=10)
        passes = [reviewing.Pass(_revision(each), kind, person) for each in made]
        reviewing.clear_many(passes=passes, at=at)
    publishing.publish_many(released=[(each, walk.issuer) for each in made], at=at + datetime.timedelta(minutes=5))


def _content(stage: Stage, branch: str, at: datetime.datetime) -> drafting.Content:
    column = stage.columns[INTO]
    return drafting.Content(
        title=f"市图书馆{branch}开放安排",
        body=f"<p>{branch}每周二至周日9:00—17:30开放，周一闭馆整理。</p><p>法定节假日的开放时间另行公告。</p>",
        column=column,
        topic=topic_code("科技、教育"),
        legal_item=column.legal_item,
        source="云州市图书馆",
        responsible_unit="读者服务部",
        formed_on=at.date() - datetime.timedelta(days=230),
    )


def _revision(item: Item) -> Revision:
    assert item.revision is not None
    item.revision.item = item
    return item.revision


def _merge(stage: Stage) -> None:
    """What stands in a closed column is shown in another; the old address leads there."""
    at = moment(schedule.back(stage.now.date(), 25), 15)
    by = stage.people["linkexin"].reference
    columns.merge_column(column=stage.columns[MERGED], into=stage.columns[HEIR], on=at.date(), by=by, at=at)
    moving.keep_column(stage.columns[MERGED].pk, by=by, at=at)


def _leave(stage: Stage) -> None:
    """An officer of several institutions gives the library's roles and texts to a colleague."""
    at = moment(schedule.back(stage.now.date(), 1), 16, 40)
    person, to = stage.people[LEAVING], stage.people[FOLLOWING]
    library = stage.agencies[HASTY]
    holdings = RoleHolding.objects.in_force(at.date()).filter(person=person, agency=library).select_related("agency")
    groups = belongings.of(person, list(holdings), at=at)
    given = [(each, to) for group in groups for each in group.things if each.agency == library.short_name]
    handing_over.hand_over(person=person, given=given, by=stage.people["linkexin"], at=at)


def _dispute(stage: Stage) -> None:
    """Planning objects to the guide for lifts; the office of the city, which stands above both, decides."""
    item = Item.objects.select_related("revision").get(revision__title=reviews.AWAY)
    day = stage.now.date()
    (question,) = coordinating.ask(
        item=item,
        agencies=[stage.agencies[OBJECTING]],
        text="指南写明受理后十个工作日内完成联合审查，请就规划环节的时限提出意见。",
        days=5,
        by=stage.people["limuyang"],
        at=moment(schedule.back(day, 1), 14),
    )
    coordinating.answer(
        question=question,
        kind=Opinion.Kind.DISAGREE,
        by=stage.people[staff.team(OBJECTING).reviewer],
        text=_OBJECTION,
        at=moment(schedule.back(day, 1), 15),
    )
    coordinating.rule(
        question=question,
        verdict=Ruling.Verdict.PUBLISH,
        reason=_RULING,
        by=stage.people["linkexin"],
        at=moment(schedule.back(day, 1), 17),
    )
