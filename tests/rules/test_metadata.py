"""Records of items: what is required when, and what a clerk is told."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import calendars, metadata

CALENDAR = calendars.Calendar.load()
TODAY = datetime.date(2026, 11, 20)

WHOLE = {
    "index_no": "11530100015120002X/2026-00317",
    "publisher": "云州市人民政府办公室",
    "title": "云州市人民政府办公室关于印发工作要点的通知",
    "doc_no": "云政办发〔2026〕41号",
    "topic": "综合政务\\政务公开",
    "genre": "通知",
    "org_class": "政策文件",
    "created_on": "2026-04-03",
    "published_on": "2026-04-08T09:30",
    "effective_on": "2026-05-01",
    "validity": "有效",
    "disclosure_kind": "主动公开",
    "responsible_unit": "秘书科",
    "legal_item": "20-1",
}

WRONG = [
    # change, field, severity, words of the sentence
    ({"created_on": ""}, "created_on", "error", "缺少成文日期"),
    ({"created_on": None}, "created_on", "error", "缺少成文日期"),
    ({"created_on": "——"}, "created_on", "error", "缺少成文日期"),
    ({"doc_no": "无"}, "doc_no", "error", "公文缺少文号"),
    ({"doc_no": "null"}, "doc_no", "error", "公文缺少文号"),
    ({"doc_no": "云政办发41号"}, "doc_no", "error", "不合格式"),
    ({"doc_no": "云政办发[2026]41号"}, "doc_no", "warn", "六角括号"),
    ({"doc_no": "云政办发〔2025〕41号"}, "doc_no", "warn", "不在同一年"),
    ({"doc_no": "雲政辦發〔2026〕41號"}, "doc_no", "warn", "应写作云政办发〔2026〕41号"),
    ({"created_on": "1970-01-01"}, "created_on", "error", "系统的空值"),
    ({"effective_on": "1970-01-01"}, "effective_on", "error", "系统的空值"),
    ({"abolished_on": datetime.date(1970, 1, 1)}, "abolished_on", "error", "系统的空值"),
    ({"created_on": "1026-04-03"}, "created_on", "error", "早于1949年"),
    ({"created_on": "2026/4/3"}, "created_on", "error", "应写作2026-04-03"),
    ({"created_on": "2026年4月3日"}, "created_on", "error", "应写作2026-04-03"),
    ({"created_on": "2026-02-30"}, "created_on", "error", "不是一个日期"),
    ({"created_on": "202643"}, "created_on", "error", "不是一个日期"),
    ({"published_on": "2026-04-02"}, "published_on", "error", "早于成文日期"),
    ({"effective_on": "2026-04-01"}, "effective_on", "warn", "溯及既往"),
    ({"abolished_on": "2026-04-10", "validity": "废止"}, "abolished_on", "error", "早于生效日期"),
    ({"abolished_on": "2026-04-01", "validity": "废止"}, "abolished_on", "error", "早于成文日期"),
    ({"expires_on": "2026-04-30"}, "expires_on", "error", "早于生效日期"),
    ({"abolished_on": "2026-10-01"}, "validity", "error", "已到"),
    ({"expires_on": "2026-10-01"}, "validity", "error", "届满"),
    ({"validity": "废止"}, "abolished_on", "warn", "没有废止日期"),
    ({"validity": "尚未生效"}, "validity", "error", "已到"),
    ({"effective_on": "2027-01-01"}, "validity", "warn", "才生效"),
    ({"validity": "好"}, "validity", "warn", "词表"),
    ({"published_on": "2026-05-08"}, "published_on", "warn", "已晚"),
    ({"created_on": "2026-11-21", "published_on": "2026-11-21"}, "published_on", "error", "晚于今天"),
    ({"disclosure_kind": "公开吧"}, "disclosure_kind", "error", "应为主动公开"),
    ({"disclosure_kind": "不予公开"}, "disclosure_reason", "error", "理由"),
    ({"index_no": "abc"}, "index_no", "warn", "不像索引号"),
    ({"publisher": "  "}, "publisher", "error", "缺少发布机构"),
    ({"title": "第一行\n第二行"}, "title", "error", "换行"),
    ({"title": "关于公开。"}, "title", "warn", "标点"),
    ({"title": "长" * 201}, "title", "error", "超过200字"),
    ({"summary": "长" * 301}, "summary", "warn", "超过300字"),
    ({"reviewer": "系统管理员"}, "reviewer", "warn", "不是人名"),
    ({"topic": "天文"}, "topic", "warn", "词表"),
    ({"topic": ""}, "topic", "error", "缺少主题分类"),
]


def check(record: dict[str, object], **options: object) -> list[metadata.Finding]:
    return metadata.check(record, calendar=CALENDAR, on=TODAY, **options)  # type: ignore[arg-type]


def test_a_whole_record_has_no_findings() -> None:
    assert check(WHOLE) == []
    assert check(WHOLE, genre="notice", is_normative=True) == []


@pytest.mark.parametrize(("change", "field", "severity", "words"), WRONG)
def test_a_wrong_record_is_told_in_a_clerks_words(
    change: dict[str, object], field: str, severity: str, words: str
) -> None:
    findings = check({**WHOLE, **change})
    assert any(each.field == field and each.severity == severity and words in each.sentence for each in findings)


def test_an_empty_record_lacks_every_required_field_and_nothing_else() -> None:
    findings = check({})
    assert {each.field for each in findings} == {each.id for each in metadata.fields() if each.required == "always"}
    assert all(each.sentence.startswith("缺少") for each in findings)


def test_a_normative_document_needs_validity_and_effect() -> None:
    record = {key: value for key, value in WHOLE.items() if key not in ("validity", "effective_on")}
    assert check(record) == []
    assert [each.sentence for each in check(record, is_normative=True)] == [
        "规范性文件缺少生效日期",
        "规范性文件缺少有效性",
    ]


def test_a_web_item_needs_no_document_number_and_an_interpretation_its_document() -> None:
    record = {**WHOLE, "doc_no": "", "genre": "政策解读"}
    assert [each.field for each in check(record)] == ["interpretation_of"]
    assert check({**record, "interpretation_of": "云政办发〔2026〕41号"}) == []
    assert check({**WHOLE, "doc_no": "", "genre": "公示"}) == []


def test_errors_stand_before_warnings() -> None:
    findings = check({**WHOLE, "doc_no": "云政办发[2026]041号", "published_on": "2026-04-01", "publisher": ""})
    assert [each.severity for each in findings] == ["error", "error", "warn", "warn"]


def test_other_names_of_fields_are_read() -> None:
    record = {key: value for key, value in WHOLE.items() if key not in ("created_on", "disclosure_kind", "org_class")}
    assert check({**record, "formed_on": "2026-04-03", "attribute": "open", "column": "政策文件"}) == []


def test_what_was_formed_before_the_regulation_has_no_term() -> None:
    record = {**WHOLE, "doc_no": "云政办发〔1998〕4号", "created_on": "1998-03-01"}
    assert check(record) == []


def test_an_unknown_genre_is_refused() -> None:
    with pytest.raises(metadata.UnknownGenre):
        check(WHOLE, genre="诗歌")


@pytest.mark.parametrize(
    ("label", "field"),
    [("发文字号", "doc_no"), ("索 引 号：", "index_no"), ("生成日期", "created_on"), ("废止日期", "abolished_on")],
)
def test_labels_of_pages_lead_to_fields(label: str, field: str) -> None:
    found = metadata.field_of(label)
    assert found is not None
    assert found.id == field


def test_an_unknown_label_leads_nowhere() -> None:
    assert metadata.field_of("浏览次数") is None


@given(
    record=st.dictionaries(
        st.sampled_from([each.id for each in metadata.fields()]),
        st.one_of(st.none(), st.text(max_size=20), st.dates(), st.datetimes(), st.sampled_from(["2026-04-03", "无"])),
    )
)
def test_no_record_breaks_the_check(record: dict[str, object]) -> None:
    for finding in check(record):
        assert finding.sentence
        assert finding.severity in ("error", "warn")
