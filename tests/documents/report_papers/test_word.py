"""Reports as Word files: the page of official documents, tables that can be edited, figures that come back."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest

from gongkai.documents.report_papers import parts, word
from tests.documents.report_papers import made

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(edition: str) -> Any:
    return docx.Document(io.BytesIO(word.compose(made.paper(edition, made.figures(edition, 1)))))


@pytest.mark.parametrize("edition", made.YEARS)
@pytest.mark.parametrize("has_notes", [True, False])
def test_the_figures_that_went_in_are_read_back(edition: str, has_notes: bool) -> None:
    for seed in range(3):
        stated = made.figures(edition, seed)

        found = made.read_back(word.compose(made.paper(edition, stated, has_notes=has_notes)), "年报.docx")

        assert found == stated


def test_heads_return_on_every_page_and_cells_are_merged_both_ways() -> None:
    table = opened("form-2021").tables[1]

    heads = [row for row in table._tbl.iter(_W + "tr") if row.find(f"{_W}trPr/{_W}tblHeader") is not None]
    assert len(heads) == 3
    assert table.cell(0, 0)._tc is table.cell(2, 2)._tc
    assert table.cell(5, 0)._tc is table.cell(26, 0)._tc
    assert table.cell(5, 0).text == "三、本年度办理结果"


def test_the_page_is_that_of_official_documents_and_speaks_chinese() -> None:
    document = opened("form-2021")
    section = document.sections[0]
    styles = [each.style.name for each in document.paragraphs if each.text][:4]

    assert [round(each.mm) for each in (section.page_width, section.page_height, section.left_margin)] == [210, 297, 28]
    assert styles == ["Title", "Body Text", "Heading 1", "Body Text"]
    assert document.core_properties.title == "云州市人民政府2024年政府信息公开工作年度报告"
    assert document.core_properties.language == "zh-CN"
    assert {each.get(_W + "eastAsia") for each in document.styles.element.iter(_W + "lang")} == {"zh-CN"}
    assert "PAGE" in section.footer._element.xml


def test_a_long_title_has_the_body_in_a_line_of_its_own() -> None:
    document = opened("form-2021")

    assert document.paragraphs[0].text == "云州市人民政府\n2024年政府信息公开工作年度报告"


def test_no_figure_is_cut_into_two_lines_however_large() -> None:
    stated = {name: number * 1_000 for name, number in made.figures("form-2021", 1).items()}
    written = word.compose(made.paper("form-2021", stated))

    xml = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml").decode()
    sizes = re.findall(r'w:sz w:val="(\d+)"/></w:rPr><w:t xml:space="preserve">3985758000<', xml)
    assert set(sizes) == {"21", "12", "10"}
    assert made.read_back(written, "年报.docx") == stated


def test_signs_that_xml_refuses_are_left_out() -> None:
    paper = parts.Paper("年度报告", "某局", 2024, "", (parts.Paragraph("有\x00字\x0b<b>"),), remark="草稿")

    document = docx.Document(io.BytesIO(word.compose(paper)))

    assert [each.text for each in document.paragraphs] == ["年度报告", "草稿", "有字<b>"]
