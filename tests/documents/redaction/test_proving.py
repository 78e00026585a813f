"""The proof finds what a careless hand has left: text under a box, words in a property, an unpainted place."""

import pytest

from gongkai.documents.redaction import marks, pdf_release, proving, word_release
from tests.documents import files, pages

NAME = "张三丰"
QUOTE = marks.Quote(NAME, "15")


def original() -> bytes:
    return pages.Pages().page().text(72, 700, f"申请人{NAME}来信").data()


def careless(page: pages.Pages) -> marks.Proof:
    return proving.prove(original(), page.data(), [QUOTE], recognise=False)


def test_an_honest_release_is_proved() -> None:
    released = pdf_release.redact_pdf(original(), [QUOTE], recognise=False)
    proof = proving.prove(original(), released.data, [QUOTE], recognise=False)
    assert proof.holds
    assert proof == released.proof


def test_text_left_under_a_box_is_found() -> None:
    proof = careless(pages.Pages().page().text(72, 700, f"申请人{NAME}来信").box(107, 690, 40, 25, (0.19, 0.19, 0.19)))
    assert {"文字层", "另一种文字提取"} <= {each.how for each in proof.remains}
    assert all(NAME not in f"{each.how}{each.where}" for each in proof.remains)


def test_part_of_a_word_under_a_box_is_found() -> None:
    page = pages.Pages().page().text(120, 700, "三丰").box(107, 690, 40, 25, (0.19, 0.19, 0.19))
    assert ("文字层", "第1页") in {(each.how, each.where) for each in careless(page).remains}


def test_a_place_not_painted_over_is_found() -> None:
    assert "图像" in {each.how for each in careless(pages.Pages().page().text(72, 700, "申请人")).remains}


def test_properties_attachments_and_streams_are_found() -> None:
    page = pages.Pages().page().raw(f"% {NAME}".encode())
    page.information = {"Title": f"{NAME}案"}
    assert {"数据流", "文件结构"} <= {each.how for each in careless(page).remains}


def test_a_missing_page_is_found() -> None:
    two = pages.Pages().page().text(72, 700, NAME).page().text(72, 700, "二").data()
    released = pdf_release.redact_pdf(original(), [QUOTE], recognise=False).data
    assert "页数不符" in {each.how for each in proving.prove(two, released, [QUOTE], recognise=False).remains}


@pytest.mark.parametrize(
    ("left", "how"),
    [
        (lambda document: document.add_paragraph(f"申请人{NAME}来信"), "文字"),
        (lambda document: setattr(document.core_properties, "title", NAME), "部件字节"),
    ],
)
def test_words_left_in_a_word_file_are_found(left: object, how: str) -> None:
    source = files.word(lambda document: document.add_paragraph(f"申请人{NAME}来信"))
    proof = proving.prove(source, files.word(left), [QUOTE], recognise=False)  # type: ignore[arg-type]
    assert how in {each.how for each in proof.remains}


def test_an_honest_word_release_is_proved() -> None:
    source = files.word(lambda document: document.add_paragraph(f"申请人{NAME}来信"))
    released = word_release.redact_docx(source, [QUOTE], recognise=False)
    assert proving.prove(source, released.data, [QUOTE], recognise=False).holds
