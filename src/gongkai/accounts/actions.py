"""What can be done with people: enter, change, stop and start them, their passwords, second factors and roles."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

ENTERED = events.declare("person.entered", gettext_lazy("Entered {name}"))
EDITED = events.declare("person.edited", gettext_lazy("Changed the details of {name}"))
DEACTIVATED = events.declare("person.deactivated", gettext_lazy("Stopped {name} from signing in"))
REACTIVATED = events.declare("person.reactivated", gettext_lazy("Let {name} sign in again"))
ROLE_GIVEN = events.declare("role.given", gettext_lazy("Gave {name} the role of {role_label} in {agency}"))
ROLE_ENDED = events.declare("role.ended", gettext_lazy("Ended the role of {role_label} of {name} in {agency}"))
PASSWORD_SET = events.declare("person.password-set", gettext_lazy("A new password was set for {name}"))
SECOND_FACTOR_SET = events.declare("person.second-factor-set", gettext_lazy("{name} set up a second factor"))
SECOND_FACTOR_REMOVED = events.declare("person.second-factor-removed", gettext_lazy("{name} gave up a second factor"))
SECOND_FACTOR_RESET = events.declare("person.second-factor-reset", gettext_lazy("Removed the second factor of {name}"))
SESSION_ENDED = events.declare("person.session-ended", gettext_lazy("A session of {name} was ended from elsewhere"))
SIGNED_IN = events.declare("person.signed-in", gettext_lazy("{name} signed in from {address}"))
SIGN_IN_FAILED = events.declare("person.sign-in-failed", gettext_lazy("A sign-in as {name} failed, from {address}"))
LOCKED_OUT = events.declare("person.locked-out", gettext_lazy("Sign-in as {name} was locked, from {address}"))

# Without the letters and digits that are taken for each other when read aloud.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Refused(Exception):
    """An act on people that cannot be; the message says why in the office's words."""


class NameTaken(Refused):
    """Somebody signs in under this name already."""


class OwnRole(Refused):
    """Nobody hands himself a role."""


@transaction.atomic
def enter_person(
    *, username: str, name: str, home: Agency | None, by: str, at: datetime, email: str = "", phone: str = ""
) -> Person:
    """Enter a person, without a password yet (see `set_one_time_password`). Raises NameTaken."""
    username = username.strip().lower()
    if Person.objects.filter(username__iexact=username).exists():
        raise NameTaken(_("Somebody signs in as %(username)s already.") % {"username": username})
    person = Person(username=username, name=name, home=home, email=email, phone=phone)
    person.set_unusable_password()
    person.save()
    _record(ENTERED, person, by=by, at=at, username=username)
    return person


@transaction.atomic
def edit_person(
    *, person: Person, name: str, home: Agency | None, by: str, at: datetime, email: str = "", phone: str = ""
) -> Person:
    """Change a person's details. Which ones changed is in the trail, what they were is not."""
    person = _locked(person)
    values = {"name": name, "home": home, "email": email, "phone": phone}
    changed = [field for field, value in values.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, values[field])
    person.save(update_fields=changed)
    _record(EDITED, person, by=by, at=at, fields=changed)
    return person


@transaction.atomic
def deactivate(*, person: Person, by: str, at: datetime) -> Person:
    """Stop a person from signing in, and end every session at once; roles stay. Raises Refused for oneself."""
    if by == person.reference:
        raise Refused(_("Nobody can stop himself from signing in."))
    person = _locked(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    _record(DEACTIVATED, person, by=by, at=at)
    return person


@transaction.atomic
def reactivate(*, person: Person, by: str, at: datetime) -> Person:
    """Let a person sign in again."""
    person = _locked(person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    _record(REACTIVATED, person, by=by, at=at)
    return person


@transaction.atomic
def set_password(*, person: Person, password: str, by: str, at: datetime, must_change: bool = False) -> Person:
    """Set a password that was chosen and checked; every session elsewhere ends with the old one."""
    person = _locked(person)
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    _record(PASSWORD_SET, person, by=by, at=at, one_time=must_change)
    return person


def set_one_time_password(*, person: Person, by: str, at: datetime) -> str:
    """Set a random password that must be changed at the next sign-in, and return it, to be handed over once."""
    password = "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(4)) for _group in range(3))
    set_password(person=person, password=password, by=by, at=at, must_change=True)
    return password


@transaction.atomic
def reset_second_factor(*, person: Person, by: str, at: datetime) -> Person:
    """Remove the authenticator and recovery codes of somebody who lost them, and end the sessions."""
    person = _locked(person)
    Authenticator.objects.filter(user=person).delete()
    _end_sessions(person)
    _record(SECOND_FACTOR_RESET, person, by=by, at=at)
    return person


@transaction.atomic
def end_session(*, person: Person, session_id: int, by: str, at: datetime) -> None:
    """End one session of a person, on whatever machine it is. One that has ended already is no error."""
    session = UserSession.objects.filter(user=person, pk=session_id).first()
    if session is not None:
        session.end()
        _record(SESSION_ENDED, person, by=by, at=at)


@transaction.atomic
def give_role(
    *, person: Person, role: str, agency: Agency, since: date, by: str, at: datetime,
    with_subtree: bool = False, until: date | None = None,
) -> RoleHolding:  # fmt: skip
    """Give a person a role in an agency from a day on, perhaps to a day (the last one it holds).

    Raises OwnRole, and Refused when the person may not sign in, the agency ended, or the role is held there already.
    """
    if by == person.reference:
        raise OwnRole(_("Nobody hands himself a role."))
    person = _locked(person)
    if not person.is_active:
        raise Refused(_("%(name)s may not sign in; let them sign in again first.") % {"name": person.name})
    if agency.dissolved_on is not None and agency.dissolved_on <= since:
        words = _("%(agency)s was dissolved on %(on)s.")
        raise Refused(words % {"agency": agency.name, "on": agency.dissolved_on})
    if until is not None and until < since:
        raise Refused(_("The last day lies before the first."))
    overlapping = RoleHolding.objects.filter(person=person, role=role, agency=agency).exclude(until__lt=since)
    if (overlapping.filter(since__lte=until) if until else overlapping).exists():
        words = _("%(name)s already is %(role)s there in that time.")
        raise Refused(words % {"name": person.name, "role": Role(role).label})
    holding = RoleHolding.objects.create(
        person=person, role=role, agency=agency, with_subtree=with_subtree, since=since, until=until
    )
    told = {"since": since.isoformat(), "until": until.isoformat() if until else "", "with_subtree": with_subtree}
    _record_role(ROLE_GIVEN, holding, by=by, at=at, **told)
    return holding


@transaction.atomic
def end_role(*, holding: RoleHolding, on: date, by: str, at: datetime) -> None:
    """End a role; `on` is the first day without it. A role that never held a whole day goes altogether."""
    holding = RoleHolding.objects.select_for_update(of=("self",)).select_related("person", "agency").get(pk=holding.pk)
    if holding.since >= on:
        holding.delete()
    else:
        holding.until = min(on - timedelta(days=1), holding.until or date.max)
        holding.save(update_fields=["until"])
    _record_role(ROLE_ENDED, holding, by=by, at=at, on=on.isoformat())


def note_activity(*, person: Person, session_key: str, at: datetime) -> None:
    """Note that a session is in use. No event: it is no act, and every page would be one."""
    UserSession.objects.filter(user=person, session_key=session_key).update(last_seen_at=at)


@transaction.atomic
def note_sign_in(*, person: Person, kind: str, address: str, at: datetime) -> None:
    """Put a sign-in, a failed one (`SIGN_IN_FAILED`), or a lock (`LOCKED_OUT`) on the trail."""
    by = person.reference if kind == SIGNED_IN else "sign-in"
    _record(kind, person, by=by, at=at, address=address or "?")


@transaction.atomic
def note_second_factor(*, person: Person, kind: str, at: datetime) -> None:
    """Put on the trail that a person set up or gave up a second factor."""
    _record(kind, person, by=person.reference, at=at)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _end_sessions(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def _record(kind: str, person: Person, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": person.name}
    events.record(kind, by=by, about=person.reference, at=at, agency_id=person.home_id, data=data)


def _record_role(kind: str, holding: RoleHolding, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": holding.person.name, "role": holding.role, "role_label": str(Role(holding.role).label)}
    data |= {"agency": holding.agency.name}
    events.record(kind, by=by, about=holding.person.reference, at=at, agency_id=holding.agency_id, data=data)
