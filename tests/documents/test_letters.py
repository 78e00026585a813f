"""Official letters: the parts in their order, points numbered through, what Word refuses left out."""

import datetime
import io

import docx
import pytest

from gongkai.documents import letters, reading

LETTER = letters.Letter(
    sender="云州市人民政府办公室",
    title="关于核对有关数据的函",
    addressee="云州市教育局",
    opening=("经核对，发现以下3处问题。",),
    groups=(
        letters.Group("应予更正的问题", (letters.Point("合计应为41。", ("见第三章",)), letters.Point("结转不符。"))),
        letters.Group("请核对说明的问题", (letters.Point("年份疑为上年。"),)),
    ),
    closing=("特此函告。",),
    on=datetime.date(2026, 3, 2),
)


def lines(letter: letters.Letter) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(letters.compose(letter))).paragraphs if each.text]


def test_the_parts_stand_in_their_order() -> None:
    assert lines(LETTER) == [
        "云州市人民政府办公室",
        "关于核对有关数据的函",
        "云州市教育局：",
        "经核对，发现以下3处问题。",
        "一、应予更正的问题",
        "1．合计应为41。",
        "见第三章",
        "2．结转不符。",
        "二、请核对说明的问题",
        "3．年份疑为上年。",
        "特此函告。",
        "云州市人民政府办公室",
        "2026年3月2日",
    ]


def test_our_own_reader_reads_it() -> None:
    document = reading.read(letters.compose(LETTER), name="函.docx")
    assert "1．合计应为41。" in document.text
    assert document.properties["title"] == "关于核对有关数据的函"


def test_control_characters_are_left_out() -> None:
    odd = letters.Letter("甲\x00", "乙\x0b", "丙", ("丁\ud800",), (), (), LETTER.on)
    assert lines(odd)[:4] == ["甲", "乙", "丙：", "丁"]


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_headings_are_counted_in_chinese(number: int, words: str) -> None:
    assert letters.chinese_number(number) == words


@pytest.mark.parametrize("number", [0, 100, -1])
def test_a_heading_beyond_ninety_nine_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        letters.chinese_number(number)
