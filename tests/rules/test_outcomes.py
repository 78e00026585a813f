"""Outcomes and kinds of applicant: their articles, letters and rows in all three editions of the form."""

import pytest

from gongkai.rules import datafiles, forms, letters, outcomes, regimes

EDITIONS = ("form-2014", "form-2019", "form-2021")

# Outcome, ground, row of 2014, row of 2019, row of 2021.
ROWS = [
    ("DISCLOSED_ALREADY", "", "s3_r1_already_public", "granted", "granted"),
    ("DISCLOSED", "", "s3_r2_granted", "granted", "granted"),
    ("PARTIAL", "", "s3_r3_partial", "partial", "partial"),
    ("REFUSE_SECRET", "", "s3_r4_state_secret", "refused_state_secret", "refused_state_secret"),
    ("REFUSE_LAW", "", "s3_r4_other_law", "refused_other_law", "refused_other_law"),
    ("REFUSE_SECURITY", "", "s3_r4_security", "refused_security", "refused_security"),
    ("REFUSE_THIRD_PARTY", "trade_secret", "s3_r4_trade_secret", "refused_third_party", "refused_third_party"),
    ("REFUSE_THIRD_PARTY", "privacy", "s3_r4_privacy", "refused_third_party", "refused_third_party"),
    ("REFUSE_INTERNAL", "personnel", "s3_r4_not_gov_info", "refused_internal", "refused_internal"),
    ("REFUSE_PROCESS", "draft", "s3_r4_not_gov_info", "refused_process", "refused_process"),
    ("REFUSE_ENFORCEMENT", "", "s3_r4_other_law", "refused_enforcement", "refused_enforcement"),
    ("REFUSE_QUERY", "", "s3_r8_other_channel", "refused_query", "refused_query"),
    ("NONE_NOT_HELD", "not_exist", "s3_r6_not_exist", "unable_not_held", "unable_not_held"),
    ("NONE_NOT_HELD", "not_ours", "s3_r5_not_this_agency", "unable_not_held", "unable_not_held"),
    ("NONE_TO_MAKE", "", "s3_r6_not_exist", "unable_to_make", "unable_to_make"),
    ("NONE_STILL_UNCLEAR", "", "s3_r7_amend", "unable_unclear", "unable_unclear"),
    ("NOACT_PETITION", "", "s3_r8_other_channel", "noact_petition", "noact_petition"),
    ("NOACT_REPEAT", "", "s3_r8_other_channel", "noact_repeat", "noact_repeat"),
    ("NOACT_PUBLICATION", "", "s3_r8_other_channel", "noact_publication", "noact_publication"),
    ("NOACT_ABUSE", "", None, "noact_abuse", "noact_abuse"),
    ("NOACT_RECONFIRM", "", None, "noact_reconfirm", "noact_reconfirm"),
    ("OTHER_NO_CORRECTION", "", "s3_r7_amend", "other", "other_no_correction"),
    ("OTHER_NO_PAYMENT", "", None, "other", "other_no_payment"),
    ("OTHER_MISC", "withdrawn", None, "other", "other_misc"),
]


@pytest.mark.parametrize(("code", "ground", "of_2014", "of_2019", "of_2021"), ROWS)
def test_an_outcome_counts_in_one_row_of_each_edition(
    code: str, ground: str, of_2014: str | None, of_2019: str, of_2021: str
) -> None:
    assert [outcomes.form_row(each, code, ground) for each in EDITIONS] == [of_2014, of_2019, of_2021]


def test_there_are_the_twenty_two_outcomes() -> None:
    assert {each.code for each in outcomes.outcomes()} == {code for code, *_ in ROWS}
    assert len(outcomes.outcomes()) == 22


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_outcome_and_applicant_has_a_cell_that_exists(edition: str) -> None:
    cells = forms.form(edition).cells
    for outcome in outcomes.outcomes():
        for ground in ("", *(each.code for each in outcome.grounds)):
            for applicant in outcomes.applicant_kinds():
                cell = outcomes.form_cell(edition, outcome.code, applicant.id, ground)
                assert cell is None or cell in cells


def test_the_results_of_the_form_are_all_reached() -> None:
    form = forms.form("form-2021")
    sum_of_results = next(each for each in form.relations if each.id == "t3_result_sum.natural")
    reached = {outcomes.form_cell("form-2021", each.code, "natural") for each in outcomes.outcomes()}
    assert reached == set(sum_of_results.right)


def test_labels_of_outcomes_are_those_of_the_form() -> None:
    rows = {cell.row.id: cell.row for cell in forms.form("form-2021").cells.values()}
    for each in outcomes.outcomes():
        if each.group not in ("granted", "partial"):
            assert rows[str(each.rows["form-2021"])].name == each.label
    for kind in outcomes.applicant_kinds():
        column = kind.columns["form-2021"]
        assert f"table3.new.{column}" in forms.form("form-2021").cells


def test_each_outcome_has_a_letter_of_every_regime_it_belongs_to() -> None:
    for outcome in outcomes.outcomes():
        for ground in ("", *(each.code for each in outcome.grounds)):
            letter = letters.for_outcome(outcome.code, ground)
            assert letter.kind in ("reply", "record")
            assert set(outcome.articles) <= set(letter.titles)


def test_the_articles_of_a_ground_come_before_those_of_the_outcome() -> None:
    held = outcomes.outcome("NONE_NOT_HELD")
    assert held.article("2019", "not_ours") == "《政府信息公开条例》第三十六条第五项"
    assert held.article("2019") == "《政府信息公开条例》第三十六条第四项、第五项"
    assert outcomes.outcome("NONE_TO_MAKE").article("2008") == "国办发〔2010〕5号"
    assert outcomes.outcome("NOACT_RECONFIRM").article("2019") == ""


def test_the_first_regulation_knows_fewer_outcomes() -> None:
    missing = {each.code for each in outcomes.outcomes()} - {each.code for each in outcomes.outcomes("2008")}
    assert missing == {"NOACT_ABUSE", "NOACT_RECONFIRM", "OTHER_NO_PAYMENT"}
    with pytest.raises(ValueError, match="没有“无正当理由大量反复申请”"):
        outcomes.outcome("NOACT_ABUSE").article("2008")


def test_an_office_may_read_the_form_of_2014_otherwise() -> None:
    own = outcomes.checked_mapping(
        "form-2014", {"REFUSE_PROCESS": "s3_r4_other_law", "NONE_NOT_HELD.not_ours": None, "OTHER_MISC": "s3_r7_amend"}
    )
    assert outcomes.form_row("form-2014", "REFUSE_PROCESS", "draft", mapping=own) == "s3_r4_other_law"
    assert outcomes.form_row("form-2014", "NONE_NOT_HELD", "not_ours", mapping=own) is None
    assert outcomes.form_row("form-2014", "NONE_NOT_HELD", "not_exist", mapping=own) == "s3_r6_not_exist"


@pytest.mark.parametrize("mapping", [{"MAYBE": "s3_r7_amend"}, {"DISCLOSED": "s99"}, {"DISCLOSED.x": "s3_r2_granted"}])
def test_a_mapping_that_names_what_is_not_there_is_refused(mapping: dict[str, str | None]) -> None:
    with pytest.raises(ValueError, match="没有"):
        outcomes.checked_mapping("form-2014", mapping)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这种办理结果"):
        outcomes.outcome("MAYBE")
    with pytest.raises(ValueError, match="没有这种情形"):
        outcomes.form_row("form-2021", "NONE_NOT_HELD", "lost")
    with pytest.raises(ValueError, match="没有这一版统计表"):
        outcomes.form_row("form-1999", "DISCLOSED")
    with pytest.raises(ValueError, match="没有这类申请人"):
        outcomes.applicant_kind("ghost")
    with pytest.raises(regimes.NoRegime):
        outcomes.outcomes("1999")


def test_groups_have_the_words_of_the_form() -> None:
    assert outcomes.group_label("refused") == "不予公开"


@pytest.mark.parametrize(
    "change",
    [
        {"group": "lost"},
        {"rows": {"form-2021": "granted"}},
        {"articles": {"1999": "第一条"}},
        {"colour": "red"},
        {"label": 7},
        {"grounds": [{"code": "a", "label": "甲"}, {"code": "a", "label": "乙"}]},
    ],
)
def test_a_damaged_record_is_refused(change: dict[str, object]) -> None:
    whole = {
        "code": "X",
        "label": "某",
        "group": "granted",
        "letter": "reply_disclosed",
        "certainty": "原文",
        "articles": {"2019": ""},
        "rows": dict.fromkeys(EDITIONS),
    }
    assert outcomes.parse(whole, {"granted"}).code == "X"
    with pytest.raises(datafiles.DataFault):
        outcomes.parse({**whole, **change}, {"granted"})
