"""Templates of index numbers, the scope of their serials, and round trips."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import index_numbers

VALUES = {
    "org_code": "00001434-9",
    "credit_code": "11441700007280420Y",
    "division": "640000",
    "dept": "D23",
    "class": "0101",
}
ON = datetime.date(2026, 4, 3)

GIVEN = [
    ("{org_code}/{yyyy}-{serial:05d}", 222, "000014349/2026-00222", "000014349/2026-", "yearly"),
    ("{credit_code}/{yyyy}-{serial:05d}", 50, "11441700007280420Y/2026-00050", "11441700007280420Y/2026-", "yearly"),
    (
        "{credit_code}/{yyyymm}-{serial:05d}",
        57,
        "11441700007280420Y/202604-00057",
        "11441700007280420Y/202604-",
        "monthly",
    ),
    ("{division}001/{yyyy}-{serial:05d}", 490, "640000001/2026-00490", "640000001/2026-", "yearly"),
    ("{dept}--{yyyy}-{serial:04d}", 190, "D23--2026-0190", "D23--2026-", "yearly"),
    (
        "{division}-{dept}-{class}-{yyyymmdd}-{serial}",
        7,
        "640000-D23-0101-20260403-7",
        "640000-D23-0101-20260403-",
        "daily",
    ),
    ("X-{serial:3d}", 7, "X-007", "X-", "never"),
]

REFUSED = [
    ("", "缺少序号"),
    ("{org_code}/{yyyy}", "缺少序号"),
    ("{serial:05d}/{yyyy}", "必须在最后"),
    ("{serial:05d}{serial:05d}", "只能有一个"),
    ("{org}/{serial:05d}", "不认识{org}"),
    ("{yyyy/{serial:05d}", "没有配对"),
    ("{yyyy}}-{serial:05d}", "没有配对"),
    ("{yyyy}{serial}", "分隔符"),
    ("A{serial}", "分隔符"),
    ("{serial}", "分隔符"),
    ("{yyyy} {serial:05d}", "空格"),
    ("{serial:x}", "不认识"),
    ("{serial:0d}", "不认识"),
]


@pytest.mark.parametrize(("text", "serial", "number", "prefix", "resets"), GIVEN)
def test_a_template_gives_its_number(text: str, serial: int, number: str, prefix: str, resets: str) -> None:
    template = index_numbers.parse_template(text)
    assert index_numbers.render(template, VALUES, ON, serial) == number
    assert index_numbers.prefix(template, VALUES, ON) == prefix
    assert template.resets == resets


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_a_wrong_template_is_refused_in_chinese(text: str, words: str) -> None:
    with pytest.raises(index_numbers.InvalidTemplate, match=words):
        index_numbers.parse_template(text)


@pytest.mark.parametrize("values", [{}, {"org_code": ""}, {"org_code": "  "}])
def test_a_missing_code_is_named(values: dict[str, str]) -> None:
    template = index_numbers.parse_template("{org_code}/{yyyy}-{serial:05d}")
    with pytest.raises(index_numbers.MissingValue, match="组织机构代码") as error:
        index_numbers.prefix(template, values, ON)
    assert error.value.token == "org_code"


def test_a_code_with_blanks_inside_is_refused() -> None:
    template = index_numbers.parse_template("{dept}-{serial:05d}")
    with pytest.raises(index_numbers.UnusableValue, match="部门代码"):
        index_numbers.prefix(template, {"dept": "D 2"}, ON)


@pytest.mark.parametrize("serial", [0, -1, 100_000])
def test_a_serial_out_of_range_is_refused(serial: int) -> None:
    template = index_numbers.parse_template("{org_code}/{yyyy}-{serial:05d}")
    with pytest.raises(index_numbers.SerialOutOfRange):
        index_numbers.render(template, VALUES, ON, serial)


def test_serials_begin_anew_with_the_year() -> None:
    template = index_numbers.parse_template("{org_code}/{yyyy}-{serial:05d}")
    last, first = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)
    assert index_numbers.prefix(template, VALUES, last) != index_numbers.prefix(template, VALUES, first)


@given(
    text=st.sampled_from([each[0] for each in GIVEN]),
    on=st.dates(datetime.date(2008, 1, 1), datetime.date(2099, 12, 31)),
    serial=st.integers(1, 999),
)
def test_a_number_gives_its_serial_back(text: str, on: datetime.date, serial: int) -> None:
    template = index_numbers.parse_template(text)
    number = index_numbers.render(template, VALUES, on, serial)
    assert index_numbers.serial_of(number, template, VALUES, on) == serial


@pytest.mark.parametrize(
    "number", ["000014349/2025-00222", "000014349/2026-422422", "000014349/2026-0022", "x", "000014349/2026-00000"]
)
def test_a_number_of_elsewhere_has_no_serial_here(number: str) -> None:
    template = index_numbers.parse_template("{org_code}/{yyyy}-{serial:05d}")
    assert index_numbers.serial_of(number, template, VALUES, ON) is None
