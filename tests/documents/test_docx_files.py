"""Word files: order, merged cells, and everything a reader of the page would not see is told."""

from typing import Any

import docx.oxml
import pytest

from gongkai.documents import faults, reading
from gongkai.documents.header import reading as header_reading
from tests.documents import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(inner: str) -> Any:
    return docx.oxml.parse_xml(f"<w:p {W}>{inner}</w:p>")


def test_paragraphs_headings_and_tables_keep_their_order() -> None:
    def fill(document: Any) -> None:
        document.add_heading("云州市供热应急方案", level=1)
        document.add_paragraph("前一段")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "项目", "数量"
        table.cell(1, 0).text, table.cell(1, 1).text = "供热", "3"
        document.add_paragraph("后一段\n换行")

    document = reading.read(files.word(fill), name="a.docx")

    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("table", 0),
        ("paragraph", 0),
        ("paragraph", 0),
    ]
    assert document.text == "云州市供热应急方案\n前一段\n项目 | 数量\n供热 | 3\n后一段\n换行"
    assert document.warnings == ()


def test_merged_cells_are_resolved() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(1, 0)).text = "竖"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "横"

    table = reading.read(files.word(fill), name="a.docx").tables[0]

    assert table.rows == (("竖", "横", "横"), ("竖", "11", "12"), ("20", "21", "22"))
    assert [(cell.text, cell.rowspan, cell.colspan) for cell in table.cells[:2]] == [("竖", 2, 1), ("横", 1, 2)]


def test_revisions_comments_and_hidden_text_are_told() -> None:
    def fill(document: Any) -> None:
        body = document.element.body
        body.insert(
            0,
            paragraph(
                "<w:r><w:t>保留</w:t></w:r><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
                "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
                '<w:r><w:commentReference w:id="0"/></w:r>'
            ),
        )

    document = reading.read(files.word(fill), name="a.docx")

    assert document.text == "保留新增"
    assert [doubt.code for doubt in document.warnings] == ["tracked_changes", "comments", "hidden_text"]


def test_running_headers_are_kept_apart() -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.add_paragraph("正文")

    document = reading.read(files.word(fill), name="a.docx")

    assert document.margins == ("内部资料",)
    assert "内部资料" not in document.text


def test_core_properties_are_read() -> None:
    def fill(document: Any) -> None:
        document.core_properties.author = "张三"
        document.core_properties.title = "供热方案"
        document.add_paragraph("正文")

    properties = reading.read(files.word(fill), name="a.docx").properties

    assert properties["author"] == "张三"
    assert properties["title"] == "供热方案"


def test_header_of_an_official_letter_is_read() -> None:
    def fill(document: Any) -> None:
        for line in (
            "云州市人民政府办公室文件",
            "云政办发〔2021〕9号",
            "云州市人民政府办公室关于印发云州市供热应急方案的通知",
            "各县区人民政府，市政府各部门：",
            "《云州市供热应急方案》已经市政府同意，现印发给你们，请认真组织实施。",
            "云州市人民政府办公室",
            "2021年6月8日",
            "（此件公开发布）",
        ):
            document.add_paragraph(line)

    header = header_reading.read_header(reading.read(files.word(fill), name="a.docx"))

    assert header.metadata() == {
        "title": "云州市人民政府办公室关于印发云州市供热应急方案的通知",
        "doc_no": "云政办发〔2021〕9号",
        "publisher": "云州市人民政府办公室",
        "written_date": "2021-06-08",
        "disclosure_mode": "此件公开发布",
    }
    assert header.body.startswith("各县区人民政府")


def test_damaged_word_file_is_refused() -> None:
    broken = files.container({"word/document.xml": b"<not xml", "[Content_Types].xml": b"<Types/>"})

    with pytest.raises(faults.DamagedFile, match="已损坏"):
        reading.read(broken, name="a.docx")


def test_word_file_without_text_is_refused() -> None:
    with pytest.raises(faults.EmptyFile):
        reading.read(files.word(lambda document: None), name="a.docx")
