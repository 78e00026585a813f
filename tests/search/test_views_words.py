"""The list of words searched together, in the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.accounts.models import Role
from gongkai.search.models import SynonymRule
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
from tests.factories.search import SynonymRuleFactory

pytestmark = pytest.mark.django_db
PAGE = "/desk/search/"


@pytest.fixture
def keeper(client: Client) -> Client:
    """Somebody of the disclosure office of the root."""
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory()))
    return client


def test_the_office_decides_about_a_word(keeper: Client) -> None:
    form = {"word": "遛娃", "others": "儿童公园\n 社区公园 \n", "is_mutual": "on"}
    assert keeper.post(f"{PAGE}word/", form).status_code == 302
    rule = SynonymRule.objects.get()
    assert (rule.others, rule.is_mutual) == (["儿童公园", "社区公园"], True)
    assert "儿童公园、社区公园" in keeper.get(PAGE).content.decode()
    assert keeper.post(f"{PAGE}{rule.pk}/drop/").status_code == 302
    assert not SynonymRule.objects.exists()


def test_the_form_begins_with_what_holds_now(keeper: Client) -> None:
    assert "公务接待费" in keeper.get(f"{PAGE}word/", {"word": "三公经费"}).content.decode()
    SynonymRuleFactory(word="三公经费", key="三公经费", others=["会议费"])
    assert "会议费" in keeper.get(f"{PAGE}word/", {"word": "三公经费"}).content.decode()


def test_a_refused_rule_is_said_at_its_box(keeper: Client) -> None:
    assert "不必再列出它自己" in keeper.post(f"{PAGE}word/", {"word": "预算", "others": "預算"}).content.decode()


def test_who_keeps_columns_below_the_root_only_reads(client: Client) -> None:
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory(parent=AgencyFactory())))
    rule = SynonymRuleFactory()
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}word/").status_code == 403
    assert client.post(f"{PAGE}{rule.pk}/drop/").status_code == 403


def test_the_list_takes_at_most_twelve_queries(
    keeper: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    SynonymRuleFactory.create_batch(3)
    with django_assert_max_num_queries(12):
        keeper.get(PAGE, {"q": "词"})
