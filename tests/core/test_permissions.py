"""What a view declares decides who gets in."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.core.permissions import PUBLIC, SIGNED_IN, Permission, requires
from tests.factories.accounts import PersonFactory


class Holding:
    """Access of somebody who holds exactly these permissions, somewhere."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    def anywhere(self, permission: Permission) -> bool:
        return permission in self.permissions


def visit(needed: Any, *, user: Any, access: Any = None) -> HttpResponse:
    request = RequestFactory().get("/desk/x/")
    request.user, request.access = user, access or Holding()  # type: ignore[attr-defined]

    @requires(needed)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    return view(request)  # type: ignore[return-value]


@pytest.mark.parametrize("needed", [SIGNED_IN, Permission.ITEM_VIEW])
def test_the_signed_out_are_sent_to_sign_in(needed: Any) -> None:
    response = visit(needed, user=AnonymousUser())
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/desk/x/")


def test_public_lets_everybody_in() -> None:
    assert visit(PUBLIC, user=AnonymousUser()).content == b"in"


@pytest.mark.django_db
def test_the_signed_in_need_the_permission_somewhere() -> None:
    person = PersonFactory()
    assert visit(SIGNED_IN, user=person).content == b"in"
    assert visit(Permission.ITEM_VIEW, user=person, access=Holding(Permission.ITEM_VIEW)).content == b"in"
    with pytest.raises(PermissionDenied):
        visit(Permission.ITEM_ISSUE, user=person, access=Holding(Permission.ITEM_VIEW))


def test_a_view_carries_what_it_declares() -> None:
    assert requires(Permission.ITEM_VIEW)(lambda request: HttpResponse()).permission == Permission.ITEM_VIEW  # type: ignore[attr-defined]
