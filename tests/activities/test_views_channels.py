"""The register of accounts and the postings in the desk: entering, connecting, sending an item, again, taking back."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.activities.actions import posting
from gongkai.activities.models.channels import Account, AccountCheck, Posting
from gongkai.core import background
from gongkai.core.channels import wechat
from tests.core import services
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.activities import AccountFactory, ActivityFactory, PostingFactory
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
ACCOUNTS = "/desk/activities/accounts/"


@pytest.fixture
def office(client: Client) -> Person:
    """Somebody of the disclosure office, signed in."""
    person = person_with(Role.DISCLOSURE_OFFICE, AgencyFactory(), with_subtree=True)
    client.force_login(person)
    return person


@pytest.fixture
def fake(settings: Any) -> Iterator[services.Services]:
    wechat._tokens.clear()
    with services.running() as running:
        settings.WECHAT_URL = settings.WEIBO_URL = running.address
        yield running


def typed(person: Person, **fields: Any) -> dict[str, Any]:
    plain = {"agency": person.home_id, "channel": "weibo", "name": "云州发布", "responsible": person.pk}
    more = {"opened_on": "2024年1月5日", "silent_days": 14, "is_listed": "on", "connector": "weibo"}
    return plain | more | fields


def test_an_account_is_entered_connected_and_never_gives_its_credentials_back(
    client: Client, office: Person, django_assert_max_num_queries: Any
) -> None:
    answer = client.post(f"{ACCOUNTS}new/", typed(office))
    row = Account.objects.get()
    page = f"{ACCOUNTS}{row.pk}/"
    assert answer["Location"] == page
    assert client.post(f"{page}connect/", {"access_token": ""}).status_code == 422
    assert client.post(f"{page}connect/", {"access_token": services.TOKEN}).status_code == 302
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    assert services.TOKEN not in shown + client.get(f"{page}edit/").content.decode()
    assert "已对接" in shown
    assert client.post(f"{page}edit/", typed(office, name="新名称")).status_code == 302
    assert (Account.objects.get().name, Account.objects.get().credentials != "") == ("新名称", True)
    assert client.post(f"{page}connect/", {"act": "forget"}).status_code == 302
    assert Account.objects.get().credentials == ""


def test_what_is_wrong_is_said_at_its_field(client: Client, office: Person) -> None:
    answer = client.post(f"{ACCOUNTS}new/", typed(office, connector="wechat", silent_days=0))
    assert (answer.status_code, Account.objects.count()) == (422, 0)
    assert "silent_days" in answer.context["form"].errors
    answer = client.post(f"{ACCOUNTS}new/", typed(office, connector="wechat"))
    assert "connector" in answer.context["form"].errors


def test_checks_and_closing(client: Client, office: Person) -> None:
    row = AccountFactory(agency=office.home, updated_on=timezone.localdate() - datetime.timedelta(days=40))
    page = f"{ACCOUNTS}{row.pk}/"
    assert "已 40 天未更新" in client.get(ACCOUNTS).content.decode()
    assert client.post(f"{page}check/", {"updated_on": "2099-01-01"}).status_code == 422
    assert client.post(f"{page}check/", {"updated_on": timezone.localdate(), "note": "正常"}).status_code == 302
    assert AccountCheck.objects.get().note == "正常"
    assert client.post(f"{page}close/", {"on": timezone.localdate(), "note": ""}).status_code == 422
    assert client.post(f"{page}close/", {"on": timezone.localdate(), "note": "并入"}).status_code == 302
    assert "并入" in client.get(page).content.decode()
    assert client.get(f"{page}edit/").status_code == 404


def test_an_item_is_sent_from_its_page_and_what_failed_again(
    client: Client, office: Person, fake: services.Services, django_assert_max_num_queries: Any
) -> None:
    client.post(f"{ACCOUNTS}new/", typed(office))
    account = Account.objects.get()
    client.post(f"{ACCOUNTS}{account.pk}/connect/", {"access_token": services.TOKEN})
    item = published_item(agency=office.home)
    ActivityFactory(agency=office.home, item=item, channel="board", title="张贴于公告栏")
    page = send = f"/desk/activities/postings/of/{item.pk}/"
    assert "云州发布" in client.get(page).content.decode()
    assert client.post(send, {"account": []})["Location"] == page
    assert Posting.objects.count() == 0
    fake.fault = "content"
    client.post(send, {"account": [account.pk]})
    background.run_due_tasks("test")
    shown = client.get(page).content.decode()
    assert "20021" in shown and "重新发送" in shown
    assert "20021" in client.get("/desk/activities/postings/").content.decode()
    fake.fault = ""
    row = Posting.objects.get()
    client.post(f"/desk/activities/postings/{row.pk}/again/")
    background.run_due_tasks("test")
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    assert Posting.objects.get().address in shown and "公告栏" in shown
    assert "公告栏" in (shown := client.get(f"/desk/items/{item.pk}/").content.decode()) and "已发布" in shown
    client.post(f"/desk/activities/postings/{row.pk}/take-back/")
    background.run_due_tasks("test")
    assert (Posting.objects.get().state, fake.posts) == (Posting.State.GONE, {})


def test_what_cannot_be_deleted_is_confirmed_by_hand(client: Client, office: Person) -> None:
    account = AccountFactory(agency=office.home, channel="email", connector="bulletin", name="简报")
    row = PostingFactory(account=account, state="posted", posted_at=clock.NOW, next_at=None)
    client.post(f"/desk/activities/postings/{row.pk}/take-back/")
    assert Posting.objects.get().state == Posting.State.STAYS
    assert "请人工删除" in client.get(f"/desk/activities/postings/of/{row.item_id}/").content.decode()
    client.post(f"/desk/activities/postings/{row.pk}/gone/")
    assert Posting.objects.get().state == Posting.State.GONE


def test_who_withdraws_sees_who_carries_it(client: Client, office: Person) -> None:
    account = AccountFactory(agency=office.home, channel="email", connector="bulletin", name="简报甲")
    row = PostingFactory(account=account, state="posted", posted_at=clock.NOW, next_at=None)
    shown = client.get(f"/desk/items/{row.item_id}/withdraw/").content.decode()
    assert "简报甲" in shown


def test_an_officer_sends_into_own_accounts_only_and_keeps_none(client: Client, office: Person) -> None:
    row = AccountFactory(agency=office.home, connector="feed", channel="rss")
    item = published_item(agency=AgencyFactory(parent=office.home))
    client.force_login(person_with(Role.OFFICER, item.agency))
    client.post(f"/desk/activities/postings/of/{item.pk}/", {"account": [row.pk]})
    assert Posting.objects.count() == 0
    assert client.get(f"{ACCOUNTS}new/").status_code == 403
    failed = PostingFactory(account=row, item=item, revision=item.public_revision)
    assert client.post(f"/desk/activities/postings/{failed.pk}/again/").status_code == 404
    assert posting.send_due(clock=lambda: clock.NOW) == 1
