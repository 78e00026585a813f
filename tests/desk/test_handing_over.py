"""Handing over what stands with somebody who leaves: all of it, one step, several people, the way back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.activities.models.channels import Account
from gongkai.desk.actions import handing_over
from gongkai.desk.models import Handover, Passed
from gongkai.desk.queries import belongings
from gongkai.disclosures.actions import absences, chains, drafting, reviewing
from gongkai.disclosures.chain_models import Chain, Substitution
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import desk
from gongkai.events.models import Event
from gongkai.foi.models.cases import InfoRequest
from tests.disclosures import journey
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.activities import AccountFactory
from tests.factories.foi import InfoRequestFactory

pytestmark = pytest.mark.django_db
NOW = journey.NOW


@pytest.fixture
def office() -> journey.Office:
    """The agency; its officer leaves."""
    return journey.office()


@pytest.fixture
def head(office: journey.Office) -> Person:
    """Who administers the people of the agency."""
    return person_with(Role.DISCLOSURE_OFFICE, office.agency)


@pytest.fixture
def full(office: journey.Office) -> Person:
    """The officer with one of everything."""
    leaver = office.officer
    office.drafted(title="未完成的稿件")
    steps = [
        chains.Step("business", 2, person=leaver),
        chains.Step("secrecy", 2, person=office.secrecy),
        chains.Step("issue", 2, person=office.issuer),
    ]
    chains.set_chain(agency=office.agency, kind="", name="三审三校", steps=steps, by="person:1", at=NOW, head=leaver)
    other = person_with(Role.OFFICER, office.agency)
    waiting = drafting.draft(agency=office.agency, by=other, content=office.content(title="等待审核"), at=NOW)
    reviewing.submit(item=waiting, by=other, at=NOW)
    absences.be_away(
        person=office.reviewer,
        substitute=leaver,
        begins_at=NOW,
        ends_at=NOW + datetime.timedelta(days=30),
        reason="培训",
        by="person:1",
        at=NOW,
    )
    RoleHoldingFactory(person=leaver, agency=office.agency, role=Role.CASE_OFFICER)
    InfoRequestFactory(agency=office.agency, officer=leaver)
    AccountFactory(agency=office.agency, responsible=leaver)
    return leaver


def _groups(head: Person, leaver: Person) -> list[belongings.Group]:
    found = belongings.leaver(accounts.access_of(head, on=NOW.date()), leaver.pk, on=NOW.date())
    assert found is not None
    return belongings.of(*found, at=NOW)


def _all_to(groups: list[belongings.Group], to: Person) -> list[Any]:
    return [(thing, to) for group in groups for thing in group.things]


def test_everything_is_listed_by_kind(full: Person, head: Person) -> None:
    groups = {each.kind: len(each.things) for each in _groups(head, full)}
    assert groups == {"role": 2, "text": 1, "review": 1, "chain": 1, "standing-in": 1, "case": 1, "account": 1}


def test_all_of_it_goes_on_in_one_step_each_with_its_event(full: Person, head: Person, office: journey.Office) -> None:
    to = person_with(Role.INSPECTOR, office.agency)
    groups = _groups(head, full)
    before = Event.objects.count()
    handing_over.hand_over(person=full, given=_all_to(groups, to), by=head, at=NOW)
    assert _groups(head, full) == []
    assert Event.objects.count() - before >= sum(len(each.things) for each in groups) + 1
    after = {each.kind: len(each.things) for each in _groups(head, to)}
    assert after["text"] == after["case"] == after["account"] == after["chain"] == 1
    assert after["standing-in"] == 2  # for the reviewer, and for the one who left
    access = accounts.access_of(to, on=NOW.date())
    assert "等待审核" in [row.revision.title for row in desk.queue(access, at=NOW) if row.revision]
    assert set(RoleHolding.objects.in_force(NOW.date()).filter(person=to).values_list("role", flat=True)) >= {
        Role.OFFICER,
        Role.CASE_OFFICER,
    }


def test_it_may_go_to_several_people(full: Person, head: Person, office: journey.Office) -> None:
    one, other = (person_with(Role.OFFICER, office.agency) for _number in range(2))
    groups = {each.kind: each.things for each in _groups(head, full)}
    handing_over.hand_over(
        person=full, given=[(groups["text"][0], one), (groups["account"][0], other)], by=head, at=NOW
    )
    assert Account.objects.get().responsible == other
    assert [each.kind for each in _groups(head, full)] == ["role", "review", "chain", "standing-in", "case"]


def test_all_or_nothing(full: Person, head: Person, office: journey.Office) -> None:
    stranger = person_with(Role.INSPECTOR, office.agency)
    groups = [each for each in _groups(head, full) if each.kind != "role"]
    with pytest.raises(handing_over.NotPassed, match="未完成的稿件"):
        handing_over.hand_over(person=full, given=_all_to(groups, stranger), by=head, at=NOW)
    assert not Passed.objects.exists()
    assert Account.objects.get().responsible == full
    with pytest.raises(handing_over.NothingToPass):
        handing_over.hand_over(person=full, given=[], by=head, at=NOW)


def test_it_can_be_undone_as_a_whole(full: Person, head: Person, office: journey.Office) -> None:
    to = person_with(Role.INSPECTOR, office.agency)
    kinds = [(each.kind, [thing.title for thing in each.things]) for each in _groups(head, full)]
    made = handing_over.hand_over(person=full, given=_all_to(_groups(head, full), to), by=head, at=NOW)
    later = NOW + datetime.timedelta(minutes=5)
    handing_over.undo(handover=made, by=head, at=later)
    found = belongings.leaver(accounts.access_of(head, on=NOW.date()), full.pk, on=NOW.date())
    assert found is not None
    assert [(each.kind, [thing.title for thing in each.things]) for each in belongings.of(*found, at=later)] == kinds
    assert not Substitution.objects.in_force(later).filter(person=full).exists()
    assert Chain.objects.get(ended_at__isnull=True).head == full
    with pytest.raises(handing_over.MovedOn):
        handing_over.undo(handover=made, by=head, at=later)


@pytest.mark.parametrize("what", ["text", "case", "account", "chain"])
def test_what_has_gone_on_since_keeps_it_from_being_undone(
    full: Person, head: Person, office: journey.Office, what: str
) -> None:
    to = person_with(Role.INSPECTOR, office.agency)
    made = handing_over.hand_over(person=full, given=_all_to(_groups(head, full), to), by=head, at=NOW)
    later = NOW + datetime.timedelta(minutes=5)
    if what == "text":
        item = Item.objects.get(revision__title="未完成的稿件")
        drafting.revise(item=item, by=to, content=office.content(title="接手后改过"), at=later, base=1)
    elif what == "case":
        InfoRequest.objects.update(changed_at=later)
    elif what == "account":
        Account.objects.update(responsible=head)
    else:
        Chain.objects.filter(ended_at__isnull=True).update(ended_at=later)
    with pytest.raises(handing_over.MovedOn):
        handing_over.undo(handover=made, by=head, at=later)
    assert Handover.objects.get().undone_at is None


def test_a_text_passed_on_belongs_to_whoever_writes_it_next(full: Person, head: Person, office: journey.Office) -> None:
    to, third = (person_with(Role.OFFICER, office.agency) for _number in range(2))
    text = next(each for each in _groups(head, full) if each.kind == "text").things
    handing_over.hand_over(person=full, given=[(text[0], to)], by=head, at=NOW)
    item = Item.objects.get(pk=text[0].pk)
    later = NOW + datetime.timedelta(minutes=5)
    drafting.revise(item=item, by=third, content=office.content(title="第三人修改"), at=later, base=1)
    assert [each.kind for each in _groups(head, to)] == ["role"]
    assert "text" in [each.kind for each in _groups(head, third)]


def test_the_page_shows_looks_and_hands_over(
    client: Client, full: Person, head: Person, office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    to = person_with(Role.OFFICER, office.agency)
    client.force_login(head)
    address = f"/desk/handover/{full.pk}/"
    client.get(address)  # the first page of a session notes that it is in use
    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()
    assert "未完成的稿件" in page
    chosen = {"to-text": to.pk, "to-account": to.pk}
    assert "未完成的稿件" in client.post(address, {**chosen, "step": "look"}).content.decode()
    assert not Handover.objects.exists()
    assert client.post(address, {"step": "do"}).status_code == 422
    answer = client.post(address, {**chosen, "step": "do", "keep": [f"account-{Account.objects.get().pk}"]})
    made = Handover.objects.get()
    assert answer["Location"] == f"/desk/handover/done/{made.pk}/"
    assert Account.objects.get().responsible == full
    with django_assert_max_num_queries(12):
        assert to.name in client.get(answer["Location"]).content.decode()
    client.post(f"/desk/handover/done/{made.pk}/undo/")
    made.refresh_from_db()
    assert made.undone_by == head
    with django_assert_max_num_queries(12):
        assert client.get("/desk/handover/").status_code == 200


def test_strangers_and_stronger_people_are_not_handed_over(
    client: Client, full: Person, head: Person, office: journey.Office
) -> None:
    operator = person_with(Role.OPERATOR, office.agency)
    client.force_login(head)
    assert client.get(f"/desk/handover/{operator.pk}/").status_code == 404
    assert client.get(f"/desk/handover/{journey.office().officer.pk}/").status_code == 404
    third = person_with(Role.OFFICER, office.agency)
    made = handing_over.hand_over(
        person=full,
        given=_all_to(_groups(head, full)[:1], third),
        by=head,
        at=timezone.now(),
    )
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, journey.office().agency))
    assert client.get(f"/desk/handover/done/{made.pk}/").status_code == 404
    assert client.post(f"/desk/handover/done/{made.pk}/undo/").status_code == 404
