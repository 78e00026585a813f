"""Words searched together: the shipped list, and what the office decides before it."""

import pytest

from gongkai.search.queries import synonyms
from gongkai.search.queries.synonyms import Rule


def test_the_shipped_list_knows_both_directions() -> None:
    words = synonyms.shipped()
    assert "供热" in words.of("供暖")
    assert "供暖" in words.of("供熱")
    assert "公务接待费" in words.of("三公经费")
    assert not words.of("公务接待费")


def test_the_list_says_each_thing_once() -> None:
    words = [rule.word for rule in synonyms.shipped_rules()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    ("own", "asked", "found"),
    [
        (Rule("供暖", ("采暖",), False), "供暖", ("采暖",)),
        (Rule("供暖", ("采暖",), True), "采暖", ("供暖",)),
        (Rule("供暖", (), False), "供暖", ()),
        (Rule("供暖", (), False), "供热", ("暖气",)),
        (Rule("人才房", ("人才公寓", "人才住房"), True), "人才公寓", ("人才房", "人才住房")),
    ],
)
def test_what_the_office_decides_goes_before(own: Rule, asked: str, found: tuple[str, ...]) -> None:
    assert synonyms.thesaurus([own]).of(asked) == found
