"""The desk's own pages: today, notices, tasks, the trail."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.core import background
from gongkai.disclosures.actions import reviewing
from gongkai.events import actions as events
from gongkai.notices.models import Notice
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_views_items import signed_in
from tests.factories.accounts import PersonFactory, RoleHoldingFactory, person_with
from tests.factories.core import WorkerFactory
from tests.factories.disclosures import ImportBatchFactory
from tests.factories.events import DeadLetterFactory, EventFactory, SubscriptionFactory
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
HOME = "/desk/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def text_of(person: Any, address: str) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_today_tells_each_person_what_waits_and_why(office: journey.Office) -> None:
    office.in_review(title="待审的公告")
    item = office.in_review(title="退回的公告")
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="缺附件", at=NOW)
    office.clear(office.in_review(title="待发布的公告"))
    assert "待审的公告" in text_of(office.reviewer, HOME)
    officer = text_of(office.officer, HOME)
    assert "退回的公告" in officer and "缺附件" in officer and "Review: 待审的公告" not in officer
    assert "Publish: 待发布的公告" in text_of(office.issuer, HOME)
    assert "Waiting for others" in officer and "待审的公告" in officer


def test_today_shows_nothing_of_other_agencies(office: journey.Office) -> None:
    office.in_review(title="别家的公告")
    stranger = journey.office()
    for person in (stranger.officer, stranger.reviewer, stranger.issuer):
        assert "别家的公告" not in text_of(person, HOME)


def test_today_says_when_nothing_waits() -> None:
    assert "Nothing waits for you" in text_of(PersonFactory(), HOME)


def test_today_tells_of_imports_that_refused_rows(office: journey.Office) -> None:
    now = timezone.now()
    ImportBatchFactory(
        agency=office.agency,
        by=office.officer.reference,
        source="旧目录.xlsx",
        at=now,
        finished_at=now,
        refused_count=3,
    )
    assert "旧目录.xlsx" in text_of(office.officer, HOME)


def test_today_runs_the_same_queries_for_any_number_of_tasks(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    busy = office.reviewer
    for role in (Role.OFFICER, Role.SECRECY, Role.LEGAL, Role.ISSUER):
        RoleHoldingFactory(person=busy, role=role, agency=office.agency)
    client = signed_in(busy)
    for _number in range(10):
        office.in_review()
        office.clear(office.in_review())
    client.get(HOME)
    with django_assert_max_num_queries(12):
        client.get(HOME)


def test_the_desk_sends_the_signed_out_to_the_door(client: Any) -> None:
    answer = client.get(HOME)
    assert answer.status_code == 302 and answer["Location"].startswith("/desk/account/login/")


def test_notices_are_mine_and_can_be_marked_as_seen(office: journey.Office) -> None:
    NoticeFactory(person=office.officer, text="等您修改")
    NoticeFactory(text="别人的通知")
    text = text_of(office.officer, reverse("desk:notices"))
    assert "等您修改" in text and "别人的通知" not in text
    signed_in(office.officer).post(reverse("desk:notices-seen"))
    assert Notice.objects.filter(seen_at__isnull=True).count() == 1


def test_tasks_are_for_operators_alone(office: journey.Office) -> None:
    for name in ("tasks", "trail"):
        assert signed_in(office.officer).get(reverse(f"desk:{name}")).status_code == 403
    retry = reverse("desk:task-retry", args=["00000000-0000-0000-0000-000000000000"])
    assert signed_in(office.officer).post(retry).status_code == 403


@background.background(attempts=1)
def stumble(*, stone: int) -> None:
    """Fails, always."""
    raise RuntimeError(f"stumbled over stone {stone}")


def test_a_dead_task_is_shown_with_its_reason_and_can_be_retried() -> None:
    operator = person_with(Role.OPERATOR, AgencyFactory())
    WorkerFactory(name="worker-one")
    stumble.enqueue(stone=7)
    background.run_due_tasks("worker-one")
    text = text_of(operator, reverse("desk:tasks"))
    assert "stumbled over stone 7" in text and "worker-one" in text
    dead = background.dead_tasks().get()
    client = signed_in(operator)
    retry = reverse("desk:task-retry", args=[dead.pk])
    assert "queued again" in client.post(retry, follow=True).content.decode()
    assert not background.dead_tasks().exists()
    assert "not dead any more" in client.post(retry, follow=True).content.decode()


def test_a_dead_letter_is_delivered_again(only_listeners: dict[str, Any]) -> None:
    heard: list[Any] = []
    events.subscribe("tests", ["tests.happened"], heard.extend)
    letter = DeadLetterFactory(subscription=SubscriptionFactory(name="tests"))
    operator = person_with(Role.OPERATOR, AgencyFactory())
    assert "it broke" in text_of(operator, reverse("desk:tasks"))
    client = signed_in(operator)
    retry = reverse("desk:letter-retry", args=[letter.pk])
    client.post(retry)
    letter.refresh_from_db()
    assert letter.resolved_at is not None and [each.pk for each in heard] == [letter.event_id]
    assert "no longer waits" in client.post(retry, follow=True).content.decode()


def test_trail_shows_my_agencies_in_words_and_how_far_it_is_sealed(office: journey.Office) -> None:
    inspector = person_with(Role.INSPECTOR, office.agency)
    office.in_review(title="公告甲")
    journey.office().drafted(title="别家的公告")
    events.seal()
    text = text_of(inspector, reverse("desk:trail"))
    assert "Submitted “公告甲” for review" in text and office.officer.name in text
    assert "别家的公告" not in text
    assert "sealed to entry" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [("kind=item", 2), ("kind=import", 0), ("at_from=2999-01-01", 0), ("q={name}", 2), ("q=nobody", 0)],
)
def test_trail_filters_by_kind_day_and_person(office: journey.Office, query: str, count: int) -> None:
    inspector = person_with(Role.INSPECTOR, office.agency)
    office.in_review()
    text = text_of(inspector, f"{reverse('desk:trail')}?{query.format(name=office.officer.name)}")
    assert text.count("data-row") == count


def test_trail_filters_by_the_thing_it_is_about(office: journey.Office) -> None:
    inspector = person_with(Role.INSPECTOR, office.agency)
    item = office.in_review()
    office.drafted()
    assert text_of(inspector, f"{reverse('desk:trail')}?q={item.reference}").count("data-row") == 2


def test_an_unknown_kind_of_event_is_shown_by_its_name(office: journey.Office) -> None:
    inspector = person_with(Role.INSPECTOR, office.agency)
    EventFactory(kind="elsewhere.happened", agency_id=office.agency.pk)
    assert "elsewhere.happened" in text_of(inspector, reverse("desk:trail"))


def test_trail_runs_the_same_queries_for_any_number_of_rows(
    office: journey.Office, django_assert_num_queries: Any
) -> None:
    client = signed_in(person_with(Role.INSPECTOR, office.agency))
    office.drafted()
    client.get(reverse("desk:trail"))
    with django_assert_num_queries(8):
        client.get(reverse("desk:trail"))
    for _number in range(10):
        office.drafted()
    with django_assert_num_queries(8):
        client.get(reverse("desk:trail"))
