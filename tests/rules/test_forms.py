"""The forms of 2014, 2019 and 2021: cells, relations, years in force, and what a damaged data file says."""

import copy
import datetime
import pathlib
from typing import Any

import pytest
import yaml

from gongkai.rules import forms

DATA = pathlib.Path(forms.__file__).parent / "data"
VOCABULARY = pathlib.Path(__file__).parents[3] / "shared/reports/vocabulary.yaml"


@pytest.fixture
def raw() -> Any:
    return copy.deepcopy(yaml.safe_load((DATA / "form-2021.yaml").read_text("utf-8")))


@pytest.mark.parametrize(("edition", "cells"), [("form-2014", 58), ("form-2019", 198), ("form-2021", 200)])
def test_every_form_has_its_cells(edition: str, cells: int) -> None:
    assert len(forms.form(edition).cells) == cells


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2013, None), (2014, "form-2014"), (2018, "form-2014"), (2019, "form-2019"), (2020, "form-2019"),
     (2021, "form-2021"), (2030, "form-2021")],
)  # fmt: skip
def test_the_form_of_a_year(year: int, edition: str | None) -> None:
    found = forms.edition_for(year)

    assert (found.edition if found else None) == edition


def test_a_regime_that_is_not_the_years_has_no_form() -> None:
    assert forms.edition_for(2018, "2019") is None
    assert forms.edition_for(2018, "2008") == forms.form("form-2014")


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="form-2016"):
        forms.form("form-2016")


def test_a_cell_has_a_stable_id_a_statistic_and_the_words_of_the_form() -> None:
    cell = forms.form("form-2021").cells["table3.new.natural"]

    assert cell.indicator == "requests.received.natural_person"
    assert cell.name == "本年新收政府信息公开申请数量 / 自然人"
    assert cell.unit == "件"


def test_units_are_those_of_the_form() -> None:
    assert forms.form("form-2021").cells["table2.charges.amount"].unit == "万元"
    assert forms.form("form-2019").cells["table2.licence.decisions"].unit == "件"
    assert forms.form("form-2019").cells["table2.licence.items_last_year"].unit == "项"
    assert forms.form("form-2014").cells["s9_trainees"].unit == "人次"


def test_a_heading_holds_no_figure() -> None:
    assert not any(".refused." in name for name in forms.form("form-2021").cells)


def test_the_2019_form_has_one_row_of_other_handling_and_the_2021_form_three() -> None:
    assert "table3.other.total" in forms.form("form-2019").cells
    assert "table3.other_misc.total" in forms.form("form-2021").cells
    assert forms.form("form-2019").cells["table3.other.natural"].indicator is None


@pytest.mark.parametrize("label", ["申请信息不存在数", "6.申请信息不存在数"])
def test_a_row_is_found_by_its_printed_label(label: str) -> None:
    found = forms.form("form-2014").cell_named(label)

    assert found is not None
    assert found.id == "s3_r6_not_exist"


def test_a_label_of_two_rows_names_none() -> None:
    assert forms.form("form-2014").cell_named("被依法纠错数") is None


def test_the_balance_is_written_for_every_column() -> None:
    relations = {each.id: each for each in forms.form("form-2021").relations}

    assert relations["t3_col_balance.total"].left == ("table3.new.total", "table3.carried_in.total")
    assert len([name for name in relations if name.startswith("t3_col_balance.")]) == 7
    assert len([name for name in relations if name.startswith("t3_row_sum.")]) == 25


@pytest.mark.parametrize(
    ("year", "who", "day"),
    [(2017, "agency", (2018, 3, 31)), (2018, "government", (2019, 3, 31)), (2019, "agency", (2020, 1, 31)),
     (2024, "government", (2025, 3, 31))],
)  # fmt: skip
def test_deadlines_are_those_of_the_regulation(year: int, who: Any, day: tuple[int, int, int]) -> None:
    form = forms.edition_for(year)

    assert form is not None
    assert form.due_on(year, who)[0] == datetime.date(*day)


@pytest.mark.skipif(not VOCABULARY.exists(), reason="the shared vocabulary is not here")
def test_every_statistic_is_in_the_vocabulary() -> None:
    known = {each["id"] for each in yaml.safe_load(VOCABULARY.read_text("utf-8"))["ids"]}

    for form in forms.load():
        assert {cell.indicator for cell in form.cells.values() if cell.indicator} <= known


def test_a_form_without_a_part_is_refused(raw: Any) -> None:
    del raw["chapters"]

    with pytest.raises(forms.FormFault, match="chapters"):
        forms.parse(raw)


def test_a_relation_to_a_cell_that_is_not_there_is_refused(raw: Any) -> None:
    raw["relations"][0]["left"] = ["table3.news.*"]

    with pytest.raises(forms.FormFault, match=r"table3\.news\.natural"):
        forms.parse(raw)


def test_a_relation_with_an_empty_side_is_refused(raw: Any) -> None:
    raw["relations"][0]["right"] = []

    with pytest.raises(forms.FormFault, match="empty"):
        forms.parse(raw)


def test_a_relation_of_unknown_kind_is_refused(raw: Any) -> None:
    raw["relations"][0]["kind"] = "about"

    with pytest.raises(forms.FormFault, match="kind"):
        forms.parse(raw)


def test_a_relation_for_each_of_nothing_is_refused(raw: Any) -> None:
    raw["relations"][0]["each"] = "table9.columns"

    with pytest.raises(forms.FormFault, match="table9"):
        forms.parse(raw)


def test_two_cells_of_one_name_are_refused(raw: Any) -> None:
    raw["tables"][1]["blocks"][0]["rows"].append(raw["tables"][1]["blocks"][0]["rows"][0])

    with pytest.raises(forms.FormFault, match="two cells"):
        forms.parse(raw)


def test_a_misspelt_key_is_refused(raw: Any) -> None:
    raw["tables"][0]["blocks"][0]["rows"][0]["lable"] = "规章"

    with pytest.raises(forms.FormFault, match="lable"):
        forms.parse(raw)


def test_a_row_of_unknown_kind_is_refused(raw: Any) -> None:
    raw["tables"][0]["blocks"][0]["rows"][0]["kind"] = "sum"

    with pytest.raises(forms.FormFault, match="kind of row"):
        forms.parse(raw)


def test_a_cell_without_unit_is_refused(raw: Any) -> None:
    del raw["tables"][0]["blocks"][0]["unit"]

    with pytest.raises(forms.FormFault, match="no unit"):
        forms.parse(raw)


def test_an_unknown_meaning_of_blanks_is_refused(raw: Any) -> None:
    raw["tables"][0]["blank"] = "whatever"

    with pytest.raises(forms.FormFault, match="whatever"):
        forms.parse(raw)


def test_an_unknown_regime_is_refused(raw: Any) -> None:
    raw["regime"] = "1999"

    with pytest.raises(forms.FormFault, match="1999"):
        forms.parse(raw)


@pytest.mark.parametrize("content", [None, [], "form", {"edition": "form-2021"}])
def test_what_is_no_form_is_refused(content: object) -> None:
    with pytest.raises(forms.FormFault):
        forms.parse(content)
