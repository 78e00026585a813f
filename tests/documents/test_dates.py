"""Chinese dates in every writing, with precision and doubts."""

import datetime

import hypothesis
import hypothesis.strategies
import pytest

from gongkai.documents import dates


@pytest.mark.parametrize(
    ("written", "iso", "doubts"),
    [
        ("2020-04-11", "2020-04-11", ()),
        ("2020年4月11日", "2020-04-11", ()),
        ("2020 年 4 月 11 日", "2020-04-11", ()),
        ("2020/4/11 8:33", "2020-04-11 8:33", ()),
        ("2020.04.11", "2020-04-11", ()),
        ("２０２０年４月１１日", "2020-04-11", ()),
        ("2008-05-23 09:51:38.000", "2008-05-23 09:51:38", ()),
        ("2020-04-11T08:33:00", "2020-04-11 08:33:00", ()),
        ("二〇二〇年四月十一日", "2020-04-11", ()),
        ("二○一一年七月二十八日", "2011-07-28", ()),
        ("二OO八年五月廿三日", "2008-05-23", ()),
        ("二零零九年十二月三十日", "2009-12-30", ()),
        ("20200411", "2020-04-11", ()),
        ("2020411", "2020-04-11", ("digits_lost",)),
        ("201711日", "2017-01-01", ("digits_lost",)),
        ("20171231日", "2017-12-31", ("digits_lost",)),
        ("2020111", None, ("digits_lost", "ambiguous")),
        ("2020-02-30", None, ("impossible",)),
        ("2020年13月1日", None, ("impossible",)),
        ("2020年 月 日", None, ("incomplete",)),
        ("1970-01-01", "1970-01-01", ("epoch",)),
        ("2012 年2月", "2012-02", ()),
        ("二〇二三年四月", "2023-04", ()),
        ("2018年", "2018", ()),
    ],
)
def test_dates_are_read(written: str, iso: str | None, doubts: tuple[str, ...]) -> None:
    found = dates.read(written)

    assert found is not None
    assert (found.iso, found.doubts) == (iso, doubts)


@pytest.mark.parametrize("text", ["", "第二十条", "0500-2021", "13812345678", "共2020条", "1234567"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert dates.read(text) is None


def test_dates_in_running_text_have_their_place() -> None:
    text = "自2020年1月1日起至二〇二〇年十二月三十一日止，2021-03-05 08:00 发布"

    assert [text[found.start : found.end] for found in dates.find_all(text)] == [
        "2020年1月1日",
        "二〇二〇年十二月三十一日",
        "2021-03-05 08:00",
    ]


@hypothesis.given(hypothesis.strategies.dates(datetime.date(1949, 10, 1), datetime.date(2099, 12, 31)))
def test_every_day_reads_back_from_each_writing(day: datetime.date) -> None:
    digits = "〇一二三四五六七八九"
    year = "".join(digits[int(each)] for each in str(day.year))

    def numeral(number: int) -> str:
        tens, units = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[units] if units else "")

    for written in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{numeral(day.month)}月{numeral(day.day)}日",
        day.strftime("%Y%m%d"),
    ):
        found = dates.read(written)
        assert found is not None
        assert found.day == day
