"""Rates recomputed, rounding told from error."""

import pytest

from gongkai.rules.report_checks import facts, rates
from tests.rules.report_checks import reports

LIST = (
    "公开信息[disclosed.total 235条]。其中,甲类[disclosed.by_category 9条],占总体的比例为[- 3.83%];"
    "乙类[disclosed.by_category 197条],占总体的比例为[- {rate}%]。"
)


def found(text: str, previous: facts.ReportFacts | None = None) -> list[facts.Finding]:
    return rates.check(reports.told(text), previous=previous)


@pytest.mark.parametrize(
    ("rate", "severities"),
    [("83.83", []), ("83.8", []), ("84", []), ("83.84", ["rounding"]), ("83.85", ["rounding"]), ("38.83", ["error"])],
)
def test_a_share_is_recomputed_to_its_printed_decimals(rate: str, severities: list[str]) -> None:
    assert [each.severity for each in found(LIST.format(rate=rate))] == severities


def test_a_share_names_part_whole_and_the_right_rate() -> None:
    finding = found(LIST.format(rate="83.84"))[0]

    assert finding.numbers == (83.84, 197, 235)
    assert "应为83.83%，正文称83.84%" in finding.sentence


def test_a_single_share_may_have_another_base() -> None:
    text = "公开信息[disclosed.total 235条],甲类[disclosed.by_category 9条],占[- 30%]。"

    assert [each.severity for each in found(text)] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息[~disclosed.total 200条],甲类[disclosed.by_category 9条],占[- 30%]。",
        "甲类[disclosed.by_category 9条],占[- 30%]。",
        "公开信息[disclosed.total 235条],其余占[- 30%]。",
        "申请答复率[requests.answer_rate 100%]。",
    ],
)
def test_a_share_without_certain_base_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("rate", "severities"), [("3.67", []), ("3.68", ["rounding"]), ("5.1", ["warning"])])
def test_a_rate_of_saving_is_recomputed(rate: str, severities: list[str]) -> None:
    text = f"预算资金[- 28.32亿元],项目中标资金[- 27.28亿元],资金节约[- {rate}%]。"

    assert [each.severity for each in found(text)] == severities


@pytest.mark.parametrize(("words", "count"), [("同比增长", 0), ("同比下降", 1)])
def test_growth_is_measured_by_last_years_report(words: str, count: int) -> None:
    previous = reports.told("收到申请[requests.received.total 100件]。", year=2022)
    text = f"收到申请[requests.received.total 125件],{words}[requests.yoy_percent 25%]。"

    assert len(found(text, previous)) == count


def test_growth_without_last_years_report_is_left_alone() -> None:
    assert found("收到申请[requests.received.total 125件],同比增长[requests.yoy_percent 99%]。") == []
