"""The feed of a search, and what the script of the search box asks."""

import json
import shutil
from xml.etree import ElementTree

import pytest
from django.test import Client

from gongkai.search.queries import generations
from tests.search import town as towns

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "feed.json"])
def test_a_feed_holds_the_newest_results_of_the_search(client: Client, town: towns.Town, name: str) -> None:
    answer = client.get(f"/search/{name}", {"q": "决算", "sort": "relevance"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.index("三公经费决算公开") < text.index("2024年部门决算")
    assert "q=%E5%86%B3%E7%AE%97" in text
    if name == "feed.json":
        assert len(json.loads(text)["items"]) == 2
    else:
        ElementTree.fromstring(text)


def test_a_feed_is_not_sent_twice(client: Client, town: towns.Town) -> None:
    first = client.get("/search/feed.xml", {"q": "决算"})
    assert client.get("/search/feed.xml", {"q": "决算"}, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_without_an_index_a_feed_asks_to_wait(client: Client, town: towns.Town) -> None:
    shutil.rmtree(generations.root())
    assert client.get("/search/feed.xml", {"q": "决算"}).status_code == 503


def test_a_wrong_filter_is_left_out_of_a_feed(client: Client, town: towns.Town) -> None:
    assert "部门预算" in client.get("/search/feed.xml", {"q": "预算", "agency": "x", "year": "二"}).content.decode()


def test_what_is_typed_is_answered_with_suggestions(client: Client, town: towns.Town) -> None:
    answer = client.get("/search/suggest/", {"q": "采石场"})
    assert answer["Cache-Control"] == "private, max-age=60"
    (found,) = [each for each in answer.json()["suggestions"] if each["kind"] == "document"]
    assert found["text"] == "望山区采石场关停情况"
    assert found["address"].startswith("/items/")


@pytest.mark.parametrize("typed", ["", " ", "\x00", "x" * 5000, "<b>"])
def test_anything_may_be_typed(client: Client, town: towns.Town, typed: str) -> None:
    assert client.get("/search/suggest/", {"q": typed}).status_code == 200
