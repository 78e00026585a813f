"""The way in: sign-in, lock, second factor, one-time passwords, sessions, and the doors that stay shut."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts import actions, queries
from gongkai.accounts.models import Person, Role
from gongkai.accounts.templatetags.accounts import machine
from gongkai.accounts.views import entrance
from gongkai.core.permissions import Permission
from gongkai.events.models import Event
from tests.factories import clock
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.orgs import AgencyFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def _sign_in(client: Client, username: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def _prove(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def _code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.mark.django_db
def test_sign_in_opens_the_desk_and_stands_on_the_trail(client):
    person = PersonFactory()
    answer = _sign_in(client, person.username)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert Event.objects.get(kind="person.signed-in").by == person.reference


@pytest.mark.django_db
def test_a_wrong_password_is_refused_and_stands_on_the_trail(client):
    person = PersonFactory()
    assert _sign_in(client, person.username, "wrong").status_code == 200
    assert Event.objects.filter(kind="person.sign-in-failed", about=person.reference).count() == 1


@pytest.mark.django_db
def test_names_nobody_bears_do_not_reach_the_trail(client):
    _sign_in(client, "my secret password", "x")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_name_and_the_page_says_for_how_long(client):
    person = PersonFactory()
    answers = [_sign_in(client, person.username, "wrong") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "15" in answers[-1].content.decode()

    locked = _sign_in(client, person.username)
    assert locked.status_code == 429
    assert int(locked["Retry-After"]) <= 15 * 60
    assert Event.objects.filter(kind="person.locked-out", about=person.reference).exists()
    assert not Event.objects.filter(kind="person.signed-in").exists()


@pytest.mark.django_db
def test_a_stopped_person_cannot_sign_in(client):
    person = PersonFactory(is_active=False)
    _sign_in(client, person.username)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_one_time_password_leads_to_a_new_one_before_all_else(client):
    person = PersonFactory()
    password = actions.set_one_time_password(person=person, by="person:0", at=clock.NOW)
    _sign_in(client, person.username, password)
    assert client.get(reverse("accounts:list")).url == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200

    new = "four words and a comma"
    client.post(reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new})
    person.refresh_from_db()
    assert not person.must_change_password
    assert person.check_password(new)


@pytest.mark.django_db
def test_an_office_may_require_a_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    person = PersonFactory()
    _sign_in(client, person.username)
    assert client.get(reverse("desk:home")).url == reverse("mfa_activate_totp")
    _prove(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    TOTP.activate(person, SECRET)
    assert client.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.django_db
def test_the_secret_of_a_second_factor_is_encrypted_at_rest():
    person = PersonFactory()
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert "gAAAA" in stored


@pytest.mark.django_db
def test_sign_in_asks_for_the_second_factor_and_takes_a_recovery_code_once(client):
    person = PersonFactory()
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    assert _sign_in(client, person.username).url == reverse("mfa_authenticate")
    assert not Event.objects.filter(kind="person.signed-in").exists()
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == "/desk/"
    assert Event.objects.filter(kind="person.signed-in").exists()

    again = Client()
    _sign_in(again, person.username)
    assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert again.post(reverse("mfa_authenticate"), {"code": _code()}).url == "/desk/"


@pytest.mark.django_db
def test_setting_up_an_authenticator_gives_recovery_codes(client, django_capture_on_commit_callbacks):
    person = PersonFactory()
    _sign_in(client, person.username)
    _prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert client.get(reverse("mfa_view_recovery_codes")).content.decode().count("<li>") >= 10
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert Event.objects.filter(kind="person.second-factor-set").count() == 1


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge，Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) MicroMessenger/8.0", "微信，iPhone"),
        ("curl/8", "curl/8"),
    ],
)
def test_a_machine_is_told_by_name(user_agent, told):
    assert machine(user_agent) == told


@pytest.mark.django_db
def test_sessions_are_listed_and_ended_from_elsewhere():
    person = PersonFactory()
    here, there = Client(), Client(HTTP_USER_AGENT="the other machine")
    _sign_in(here, person.username)
    _sign_in(there, person.username)
    there.get(reverse("usersessions_list"))
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "the other machine" in page

    session = UserSession.objects.get(user_agent="the other machine")
    here.post(reverse("accounts:session-end", args=[person.pk, session.pk]))
    assert there.get(reverse("usersessions_list")).status_code == 302
    assert here.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.django_db
def test_all_sessions_are_told_in_two_queries_and_those_with_an_old_password_are_over(django_assert_num_queries):
    person, now = PersonFactory(), timezone.now()
    for machine_name in ("first", "second", "third"):
        _sign_in(Client(HTTP_USER_AGENT=machine_name), person.username)
    person.refresh_from_db()
    with django_assert_num_queries(2):
        told = [each.user_agent for each in queries.sessions(person, at=now)]
    assert told == ["third", "second", "first"]
    assert queries.sessions(person, at=now + datetime.timedelta(days=90)) == []
    person.set_password("another word of 2026")
    assert queries.sessions(person, at=now) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_set_password"])
def test_doors_of_the_sign_in_library_that_we_do_not_use_stay_shut(client, name):
    client.force_login(PersonFactory())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_reauthenticate", "mfa_authenticate"])
def test_pages_of_the_way_in_wear_the_houses_shell(client, name):
    if name in {"account_logout", "account_reauthenticate"}:
        client.force_login(PersonFactory())
    if name == "mfa_authenticate":
        person = PersonFactory()
        TOTP.activate(person, SECRET)
        _sign_in(client, person.username)
    assert 'data-face="desk"' in client.get(reverse(name)).content.decode()


@pytest.mark.django_db
def test_createadmin_makes_an_operator_over_the_root_who_can_sign_in(monkeypatch, capsys, client):
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": staticmethod(lambda: "a rather long password\n")})())
    options = {"username": "chief", "name": "管事", "password_stdin": True, "agency_name": "云州市人民政府"}
    call_command("createadmin", **options)
    person = Person.objects.get(username="chief")
    access = queries.access_of(person, on=person.created_at.date().replace(year=2999))
    station = AgencyFactory(parent=person.home)
    assert {each.role for each in access.held} == {Role.OPERATOR, Role.DISCLOSURE_OFFICE}
    assert access.may(Permission.PERSON_EDIT, station)
    assert _sign_in(client, "chief", "a rather long password").url == "/desk/"
    assert "gongkai serve" in capsys.readouterr().out

    with pytest.raises(CommandError, match="another name"):
        call_command("createadmin", **options)


@pytest.mark.django_db
def test_createadmin_refuses_a_short_password_and_leaves_nothing(monkeypatch):
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": staticmethod(lambda: "short\n")})())
    with pytest.raises(CommandError):
        call_command("createadmin", username="chief", name="管事", password_stdin=True, agency_name="云州市人民政府")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_createadmin_takes_the_root_that_is_there(monkeypatch):
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": staticmethod(lambda: "a rather long password\n")})())
    root = AgencyFactory()
    call_command("createadmin", username="chief", name="管事", password_stdin=True)
    assert Person.objects.get().home == root
    with pytest.raises(CommandError, match="no root"):
        call_command("createadmin", username="other", name="别人", password_stdin=True, agency="nowhere")


@pytest.fixture
def single_sign_on(settings):
    """A provider as GONGKAI_OIDC names one."""
    app = {"provider_id": "oidc", "name": "统一认证", "client_id": "gongkai", "secret": "s"}
    app["settings"] = {"server_url": "https://sso.example.gov.cn"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.mark.django_db
def test_single_sign_on_is_offered_when_it_is_set(client, single_sign_on):
    text = client.get(reverse("account_login")).content.decode()
    assert "统一认证" in text
    assert "/desk/account/single-sign-on/oidc/oidc/login/" in text


def _arrival(claims: dict[str, str]) -> tuple[SocialLogin, list[Person]]:
    tied: list[Person] = []
    login = SocialLogin(user=Person(), account=SocialAccount(provider="oidc", uid="1", extra_data={"userinfo": claims}))
    login.connect = lambda request, person: tied.append(person)
    return login, tied


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claim", "is_tied"), [("Li", True), ("li", True), ("nobody", False), ("", False), ("stopped", False)]
)
def test_single_sign_on_ties_to_people_entered_and_active_only(rf, claim, is_tied):
    PersonFactory(username="li")
    PersonFactory(username="stopped", is_active=False)
    login, tied = _arrival({"preferred_username": claim})
    adapter = entrance.SignOnAdapter(rf.get("/"))
    adapter.pre_social_login(rf.get("/"), login)
    assert bool(tied) is is_tied
    assert not adapter.is_open_for_signup(rf.get("/"), login)
