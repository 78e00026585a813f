"""Whose report of which year: from the heading, the opening words, the signature, the places named around."""

import pathlib

import pytest
import yaml

from gongkai.documents.annual_report import identity
from gongkai.language import folding


def who(text: str) -> tuple[str | None, int | None]:
    folded = folding.fold_text(text)
    heading = identity.title(folded)
    return identity.agency(folded, heading), identity.year(folded, heading)


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("临江市水务局2019年政府信息公开工作年度报告\n一、总体情况", "临江市水务局", 2019),
        ("2016年临江市政府信息公开工作年度报告\n一、概述", "临江市人民政府", 2016),
        ("临江市\n2016年度政府信息公开工作年度报告\n一、概述", "临江市人民政府", 2016),
        ("東山區2012年政府信息公開工作年度報告\n", "东山区人民政府", 2012),
        ("2018年柳荫街道政府信息公开年度报告\n", "柳荫街道办事处", 2018),
        ("二〇一一年政府信息公开年度报告\n本报告由临江市统计局编制。", "临江市统计局", 2011),
        ("根据《条例》规定，现公布临江市教育局2025年政府信息公开工作年度报告。", "临江市教育局", 2025),
        (
            "2016年柳荫镇政府信息公开年度报告\n正文。\n宁州市东山区柳荫镇人民政府",
            "宁州市东山区柳荫镇人民政府",
            2016,
        ),
        (
            "本报告由东山区柳荫街道编制。统计期限自2014年1月1日起至2014年12月31日止。地址：宁州市东山区大街13号。",
            "宁州市东山区柳荫街道办事处",
            2014,
        ),
        ("土左旗2017年政府信息公开工作年度报告\n来源：《土默特左旗人民政府实施方案》", "土默特左旗人民政府", 2017),
        ("按要求编制，以下由临江市环境保护局（以下简称“我局”）报告。2010年1月1日", "临江市环境保护局", 2010),
    ],
)
def test_agency_and_year(text: str, agency: str, year: int) -> None:
    assert who(text) == (agency, year)


def test_a_report_of_last_year_that_is_mentioned_is_not_this_report() -> None:
    text = (
        "一、概述\n2016年全区工作有序。依法按时完成2015年政府信息公开年度报告。2016年收到申请2件。2016年公开信息3条。"
    )

    assert who(text)[1] == 2016


def test_what_the_text_does_not_say_is_not_guessed() -> None:
    assert who("一、总体情况\n我局严格按照要求开展工作。") == (None, None)


HEADINGS = yaml.safe_load(pathlib.Path(__file__).with_name("headings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "agency", "year"), HEADINGS, ids=[each[0][:40] for each in HEADINGS])
def test_headings_of_every_kind(text: str, agency: str, year: int) -> None:
    assert who(text) == (agency, year)
