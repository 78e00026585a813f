"""Differences between versions."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import differences

TEXTS = st.text(alphabet=st.sampled_from("政府信息公开三公经费的。；\n，2026年一 A"), max_size=60)


def test_a_changed_word_is_all_that_differs() -> None:
    pieces = differences.compare("一、总则。\n二、有效期五年。", "一、总则。\n二、有效期三年。")
    assert [(each.kind, each.text) for each in pieces] == [
        ("same", "一、总则。\n二、有效期"),
        ("removed", "五年"),
        ("added", "三年"),
        ("same", "。"),
    ]


def test_an_added_paragraph_stands_alone() -> None:
    pieces = differences.compare("甲。\n丙。\n", "甲。\n乙。\n丙。\n")
    assert [(each.kind, each.text) for each in pieces] == [("same", "甲。\n"), ("added", "乙。\n"), ("same", "丙。\n")]


def test_equal_and_empty_texts() -> None:
    assert differences.compare("", "") == []
    assert differences.compare("甲", "甲") == [differences.Piece("same", "甲")]
    assert differences.compare("", "甲") == [differences.Piece("added", "甲")]
    assert differences.compare("甲", "") == [differences.Piece("removed", "甲")]


def test_a_huge_paragraph_without_sentences_is_shown_as_replaced() -> None:
    old, new = "公开" * 20_000, "信息" * 20_000
    assert [each.kind for each in differences.compare(old, new)] == ["removed", "added"]


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = differences.compare(old, new)
    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new
    assert all(each.text for each in pieces)
    assert all(first.kind != second.kind for first, second in itertools.pairwise(pieces))
    assert all((first.kind, second.kind) != ("added", "removed") for first, second in itertools.pairwise(pieces))
