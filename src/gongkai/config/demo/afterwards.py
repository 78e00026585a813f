"""What happens to items after they became public: corrections, repeals, the calendar, withdrawals."""

import dataclasses
import datetime
import random
from collections.abc import Callable, Iterator, Sequence

from gongkai.config.demo import schedule
from gongkai.config.demo.lives import Life, Moment, Step, corrected
from gongkai.config.demo.stage import moment
from gongkai.disclosures.actions import drafting, publishing
from gongkai.disclosures.models import Clearance, Ending, Item

Kind = Clearance.Kind
TICK = "system:tick"
WITHDRAWALS = (
    ("名单中的个人信息隐去不完整", "因隐去个人信息不完整撤下，改正后重新公开。", False),
    ("重复发布", "与已公开的信息重复，已撤下。", True),
    ("发布单位有误，应由其他机关公开", "本机关不是公开主体，请到制作机关查询。", True),
    ("征求意见稿误作正式文件发布", "尚未正式印发，已撤下。", True),
    ("附件内容有误，短时间内无法更正", "附件有误，核对后重新公开。", True),
    ("涉及第三方商业秘密，权利人提出异议", "正在征求权利人意见。", False),
)


def after(lives: Sequence[Life], *, count: int, now: Moment, rnd: random.Random) -> Iterator[Step]:
    """All steps after publication, each checked against what the item has become by then."""
    public = [life for life in lives if life.outcome == "published"]
    yield from _calendar(public)
    yield from _repeals(public)
    plain = [each for each in public if not each.text.about and not each.slot.kind.quick]
    old = [each for each in plain if (now.date() - each.slot.day).days > 60]
    rnd.shuffle(old)
    wanted = {"correct": 26, "under-way": 6, "withdraw": 20}
    for name, whole in wanted.items():
        share = max(1, round(whole * count / 3000))
        chosen, old = old[:share], old[share:]
        for number, life in enumerate(chosen):
            yield from _DOES[name](life, number, now)
    documents = [each for each in public if each.text.about and (now.date() - each.slot.day).days > 120]
    rnd.shuffle(documents)
    for life in documents[: max(1, round(10 * count / 3000))]:
        yield from _amended(life)


def _calendar(public: Sequence[Life]) -> Iterator[Step]:
    """Documents take effect and expire on their day, as the scheduler lets them."""
    for life in public:
        text = life.text
        if not text.doc_no:
            continue
        if text.effective_on and text.effective_on > life.slot.day:
            yield moment(text.effective_on, 0, 10), _standing(life, Ending.Kind.RESTORE, "生效日期已到", {"pending"})
        if text.expires_on:
            day = text.expires_on + datetime.timedelta(days=1)
            yield moment(day, 0, 20), _standing(life, Ending.Kind.EXPIRE, "有效期届满", {"in-force", "amended"})


def _repeals(public: Sequence[Life]) -> Iterator[Step]:
    """A later text of the same office on the same matter takes the place of the earlier one."""
    last: dict[tuple[str, str], Life] = {}
    for life in public:
        if not life.text.about or not life.text.doc_no:
            continue
        key = (life.office.key, life.text.about)
        earlier, last[key] = last.get(key), life
        if earlier is not None:
            day = schedule.working_day(life.slot.day + datetime.timedelta(days=45))
            yield moment(day, 9, 30), _replaced(earlier, life)


def _replaced(earlier: Life, later: Life) -> Callable[[Moment], None]:
    def act(at: Moment) -> None:
        if later.published_at is not None:
            reason = f"由{later.text.doc_no}代替"
            _standing(earlier, Ending.Kind.REPEAL, reason, {"in-force", "pending", "amended"}, later)(at)

    return act


def _amended(life: Life) -> Iterator[Step]:
    day = schedule.working_day(life.slot.day + datetime.timedelta(days=100))
    yield moment(day, 10, 15), _standing(life, Ending.Kind.AMEND, "部分条款已经修改，以修改决定为准", {"in-force"})


def _standing(
    life: Life, kind: str, reason: str, allowed: set[str], later: Life | None = None
) -> Callable[[Moment], None]:
    def act(at: Moment) -> None:
        item = life.item
        if item is None or life.published_at is None:
            return
        item.refresh_from_db(fields=["state", "validity"])
        if item.state != Item.State.PUBLISHED or item.validity not in allowed:
            return
        publishing.change_validity(
            item=item, kind=kind, on=at.date(), reason=reason, by=TICK if later is None else life.author, at=at,
            successor=later.item if later else None,
        )  # fmt: skip

    return act


def _corrected(life: Life, number: int, now: Moment) -> Iterator[Step]:
    """A figure is put right some days later, through all three reviews."""
    day = schedule.working_day(life.slot.day + datetime.timedelta(days=20 + number))
    yield moment(day, 9, 20), _correction(life)
    yield moment(day, 9, 40), _if_public(life, life.does("submit"))
    for hour, kind in ((10, Kind.BUSINESS), (14, Kind.SECRECY), (15, Kind.ISSUE)):
        yield moment(day, hour, 25), _if_public(life, life.does(kind))
    yield moment(day, 16, 5), _if_public(life, life.does("publish"))


def _under_way(life: Life, number: int, now: Moment) -> Iterator[Step]:
    """A correction that waits for its reviewers now."""
    day = schedule.back(now.date(), 2 + number % 4)
    yield moment(day, 9, 20), _correction(life)
    yield moment(day, 9, 50), _if_public(life, life.does("submit"))
    if number % 2:
        yield moment(day, 14, 25), _if_public(life, life.does(Kind.BUSINESS))


def _correction(life: Life) -> Callable[[Moment], None]:
    def act(at: Moment) -> None:
        if life.published_at is None or life.item is None or life.item.revision is None:
            return
        newest = life.item.revision
        content, note = corrected(drafting.content_of(newest))
        drafting.revise(
            item=life.item, by=life.author, content=dataclasses.replace(content), at=at, base=newest.number, note=note
        )

    return act


def _withdrawn(life: Life, number: int, now: Moment) -> Iterator[Step]:
    reason, note, title_shown = WITHDRAWALS[number % len(WITHDRAWALS)]
    day = schedule.working_day(life.slot.day + datetime.timedelta(days=16 + number))

    def act(at: Moment) -> None:
        if life.item is not None:
            by = life.stage.people[life.team.issuer]
            publishing.withdraw(item=life.item, by=by, reason=reason, at=at, public_note=note, title_shown=title_shown)

    yield moment(day, 11, 10), _if_public(life, act)


def _if_public(life: Life, act: Callable[[Moment], object]) -> Callable[[Moment], object]:
    return lambda at: act(at) if life.published_at is not None else None


_DOES: dict[str, Callable[[Life, int, Moment], Iterator[Step]]] = {
    "correct": _corrected,
    "under-way": _under_way,
    "withdraw": _withdrawn,
}
