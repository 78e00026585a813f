"""A spreadsheet comes out with what its reader sees and nothing else."""

import io
from typing import Any

import openpyxl
import openpyxl.comments
import openpyxl.styles
import pytest

from gongkai.documents import faults
from gongkai.documents.inspection import inspecting
from gongkai.documents.redaction import marks, sheet_release
from tests.documents import files

NUMBER = "110101199003077758"


def fill(book: Any) -> None:
    sheet = book.active
    sheet.title = "公示"
    sheet.append(["姓名", "身份证号", "金额", "备注"])
    sheet.append(["张三丰", NUMBER, 12.5, "=C2*2"])
    sheet.append(["李四光", "藏行", 3, None])
    sheet.append(["王五", "x", 4, "白字"])
    sheet.merge_cells("A5:C5")
    sheet["A5"] = "合计"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A2"].comment = openpyxl.comments.Comment("批注者言", "赵某某")
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    sheet["D4"].font = openpyxl.styles.Font(color="FFFFFFFF")
    book.create_sheet("底稿")["A1"] = "底稿内容"
    book["底稿"].sheet_state = "veryHidden"
    book.properties.creator = "孙某某"


def test_only_what_is_seen_comes_out_and_the_rest_is_listed() -> None:
    cleaned = sheet_release.clean_xlsx(files.workbook(fill))

    book = openpyxl.load_workbook(io.BytesIO(cleaned.data))
    assert book.sheetnames == ["公示"]
    rows = [tuple(cell.value for cell in row) for row in book["公示"].iter_rows()]
    assert rows == [("姓名", "金额", "备注"), ("张三丰", 12.5, None), ("王五", 4, None), ("合计", None, None)]
    assert [str(area) for area in book["公示"].merged_cells.ranges] == ["A4:B4"]
    assert book["公示"]["A1"].font.bold
    assert inspecting.inspect(cleaned.data, "表.xlsx").findings == ()
    assert {(each.what, each.where) for each in cleaned.removed} == {
        ("隐藏工作表", "底稿"),
        ("隐藏行", "公示!3:3"),
        ("隐藏列", "公示!B:B"),
        ("批注", "公示!A2"),
        ("公式（没有保存结果，已留空）", "公示!D2"),
        ("看不见的单元格", "公示!D4"),
        ("文件属性", "表格.xlsx"),
    }


def test_marked_words_are_blocked_in_cells_and_sheet_names() -> None:
    def named(book: Any) -> None:
        fill(book)
        book.create_sheet("张三丰案")["A1"] = "见张三丰来信"

    cleaned = sheet_release.clean_xlsx(files.workbook(named), [marks.Quote("张三丰", "15", "隐私")])
    book = openpyxl.load_workbook(io.BytesIO(cleaned.data))
    assert book["公示"]["A2"].value == "████（隐私）"
    assert book.worksheets[1]["A1"].value == "见████（隐私）来信"
    assert [each.place for each in cleaned.schedule] == ["公示!A2", "工作表名称", "工作表2!A1"]


def test_a_text_that_begins_with_an_equals_sign_becomes_no_formula() -> None:
    def equals(book: Any) -> None:
        book.active["A1"] = "=1+1"
        book.active["A1"].data_type = "s"

    cleaned = sheet_release.clean_xlsx(files.workbook(equals))
    assert inspecting.inspect(cleaned.data, "表.xlsx").of("formula") == ()


def test_wrong_marks_and_files_are_refused() -> None:
    data = files.workbook(fill)
    for mark in (marks.Quote("没有的词", "15"), marks.Area(1, 0, 0, 9, 9, "15"), marks.Quote("藏行", "15")):
        with pytest.raises(marks.WrongMark):
            sheet_release.clean_xlsx(data, [mark])
    for bad in (b"", data[:300], files.word(lambda document: document.add_paragraph("文"))):
        with pytest.raises(faults.UnreadableFile):
            sheet_release.clean_xlsx(bad, name="坏.xlsx")
