"""What the desk knows of items: duties, queues, texts, differences, findings."""

import datetime
from typing import Any

import pytest

from gongkai.accounts import queries as accounts
from gongkai.disclosures.actions import drafting, reviewing
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import checking, desk, differences, texts
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories import clock
from tests.factories.disclosures import draft_item
from tests.factories.orgs import AgencyFactory

DAY = datetime.date


@pytest.mark.parametrize(
    ("formed", "on", "left", "is_late"),
    [
        (DAY(2026, 10, 26), DAY(2026, 11, 20), 1, False),
        (DAY(2026, 10, 23), DAY(2026, 11, 20), 0, False),
        (DAY(2026, 10, 23), DAY(2026, 11, 22), 0, True),  # a Sunday after the last day
        (DAY(2026, 10, 23), DAY(2026, 11, 23), -1, True),
        (DAY(2026, 9, 30), DAY(2026, 10, 8), 19, False),  # over the October holiday
    ],
)
def test_duty_counts_the_working_days_of_article_26(formed: DAY, on: DAY, left: int, is_late: bool) -> None:
    found = desk.duty_from(formed, on=on)
    assert found is not None
    assert (found.left, found.is_late) == (left, is_late)


def test_duty_is_unknown_before_the_first_regulation() -> None:
    assert desk.duty_from(DAY(1999, 1, 1), on=DAY(2026, 1, 1)) is None


@pytest.mark.parametrize("day", [DAY(2026, 11, 20), DAY(2026, 11, 22), DAY(2026, 10, 9), DAY(2026, 1, 5)])
def test_formed_before_due_is_the_last_day_that_is_late(day: DAY) -> None:
    last = desk.formed_before_due(day)
    late, not_yet = desk.duty_from(last, on=day), desk.duty_from(last + datetime.timedelta(days=1), on=day)
    assert late is not None and late.is_late
    assert not_yet is not None and not not_yet.is_late


@pytest.mark.django_db
def test_approaching_holds_what_is_owed_and_not_old_stock() -> None:
    office = journey.office()
    access = accounts.access_of(office.officer, on=clock.TODAY)
    owed = office.drafted(title="快到期", formed_on=clock.TODAY - datetime.timedelta(days=35))
    office.drafted(title="还早", formed_on=clock.TODAY)
    office.drafted(title="旧档案", formed_on=DAY(2019, 1, 1))
    office.drafted(title="不公开", formed_on=owed.revision.formed_on, attribute="closed", attribute_reason="内部事务")  # type: ignore[union-attr]
    draft_item(agency=AgencyFactory(), formed_on=owed.revision.formed_on)  # type: ignore[union-attr]
    assert [item.pk for item, _duty in desk.approaching(access, on=clock.TODAY)] == [owed.pk]


@pytest.mark.django_db
def test_own_tells_what_was_returned_with_its_reason() -> None:
    office = journey.office()
    item = office.in_review()
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="补数据", at=NOW)
    found = desk.own(accounts.access_of(office.officer, on=clock.TODAY))
    assert [each.pk for each in found.returned] == [item.pk]
    assert desk.opinions(found.returned)[item.revision.pk][0].reason == "补数据"
    assert desk.own(accounts.access_of(office.issuer, on=clock.TODAY)).returned == []


@pytest.mark.django_db
def test_own_tells_the_issuer_what_is_cleared() -> None:
    office = journey.office()
    item = office.clear(office.in_review())
    assert [each.pk for each in desk.own(accounts.access_of(office.issuer, on=clock.TODAY)).cleared] == [item.pk]


def _today(access: accounts.Access, most: int = 100) -> desk.Today:
    first, *others = desk.waiting(access, on=clock.TODAY, at=clock.NOW, most=most)
    return desk.today(first.union(*others, all=True), on=clock.TODAY)


@pytest.mark.django_db
def test_today_tells_queue_own_and_coming_in_two_queries(django_assert_num_queries: Any) -> None:
    office = journey.office()
    waits, later = office.in_review(), office.in_review()
    back = office.in_review()
    reviewing.send_back(revision=back.revision, kind="business", by=office.reviewer, reason="补数据", at=NOW)  # type: ignore[arg-type]
    draft = office.drafted(formed_on=clock.TODAY - datetime.timedelta(days=35))
    both = accounts.access_of(office.reviewer, on=clock.TODAY)
    mine = accounts.access_of(office.officer, on=clock.TODAY)

    with django_assert_num_queries(2):
        found = _today(both)
    assert [item.pk for item in found.queue] == [waits.pk, later.pk]
    assert [item.pk for item in _today(both, most=1).queue] == [waits.pk]

    found = _today(mine)
    assert found.queue == [] and found.own == desk.own(mine)
    assert [item.pk for item in found.own.returned] == [back.pk]
    assert [item.pk for item, _duty in found.coming] == [draft.pk]


@pytest.mark.django_db
def test_figures_count_a_correction_in_both_its_states() -> None:
    office = journey.office()
    item = office.published()
    content = office.content(body="<p>更正。</p>")
    drafting.revise(item=item, by=office.officer, content=content, at=NOW, base=1, note="更正")
    found = desk.figures(accounts.access_of(office.officer, on=clock.TODAY), on=clock.TODAY)
    assert (found.drafts, found.published) == (1, 1)


def test_repairs_are_added_up_by_kind() -> None:
    rows = [["文号「甲」已改写为「乙」。"], ["文号「丙」已改写为「丁」。", "没有日期"], []]
    assert [(each.words, each.count) for each in desk.repairs(rows)] == [
        ("文号「…」已改写为「…」。", 2),
        ("没有日期", 1),
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>一</h2><p>二 <b>三</b></p>", ["一", "二 三"]),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", ["甲\u3000乙"]),
        ("<p>a&lt;b</p><p></p>", ["a<b"]),
        ("<p>上<br>下</p>", ["上", "下"]),
        ("", []),
    ],
)
def test_paragraphs_of_a_text(html: str, expected: list[str]) -> None:
    assert texts.paragraphs(html) == expected


def shown(found: list[differences.Paragraph]) -> list[list[tuple[str, str, str]]]:
    return [[(run.kind, run.text, run.hit) for run in each.runs] for each in found]


def test_differences_keep_paragraphs_apart() -> None:
    found = differences.paragraphs("<p>由双方协商约定。</p><p>删去的一段。</p>", "<p>由双方在合同中约定。</p>")
    text = "".join(run.text for each in found for run in each.runs if run.kind != "removed")
    assert text == "由双方在合同中约定。"
    assert any(run == ("removed", "删去的一段。", "") for each in shown(found) for run in each)


def test_findings_stand_at_their_paragraph_and_are_marked() -> None:
    new = "<h2>一、总则</h2><p>手机 13800138000 联系。</p>"
    revision = Revision(title="标题", body=new)
    findings = checking.check(revision, agency=AgencyFactory.build(), on=clock.TODAY)
    found = differences.paragraphs("", new, findings)
    assert found[0].is_heading and not found[1].is_heading
    assert [run[1:] for run in shown(found)[1] if run[2]] == [("13800138000", "stop")]
    assert [note.severity for note in found[1].notes] == ["stop"]


def test_checks_put_stops_first_and_name_the_place() -> None:
    revision = Revision(title="关于某事的通知", body="<p>第一段。</p><p>依据云政发[2026]8号，手机 13800138000。</p>")
    found = checking.check(revision, agency=AgencyFactory.build(), on=clock.TODAY)
    assert found[0].is_stop and "138****8000" in found[0].words
    numbers = [each for each in found if "云政发〔2026〕8号" in each.words]
    assert numbers and texts.plain(revision.body)[numbers[0].start : numbers[0].end] == "云政发[2026]8号"
    assert {"topic", "formed_on", "column"} <= {each.field for each in found}


@pytest.mark.django_db
def test_queue_of_a_person_without_review_is_empty() -> None:
    office = journey.office()
    office.in_review()
    assert not desk.queue(accounts.access_of(office.officer, on=clock.TODAY), at=clock.NOW).exists()
    assert (
        desk.queue(accounts.access_of(office.reviewer, on=clock.TODAY), at=clock.NOW).get().state
        == Item.State.IN_REVIEW
    )
