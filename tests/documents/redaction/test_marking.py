"""The marking screen gets words with boxes and pictures of the width it asks for."""

import io

import PIL.Image
import pytest

from gongkai.documents.redaction import marking, marks, pdf_release
from tests.documents import files, pages


def test_words_stand_where_they_are_seen() -> None:
    data = pages.Pages().page().text(72, 700, "张三丰 李四光").text(72, 650, "二行").data()
    (page,) = marking.page_texts(data)
    assert (page.number, round(page.width), round(page.height), page.is_picture) == (1, 595, 842, False)
    first, second, third = page.words
    assert [each.text for each in page.words] == ["张三丰", "李四光", "二行"]
    assert (round(first.x0), round(first.x1)) == (72, 108)
    assert 130 < first.y0 < first.y1 < 145
    assert first.x1 <= second.x0
    assert third.y0 > first.y1
    assert [round(edge) for edge in first.edges] == [72, 84, 96, 108]


def test_an_area_made_of_a_words_box_withholds_that_word() -> None:
    data = pages.Pages().page().text(72, 700, "申请人 张三丰 来信").data()
    word = marking.page_texts(data)[0].words[1]
    area = marks.Area(1, word.x0, word.y0, word.x1, word.y1, "15")
    assert pdf_release.redact_pdf(data, [area], recognise=False).schedule[0].characters == 3


def test_pictures_have_the_width_asked_for_within_reason() -> None:
    data = pages.Pages().page().text(72, 700, "正文").data()
    assert abs(PIL.Image.open(io.BytesIO(marking.page_picture(data, 1, 900))).width - 900) <= 1
    assert PIL.Image.open(io.BytesIO(marking.page_picture(data, 1, 10**9))).width <= 4001
    with pytest.raises(marks.WrongMark, match="只有 1 页"):
        marking.page_picture(data, 2, 900)


def test_a_scan_is_told() -> None:
    (page,) = marking.page_texts(files.Pdf().page().picture().data())
    assert page.is_picture
    assert page.words == ()
