"""Tests of the search page."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.disclosures.actions import publishing
from gongkai.search.queries import generations
from tests.factories import clock
from tests.search import town as towns
from tests.search.test_queries_results import ODD

pytestmark = pytest.mark.django_db

PAGE = "/search/"


def text_of(client: Client, **parameters: str) -> str:
    answer = client.get(PAGE, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_what_is_found_marked_and_linked(client: Client, town: towns.Town) -> None:
    text = text_of(client, q="坪山區")
    pk = town.items["坪山"].pk
    assert f'href="/items/{pk // 1000}/{pk}.html"' in text
    assert "<mark>坪山区</mark>" in text
    assert "找到 <b>1</b> 件" in text


def test_without_words_the_newest_are_shown(client: Client, town: towns.Town) -> None:
    text = text_of(client)
    assert f"共公开 <b>{len(town.items)}</b> 件" in text
    assert text.count('class="hitrow"') == 10
    assert 'rel="next"' in text


def test_a_filter_can_be_set_and_taken_away(client: Client, town: towns.Town) -> None:
    district = town.agencies["望山区"].pk
    assert f'href="?agency={district}"' in text_of(client)
    text = text_of(client, q="望山区", agency=str(district))
    assert 'class="chip is-on" href="?q=%E6%9C%9B%E5%B1%B1%E5%8C%BA"' in text


def test_words_of_the_same_meaning_are_admitted(client: Client, town: towns.Town) -> None:
    text = text_of(client, q="三公经费")
    assert "同时找了" in text
    assert "exact=1" in text
    assert "同义词也找" in text_of(client, q="三公经费", exact="1")


def test_odd_input_gets_a_page(client: Client, town: towns.Town) -> None:
    for text in ODD:
        text_of(client, q=text.encode("utf-8", "replace").decode())


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"agency": "望山"}, "“机关”一项无法识别"),
        ({"agency": "-1"}, "“机关”一项无法识别"),
        ({"column": "9" * 40}, "“栏目”一项无法识别"),
        ({"topic": "x" * 100}, "“主题”一项无法识别"),
        ({"validity": "forever"}, "“效力”一项无法识别"),
        ({"year": "二〇二六"}, "“年份”一项无法识别"),
        ({"since": "2026-02-30"}, "“从”一项无法识别"),
        ({"since": "2016-03-02", "until": "2016-03-01"}, "截止日期早于开始日期"),
    ],
)
def test_a_wrong_filter_is_left_out_and_named(
    client: Client, town: towns.Town, parameters: dict[str, str], words: str
) -> None:
    text = text_of(client, q="天气", **parameters)
    assert words in text
    assert 'class="hitrow"' in text


def test_a_wrong_page_still_shows_results(client: Client, town: towns.Town) -> None:
    for page in ("0", "-1", "100000000000000000000", "abc", "99"):
        assert 'class="hitrow"' in text_of(client, q="云州市", page=page)


def test_parameters_nobody_knows_are_passed_over(client: Client, town: towns.Town) -> None:
    assert 'class="hitrow"' in text_of(client, q="天气", colour="red", sort="sideways", where="nowhere")


def test_nothing_found_says_what_was_searched_and_what_to_do(client: Client, town: towns.Town) -> None:
    text = text_of(client, q="火星移民", year="2026")
    assert "没有找到" in text
    assert "「火星」" in text
    assert "去掉全部条件再找" in text
    assert 'href="/directory/"' in text


def test_a_withdrawn_item_is_not_shown(client: Client, town: towns.Town) -> None:
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    assert "采石场关停" not in text_of(client, q="采石场")


def test_without_an_index_the_page_says_so(client: Client, town: towns.Town) -> None:
    shutil.rmtree(generations.root())
    answer = client.get(PAGE, {"q": "预算"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "暂时不能查找" in answer.content.decode()
    assert 'value="预算"' in answer.content.decode()


def test_the_page_takes_at_most_twelve_queries(
    client: Client, town: towns.Town, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(12):
        text_of(client, q="云州市", agency=str(town.agencies["市"].pk), column=str(town.columns["法定"].pk))


def test_only_reading_is_answered(client: Client, db: None) -> None:
    assert client.post(PAGE, {"q": "预算"}).status_code == 405


def test_typed_markup_is_shown_as_text(client: Client, town: towns.Town) -> None:
    assert "<script>alert" not in text_of(client, q="<script>alert(1)</script>")


def test_a_misspelt_word_is_guessed_and_linked(client: Client, town: towns.Town) -> None:
    text = text_of(client, q="三宫经费", year="2026")
    assert "您要找的是不是" in text
    assert "q=%E4%B8%89%E5%85%AC%E7%BB%8F%E8%B4%B9&amp;year=2026" in text


def test_a_quoted_phrase_is_not_guessed_about(client: Client, town: towns.Town) -> None:
    assert "您要找的是不是" not in text_of(client, q="“三宫经费”")


def test_nothing_found_offers_a_request_with_the_words_and_to_follow(client: Client, town: towns.Town) -> None:
    text = text_of(client, q="火星移民")
    assert 'href="/requests/apply/?q=%E7%81%AB%E6%98%9F%E7%A7%BB%E6%B0%91"' in text
    assert 'href="/search/follow/?q=%E7%81%AB%E6%98%9F%E7%A7%BB%E6%B0%91"' in text


def test_kinds_can_be_told_apart(client: Client, town: towns.Town) -> None:
    assert 'class="hitrow"' in text_of(client, q="预算", kind="item")
    assert 'class="hitrow"' not in text_of(client, q="预算", kind="report")
    assert "“类别”一项无法识别" in text_of(client, q="预算", kind="wrong")
