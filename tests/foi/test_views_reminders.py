"""Who is reminded of what: an agency's own rules, those above it, and what of them people get."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.events.models import Event
from gongkai.foi.actions import kinds, reminder_rules, reminding
from gongkai.foi.models.reminders import ReminderRule
from gongkai.foi.queries import reminder_rules as queries
from gongkai.foi.queries.reminder_rules import Rule
from gongkai.notices.models import Message, Notice
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
from tests.foi import journey

pytestmark = pytest.mark.django_db
PAGE = reverse("foi:reminders")


@pytest.fixture
def office() -> journey.Office:
    return journey.office(AgencyFactory(parent=AgencyFactory()))


def typed(**changes: Any) -> dict[str, Any]:
    """The form as it stands by law, with changes by the names of its boxes."""
    values: dict[str, Any] = {}
    for rule in queries.OURS.values():
        values[f"{rule.step}-days"] = rule.days
        values |= {f"{rule.step}-{name}": "on" for name, value in vars(rule).items() if value is True}
    return {name: value for name, value in (values | changes).items() if value is not None}


def set_rules(office: journey.Office, *rules: Rule, agency: Any = None) -> int:
    return reminder_rules.set_rules(agency=agency or office.agency, rules=rules, by=office.desk, at=journey.NOW)


def test_what_is_typed_holds_and_what_equals_the_rules_above_is_not_kept(office: journey.Office) -> None:
    client = Client()
    client.force_login(office.desk)

    client.post(PAGE, typed(**{"due-first-days": 7, "late-by_sms": "on"}))

    rules = queries.load().of(office.agency)
    assert (rules["due-first"].days, rules["late"].by_sms) == (7, True)
    assert set(ReminderRule.objects.values_list("step", flat=True)) == {"due-first", "late"}
    assert Event.objects.filter(kind=kinds.REMINDERS_SET).count() == 1
    assert "自定" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"due-first-days": 0},
        {"due-first-days": 99},
        {"due-second-days": 5},
        {"late-second-days": 4},
        {"late-tells_officer": None, "late-tells_office": None},
    ],
)
def test_rules_that_would_let_a_step_pass_unheard_are_refused(office: journey.Office, changes: dict[str, Any]) -> None:
    client = Client()
    client.force_login(office.desk)
    assert client.post(PAGE, typed(**changes)).status_code == 422
    assert not ReminderRule.objects.exists()


def test_the_nearest_agency_above_decides(office: journey.Office) -> None:
    set_rules(office, Rule("due-first", 9), agency=office.agency.parent)
    assert queries.load().of(office.agency)["due-first"].days == 9
    set_rules(office, Rule("due-first", 8))
    assert queries.load().of(office.agency)["due-first"].days == 8
    set_rules(office, Rule("due-first", 9))
    assert not ReminderRule.objects.filter(agency=office.agency).exists()


def test_a_stranger_sets_nothing(office: journey.Office) -> None:
    client = Client()
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory()))
    assert client.post(f"{PAGE}?agency={office.agency.pk}", typed()).status_code == 404
    client.force_login(office.officer)
    assert client.get(PAGE).status_code == 403


def test_the_rules_say_when_and_whom_and_how(office: journey.Office, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    set_rules(office, Rule("due-first", 8, tells_officer=False, by_email=True))
    office.desk.email = "desk@example.com"
    office.desk.save()
    row = office.received()
    row.officer = office.officer
    row.save()
    reminding.remind_due(on=datetime.date(2026, 3, 17), at=journey.moment(datetime.date(2026, 3, 17)))
    assert not Event.objects.filter(kind=kinds.REMINDER).exists(), "nine working days ahead nobody is told"

    reminding.remind_due(on=datetime.date(2026, 3, 18), at=journey.moment(datetime.date(2026, 3, 18)))
    reminding.tell_people(list(Event.objects.filter(kind=kinds.REMINDER)))

    assert [notice.person for notice in Notice.objects.all()] == [office.desk]
    assert [message.way for message in Message.objects.all()] == ["email"]


def test_a_test_goes_to_oneself(office: journey.Office, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    office.desk.phone = "13800138000"
    office.desk.save()
    client = Client()
    client.force_login(office.desk)
    client.post(PAGE, {"act": "test"})
    assert [(message.way, message.state) for message in Message.objects.all()] == [("sms", "waiting")]
