"""People in the desk: what an administrator sees and does, and what a stranger is refused."""

import pytest
from django.urls import reverse

from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.events.models import Event
from tests.factories.accounts import PersonFactory, RoleHoldingFactory, person_with
from tests.factories.orgs import AgencyFactory


@pytest.fixture
def place(db, client):
    """A bureau's disclosure office signed in; an officer of its station; somebody of another bureau."""
    root = AgencyFactory()
    bureau, other = AgencyFactory(parent=root), AgencyFactory(parent=root)
    station = AgencyFactory(parent=bureau)
    office = person_with(Role.DISCLOSURE_OFFICE, bureau, with_subtree=True, name="许若兰")
    client.force_login(office)
    return {
        "bureau": bureau,
        "station": station,
        "other": other,
        "office": office,
        "officer": person_with(Role.OFFICER, station, name="李沐阳"),
        "stranger": person_with(Role.OFFICER, other, name="韩青"),
    }


def test_the_list_shows_own_people_with_their_roles_and_no_stranger(client, place):
    text = client.get(reverse("accounts:list")).content.decode()
    assert "李沐阳" in text
    assert "韩青" not in text


def test_the_list_takes_a_fixed_number_of_queries(client, place, django_assert_max_num_queries):
    for _ in range(10):
        person_with(Role.REVIEWER, place["station"])
    with django_assert_max_num_queries(14):
        client.get(reverse("accounts:list"))


@pytest.mark.parametrize("query", ["?role=officer", "?state=active", "?q=沐阳"])
def test_the_list_is_narrowed(client, place, query):
    text = client.get(reverse("accounts:list") + query).content.decode()
    assert "李沐阳" in text


def test_the_list_is_exported_within_scope(client, place):
    answer = client.get(reverse("accounts:list") + "?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "李沐阳" in text
    assert "韩青" not in text


def test_a_person_page_shows_roles_and_a_stranger_is_not_found(client, place, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        assert client.get(reverse("accounts:person", args=[place["officer"].pk])).status_code == 200
    assert client.get(reverse("accounts:person", args=[place["stranger"].pk])).status_code == 404


@pytest.mark.parametrize("name", ["edit", "role-new", "password", "second-factor", "active"])
def test_nothing_can_be_done_to_a_stranger(client, place, name):
    url = reverse(f"accounts:{name}", args=[place["stranger"].pk])
    before = Event.objects.count()
    assert client.post(url, {"name": "x"}).status_code == 404
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["edit", "role-new", "password", "second-factor", "active"])
def test_nothing_can_be_done_to_somebody_stronger(client, place, name):
    operator = person_with(Role.OPERATOR, place["bureau"], with_subtree=True)
    assert client.post(reverse(f"accounts:{name}", args=[operator.pk]), {}).status_code == 403
    operator.refresh_from_db()
    assert operator.is_active


@pytest.mark.parametrize("name", ["edit", "role-new", "password", "second-factor", "active"])
def test_who_may_only_look_does_nothing(client, place, name):
    client.force_login(person_with(Role.REVIEWER, place["bureau"], with_subtree=True))
    assert client.get(reverse("accounts:person", args=[place["officer"].pk])).status_code == 200
    assert client.post(reverse(f"accounts:{name}", args=[place["officer"].pk]), {}).status_code == 403
    assert client.get(reverse("accounts:new")).status_code == 403


def test_entering_a_person_shows_the_one_time_password_once(client, place):
    data = {"username": "zhou.boqian", "name": "周伯谦", "home": place["station"].pk, "phone": "", "email": ""}
    answer = client.post(reverse("accounts:new"), data)
    password = answer.context["password"]
    assert answer["Cache-Control"] == "no-store"
    person = Person.objects.get(username="zhou.boqian")
    assert person.check_password(password)
    assert person.must_change_password
    assert password not in client.get(reverse("accounts:person", args=[person.pk])).content.decode()

    again = client.post(reverse("accounts:new"), data)
    assert again.context["form"].errors["username"]


def test_nobody_is_entered_elsewhere_or_moved_there(client, place):
    data = {"username": "x1", "name": "某", "home": place["other"].pk}
    assert client.post(reverse("accounts:new"), data).context["form"].errors["home"]
    answer = client.post(reverse("accounts:edit", args=[place["officer"].pk]), data)
    assert answer.context["form"].errors["home"]


def test_a_role_is_given_and_ended(client, place):
    officer = place["officer"]
    data = {"role": "reviewer", "agency": place["bureau"].pk, "since": "2026-03-02"}
    client.post(reverse("accounts:role-new", args=[officer.pk]), data)
    holding = RoleHolding.objects.get(person=officer, role="reviewer")
    again = client.post(reverse("accounts:role-new", args=[officer.pk]), data)
    assert again.context["form"].non_field_errors()

    client.post(reverse("accounts:role-end", args=[officer.pk, holding.pk]))
    holding.refresh_from_db()
    assert holding.until is not None
    foreign = RoleHoldingFactory(person=place["stranger"], role="reviewer")
    assert client.post(reverse("accounts:role-end", args=[officer.pk, foreign.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "where", "wide"), [("operator", "bureau", ""), ("officer", "other", ""), ("nonsense", "bureau", "")]
)
def test_a_role_that_one_cannot_hand_out_is_refused(client, place, role, where, wide):
    data = {"role": role, "agency": place[where].pk, "since": "2026-03-02", "with_subtree": wide}
    answer = client.post(reverse("accounts:role-new", args=[place["officer"].pk]), data)
    assert answer.context["form"].errors
    assert not RoleHolding.objects.filter(person=place["officer"], role=role, agency=place[where]).exists()


def test_a_role_over_a_subtree_needs_a_role_over_a_subtree(client, place):
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, place["station"]))
    data = {"role": "reviewer", "agency": place["station"].pk, "since": "2026-03-02", "with_subtree": "on"}
    answer = client.post(reverse("accounts:role-new", args=[place["officer"].pk]), data)
    assert answer.context["form"].errors["with_subtree"]


def test_nobody_raises_himself_through_the_desk(client, place):
    data = {"role": "issuer", "agency": place["bureau"].pk, "since": "2026-03-02"}
    assert client.post(reverse("accounts:role-new", args=[place["office"].pk]), data).status_code == 403


def test_a_person_is_stopped_and_let_in_again(client, place):
    url = reverse("accounts:active", args=[place["officer"].pk])
    client.post(url)
    place["officer"].refresh_from_db()
    assert not place["officer"].is_active
    client.post(url, {"active": "1"})
    place["officer"].refresh_from_db()
    assert place["officer"].is_active
    client.post(reverse("accounts:active", args=[place["office"].pk]))
    place["office"].refresh_from_db()
    assert place["office"].is_active


def test_a_new_password_and_a_second_factor_reset(client, place):
    officer = place["officer"]
    password = client.post(reverse("accounts:password", args=[officer.pk])).context["password"]
    officer.refresh_from_db()
    assert officer.check_password(password)
    assert client.post(reverse("accounts:second-factor", args=[officer.pk])).status_code == 302


def test_acts_on_people_are_no_links(client, place):
    for name in ("password", "second-factor", "active"):
        assert client.get(reverse(f"accounts:{name}", args=[place["officer"].pk])).status_code == 405


def test_sessions_of_strangers_are_left_alone(client, place):
    assert client.post(reverse("accounts:session-end", args=[place["stranger"].pk, 1])).status_code == 404


@pytest.mark.django_db
def test_somebody_signed_out_is_sent_to_sign_in(client):
    person = PersonFactory()
    for name, args in (("list", []), ("new", []), ("person", [person.pk]), ("edit", [person.pk])):
        assert client.get(reverse(f"accounts:{name}", args=args)).url.startswith(reverse("account_login"))
