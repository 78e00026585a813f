"""The records behind a figure: a list of exactly those that were counted, with filters and export."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.accounts import permissions
from gongkai.accounts.queries import Access
from gongkai.core import lists
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import counting, filling, indicators, keeping, spans
from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.indicators import Indicator, Part
from gongkai.statistics.queries.keeping import Sums
from gongkai.statistics.queries.sources import SOURCES
from gongkai.statistics.queries.spans import Place, Scope
from gongkai.statistics.views import tables

YEARS = range(2000, 2101)
# Where so few agencies have any of what is listed, they are named to the database, which then need not look for them.
_FEW = 50


def scope_of(request: HttpRequest, agency_id: int, year: int, permission: Permission) -> Scope:
    """The scope of an address, when the person holds the permission there. Raises Http404. One query.

    Its agency knows whether a figure of it or of one below was stated by hand (`has_statements`).
    """
    access: Access = request.access  # type: ignore[attr-defined]
    below = Statement.objects.filter(year=year, agency__path__startswith=OuterRef("path"))
    agency = access.agencies(permission).annotate(has_statements=Exists(below)).filter(pk=agency_id).first()
    if agency is None or year not in YEARS:
        raise Http404
    span = spans.year(year)
    if until := _day(request.GET.get("until", "")):
        span = spans.until(until) if until.year == year else span
    return Scope(agency, span, bool(request.GET.get("subtree")))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@requires(Permission.FIGURE_VIEW)
def records(request: HttpRequest, agency_id: int, year: int, indicator: str) -> HttpResponseBase:
    """The records behind one figure of an agency and year, of its subtree with ?subtree=1."""
    scope = scope_of(request, agency_id, year, Permission.FIGURE_VIEW)
    try:
        one: Indicator = indicators.indicator(indicator)
    except indicators.NoIndicator as error:
        raise Http404 from error
    places = spans.places() if scope.with_subtree else [_place(scope)]
    inherited = spans.heirs(scope.span.last, places=places if scope.with_subtree else None)
    within = [each for each in places if each.path.startswith(scope.agency.path)]
    is_everything = scope.with_subtree and len(within) == len(places)
    counted = None if is_everything else counting.with_inherited({each.pk for each in within}, inherited)
    sums = keeping.by_agency(one.parts, scope, counted)

    parts = tuple((part, sum(sums[part].values(), start=0)) for part in one.parts)
    place = int(request.GET["part"]) if request.GET.get("part", "").isdecimal() else 0
    part, number = parts[min(place, len(parts) - 1)]
    seen = [each for each in within if _sees(request, part, each)]
    below = tuple(each for each in seen if _level(each) == _level(_place(scope)) + 1)
    chosen = next((each for each in below if str(each.pk) == request.GET.get("agency")), None)
    listed = [each for each in seen if chosen is None or each.path.startswith(chosen.path)]
    whose = counted
    if len(listed) < len(within):
        whose = counting.with_inherited({each.pk for each in listed}, inherited)
    having = [pk for pk, some in sums[part].items() if some and (whose is None or pk in set(whose))]
    there = _sum(sums, part, having)
    opened = tables.Opened(one, scope, parts, part, having if len(having) <= _FEW else whose, there, below)
    request.opened = opened  # type: ignore[attr-defined]
    hidden = number - (there if chosen is None else _sum(sums, part, _bearing(seen, inherited)))
    return lists.respond(
        request,
        tables.list_of(part),
        opened=opened,
        scope=scope,
        heading=one.meaning,
        total=tables.shown(opened.total),
        there=tables.shown(there) if chosen is not None else "",
        chosen=chosen,
        hidden=tables.shown(hidden) if hidden else "",
        nav=reverse("statistics:form"),
        crumbs=[(reverse("statistics:form"), _("Figures")), ("", str(one.meaning))],
        **_stated(one, scope, sums, inherited),
    )


def _stated(one: Indicator, scope: Scope, sums: Sums, inherited: dict[int, int]) -> dict[str, object]:
    """What people stated in place of the count, and the figure as the form shows it. At most one query."""
    if scope.span != spans.year(scope.span.year) or not scope.agency.has_statements:  # type: ignore[attr-defined]
        return {}
    standing = filling.standing(scope)
    own = [each for each in standing if each.indicator == one.id]
    figure: Number = sum((number for part in one.parts for number in sums[part].values()), start=0)
    for each in own:
        bearing = counting.with_inherited({each.agency_id}, inherited)
        figure += (each.number or 0) - sum((_sum(sums, part, bearing) for part in one.parts), start=0)
    return {
        "statements": own,
        "stated": tables.shown(figure) if own else "",
        "is_moved": not own and filling.follows(one, [each.indicator for each in standing]),
    }


def _sum(sums: Sums, part: Part, agencies: Iterable[int]) -> Number:
    return sum((sums[part].get(pk, 0) for pk in agencies), start=0)


def _bearing(places: Iterable[Place], inherited: dict[int, int]) -> list[int]:
    return counting.with_inherited({each.pk for each in places}, inherited)


def _place(scope: Scope) -> Place:
    return Place(scope.agency.pk, scope.agency.path, scope.agency.short_name)


def _level(place: Place) -> int:
    return place.path.count("/")


def _sees(request: HttpRequest, part: Part, place: Place) -> bool:
    """Whether a person may open the records of a part in an agency. No query."""
    access: Access = request.access  # type: ignore[attr-defined]
    roles = permissions.roles_that_permit(SOURCES[part.source].permission)
    return any(
        each.role in roles and (each.agency_id == place.pk or (each.with_subtree and place.path.startswith(each.path)))
        for each in access.held
    )


@requires(Permission.FIGURE_VIEW)
def proof(request: HttpRequest, statement_id: int) -> HttpResponseBase:
    """The file on which a figure stated by hand stands."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Statement.objects.filter(agency__in=access.agencies(Permission.FIGURE_VIEW)).select_related("file")
    row = get_object_or_404(rows, pk=statement_id, file__isnull=False)
    assert row.file is not None
    return FileResponse(files.path_of(row.file).open("rb"), as_attachment=True, filename=row.file_title or str(row.pk))
