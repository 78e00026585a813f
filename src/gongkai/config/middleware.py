"""What every dynamic request passes through: strict headers, and what the person signed in may do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.accounts import queries
from gongkai.accounts.views import entrance

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Answer = Callable[[HttpRequest], HttpResponseBase]


def security_headers(answer: Answer) -> Answer:
    """Forbid everything a page of ours does not need."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return handle


def access(answer: Answer) -> Answer:
    """Put on each request what the person may do today."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        request.access = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: queries.access_of(request.user, on=timezone.localdate())  # type: ignore[arg-type]
        )
        return answer(request)

    return handle


def account_in_order(answer: Answer) -> Answer:
    """Send people to change a one-time password, or set up a required second factor, before all else."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return entrance.what_comes_first(request) or answer(request)

    return handle
