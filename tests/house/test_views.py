"""Every address declares what it needs: a view that says nothing would be open to everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.core.permissions import PUBLIC, SIGNED_IN, Permission

# Views that are not ours, by the beginning of their address, and what guards them.
NOT_OURS = {
    "desk/account/": "allauth guards its own pages: sign-in is open, everything else wants a session",
}
# Where only these are public; everything else below desk/ wants at least a session.
PUBLIC_BELOW_DESK: set[str] = set()


def addresses() -> list[tuple[str, Any]]:
    """Every address with its view."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, address)
            elif isinstance(entry, URLPattern):
                yield address, entry.callback

    return list(walk(get_resolver(), ""))


OURS = [(address, view) for address, view in addresses() if not address.startswith(tuple(NOT_OURS))]


@pytest.mark.parametrize(("address", "view"), OURS, ids=[address or "/" for address, _ in OURS])
def test_every_view_declares_its_permission(address: str, view: Any) -> None:
    needed = getattr(view, "permission", None)
    assert needed in {*Permission, SIGNED_IN, PUBLIC}, (
        f"{address}: decorate the view with gongkai.core.permissions.requires"
    )


@pytest.mark.parametrize(("address", "view"), OURS, ids=[address or "/" for address, _ in OURS])
def test_nothing_of_the_desk_is_public(address: str, view: Any) -> None:
    if address.startswith("desk/") and address not in PUBLIC_BELOW_DESK:
        assert getattr(view, "permission", None) != PUBLIC, f"{address} lies in the desk and is open to everybody"


def test_the_views_that_are_not_ours_are_there() -> None:
    for prefix in NOT_OURS:
        assert any(address.startswith(prefix) for address, _ in addresses()), f"{prefix} is no longer needed"


@pytest.mark.django_db
def test_every_address_of_the_desk_sends_the_signed_out_away(client: Any) -> None:
    """Addresses without arguments are really asked."""
    for address, _ in OURS:
        if address.startswith("desk/") and "<" not in address and address not in PUBLIC_BELOW_DESK:
            answer = client.get(f"/{address}")
            assert answer.status_code in {302, 405}, f"{address} answered {answer.status_code} to somebody signed out"
            if answer.status_code == 302:
                assert "/desk/account/login/" in answer["Location"], address
