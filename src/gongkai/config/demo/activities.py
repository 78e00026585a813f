"""What the offices of the demo did besides publishing items: three years of activities, recorded by their officers."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from gongkai.accounts.models import Person
from gongkai.activities.actions import recording
from gongkai.activities.queries import desk
from gongkai.activities.queries.checking import Content
from gongkai.config.demo import schedule
from gongkai.config.demo.stage import Stage, moment
from gongkai.orgs.models import Agency
from gongkai.statistics.actions import entering

_SEED = 20240501
_PROOF = "https://www.example.gov.cn/proof"
_MATTERS = (
    "老旧小区改造",
    "医保缴费",
    "学区调整",
    "公交线路",
    "燃气安全",
    "农民工工资",
    "垃圾分类",
    "养老服务",
    "占道经营",
    "供水检修",
)
_CHANNELS = (("wechat",), ("wechat", "weibo"), ("wechat", "press"), ("gazette",), ("board",), ("press", "broadcast"))
_ANSWERED = (("hotline",), ("mailbox",), ("wechat", "hotline"), ("website", "weibo"))
Entry = tuple[Content, tuple[str, ...]]


def add(stage: Stage) -> None:
    """The records of every office that has somebody who records, up to now, each written at the end of its year."""
    rnd = random.Random(_SEED)  # noqa: S311  the same demo every time is the point
    today = stage.now.date()
    for year in range(today.year - 2, today.year + 1):
        last = min(datetime.date(year, 12, 31), today)
        at = min(moment(schedule.back(last, 1), 16, 30), stage.now)
        for standing in desk.to_remind(month=last, on=today):
            person: Person = standing.people[0]
            agency: Agency = standing.agency
            if agency.founded_on is None or agency.founded_on.year <= year:
                entries = [*_year(year, rnd), *_days(year, at.date(), rnd)]
                recording.record_through(agency=agency, entries=entries, by=person, at=at)
    _state(stage)


def _state(stage: Stage) -> None:
    """One figure of last year that an office stated by hand: a meeting it held with another and did not record."""
    first = next(iter(desk.to_remind(month=stage.now.date(), on=stage.now.date())))
    entering.state(
        agency=first.agency,
        year=stage.now.year - 1,
        indicator="meetings.count",
        number=Decimal(3),
        reason="一次会议与宣传部门合开，由对方登记",
        link=_PROOF,
        by=first.people[0],
        at=stage.now,
    )


def _year(year: int, rnd: random.Random) -> Iterator[Entry]:
    """What holds for the year; returns only once it is over or nearly so."""

    def yearly(kind: str, title: str, **numbers: int) -> Entry:
        plain = {name: Decimal(value) for name, value in numbers.items()}
        return Content(kind=kind, title=title, year=year, link=_PROOF, numbers=plain), ()

    yield yearly("office", "政府信息公开工作机构")
    yield yearly("staff", "信息公开工作人员", full_time=rnd.randint(0, 2), part_time=rnd.randint(1, 4))
    yield yearly("funds", "信息公开专项经费", amount=rnd.randint(0, 12))
    yield yearly("reading-point", "办事大厅查阅点", visits=rnd.randint(20, 400), files=rnd.randint(10, 200))
    yield yearly(
        "licence", "行政许可决定", decisions=rnd.randint(0, 4000), items_last_year=rnd.randint(0, 40), change=-1
    )
    yield yearly("penalty", "行政处罚决定", decisions=rnd.randint(0, 900), items_last_year=rnd.randint(0, 60), change=2)
    yield yearly("coercion", "行政强制决定", decisions=rnd.randint(0, 40), items_last_year=rnd.randint(0, 9), change=0)
    yield yearly("charges", "行政事业性收费", amount=rnd.randint(0, 300), items_last_year=rnd.randint(0, 5), change=0)


def _days(year: int, until: datetime.date, rnd: random.Random) -> Iterator[Entry]:
    """What happened on days of the year, month by month."""
    for month in range(1, 13):
        day = datetime.date(year, month, rnd.randint(4, 26))
        if day > until:
            return
        matter = rnd.choice(_MATTERS)
        yield Content(kind="publication", title=f"{matter}政策问答", on=day), rnd.choice(_CHANNELS)
        if month % 2:
            content = Content(kind="response", title=f"关于{matter}的回应", on=day, answers_concern=True)
            yield content, rnd.choice(_ANSWERED)
        if month in (3, 9):
            yield Content(kind="meeting", title=f"{year}年政务公开工作会议", on=day), ()
            yield Content(kind="interpretation", title=f"{matter}政策解读", on=day), ()
        if month == 2:
            yield Content(kind="guide", title="公开指南年度修订", on=day), ()
            yield Content(kind="directory", title="公开目录年度调整", on=day), ()
        if month == 6:
            yield Content(kind="interview", title=f"{matter}在线访谈", on=day, is_head_present=True, link=_PROOF), ()
        if month == 5:
            trained = {"trainees": Decimal(rnd.randint(8, 60))}
            yield Content(kind="training", title="政府信息公开业务培训", on=day, numbers=trained), ()
        if month == 10:
            seen = {"units": Decimal(1), "visitors": Decimal(rnd.randint(20, 300)), "leaflets": Decimal(200)}
            yield Content(kind="open-day", title="政府开放日", on=day, link=_PROOF, numbers=seen), ()
            yield (
                Content(kind="press", title=f"{matter}新闻发布会", on=day, is_head_present=bool(rnd.getrandbits(1))),
                (),
            )
