"""What the public pages of requests share: private answers, the browser's draft, ways to say “too often”."""

import datetime
import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages, throttle
from gongkai.core.permissions import PUBLIC, requires
from gongkai.foi.models.intake import Draft
from gongkai.foi.queries import drafts
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency

DRAFT_COOKIE = "gongkai_draft"
PATH = "/requests/"

DRAFTS = throttle.Limit("foi.drafts", 300, 3600)
SUBMISSIONS = throttle.Limit("foi.submissions", 200, 3600)
ANSWERS = throttle.Limit("foi.answers", 60, 3600)
UPLOADS = throttle.Limit("foi.uploads", 300, 3600)
GLANCES = throttle.Limit("foi.glances", 600, 3600)
ADDITIONS = throttle.Limit("foi.additions", 60, 3600)

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """A page for one person: open to everybody, kept by no cache and followed by no robot."""

    @requires(PUBLIC)
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except throttle.TooMany as refused:
            response = too_many(request, refused)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def too_many(request: HttpRequest, refused: throttle.TooMany) -> HttpResponse:
    """Say when to come back, and how else to ask; what was typed stays in the draft."""
    context = {
        "section": "requests",
        "page_title": _("Too many in a short time"),
        "crumbs": crumbs(_("Too many in a short time")),
        "minutes": refused.minutes,
    }
    response = render(request, "foi/public/too_many.html", context, status=429)
    response.headers["Retry-After"] = str(refused.minutes * 60)
    return response


def crumbs(*last: str) -> tuple[pages.Crumb, ...]:
    """The way from the front page to a page of requests."""
    way = (
        pages.Crumb(pgettext("portal", "Home"), "/"),
        pages.Crumb(pgettext("public", "Ask for information"), PATH),
    )
    return (*way, *(pages.Crumb(each) for each in last))


def contacts(agency: Agency) -> list[org_pages.Contact]:
    """How an applicant reaches an agency: what stands on the receipt, not all that the law wants public."""
    wanted = {agency.phone, agency.address, agency.hours, agency.email}
    return [contact for contact in org_pages.contacts(agency) if contact.value in wanted]


def draft_of(request: HttpRequest, at: datetime.datetime) -> Draft | None:
    """The draft that this browser holds the secret of."""
    return drafts.find(request.COOKIES.get(DRAFT_COOKIE, ""), at=at)


def hand_out(response: HttpResponseBase, secret: str) -> None:
    """Give a draft's secret to the browser, for these pages only, unreadable for scripts."""
    response.set_cookie(
        DRAFT_COOKIE,
        secret,
        max_age=drafts.KEPT,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def download(data: bytes, name: str, media: str) -> HttpResponse:
    """Bytes as a file to keep, never shown in the page."""
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
