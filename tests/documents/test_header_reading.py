"""Headers are read by their arrangement: invented pages, the labelled pages beside the checkout, and odd input."""

import dataclasses
import json
import pathlib
import re
from typing import Any

import hypothesis
import hypothesis.strategies
import pytest
import yaml

from gongkai.documents import reading
from gongkai.documents.header import reading as header_reading
from gongkai.documents.header import values

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "documents"


@dataclasses.dataclass(frozen=True)
class Page:
    """A page, the fields it states (days by their beginning), and the fields it shows empty."""

    name: str
    text: str
    fields: dict[str, str]
    empty: list[str] = dataclasses.field(default_factory=list)


PAGES = [
    Page(**page) for page in yaml.safe_load(pathlib.Path(__file__).with_name("header_pages.yaml").read_text("utf-8"))
]


def read(text: str) -> values.Header:
    return header_reading.read_header(reading.read(text.encode(), name="页面.txt"))


def codes(header: values.Header) -> list[str]:
    return [doubt.code for doubt in header.warnings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_fields_are_read_from_every_layout(page: Page) -> None:
    found = read(page.text).metadata()

    assert {
        field: found.get(field, "")[: len(want) if field.endswith("_date") else None]
        for field, want in page.fields.items()
    } == page.fields


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_empty_labels_stay_empty(page: Page) -> None:
    header = read(page.text)

    assert set(page.empty) <= set(header.empty)
    assert not set(page.empty) & set(header.fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_value_stands_where_its_span_says(page: Page) -> None:
    document = reading.read(page.text.encode(), name="页面.txt")
    header = header_reading.read_header(document)

    for value in header.fields.values():
        assert value.span is not None
        assert "".join(value.span.of(document.text).split()) == "".join(value.written.split())
    assert header.body_span.of(document.text).strip() == header.body


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled pages are not beside this checkout")
@pytest.mark.parametrize("gold", sorted(SHARED.glob("*.gold.json")), ids=lambda path: path.name)
def test_labelled_pages_are_read_right(gold: pathlib.Path) -> None:
    labelled: dict[str, Any] = json.loads(gold.read_text("utf-8"))
    source = gold.with_name(gold.name.replace(".gold.json", ".txt"))

    header = header_reading.read_header(reading.read(source.read_bytes(), name=source.name))

    found = header.metadata()
    known = {field: want for field, want in labelled["metadata"].items() if field in FIELDS}
    for field, want in known.items():
        if field.endswith("_date"):
            assert found.get(field, "")[:10] == labelled["metadata"].get(f"{field}_iso", want)[:10], field
        else:
            assert re.sub(r"[\s:：]", "", found.get(field, "")) == re.sub(r"[\s:：]", "", want), field
    assert not {field for field in labelled["empty_fields"] if field in FIELDS} & set(found)


FIELDS = frozenset(
    (
        "title", "publisher", "index_no", "doc_no", "category", "subject", "written_date", "publish_date", "issue_date",
        "effective_date", "repeal_date", "validity", "source", "disclosure_mode", "keywords",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("成文日期：2020411", "date_digits_lost", "written_date"),
        ("成文日期：2020111", "date_ambiguous", "written_date"),
        ("成文日期：2020-02-30", "date_impossible", "written_date"),
        ("成文日期：2020年 月 日", "date_incomplete", "written_date"),
        ("废止日期：1970-01-01", "date_epoch", "repeal_date"),
        ("发布日期：近日", "date_unreadable", "publish_date"),
        ("文号：云政办（2020）第3号", "doc_no_brackets", "doc_no"),
        ("文号：云政办〔202015", "doc_no_damaged", "doc_no"),
        ("文号：第三批", "doc_no_unusual", "doc_no"),
        ("文号：null", "placeholder_value", "doc_no"),
        ("文号：无", "placeholder_value", "doc_no"),
        ("审核：系统管理员", "placeholder_person", "reviewer"),
        ("责任编辑：admin", "placeholder_person", "editor"),
        ("发布机构：****政府", "value_masked", "publisher"),
    ],
)
def test_doubts_about_one_value_name_the_field(line: str, code: str, field: str) -> None:
    header = read(f"索引号：YZ/2020-00001\n{line}\n主题分类：其他\n\n一、总体情况\n全文。")

    assert (code, field) in [(doubt.code, doubt.field) for doubt in header.warnings]
    assert all(doubt.sentence and doubt.span for doubt in header.warnings if doubt.field == field)


def test_number_is_brought_to_its_normal_form_and_the_wording_kept() -> None:
    value = read("索引号：YZ/2020-00001\n文号：云政办（2020）第03号\n\n一、总则").fields["doc_no"]

    assert value.written == "云政办（2020）第03号"
    assert value.clean == "云政办〔2020〕3号"


def test_day_of_1970_is_no_day() -> None:
    header = read("索引号：YZ/2020-00001\n废止日期：1970-01-01 08:00\n\n一、总则")

    assert header.day("repeal_date") is None
    assert "repeal_date" not in header.metadata()


def test_lost_separators_in_running_text_are_told_with_their_place() -> None:
    text = "年度报告\n\n一、概述\n数据期限从201711日起，至20171231日止，依据云政发〔201737号文件编制。"
    header = read(text)

    found = {doubt.span.of(text): doubt.code for doubt in header.warnings if doubt.span}
    assert found["201711"] == "date_digits_lost"
    assert found["20171231"] == "date_digits_lost"
    assert "doc_no_damaged" in codes(header)


def test_foreign_words_in_a_hijacked_title_are_cut_off_and_told() -> None:
    header = read("足球即时比分《云州市供热办法》的通知\n2021-04-07 作者：\n\n各县区人民政府：\n现印发你们，请执行。")

    assert header.clean("title") == "《云州市供热办法》的通知"
    assert "title_spam" in codes(header)


def test_title_that_differs_from_the_page_is_told() -> None:
    header = read(
        "索引号：YZ/2021-1\n名称：云州市供热办法\n\n"
        "云州市供气管理规定\n发布时间：2021-01-01\n\n第一条 为了供气，制定本规定。"
    )

    assert "title_mismatch" in codes(header)


def test_signature_that_differs_from_the_header_is_told() -> None:
    header = read(
        "成文日期：2021-06-07\n文号：云政〔2021〕1号\n\n各县区：\n请认真贯彻执行本通知。\n云州市人民政府\n2021年6月8日\n"
    )

    assert header.day("written_date").isoformat() == "2021-06-07"  # type: ignore[union-attr]
    assert "signature_differs" in codes(header)


def test_field_stated_twice_differently_is_told() -> None:
    header = read(
        "发布日期：2021-06-07 文号：云政〔2021〕1号\n\n"
        "云州市供热办法\n发布时间：2021-06-09\n\n第一条 为了供热，制定本办法。"
    )

    assert header.metadata()["publish_date"] == "2021-06-07"
    assert "stated_twice" in codes(header)


def test_number_of_a_repealed_paper_is_not_taken() -> None:
    header = read(
        "各县区人民政府：\n现印发你们。原办法（云政办发〔2017〕27号）同时废止。\n云州市人民政府\n2021年6月8日\n"
    )

    assert "doc_no" not in header.fields


def test_nothing_is_inferred_for_a_field_shown_empty() -> None:
    header = read(
        "发布机构： 成文日期：\n文号：云政〔2021〕1号\n\n"
        "各县区人民政府：\n请贯彻执行本通知。\n云州市人民政府\n2021年6月8日\n"
    )

    assert header.empty == ("publisher", "written_date")


def test_telephone_in_running_text_is_no_header() -> None:
    header = read(
        "本报告依据条例编制，如有疑问请联系办公室（来源：本网，编辑：小王，电话：0500-0000000），欢迎监督指正。\n一、概述\n"
    )

    assert header.fields == {}
    assert header.body.startswith("本报告依据条例编制")


@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(
    hypothesis.strategies.text(
        alphabet=hypothesis.strategies.sampled_from("索引号文发布日期标题：:|\n 〔〕()2021-年月日null》《。，•第令"),
        min_size=1,
        max_size=160,
    )
)
def test_any_text_is_read_without_failing(text: str) -> None:
    hypothesis.assume(text.strip())
    document = reading.read(text.encode(), name="页面.txt")

    header = header_reading.read_header(document)

    assert header.body in document.text
    assert all(value.written for value in header.fields.values())
