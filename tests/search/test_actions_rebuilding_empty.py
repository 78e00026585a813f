"""Tests of building an index where nothing is public, and of searching without one. No town stands in this file."""

from collections.abc import Callable

import pytest

from gongkai.search.actions import rebuilding
from gongkai.search.queries import results, suggestions, verification
from tests.factories import clock
from tests.search import town as towns

pytestmark = pytest.mark.django_db

Search = Callable[..., results.SearchResult]


def test_an_empty_installation_gets_an_empty_index(find: Search) -> None:
    assert rebuilding.rebuild(at=clock.NOW).item_count == 0
    assert find("预算").total == 0
    assert find().total == 0
    assert not verification.differences()


def test_without_an_index_agencies_are_offered_still() -> None:
    towns.empty_town()
    assert [each.text for each in suggestions.suggest("财政局") if each.kind == "agency"] == ["云州市财政局"]
    assert suggestions.suggest("预算") == []
