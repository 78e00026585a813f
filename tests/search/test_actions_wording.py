"""Keeping the list of words that are searched together."""

import pytest

from gongkai.events.models import Event
from gongkai.search.actions import wording
from gongkai.search.queries import results
from tests.factories import clock
from tests.search import town as towns
from tests.search.conftest import Search

pytestmark = pytest.mark.django_db


def keep(word: str, *others: str, is_mutual: bool = False) -> object:
    return wording.keep(word=word, others=others, is_mutual=is_mutual, by="person:1", at=clock.NOW)


def titles(found: results.SearchResult) -> list[str]:
    return ["".join(text for text, _is_hit in hit.title) for hit in found.hits]


def test_a_rule_has_effect_at_once_and_so_has_its_end(town: towns.Town, find: Search) -> None:
    assert find("毛坯石料").total == 0
    rule = wording.keep(word="毛坯石料", others=["采石场"], is_mutual=False, by="person:1", at=clock.NOW)
    assert titles(find("毛坯石料")) == ["望山区采石场关停情况"]
    wording.drop(rule=rule, by="person:1", at=clock.NOW)
    assert find("毛坯石料").total == 0


def test_a_shipped_rule_can_be_switched_off(town: towns.Town, find: Search) -> None:
    assert find("三公经费").synonyms
    keep("三公经费")
    assert not find("三公经费").synonyms


def test_each_decision_is_an_event(town: towns.Town) -> None:
    keep("毛坯", "石料")
    keep("毛坯", "石料", "石材")
    assert Event.objects.filter(kind=wording.KEPT).count() == 2


@pytest.mark.parametrize(
    ("word", "others", "field"),
    [
        ("，", ["预算"], "word"),
        ("预算", ["！"], "others"),
        ("预算", ["預算"], "others"),
        ("预算", [f"词{number}" for number in range(13)], "others"),
        ("预" * 41, [], "word"),
        ("", [], "word"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(db: None, word: str, others: list[str], field: str) -> None:
    with pytest.raises(wording.Refused) as refused:
        keep(word, *others)
    assert refused.value.field == field
