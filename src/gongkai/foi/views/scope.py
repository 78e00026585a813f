"""Which case, letter or file a page is about, and whether the person signed in may see it or act on it."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.letters import Letter
from gongkai.foi.queries import register


def access(request: HttpRequest) -> Access:
    """What the person signed in may do."""
    found: Access = request.access  # type: ignore[attr-defined]
    return found


def person(request: HttpRequest) -> Person:
    """The person signed in."""
    assert isinstance(request.user, Person)
    return request.user


def case(request: HttpRequest, request_id: int, permission: Permission = Permission.REQUEST_VIEW) -> InfoRequest:
    """A case on which the person holds a permission; else there is no such page. One query."""
    rows = register.in_agency(access(request), permission).select_related("agency", "officer", "applicant")
    return get_object_or_404(rows, pk=request_id)


def letter(request: HttpRequest, request_id: int, letter_id: int, permission: Permission) -> Letter:
    """A letter of a case on which the person holds a permission. Two queries."""
    one = case(request, request_id, permission)
    found = get_object_or_404(Letter.objects.select_related("consultation"), pk=letter_id, info_request=one)
    found.info_request = one
    return found


def address(info_request: InfoRequest) -> str:
    """The page of a case."""
    return reverse("foi:case", args=[info_request.pk])


def crumbs(info_request: InfoRequest, *more: tuple[str, Any]) -> list[tuple[str, Any]]:
    """The way from the register to a page of a case."""
    return [(reverse("foi:list"), _("Requests")), (address(info_request), info_request.number), *more]


def today() -> datetime.date:
    """The day where the office stands."""
    return timezone.localdate()
