"""What a report must have: chapters, tables, zeros, period, contact, the fee, the problems."""

import pytest

from gongkai.rules import forms
from gongkai.rules.report_checks import completeness, facts
from tests.rules.report_checks import reports

FORM = forms.form("form-2021")
OPENING = "本报告统计期限为2023年1月1日至12月31日。地址：和平路1号，电话：123。\n"
BODIES = {
    "一、总体情况": "开展了工作，制定了计划。",
    "二、主动公开政府信息情况": "见下表所列的各项数据。",
    "三、收到和处理政府信息公开申请情况": "见下表所列的各项数据。",
    "四、政府信息公开行政复议、行政诉讼情况": "见下表所列的各项数据。",
    "五、存在的主要问题及改进情况": "公开的内容不够丰富，将加强培训。",
    "六、其他需要报告的事项": "本机关未收取信息处理费，没有其他事项。",
}
NUMBERS = [3, 0, 7, 12, 1, 5, 2]


def report(
    *,
    opening: str = OPENING,
    changes: dict[str, str | None] | None = None,
    figures: dict[str, int | float] | None = None,
    more: tuple[facts.Fact, ...] = (),
) -> facts.ReportFacts:
    """A whole report of 2023; `changes` replaces the body of a chapter, or with None leaves the chapter out."""
    text = opening
    headings = []
    for title, body in (BODIES | (changes or {})).items():
        if body is not None:
            start = len(text)
            text += f"{title}\n{body}\n"
            headings.append(facts.Heading(title, 1, start, len(text)))
    cells = reports.tabled(FORM, reports.balanced(FORM, NUMBERS) if figures is None else figures)
    return facts.ReportFacts((*cells, *more), year=2023, edition="form-2021", text=text, headings=tuple(headings))


def rules(given: facts.ReportFacts) -> list[str]:
    return [each.rule for each in completeness.check(given)]


def test_a_whole_report_misses_nothing() -> None:
    assert rules(report()) == []


def test_a_missing_chapter_is_named() -> None:
    found = completeness.check(report(changes={"五、存在的主要问题及改进情况": None}))

    assert [each.rule for each in found] == ["chapter_missing"]
    assert "存在的主要问题及改进情况" in found[0].sentence


def test_a_copy_cut_after_a_heading_misses_no_later_chapter() -> None:
    names = list(BODIES)
    cut = report(changes={names[2]: "", names[3]: None, names[4]: None, names[5]: None})

    assert rules(cut) == []


def test_an_excerpt_of_two_chapters_is_not_judged() -> None:
    names = list(BODIES)
    excerpt = report(opening="", changes=dict.fromkeys(names[2:]), figures={})

    assert rules(excerpt) == []


def test_a_missing_table_is_named() -> None:
    figures = {name: number for name, number in reports.balanced(FORM, NUMBERS).items() if "table4" not in name}
    found = completeness.check(report(figures=figures))

    assert [each.rule for each in found] == ["table_missing"]
    assert "表四" in found[0].sentence


def test_blank_cells_are_counted_and_named() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    del figures["table3.granted.research"]
    del figures["table3.partial.research"]
    found = completeness.check(report(figures=figures))

    assert [each.rule for each in found] == ["blank_cell"]
    assert "表三有2格空白" in found[0].sentence
    assert "予以公开 / 科研机构" in found[0].sentence


def test_a_table_that_is_hardly_filled_is_not_called_blank() -> None:
    assert "blank_cell" not in rules(report(figures={"table3.new.total": 1}))


def test_blanks_of_the_sheet_of_2014_are_allowed() -> None:
    sheet = forms.form("form-2014")
    figures = reports.balanced(sheet, NUMBERS)
    del figures["s9_trainees"]

    assert completeness.check(reports.report(sheet, figures, year=2016)) == []


def test_period_and_contact_are_asked_for() -> None:
    assert rules(report(opening="根据条例编制本报告。\n")) == ["period_missing", "contact_missing"]


FEE = facts.Fact("fees.amount", 400, "元", "prose", facts.Place("收取信息处理费400元", 5, 15))


@pytest.mark.parametrize("body", ["无。", "没有其他需要报告的事项。", "本年度未收取信息处理费。"])
def test_a_fee_that_the_last_chapter_denies_is_found(body: str) -> None:
    found = completeness.check(report(changes={"六、其他需要报告的事项": body}, more=(FEE,)))

    assert [each.rule for each in found] == ["fee_denied"]
    assert found[0].numbers == (400,)
    assert "400元" in found[0].sentence


@pytest.mark.parametrize("body", ["全年收取信息处理费400元。", "按照规定报告如下内容。"])
def test_a_fee_that_is_not_denied_is_left_alone(body: str) -> None:
    assert rules(report(changes={"六、其他需要报告的事项": body}, more=(FEE,))) == []


@pytest.mark.parametrize("body", ["无", "", "无。"])
def test_no_problems_is_a_finding(body: str) -> None:
    assert rules(report(changes={"五、存在的主要问题及改进情况": body})) == ["problems_empty"]


def test_figures_from_records_are_not_asked_for_wording() -> None:
    computed = reports.report(FORM, reports.balanced(FORM, NUMBERS), is_computed=True)

    assert completeness.check(computed) == []


def test_a_year_without_form_is_not_judged() -> None:
    assert completeness.check(facts.ReportFacts((), year=2010)) == []
