"""People and roles: entered, changed, stopped; every act on the trail; nobody raises himself."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate

from gongkai.accounts import actions, queries
from gongkai.accounts.models import Role
from gongkai.core.permissions import Permission
from gongkai.events.models import Event
from tests.factories import clock
from tests.factories.accounts import PASSWORD, PersonFactory, RoleHoldingFactory
from tests.factories.orgs import AgencyFactory

WHO = {"by": "person:0", "at": clock.NOW}
DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_enter_person_makes_one_who_cannot_sign_in_before_a_password_is_set():
    person = actions.enter_person(username=" Li.Muyang ", name="李沐阳", home=AgencyFactory(), **WHO)
    assert person.username == "li.muyang"
    assert not person.has_usable_password()
    event = Event.objects.get(kind="person.entered")
    assert (event.about, event.agency_id) == (person.reference, person.home_id)


@pytest.mark.django_db
def test_enter_person_refuses_a_name_taken_whatever_its_case():
    PersonFactory(username="Li")
    with pytest.raises(actions.NameTaken):
        actions.enter_person(username="li", name="李", home=None, **WHO)


@pytest.mark.django_db
def test_one_time_password_opens_once_and_must_be_changed(rf):
    person = PersonFactory()
    password = actions.set_one_time_password(person=person, **WHO)
    person.refresh_from_db()
    assert person.must_change_password
    assert person.check_password(password)
    assert not person.check_password(PASSWORD)
    assert password not in str(Event.objects.get(kind="person.password-set").data)

    actions.set_password(person=person, password="another long one", by=person.reference, at=clock.NOW)
    person.refresh_from_db()
    assert not person.must_change_password


@pytest.mark.django_db
def test_edit_person_tells_the_trail_which_fields_and_not_what_they_were():
    person = PersonFactory(phone="139")
    actions.edit_person(person=person, name=person.name, home=person.home, phone="138", **WHO)
    data = Event.objects.get(kind="person.edited").data
    assert data["fields"] == ["phone"]
    assert "139" not in str(data)


@pytest.mark.django_db
def test_deactivate_ends_access_at_once_and_reactivate_gives_it_back(rf):
    person = PersonFactory()
    RoleHoldingFactory(person=person)
    actions.deactivate(person=person, **WHO)
    person.refresh_from_db()
    assert not queries.access_of(person, on=clock.TODAY).anywhere(Permission.ITEM_VIEW)
    assert authenticate(rf.post("/"), username=person.username, password=PASSWORD) is None
    actions.reactivate(person=person, **WHO)
    person.refresh_from_db()
    assert queries.access_of(person, on=clock.TODAY).anywhere(Permission.ITEM_VIEW)


@pytest.mark.django_db
def test_nobody_stops_or_raises_himself():
    person = PersonFactory()
    with pytest.raises(actions.Refused):
        actions.deactivate(person=person, by=person.reference, at=clock.NOW)
    with pytest.raises(actions.OwnRole):
        actions.give_role(
            person=person, role=Role.OPERATOR, agency=person.home, since=clock.TODAY, by=person.reference, at=clock.NOW
        )


@pytest.mark.django_db
def test_give_role_counts_from_its_first_to_its_last_day():
    person, agency = PersonFactory(), AgencyFactory()
    actions.give_role(person=person, role=Role.ISSUER, agency=agency, since=clock.TODAY, until=clock.TODAY + DAY, **WHO)
    may = [
        queries.access_of(person, on=clock.TODAY + n * DAY).may(Permission.ITEM_ISSUE, agency) for n in (-1, 0, 1, 2)
    ]
    assert may == [False, True, True, False]
    data = Event.objects.get(kind="role.given").data
    assert (data["role"], data["agency"]) == ("issuer", agency.name)


@pytest.mark.django_db
def test_give_role_refuses_twice_in_the_same_time_but_not_after():
    person, agency = PersonFactory(), AgencyFactory()
    common = {"person": person, "role": Role.ISSUER, "agency": agency}
    actions.give_role(since=clock.TODAY, until=clock.TODAY + DAY, **common, **WHO)
    with pytest.raises(actions.Refused):
        actions.give_role(since=clock.TODAY + DAY, **common, **WHO)
    with pytest.raises(actions.Refused):
        actions.give_role(since=clock.TODAY - DAY, until=clock.TODAY, **common, **WHO)
    actions.give_role(since=clock.TODAY + 2 * DAY, **common, **WHO)


@pytest.mark.django_db
def test_give_role_refuses_ended_agencies_stopped_people_and_crossed_days():
    gone = AgencyFactory(dissolved_on=clock.TODAY)
    person, stopped = PersonFactory(), PersonFactory(is_active=False)
    with pytest.raises(actions.Refused):
        actions.give_role(person=person, role=Role.OFFICER, agency=gone, since=clock.TODAY, **WHO)
    with pytest.raises(actions.Refused):
        actions.give_role(person=stopped, role=Role.OFFICER, agency=stopped.home, since=clock.TODAY, **WHO)
    with pytest.raises(actions.Refused):
        actions.give_role(
            person=person, role=Role.OFFICER, agency=person.home, since=clock.TODAY, until=clock.TODAY - DAY, **WHO
        )


@pytest.mark.django_db
def test_end_role_ends_it_at_once_and_keeps_what_was():
    old = RoleHoldingFactory()
    actions.end_role(holding=old, on=clock.TODAY, **WHO)
    old.refresh_from_db()
    assert old.until == clock.TODAY - DAY
    assert not queries.access_of(old.person, on=clock.TODAY).anywhere(Permission.ITEM_DRAFT)

    fresh = RoleHoldingFactory(person=old.person, since=clock.TODAY)
    actions.end_role(holding=fresh, on=clock.TODAY, **WHO)
    assert list(queries.holdings(old.person)) == [old]
    assert Event.objects.filter(kind="role.ended").count() == 2


@pytest.mark.django_db
def test_reset_second_factor_removes_authenticators():
    person = PersonFactory()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    actions.reset_second_factor(person=person, **WHO)
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="person.second-factor-reset", about=person.reference).exists()
