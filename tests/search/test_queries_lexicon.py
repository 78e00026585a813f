"""Words with their sound: completions of what is being typed, guesses at what was meant."""

import pytest

from gongkai.search.queries import lexicon
from tests.search import town as towns


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("三宫经费", "三公经费"),
        ("laojiuxiaoqu", "老旧小区改造"),
        ("sgjf", "三公经费"),
        ("政府采够", "政府采购"),
        ("最低生活保章", "最低生活保障"),
        ("最低生活障保", "最低生活保障"),
        ("最底生活保障", "最低生活保障"),
        ("預算", "预算"),
        ("火星", "火星"),
        ("q", "q"),
        ("！？", "！？"),
    ],
)
def test_what_was_meant(town: towns.Town, typed: str, meant: str) -> None:
    assert lexicon.current().corrected(typed) == meant


@pytest.mark.parametrize(
    ("typed", "word"), [("老旧", "老旧小区改造"), ("三公", "三公经费"), ("sgjf", "三公经费"), ("caigou", "采购")]
)
def test_what_is_typed_is_completed(town: towns.Town, typed: str, word: str) -> None:
    assert word in lexicon.current().completions(typed, most=8)


@pytest.mark.parametrize("typed", ["", " ", "s", "，", "\x00"])
def test_too_little_is_not_completed(town: towns.Town, typed: str) -> None:
    assert lexicon.current().completions(typed, most=3) == []


def test_without_an_index_there_are_no_words() -> None:
    assert lexicon.current() == lexicon.Lexicon()
