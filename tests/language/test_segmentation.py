"""Words and places where a title may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import folding, segmentation

TITLES = [
    ("云州市财政局关于印发三公经费管理办法的通知", ["三公经费", "管理", "办法的", "通知"]),
    ("《政府信息公开条例》解读", ["《政府信息公开条例》", "解读"]),
    ("转发国办发〔2026〕41号文件", ["国办发〔2026〕41号"]),
    ("2026年4月3日公告", ["2026年4月3日"]),
    ("政府資訊公開", ["政府", "公開"]),
]


def test_every_word_of_the_field_stays_whole() -> None:
    assert len(segmentation.domain_words()) >= 150
    assert [word for word in segmentation.domain_words() if segmentation.cut(folding.fold_text(word)) != [word]] == []


def test_the_words_of_the_field_are_listed_once() -> None:
    words = segmentation.domain_words()
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(("title", "pieces"), TITLES)
def test_a_title_breaks_between_words_only(title: str, pieces: list[str]) -> None:
    found = segmentation.break_opportunities(title)
    assert "".join(found) == title
    assert set(pieces) <= set(found)


def test_no_piece_begins_with_a_closing_mark() -> None:
    for piece in segmentation.break_opportunities("关于《预算（草案）》、《决算》的报告，（一）总则。"):
        assert piece[0] not in "》）、，。"


def test_an_empty_title_has_no_pieces() -> None:
    assert segmentation.break_opportunities("") == []


@given(text=st.text(max_size=60))
def test_words_and_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(segmentation.words(text)) == text
    assert "".join(segmentation.break_opportunities(text)) == text
