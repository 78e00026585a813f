"""Deadlines: 31 January and 31 March, by Regulation and by who files."""

import datetime

import pytest

from gongkai.rules.report_checks import facts, filing

CASES = [
    ("云州市财政局", 2023, (2024, 1, 31), None),
    ("云州市财政局", 2023, (2024, 2, 1), ("error", "迟1天")),
    ("云州市人民政府", 2023, (2024, 2, 1), None),
    ("云州市人民政府", 2023, (2024, 3, 31), None),
    ("云州市人民政府", 2023, (2024, 4, 2), ("error", "迟2天")),
    ("柳河镇人民政府", 2023, (2024, 2, 20), None),
    ("柳河镇人民政府", 2023, (2024, 4, 1), ("warning", "迟1天")),
    ("云州市财政局", 2017, (2018, 3, 31), None),
    ("云州市财政局", 2017, (2018, 4, 1), ("error", "2018年3月31日")),
    ("云州市财政局", 2010, (2011, 4, 1), ("error", "第三十一条")),
    (None, 2023, (2024, 2, 20), None),
    (None, 2023, (2024, 4, 20), ("warning", "迟20天")),
]


@pytest.mark.parametrize(("agency", "year", "day", "expected"), CASES)
def test_the_deadline_of_the_year_and_the_filer(
    agency: str | None, year: int, day: tuple[int, int, int], expected: tuple[str, str] | None
) -> None:
    found = filing.check(facts.ReportFacts((), year=year, agency=agency), filed_on=datetime.date(*day))

    assert [each.severity for each in found] == ([expected[0]] if expected else [])
    assert all(expected is not None and expected[1] in each.sentence for each in found)


@pytest.mark.parametrize("report", [facts.ReportFacts((), year=None), facts.ReportFacts((), year=2005)])
def test_without_a_year_nothing_is_late(report: facts.ReportFacts) -> None:
    assert filing.check(report, filed_on=datetime.date(2024, 12, 31)) == []


def test_without_a_day_nothing_is_late() -> None:
    assert filing.check(facts.ReportFacts((), year=2023), filed_on=None) == []
