"""The life of one item: what is done to it, by whom and when, each step through the actions of disclosures."""

import dataclasses
import datetime
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.accounts.models import Person
from gongkai.config.demo import schedule, staff
from gongkai.config.demo.city import Office
from gongkai.config.demo.paper import Letter, Sheet, Text
from gongkai.config.demo.schedule import Slot
from gongkai.config.demo.stage import Stage, genre_code, moment, topic_code
from gongkai.disclosures.actions import drafting, publishing, reviewing
from gongkai.disclosures.actions import files as stored
from gongkai.disclosures.models import Clearance, Item, Revision, StoredFile

Moment = datetime.datetime
Step = tuple[Moment, Callable[[Moment], object]]
Kind = Clearance.Kind
_UNITS = ("办公室", "政策法规科", "业务科", "财务科", "监督检查科", "综合科")
RETURNS = (
    "附件第2张表与正文数据不一致，请核对后再报。",
    "标题与文号对应的年份不符，请改正。",
    "名单中的个人信息没有隐去完整，请处理。",
    "缺少施行日期和有效期，请补充。",
    "引用的文件已经废止，请更换依据。",
    "正文中的联系电话不是公开电话，请更换。",
    "表格合计数应等于各行之和，请复核。",
    "栏目选错了，应放在本机关的规范性文件栏目。",
)
SECRECY_RETURNS = (
    "文中管网坐标精度过高，应当作脱密处理。",
    "附件内含有未公开的联系人名单，请删除。",
    "涉及第三方商业秘密，请征求对方意见后再报。",
)


@dataclass
class Life:
    """One item on its way. `outcome` says where it stands at the end; "published" is the rule."""

    stage: Stage
    slot: Slot
    office: Office
    text: Text
    rnd: random.Random
    outcome: str = "published"
    item: Item | None = None
    published_at: Moment | None = None

    @property
    def team(self) -> staff.Team:
        """Through whose hands it goes."""
        return staff.team(self.office.key)

    @property
    def author(self) -> Person:
        """Who writes it: always the same officer for the same item."""
        return self.stage.people[self.team.officers[self.slot.day.toordinal() % len(self.team.officers)]]

    def does(self, name: str) -> "Act":
        """One of the acts that are done together with the same act of others: see `SLOTS`."""
        return Act(self, name)

    def send_back(self, kind: str, reason: str) -> Callable[[Moment], None]:
        """Return it with a reason."""

        def act(at: Moment) -> None:
            reviewing.send_back(revision=self.revision(), kind=kind, by=self.reviewer(kind), reason=reason, at=at)

        return act

    def schedule(self, publish_at: Moment) -> Callable[[Moment], None]:
        """Set the moment at which it goes public."""

        def act(at: Moment) -> None:
            publishing.schedule(item=self.known(), by=self.reviewer(Kind.ISSUE), publish_at=publish_at, at=at)

        return act

    def discard(self, at: Moment) -> None:
        """Put the draft into the bin."""
        drafting.discard(item=self.known(), by=self.author, at=at)

    def revise(self, change: Callable[[drafting.Content], drafting.Content], note: str) -> Callable[[Moment], None]:
        """Write the next revision."""

        def act(at: Moment) -> None:
            newest = self.revision()
            content = change(drafting.content_of(newest))
            drafting.revise(item=self.known(), by=self.author, content=content, at=at, base=newest.number, note=note)

        return act

    def known(self) -> Item:
        """The item, which was drafted before."""
        assert self.item is not None
        return self.item

    def revision(self) -> Revision:
        """Its newest revision."""
        item = self.known()
        assert item.revision is not None
        item.revision.item = item
        return item.revision

    def reviewer(self, kind: str) -> Person:
        """Who takes a step."""
        name = {Kind.BUSINESS: self.team.reviewer, Kind.SECRECY: self.team.secrecy}.get(Kind(kind), self.team.issuer)
        return self.stage.people[name]

    def _attached(self, plan: Sheet | Letter, at: Moment) -> StoredFile:
        data, seen = self.stage.bench.take(plan, at)
        return stored.store_for_release(data=data, name=plan.name, at=at, seen=seen)

    def content(self, at: Moment) -> drafting.Content:
        """What it says."""
        text, key = self.text, text_column(self)
        column = self.stage.columns[key]
        attached = tuple(drafting.AttachmentContent(self._attached(plan, at), plan.name) for plan in text.attachments)
        on_request = self.outcome == "on-request"
        return drafting.Content(
            title=text.title,
            body=text.body,
            summary=text.summary,
            column=column,
            obligation=self.stage.duties.get((self.office.key, key)),
            attribute=Revision.Attribute.ON_REQUEST if on_request else Revision.Attribute.OPEN,
            attribute_reason="涉及第三方商业秘密，征求意见前依申请公开" if on_request else "",
            doc_no=text.doc_no,
            topic=topic_code(text.topic),
            genre=genre_code(text.genre),
            legal_item=column.legal_item,
            keywords=text.keywords,
            source=self.office.name,
            responsible_unit=self.rnd.choice(_UNITS),
            formed_on=self.slot.day,
            effective_on=text.effective_on,
            expires_on=text.expires_on,
            attachments=attached,
        )


@dataclass(frozen=True)
class Act:
    """An act of one life that is done together with the same act of others at the same moment."""

    life: Life
    name: str

    def __call__(self, at: Moment) -> None:
        """Do it alone."""
        together([self], at)


def together(acts: Sequence[Act], at: Moment) -> None:
    """Do the same act of several lives at once."""
    lives, name = [act.life for act in acts], acts[0].name
    if name == "draft":
        drafts = [drafting.Draft(life.stage.agencies[life.office.key], life.author, life.content(at)) for life in lives]
        for life, item in zip(lives, drafting.draft_many(drafts=drafts, at=at), strict=True):
            life.item = item
    elif name == "submit":
        reviewing.submit_many(handed=[(life.known(), life.author) for life in lives], at=at)
    elif name == "publish":
        publishing.publish_many(released=[(life.known(), life.reviewer(Kind.ISSUE)) for life in lives], at=at)
        for life in lives:
            life.published_at = at
    else:
        passes = [reviewing.Pass(life.revision(), name, life.reviewer(name), _basis(name)) for life in lives]
        reviewing.clear_many(passes=passes, at=at)


def text_column(life: Life) -> str:
    """The address of the column an item goes to."""
    return life.text.column or life.slot.column


def _basis(kind: str) -> str:
    return {Kind.BUSINESS: "《条例》第二十条", Kind.SECRECY: "《保守国家秘密法》和定密事项范围"}.get(Kind(kind), "")


def steps(life: Life) -> Iterator[Step]:
    """All that is done to an item from its first draft until it is public or stands where it stands, in order."""
    last = None
    for at, act in _in_progress(life) if life.outcome != "published" else _to_the_public(life):
        if last is not None and at <= last:
            at = last + datetime.timedelta(minutes=life.rnd.randint(8, 40))
        last = at
        yield at, act


# When an office does what on a day, hour and minute; some minutes later or earlier from day to day.
SLOTS = {
    "draft": (9, 5),
    "submit": (9, 50),
    Kind.BUSINESS: (10, 40),
    Kind.SECRECY: (14, 5),
    Kind.ISSUE: (15, 10),
    "publish": (16, 15),
}
_SPREAD = 37


def _slot(name: str, day: datetime.date) -> Moment:
    hour, minute = SLOTS[name]
    return moment(day, hour, minute) + datetime.timedelta(minutes=day.toordinal() * (hour + 1) % _SPREAD)


def _at(life: Life, day: datetime.date, low: int, high: int) -> Moment:
    """A moment of a working day between two hours; the noon break is kept."""
    hour = life.rnd.randint(low, high - 1)
    return moment(day, 14 if hour in {12, 13} else hour, life.rnd.randint(0, 59))


def _to_the_public(life: Life) -> Iterator[Step]:
    rnd, day = life.rnd, life.slot.day
    if life.slot.kind.quick:
        yield from ((_slot(name, day), life.does(name)) for name in SLOTS)
        return
    if rnd.random() < 0.02:  # Some come late; the duty clock shows it.
        day = schedule.working_day(day + datetime.timedelta(days=rnd.randint(30, 38)))
    yield _slot("draft", day), life.does("draft")
    yield _slot("submit", day), life.does("submit")
    if rnd.random() < 0.06:
        day = _later(day, rnd, 1, 2)
        yield _at(life, day, 9, 12), life.send_back(Kind.BUSINESS, rnd.choice(RETURNS))
        yield _at(life, day, 14, 16), life.revise(repaired, "按退回意见修改")
        day = _later(day, rnd, 1, 1)
        yield _slot("submit", day), life.does("submit")
    for kind, soon, late in ((Kind.BUSINESS, 0, 2), (Kind.SECRECY, 1, 2), (Kind.ISSUE, 0, 1)):
        day = _later(day, rnd, soon, late)
        yield _slot(kind, day), life.does(kind)
    if rnd.random() < 0.04:
        morning = moment(_later(day, rnd, 1, 1), 9)
        yield _slot(Kind.ISSUE, day) + datetime.timedelta(minutes=5), life.schedule(morning)
        yield morning, life.does("publish")
    else:
        yield _slot("publish", day), life.does("publish")


def _later(day: datetime.date, rnd: random.Random, low: int, high: int) -> datetime.date:
    for _step in range(rnd.randint(low, high)):
        day = schedule.working_day(day + datetime.timedelta(days=1))
    return day


def _in_progress(life: Life) -> Iterator[Step]:
    rnd, day, outcome = life.rnd, life.slot.day, life.outcome
    yield _slot("draft", day), life.does("draft")
    if outcome == "draft":
        return
    ahead = max(1, (schedule.back(life.stage.now.date(), 4) - day).days * 5 // 7)
    day = _later(day, rnd, 1, ahead)
    if outcome == "discarded":
        yield _at(life, day, 9, 12), life.discard
        return
    yield _slot("submit", day), life.does("submit")
    for kind in (Kind.BUSINESS, Kind.SECRECY, Kind.ISSUE):
        if outcome == kind:
            return
        if kind != Kind.SECRECY:
            day = _later(day, rnd, 1, 1)
        if outcome == f"returned-{kind}":
            reasons = SECRECY_RETURNS if kind == Kind.SECRECY else RETURNS
            yield _slot(kind, day), life.send_back(kind, rnd.choice(reasons))
            return
        yield _slot(kind, day), life.does(kind)
    if outcome == "scheduled":
        ahead = rnd.randint(1, 8)
        morning = moment(schedule.working_day(life.stage.now.date() + datetime.timedelta(days=ahead)), 9)
        yield _slot(Kind.ISSUE, day) + datetime.timedelta(minutes=10), life.schedule(morning)


_FIGURE = re.compile(r"(?<![\d.〔:年—-])(\d{2,3})(?=[户条人次家处个名份])")


def corrected(content: drafting.Content) -> tuple[drafting.Content, str]:
    """The content with one figure put right, and the note that says which."""
    found = _FIGURE.search(content.body)
    if found is None:
        body = content.body + "\n<p>咨询时间：工作日8:30—12:00，14:00—17:30。</p>"
        return dataclasses.replace(content, body=body), "补充咨询时间"
    old, new = found[1], str(int(found[1]) + 3)
    body = content.body[: found.start()] + new + content.body[found.end() :]
    return dataclasses.replace(content, body=body), f"更正正文中的数据，原为{old}，应为{new}"


def repaired(content: drafting.Content) -> drafting.Content:
    """What an author makes of a returned text."""
    return corrected(content)[0]
