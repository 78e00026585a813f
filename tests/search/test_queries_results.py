"""Tests of what is found, how it is counted, filtered, marked and shown."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from gongkai.search.queries import engine, results
from tests.search import town as towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town_to_read: towns.Town) -> towns.Town:
    """Nothing here changes the town."""
    return town_to_read


Search = Callable[..., results.SearchResult]
Keys = Callable[..., list[str]]

ODD = [
    "！！？？……",
    "   ",
    "“",
    '"未闭合',
    "「坪山",
    "AND OR NOT",
    "title:预算 +三公 -决算 ^2 ~ * ? [a TO b] {x}",
    "\\ / ( ) : \" ' ; -- <script>alert(1)</script>",
    "😀🎉",
    "预\x00算",
    "\x00",
    "\ud800",
    "预算" * 5_000,
    "a" * 10_000,
    "〔" * 10_000,
    "1" * 10_000,
    " ".join(map(str, range(2_000))),
    "的 了 和",
    "“" + "预算" * 3_000 + "”",
    "\u200b\u200b",
    "%00%",
    "٣٤٥",
    "ｆｕｌｌ　ｗｉｄｔｈ",
]


@pytest.mark.parametrize("where", ["everything", "title", "attachments"])
def test_odd_input_is_answered(town: towns.Town, find: Search, where: str) -> None:
    for text in ODD:
        found = find(text, where=where)
        assert bool(found.hits) == bool(found.total), text[:40]


def test_marks_alone_are_said_to_hold_nothing(town: towns.Town, find: Search) -> None:
    assert find("！！？？").notes == {"nothing-searchable"}


def test_a_very_long_text_is_searched_by_its_beginning(town: towns.Town, find: Search) -> None:
    assert "shortened" in find("预算" * 5_000).notes


def test_a_traditional_name_finds_the_simplified_one_and_not_its_pieces(keys: Keys) -> None:
    assert keys("坪山區") == ["坪山"]


def test_a_word_of_one_character_is_found_inside_words(keys: Keys) -> None:
    assert set(keys("石")) == {"石", "石二"}


@pytest.mark.parametrize(
    "typed",
    ["云政发〔2025〕7号", "云政发[2025]7号", "云政发（2025）第07号", "云政发【2025】7號", "云政发〔2025〕 7 号"],
)
def test_a_document_number_is_found_in_any_brackets_its_own_document_first(keys: Keys, typed: str) -> None:
    assert keys(typed) == ["信息化", "引用"]


def test_an_index_number_finds_its_item(town: towns.Town, keys: Keys) -> None:
    number = town.items["低保"].index_no
    assert number is not None
    assert keys(number) == ["低保"]


def test_all_words_are_required(keys: Keys) -> None:
    assert set(keys("望山区 石")) == {"石二", "石"}
    assert keys("采石场 关停") == ["石二"]


def test_without_a_full_answer_the_nearest_ones_are_shown_and_it_is_said(town: towns.Town, find: Search) -> None:
    found = find("采石场 关停 火星")
    assert "relaxed" in found.notes
    assert [town.key_of(hit.item_id) for hit in found.hits] == ["石二"]


def test_a_quoted_phrase_is_found_only_as_it_stands(keys: Keys) -> None:
    assert keys("“支持山区”") == ["山区"]
    assert keys("“山区支持”") == []


def test_words_of_the_same_meaning_are_searched_too_and_can_be_refused(keys: Keys, find: Search) -> None:
    assert set(keys("三公经费")) == {"三公", "接待"}
    assert "公务接待费" in find("三公经费").synonyms
    assert keys("三公经费", with_synonyms=False) == ["三公"]
    assert find("三公经费", with_synonyms=False).synonyms == ()


def test_titles_alone_can_be_searched(keys: Keys) -> None:
    assert "办法" in keys("基础设施")
    assert keys("基础设施", where="title") == []
    assert keys("水箱", where="title") == []
    assert keys("供水", where="title") == ["供水"]


def test_an_agency_is_found_with_all_below_it(town: towns.Town, keys: Keys) -> None:
    district, street = town.agencies["望山区"], town.agencies["青石街道"]
    assert set(keys(agency=district.pk)) == {"石", "石二", "供水", "学区", "低保"}
    assert keys(agency=street.pk) == ["石"]
    assert len(keys(agency=town.agencies["市"].pk)) == len(town.items)


def test_a_column_is_found_with_all_below_it(town: towns.Town, keys: Keys) -> None:
    assert set(keys(column=town.columns["预算"].pk)) == {"预算", "决算"}
    assert len(keys(column=town.columns["法定"].pk)) == len(town.items)


def test_a_topic_is_found_by_its_class_and_by_itself(keys: Keys) -> None:
    expected = {"三公", "接待", "预算", "决算"}
    assert set(keys(topic="04")) == set(keys(topic="0401")) == expected


def test_genre_validity_year_and_period_narrow_the_search(keys: Keys) -> None:
    assert set(keys(genre="notice")) == {"办法", "接待", "废止"}
    assert keys(validity="repealed") == ["暂行规定"]
    assert keys(year=2021) == ["暂行规定"]
    assert set(keys("天气", since=datetime.date(2016, 7, 2), until=datetime.date(2016, 7, 2))) == {"旧天气"}
    assert keys("天气", since=datetime.date(2016, 7, 3), until=datetime.date(2016, 7, 31)) == []
    assert keys("天气", since=datetime.date(2017, 1, 1)) == ["天气"]


def test_the_newest_come_first_when_sorted_by_date(keys: Keys) -> None:
    assert keys("天气", order="date") == ["天气", "旧天气"]
    assert keys("老旧小区改造", order="date")[-1] == "暂行规定"


def test_every_count_of_a_facet_is_what_its_filter_finds(town: towns.Town, find: Search) -> None:
    for text in ("", "通知", "云州市"):
        facets = find(text, size=30).facets
        assert facets["agency"]
        assert facets["column"]
        for name in ("agency", "column", "topic", "genre", "year", "validity"):
            for value in facets[name]:
                key: Any = int(value.key) if name in {"agency", "column", "year"} else value.key
                assert find(text, **{name: key}).total == value.count, (text, name, value)


def test_facets_name_what_lies_below_the_choice(town: towns.Town, find: Search) -> None:
    names = [value.name for value in find().facets["agency"]]
    assert set(names) == {"市财政局", "市住建局", "望山区政府"}
    below = find(agency=town.agencies["望山区"].pk).facets["agency"]
    assert [(value.name, value.count, value.is_selected) for value in below] == [
        ("望山区政府", 5, True),
        ("青石街道", 1, False),
    ]
    assert [value.name for value in find().facets["topic"]] == ["财政、金融、审计"]
    assert [value.name for value in find(topic="04").facets["topic"]] == ["财政、金融、审计", "财政"]
    assert [value.name for value in find().facets["genre"]] == ["通知"]


def test_an_agency_that_is_not_there_finds_nothing(town: towns.Town, find: Search) -> None:
    found = find("预算", agency=987_654)
    assert (found.total, found.agency) == (0, None)


def test_a_page_that_does_not_exist_shows_the_last(town: towns.Town, find: Search) -> None:
    found = find(page=90)
    assert found.query.page == found.pages == 3
    assert found.hits


def test_pages_do_not_overlap_and_leave_nothing_out(town: towns.Town, find: Search) -> None:
    ids = [hit.item_id for page in (1, 2, 3) for hit in find(page=page).hits]
    assert sorted(ids) == sorted(item.pk for item in town.items.values())


def test_a_search_takes_a_fixed_number_of_queries(
    town: towns.Town, find: Search, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(8):
        find("云州市", agency=town.agencies["市"].pk, column=town.columns["法定"].pk)


def test_seconds_are_told(town: towns.Town) -> None:
    assert engine.find(engine.SearchQuery(text="预算")).seconds > 0
