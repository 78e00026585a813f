"""Words are found in other width and case, with blanks and line ends within, in every encoding of a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.redaction import matching


@pytest.mark.parametrize("text", ["张三丰", "张 三\n丰", "张\u200b三\u3000丰", "x张三丰y"])
def test_blanks_within_do_not_hide_a_word(text: str) -> None:
    (places,) = matching.fold(text).find("张三丰")
    assert matching.folded(text[places[0] : places[-1] + 1]) == "张三丰"


def test_width_case_and_overlap() -> None:
    assert matching.folded("ＡｂＣ１２—３") == "abc12-3"
    assert len(list(matching.fold("一一一").find("一一"))) == 2
    assert matching.blocked("前张三丰后张 三丰", "张三丰", "██") == "前██后██"
    assert matching.blocked("前后", "张三丰", "██") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le", "gb18030"])
def test_words_are_found_in_raw_bytes(encoding: str) -> None:
    assert matching.in_bytes(b"\x00" + "张三丰".encode(encoding), "张三丰")
    assert matching.in_bytes("张三丰".encode(encoding).hex().upper().encode(), "张三丰")
    assert not matching.in_bytes("张四丰".encode(encoding), "张三丰")


@given(st.text(max_size=40))
def test_every_folded_character_knows_its_place(text: str) -> None:
    folded = matching.fold(text)
    assert len(folded.places) == len(folded.text)
    assert matching.folded(text) == folded.text
    assert list(folded.places) == sorted(folded.places)
