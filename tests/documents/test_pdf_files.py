"""Pdf files: paragraphs, pages, tables over page breaks, and the ones that cannot be read."""

import pytest

from gongkai.documents import faults, paper, reading
from gongkai.documents.header import reading as header_reading
from tests.documents import files

LINE = "为进一步做好供热工作保障群众温暖过冬根据有关规定"  # 24 characters of 18 points fill the line


def test_wrapped_lines_become_one_paragraph_and_pages_are_known() -> None:
    pdf = files.Pdf().page().text(60, 780, LINE, 18).text(60, 750, "制定本方案。", 18)
    pdf.text(96, 720, "另起一段。", 18).page().text(60, 780, "第二页的一段。", 18)

    document = reading.read(pdf.data(), name="a.pdf")

    assert [(block.text, block.page) for block in document.blocks] == [
        (LINE + "制定本方案。", 1),
        ("另起一段。", 1),
        ("第二页的一段。", 2),
    ]
    assert document.pages == 2


def test_ruled_table_is_read_in_its_place() -> None:
    pdf = (
        files.Pdf().page().text(60, 780, "表前").table(60, 740, [["项目", "数量"], ["供热", "3"]]).text(60, 600, "表后")
    )

    document = reading.read(pdf.data(), name="a.pdf")

    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.tables[0].rows == (("项目", "数量"), ("供热", "3"))
    assert document.tables[0].page == 1
    cell = document.tables[0].cells[3]
    assert cell.span is not None
    assert (cell.span.of(document.text), cell.page) == ("3", 1)


def test_table_over_a_page_break_is_one_table_without_the_repeated_head() -> None:
    pdf = files.Pdf().page().table(60, 100, [["项目", "数量"], ["供热", "1"]]).text(290, 20, "- 1 -")
    pdf.page().table(60, 780, [["项目", "数量"], ["供气", "2"]]).text(60, 600, "完")

    document = reading.read(pdf.data(), name="a.pdf")

    assert len(document.tables) == 1
    assert document.tables[0].rows == (("项目", "数量"), ("供热", "1"), ("供气", "2"))
    assert (document.tables[0].page, document.tables[0].last_page) == (1, 2)
    assert document.tables[0].cells[-1].page == 2
    assert document.margins == ("- 1 -",)


def test_frame_of_one_column_is_no_table() -> None:
    pdf = files.Pdf().page().table(60, 740, [["框中文字"], ["又一行"]], width=300)

    document = reading.read(pdf.data(), name="a.pdf")

    assert document.tables == ()
    assert "框中文字" in document.text


def test_header_of_a_pdf_letter_is_read() -> None:
    pdf = files.Pdf().page().text(150, 780, "云州市统计局", 22).text(100, 740, "2021年政府信息公开工作年度报告", 22)
    pdf.text(60, 700, "一、总体情况").text(84, 680, "全年主动公开信息三百条。")

    header = header_reading.read_header(reading.read(pdf.data(), name="a.pdf"))

    assert header.clean("title") == "云州市统计局2021年政府信息公开工作年度报告"
    assert header.body.startswith("一、总体情况")


def test_scanned_pdf_is_refused_by_name() -> None:
    with pytest.raises(faults.ScannedPdf) as refusal:
        reading.read(files.Pdf().page().picture().page().picture().data(), name="扫描.pdf")

    assert refusal.value.pages == 2
    assert "扫描.pdf" in refusal.value.message


def test_scanned_page_among_others_is_told() -> None:
    pdf = files.Pdf().page().text(60, 780, "这一页是有文字的页面").page().picture()

    assert [doubt.code for doubt in reading.read(pdf.data(), name="a.pdf").warnings] == ["scanned_pages"]


def test_pages_beyond_the_limit_are_told() -> None:
    pdf = files.Pdf()
    for number in range(3):
        pdf.page().text(60, 780, f"第{number}页的文字在此处")

    document = reading.read(pdf.data(), name="a.pdf", limits=paper.Limits(pdf_pages=2))

    assert [doubt.code for doubt in document.warnings] == ["pages_cut"]
    assert document.pages == 3
    assert "第2页" not in document.text


def test_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(faults.EncryptedFile, match="密码"):
        reading.read(files.Pdf().page().text(60, 780, "密").data(encrypted=True), name="a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\nrubbish", b"%PDF-1.7\n%%EOF"])
def test_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(faults.UnreadableFile):
        reading.read(data, name="a.pdf")


def test_pdf_without_text_or_pictures_is_refused() -> None:
    with pytest.raises(faults.EmptyFile):
        reading.read(files.Pdf().page().data(), name="a.pdf")
