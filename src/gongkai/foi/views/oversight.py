"""Looking over many cases: the month of due days, the agencies below, wishes that come again and again."""

import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core.permissions import Permission, requires
from gongkai.foi.forms import deciding
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import register, rollup, similar, statistics, worklist
from gongkai.foi.views import scope
from gongkai.rules import outcomes

YEARS_BACK = 5
WISHES_OF = 365


@requires(Permission.REQUEST_VIEW)
def month(request: HttpRequest) -> HttpResponseBase:
    """The days of a month with what ends on each."""
    today = scope.today()
    first = _first(request.GET.get("month", ""), today)
    access = scope.access(request)
    rows = register.visible(access)
    if request.GET.get("mine"):
        rows = rows.filter(officer=access.person)
    days = worklist.month(rows, first)
    following = (first + datetime.timedelta(days=32)).replace(day=1)
    before = (first - datetime.timedelta(days=1)).replace(day=1)
    context = {
        "heading": _("Due days"),
        "first": first,
        "weeks": _weeks(days),
        "busy": [day for day in days if day.due or day.waits],
        "today": today,
        "before": before,
        "following": following,
        "mine": bool(request.GET.get("mine")),
    }
    return render(request, "foi/calendar.html", context)


def _first(text: str, today: datetime.date) -> datetime.date:
    try:
        found = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2009 <= found.year <= 2059 else today.replace(day=1)


def _weeks(days: list[worklist.Day]) -> list[list[worklist.Day | None]]:
    """Seven days a line, Monday first; days of other months are left blank."""
    cells: list[worklist.Day | None] = [None] * days[0].on.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@requires(Permission.REQUEST_OVERSEE)
def below(request: HttpRequest) -> HttpResponseBase:
    """How the agencies below stand in a year: received, open, late, outcomes and grounds, time to answer."""
    today = scope.today()
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and 2008 <= int(text) <= today.year else today.year
    agencies = scope.access(request).agencies(Permission.REQUEST_OVERSEE)
    branches = rollup.rollup(agencies, year, on=today)
    late = worklist.overdue(InfoRequest.objects.filter(agency__in=agencies), on=today)
    top = sum((branch.own for branch in branches), rollup.Standing())
    context = {
        "heading": _("Agencies below"),
        "year": year,
        "years": list(range(today.year, today.year - YEARS_BACK, -1)),
        "branches": branches,
        "top": top,
        "late": list(late[:50]),
        "outcomes": _outcomes(agencies, year),
    }
    return render(request, "foi/below.html", context)


def _outcomes(agencies: Any, year: int) -> list[dict[str, Any]]:
    """How requests ended in a year, by outcome and ground, most frequent first within each group. One query."""
    rows = InfoRequest.objects.filter(agency__in=agencies).filter(statistics.closed(year)).order_by()
    counted = rows.values_list("counted_outcome", "counted_ground").annotate(n=Count("pk"))
    found = []
    for code, ground, n in counted:
        outcome = outcomes.outcome(code)
        known = ground if ground in {each.code for each in outcome.grounds} else ""
        group = outcomes.group_label(outcome.group)
        found.append({"group": group, "words": deciding.outcome_words(code, known), "n": n, "code": code})
    order = {each.code: place for place, each in enumerate(outcomes.outcomes())}
    return sorted(found, key=lambda each: (order[each["code"]], -each["n"]))


@requires(Permission.REQUEST_VIEW)
def repeated(request: HttpRequest) -> HttpResponseBase:
    """Wishes several applicants had whose answers are not public yet."""
    access = scope.access(request)
    since = scope.today() - datetime.timedelta(days=WISHES_OF)
    agencies = list(register.agencies(access))
    wanted = request.GET.get("agency", "")
    chosen = next((each for each in agencies if str(each.pk) == wanted), None)
    home = next((each for each in agencies if each.pk == getattr(request.user, "home_id", None)), None)
    agency = chosen or home or (agencies[0] if agencies else None)
    context = {
        "heading": _("Wishes that come again"),
        "lede": _(
            "What several applicants asked for in a year and is not public yet. Three times suggests publication."
        ),
        "agencies": agencies,
        "agency": agency,
        "wishes": similar.repeated_wishes(agency, since=since, at_least=2) if agency else [],
    }
    return render(request, "foi/repeated.html", context)
