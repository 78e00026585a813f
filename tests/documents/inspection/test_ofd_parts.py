"""What an OFD file carries unseen is found: hidden and covered text, notes, files inside, people, numbers."""

from gongkai.documents.inspection import findings, inspecting
from tests.documents import ofds

IDENTITY = "11010519491231002X"


def inspect(ofd: ofds.Ofd) -> findings.Inspection:
    return inspecting.inspect(ofd.data(), "通知.ofd")


def test_identity_number_on_a_page_blocks_with_its_page() -> None:
    found = inspect(ofds.Ofd().page().text(20, 50, "正文。").page().text(20, 50, f"身份证号{IDENTITY}", step=4))

    assert [(each.kind, each.where) for each in found.findings if each.severity == "block"] == [
        ("identity_number", "第2页")
    ]


def test_number_with_a_wrong_check_digit_is_none() -> None:
    assert not inspect(ofds.Ofd().page().text(20, 50, "编号110105194912310021", step=4)).of("identity_number")


def test_hidden_text_blocks_and_is_searched() -> None:
    found = inspect(ofds.Ofd().page().text(20, 50, "正文。").text(20, 60, IDENTITY, more='Visible="false"'))

    assert {"hidden_text", "identity_number"} <= {each.kind for each in found.findings if each.severity == "block"}


def test_text_under_a_box_blocks_but_not_text_on_a_coloured_ground() -> None:
    box = "M 0 0 L 60 0 L 60 10 L 0 10 C"
    ofd = (
        ofds.Ofd()
        .page()
        .path(box, boundary="15 42 60 10", more='Fill="true" Stroke="false"')
        .text(20, 50, "底色上的字")
    )
    ofd.text(20, 80, "张某某").path(box, boundary="15 72 60 10", more='Fill="true" Stroke="false"')

    assert [each.text for each in inspect(ofd).of("covered_text")] == ["张某某"]


def test_a_box_one_can_see_through_covers_nothing() -> None:
    ofd = ofds.Ofd().page().text(20, 50, "标亮的字")
    ofd.path("M 0 0 L 60 0 L 60 10 L 0 10 C", boundary="15 42 60 10", more='Fill="true" Alpha="90"')

    assert not inspect(ofd).of("covered_text")


def test_author_notes_and_files_inside_are_said() -> None:
    ofd = ofds.Ofd(Author="张三", Creator="某排版软件").page().text(20, 50, "正文。")
    ofd.note("Highlight", "这里再核一下").note("Stamp", "")
    attached = f'<ofd:Attachments {ofds.NAMESPACE}><ofd:Attachment ID="1" Name="底稿.txt"/></ofd:Attachments>'
    ofd.enclose("Doc_0/Attachs/Attachments.xml", attached.encode())

    found = {(each.kind, each.severity, each.text) for each in inspect(ofd).findings}

    assert ("metadata", "warn", "张三") in found
    assert ("metadata", "info", "某排版软件") in found
    assert ("comment", "block", "这里再核一下") in found
    assert ("comment", "info", "") in found
    assert ("embedded_file", "block", "底稿.txt") in found


def test_scanned_page_is_said_not_to_be_searched() -> None:
    assert [each.kind for each in inspect(ofds.Ofd().page().picture()).findings] == ["not_searched"]


def test_broken_and_locked_files_block() -> None:
    broken = ofds.Ofd().page().enclose("Doc_0/Document.xml", b"<x")
    locked = ofds.Ofd().page().text(20, 50, "文").enclose("Encryptions.xml", b"<x/>")

    assert [each.kind for each in inspect(broken).findings] == ["damaged"]
    assert [each.kind for each in inspect(locked).findings] == ["encrypted"]
