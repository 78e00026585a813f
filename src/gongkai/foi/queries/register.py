"""The register of requests (登记簿): which rows, by which filters, in which order."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.accounts.queries import Access
from gongkai.core import encryption
from gongkai.core.permissions import Permission
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import words
from gongkai.orgs.models import Agency

# Keyset orders of the register: newest first, or by due day.
NEWEST = ("-id",)
BY_DUE = ("due_on", "id")


@dataclass(frozen=True)
class Filters:
    """What narrows the register; empty values narrow nothing. `words` are text or a number."""

    number: str = ""
    state: str = ""
    officer_id: int | None = None
    unit: str = ""
    channel: str = ""
    outcome: str = ""
    applicant_kind: str = ""
    agency_id: int | None = None
    due_from: datetime.date | None = None
    due_to: datetime.date | None = None
    arrived_from: datetime.date | None = None
    arrived_to: datetime.date | None = None
    late_on: datetime.date | None = None
    words: str = ""


def visible(access: Access) -> QuerySet[InfoRequest]:
    """The requests a person may see."""
    return InfoRequest.objects.filter(agency__in=access.agencies(Permission.REQUEST_VIEW))


def in_agency(access: Access, permission: Permission) -> QuerySet[InfoRequest]:
    """The requests on which a person holds a permission."""
    return InfoRequest.objects.filter(agency__in=access.agencies(permission))


def filtered(rows: QuerySet[InfoRequest], filters: Filters) -> QuerySet[InfoRequest]:
    """The rows that fit, with what a line of the register needs; the applicant stays sealed."""
    plain: dict[str, Any] = {
        "number": filters.number,
        "state": filters.state,
        "officer_id": filters.officer_id,
        "unit": filters.unit,
        "channel": filters.channel,
        "outcome": filters.outcome,
        "applicant_kind": filters.applicant_kind,
        "agency_id": filters.agency_id,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
        "arrived_on__gte": filters.arrived_from,
        "arrived_on__lte": filters.arrived_to,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.late_on:
        rows = rows.filter(late(filters.late_on))
    if filters.words:
        rows = words.matching(rows, filters.words)
    return rows.select_related("agency", "officer").defer("terms")


def late(on: datetime.date) -> Q:
    """Requests whose due day has passed on a day while the answer is still owed."""
    return Q(clock__in=[InfoRequest.Clock.RUNNING, InfoRequest.Clock.PAUSED], due_on__lt=on)


def by_identity(access: Access, identity: str) -> QuerySet[InfoRequest]:
    """The requests of who bears exactly this document number, where the person may see applicants."""
    rows = in_agency(access, Permission.REQUEST_REVEAL)
    return rows.filter(applicant__same_as__in=encryption.blinds(identity)).exclude(applicant__same_as="")


def agencies(access: Access) -> QuerySet[Agency]:
    """The agencies whose register a person sees, in tree order."""
    return access.agencies(Permission.REQUEST_VIEW).in_tree_order()  # type: ignore[attr-defined]
