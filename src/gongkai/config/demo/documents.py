"""Around the city's documents: interpretations, a clean-up closed and one under way, policy files, an amended text."""

import dataclasses
import datetime
import re

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.config.demo import city, schedule
from gongkai.config.demo.stage import Stage, moment
from gongkai.core.permissions import Permission
from gongkai.disclosures.actions import cleanups, drafting, interpreting, policies, publishing, reviewing
from gongkai.disclosures.document_models import CleanupEntry, Interpretation, PolicyStep
from gongkai.disclosures.models import Ending, Item, Revision
from gongkai.disclosures.queries import normative, review

Kind = Interpretation.Kind
Moment = datetime.datetime
# How many of the newest documents still wait for their interpretation.
OPEN = 5
_NAMED = re.compile(r"《(.+?)(?:（征求意见稿）)?》")
_KINDS = {"图解": Kind.PICTURE, "一问一答": Kind.QUESTIONS}


def add(stage: Stage) -> None:
    """All of it."""
    by = stage.people["linkexin"]
    _explain(stage, by)
    _policy_files(stage, by)
    _amend(stage)
    _clean_up(stage, by)


def _rows(stage: Stage) -> list[Revision]:
    on = stage.now.date()
    rows = normative.in_force(on=on).filter(item__state=Item.State.PUBLISHED)
    rows = rows.select_related("item__agency", "item__revision", "item__public_revision")
    return list(rows.order_by("-made_on", "-pk"))  # type: ignore[misc]


def _explain(stage: Stage, by: Person) -> None:
    """Link what explains a matter with the document on it; say of most others that they need nothing."""
    things = [each.thing for each in city.subjects()]
    documents = _rows(stage)
    texts = Item.objects.public().filter(public_revision__genre=interpreting.GENRE)
    for item in texts.select_related("agency", "revision").order_by("first_published_at"):
        assert item.revision is not None and item.first_published_at is not None
        title = item.revision.title
        about = next((thing for thing in things if thing in title), "")
        found = next((each for each in documents if about and about in each.title and _is_near(each.item, item)), None)
        if found is not None:
            kind = next((kind for start, kind in _KINDS.items() if title.startswith(start)), Kind.TEXT)
            interpreting.link(document=found.item, item=item, kind=kind, by=by, at=item.first_published_at)
    owing = normative.owing(normative.documents(on=stage.now.date()), on=stage.now.date())
    for row in owing.select_related("item__revision").order_by("-item__first_published_at", "-pk")[OPEN:]:
        at = row.item.first_published_at
        assert at is not None
        interpreting.exempt(document=row.item, reason="仅就具体事项作出安排，不涉及公众权利义务", by=by, at=at)


def _is_near(document: Item, item: Item) -> bool:
    return item.agency.path.startswith(document.agency.path) or document.agency.path.startswith(item.agency.path)


def _policy_files(stage: Stage, by: Person) -> None:
    """A file for each policy that was consulted, with its document where it has been issued."""
    named: dict[str, list[Item]] = {}
    rows = Item.objects.public().filter(public_revision__title__contains="征求")
    newest = rows.select_related("agency", "revision").order_by("-first_published_at")[:40]
    for item in reversed(newest):
        assert item.revision is not None
        if match := _NAMED.search(item.revision.title):
            named.setdefault(match[1], []).append(item)
    documents = _rows(stage)
    for name, items in list(named.items())[-12:]:
        at = items[0].first_published_at
        assert at is not None
        document = next((each.item for each in documents if name in each.title and _is_near(each.item, items[0])), None)
        file = policies.open_file(agency=items[0].agency, title=name, by=by, at=at, document=document)
        day = at.date()
        before = schedule.working_day(day - datetime.timedelta(days=30))
        policies.add_step(file=file, kind=PolicyStep.Kind.PROPOSAL, on=before, note="列入年度制定计划", by=by, at=at)
        for number, item in enumerate(items):
            is_answer = "反馈" in (item.revision.title if item.revision else "")
            policies.add_step(
                file=file,
                kind=PolicyStep.Kind.OPINIONS if is_answer else PolicyStep.Kind.CONSULTATION,
                on=item.first_published_at.date() if item.first_published_at else day,
                until=None if is_answer else day + datetime.timedelta(days=30),
                item=item,
                received=17 + number if is_answer else None,
                adopted=9 if is_answer else None,
                by=by,
                at=at,
            )
        if document is not None:
            issued = document.public_revision.formed_on if document.public_revision else None
            if issued and issued > day:
                for kind, days in ((PolicyStep.Kind.LEGALITY, 12), (PolicyStep.Kind.DECISION, 5)):
                    on = schedule.back(issued, days)
                    policies.add_step(file=file, kind=kind, on=on, by=by, at=at)


def _amend(stage: Stage) -> None:
    """One document is amended: its new text walks the whole way, and the earlier one stays to be read."""
    known = [each for each in _rows(stage) if each.item.stage == Item.State.PUBLISHED and "办法" in each.title]
    old = [each for each in known if each.item.validity == Item.Validity.IN_FORCE and "<p>" in each.body]
    if len(old) < 2:
        return
    row, act = old[len(old) // 2], old[0]
    day = schedule.back(stage.now.date(), 9)
    at = moment(day, 9, 10)
    content = drafting.content_of(row)
    body = (
        content.body
        + f"<p>根据{day.year}年{day.month}月修改决定，本办法增加一条：办理结果自作出之日起三个工作日内公开。</p>"
    )
    drafting.revise(
        item=row.item,
        by=row.author,
        content=dataclasses.replace(content, body=body),
        at=at,
        base=row.item.revision.number if row.item.revision else row.number,
        note="按照修改决定增加一条",
    )
    item = _through(row.item, row.author, at)
    publishing.change_validity(
        item=item, kind=Ending.Kind.AMEND, on=day, reason="按照修改决定", act=act.item,
        amended=item.public_revision, by=row.author, at=at + datetime.timedelta(hours=6),
    )  # fmt: skip


def _clean_up(stage: Stage, by: Person) -> None:
    """A department's clean-up that is closed, and the city's that is under way."""
    _closed(stage)
    year = stage.now.year
    Verdict = CleanupEntry.Verdict
    day = schedule.back(stage.now.date(), 30)
    begun = cleanups.begin(
        agency=stage.agencies["gov"], title=f"{year}年行政规范性文件清理", basis="年度规范性文件清理工作安排",
        as_of=day, due_on=schedule.working_day(stage.now.date() + datetime.timedelta(days=10)), by=by, at=moment(day, 9),
    )  # fmt: skip
    rows = list(begun.entries.select_related("item__agency", "item__public_revision").order_by("pk"))
    for verdict, reason, chosen in (
        (Verdict.KEEP, "内容合法，管理需要，继续有效", rows[: len(rows) // 2]),
        (Verdict.AMEND, "部分条款与上位法不一致，应当修改", rows[len(rows) // 2 : len(rows) // 2 + 4]),
        (Verdict.REPEAL, "主要内容已被新文件代替", rows[-10:-7]),
        (Verdict.LAPSE, "适用期已过，实际上已经失效", rows[-7:-4]),
    ):
        cleanups.judge(cleanup=begun, entries=chosen, verdict=verdict, reason=reason, by=by, at=moment(day, 15))


def _closed(stage: Stage) -> None:
    agency, officer = stage.agencies["zjj"], stage.people["xuruolan"]
    day = schedule.back(stage.now.date(), 120)
    at = moment(day, 10)
    begun = cleanups.begin(
        agency=agency, title=f"{day.year}年住房城乡建设领域规范性文件清理", as_of=day,
        due_on=schedule.working_day(day + datetime.timedelta(days=30)), by=stage.people["linkexin"], at=at,
    )  # fmt: skip
    rows = list(begun.entries.select_related("item__agency").order_by("pk"))
    Verdict = CleanupEntry.Verdict
    judged = ((Verdict.REPEAL, "主要内容已被新办法代替", rows[:1]), (Verdict.KEEP, "管理需要，继续有效", rows[1:]))
    for verdict, reason, chosen in judged:
        cleanups.judge(cleanup=begun, entries=chosen, verdict=verdict, reason=reason, by=officer, at=at)
    content = drafting.Content(
        title=f"{agency.name}关于{day.year}年规范性文件清理结果的公告",
        body="<p>经清理，现将继续有效和废止的规范性文件目录予以公布，自公布之日起施行。</p>",
        column=Column.objects.filter(owner=agency, closed_on__isnull=True).order_by("sort_path", "pk").first(),
    )
    announcement = drafting.draft(agency=agency, by=officer, content=content, at=at)
    _through(announcement, officer, at)
    announcement.refresh_from_db()
    later = at + datetime.timedelta(hours=6)
    entries = list(begun.entries.filter(verdict=Verdict.REPEAL).select_related("item__agency"))
    cleanups.carry_out(cleanup=begun, entries=entries, on=day, act=announcement, by=officer, at=later)
    cleanups.close(cleanup=begun, announcement=announcement, by=stage.people["linkexin"], at=later)


def _through(item: Item, author: Person, at: Moment) -> Item:
    """Hand a text in, pass every step by somebody who may, and publish it; as it is then."""
    item.refresh_from_db()
    reviewing.submit(item=item, by=author, at=at)
    while (step := review.open_step(item)) is not None:
        at += datetime.timedelta(minutes=40)
        assert item.revision is not None
        item.revision.item = item
        person = next(iter(review.reviewers(item, step, at=at)))
        reviewing.clear(revision=item.revision, kind=step.step.kind, by=person, at=at, basis="不涉密，可以公开")
        item = Item.objects.select_related("agency", "revision", "open_step__step__submission").get(pk=item.pk)
    issuer = accounts.holders(Permission.ITEM_ISSUE, item.agency, on=at.date()).first()
    assert issuer is not None
    return publishing.publish(item=item, by=issuer, at=at + datetime.timedelta(minutes=20))
