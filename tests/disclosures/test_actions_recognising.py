"""Recognising: text with pictures in their place, header fields, attributes, doubts beside their field, attachments."""

import base64
import datetime
import io
from typing import Any

import docx
import PIL.Image
import pytest

from gongkai.disclosures.actions import intake, recognising
from gongkai.disclosures.models import StoredFile
from gongkai.documents import faults
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.documents import files, ofds

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def picture(kind: str = "PNG", colour: int = 80) -> bytes:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (8, 8), (colour, 20, 20)).save(buffer, kind)
    return buffer.getvalue()


def recognise(office: journey.Office, *uploads: tuple[str, bytes]) -> recognising.Recognised:
    return recognising.recognise(
        uploads=[recognising.Upload(*each) for each in uploads],
        shelves=intake.Shelves(office.agency, None, {office.column.name: office.column}, {"供热": "0905"}),
        genres={"通知": "08"},
        address=lambda stored, name: f"/files/{stored.sha256[:4]}/{name}",
        at=NOW,
    )


def word(fill: Any = None, *, title: str = "关于做好供热工作的通知") -> bytes:
    def build(document: Any) -> None:
        for line in ("云政办发〔2026〕12号", title, "各县（市、区）人民政府：", "现将有关事项通知如下。"):
            document.add_paragraph(line)
        if fill:
            fill(document)
        document.add_paragraph("云州市人民政府办公室")
        document.add_paragraph("2026年11月2日")

    return files.word(build)


def test_header_fields_text_and_original_of_a_word_file(office: journey.Office) -> None:
    found = recognise(office, ("通知.docx", word()))

    assert found.content.title == "关于做好供热工作的通知"
    assert found.content.doc_no == "云政办发〔2026〕12号"
    assert found.content.formed_on == datetime.date(2026, 11, 2)
    assert "<p>现将有关事项通知如下。</p>" in found.content.body
    assert [each.name for each in found.content.attachments] == ["通知.docx"]
    assert {"title", "doc_no", "formed_on"} <= found.stated


def test_an_ofd_gives_the_same(office: journey.Office) -> None:
    ofd = ofds.Ofd().page().text(80, 60, "云政办发〔2026〕12号", 16).text(50, 90, "关于做好供热工作的通知", 22)
    ofd.text(20, 110, "各单位：", 16).table(20, 120, [["项目", "数量"], ["供热", "3"]])

    found = recognise(office, ("通知.ofd", ofd.data()))

    assert (found.content.title, found.content.doc_no) == ("关于做好供热工作的通知", "云政办发〔2026〕12号")
    assert "<table>" in found.content.body
    assert [each.file.kind for each in found.content.attachments] == ["ofd"]


def test_pictures_of_a_word_file_stand_in_their_place_and_among_the_attachments(office: journey.Office) -> None:
    def fill(document: Any) -> None:
        document.add_picture(io.BytesIO(picture()))
        document.add_paragraph("图后的一段。")
        document.add_picture(io.BytesIO(picture()))

    found = recognise(office, ("通知.docx", word(fill)))

    stored = StoredFile.objects.get(kind="png")
    image = f'<p><img src="/files/{stored.sha256[:4]}/图1.png" alt="图1"></p>'
    assert f"通知如下。</p>\n{image}\n<p>图后的一段。</p>\n{image}" in found.content.body
    assert [each.name for each in found.content.attachments] == ["通知.docx", "图1.png"]
    assert "body" not in found.doubts


def test_pictures_of_a_web_page_come_from_inside_or_from_beside_it(office: journey.Office) -> None:
    inside = base64.b64encode(picture(colour=1)).decode()
    page = (
        "<html><body><h1>关于供热的通知</h1><p>第一段足够长的正文文字。</p>"
        f'<p><img src="data:image/png;base64,{inside}" alt="示意&quot;图"></p><p>第二段正文。</p>'
        '<p><img src="images/b.jpg"></p><p>第三段正文。</p><p><img src="https://example.test/c.png"></p></body></html>'
    )

    found = recognise(office, ("a.html", page.encode()), ("b.jpg", picture("JPEG")))

    assert [each.name for each in found.content.attachments] == ["b.jpg", "图1.png"]
    assert 'alt="示意图"' in found.content.body
    assert "/b.jpg" in found.content.body
    assert any("1 张图片没有放入正文" in each for each in found.doubts["body"])


def test_a_picture_no_browser_shows_is_said(office: journey.Office) -> None:
    found = recognise(office, ("通知.docx", word(lambda document: document.add_picture(io.BytesIO(picture("BMP"))))))

    assert "<img" not in found.content.body
    assert any("1 张图片没有放入正文" in each for each in found.doubts["body"])


def test_others_become_attachments_and_the_first_text_is_the_item(office: journey.Office) -> None:
    sheet = files.workbook(lambda book: book.active.append(["序号", "事项"]))

    found = recognise(office, ("附件1.xlsx", sheet), ("通知.docx", word()), ("照片.png", picture()))

    assert found.content.title == "关于做好供热工作的通知"
    assert [each.name for each in found.content.attachments] == ["附件1.xlsx", "通知.docx", "照片.png"]


def test_a_plain_text_is_not_kept_beside_itself(office: journey.Office) -> None:
    assert recognise(office, ("公告.txt", "关于停水的公告\n各位市民：明日停水。".encode())).content.attachments == ()


@pytest.mark.parametrize(
    ("mark", "attribute", "has_reason"),
    [
        ("（此件公开发布）", "open", False),
        ("（此件主动公开）", "open", False),
        ("（此件依申请公开）", "on-request", True),
        ("（此件不予公开）", "closed", False),
    ],
)
def test_the_mark_at_the_end_tells_the_attribute(
    office: journey.Office, mark: str, attribute: str, has_reason: bool
) -> None:
    text = f"关于供热的通知\n各单位：\n请认真贯彻执行。\n云州市人民政府\n2026年11月2日\n{mark}"

    found = recognise(office, ("通知.txt", text.encode()))

    assert found.content.attribute == attribute
    assert bool(found.content.attribute_reason) == has_reason
    assert "attribute" in found.stated
    assert ("attribute_reason" in found.doubts) == (attribute == "closed")


def test_a_secret_mark_closes_the_item_and_is_doubted(office: journey.Office) -> None:
    found = recognise(
        office, ("通知.txt", "机密★一年\n关于供热的通知\n各单位：\n请贯彻执行。\n（此件公开发布）".encode())
    )

    assert found.content.attribute == "closed"
    assert "国家秘密" in found.content.attribute_reason
    assert "机密★" in found.doubts["attribute"][0]


def test_what_cannot_be_used_is_left_empty_with_the_reason_beside_it(office: journey.Office) -> None:
    head = "标题：关于供热的通知\n成文日期：2026年\n生效日期：2026-05-02\n废止日期：2026-05-01\n"
    text = head + "文号：云政办发(2026)12号\n\n各单位：请认真贯彻执行这件事。"

    found = recognise(office, ("通知.txt", text.encode()))

    assert found.content.formed_on is None
    assert found.content.expires_on is None
    assert found.content.effective_on == datetime.date(2026, 5, 2)
    assert found.doubts["formed_on"]
    assert found.doubts["expires_on"]
    assert any("云政办发〔2026〕12号" in each for each in found.doubts["doc_no"])


def test_without_a_title_the_file_name_stands_in_and_is_doubted(office: journey.Office) -> None:
    found = recognise(office, ("供热安排.xlsx", files.workbook(lambda book: book.active.append([1, 2, 3]))))

    assert found.content.title
    assert found.content.title == "供热安排" or "title" not in found.doubts


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("通知.docx", word()[:-200], faults.DamagedFile),
        ("通知.ofd", ofds.Ofd().page().picture().data(), faults.ScannedPdf),
        ("通知.txt", b"", faults.EmptyFile),
        ("照片.png", picture(), faults.UnsupportedKind),
    ],
)
def test_files_that_cannot_be_read_are_refused_by_name(
    office: journey.Office, name: str, data: bytes, fault: type[faults.UnreadableFile]
) -> None:
    with pytest.raises(fault, match=name.partition(".")[0]):
        recognise(office, (name, data))


def test_pictures_are_no_way_around_the_limit(office: journey.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "MOST_PICTURES", 1)

    def fill(document: docx.document.Document) -> None:
        for colour in (1, 2, 3):
            document.add_picture(io.BytesIO(picture(colour=colour)))

    found = recognise(office, ("通知.docx", word(fill)))

    assert found.content.body.count("<img") == 1
    assert any("2 张图片" in each for each in found.doubts["body"])
