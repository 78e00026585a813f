"""How much the public pages are read, as counted from the logs of the server in front."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.core import pages
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.queries import public
from gongkai.portal.tasks import visits as counting

DAYS, MONTHS, PAGES = 31, 24, 50
_ITEM = re.compile(r"/items/\d+/(\d+)\.html")


@dataclass(frozen=True)
class Line:
    """A day or a month: pages read, those of them in the two other editions, files fetched."""

    when: str
    pages: str
    traditional: str
    english: str
    files: str


@dataclass(frozen=True)
class Read:
    """A page with how often it was read; without a title it is named by its address."""

    address: str
    title: str
    count: str


@requires(Permission.SITE_EDIT)
@require_safe
def visits(request: HttpRequest) -> HttpResponseBase:
    """Months, the last days, and the pages most read. One query beside those of every page."""
    found = counting.kept()
    days: dict[str, dict[str, int]] = found.get("days", {})
    months: dict[str, Counter[str]] = {}
    for day, counts in days.items():
        months.setdefault(day[:7], Counter()).update(counts)
    context = {
        "heading": _("Visits"),
        "has_log": bool(settings.ACCESS_LOG),
        "months": [_line(when, months[when]) for when in sorted(months, reverse=True)[:MONTHS]],
        "days": [_line(when, days[when]) for when in sorted(days, reverse=True)[:DAYS]],
        "most": list(_read(found.get("most", [])[:PAGES])),
        "since": parse_datetime(found.get("since", "")),
        "until": parse_datetime(found.get("until", "")),
        "is_cut": found.get("is_cut", False),
    }
    return render(request, "portal/desk/visits.html", context)


def _line(when: str, counts: Mapping[str, int]) -> Line:
    traditional, english = counting.EDITIONS
    names = (counting.PAGES, traditional, english, counting.FILES)
    return Line(when, *(pages.count(counts.get(name, 0)) for name in names))


def _read(most: Sequence[Any]) -> Iterator[Read]:
    numbers = {address: int(match[1]) for address, _count in most if (match := _ITEM.fullmatch(address))}
    titles = {pk: row.title for pk, row in public.rows(list(numbers.values())).items()}
    for address, count in most:
        yield Read(address, titles.get(numbers.get(address, 0), ""), pages.count(count))
