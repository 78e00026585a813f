"""Years left over from last year's report."""

import pytest

from gongkai.rules.report_checks import years
from tests.rules.report_checks import reports

CASES = {
    "period of last year": ("统计期限自2022年1月1日至2022年12月31日。", ["统计期限"]),
    "period of this year": ("统计期限自2023年1月1日至12月31日。", []),
    "period over two years": ("统计期限自2022年1月1日起至2023年12月31日止。", ["统计期限"]),
    "own report of last year": ("现公布2022年度政府信息公开工作年度报告。", ["前言"]),
    "notice on the report": ("根据《关于做好2022年政府信息公开工作年度报告的通知》编制。", []),
    "statement of last year": ("2022年度主动公开政府信息[disclosed.total 54条]。", ["正文"]),
    "statement of this year": ("2023年度主动公开政府信息[disclosed.total 54条]。", []),
    "comparison": ("2022年公开[disclosed.total 54条],比上年增加。", []),
    "looking back": ("比2022年的[disclosed.total 54条]有所增加。", []),
    "paper of last year": ("按照2022年印发的办法公开[disclosed.total 54条]。", []),
    "long ago": ("2008年主动公开[disclosed.total 54条]。", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "where"), CASES.values(), ids=CASES)
def test_years_that_are_not_the_reports(text: str, where: list[str]) -> None:
    found = [each for each in years.check(reports.told(text)) if not each.sentence.startswith("本报告称")]
    expected = [] if "比上年增加" in text else where

    assert [each.sentence[: len(word)] for each, word in zip(found, expected, strict=False)] == expected
    assert all(each.severity == "warning" for each in found)


def test_a_report_without_a_year_is_left_alone() -> None:
    assert years.check(reports.told("2022年公开[disclosed.total 54条]。", year=None)) == []


def test_last_years_figure_is_the_one_of_last_years_report() -> None:
    previous = reports.told("公开信息[disclosed.total 1100条]。", year=2022)
    report = reports.told("由上年的[disclosed.previous_year 1128条]增加到1887条。")
    found = years.check(report, previous=previous)

    assert [each.numbers for each in found] == [(1128, 1100)]
    assert found[0].rule == "last_year_quoted"
