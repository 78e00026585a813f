"""The parts of a list that pages share: what the address says, where to go back to, what was ticked."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from gongkai.core import lists


@pytest.mark.parametrize(("value", "shown", "values"), [("a", "Alpha", {"kind": "a"}), ("zzz", "", {}), ("", "", {})])
def test_an_unknown_choice_counts_as_none(value: str, shown: str, values: dict[str, str]) -> None:
    choice = lists.Choice("kind", "Kind", (("a", "Alpha"), ("b", "Beta")), {})
    bound = choice.bound(RequestFactory().get("/", {"kind": value}))
    assert (bound.shown, bound.values) == (shown, values)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ({"on_from": "2026-03-01"}, {"on_from": "2026-03-01"}),
        ({"on_from": "2026-02-30", "on_to": "2026-03-01"}, {"on_to": "2026-03-01"}),
        ({"on_to": "yesterday"}, {}),
    ],
)
def test_what_is_no_day_counts_as_none(query: dict[str, str], values: dict[str, str]) -> None:
    assert lists.Dates("on", "On", "at").bound(RequestFactory().get("/", query)).values == values


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("/desk/items/?q=1", "/desk/items/?q=1"),
        ("https://elsewhere.example/", "/fallback/"),
        ("//elsewhere.example/", "/fallback/"),
        ("javascript:alert(1)", "/fallback/"),
        ("", "/fallback/"),
    ],
)
def test_the_way_back_stays_in_the_house(back: str, expected: str) -> None:
    request = RequestFactory().post("/", {"next": back})
    request.user = AnonymousUser()
    assert lists.way_back(request, fallback="/fallback/") == expected


def test_ticked_rows_are_numbers() -> None:
    request = RequestFactory().post("/", {"action": "submit", "row": ["3", "x", "-1", "5"]})
    assert lists.chosen(request, fallback="/").ids == (3, 5)


def test_an_option_is_indented_by_its_depth() -> None:
    assert lists.Option("1", "局", 2).indented == "\u3000\u3000局"


def test_an_address_changes_some_parameters_and_keeps_the_others() -> None:
    request = RequestFactory().get("/list/", {"q": "公告", "cursor": "x"})
    assert lists.address(request, cursor="") == "/list/?q=%E5%85%AC%E5%91%8A"
    assert lists.address(RequestFactory().get("/list/")) == "/list/"
