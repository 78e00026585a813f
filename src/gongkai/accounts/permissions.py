"""Which role permits what, and who may hand out roles and administer whom.

The vocabulary itself is closed: `gongkai.core.permissions.Permission`.

People are administered where they belong. Who holds PERSON_EDIT in an agency enters and changes the people of that
agency, and hands out there the roles that HANDS_OUT names for the role he holds; with all below it only when he
holds his own role with all below it. Nobody hands a role to himself, and nobody touches a person who holds a role
that he could not hand out: otherwise a new password for a stronger colleague would be a way up.
"""

from collections.abc import Iterable
from typing import Protocol

from gongkai.accounts.models import Person, Role
from gongkai.core.permissions import Permission as P
from gongkai.orgs.models import Agency

_READ = frozenset({P.AGENCY_VIEW, P.PERSON_VIEW, P.ITEM_VIEW, P.ACTIVITY_VIEW, P.FIGURE_VIEW, P.REPORT_VIEW})

ROLE_PERMISSIONS: dict[str, frozenset[P]] = {
    Role.OFFICER: _READ
    | {P.ITEM_DRAFT, P.ITEM_IMPORT, P.ACTIVITY_RECORD, P.CHANNEL_POST, P.FIGURE_ENTER}
    | {P.REPORT_READ, P.REPORT_FILE},
    Role.REVIEWER: _READ | {P.ITEM_REVIEW, P.ITEM_OPINE, P.REPORT_REVIEW},
    Role.SECRECY: _READ | {P.ITEM_SECRECY, P.REQUEST_VIEW, P.REQUEST_SECRECY},
    Role.LEGAL: _READ | {P.REQUEST_VIEW, P.REQUEST_LEGAL},
    Role.ISSUER: _READ
    | {P.ITEM_ISSUE, P.ITEM_OPINE, P.ITEM_WITHDRAW, P.REPORT_SIGN, P.REPORT_PUBLISH, P.REQUEST_VIEW, P.REQUEST_SIGN},
    Role.CASE_OFFICER: _READ | {P.REQUEST_VIEW, P.REQUEST_ENTER, P.REQUEST_HANDLE, P.REQUEST_REVEAL, P.ITEM_DRAFT},
    Role.DISCLOSURE_OFFICE: _READ
    | {
        P.AGENCY_EDIT,
        P.PERSON_EDIT,
        P.COLUMN_EDIT,
        P.ITEM_DRAFT,
        P.ITEM_IMPORT,
        P.ITEM_REVIEW,
        P.ITEM_OPINE,
        P.ITEM_RULE,
        P.ITEM_WITHDRAW,
        P.ACTIVITY_RECORD,
        P.CHANNEL_EDIT,
        P.CHANNEL_POST,
        P.FIGURE_ENTER,
        P.REPORT_READ,
        P.REPORT_REVIEW,
        P.REPORT_FILE,
        P.REPORT_ACCEPT,
        P.REPORT_PUBLISH,
        P.REQUEST_VIEW,
        P.REQUEST_ENTER,
        P.REQUEST_ASSIGN,
        P.REQUEST_HANDLE,
        P.REQUEST_REVEAL,
        P.REQUEST_REMEDY,
        P.REQUEST_EXPORT,
        P.REQUEST_OVERSEE,
        P.CALENDAR_EDIT,
        P.SITE_EDIT,
        P.TRAIL_VIEW,
    },
    Role.SUPERIOR: _READ | {P.REPORT_READ, P.REPORT_ACCEPT, P.REQUEST_OVERSEE, P.TRAIL_VIEW},
    Role.INSPECTOR: _READ | {P.REQUEST_OVERSEE, P.TRAIL_VIEW},
    Role.OPERATOR: frozenset({P.AGENCY_VIEW, P.AGENCY_EDIT, P.PERSON_VIEW, P.PERSON_EDIT, P.COLUMN_EDIT})
    | {P.SITE_EDIT, P.TRAIL_VIEW, P.TASK_VIEW, P.TASK_RETRY},
}

# The operator sets an installation up, so he enters everybody; the disclosure office everybody but operators.
HANDS_OUT: dict[str, frozenset[str]] = {
    Role.OPERATOR: frozenset(Role.values),
    Role.DISCLOSURE_OFFICE: frozenset(Role.values) - {Role.OPERATOR},
}


class Held(Protocol):
    """A role held, as `queries.Held` and `models.RoleHolding` have it."""

    @property
    def role(self) -> str: ...
    @property
    def agency_id(self) -> int: ...
    @property
    def with_subtree(self) -> bool: ...


class HeldWithPath(Held, Protocol):
    """A role held, with the path of its agency at hand."""

    @property
    def path(self) -> str: ...


def roles_that_permit(permission: P) -> list[str]:
    """The roles that carry a permission."""
    return [role for role, permitted in ROLE_PERMISSIONS.items() if permission in permitted]


def may_hand_out(held: Iterable[HeldWithPath], *, role: str, agency: Agency, with_subtree: bool) -> bool:
    """Tell whether somebody who holds these roles may hand out this one in this agency (not: to himself)."""
    return any(
        role in HANDS_OUT.get(each.role, frozenset())
        and (
            (each.with_subtree and agency.path.startswith(each.path))
            or (each.agency_id == agency.pk and not with_subtree)
        )
        for each in held
    )


def may_administer(held: Iterable[HeldWithPath], *, person: Person, holdings: Iterable[tuple[Held, Agency]]) -> bool:
    """Tell whether somebody who holds these roles may change this person, whose own `holdings` in force are given."""
    own = list(held)
    return may_take_in(own, home=person.home) and all(
        may_hand_out(own, role=each.role, agency=agency, with_subtree=each.with_subtree) for each, agency in holdings
    )


def may_take_in(held: Iterable[HeldWithPath], *, home: Agency | None) -> bool:
    """Tell whether somebody who holds these roles may enter people in an agency; in none: only from the top."""
    return any(
        P.PERSON_EDIT in ROLE_PERMISSIONS[each.role]
        and (
            (each.with_subtree and each.path.count("/") == 2)
            if home is None
            else (each.agency_id == home.pk or (each.with_subtree and home.path.startswith(each.path)))
        )
        for each in held
    )
