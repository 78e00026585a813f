"""The portal pages that Django answers: the reader's wish, and errors."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_form_is_shown(client):
    answer = client.get("/scheme/")

    assert answer.status_code == 200
    assert b'name="scheme"' in answer.content


@pytest.mark.parametrize(
    ("query", "cookie"),
    [
        ({"scheme": "dark", "size": ""}, "dark"),
        ({"scheme": "by", "size": "xl"}, "by-xl"),
        ({"scheme": "", "size": "l"}, "-l"),
        ({"scheme": "", "size": ""}, ""),
        ({"scheme": "evil", "size": "9"}, ""),
    ],
)
def test_a_choice_is_kept_and_the_reader_sent_back(client, query, cookie):
    answer = client.get("/scheme/", query, headers={"referer": "http://testserver/items/0/1.html"})

    assert (answer.status_code, answer["Location"]) == (302, "/items/0/1.html")
    assert answer.cookies["gongkai_view"].value == cookie


def test_nobody_is_sent_elsewhere(client):
    answer = client.get("/scheme/", {"scheme": "dark"}, headers={"referer": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert client.get("/scheme/", {"scheme": "dark", "next": "https://evil.example/"})["Location"] == "/"


def test_the_wish_is_written_on_dynamic_pages(client):
    client.cookies["gongkai_view"] = "ky-xl"

    assert b'data-scheme="ky" data-size="xl"' in client.get("/scheme/").content


def test_an_unknown_address_says_so(client):
    answer = client.get("/no/such/page")

    assert answer.status_code == 404
    assert b"404" in answer.content
