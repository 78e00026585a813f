"""OFD files: reading order, paragraphs, tables, what the file says of itself, and the ones that cannot be read."""

import pytest

from gongkai.documents import command, faults, paper, parts, reading
from gongkai.documents.header import reading as header_reading
from tests.documents import files, ofds

LINE = "为进一步做好供热工作保障群众温暖过冬根据有关规定"  # 24 letters of 6.35 mm fill 152 mm


def read(ofd: ofds.Ofd, **limits: int) -> paper.Document:
    return reading.read(ofd.data(), name="通知.ofd", limits=paper.Limits(**limits))


def test_lines_are_read_by_their_place_not_by_their_order_and_wrapped_ones_joined() -> None:
    ofd = ofds.Ofd().page().text(40, 80, "另起一段。", 18).text(28, 60, "制定本方案。", 18).text(28, 50, LINE, 18)
    ofd.page().text(28, 50, "第二页的一段。", 18).text(100, 290, "- 2 -", 10)

    document = read(ofd)

    assert [(block.text, block.page) for block in document.blocks] == [
        (LINE + "制定本方案。", 1),
        ("另起一段。", 1),
        ("第二页的一段。", 2),
    ]
    assert (document.kind, document.pages, document.margins) == ("ofd", 2, ("- 2 -",))


def test_a_number_that_runs_over_the_end_of_a_line_is_one_number() -> None:
    ofd = ofds.Ofd().page().text(28, 50, LINE[:18] + "110105", 18).text(28, 60, "19491231002X是一个号码。", 18)

    assert "11010519491231002X" in read(ofd).text


def test_letters_that_are_objects_of_their_own_make_one_line() -> None:
    ofd = ofds.Ofd().page()
    for place, letter in reversed(list(enumerate("供热方案"))):
        ofd.text(30 + place * 6.35, 50, letter, 18)
    ofd.text(30.1, 50, "供", 18)  # printed twice to look bold

    assert read(ofd).text == "供热方案"


def test_ruled_table_with_a_merged_cell_is_read_in_its_place() -> None:
    ofd = ofds.Ofd().page().text(20, 40, "表前").text(20, 150, "表后")
    ofd.table(20, 60, [["项目", "数量", "单位"], ["供热", "3", "户"], ["合计", None, "3"]])

    document = read(ofd)

    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.tables[0].rows == (("项目", "数量", "单位"), ("供热", "3", "户"), ("合计", "合计", "3"))
    assert document.tables[0].cells[-2].colspan == 2
    assert "<table>" in document.html


def test_a_frame_around_text_is_no_table_and_a_thin_filled_strip_is_a_rule() -> None:
    ofd = ofds.Ofd().page().path("M 15 30 L 195 30 L 195 70 L 15 70 C").text(20, 50, "方框里的一段。")
    ofd.path("M 0 0 L 90 0 L 90 0.2 L 0 0.2 C", boundary="20 100 90 0.2", more='Stroke="false" Fill="true"')

    document = read(ofd)

    assert document.tables == ()
    assert document.text == "方框里的一段。"


def test_scaled_and_moved_objects_stand_where_they_are_drawn() -> None:
    scaled = '<ofd:TextObject ID="1" Boundary="20 20 100 10" CTM="10 0 0 10 0 0" Font="1" Size="0.6">'
    ofd = ofds.Ofd().page().text(20, 100, "下面的一行")
    ofd._pages[-1].append(
        f'{scaled}<ofd:TextCode X="0" Y="0.6" DeltaX="0.6 0.6">上一行</ofd:TextCode></ofd:TextObject>'
    )

    assert [block.text for block in read(ofd).blocks] == ["上一行", "下面的一行"]


def test_template_is_read_on_its_page_and_a_watermark_is_kept_apart() -> None:
    ofd = ofds.Ofd().template("云州市人民政府办公室文件", 30).page().text(20, 100, "正文一段。")
    ofd.text(60, 150, "内部资料", 30, more='CTM="0.7 0.7 -0.7 0.7 0 0"')

    document = read(ofd)

    assert document.text == "云州市人民政府办公室文件\n正文一段。"
    assert document.margins == ("内部资料",)
    assert "watermark" in {each.code for each in document.warnings}


def test_hidden_text_and_notes_are_doubts_and_properties_are_kept() -> None:
    ofd = ofds.Ofd(Title="通知", Author="张三", CreationDate="2026-11-02").page()
    ofd.text(20, 40, "正文").text(20, 60, "不该看到", more='Visible="false"').note("Highlight", "再核一下")

    document = read(ofd)

    assert document.text == "正文"
    assert document.properties == {"Title": "通知", "Author": "张三", "CreationDate": "2026-11-02"}
    assert {each.code for each in document.warnings} == {"hidden_text", "comments"}


def test_header_of_an_official_document_is_recognised() -> None:
    ofd = ofds.Ofd().page().text(60, 40, "云州市人民政府办公室文件", 22).text(80, 60, "云政办发〔2026〕12号", 16)
    ofd.path("M 20 66 L 190 66").text(50, 90, "关于做好2026年供热工作的通知", 22)
    ofd.text(20, 110, "各县（市、区）人民政府：", 16).text(31, 120, "现将有关事项通知如下。", 16)
    ofd.text(120, 200, "云州市人民政府办公室", 16).text(130, 210, "2026年11月2日", 16, step=4)

    header = header_reading.read_header(read(ofd))

    assert header.clean("title") == "关于做好2026年供热工作的通知"
    assert header.clean("doc_no") == "云政办发〔2026〕12号"
    assert header.clean("written_date") == "2026-11-02"


def test_only_so_many_pages_are_read_and_said() -> None:
    ofd = ofds.Ofd()
    for number in range(4):
        ofd.page().text(20, 50, f"第{number}页的文字。")

    document = read(ofd, pdf_pages=2)

    assert document.text.count("\n") == 1
    assert document.pages == 4
    assert [each.code for each in document.warnings] == ["pages_cut"]


def test_parts_are_counted_for_the_review_page_by_page() -> None:
    data = ofds.Ofd().page().text(20, 50, "一").page().text(20, 50, "二").data()

    assert parts.count(data, name="a.ofd", kind="ofd") == 2
    assert parts.html(data, 2, name="a.ofd", kind="ofd") == "<p>二</p>"


def test_a_step_repeated_a_thousand_million_times_costs_nothing() -> None:
    ofd = ofds.Ofd().page()
    ofd._pages[-1].append(
        '<ofd:TextObject ID="1" Boundary="20 20 100 10" Size="4">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 1000000000 4">文字</ofd:TextCode></ofd:TextObject>'
    )

    assert read(ofd).text == "文字"


def test_crowd_of_rules_is_left_alone_and_said() -> None:
    crowd = " ".join(
        f"M 10 {10 + n * 0.8} L 200 {10 + n * 0.8} M {10 + n * 0.8} 10 L {10 + n * 0.8} 290" for n in range(400)
    )

    document = read(ofds.Ofd().page().path(crowd).text(20, 50, "正文"))

    assert document.text == "正文"
    assert [each.code for each in document.warnings] == ["tables_unread"]


def test_pages_of_pictures_are_refused_as_scanned() -> None:
    with pytest.raises(faults.ScannedPdf, match="扫描图片"):
        read(ofds.Ofd().page().picture())


def test_page_without_anything_is_refused_as_empty() -> None:
    with pytest.raises(faults.EmptyFile):
        read(ofds.Ofd().page())


def test_encrypted_parts_are_refused() -> None:
    with pytest.raises(faults.EncryptedFile):
        read(ofds.Ofd().page().text(20, 50, "文").enclose("Encryptions.xml", b"<x/>"))


@pytest.mark.parametrize(
    "data",
    [
        files.container({"OFD.xml": b"<x/>"}),
        files.container({"OFD.xml": b"not xml"}),
        ofds.Ofd().page().text(20, 50, "文").data()[:-40],
        ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Document.xml", b"<x").data(),
        ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Pages/Page_0/Content.xml", b"").data(),
    ],
    ids=["no document", "no xml", "cut off", "broken document", "empty page"],
)
def test_broken_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(faults.DamagedFile, match=r"通知\.ofd"):
        reading.read(data, name="通知.ofd")


def test_missing_page_is_a_damaged_file() -> None:
    with pytest.raises(faults.DamagedFile):
        read(ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Document.xml", _document_naming("Pages/No.xml")))


def _document_naming(path: str) -> bytes:
    return f'<d {ofds.NAMESPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="{path}"/></ofd:Pages></d>'.encode()


def test_bombs_and_files_inside_archives_are_refused_unopened() -> None:
    bomb = ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Res/big.bin", b"\0" * (30 * 1024 * 1024))
    nested = ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Attachs/a.zip", files.container({"a": b"b"}))

    for ofd in (bomb, nested):
        with pytest.raises(faults.ZipBomb):
            read(ofd)


def test_entities_are_not_resolved() -> None:
    page = (
        '<!DOCTYPE d [<!ENTITY a "秘密"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f'<ofd:Page {ofds.NAMESPACE}><ofd:Content><ofd:Layer><ofd:TextObject Boundary="10 10 10 10" Size="4">'
        '<ofd:TextCode X="0" Y="4">甲&a;&f;乙</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>'
    )

    document = read(ofds.Ofd().page().text(20, 50, "文").enclose("Doc_0/Pages/Page_0/Content.xml", page.encode()))

    assert "秘密" not in document.text
    assert "root:" not in document.text


def test_command_reads_the_header(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "通知.ofd"  # type: ignore[operator]
    file.write_bytes(ofds.Ofd().page().text(50, 50, "关于做好供热工作的通知", 22).text(20, 80, "各单位：", 16).data())

    assert command.main(["read", "--json", str(file)]) == 0
    assert "关于做好供热工作的通知" in capsys.readouterr().out
