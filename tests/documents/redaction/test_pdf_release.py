"""What is marked in a pdf is gone from the released one, whatever was done to hide it; the rest is still there."""

import io

import pdfminer.high_level
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import faults, pdf_objects, pdfium
from gongkai.documents.inspection import inspecting
from gongkai.documents.redaction import marks, matching, pdf_release, recognition
from tests.documents import files, pages

NUMBER = "110101199003077758"
with_recognition = pytest.mark.skipif(
    recognition.installed() is None, reason="tesseract with chi_sim is not installed on this machine"
)


def text_of(data: bytes) -> list[str]:
    found = []
    with pdfium.opened(data, name="件.pdf") as document:
        for number in range(1, len(document) + 1):
            with pdfium.page_of(document, number, name="件.pdf") as page:
                found.append("".join(each.text for each in pdfium.letters(page)))
    return found


def dots_of(data: bytes, number: int, area: tuple[float, float, float, float]) -> PIL.Image.Image:
    with pdfium.opened(data, name="件.pdf") as document, pdfium.page_of(document, number, name="件.pdf") as page:
        return pdfium.picture(page, scale=2, grey=True).crop(tuple(round(2 * each) for each in area))


def redacted(page: pages.Pages, *given: marks.Mark, recognise: bool = False) -> marks.Redacted:
    return pdf_release.redact_pdf(page.data(), given, recognise=recognise)


def test_words_are_withheld_wherever_they_stand_and_other_pages_stay_searchable() -> None:
    page = pages.Pages().page().text(72, 700, f"申请人张三丰，{NUMBER}").text(72, 600, "又见张三丰").page()
    page.text(72, 700, "第二页没有标记 Hello World")
    released = redacted(page, marks.Quote("张三丰", "15", "个人隐私"), marks.Quote(NUMBER, "15"))

    assert [(each.page, each.ground, each.characters) for each in released.schedule] == [(1, "15", 6), (1, "15", 18)]
    first, second = text_of(released.data)
    assert first == ""
    assert matching.folded(second) == matching.folded("第二页没有标记 Hello World")
    assert released.proof.holds
    assert any("没有用文字识别" in doubt for doubt in released.proof.doubts)


def test_the_dots_of_a_box_are_of_the_box_alone() -> None:
    page = pages.Pages().page().text(72, 700, "身份证" + NUMBER)
    released = redacted(page, marks.Area(1, 105, 125, 260, 150, "15", ""))
    low, high = dots_of(released.data, 1, (110, 126, 150, 149)).getextrema()
    assert high - low < 8
    assert low > 20  # a grey box, not the ink of letters


def test_words_over_line_ends_and_pages_and_in_other_width_are_found() -> None:
    page = pages.Pages().page().text(72, 700, "并委托李").text(72, 680, "四光办理").text(72, 60, "号码１１０１０１")
    page.page().text(72, 780, "199003077758完")
    released = redacted(page, marks.Quote("李四光", "15"), marks.Quote(NUMBER, "15"))
    assert [each.page for each in released.schedule] == [1, 1, 2]


def test_letters_written_in_any_order_are_found_by_their_place() -> None:
    page = pages.Pages().page()
    for place in (2, 0, 1):
        page.text(72 + 12 * place, 700, "张三丰"[place])
    released = redacted(page, marks.Quote("张三丰", "15"))
    assert released.schedule[0].characters == 3


def test_what_nobody_saw_does_not_come_back() -> None:
    page = pages.Pages().page().text(72, 700, "正文").text(72, 600, "黑框之下").box(60, 590, 200, 30)
    page.text(72, 550, "白色文字", colour=(1, 1, 1)).text(72, 500, "看不见的", mode=3).text(72, 900, "页外文字").note(
        "批注"
    )
    page.layer("内部", shown=False, commands=b"0 0 10 10 re f")
    page.information, page.xmp = {"Author": "王五"}, "<dc:creator>赵六</dc:creator>"
    page.attachments = {"名单.xlsx": "绝密名单".encode()}
    page.catalog = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    released = redacted(page)

    for hidden in ("黑框之下", "白色文字", "看不见的", "页外文字", "批注", "王五", "赵六", "绝密名单", "app.alert"):
        assert not matching.in_bytes(released.data, hidden)
        assert hidden not in pdfminer.high_level.extract_text(io.BytesIO(released.data))
    assert inspecting.inspect(released.data, "件.pdf").of("covered_text", "white_text", "metadata", "comment") == ()
    with pdf_objects.opened(released.data) as document:
        assert set(document.catalog) == {"Type", "Pages"}
    assert [line.split(" ")[0] for line in released.removed] == [
        "看不见的文字", "文件属性", "附件", "脚本和动作", "图层", "批注、链接和表单域",
    ]  # fmt: skip


def test_a_word_in_a_drawn_note_is_boxed() -> None:
    page = (
        pages.Pages()
        .page()
        .text(72, 700, "正文")
        .annotation(
            b"/Subtype /FreeText /Rect [100 400 200 440] /DA (/Helv 12 Tf) /Contents %s" % pages.string("李四光")
        )
    )
    released = redacted(page, marks.Quote("李四光", "15"))
    assert len(released.schedule) == 1


def test_turned_and_cropped_pages_are_marked_as_shown() -> None:
    page = pages.Pages().page(b"/CropBox [0 400 595 842] /Rotate 90").text(72, 700, "张三丰与李四光")
    released = redacted(page, marks.Quote("张三丰", "15"))
    (withheld,) = released.schedule
    assert withheld.characters == 3
    with pdfium.opened(released.data, name="件") as document, pdfium.page_of(document, 1, name="件") as first:
        assert tuple(map(round, first.get_size())) == (442, 595)


def test_text_of_a_marked_area_that_stands_elsewhere_too_is_told() -> None:
    page = pages.Pages().page().text(72, 700, "清河镇李家村").page().text(72, 700, "位于清河镇李家村")
    released = redacted(page, marks.Area(1, 60, 120, 300, 150, "15"))
    assert [(each.where, each.ground) for each in released.proof.elsewhere] == [("第2页", "15")]


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (marks.Quote("没有的词", "15"), "没有找到"),
        (marks.Quote("  ", "15"), "没有文字"),
        (marks.Area(2, 0, 0, 10, 10, "15"), "只有 1 页"),
        (marks.Area(1, 10, 10, 10, 10, "15"), "没有面积"),
        (marks.Area(1, 900, 10, 990, 90, "15"), "页面之外"),
        (marks.Passage("word/document.xml", 1, 0, 1, "15"), "不能用于 PDF"),
    ],
)
def test_marks_that_fit_nowhere_are_refused(mark: marks.Mark, reason: str) -> None:
    with pytest.raises(marks.WrongMark, match=reason):
        redacted(pages.Pages().page().text(72, 700, "正文"), mark)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nx", files.Pdf().page().text(9, 9, "x").data(encrypted=True)])
def test_bad_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(faults.UnreadableFile):
        pdf_release.redact_pdf(data, [], name="坏.pdf")


LETTERS = "张三丰李四光清河镇一村人甲乙丙0123456789"


@settings(max_examples=25)
@given(
    lines=st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=8),
    data=st.data(),
)
def test_nothing_marked_survives(lines: list[str], data: st.DataObject) -> None:
    whole = "".join(lines)
    start = data.draw(st.integers(0, len(whole) - 1))
    quote = whole[start : start + data.draw(st.integers(1, 12))]
    page = pages.Pages().page()
    for number, line in enumerate(lines):
        if number == 5:
            page.page()
        page.text(60, 780 - 24 * number, line)
    original = page.data()

    released = pdf_release.redact_pdf(original, [marks.Quote(quote, "15")], dpi=72, recognise=False)

    assert released.proof.holds
    texts = text_of(released.data)
    assert all(matching.folded(quote) not in matching.folded(text) for text in texts)
    assert original == page.data()


@with_recognition
def test_marked_pages_are_recognised_again_from_the_painted_picture() -> None:
    page = pages.Pages().page()
    for number in range(12):
        page.text(72, 760 - 30 * number, "云州市人民政府关于供热工作的通知请认真贯彻执行", 15)
    page.text(72, 300, "申请人张三丰的住所", 15)
    released = redacted(page, marks.Quote("张三丰", "15", "个人隐私"), recognise=True)
    (text,) = text_of(released.data)
    assert "供热工作" in text
    assert "张三丰" not in text
    assert released.is_recognised
    assert "文字识别" in released.proof.ways


@with_recognition
def test_words_in_a_scan_are_found_withheld_and_proved() -> None:
    page = pages.Pages().page()
    for number in range(8):
        page.text(72, 760 - 40 * number, "云州市人民政府关于供热工作的通知", 20)
    page.text(72, 300, "联系人张三丰先生收", 20)
    scan = pdf_release.redact_pdf(page.data(), [marks.Area(1, 500, 800, 520, 820, "x")], recognise=False).data
    assert inspecting.inspect(scan, "扫描.pdf").of("not_searched")

    released = pdf_release.redact_pdf(scan, [marks.Quote("张三丰", "15")])

    assert released.schedule[0].page == 1
    assert sum(dots_of(released.data, 1, (135, 528, 190, 542)).histogram()[120:]) < 400  # the label alone is white
