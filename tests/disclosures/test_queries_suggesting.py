"""Suggestions: what was done with the like before, what the title names, why, and what is left alone."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from gongkai.catalog.models import Column, Obligation, Term
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import suggesting
from tests.disclosures import journey
from tests.factories.catalog import ColumnFactory
from tests.factories.orgs import AgencyFactory

ON = datetime.date(2026, 11, 20)
COLUMNS = [Column(pk=1, name="通知公告"), Column(pk=2, name="人事任免"), Column(pk=3, name="财政预决算")]
TOPICS = [Term(code="0401", label="财政"), Term(code="0202", label="应急管理")]
DUTIES = [
    Obligation(pk=7, code="A20-6", title="财政预决算信息", column=COLUMNS[2]),
    Obligation(pk=8, code="A20-12", title="突发公共事件应急预案", column=COLUMNS[0]),
]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def before(title: str, column: int, *, doc_no: str = "", topic: str = "", **fields: str) -> suggesting.Past:
    attribute, reason = fields.get("attribute", "open"), fields.get("reason", "")
    return suggesting.of_past(title, doc_no, column, None, topic, attribute, reason)


def suggest(title: str, rows: list[suggesting.Past], *, text: str = "", doc_no: str = "") -> suggesting.Suggestions:
    return suggesting.suggest(
        title=title, doc_no=doc_no, text=text, before=rows, columns=COLUMNS, obligations=DUTIES, topics=TOPICS, on=ON
    )


def test_column_of_the_like_is_suggested_with_the_count_and_its_word() -> None:
    rows = [before(f"关于做好2026年第{n}批汛期值守的通知", 1, doc_no=f"云政办发〔2026〕{n}号") for n in range(1, 13)]
    rows += [before("张三等任职", 2)]

    first = suggest("关于做好采暖期值守的通知", rows, doc_no="云政办发〔2026〕20号").column[0]

    assert (first.value, first.label, first.is_sure) == ("1", "通知公告", True)
    assert first.why == "like your agency's last 12 “通知”"


def test_a_mixed_past_says_how_many_of_how_many() -> None:
    rows = [before(f"关于第{n}季度检查的通报", 1) for n in range(3)] + [before("关于财政检查的通报", 3)]

    assert suggest("关于年度检查的通报", rows).column[0].why == "like 3 of your agency's last 4 “通报”"


def test_a_lone_likeness_names_the_item() -> None:
    rows = [before("云州市供热应急预案", 1), before("王五任职", 2)]

    assert suggest("关于供热应急值守", rows).column[0].why == "like “云州市供热应急预案”"


def test_a_name_in_the_title_is_enough_without_any_past() -> None:
    found = suggest("云州市财政局关于2026年财政预决算的说明", [])

    assert found.column[0].value == "3"
    assert "stands in it" in found.column[0].why
    assert found.obligation[0].value == "7"
    assert [each.value for each in found.topic] == ["0401"]


def test_the_agency_before_the_matter_names_no_column() -> None:
    assert not suggest("云州市财政局关于食堂开放的说明", []).topic


def test_at_most_three_and_only_what_may_still_be_chosen() -> None:
    rows = [before(f"关于节日值守的通知{'。' * n}", n % 6 + 1) for n in range(30)]

    found = suggest("关于节日值守的通知", rows).column

    assert len(found) <= suggesting.MOST
    assert {each.value for each in found} <= {"1", "2", "3"}


def test_columns_of_one_name_are_told_apart_by_what_is_above_them() -> None:
    above = [Column(pk=1, name="预算"), Column(pk=2, name="决算")]
    below = [Column(pk=3, name="市财政局", parent=above[0]), Column(pk=4, name="市财政局", parent=above[1])]
    rows = [before("云州市财政局2025年度决算公开", 4), before("云州市财政局2025年预算公开", 3)]

    found = suggesting.suggest(
        title="云州市财政局2026年度决算公开", doc_no="", text="", before=rows, columns=below,
        obligations=[], topics=[], on=ON,
    )  # fmt: skip

    assert found.column[0].label == "决算 › 市财政局"


def test_attribute_and_reason_follow_the_like() -> None:
    rows = [before(f"关于第{n}号信访事项的答复", 1, attribute="closed", reason="涉及个人隐私") for n in range(5)]

    found = suggest("关于第9号信访事项的答复", rows)

    assert (found.attribute[0].value, found.reason) == ("closed", "涉及个人隐私")


def test_minutes_are_doubted_to_be_for_the_public() -> None:
    found = suggest("市政府第三十次常务会议纪要", [])

    assert found.attribute[0].value == "closed"
    assert "过程性信息" in found.reason


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于供热的通知", "通知"),
        ("云州市供热管理办法（试行）", "办法"),
        ("关于印发《云州市供热管理实施细则》的通知", "通知"),
        ("《供热实施细则》", "实施细则"),
        ("市领导检查供热", ""),
    ],
)
def test_kind_is_told_by_the_end_of_the_title(title: str, kind: str) -> None:
    assert suggesting.kind_of(title) == kind


@pytest.mark.django_db
def test_the_past_is_the_agencys_own_in_one_query(django_assert_num_queries: object) -> None:
    office = journey.office()
    other = journey.office(AgencyFactory())
    office.published(title="关于供热的通知", doc_no="云政发〔2026〕1号")
    other.published(title="别家的通知")
    office.drafted(title="还没有发布")
    back = office.clear(office.in_review(title="会议纪要", attribute="closed", attribute_reason="过程性信息"))
    assert back.state == Item.State.CLEARED

    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = suggesting.past(office.agency)

    assert {(row.title, row.series, row.attribute) for row in rows} == {
        ("关于供热的通知", "云政发", "open"),
        ("会议纪要", "", "closed"),
    }


@pytest.mark.django_db
def test_only_so_many_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    office = journey.office()
    monkeypatch.setattr(suggesting, "LOOKED_AT", 2)
    for number in range(3):
        office.published(title=f"第{number}号公告", column=ColumnFactory(owner=office.agency))

    assert len(suggesting.past(office.agency)) == 2
