"""What a pdf hides is found, by its dots and by its objects; what is plainly seen is not."""

import pytest

from gongkai.documents.inspection import inspecting
from tests.documents import files, pages


def found(data: bytes, *kinds: str) -> list[tuple[str, str, str]]:
    return [(each.severity, each.where, each.text) for each in inspecting.inspect(data, "件.pdf").of(*kinds)]


UNSEEN = ("covered_text", "white_text", "hidden_text", "outside_text", "layer")


def test_plain_text_with_thin_and_dark_letters_has_nothing_to_say() -> None:
    page = pages.Pages().page().text(72, 700, "一、二、三——四，l1|I.").text(72, 600, "灰字", colour=(0.5, 0.5, 0.5))
    page.box(60, 500, 300, 40, (0.1, 0.2, 0.5)).text(72, 510, "深底白字", colour=(1, 1, 1))
    assert inspecting.inspect(page.data(), "件.pdf").findings == ()


def test_a_full_stop_that_moves_with_the_font_put_in_is_seen() -> None:
    words = "征收上坪村集体土地17.2732公顷。".encode("utf-16-be").hex().encode()
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>"
    )

    def paper(more: bytes) -> bytes:
        shown = pages.stream(b"BT /F1 14 Tf 60 736 Td <%s> Tj ET %s" % (words, more))
        tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        return pages.written([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, shown, *font])

    assert found(paper(b""), *UNSEEN) == []
    assert found(paper(b"0 g 210 725 22 30 re f"), *UNSEEN) == [("block", "第1页", ".")]


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.9, 0.9, 0.9), (0.6, 0, 0)])
def test_text_under_a_box_of_any_colour_is_found(colour: tuple[float, ...]) -> None:
    page = pages.Pages().page().text(72, 600, "黑框之下的机密").box(60, 590, 200, 30, colour)
    assert found(page.data(), *UNSEEN) == [("block", "第1页", "黑框之下的机密")]


def test_a_box_over_part_of_a_line_tells_that_part() -> None:
    page = pages.Pages().page().text(72, 600, "申请人张三丰提交").box(107, 590, 38, 30)
    assert found(page.data(), "covered_text") == [("block", "第1页", "张三丰")]


def test_white_invisible_and_outside_text_are_found() -> None:
    page = pages.Pages().page().text(72, 550, "白色文字", colour=(1, 1, 1)).text(72, 500, "看不见的", mode=3)
    page.text(72, 900, "页外文字").text(700, 300, "页右文字")
    assert found(page.data(), "white_text") == [("block", "第1页", "白色文字")]
    assert found(page.data(), "hidden_text") == [("block", "第1页", "看不见的")]
    assert found(page.data(), "outside_text") == [("block", "第1页", "页外文字 页右文字")]


def test_cropped_and_turned_pages_are_looked_at_as_shown() -> None:
    page = (
        pages.Pages()
        .page(b"/CropBox [0 400 595 842] /Rotate 90")
        .text(72, 700, "留下的文字")
        .text(72, 300, "裁掉的文字")
    )
    assert found(page.data(), *UNSEEN) == [("block", "第1页", "裁掉的文字")]


def test_a_layer_switched_off_is_found() -> None:
    page = pages.Pages().page().text(72, 700, "正文")
    page.layer("内部", shown=False, commands=b"0 0 10 10 re f").layer("水印", shown=True, commands=b"0 0 10 10 re f")
    assert found(page.data(), "layer") == [("block", "图层 内部", "内部"), ("info", "图层 水印", "水印")]


def test_properties_attachments_scripts_and_notes_are_found() -> None:
    page = (
        pages.Pages()
        .page()
        .text(72, 700, "正文")
        .note("领导意见")
        .annotation(b"/Subtype /Redact /Rect [70 690 100 720] /Contents %s" % pages.string("待涂黑"))
    )
    page.information = {"Author": "王五", "Title": "通知", "部门": "内部"}
    page.xmp = "<x:xmpmeta><dc:creator><rdf:li>赵六</rdf:li></dc:creator></x:xmpmeta>"
    page.attachments = {"名单.xlsx": b"PK"}
    page.catalog = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    data = page.data()

    assert [text for _, _, text in found(data, "metadata")] == ["王五", "赵六", "通知", "内部"]
    assert found(data, "embedded_file") == [("block", "附件 名单.xlsx", "名单.xlsx")]
    assert found(data, "script") == [("block", "打开时动作", "app.alert(1)")]
    assert found(data, "comment") == [("block", "第1页", "领导意见")]
    assert found(data, "covered_text") == [("block", "第1页", "待涂黑")]


def test_earlier_versions_kept_in_the_file_are_told() -> None:
    data = pages.Pages().page().text(72, 700, "正文").data()
    start = data.rindex(b"startxref")
    assert [each[0] for each in found(data + data[start:], "old_version")] == ["warn"]


def test_a_number_over_a_line_end_is_found_on_its_page() -> None:
    page = pages.Pages().page().text(72, 700, "第一页").page()
    page.text(72, 700, "身份证号码1101011990").text(72, 680, "03077758，已核。")
    inspection = inspecting.inspect(page.data(), "件.pdf")
    assert [each.where for each in inspection.of("identity_number")] == ["第2页"]


def test_a_scan_is_told_as_not_searched() -> None:
    data = files.Pdf().page().picture().data()
    assert [(each.kind, each.where) for each in inspecting.inspect(data, "件.pdf").findings] == [
        ("not_searched", "第1页")
    ]
