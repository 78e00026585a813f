"""What is offered while somebody types."""

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.disclosures.actions import publishing
from gongkai.search.queries import suggestions
from tests.factories import clock
from tests.search import town as towns
from tests.search.test_queries_results import ODD


def texts(typed: str, kind: str = "document") -> list[str]:
    return [each.text for each in suggestions.suggest(typed) if each.kind == kind]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("老旧小区改", "云州市老旧小区改造专项资金管理办法"),
        ("專項資金", "云州市老旧小区改造专项资金管理办法"),
        ("云政办发〔2026", "云州市老旧小区改造专项资金管理办法"),
        ("云政办发(2026)41", "云州市老旧小区改造专项资金管理办法"),
        ("zxzj", "云州市老旧小区改造专项资金管理办法"),
        ("望山区 供水", "望山区二次供水设施改造方案"),
        ("废", "关于废止部分文件的决定"),
    ],
)
def test_a_document_is_offered_by_title_number_and_initials(town: towns.Town, typed: str, title: str) -> None:
    assert title in texts(typed)


@pytest.mark.parametrize("typed", ["住房和城乡", "yzszf", "市住建局", "zhufanghe", "szjj"])
def test_an_agency_is_offered_by_name_initials_and_sound(town: towns.Town, typed: str) -> None:
    offered = texts(typed, "agency")
    assert "云州市住房和城乡建设局" in offered


def test_what_begins_so_comes_before_what_holds_it(town: towns.Town) -> None:
    assert texts("望山区")[0].startswith("望山区")


def test_words_are_offered(town: towns.Town) -> None:
    assert "三公经费" in texts("三公", "word")


def test_what_was_withdrawn_is_not_offered(town: towns.Town) -> None:
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    assert texts("采石场") == []


def test_odd_input_is_answered(town: towns.Town) -> None:
    for typed in ODD:
        suggestions.suggest(typed.encode("utf-8", "replace").decode())


def test_what_is_offered_takes_few_queries(
    town: towns.Town, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    suggestions.suggest("云州市")
    with django_assert_max_num_queries(3):
        assert suggestions.suggest("云州市")
