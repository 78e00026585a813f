"""Figures stated twice: text against table, text against text."""

import pytest

from gongkai.rules import forms
from gongkai.rules.report_checks import contradictions, facts
from tests.rules.report_checks import reports

FORM = forms.form("form-2021")


def found(text: str, figures: dict[str, int | float] | None = None, **more: object) -> list[facts.Finding]:
    cells = reports.tabled(FORM, figures or {})
    return contradictions.check(reports.told(text, cells=cells, edition="form-2021", **more))


def test_text_and_table_are_named_with_both_places() -> None:
    finding = found("2023年收到申请[requests.received.total 5件]。", {"table3.new.total": 7})[0]

    assert (finding.rule, finding.severity, finding.numbers) == ("text_table", "error", (5, 7))
    assert "正文「2023年收到申请5件」，即5件，表中为7件" in finding.sentence
    assert finding.stated[0].text == "2023年收到申请5件"
    assert finding.against


CASES = {
    "the same": ("收到申请[requests.received.total 7件]。", []),
    "with what was carried in": ("收到申请[requests.received.total 9件]。", []),
    "about": ("收到申请[~requests.received.total 5件]。", []),
    "cumulative": ("截至年底累计收到申请[requests.received.total 500件]。", []),
    "last year's": ("比上年的申请[requests.received.total 5件]有所增加。", []),
    "another place agrees": ("市办公室收到[requests.received.total 5件]。全市收到[requests.received.total 7件]。", []),
    "twice and neither": ("甲收[requests.received.total 5件]。乙收[requests.received.total 6件]。", ["warning"] * 2),
    "another year": ("2022年收到申请[requests.received.total 5件]。", ["warning"]),
    "a part of a government": ("市本级收到申请[requests.received.total 5件]。", []),
    "more than the whole": ("市本级收到申请[requests.received.total 50件]。", ["warning"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "severities"), CASES.values(), ids=CASES)
def test_text_against_table(text: str, severities: list[str]) -> None:
    figures: dict[str, int | float] = {"table3.new.total": 7, "table3.carried_in.total": 2}
    findings = found(text, figures, agency="云州市人民政府")

    assert [each.severity for each in findings] == severities


def test_the_office_of_a_township_is_the_township() -> None:
    text = "镇政府办公室制定规范性文件[normative_documents.issued 0件]。"

    assert found(text, {"table2.normative.made": 4}, agency="柳河镇人民政府")[0].numbers == (0, 4)


def test_suits_in_words_are_both_groups_of_the_table() -> None:
    figures: dict[str, int | float] = {"table4.suit_direct_total": 26, "table4.suit_after_review_total": 20}

    assert found("行政诉讼[litigation.total 46件]。", figures) == []
    assert found("行政诉讼[litigation.total 26件]。", figures)[0].numbers == (26, 20, 46)


def test_refusals_in_words_are_the_sum_of_their_rows() -> None:
    rows = [name for name in FORM.cells if name.startswith("table3.refused_") and name.endswith(".total")]
    figures: dict[str, int | float] = dict.fromkeys(rows, 2)

    assert found("不予公开[requests.refused.total 16件]。", figures) == []
    assert len(found("不予公开[requests.refused.total 15件]。", figures)) == 1
    assert found("不予公开[requests.refused.total 15件]。", dict.fromkeys(rows[:-1], 2)) == []


def test_money_is_compared_in_one_unit() -> None:
    assert found("行政事业性收费[admin_fees.amount 961716000元]。", {"table2.charges.amount": 96171.6}) == []


def test_rounded_to_ten_thousands_is_no_contradiction() -> None:
    text = "办理行政许可44.7万件"
    fact = facts.Fact("licensing.decisions", 447000, "件", "prose", facts.Place(text, 0, len(text)))
    cells = reports.tabled(FORM, {"table2.licence.decisions": 447228})
    report = facts.ReportFacts((fact, *cells), year=2023, edition="form-2021", text=text)

    assert contradictions.check(report) == []


def test_a_zero_in_words_against_a_figure_is_a_warning() -> None:
    text = "本年未收到申请"
    fact = facts.Fact("requests.received.total", 0, "件", "prose", facts.Place(text, 0, len(text)), is_implied=True)
    cells = reports.tabled(FORM, {"table3.new.total": 3})
    findings = contradictions.check(facts.ReportFacts((fact, *cells), year=2023, edition="form-2021", text=text))

    assert [(each.severity, each.numbers) for each in findings] == [("warning", (0, 3))]


def test_one_column_with_two_figures_is_found() -> None:
    text = (
        "通过示范区管委会网站审计信息栏目公开信息[disclosed.total 20条]。\n"
        "全年通过审计信息专栏公开政府信息[disclosed.by_channel.section 16条]。"
    )
    finding = found(text)[0]

    assert (finding.rule, set(finding.numbers)) == ("text_text", {16, 20})
    assert "“审计信息”栏目" in finding.sentence


TWICE = {
    "same words": ("全年共收到申请[requests.received.total 8件]。全年共收到申请[requests.received.total 9件]。", 1),
    "same number": ("全年共收到申请[requests.received.total 8件]。全年共收到申请[requests.received.total 8件]。", 0),
    "other subject": ("全市主动公开信息[disclosed.total 900条]。环保局发布数据[disclosed.total 17条]。", 0),
    "other columns": ("通过财政预算栏目公开[disclosed.total 20条]。通过人事招考栏目公开[disclosed.total 16条]。", 0),
    "half a year": ("上半年由动态信息栏公开[disclosed.total 20条]。全年由动态信息栏公开[disclosed.total 46条]。", 0),
}  # fmt: skip


@pytest.mark.parametrize(("text", "count"), TWICE.values(), ids=TWICE)
def test_text_against_text(text: str, count: int) -> None:
    assert len(found(text)) == count
