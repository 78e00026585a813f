"""Reports as spreadsheets: the forms as they are printed, numbers as numbers, and the list of all figures."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from gongkai.documents.report_papers import parts, spreadsheet
from tests.documents.report_papers import made


def opened(edition: str = "form-2021", seed: int = 1) -> Any:
    written = spreadsheet.compose(made.paper(edition, made.figures(edition, seed)))
    return openpyxl.load_workbook(io.BytesIO(written))


@pytest.mark.parametrize("edition", made.YEARS)
def test_the_figures_that_went_in_are_read_back_once(edition: str) -> None:
    stated = made.figures(edition, 5)

    assert made.read_back(spreadsheet.compose(made.paper(edition, stated)), "年报.xlsx") == stated


def test_a_sheet_a_table_and_the_list_last() -> None:
    book = opened()

    assert len(book.sheetnames) == 4
    assert book.sheetnames[-1] == spreadsheet.LIST
    assert "A2:C4" in {str(each) for each in book.worksheets[1].merged_cells.ranges}
    assert book.properties.title == "云州市人民政府2024年政府信息公开工作年度报告"


def test_figures_are_numbers_and_the_list_names_each_with_its_mark() -> None:
    stated = made.figures("form-2021", 1)
    rows = list(opened().worksheets[-1].iter_rows(values_only=True))

    assert rows[0] == spreadsheet.LIST_HEADS
    assert {row[0]: Decimal(str(row[3])) for row in rows[1:]} == stated
    assert all(isinstance(row[3], int | float) for row in rows[1:])
    marked = next(row for row in rows[1:] if row[5])
    assert (marked[5], marked[6]) == ("①", f"{marked[2]}：手工填报，理由见附件")


def test_words_that_look_like_a_formula_are_words() -> None:
    table = parts.Table("表", ((parts.Cell("=1+1"),),), (1.0,))
    paper = parts.Paper("年度报告", "某局", 2024, "", (table,))

    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.compose(paper))).worksheets[0]

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
