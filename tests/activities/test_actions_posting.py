"""Posting public items into accounts: steps, retries, takedown, figures; and every way around the review is shut."""

import datetime
import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from gongkai.accounts.models import Person, Role
from gongkai.activities.actions import accounts, kinds, posting, refusals
from gongkai.activities.models.channels import Account, AccountCheck, Posting
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import channels
from gongkai.core.channels import known, wechat
from gongkai.disclosures.actions import publishing
from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.notices.models import Notice
from tests.core import services
from tests.factories import clock
from tests.factories.accounts import PersonFactory, person_with
from tests.factories.activities import AccountFactory, PostingFactory
from tests.factories.disclosures import draft_item, published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
State = Posting.State
GIVEN = {
    "wechat": {"appid": services.APPID, "secret": services.SECRET, "cover": services.COVER},
    "weibo": {"access_token": services.TOKEN},
    "bulletin": {"recipients": "reader@example.com"},
    "feed": {},
}


@pytest.fixture
def fake(settings: Any) -> Iterator[services.Services]:
    wechat._tokens.clear()
    with services.running() as running:
        settings.WECHAT_URL = settings.WEIBO_URL = running.address
        yield running


def connected(code: str, **fields: Any) -> Account:
    """An account that is connected."""
    channel = known.connector(code).channel
    row: Account = AccountFactory(connector=code, channel=channel, **fields)
    if GIVEN[code]:
        accounts.connect(account=row, given=GIVEN[code], by=row.responsible, at=clock.NOW)
    return Account.objects.get(pk=row.pk)


def ordered(code: str = "wechat") -> Posting:
    account = connected(code)
    item = published_item(agency=account.agency)
    return posting.order(item=item, account=account, by=account.responsible, at=clock.NOW)


def later(hours: float = 0) -> Callable[[], datetime.datetime]:
    return lambda: clock.NOW + datetime.timedelta(hours=hours)


def gone_on(row: Posting, *, until: float = 1) -> Posting:
    """Go on as the clock would."""
    for hours in (0, until / 2, until):
        posting.send(posting=row, clock=later(hours))
    return Posting.objects.get(pk=row.pk)


def withdrawn(item: Item) -> None:
    item.refresh_from_db()
    publishing.withdraw(item=item, reason="内容有误", by=PersonFactory(), at=clock.NOW)
    posting.hear_withdrawn(list(Event.objects.filter(kind="item.withdrawn")))


def test_a_wechat_article_goes_out_in_steps_and_counts_once_in_its_channel(fake: services.Services) -> None:
    row = gone_on(ordered())
    assert (row.state, row.address) == (State.POSTED, "https://mp.weixin.qq.com/s/100000001")
    assert row.activity is not None
    assert (row.activity.item_id, row.activity.channel, row.activity.link) == (row.item_id, "wechat", row.address)
    assert Account.objects.get().updated_on == clock.TODAY
    # Another account of the same channel: out there twice, counted once.
    second = connected("wechat", agency=row.account.agency)
    again = gone_on(posting.order(item=row.item, account=second, by=second.responsible, at=clock.NOW))
    assert (again.state, again.activity_id) == (State.POSTED, row.activity_id)
    assert Activity.objects.count() == 1
    places = channels.places([row.item_id])[row.item_id]
    assert {each.account for each in places} == {row.account.name, second.name}


def test_other_services_post_in_one_step(fake: services.Services) -> None:
    assert gone_on(ordered("weibo")).address.startswith("https://weibo.com/")
    assert gone_on(ordered("bulletin")).state == State.POSTED
    assert len(mail.outbox) == 1
    assert set(Activity.objects.values_list("channel", flat=True)) == {"weibo", "email"}


def test_a_busy_service_is_asked_later_and_later_and_then_given_up(fake: services.Services) -> None:
    fake.fault = "down"
    row = ordered("weibo")
    waits, now = [], clock.NOW
    while row.state == State.WAITING:
        now = row.next_at or now
        row = posting.send(posting=row, clock=functools.partial(max, now, now))
        waits.append(row.next_at - now if row.next_at else None)
    assert waits[-1] is None and waits[0] == datetime.timedelta(minutes=1)
    assert (row.state, row.tries) == (State.FAILED, posting.ATTEMPTS)
    assert all(waits[n + 1] >= waits[n] for n in range(len(waits) - 2))  # type: ignore[operator]
    posting.tell_people(list(Event.objects.filter(kind=kinds.FAILED)))
    assert "502" in Notice.objects.get(person=row.by).text

    fake.fault = ""
    posting.send_again(posting=row, by=row.by, at=now)
    assert posting.send(posting=row, clock=lambda: now).state == State.POSTED


def test_what_the_service_refuses_fails_at_once_and_begins_anew(fake: services.Services) -> None:
    fake.fault, fake.polls = "review", 0
    row = gone_on(ordered())
    assert (row.state, row.progress) == (State.FAILED, {})
    assert row.error
    fake.fault = ""
    posting.send_again(posting=row, by=row.by, at=clock.NOW)
    assert gone_on(row).state == State.POSTED
    assert len(fake.drafts) == 2
    with pytest.raises(refusals.NothingToRepeat):
        posting.send_again(posting=row, by=row.by, at=clock.NOW)


def test_a_process_that_died_goes_on_where_it_was(fake: services.Services) -> None:
    row = ordered()
    Posting.objects.filter(pk=row.pk).update(progress={"media_id": "draft-1"})
    fake.drafts["draft-1"] = {}
    assert gone_on(row).state == State.POSTED
    assert "/cgi-bin/draft/add" not in fake.calls


def test_two_processes_do_not_send_the_same(fake: services.Services) -> None:
    row = ordered("weibo")
    Posting.objects.filter(pk=row.pk).update(next_at=clock.NOW + posting.LEASE)
    assert posting.send(posting=row, clock=later()).state == State.WAITING
    assert posting.send_due(clock=later()) == 0
    assert fake.posts == {}


def test_a_takedown_takes_back_what_the_service_lets_us(fake: services.Services) -> None:
    row = gone_on(ordered("weibo"))
    withdrawn(row.item)
    assert Posting.objects.get(pk=row.pk).state == State.DELETING
    posting.send_due(clock=later())
    assert (Posting.objects.get(pk=row.pk).state, fake.posts) == (State.GONE, {})
    assert channels.places([row.item_id]) == {}


def test_a_takedown_names_what_still_stands(fake: services.Services) -> None:
    row = gone_on(ordered("bulletin"))
    withdrawn(row.item)
    row.refresh_from_db()
    assert row.state == State.STAYS
    posting.tell_people(list(Event.objects.filter(kind=kinds.STAYS)))
    assert Notice.objects.filter(person=row.account.responsible).exists()
    assert [each.posting for each in channels.places([row.item_id])[row.item_id]] == [row]
    posting.confirm_gone(posting=row, by=row.by, at=clock.NOW)
    with pytest.raises(refusals.NotThere):
        posting.confirm_gone(posting=row, by=row.by, at=clock.NOW)


def test_what_waits_is_not_sent_after_a_takedown(fake: services.Services) -> None:
    row = ordered("weibo")
    withdrawn(row.item)
    assert Posting.objects.get(pk=row.pk).state == State.CANCELLED
    assert posting.send_due(clock=later(1)) == 0
    assert fake.posts == {}


def test_what_was_handed_in_is_followed_and_taken_back(fake: services.Services) -> None:
    row = posting.send(posting=ordered(), clock=later())
    assert "publish_id" in row.progress
    withdrawn(row.item)
    posting.send_due(clock=later(1))
    posting.send_due(clock=later(2))
    posting.send_due(clock=later(3))
    assert Posting.objects.get(pk=row.pk).state == State.GONE
    assert fake.articles == {}


def test_a_deletion_that_fails_is_told_and_can_be_repeated(fake: services.Services) -> None:
    row = gone_on(ordered("weibo"))
    fake.fault = "token"
    withdrawn(row.item)
    posting.send_due(clock=later())
    assert Posting.objects.get(pk=row.pk).state == State.STAYS
    fake.fault = ""
    posting.send_again(posting=row, by=row.by, at=clock.NOW)
    posting.send_due(clock=later())
    assert Posting.objects.get(pk=row.pk).state == State.GONE


def test_the_feed_counts_when_the_office_says_so() -> None:
    feed = connected("feed", is_automatic=True)
    below = AgencyFactory(parent=feed.agency)
    other = published_item()
    item = published_item(agency=below)
    events = [Event(kind="item.published", about=each.reference, at=clock.NOW, by="person:1") for each in (other, item)]
    for _twice in range(2):
        posting.hear_published(events)
    assert [(each.item_id, each.channel) for each in Activity.objects.all()] == [(item.pk, "rss")]


def test_only_public_texts_go_out(fake: services.Services) -> None:
    account = connected("weibo")
    by = account.responsible
    with pytest.raises(refusals.NotPublic):
        posting.order(item=draft_item(agency=account.agency), account=account, by=by, at=clock.NOW)
    item = published_item(agency=account.agency)
    posting.order(item=item, account=account, by=by, at=clock.NOW)
    with pytest.raises(refusals.PostedAlready):
        posting.order(item=item, account=account, by=by, at=clock.NOW)
    with pytest.raises(refusals.NotConnected):
        posting.order(item=item, account=AccountFactory(), by=by, at=clock.NOW)


def test_the_database_refuses_what_goes_around_the_review() -> None:
    row = PostingFactory()
    draft = draft_item(agency=row.account.agency)
    other = published_item(agency=row.account.agency)
    wrong: list[Callable[[], object]] = [
        lambda: PostingFactory(account=row.account, item=draft, revision=draft.revision),
        lambda: PostingFactory(account=row.account, item=other, revision=draft.revision),
        lambda: Posting.objects.filter(pk=row.pk).update(revision=draft.revision, item=draft),
        lambda: Posting.objects.all().delete(),
        lambda: Account.objects.all().delete(),
    ]
    for attempt in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_credentials_lie_sealed_and_leave_no_trace(fake: services.Services) -> None:
    row = connected("wechat")
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT credentials FROM activities_account WHERE id = %s", [row.pk])
        (kept,) = cursor.fetchone()
    assert services.SECRET not in kept
    assert json.loads(row.credentials)["secret"] == services.SECRET
    assert not any(services.SECRET in json.dumps(each.data) for each in Event.objects.all())
    accounts.edit(
        account=row, particulars=particulars(row, connector="", channel="wechat"), by=row.responsible, at=clock.NOW
    )
    assert Account.objects.get().credentials == ""


def particulars(row: Account, **fields: Any) -> accounts.Particulars:
    plain = {name: getattr(row, name) for name in ("channel", "name", "responsible", "opened_on", "connector")}
    return accounts.Particulars(**(plain | fields))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"name": " "}, "name"),
        ({"silent_days": 0}, "silent_days"),
        ({"opened_on": datetime.date(2027, 1, 1)}, "opened_on"),
        ({"connector": "pigeon"}, "connector"),
        ({"connector": "weibo"}, "connector"),
        ({"is_automatic": True}, "is_automatic"),
    ],
)
def test_an_account_that_cannot_be_is_refused(fields: dict[str, Any], field: str) -> None:
    row = AccountFactory()
    with pytest.raises(refusals.UnfitAccount) as refused:
        accounts.edit(account=row, particulars=particulars(row, **fields), by=row.responsible, at=clock.NOW)
    assert refused.value.field == field


def test_an_account_is_entered_once_and_closed_for_good() -> None:
    row = connected("weibo")
    by: Person = row.responsible
    with pytest.raises(refusals.UnfitAccount):
        accounts.open_account(agency=row.agency, particulars=particulars(row), by=by, at=clock.NOW)
    waiting = posting.order(item=published_item(agency=row.agency), account=row, by=by, at=clock.NOW)
    with pytest.raises(refusals.ReasonMissing):
        accounts.close(account=row, on=clock.TODAY, note=" ", by=by, at=clock.NOW)
    accounts.close(account=row, on=clock.TODAY, note="并入“云州发布”", by=by, at=clock.NOW)
    assert Posting.objects.get(pk=waiting.pk).state == State.CANCELLED
    assert Account.objects.get(pk=row.pk).credentials == ""
    with pytest.raises(refusals.AccountClosed):
        accounts.connect(account=row, given=GIVEN["weibo"], by=by, at=clock.NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.filter(pk=row.pk).update(closed_on=None, closing_note=None)
    assert accounts.open_account(agency=row.agency, particulars=particulars(row), by=by, at=clock.NOW)


def test_a_silent_account_is_told_of_once_a_week() -> None:
    row = AccountFactory(updated_on=clock.TODAY - datetime.timedelta(days=15))
    AccountFactory(updated_on=clock.TODAY - datetime.timedelta(days=14))
    AccountFactory(updated_on=None, closed_on=clock.TODAY, closing_note="停用")
    assert [accounts.tell_of_silent(on=clock.TODAY, at=clock.NOW) for _twice in range(2)] == [1, 0]
    accounts.tell_responsible(list(Event.objects.filter(kind=kinds.SILENT)))
    assert Notice.objects.get().person == row.responsible
    accounts.check(account=row, updated_on=clock.TODAY, by=row.responsible, at=clock.NOW, note="已更新")
    assert channels.silent(on=clock.TODAY) == []
    with pytest.raises(refusals.UnfitAccount):
        accounts.check(account=row, updated_on=datetime.date(2027, 1, 1), by=row.responsible, at=clock.NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountCheck.objects.all().delete()


def test_who_posts_for_a_bureau_does_not_reach_the_account_above() -> None:
    city = connected("weibo")
    bureau = AgencyFactory(parent=city.agency)
    own = connected("weibo", agency=bureau)
    item = published_item(agency=bureau)
    from gongkai.accounts import queries

    officer = queries.access_of(person_with(Role.OFFICER, bureau), on=clock.TODAY)
    office = queries.access_of(person_with(Role.DISCLOSURE_OFFICE, city.agency, with_subtree=True), on=clock.TODAY)
    reviewer = queries.access_of(person_with(Role.REVIEWER, bureau), on=clock.TODAY)
    assert channels.usable(item, officer) == [own]
    assert set(channels.usable(item, office)) == {own, city}
    assert channels.usable(item, reviewer) == []
