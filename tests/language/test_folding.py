"""Folding and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("坪山區", "坪山区"),
        ("ＡＢｃ１２", "abc12"),
        ("﹝2015﹞", "〔2015〕"),
        ("第⻚⼀", "第页一"),
        ("一—二–三−四", "一-二-三-四"),
        ("云\u200b州\ufeff", "云州"),
        ("二○○九", "二〇〇九"),
        ("㎡", "m2"),
        ("　", " "),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert folding.fold_text(text) == folded


@given(text=st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = folding.fold_text(text)
    assert folding.fold_text(folded) == folded


@given(text=st.text(max_size=60), data=st.data())
def test_every_folded_span_leads_to_an_original_span(text: str, data: st.DataObject) -> None:
    folded = folding.fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in folding.fold_text(text[first:last])
