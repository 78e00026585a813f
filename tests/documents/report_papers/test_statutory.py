"""The statutory tables as they are printed: heads and groups merged as in the forms, a figure in every cell."""

import dataclasses
from decimal import Decimal

import pytest

from gongkai.documents.report_papers import parts, statutory
from gongkai.rules import forms


def shape(edition: str, name: str) -> forms.Table:
    return next(each for each in forms.form(edition).tables if each.id == name)


def words(table: parts.Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("edition", ["form-2014", "form-2019", "form-2021"])
def test_every_cell_of_the_form_is_printed_once_and_every_row_is_full(edition: str) -> None:
    form = forms.form(edition)

    for each in form.tables:
        made = statutory.table(each, {})

        assert [cell.id for row in made.rows for cell in row if cell.id] == [cell.id for cell in each.cells]
        covered = sum(cell.rowspan * cell.colspan for _row, _column, cell in made.placed())
        assert covered == len(made.rows) * len(made.widths)
        assert max(column + cell.colspan for _row, column, cell in made.placed()) == len(made.widths)
        assert sum(made.widths) == pytest.approx(1)


def test_table_two_has_its_own_heads_under_each_item() -> None:
    made = statutory.table(shape("form-2021", "table2"), {"table2.rules.made": Decimal(1)})

    assert words(made)[:3] == [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "", ""],
    ]
    assert [cell.colspan for cell in made.rows[5]] == [1, 3]


def test_table_three_sets_groups_beside_their_rows_under_three_rows_of_heads() -> None:
    made = statutory.table(shape("form-2021", "table3"), {})
    by_words = {cell.text: cell for row in made.rows for cell in row}

    assert made.head_rows == 3
    assert by_words["申请人情况"].colspan == 7
    assert by_words["法人或其他组织"].colspan == 5
    assert by_words["自然人"].rowspan == by_words["总计"].rowspan == 2
    assert by_words["一、本年新收政府信息公开申请数量"].colspan == 3
    assert by_words["三、本年度办理结果"].rowspan == 22
    assert (by_words["（三）不予公开"].rowspan, by_words["（三）不予公开"].colspan) == (8, 1)
    assert by_words["（一）予以公开"].colspan == 2


def test_table_four_is_one_line_of_fifteen_figures_under_heads_in_two_steps() -> None:
    made = statutory.table(shape("form-2021", "table4"), {})

    assert [(cell.text, cell.colspan) for cell in made.rows[0]] == [("行政复议", 5), ("行政诉讼", 10)]
    assert [cell.text for cell in made.rows[1]][5:] == ["未经复议直接起诉", "复议后起诉"]
    assert len(made.rows[2]) == 10
    assert len(made.rows[3]) == 15


def test_the_sheet_of_2014_has_units_notes_and_lines_for_its_headings() -> None:
    made = statutory.table(shape("form-2014", "statistics"), {"s1_total": Decimal(3649)})

    assert words(made)[:4] == [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况", "——", "——"],
        ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "3649"],
        ["其中：主动公开规范性文件数", "条", ""],
    ]
    assert [row[0].depth for row in made.rows[1:4]] == [0, 1, 2]


def test_a_figure_with_a_note_bears_its_mark_and_the_words_stand_below() -> None:
    note = parts.Note("①", "规章：手工填报", "table2.rules.made")

    made = statutory.table(shape("form-2021", "table2"), {"table2.rules.made": Decimal(1)}, {note.cell: note})

    assert made.rows[2][1].mark == "①"
    assert made.notes == (note,)


@pytest.mark.parametrize(
    ("number", "printed"),
    [("0", "0"), ("0.0000", "0"), ("3119.0000", "3119"), ("-3", "-3"), ("96171.6000", "96171.6"), ("1E+7", "10000000")],
)
def test_figures_are_plain_digits(number: str, printed: str) -> None:
    assert statutory.printed(Decimal(number)) == printed


def test_an_unknown_table_is_refused() -> None:
    unknown = dataclasses.replace(shape("form-2021", "table4"), id="table9")

    with pytest.raises(ValueError, match="table9"):
        statutory.table(unknown, {})


def test_marks_are_circled_numbers_as_far_as_there_are_any() -> None:
    assert [parts.mark(number) for number in (1, 20, 21, 36, 50, 51)] == ["①", "⑳", "㉑", "㊱", "㊿", "＊"]
