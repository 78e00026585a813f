"""Old addresses in the desk: entered line by line, all or none, and taken away."""

from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.portal.models import Redirect
from tests.factories.accounts import person_with
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory
from tests.factories.portal import RedirectFactory

pytestmark = pytest.mark.django_db
URL = "/desk/site/redirects/"


@pytest.fixture
def office(client: Any) -> Any:
    client.force_login(person_with(Role.OPERATOR, AgencyFactory(), with_subtree=True))
    return client


def test_old_addresses_are_entered_with_new_ones_or_index_numbers(office: Any) -> None:
    item = published_item()
    lines = f"http://old.example.gov.cn/info/5349/59093.htm {item.index_no}\n/xxgk/zcfg/  /columns/rules/\n"
    assert office.post(URL, {"lines": lines, "reason": "旧网站"}).status_code == 302
    assert dict(Redirect.objects.values_list("path", "target")) == {
        "info/5349/59093.htm": f"/items/{item.pk // 1000}/{item.pk}.html",
        "xxgk/zcfg/index.html": "/columns/rules/",
    }


@pytest.mark.parametrize(
    "line",
    [
        "/only-one",
        "/a /b /c",
        "/desk/items/ /new/",
        "/a https://elsewhere.example/",
        "/a 没有这个索引号",
        "/a//b /new/",
        "",
    ],
)
def test_one_wrong_line_keeps_all_from_being_entered_and_is_named(office: Any, line: str) -> None:
    answer = office.post(URL, {"lines": f"/old/ /new/\n{line}" if line else ""})
    if line:
        assert answer.status_code == 422 and (
            "第2行" in answer.content.decode() or "没有索引号" in answer.content.decode()
        )
    else:
        assert answer.status_code == 422
    assert not Redirect.objects.exists()


def test_the_list_is_found_exported_and_cleaned(office: Any, django_assert_max_num_queries: Any) -> None:
    row = RedirectFactory(path="info/7.html")
    RedirectFactory(path="other/8.html")
    office.get(URL)
    with django_assert_max_num_queries(12):
        assert len(office.get(URL, {"q": "info"}).context["lines"]) == 1
    office.post(reverse("site:redirect-remove", args=[row.pk]))
    assert [each.path for each in Redirect.objects.all()] == ["other/8.html"]


def test_only_who_keeps_the_site_at_the_top_sees_them(client: Any) -> None:
    client.force_login(person_with(Role.OPERATOR, AgencyFactory(parent=AgencyFactory())))
    assert client.get(URL).status_code == 403
    client.force_login(person_with(Role.OFFICER, AgencyFactory()))
    assert client.get(URL).status_code == 403
