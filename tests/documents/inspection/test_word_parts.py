"""What a Word file hides is found: comments, changes, hidden and white text, properties, embedded files."""

import io
from typing import Any

import docx
import docx.oxml
import docx.shared
import PIL.Image
import pytest

from gongkai.documents.inspection import inspecting
from tests.documents import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBER = "110101199003077758"
TEXT_BOX = (
    f"<w:r {W}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def element(xml: str) -> Any:
    return docx.oxml.parse_xml(xml)


def plain(document: Any) -> None:
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_paragraph("云州市供热办法，自发布之日起施行。")


def found(fill: Any, kind: str) -> list[tuple[str, str, str]]:
    def filled(document: Any) -> None:
        plain(document)
        fill(document)

    inspection = inspecting.inspect(files.word(filled), "通知.docx")
    return [(each.severity, each.where, each.text) for each in inspection.of(kind)]


def test_a_plain_file_has_nothing_to_say() -> None:
    assert inspecting.inspect(files.word(plain), "通知.docx").findings == ()


def test_tracked_changes_nested_in_each_other_are_found_with_their_authors() -> None:
    def fill(document: Any) -> None:
        xml = (
            f'<w:ins {W} w:id="1" w:author="李四"><w:r><w:t>新加的</w:t></w:r><w:del w:id="2" w:author="王五"><w:r>'
            "<w:delText>又删的</w:delText></w:r></w:del></w:ins>"
        )
        document.paragraphs[-1]._p.append(element(xml))

    changes = found(fill, "tracked_change")
    assert ("block", "正文第1段", "新加的又删的") in changes
    assert ("block", "正文第1段", "又删的") in changes


def test_a_number_in_deleted_text_is_found_too() -> None:
    def fill(document: Any) -> None:
        xml = f'<w:del {W} w:id="1" w:author="李四"><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>'
        document.paragraphs[-1]._p.append(element(xml))

    assert found(fill, "identity_number") == [("block", "正文第1段（已删除的文字）", NUMBER)]


def test_comments_are_found_with_author_and_text() -> None:
    def fill(document: Any) -> None:
        document.add_comment(document.paragraphs[-1].runs, text="此处数字待核", author="李四")

    assert found(fill, "comment") == [("block", "批注1", "此处数字待核")]


@pytest.mark.parametrize("by_style", [False, True])
def test_hidden_text_is_found_also_by_style(by_style: bool) -> None:
    def fill(document: Any) -> None:
        run = document.paragraphs[-1].add_run("内部掌握")
        if by_style:
            style = document.styles.add_style("暗", 2)
            style.font.hidden = True
            run.style = style
        else:
            run.font.hidden = True

    assert found(fill, "hidden_text") == [("block", "正文第1段", "内部掌握")]


def test_white_text_is_found_but_not_on_a_dark_cell() -> None:
    def fill(document: Any) -> None:
        run = document.paragraphs[-1].add_run("白字")
        run.font.color.rgb = docx.shared.RGBColor(255, 255, 255)
        cell = document.add_table(1, 1).cell(0, 0)
        cell._tc.get_or_add_tcPr().append(element(f'<w:shd {W} w:val="clear" w:fill="1F4E79"/>'))
        head = cell.paragraphs[0].add_run("表头")
        head.font.color.rgb = docx.shared.RGBColor(255, 255, 255)

    assert found(fill, "white_text") == [("block", "正文第1段", "白字")]


def test_author_and_last_editor_are_told() -> None:
    def fill(document: Any) -> None:
        document.core_properties.author = "张科长"
        document.core_properties.last_modified_by = "李四"

    assert [text for _, _, text in found(fill, "metadata")] == ["张科长", "李四"]


def test_own_properties_embedded_files_variables_and_paths_are_found() -> None:
    data = files.with_entries(
        files.word(plain),
        {
            "docProps/custom.xml": (
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
                '<property name="拟稿人"><v>赵六</v></property></Properties>'
            ).encode(),
            "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 64,
            "word/glossary/document.xml": f"<w:document {W}><w:p>旧稿内容</w:p></w:document>".encode(),
            "word/_rels/header9.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                rb'<Relationship Id="r" Type="t" Target="file:///D:\office\a.docx" TargetMode="External"/>'
                b"</Relationships>"
            ),
        },
    )
    inspection = inspecting.inspect(data, "通知.docx")
    assert [each.text for each in inspection.of("metadata")] == ["拟稿人：赵六"]
    assert [each.text for each in inspection.of("embedded_file")] == ["oleObject1.bin"]
    assert [each.text for each in inspection.of("old_version")] == ["旧稿内容"]
    assert [each.where for each in inspection.of("external_link")] == ["页眉9"]


def test_numbers_in_header_text_box_and_table_are_placed() -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = f"页眉{NUMBER}"
        document.paragraphs[-1]._p.append(element(TEXT_BOX % f"框中{NUMBER}"))
        document.add_table(2, 2).cell(1, 0).text = f"号码{NUMBER}"

    places = [where for _, where, _ in found(fill, "identity_number")]
    assert places == ["正文文本框（第2段）", "正文表1第2行第1列", "页眉1第1段"]


def test_a_number_split_over_runs_is_one_number() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("身份证")
        for digit in NUMBER:
            paragraph.add_run(digit)

    assert [text for _, _, text in found(fill, "identity_number")] == [NUMBER]


def test_a_picture_with_its_place_is_found() -> None:
    picture = PIL.Image.new("RGB", (40, 40), "red")
    exif = picture.getexif()
    exif[0x0110] = "Telephone 100"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 0.0), 3: "E", 4: (102.0, 42.0, 0.0)})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)

    data = files.with_entries(files.word(plain), {"word/media/image1.jpg": buffer.getvalue()})
    (place,) = inspecting.inspect(data, "通知.docx").of("location")
    assert (place.severity, place.where, place.text) == ("block", "图片 image1.jpg", "E 102.7000，N 25.0333")
    inspection = inspecting.inspect(buffer.getvalue(), "现场.jpg")
    assert [each.kind for each in inspection.findings] == ["location", "metadata", "not_searched"]
