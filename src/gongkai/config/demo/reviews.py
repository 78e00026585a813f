"""Review as offices really do it: chains of three and four steps, somebody away, a term passed, a forced issue, marks."""

import datetime
from dataclasses import dataclass

from gongkai.accounts.models import Person
from gongkai.config.demo import schedule
from gongkai.config.demo.stage import Stage, moment, topic_code
from gongkai.disclosures.actions import absences, chains, checks, drafting, publishing, reviewing
from gongkai.disclosures.actions.chains import Step
from gongkai.disclosures.models import Clearance, Item
from gongkai.disclosures.queries import checking

Kind = Clearance.Kind
OFFICE = "zjj"
PHRASES = """# 固定用语：须一字不差
持续优化营商环境
坚持以人民为中心的发展思想
方便群众办事
# 错误→正确
法制政府建设→法治政府建设
"""
WRONG = """云洲市→云州市
住建局长→住房和城乡建设局局长
"""
TERM = "住宅小区二次供水设施改造计划"
FORCED = "关于立即停止使用部分老旧燃气软管的紧急公告"
MARKED = "物业服务收费指导标准（修改稿）"
STANDING = "房屋安全应急值班安排"
AWAY = "既有住宅加装电梯办理指南"


@dataclass(frozen=True)
class _Hands:
    """Who works on the items of the office."""

    author: Person
    reviewer: Person
    second: Person
    secrecy: Person
    issuer: Person
    substitute: Person


def add(stage: Stage) -> None:
    """Set the chains and lead five items into them."""
    people = stage.people
    hands = _Hands(
        people["limuyang"],
        people["zhouboqian"],
        people["gaomingxuan"],
        people["hanqing"],
        people["guxingzhou"],
        people["xuruolan"],
    )
    _set_chains(stage, hands)
    _keep_words(stage)
    _overdue(stage, hands)
    _forced(stage, hands)
    _returned(stage, hands)
    _let_stand(stage, hands)
    _for_somebody_away(stage, hands)


def _back(stage: Stage, days: int, hour: int, minute: int = 0) -> datetime.datetime:
    return moment(schedule.back(stage.now.date(), days), hour, minute)


def _set_chains(stage: Stage, hands: _Hands) -> None:
    """Education passes three steps; housing passes four for every kind, its policy documents with page by page."""
    at = _back(stage, 30, 9)
    by = stage.people["linkexin"]
    three = [Step(Kind.BUSINESS, 2, "一审一校"), Step(Kind.SECRECY, 3, "保密审查"), Step(Kind.ISSUE, 2, "三审签发")]
    chains.set_chain(agency=stage.agencies["jyj"], kind="", name="三审三校", steps=three, by=by, at=at, is_apart=False)
    four = [
        Step(Kind.BUSINESS, 2, "一审一校（科室）"),
        Step(Kind.SECOND, 2, "二审二校（公开办）", hands.second),
        Step(Kind.SECRECY, 3, "保密审查"),
        Step(Kind.ISSUE, 2, "签发"),
    ]
    for kind, name, pages in (("", "四级审查", False), ("policy", "规范性文件四级审查", True)):
        chains.set_chain(
            agency=stage.agencies[OFFICE],
            kind=kind,
            name=name,
            steps=four,
            head=hands.issuer,
            are_pages_read=pages,
            by=by,
            at=at,
        )


def _keep_words(stage: Stage) -> None:
    checks.keep_lists(
        agency=stage.agencies["gov"],
        phrase_lines=PHRASES,
        wrong_lines=WRONG,
        by=stage.people["linkexin"],
        at=_back(stage, 30, 10),
    )


def _drafted(stage: Stage, hands: _Hands, title: str, body: str, at: datetime.datetime) -> Item:
    agency = stage.agencies[OFFICE]
    own = (each for each in stage.columns.values() if each.kind == "notice" and each.owner_id in agency.ancestor_ids)
    column = max(own, key=lambda each: (each.depth, -each.pk))
    content = drafting.Content(
        title=title,
        body=body,
        column=column,
        topic=topic_code("城乡建设、环境保护"),
        legal_item=column.legal_item or "20-4",
        source="市住房和城乡建设局",
        responsible_unit="城建科",
        formed_on=at.date(),
    )
    return drafting.draft(agency=agency, by=hands.author, content=content, at=at)


def _pass(item: Item, kind: str, by: Person, at: datetime.datetime, away: Person | None = None) -> None:
    assert item.revision is not None
    reviewing.clear(revision=item.revision, kind=kind, by=by, at=at, on_behalf_of=away)


def _overdue(stage: Stage, hands: _Hands) -> None:
    """The second step had two working days and has had seven."""
    body = "<p>为保障居民用水安全，计划改造住宅小区二次供水设施36处。</p><p>改造期间的停水安排提前三日在小区公示。</p>"
    at = _back(stage, 9, 9)
    item = _drafted(stage, hands, TERM, body, at)
    reviewing.submit(item=item, by=hands.author, at=at + datetime.timedelta(hours=1))
    _pass(item, Kind.BUSINESS, hands.reviewer, _back(stage, 8, 10))


def _forced(stage: Stage, hands: _Hands) -> None:
    """Danger does not wait: the head orders it out; the secrecy review is done all the same."""
    body = "<p>经检测，部分老旧燃气软管存在泄漏危险，请立即停止使用，并联系燃气企业更换。</p>"
    at = _back(stage, 4, 9)
    item = _drafted(stage, hands, FORCED, body, at)
    reviewing.submit(item=item, by=hands.author, at=at + datetime.timedelta(minutes=10))
    assert item.revision is not None
    reviewing.force_issue(
        revision=item.revision,
        by=hands.issuer,
        reason="软管泄漏危及人身安全，必须立即告知公众，来不及逐级审查",
        at=at + datetime.timedelta(minutes=20),
    )
    _pass(item, Kind.SECRECY, hands.secrecy, at + datetime.timedelta(minutes=30))
    item.refresh_from_db()
    publishing.publish(item=item, by=hands.issuer, at=at + datetime.timedelta(minutes=35))


def _returned(stage: Stage, hands: _Hands) -> None:
    """The reviewer marks two passages; the author has not mended them yet."""
    body = (
        "<h3>一、适用范围</h3><p>本市城镇普通住宅前期物业服务收费，适用本标准。</p>"
        "<h3>二、收费等级</h3><p>分为一至四级。实际服务低于约定等级的，酌情下调。</p>"
        "<h3>三、价格调整</h3><p>成本变动超过百分之十的，可以提出调整，由有关部门重新核定。</p>"
    )
    at = _back(stage, 3, 9)
    item = _drafted(stage, hands, MARKED, body, at)
    reviewing.submit(item=item, by=hands.author, at=at + datetime.timedelta(minutes=30))
    assert item.revision is not None
    reviewing.send_back(
        revision=item.revision,
        kind=Kind.BUSINESS,
        by=hands.reviewer,
        reason="两处说法不确定，请按标出的位置修改",
        marked=[
            reviewing.Passage("酌情下调", "写明幅度：按实际等级收取，差额次月退还"),
            reviewing.Passage("有关部门", "写明是哪个部门"),
        ],
        at=_back(stage, 2, 10),
    )


def _let_stand(stage: Stage, hands: _Hands) -> None:
    """A telephone that is meant to be public: the finding stands, with its reason."""
    body = "<p>汛期房屋安全应急值班手机：133 0000 7719，二十四小时有人接听。</p>"
    at = _back(stage, 2, 14)
    item = _drafted(stage, hands, STANDING, body, at)
    assert item.revision is not None
    for each in checking.check(item.revision, agency=item.agency, on=at.date()):
        if each.kind == "phone":
            reason = "应急值班的公用手机，不是个人号码"
            checks.dismiss(item=item, fingerprint=each.fingerprint, reason=reason, by=hands.author, at=at)
    reviewing.submit(item=item, by=hands.author, at=at + datetime.timedelta(minutes=15))


def _for_somebody_away(stage: Stage, hands: _Hands) -> None:
    """The reviewer is on leave this week; a colleague takes the first step for him."""
    absences.be_away(
        person=hands.reviewer,
        substitute=hands.substitute,
        begins_at=_back(stage, 1, 0),
        ends_at=moment(schedule.working_day(stage.now.date() + datetime.timedelta(days=6)), 0),
        reason="参加省里的业务培训",
        by=hands.reviewer,
        at=_back(stage, 2, 17),
    )
    body = "<p>业主可以在线或者到窗口申请既有住宅加装电梯。</p><p>受理后十个工作日内完成联合审查。</p>"
    at = _back(stage, 1, 9)
    item = _drafted(stage, hands, AWAY, body, at)
    reviewing.submit(item=item, by=hands.author, at=at + datetime.timedelta(minutes=30))
    _pass(item, Kind.BUSINESS, hands.substitute, at + datetime.timedelta(hours=2), away=hands.reviewer)
