"""Which documents were in force on a day a reader chooses, and the text of each on that day."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import keyset, pages
from gongkai.core.permissions import PUBLIC, requires
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import editions, normative, seeking
from gongkai.orgs.models import Agency
from gongkai.portal.pages import documents, policies

SIZE = 30
FIRST = datetime.date(1949, 10, 1)


@requires(PUBLIC)
def on(request: HttpRequest) -> HttpResponse:
    """The documents in force on a day, by issuer and words. At most seven queries."""
    today = timezone.localdate()
    day = _day(request.GET.get("day", ""), today)
    words = request.GET.get("q", "").strip()[:60]
    held = normative.public_on(on=day or today)
    agencies = _agencies(today)
    agency = next((each for each in agencies if str(each.pk) == request.GET.get("agency", "")), None)
    rows = held.filter(item__agency=agency) if agency else held
    for word in words.split()[:5]:
        rows = rows.filter(pk__in=seeking.named(word))
    try:
        cursor = request.GET.get("cursor", "")
        page = keyset.page(rows, by=("-made_on", "-id"), size=SIZE, cursor=cursor, source=held)
    except keyset.BadCursor:
        return HttpResponseRedirect(request.path)
    title = _("Documents in force on any day")
    context = {
        "page_title": title,
        "section": "policies",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(_("Policy library"), f"/{policies.FOLDER}"),
            pages.Crumb(title),
        ),
        "day": day or today,
        "is_wrong": day is None,
        "words": words,
        "agency": agency,
        "agencies": agencies,
        "lines": _lines(page.rows, day or today),
        "older": _address(request, page.older),
        "newer": _address(request, page.newer),
    }
    return render(request, "portal/in_force.html", context, status=200 if day else 422)


def _day(text: str, today: datetime.date) -> datetime.date | None:
    """The day written, today for nothing; None for what is no day or lies ahead."""
    if not text.strip():
        return today
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST <= day <= today else None


def _agencies(today: datetime.date) -> list[Agency]:
    issuers = normative.documents(on=today).filter(item__state="published").values("item__agency")
    return list(Agency.objects.filter(pk__in=issuers).in_tree_order().only("pk", "short_name"))


def _lines(rows: list[Any], day: datetime.date) -> list[dict[str, Any]]:
    texts = editions.of([row.item_id for row in rows])
    return [
        {
            "title": pages.breakable(row.title),
            "number": row.doc_no,
            "agency": row.item.agency.short_name,
            "made": pages.day(row.made_on),
            "tag": item_pages.tag(row.standing),
            "address": documents.address_on(row.item, texts.get(row.item_id, ()), day),
            "own": item_pages.item_address(row.item_id),
        }
        for row in rows
    ]


def _address(request: HttpRequest, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
