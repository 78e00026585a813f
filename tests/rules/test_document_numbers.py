"""Document numbers as they stand in fields and in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import document_numbers

IN_ORDER = [
    ("国办发〔2017〕47号", "国办发", 2017, 47),
    ("石柱府办发〔2023〕41号", "石柱府办发", 2023, 41),
    ("财税〔2014〕1250号", "财税", 2014, 1250),
    ("  云政办发〔2026〕41号　", "云政办发", 2026, 41),
    ("皖政办﹝2015﹞2号", "皖政办", 2015, 2),
    ("周政〔2011〕53號", "周政", 2011, 53),
    ("成府發(fā)〔2014〕7號", "成府发", 2014, 7),
    ("文号：国办发〔2019〕5号", "国办发", 2019, 5),
    ("（国办发〔2019〕5号）", "国办发", 2019, 5),
    ("国办发〔 2019 〕 5 号", "国办发", 2019, 5),
]

REPAIRED = [
    ("云政办发[2026]41号", "云政办发〔2026〕41号", ["六角括号"]),
    ("云政办发［２０２６］４１号", "云政办发〔2026〕41号", ["六角括号"]),
    ("国办发【2019】5号", "国办发〔2019〕5号", ["六角括号"]),
    ("川办发（2008）第03号", "川办发〔2008〕3号", ["六角括号", "“第”", "虚位"]),
    ("呼政辦發[2008]68號(hào)", "呼政办发〔2008〕68号", ["六角括号"]),
    ("随政办函〔201737号", "随政办函〔2017〕37号", ["括号不完整"]),
    ("云政办发202641号", "云政办发〔2026〕41号", ["没有括号"]),
    ("国发〔二〇〇八〕12号", "国发〔2008〕12号", ["阿拉伯数字"]),
    ("国发〔98〕12号", "国发〔1998〕12号", ["写全称"]),
    ("国发〔2017〕47号、国办发〔2018〕3号", "国发〔2017〕47号", ["2个文号"]),
    ("见国发〔2017〕47号文", "国发〔2017〕47号", ["多余文字"]),
]

ORDERS = [
    ("国务院令第711号", "国务院令第711号", None, 711),
    ("中华人民共和国国务院令（第492号）", "中华人民共和国国务院令第492号", None, 492),
    ("市场监管总局公告2023年第15号", "市场监管总局公告2023年第15号", 2023, 15),
]

NOT_NUMBERS = [
    "",
    "无",
    "无文号",
    "null",
    "——",
    "****",
    "2026年4月3日",
    "人民路12号",
    "〔2017〕47号",
    "国发〔2017〕0号",
    "国发〔2100〕3号",
    "国发〔2017〕47",
    "11441700007280420Y/2021-00050",
]


@pytest.mark.parametrize(("text", "org", "year", "serial"), IN_ORDER)
def test_a_number_in_order_is_read_without_doubt(text: str, org: str, year: int, serial: int) -> None:
    number = document_numbers.normalise(text)
    assert number == document_numbers.DocumentNumber(org, year, serial, f"{org}〔{year}〕{serial}号", ())


@pytest.mark.parametrize(("text", "value", "words"), REPAIRED)
def test_a_wrong_form_is_repaired_and_doubted(text: str, value: str, words: list[str]) -> None:
    number = document_numbers.normalise(text)
    assert number is not None
    assert number.value == value
    assert len(number.doubts) == len(words)
    assert all(any(word in doubt for doubt in number.doubts) for word in words)


@pytest.mark.parametrize(("text", "value", "year", "serial"), ORDERS)
def test_an_order_keeps_its_own_form(text: str, value: str, year: int | None, serial: int) -> None:
    number = document_numbers.normalise(text)
    assert number is not None
    assert (number.value, number.year, number.serial) == (value, year, serial)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert document_numbers.normalise(text) is None


def test_numbers_in_running_text_leave_lead_in_words_outside() -> None:
    text = "根据国办发〔2017〕47号和国发[2016]3号、按照《办法》（即政发〔2020〕1号）以及国务院令第711号办理"
    found = document_numbers.find_all(text)
    assert [each.number.value for each in found] == [
        "国办发〔2017〕47号",
        "国发〔2016〕3号",
        "即政发〔2020〕1号",
        "国务院令第711号",
    ]
    assert [text[each.start : each.end] for each in found][:2] == ["国办发〔2017〕47号", "国发[2016]3号"]


def test_a_place_name_beginning_with_a_conjunction_is_kept() -> None:
    assert document_numbers.find_all("（和政发〔2020〕3号）")[0].number.org == "和政发"


def test_is_normal_accepts_only_the_normal_form() -> None:
    assert document_numbers.is_normal("国办发〔2017〕47号")
    assert not document_numbers.is_normal("国办发[2017]47号")
    assert not document_numbers.is_normal("国办发〔2017〕047号")


@given(
    org=st.sampled_from(["国办发", "云政办函", "皖政", "建办厅函"]),
    year=st.integers(1950, 2099),
    serial=st.integers(1, 9999),
    brackets=st.sampled_from(["〔〕", "[]", "［］", "（）", "()", "【】", "﹝﹞", "「」"]),
)
def test_every_bracket_reads_to_the_same_number(org: str, year: int, serial: int, brackets: str) -> None:
    number = document_numbers.normalise(f"{org}{brackets[0]}{year}{brackets[1]}{serial}号")
    assert number is not None
    assert number.value == f"{org}〔{year}〕{serial}号"
    assert document_numbers.normalise(number.value) == document_numbers.DocumentNumber(org, year, serial, number.value)
