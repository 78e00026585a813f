"""What a spreadsheet hides is found: sheets, rows, columns, filters, notes, names, caches."""

import datetime
from typing import Any

import openpyxl.comments
import openpyxl.styles
import openpyxl.workbook.defined_name
import pytest

from gongkai.documents.inspection import inspecting
from tests.documents import files

NUMBER = "110101199003077758"


def found(fill: Any, kind: str) -> list[tuple[str, str, str]]:
    def filled(book: Any) -> None:
        book.active.title = "公示"
        book.active.append(["序号", "项目"])
        book.active.append([1, "供热"])
        fill(book)

    inspection = inspecting.inspect(files.workbook(filled), "表.xlsx")
    return [(each.severity, each.where, each.text) for each in inspection.of(kind)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_block_and_are_searched(state: str) -> None:
    def fill(book: Any) -> None:
        sheet = book.create_sheet("底稿")
        sheet["B3"] = NUMBER
        sheet.sheet_state = state

    assert found(fill, "hidden_sheet") == [("block", "底稿", NUMBER)]
    assert found(fill, "identity_number") == [("block", "底稿!B3", NUMBER)]


def test_hidden_filtered_and_flattened_rows_are_found() -> None:
    def fill(book: Any) -> None:
        book.active["A3"] = "被筛掉"
        book.active.row_dimensions[3].hidden = True
        book.active["A4"] = "压扁"
        book.active.row_dimensions[4].height = 0.0
        book.active.auto_filter.ref = "A1:B4"
        book.active.row_dimensions[9].hidden = True  # an empty one says nothing

    rows = found(fill, "hidden_row")
    assert ("block", "公示!3:3", "被筛掉") in rows
    assert all(where != "公示!9:9" for _, where, _ in rows)


def test_grouped_hidden_columns_are_found_one_by_one() -> None:
    def fill(book: Any) -> None:
        book.active["D1"], book.active["E1"] = "身份证号", "电话"
        book.active.column_dimensions.group("D", "E", hidden=True)

    assert [where for _, where, _ in found(fill, "hidden_column")] == ["公示!D:D", "公示!E:E"]


def test_notes_formulas_names_and_unseen_cells_are_found() -> None:
    def fill(book: Any) -> None:
        book.active["A2"].comment = openpyxl.comments.Comment("金额待定", "李四")
        book.active["C2"] = "=SUM(A1:A2)"
        book.active["D2"] = "白字"
        book.active["D2"].font = openpyxl.styles.Font(color="FFFFFFFF")
        book.active["E2"] = "藏字"
        book.active["E2"].number_format = ";;;"
        hidden = book.create_sheet("源")
        hidden.sheet_state = "hidden"
        book.defined_names["来源"] = openpyxl.workbook.defined_name.DefinedName("来源", attr_text="源!$A$1")

    assert found(fill, "comment") == [("block", "公示!A2", "金额待定")]
    assert found(fill, "formula")[0][0] == "info"
    assert [where for _, where, _ in found(fill, "white_text")] == ["公示!D2", "公示!E2"]
    assert found(fill, "defined_name") == [("warn", "名称 来源", "源!$A$1")]


def test_caches_links_and_threads_in_the_container_are_found() -> None:
    data = files.with_entries(
        files.workbook(lambda book: book.active.append(["项目", datetime.date(2026, 1, 1)])),
        {
            "xl/pivotCache/pivotCacheRecords1.xml": f'<records><r><s v="{NUMBER}"/></r></records>'.encode(),
            "xl/externalLinks/externalLink1.xml": '<externalLink><sheetName v="工资表"/></externalLink>'.encode(),
            "xl/threadedComments/threadedComment1.xml": (
                '<all><threadedComment ref="A1"><text>再议</text></threadedComment></all>'.encode()
            ),
        },
    )
    inspection = inspecting.inspect(data, "表.xlsx")
    assert [each.severity for each in inspection.of("pivot_cache")] == ["block"]
    assert [each.where for each in inspection.of("identity_number")] == ["数据透视表缓存"]
    assert [each.text for each in inspection.of("external_link")] == ["工资表"]
    assert [(each.where, each.text) for each in inspection.of("comment")] == [("A1（会话批注）", "再议")]


def test_names_beside_numbers_make_a_list_and_codes_of_firms_do_not() -> None:
    def people(book: Any) -> None:
        book.active.append(["姓名", "身份证号"])
        book.active.append(["张三丰", NUMBER])
        book.active.append(["李四光", "110*************58"])

    def firms(book: Any) -> None:
        book.active.delete_rows(1, 2)
        book.active.append(["单位", "统一社会信用代码"])
        book.active.append(["云州供热公司", NUMBER])

    assert found(people, "name_list") == [("warn", "公示!A4", "张三丰、李四光")]
    assert found(firms, "identity_number") == []
