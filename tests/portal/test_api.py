"""The read API: pages by key, types, limits, ETag; every answer as its description says."""

import json
from typing import Any

import pytest
from django.test import Client

from gongkai.disclosures.actions import publishing
from gongkai.events import actions as events
from gongkai.portal import api
from gongkai.portal.pages import records
from tests.factories import clock
from tests.factories.catalog import ColumnFactory
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list}


def read(client: Client, address: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(address, parameters)
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


@pytest.fixture
def items() -> list[Any]:
    agency, column = AgencyFactory(code="YZ01"), ColumnFactory(slug="notices")
    return [published_item(agency=agency, column=column, title=f"第{n}件", body=f"<p>正文{n}</p>") for n in range(5)]


def test_a_list_is_read_page_by_page_to_its_end(client: Client, items: list[Any]) -> None:
    seen, address = [], "/api/v1/items/?limit=2"
    while address:
        found = json.loads(client.get(address).content)
        seen += [row["id"] for row in found["data"]]
        address = (found["next"] or "").partition("//")[2].partition("/")[2]
        address = f"/{address}" if address else ""
    assert seen == [item.pk for item in items]


@pytest.mark.parametrize("kind", records.KINDS, ids=lambda kind: kind.name)
def test_every_kind_answers_as_its_description_says(client: Client, items: list[Any], kind: records.Kind) -> None:
    publishing.withdraw(item=items[0], by="person:1", reason="有误", at=clock.NOW)
    described = read(client, "/api/v1/openapi.json")
    schema = described["components"]["schemas"][kind.name]
    assert f"/api/v1/{kind.name}/" in described["paths"]
    for row in read(client, f"/api/v1/{kind.name}/")["data"]:
        assert list(row) == list(schema["properties"])
        for name, value in row.items():
            wanted = schema["properties"][name]["type"]
            assert (
                value is None
                if value is None
                else isinstance(value, TYPES[[wanted, *wanted][0] if isinstance(wanted, str) else wanted[0]])
            )
            assert value is not None or "null" in wanted, name


def test_filters_narrow(client: Client, items: list[Any]) -> None:
    other = published_item(title="别处")
    assert len(read(client, "/api/v1/items/", agency="YZ01")["data"]) == 5
    assert [row["id"] for row in read(client, "/api/v1/items/", after=items[-1].pk)["data"]] == [other.pk]
    assert len(read(client, "/api/v1/items/", since="2999-01-01")["data"]) == 0


def test_the_same_is_not_sent_twice(client: Client, items: list[Any]) -> None:
    first = client.get("/api/v1/items/")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    published_item(title="新的")
    assert client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/v1/items/?limit=many", "limit"),
        ("/api/v1/items/?after=-1", "after"),
        ("/api/v1/items/?after=99999999999999999999", "after"),
        ("/api/v1/items/?after=" + "9" * 5000, "after"),
        ("/api/v1/items/?since=2026-02-30", "since"),
        ("/api/v1/items/?colour=red", "colour"),
        ("/api/v1/items/?agency=%00", "agency"),
        ("/api/v1/reports/?year=二", "year"),
        ("/api/v1/agencies/?agency=x", "agency"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, address: str, name: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert name in json.loads(answer.content)["title"]


def test_a_page_is_never_longer_than_the_limit(client: Client, items: list[Any]) -> None:
    assert len(read(client, "/api/v1/items/", limit=0)["data"]) == 1
    assert len(read(client, "/api/v1/items/", limit=100000)["data"]) == 5


def test_one_item_is_there_withdrawn_or_unknown(client: Client, items: list[Any]) -> None:
    address = f"/api/v1/items/{items[0].pk}/"
    assert read(client, address)["text"] == "正文0"
    publishing.withdraw(item=items[0], by="person:1", reason="有误", at=clock.NOW)
    assert client.get(address).status_code == 410
    assert client.get("/api/v1/items/99999999/").status_code == 404
    assert client.get("/api/v1/items/99999999999999999999/").status_code == 404


def test_changes_tell_what_happened_and_nobody_who_did_it(client: Client, items: list[Any]) -> None:
    publishing.withdraw(item=items[0], by="person:1", reason="内部原因", at=clock.NOW)
    events.seal()
    answer = client.get("/api/v1/changes/")
    found = json.loads(answer.content)
    assert (found["data"][-1]["change"], found["data"][-1]["record_id"]) == ("withdrawn", items[0].pk)
    assert "person:1" not in answer.content.decode()
    assert "内部原因" not in answer.content.decode()
    after = found["next"].partition("after=")[2].partition("&")[0]
    assert read(client, "/api/v1/changes/", after=after) == {"data": [], "next": None}


def test_too_many_requests_are_told_when_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LIMIT", api.throttle.Limit("api.test", 2, 600))
    answers = [client.get("/api/v1/") for _time in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_nothing_can_be_written(client: Client) -> None:
    assert client.post("/api/v1/items/").status_code == 405
