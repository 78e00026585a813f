"""Places in lists: an item keeps its page, back-dated ones go where their date belongs, everything can be repeated."""

import datetime

import pytest

from gongkai.portal import queries
from gongkai.portal.actions import placing
from gongkai.portal.models import Listing, ListingEntry
from tests.factories import clock

pytestmark = pytest.mark.django_db


def wanted(number: int, day: int | None = None, keys: tuple[str, ...] = ("new",)) -> placing.Wanted:
    at = clock.NOW + datetime.timedelta(days=number if day is None else day)
    return placing.Wanted(number, at, keys)


def pages(key: str = "new") -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in ListingEntry.objects.filter(listing__key=key).order_by("page", "published_at", "item_id"):
        found.setdefault(entry.page, []).append(entry.item_id)
    return found


def test_pages_fill_from_the_oldest_and_keep_what_they_hold():
    placing.place(wanted=[wanted(number) for number in range(1, 46)])

    assert {page: len(ids) for page, ids in pages().items()} == {1: 20, 2: 20, 3: 5}
    assert pages()[1] == list(range(1, 21))
    row = Listing.objects.get(key="new")
    assert (row.total, row.last_page, row.last_page_total) == (45, 3, 5)


def test_one_more_item_touches_one_page():
    placing.place(wanted=[wanted(number) for number in range(1, 46)])

    assert placing.place(wanted=[wanted(46)]) == {"new": {3}}


def test_a_new_page_touches_the_full_one_and_its_neighbour():
    placing.place(wanted=[wanted(number) for number in range(1, 61)])

    assert placing.place(wanted=[wanted(61)]) == {"new": {2, 3, 4}}


def test_placing_again_changes_nothing_but_names_the_pages():
    placing.place(wanted=[wanted(number) for number in range(1, 46)])

    assert placing.place(wanted=[wanted(3), wanted(44)]) == {"new": {1, 3}}
    assert Listing.objects.get(key="new").total == 45


def test_a_back_dated_item_goes_to_the_page_of_its_date():
    placing.place(wanted=[wanted(number) for number in range(1, 46)])

    assert placing.place(wanted=[wanted(100, day=25)]) == {"new": {2}}
    assert len(pages()[2]) == 21
    assert placing.place(wanted=[wanted(101, day=-5)]) == {"new": {1}}


def test_what_is_gone_leaves_every_list():
    placing.place(wanted=[wanted(number, keys=("new", "agency:1")) for number in range(1, 6)])

    assert placing.place(wanted=[], gone=[5]) == {"new": {1}, "agency:1": {1}}
    assert Listing.objects.get(key="agency:1").total == 4
    assert placing.place(wanted=[], gone=[5]) == {}


def test_an_item_that_changed_its_column_changes_its_lists():
    placing.place(wanted=[wanted(1, keys=("new", "column:1"))])

    touched = placing.place(wanted=[wanted(1, keys=("new", "column:2"))])

    assert set(touched) == {"new", "column:1", "column:2"}
    assert queries.totals(["column:1", "column:2"]) == {"column:2": 1}


def test_a_new_item_follows_when_the_last_page_was_emptied():
    placing.place(wanted=[wanted(number) for number in range(1, 22)])
    placing.place(wanted=[], gone=[21])

    placing.place(wanted=[wanted(22)])

    assert pages()[2] == [22]
    assert queries.fronts(["new"])["new"].item_ids[:2] == (22, 20)


def test_the_front_is_never_nearly_empty():
    placing.place(wanted=[wanted(number) for number in range(1, 62)])

    front = queries.fronts(["new"])["new"]

    assert len(front.item_ids) == 21
    assert (front.item_ids[0], front.older) == (61, 2)


def test_the_front_reaches_back_over_emptied_pages():
    placing.place(wanted=[wanted(number) for number in range(1, 101)])
    placing.place(wanted=[], gone=range(22, 101))

    front = queries.fronts(["new"])["new"]

    assert front.item_ids == tuple(range(21, 0, -1))
    assert front.older is None


def test_numbered_pages_know_their_neighbours():
    placing.place(wanted=[wanted(number) for number in range(1, 62)])

    found = {sheet.number: sheet for sheet in queries.sheets({"new": range(1, 9)})}

    assert sorted(found) == [1, 2, 3]
    assert (found[1].older, found[1].newer) == (None, 2)
    assert (found[3].older, found[3].newer) == (2, None)


def test_renumbering_spreads_items_evenly_and_counts_anew():
    placing.place(wanted=[wanted(number) for number in range(1, 46)])
    placing.place(wanted=[wanted(100 + number, day=3) for number in range(10)])
    Listing.objects.filter(key="new").update(total=999)
    assert placing.uneven() == ["new"]

    placing.renumber(key="new")

    assert {page: len(ids) for page, ids in pages().items()} == {1: 20, 2: 20, 3: 15}
    assert Listing.objects.get(key="new").total == 55
    assert placing.uneven() == []


def test_latest_is_the_day_of_the_newest_item():
    placing.place(wanted=[wanted(1), wanted(2)])

    assert queries.latest(["new", "column:9"]) == {"new": clock.TODAY + datetime.timedelta(days=2)}
