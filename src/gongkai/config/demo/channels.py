"""Where items went besides the website: accounts, a feed, lists handed to the library, and a special topic."""

import datetime

from gongkai.activities import tasks
from gongkai.activities.actions import accounts, papers, posting, recording
from gongkai.activities.actions.accounts import Particulars
from gongkai.activities.queries.checking import Content
from gongkai.config.demo import schedule
from gongkai.config.demo.stage import Stage, moment
from gongkai.disclosures.actions import publishing, reviewing
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import chains
from gongkai.portal.actions import blocks, specials

OFFICE = "zjj"
SLUG = "old-communities"
_PLACE = "https://www.example.gov.cn"


def add(stage: Stage) -> None:
    """All of it, out of what is public already."""
    items = list(Item.objects.public().of(stage.agencies[OFFICE]).order_by("-first_published_at", "-pk")[:6])
    if items:
        _post(stage, items)
        _print(stage, items)
    _compose(stage)


def _back(stage: Stage, days: int, hour: int) -> datetime.datetime:
    return moment(schedule.back(stage.now.date(), days), hour)


def _post(stage: Stage, items: list[Item]) -> None:
    """Two accounts of the city, one long silent, one closed; a feed of housing that two items went into."""
    by, officer = stage.people["linkexin"], stage.people["limuyang"]
    at, since = _back(stage, 20, 9), datetime.date(stage.now.year - 5, 3, 1)
    city = stage.agencies["gov"]
    wechat = Particulars("wechat", "云州发布", by, since, handle="yunzhoufabu", address=f"{_PLACE}/wechat")
    weibo = Particulars("weibo", "云州发布", by, since, address=f"{_PLACE}/weibo", connector="weibo")
    feed = Particulars("rss", "市住建局信息订阅", officer, since, connector="feed", address=f"{_PLACE}/feed.xml")
    old = Particulars("weibo", "云州住建", officer, since, address=f"{_PLACE}/old")
    first = accounts.open_account(agency=city, particulars=wechat, by=by, at=at)
    accounts.check(account=first, updated_on=_back(stage, 3, 9).date(), by=by, at=_back(stage, 2, 9), note="更新正常")
    second = accounts.open_account(agency=city, particulars=weibo, by=by, at=at)
    accounts.check(account=second, updated_on=_back(stage, 30, 9).date(), by=by, at=_back(stage, 2, 10))
    third = accounts.open_account(agency=stage.agencies[OFFICE], particulars=feed, by=by, at=at)
    fourth = accounts.open_account(agency=stage.agencies[OFFICE], particulars=old, by=by, at=at)
    accounts.close(account=fourth, on=at.date(), note="内容并入“云州发布”，本账号停止更新。", by=by, at=at)
    for item in items[:2]:
        sent = _back(stage, 1, 10)
        made = posting.order(item=item, account=third, by=officer, at=sent)
        posting.send(posting=made, clock=lambda sent=sent: sent)  # type: ignore[misc]
        assert item.public_revision is not None
        content = Content(
            kind="publication",
            title=item.public_revision.title,
            on=sent.date(),
            channel="wechat",
            text="云州发布",
            item=item,
            link=f"{_PLACE}/wechat/{item.pk}",
        )
        recording.record(agency=item.agency, content=content, by=officer, at=sent)


def _print(stage: Stage, items: list[Item]) -> None:
    """The library has received one list, a second is on its way; a sheet hangs on the board."""
    agency, officer = stage.agencies[OFFICE], stage.people["limuyang"]
    at = _back(stage, 8, 15)
    library = papers.open_point(
        agency=agency, name="云州市图书馆", kind="library", address="人民路18号二楼政府信息查阅点", by=officer, at=at
    )
    title = "主动公开政府信息移送明细表"
    lists = [
        papers.make(
            agency=agency, kind="handover", title=title, items=part, point=library, by=officer, at=at,
            copies={each.pk: 2 for each in part},
        )
        for part in (items[3:], items[:3]) if part
    ]  # fmt: skip
    papers.confirm(paper=lists[0], on=at.date(), name="图书馆签收人", by=officer, at=_back(stage, 7, 9))
    sheet = papers.make(agency=agency, kind="board", title="公示栏", items=items[:1], by=officer, at=at)
    for paper in (*lists, sheet):
        tasks.make_pdf.enqueue(paper_id=paper.pk)


def _compose(stage: Stage) -> None:
    """A special topic of housing, reviewed by everybody of its chain, and public."""
    agency, author = stage.agencies[OFFICE], stage.people["limuyang"]
    at = _back(stage, 5, 9)
    own = (each for each in stage.columns.values() if each.kind == "notice" and each.owner_id in agency.ancestor_ids)
    named = blocks.Named(str(agency.pk), agency.short_name)
    total = blocks.Named("disclosed.total", "主动公开信息总数")
    composition = specials.Composition(
        title="老旧小区改造专题",
        summary="改造政策、年度进展与办事入口，集中在一个页面。",
        column=max(own, key=lambda each: (each.depth, -each.pk)),
        blocks=(
            blocks.Block("text", text="本专题汇集老旧小区改造的政策文件、通知公告和办事入口，随信息公开自动更新。"),
            blocks.Block("heading", text="最新信息"),
            blocks.Block("list", title="市住房和城乡建设局最新公开", agency=named, number=8),
            blocks.Block("list", title="标题含“小区”的信息", words="小区", number=5),
            blocks.Block("heading", text="数据"),
            blocks.Block("figure", title="今年主动公开", agency=named, year=at.year, indicator=total),
            blocks.Block("heading", text="相关入口"),
            blocks.Block("links", text="政策文件库 | /policies/\n申请公开 | /requests/"),
        ),
    )
    special = specials.make(agency=agency, slug=SLUG, kind="topic", composition=composition, by=author, at=at)
    people = {"business": "zhouboqian", "second": "gaomingxuan", "secrecy": "hanqing", "issue": "guxingzhou"}
    item = reviewing.submit(item=special.item, by=author, at=at)
    assert item.revision is not None
    for number, step in enumerate(chains.frozen_steps(item.revision), start=1):
        moment_of = at + datetime.timedelta(hours=number)
        reviewing.clear(revision=item.revision, kind=step.kind, by=stage.people[people[step.kind]], at=moment_of)
    item.refresh_from_db()
    publishing.publish(item=item, by=stage.people["guxingzhou"], at=at + datetime.timedelta(hours=6))
