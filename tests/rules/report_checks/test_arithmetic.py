"""The relations of the form: what is found, what is left alone, and that no changed figure escapes."""

import hypothesis
import pytest
from hypothesis import strategies

from gongkai.rules import forms
from gongkai.rules.report_checks import arithmetic, checking, facts
from tests.rules.report_checks import reports

FORM = forms.form("form-2021")
SHEET = forms.form("form-2014")
NUMBERS = [3, 0, 7, 12, 1, 5, 2, 40, 9]


def found(report: facts.ReportFacts, previous: facts.ReportFacts | None = None) -> list[facts.Finding]:
    return arithmetic.check(report, previous=previous)


def related(form: forms.Form) -> set[str]:
    """The cells that stand in a sum or balance of the form itself."""
    return {
        cell
        for each in form.relations
        if each.severity == "error" and each.kind == "equal" and not each.last
        for cell in (*each.left, *each.right)
    }


@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(
    edition=strategies.sampled_from(["form-2014", "form-2019", "form-2021"]),
    numbers=strategies.lists(strategies.integers(0, 5000), min_size=7, max_size=31),
    place=strategies.integers(0, 10_000),
    change=strategies.integers(1, 900),
)
def test_changing_one_figure_of_a_balanced_table_is_always_found(
    edition: str, numbers: list[int], place: int, change: int
) -> None:
    form = forms.form(edition)
    figures = reports.balanced(form, numbers)
    errors = [each for each in checking.check(reports.report(form, figures)) if each.severity == "error"]
    assert errors == []

    name = sorted(related(form))[place % len(related(form))]
    changed = {**figures, name: figures[name] + change}
    errors = [each for each in checking.check(reports.report(form, changed)) if each.severity == "error"]

    assert any(changed[name] in each.numbers for each in errors)


def test_every_figure_of_tables_three_and_four_stands_in_a_relation() -> None:
    for edition in ("form-2019", "form-2021"):
        form = forms.form(edition)
        cells = {name for name in form.cells if not name.startswith("table2")}
        assert cells == related(form)


def test_a_finding_names_the_numbers_and_both_sides() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    total = figures["table4.review_total"]
    finding = found(reports.report(FORM, {**figures, "table4.review_total": total + 1}))[0]

    assert finding.rule == "sum"
    assert finding.severity == "error"
    assert total + 1 in finding.numbers
    assert total in finding.numbers
    assert len(finding.against) == 4
    assert "行政复议" in finding.sentence
    assert f"现为{total + 1}" in finding.sentence
    assert "相差1件" in finding.sentence
    assert "Table 4" in finding.english


def test_the_balance_says_which_column() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    broken = {**figures, "table3.carried_in.company": figures["table3.carried_in.company"] + 2}

    assert any(
        each.rule == "balance" and "“商业企业”列" in each.sentence for each in found(reports.report(FORM, broken))
    )


def test_a_missing_figure_that_could_make_it_hold_is_not_an_error() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    del figures["table4.review_pending"]

    findings = found(reports.report(FORM, figures))

    assert [each.severity for each in findings] == ["warning"]
    assert findings[0].rule == "blank_in_sum"
    assert "1格空白" in findings[0].sentence


def test_a_missing_figure_cannot_excuse_parts_above_the_whole() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    del figures["table4.review_pending"]
    figures["table4.review_upheld"] = figures["table4.review_total"] + 5

    assert "error" in {each.severity for each in found(reports.report(FORM, figures))}


def test_a_blank_zero_of_a_sum_is_no_finding_of_the_sum() -> None:
    figures = {f"table4.review_{each}": 0 for each in ("upheld", "corrected", "other")}
    figures |= {"table4.review_corrected": 4, "table4.review_total": 4}

    assert found(reports.report(FORM, figures)) == []


def test_blanks_of_the_sheet_of_2014_are_left_alone() -> None:
    figures: dict[str, int | float] = {"s3_closed": 5, "s3_closed_on_time": 3}

    assert found(reports.report(SHEET, figures)) == []


def test_a_part_is_not_larger_than_the_whole() -> None:
    finding = found(reports.report(SHEET, {"s2_press": 2, "s2_press_head": 3}))[0]

    assert (finding.rule, finding.severity) == ("part_of_whole", "error")
    assert "3" in finding.sentence


def test_what_is_only_usual_is_a_warning() -> None:
    findings = found(reports.report(SHEET, {"s3_closed": 5, "s3_replied": 4}))

    assert [(each.rule, each.severity) for each in findings] == [("sum", "warning")]


def test_approximate_figures_are_not_added() -> None:
    cells = reports.tabled(SHEET, {"s8_staff": 70, "s8_staff_full": 3, "s8_staff_part": 65})
    about = facts.Fact("staff.total", 70, "人", "table", facts.Place("约70"), is_approximate=True, cell="s8_staff")

    assert found(facts.ReportFacts((about, *cells[1:]), edition="form-2014")) == []


def test_a_cell_read_with_two_numbers_is_not_judged() -> None:
    cells = reports.tabled(SHEET, {"s8_staff": 70, "s8_staff_full": 3, "s8_staff_part": 65})
    again = reports.tabled(SHEET, {"s8_staff": 68})

    assert found(facts.ReportFacts((*cells, *again), edition="form-2014")) == []


def test_a_figure_cut_at_the_end_of_the_text_is_not_judged() -> None:
    text = "表四 行政复议 1 2 3 4 1"
    cells = reports.tabled(
        FORM,
        {
            f"table4.review_{each}": number
            for each, number in zip(("upheld", "corrected", "other", "pending"), (1, 2, 3, 4), strict=True)
        },
    )
    cut = facts.Fact("reconsideration.total", 1, "件", "table", facts.Place("1", len(text) - 1, len(text)))

    assert found(facts.ReportFacts((*cells, cut), edition="form-2021", text=text)) == []


def test_carried_in_is_what_last_years_report_carried_out() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    previous = reports.report(FORM, {**figures, "table3.carried_out.natural": 99}, year=2022)
    findings = found(reports.report(FORM, figures, year=2023), previous)

    carried = [each for each in findings if each.rule == "carry_over" and "“自然人”列" in each.sentence]
    assert [each.severity for each in carried] == ["error"]
    assert 99 in carried[0].numbers


def test_a_break_that_the_text_explains_is_a_warning() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    previous = reports.report(FORM, {**figures, "table3.carried_out.natural": 99}, year=2022)
    report = reports.report(FORM, figures, year=2023, text="因机构改革，上年结转数有调整。")

    assert {each.severity for each in found(report, previous) if each.rule == "carry_over"} == {"warning"}


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_report_of_another_year_is_no_last_year(year: int) -> None:
    figures = reports.balanced(FORM, NUMBERS)
    previous = reports.report(FORM, {**figures, "table3.carried_out.natural": 99}, year=year)

    assert found(reports.report(FORM, figures, year=2023), previous) == []


def test_a_report_of_another_agency_is_no_last_year() -> None:
    figures = reports.balanced(FORM, NUMBERS)
    previous = reports.report(FORM, {**figures, "table3.carried_out.natural": 99}, year=2022, agency="甲局")

    assert found(reports.report(FORM, figures, year=2023, agency="乙局"), previous) == []


def test_the_stock_of_documents_is_last_years_plus_issued_minus_repealed() -> None:
    now: dict[str, int | float] = {"made": 8, "abolished": 26, "in_force": 66}
    figures = {f"table2.normative.{name}": number for name, number in now.items()}
    kept = reports.report(FORM, {"table2.normative.in_force": 84}, year=2022)
    lost = reports.report(FORM, {"table2.normative.in_force": 90}, year=2022)

    assert found(reports.report(FORM, figures, year=2023), kept) == []
    assert [each.rule for each in found(reports.report(FORM, figures, year=2023), lost)] == ["stock"]


def test_a_year_without_a_form_has_no_relations() -> None:
    assert found(facts.ReportFacts((), year=2011)) == []
