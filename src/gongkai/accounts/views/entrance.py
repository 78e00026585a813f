"""The way in: the adapters of allauth, the lock of axes, what a person must do first, and sign-ins put on the trail."""

import base64
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts import actions
from gongkai.accounts.models import Person
from gongkai.core import toasts

# Doors of allauth that stay shut: people are entered, and get a new password, from those who administer them.
_SHUT = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "socialaccount_signup",
    "socialaccount_connections",
}
_ALWAYS_OPEN = {"account_logout", "account_login", "account_change_password", "account_reauthenticate"}
_KNOWN_FACTOR, _SEEN = "second_factor", "seen_at"
_SEEN_EVERY_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are entered by those who answer for them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Person, password: str) -> None:
        """A password a person chose for themselves."""
        actions.set_password(person=user, password=password, by=user.reference, at=timezone.now())
        user.refresh_from_db(fields=["password", "must_change_password"])

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what they did."""


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on is for people already entered: the provider's user name must be one of ours."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie a first single sign-on to the person of that name."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data.get("userinfo", sociallogin.account.extra_data)
        username = str(claims.get("preferred_username", "")).strip().lower()
        person = Person.objects.filter(username=username, is_active=True).first() if username else None
        if person is not None:
            sociallogin.connect(request, person)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted, with a key made from the installation's secret."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Person) -> str:
        return user.username


def _box() -> MultiFernet:
    return MultiFernet([_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"gongkai second factors").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def what_comes_first(request: HttpRequest) -> HttpResponse | None:
    """Where a signed-in person must go before anything else; None when nothing stands in the way.

    Raises Http404 for the doors that stay shut. Costs nothing outside the desk.
    """
    if not request.path_info.startswith("/desk/"):
        return None
    name = resolve(request.path_info).url_name or "" if request.path_info.startswith("/desk/account/") else ""
    if name in _SHUT:
        raise Http404
    person = request.user
    if not isinstance(person, Person):
        return None
    _touch(request, person)
    if name in _ALWAYS_OPEN:
        return None
    if person.must_change_password:
        toasts.warn(request, _("This password was for one time. Choose your own before you go on."))
        return HttpResponseRedirect(reverse("account_change_password"))
    if settings.SECOND_FACTOR_REQUIRED and not name.startswith("mfa_") and not _has_second_factor(request, person):
        toasts.warn(request, _("This office requires a second factor. Set one up before you go on."))
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return None


def _touch(request: HttpRequest, person: Person) -> None:
    """Note every few minutes that a session is in use, so that the list of sessions can say when it was last seen."""
    now = timezone.now()
    if now.timestamp() - request.session.get(_SEEN, 0) < _SEEN_EVERY_SECONDS:
        return
    request.session[_SEEN] = now.timestamp()
    actions.note_activity(person=person, session_key=request.session.session_key or "", at=now)


def _has_second_factor(request: HttpRequest, person: Person) -> bool:
    if not request.session.get(_KNOWN_FACTOR) and is_mfa_enabled(person):
        request.session[_KNOWN_FACTOR] = True
    return bool(request.session.get(_KNOWN_FACTOR))


def locked(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page that says for how long signing in is locked, and what to do meanwhile."""
    del response
    now = timezone.now()
    username = str((credentials or {}).get("username") or request.POST.get("login", ""))
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    until = (last.attempt_time if last else now) + timedelta(hours=settings.AXES_COOLOFF_TIME)
    minutes = max(1, -(-(until - now).total_seconds() // 60))
    context = {"heading": _("Sign-in is locked"), "until": until, "minutes": int(minutes)}
    answer = render(request, "account/locked.html", context | {"failures": settings.AXES_FAILURE_LIMIT}, status=429)
    answer["Retry-After"] = str(int(minutes) * 60)
    return answer


def _address(request: HttpRequest | None) -> str:
    return str(get_client_ip_address(request) or "") if request is not None else ""


def signed_in(sender: Any, request: HttpRequest, user: Person, **extra: Any) -> None:
    """Hears of every sign-in that succeeded, second factor included."""
    actions.note_sign_in(person=user, kind=actions.SIGNED_IN, address=_address(request), at=timezone.now())


def sign_in_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **extra: Any) -> None:
    """Hears of every wrong password. Names nobody bears are left to the log: what was typed may be a password."""
    person = Person.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    if person is not None and not getattr(request, "axes_locked_out", False):
        actions.note_sign_in(person=person, kind=actions.SIGN_IN_FAILED, address=_address(request), at=timezone.now())


def locked_out(sender: Any, request: HttpRequest, username: str, **extra: Any) -> None:
    """Hears of every name that gets locked."""
    person = Person.objects.filter(username__iexact=username or "").first()
    if person is not None:
        actions.note_sign_in(person=person, kind=actions.LOCKED_OUT, address=_address(request), at=timezone.now())


def second_factor_set(sender: Any, user: Person, authenticator: Authenticator, **extra: Any) -> None:
    """Hears of authenticators set up; the recovery codes that come along are no act of their own."""
    if authenticator.type == Authenticator.Type.TOTP:
        actions.note_second_factor(person=user, kind=actions.SECOND_FACTOR_SET, at=timezone.now())


def second_factor_removed(
    sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **extra: Any
) -> None:
    """Hears of authenticators given up."""
    request.session.pop(_KNOWN_FACTOR, None)
    if authenticator.type == Authenticator.Type.TOTP:
        actions.note_second_factor(person=user, kind=actions.SECOND_FACTOR_REMOVED, at=timezone.now())
