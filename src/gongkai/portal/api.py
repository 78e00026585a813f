"""The read API: what is public as JSON, paged by key, with ETag and limits, described by OpenAPI."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.pages import places
from gongkai.core import pages, throttle
from gongkai.core.permissions import PUBLIC, requires
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.portal.pages import describing, records

LIMIT = throttle.Limit("api", 600, 600)
SECONDS = 60
CHANGES = {
    "item.published": ("items", "published"),
    "item.validity": ("items", "changed"),
    "item.withdrawn": ("items", "withdrawn"),
    "report.published": ("reports", "published"),
    "report.withdrawn": ("reports", "withdrawn"),
}
_BIGGEST = 2**63 - 1
Found = dict[str, Any] | HttpResponse


class Wrong(ValueError):
    """A parameter that cannot be understood; its name."""


def _answers(view: Callable[..., Found]) -> Callable[..., HttpResponseBase]:
    """Count the caller, answer in JSON, in Chinese, once for the same ETag; say what is wrong."""

    @requires(PUBLIC)
    @require_safe
    @functools.wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            throttle.pass_through(LIMIT, throttle.caller(request), at=timezone.now())
            with translation.override(pages.LANGUAGE):
                found = view(request, **parts)
        except throttle.TooMany as refused:
            seconds = max(1, int(refused.wait.total_seconds()))
            response = _problem(429, _("Too many requests; Retry-After says when to come back."))
            response["Retry-After"] = str(seconds)
            return response
        except Wrong as wrong:
            return _problem(400, _("The parameter “{name}” cannot be understood.").format(name=wrong))
        response = found if isinstance(found, HttpResponse) else _json(request, found)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def _json(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    content = json.dumps(found, ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    asked = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if tag in asked:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        if found.get("next"):
            response["Link"] = f'<{found["next"]}>; rel="next"'
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _problem(status: int, words: str) -> HttpResponse:
    content = json.dumps({"status": status, "title": words}, ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type="application/problem+json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@_answers
def index(request: HttpRequest) -> Found:
    """Where everything is."""
    here = settings.SITE_ADDRESS + describing.API
    return {
        "title": _("Open data of {site}").format(site=settings.SITE_NAME),
        "description": f"{here}openapi.json",
        "page": f"{settings.SITE_ADDRESS}/data/",
        "catalogue": f"{settings.SITE_ADDRESS}/data/catalog.jsonld",
        **{kind.name: f"{here}{kind.name}/" for kind in records.KINDS},
        "changes": f"{here}changes/",
    }


@_answers
def description(request: HttpRequest) -> Found:
    """The OpenAPI description."""
    return describing.openapi()


@_answers
def listing(request: HttpRequest, *, kind: records.Kind) -> Found:
    """The next records of a kind."""
    wanted = _wanted(request, {"after": "integer", "limit": "integer", **kind.filters})
    size = _size(wanted)
    rows = kind.rows(wanted.pop("after", 0), size + 1, wanted)
    return _page(f"{kind.name}/", rows, size, wanted)


@_answers
def item(request: HttpRequest, *, item_id: int) -> Found:
    """One item; 410 with where to read on when it was withdrawn."""
    if item_id <= _BIGGEST:
        rows = records.items(0, 1, {"id": item_id})
        if rows:
            return rows[0]
        if Item.objects.filter(pk=item_id, state=Item.State.WITHDRAWN, index_no__isnull=False).exists():
            return _problem(410, _("It was withdrawn; see tombstones."))
    return _problem(404, _("There is none."))


@_answers
def changes(request: HttpRequest) -> Found:
    """What happened to public records since a place in the trail. Nothing is told of who did it."""
    wanted = _wanted(request, {"after": "integer", "limit": "integer"})
    size = _size(wanted)
    events = Event.objects.filter(seq__gt=wanted.get("after", 0), kind__in=CHANGES)
    chosen = list(events.order_by("seq")[: size + 1])
    known = Report.objects.select_related("agency", "keeper").in_bulk(
        {int(each.about[7:]) for each in chosen if each.about.startswith("report:")}
    )
    return _page("changes/", [_change(each, known) for each in chosen], size, {}, goes_on=True)


def _change(event: Event, known: Mapping[int, Report]) -> records.Row:
    record, change = CHANGES[event.kind]
    number = int(event.about.partition(":")[2])
    address: str | None = None
    if record == "items":
        address = settings.SITE_ADDRESS + item_pages.item_address(number)
    elif number in known:
        address = settings.SITE_ADDRESS + places.address(known[number])
    return {
        "id": event.seq,
        "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
        "change": change,
        "record": record,
        "record_id": number,
        "url": address,
    }


def _page(
    name: str, rows: list[records.Row], size: int, wanted: Mapping[str, Any], *, goes_on: bool = False
) -> dict[str, Any]:
    """One page and the address of the next. With `goes_on` there is always one: news will come."""
    shown = rows[:size]
    following = None
    if shown and (goes_on or len(rows) > size):
        line = urlencode({"after": shown[-1]["id"], "limit": size, **wanted})
        following = f"{settings.SITE_ADDRESS}{describing.API}{name}?{line}"
    return {"data": shown, "next": following}


def _size(wanted: dict[str, Any]) -> int:
    return int(min(max(wanted.pop("limit", describing.USUAL), 1), describing.LARGEST))


def _wanted(request: HttpRequest, known: Mapping[str, str]) -> dict[str, Any]:
    """The parameters by their types. Raises Wrong for one that is unknown or cannot be understood."""
    found: dict[str, Any] = {}
    for name, value in request.GET.items():
        if name not in known or "\x00" in str(value):
            raise Wrong(name[:40])
        text = str(value)
        if known[name] == "integer":
            if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _BIGGEST):
                raise Wrong(name)
            found[name] = int(text)
        elif known[name] == "date":
            try:
                found[name] = datetime.date.fromisoformat(text)
            except ValueError:
                raise Wrong(name) from None
        else:
            found[name] = text[:200]
    return found


urlpatterns: list[URLPattern] = [
    path("", index, name="index"),
    path("openapi.json", description, name="description"),
    *(path(f"{kind.name}/", listing, {"kind": kind}, name=kind.name) for kind in records.KINDS),
    path("items/<int:item_id>/", item, name="item"),
    path("changes/", changes, name="changes"),
]
app_name = "api"
