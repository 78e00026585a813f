"""What is marked in a Word file is deleted wherever it stands, and what its reader did not see goes along."""

import io
import zipfile
from typing import Any

import docx
import docx.oxml
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import faults
from gongkai.documents.inspection import inspecting
from gongkai.documents.redaction import boxes, marks, matching, recognition, word_release, word_texts
from tests.documents import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
NAME, NUMBER = "张三丰", "110101199003077758"
with_recognition = pytest.mark.skipif(
    recognition.installed() is None, reason="tesseract with chi_sim is not installed on this machine"
)


def element(xml: str) -> Any:
    return docx.oxml.parse_xml(xml)


def redacted(fill: Any, *given: marks.Mark, entries: dict[str, bytes] | None = None) -> marks.Redacted:
    data = files.word(fill)
    if entries:
        data = files.with_entries(data, entries)
    return word_release.redact_docx(data, given, recognise=False)


def texts(data: bytes) -> list[str]:
    return [each.text for each in word_texts.paragraphs(data) if each.text]


def whole(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def test_a_word_over_many_runs_in_body_table_header_and_box_is_deleted() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("申请人")
        for letter in NAME:
            paragraph.add_run(letter).bold = letter == "三"
        paragraph.add_run("来信")
        document.add_table(1, 1).cell(0, 0).text = f"户主{NAME}"
        document.sections[0].header.paragraphs[0].text = f"{NAME}案"
        document.sections[0].footer.paragraphs[0].text = f"抄送{NAME}"
        paragraph._p.append(
            element(
                f"<w:r {W}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>"
                f"<w:r><w:t>框中{NAME[:1]}</w:t></w:r><w:r><w:t>{NAME[1:]}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
                "</v:shape></w:pict></w:r>"
            )
        )

    released = redacted(fill, marks.Quote(NAME, "15", "个人隐私"))

    assert texts(released.data) == [
        "申请人████（个人隐私）来信", "框中████（个人隐私）", "户主████（个人隐私）", "抄送████（个人隐私）",
        "████（个人隐私）案",
    ]  # fmt: skip
    assert [each.place for each in released.schedule] == [
        "正文第1段第4字起", "正文第2段第3字起", "正文第3段第3字起", "页脚1第1段第3字起", "页眉1第1段第1字起",
    ]  # fmt: skip
    assert {each.characters for each in released.schedule} == {3}
    docx.Document(io.BytesIO(released.data))


def test_words_over_lines_and_paragraphs_and_in_other_width_are_deleted() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("委托李\n四光办理")
        document.add_paragraph("号码１１０１０１１９９００３")
        document.add_paragraph("077758，已核")

    released = redacted(fill, marks.Quote("李四光", "15"), marks.Quote(NUMBER, "15"))
    assert texts(released.data) == ["委托████\n办理", "号码████", "████，已核"]


def test_short_words_are_not_made_up_over_paragraphs() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("委托李明")
        document.add_paragraph("天气晴，李")
        document.add_paragraph("明天出发")

    assert texts(redacted(fill, marks.Quote("李明", "15")).data) == ["委托████", "天气晴，李", "明天出发"]


def test_nested_changes_comments_hidden_and_white_text_and_properties_go() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("正文")
        paragraph._p.append(
            element(
                f'<w:ins {W} w:id="1" w:author="李某某"><w:r><w:t>插入</w:t></w:r>'
                f'<w:del w:id="2" w:author="王某某"><w:r>'
                f"<w:delText>{NAME}</w:delText></w:r></w:del></w:ins>"
            )
        )
        paragraph._p.append(element(f'<w:moveFrom {W} w:id="3"><w:r><w:t>移走的</w:t></w:r></w:moveFrom>'))
        paragraph.add_run("藏着的").font.hidden = True
        paragraph.add_run("白色的").font.color.rgb = docx.shared.RGBColor(255, 255, 255)
        document.add_comment(paragraph.runs, text="批注者言", author="赵某某")
        document.core_properties.author = "孙某某"

    released = redacted(fill, marks.Quote(NAME, "15"))

    assert texts(released.data) == ["正文插入"]
    content = whole(released.data)
    for gone in ("李某某", "王某某", NAME, "移走的", "藏着的", "白色的", "批注者言", "赵某某", "孙某某", "rsid"):
        assert gone.encode() not in content
    assert inspecting.inspect(released.data, "件.docx").findings == ()
    assert {line.split(" ")[0] for line in released.removed} >= {"修订痕迹", "隐藏文字", "白色文字", "批注", "文件属性"}


def test_fields_addresses_alternative_texts_and_objects_go() -> None:
    picture = io.BytesIO()
    PIL.Image.new("RGB", (20, 20), "red").save(picture, "PNG")

    def fill(document: Any) -> None:
        paragraph = document.add_paragraph()
        for kind, text in (("begin", ""), ("", f' HYPERLINK "http://x/{NUMBER}" '), ("separate", ""), ("end", "")):
            inner = f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>"
            paragraph._p.append(element(f"<w:r {W}>{inner}</w:r>"))
            if kind == "separate":
                paragraph.add_run("链接文字")
        link = document.part.relate_to(f"http://x/{NUMBER}", "http://y/hyperlink", is_external=True)
        paragraph._p.append(element(f'<w:hyperlink {W} {R} r:id="{link}"><w:r><w:t>见此</w:t></w:r></w:hyperlink>'))
        document.add_paragraph(f"号码{NUMBER}")
        picture.seek(0)
        shape = document.add_picture(picture)
        shape._inline.docPr.set("descr", f"D:\\{NAME}.jpg")
        document.paragraphs[0]._p.append(element(f'<w:bookmarkStart {W} w:id="9" w:name="{NAME}"/>'))
        document.styles.add_style(f"样式{NAME}", 1)

    entries = {"word/embeddings/oleObject1.bin": NAME.encode(), "customXml/item9.xml": f"<a>{NAME}</a>".encode()}
    released = redacted(fill, marks.Quote(NAME, "15"), marks.Quote(NUMBER, "15"), entries=entries)

    content = whole(released.data)
    assert NAME.encode() not in content
    assert NUMBER.encode() not in content
    assert b"word/media/image1.png" in content
    assert texts(released.data) == ["链接文字见此", "号码████"]


def test_one_place_is_withheld_and_the_same_words_elsewhere_stay() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("甲方云州公司")
        document.add_paragraph("乙方云州公司")

    data = files.word(fill)
    (_, second) = [each for each in word_texts.paragraphs(data) if each.text]
    passage = marks.Passage(second.part, second.number, 2, 6, "14")
    released = word_release.redact_docx(data, [passage], recognise=False)
    assert texts(released.data) == ["甲方云州公司", "乙方████"]


def test_the_file_given_is_not_changed_and_the_same_file_comes_out_twice() -> None:
    data = files.word(lambda document: document.add_paragraph(NAME))
    before = bytes(data)
    one, two = (word_release.redact_docx(data, [marks.Quote(NAME, "15")], recognise=False) for _ in range(2))
    assert data == before
    assert one.data == two.data


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (marks.Quote("没有的词", "15"), "没有找到"),
        (marks.Quote("\u200b ", "15"), "没有文字"),
        (marks.Area(1, 0, 0, 9, 9, "15"), "不能用于 Word"),
        (marks.Passage("word/document.xml", 99, 0, 1, "15"), "不在文件里"),
        (marks.Passage("word/document.xml", 1, 1, 99, "15"), "不在文件里"),
    ],
)
def test_marks_that_fit_nowhere_are_refused(mark: marks.Mark, reason: str) -> None:
    with pytest.raises(marks.WrongMark, match=reason):
        redacted(lambda document: document.add_paragraph("正文"), mark)


def test_bad_files_are_refused() -> None:
    for data in (b"", b"PK\x03\x04", files.container({"word/document.xml": b"<w"})[:90]):
        with pytest.raises(faults.UnreadableFile):
            word_release.redact_docx(data, [], name="坏.docx")


PIECES = st.lists(st.text("张三丰李四光 \t甲乙0123Ａ", min_size=0, max_size=6), min_size=1, max_size=6)


@settings(max_examples=30)
@given(paragraphs=st.lists(PIECES, min_size=1, max_size=5), data=st.data())
def test_nothing_marked_survives(paragraphs: list[list[str]], data: st.DataObject) -> None:
    written = ["".join(pieces) for pieces in paragraphs]
    chosen = data.draw(st.sampled_from(written))
    if not matching.folded(chosen):
        return
    start = data.draw(st.integers(0, len(chosen) - 1))
    quote = chosen[start : start + data.draw(st.integers(1, 8))]
    if not matching.folded(quote):
        return

    def fill(document: Any) -> None:
        for pieces in paragraphs:
            paragraph = document.add_paragraph()
            for piece in pieces:
                paragraph.add_run(piece)

    released = redacted(fill, marks.Quote(quote, "15"))

    assert all(matching.folded(quote) not in matching.folded(text) for text in texts(released.data))
    untouched = [text for text in written if text and matching.folded(quote) not in matching.folded(text)]
    kept = texts(released.data)
    if len(matching.folded(quote)) < 5 and not any(each.isspace() for each in quote.strip()):
        assert [text for text in untouched if text not in kept] == []


@with_recognition
def test_a_word_in_a_picture_stops_the_release() -> None:
    font = boxes._font(40)
    picture = PIL.Image.new("RGB", (700, 160), "white")
    PIL.ImageDraw.Draw(picture).text((40, 50), f"云州市居民{NAME}先生", font=font, fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")

    def fill(document: Any) -> None:
        document.add_paragraph(f"申请人{NAME}")
        document.add_picture(io.BytesIO(buffer.getvalue()))

    with pytest.raises(marks.NotRemoved) as caught:
        word_release.redact_docx(files.word(fill), [marks.Quote(NAME, "15")])
    assert [each.where for each in caught.value.proof.remains] == ["image1.png"]
    assert NAME not in str(caught.value)
