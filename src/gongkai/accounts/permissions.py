"""Which role permits what. The vocabulary itself is closed: `gongkai.core.permissions.Permission`."""

from gongkai.accounts.models import Role
from gongkai.core.permissions import Permission as P

_READ = frozenset({P.AGENCY_VIEW, P.PERSON_VIEW, P.ITEM_VIEW})

ROLE_PERMISSIONS: dict[str, frozenset[P]] = {
    Role.OFFICER: _READ | {P.ITEM_DRAFT, P.ITEM_IMPORT},
    Role.REVIEWER: _READ | {P.ITEM_REVIEW},
    Role.SECRECY: _READ | {P.ITEM_SECRECY},
    Role.ISSUER: _READ | {P.ITEM_ISSUE, P.ITEM_WITHDRAW},
    Role.CASE_OFFICER: _READ,
    Role.DISCLOSURE_OFFICE: _READ
    | {
        P.AGENCY_EDIT,
        P.PERSON_EDIT,
        P.COLUMN_EDIT,
        P.ITEM_DRAFT,
        P.ITEM_IMPORT,
        P.ITEM_REVIEW,
        P.ITEM_WITHDRAW,
        P.TRAIL_VIEW,
    },
    Role.SUPERIOR: _READ | {P.TRAIL_VIEW},
    Role.INSPECTOR: _READ | {P.TRAIL_VIEW},
    Role.OPERATOR: frozenset({P.AGENCY_VIEW, P.AGENCY_EDIT, P.PERSON_VIEW, P.PERSON_EDIT, P.COLUMN_EDIT})
    | {P.TRAIL_VIEW, P.TASK_VIEW, P.TASK_RETRY},
}


def roles_that_permit(permission: P) -> list[str]:
    """The roles that carry a permission."""
    return [role for role, permitted in ROLE_PERMISSIONS.items() if permission in permitted]
