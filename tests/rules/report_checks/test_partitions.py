"""Sums told in running text: when a list must be complete, when it may be partial, and when nothing is said."""

import pathlib

import pytest
import yaml

from gongkai.rules.report_checks import facts, partitions
from tests.rules.report_checks import reports

CASES = yaml.safe_load(pathlib.Path(__file__).with_name("lists.yaml").read_text("utf-8"))
GROUPS = (
    "区直各部门、各街道办事处以及驻区单位通过网站共发布信息[disclosed.total 25520条]。其中,"
    "区直部门[disclosed.by_org_group 14740条]、街道办事处[disclosed.by_org_group 4265条]、"
    "驻区单位[disclosed.by_org_group 5505条]。"
)


def found(text: str) -> list[facts.Finding]:
    return partitions.check(reports.told(text))


def test_parts_named_in_the_whole_must_make_it_up() -> None:
    finding = found(GROUPS)[0]

    assert finding.sentence == "区直部门、街道办事处、驻区单位三项合计24510条，正文称25520条，相差1010条"
    assert finding.severity == "error"
    assert {25520, 14740, 4265, 5505, 24510} == set(finding.numbers)
    assert finding.stated[0].text.endswith("25520条")
    assert len(finding.against) == 3


@pytest.mark.parametrize("text", CASES["error"].values(), ids=CASES["error"])
def test_a_complete_list_that_does_not_add_up_is_an_error(text: str) -> None:
    assert [each.severity for each in found(text)] == ["error"]


@pytest.mark.parametrize("text", CASES["warning"].values(), ids=CASES["warning"])
def test_what_should_be_looked_at_is_a_warning(text: str) -> None:
    assert [each.severity for each in found(text)] == ["warning"]


@pytest.mark.parametrize("text", CASES["silent"].values(), ids=CASES["silent"])
def test_nothing_is_said_where_nothing_is_certain(text: str) -> None:
    assert found(text) == []
