"""The few portal pages that Django answers itself: the reader's wish for colours and size, and errors."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.core.permissions import PUBLIC, requires
from gongkai.portal import queries
from gongkai.portal.pages import site

A_YEAR = 365 * 24 * 60 * 60


@requires(PUBLIC)
def scheme(request: HttpRequest) -> HttpResponse:
    """Show the form; with a choice in the address keep it in a cookie and go back to where the reader was."""
    if "scheme" not in request.GET and "size" not in request.GET:
        return render(request, "portal/scheme.html")
    asked = f"{request.GET.get('scheme', '')}-{request.GET.get('size', '')}".removesuffix("-")
    wish = site.wish(asked)
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        site.VIEW_COOKIE, f"{wish.scheme}-{wish.size}" if wish.size else wish.scheme, max_age=A_YEAR, samesite="Lax"
    )
    return response


def _back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    came_from = request.GET.get("next") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return parts.path or "/" if parts.path != "/scheme/" else "/"


@requires(PUBLIC)
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere, unless it is one that moved."""
    target = queries.moved_to(request.get_full_path(), request.path)
    if target:
        return HttpResponsePermanentRedirect(target)
    return render(request, "404.html", status=404)


@requires(PUBLIC)
def failed(request: HttpRequest) -> HttpResponse:
    """An unknown error. Says so without asking the database anything."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
