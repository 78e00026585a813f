"""Numbers in Chinese prose, as they are told from days, articles and telephone numbers."""

import pytest

from gongkai.documents.annual_report import quantities
from gongkai.language import folding


@pytest.mark.parametrize(
    ("text", "number", "unit", "is_approximate"),
    [
        ("公开信息235条", 235, "条", False),
        ("公开信息12,345条", 12345, "条", False),
        ("公开信息１２，３４５条", 12345, "条", False),
        ("公开信息 1 234 条", 1234, "条", False),
        ("公开信息300余条", 300, "条", True),
        ("公开信息近    2000余件次", 2000, "件次", True),
        ("约15件", 15, "件", True),
        ("6.8万余条", 68000, "条", True),
        ("1.2亿次", 120_000_000, "次", False),
        ("100万人次", 1_000_000, "人次", False),
        ("5.5万元", 5.5, "万元", False),
        ("占3.83%", 3.83, "%", False),
        ("百分之九十五", 95, "%", False),
        ("申请一百二十件", 120, "件", False),
        ("三千余人次", 3000, "人次", True),
        ("发布会三场", 3, "场", False),
        ("十二期", 12, "期", False),
    ],
)
def test_a_quantity_is_read(text: str, number: float, unit: str, is_approximate: bool) -> None:
    found = quantities.find(folding.fold_text(text))

    assert [(each.number, each.unit, each.is_approximate) for each in found] == [(number, unit, is_approximate)]


@pytest.mark.parametrize(
    "text",
    [
        "2017年12月31日",
        "国办发〔2014〕32号",
        "《条例》第9至12条",
        "第二十条第（一）项",
        "一是加强领导",
        "十八届三中全会",
        "联系电话：0570-7043307",
        "http://www.example.gov.cn/col/1228995987/index.html",
        "1.互联网",
        "2、公开栏",
    ],
)
def test_what_counts_nothing_is_left_out(text: str) -> None:
    assert [each for each in quantities.find(folding.fold_text(text)) if each.unit] == []


def test_the_last_unit_of_an_enumeration_belongs_to_all() -> None:
    found = quantities.find("分别为12、30和5件")

    assert [(each.number, each.unit) for each in found] == [(12, "件"), (30, "件"), (5, "件")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 1 234 ", 1234),
        ("1,234.5", 1234.5),
        ("+2", 2),
        ("-1", -1),
        ("251000元", 251000),
        ("3件", 3),
        ("", None),
        ("/", None),
        ("—", None),
        ("无", None),
        ("1.属于国家秘密", None),
    ],
)
def test_a_table_cell_holds_a_number_or_nothing(text: str, number: float | None) -> None:
    assert quantities.parse_cell(text) == number


@pytest.mark.parametrize(
    ("numeral", "number"), [("一千二百", 1200), ("二〇一七", 2017), ("十", 10), ("三万五千", 35000), ("甲", None)]
)
def test_chinese_numerals(numeral: str, number: int | None) -> None:
    assert quantities.chinese_number(numeral) == number
