"""Spreadsheets: merged cells, hidden parts, formulas, and ten thousand rows one by one."""

import datetime
import itertools
import types
from typing import Any

import pytest

from gongkai.documents import faults, paper, reading, xlsx_files
from tests.documents import files


def test_sheets_become_tables_with_merged_cells() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "统计"
        sheet.append(["项目", "数量", None])
        sheet.append([None, "上年", "今年"])
        sheet.append(["供热", 1, 2.5])
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    document = reading.read(files.workbook(fill), name="a.xlsx")

    assert document.tables[0].rows == (("项目", "数量", "数量"), ("项目", "上年", "今年"), ("供热", "1", "2.5"))
    assert document.tables[0].caption == "统计"
    assert document.blocks[0].text == "统计"


def test_days_and_shares_are_shown_as_people_write_them() -> None:
    def fill(book: Any) -> None:
        book.active.append([datetime.date(2021, 6, 8), datetime.datetime(2021, 6, 8, 9, 30), 0.125, 3.0])
        book.active["C1"].number_format = "0.0%"

    rows = reading.read(files.workbook(fill), name="a.xlsx").tables[0].rows

    assert rows == (("2021-06-08", "2021-06-08 09:30:00", "12.5%", "3"),)


def test_hidden_sheets_rows_and_formulas_are_told() -> None:
    def fill(book: Any) -> None:
        book.active.append([1, "=A1+1"])
        book.active.row_dimensions[1].hidden = True
        secret = book.create_sheet("内部")
        secret.append(["秘密"])
        secret.sheet_state = "hidden"

    document = reading.read(files.workbook(fill), name="a.xlsx")

    assert [doubt.code for doubt in document.warnings] == ["hidden_cells", "hidden_sheet", "formulas"]
    assert "秘密" not in document.text


def test_ten_thousand_rows_stream_one_by_one() -> None:
    def fill(book: Any) -> None:
        for number in range(10_000):
            book.active.append([number, f"事项{number}", "云州市城管局"])

    stream = xlsx_files.rows(files.workbook(fill))

    assert isinstance(stream, types.GeneratorType)
    assert next(stream).values == ("0", "事项0", "云州市城管局")
    last = next(itertools.islice(stream, 9_998, None))
    assert (last.number, last.values[1]) == (10_000, "事项9999")
    assert next(stream, None) is None


def test_rows_skip_blank_ones_and_keep_their_numbers() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "表头"
        book.active["B4"] = "值"

    assert [(row.number, row.values) for row in xlsx_files.rows(files.workbook(fill))] == [
        (1, ("表头",)),
        (4, ("", "值")),
    ]


def test_sheet_beyond_the_limit_is_cut_and_told() -> None:
    def fill(book: Any) -> None:
        for number in range(100):
            book.active.append([number])

    document = reading.read(files.workbook(fill), name="a.xlsx", limits=paper.Limits(sheet_cells=50))

    assert len(document.tables[0].rows) == 50
    assert [doubt.code for doubt in document.warnings] == ["sheet_cut"]


def test_damaged_workbook_is_refused() -> None:
    broken = files.container({"xl/workbook.xml": b"<not xml", "[Content_Types].xml": b"<Types/>"})

    with pytest.raises(faults.DamagedFile):
        reading.read(broken, name="a.xlsx")
    with pytest.raises(faults.DamagedFile):
        next(xlsx_files.rows(broken))


def test_empty_workbook_is_refused() -> None:
    with pytest.raises(faults.EmptyFile):
        reading.read(files.workbook(lambda book: None), name="a.xlsx")
