"""Initials and slugs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import pinyin


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("云州市财政局", "yzsczj"),
        ("重庆", "cq"),
        ("云州市財政局", "yzsczj"),
        ("第12中学A部", "d12zxab"),
        ("", ""),
        ("，。", ""),
    ],
)
def test_initials(text: str, letters: str) -> None:
    assert pinyin.initials(text) == letters


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("重庆银行", "chongqing-yinhang"),
        ("财政局 2026", "caizhengju-2026"),
        ("绿化", "lvhua"),
        ("Open Data", "open-data"),
        ("", ""),
        ("！", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert pinyin.slug(text) == slug


def test_a_slug_is_never_cut_in_a_word() -> None:
    assert pinyin.slug("财政局公告", longest=14) == "caizhengju"


@given(text=st.text(max_size=40))
def test_a_slug_holds_only_letters_digits_and_single_hyphens(text: str) -> None:
    assert re.fullmatch(r"|[a-z0-9]+(?:-[a-z0-9]+)*", pinyin.slug(text))
    assert re.fullmatch(r"[a-z0-9]*", pinyin.initials(text))
