"""The records behind a figure: a list of exactly those that were counted, with filters and export."""

import datetime

from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core import lists
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import counting, filling, indicators, keeping, opening, spans
from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.indicators import Indicator
from gongkai.statistics.queries.opening import Opened
from gongkai.statistics.queries.spans import Scope
from gongkai.statistics.views import tables

YEARS = range(2000, 2101)


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
    access: Access = request.access  # type: ignore[attr-defined]
    place = int(request.GET["part"]) if request.GET.get("part", "").isdecimal() else None
    opened = opening.opened(one, scope, access, part=place, branch=request.GET.get("agency", ""))
    request.opened = opened  # type: ignore[attr-defined]
    return lists.respond(
        request,
        tables.list_of(opened.part),
        opened=opened,
        scope=scope,
        heading=one.meaning,
        total=tables.shown(opened.total),
        there=tables.shown(opened.listed) if opened.chosen is not None else "",
        chosen=opened.chosen,
        hidden=tables.shown(opened.hidden) if opened.hidden else "",
        nav=reverse("statistics:form"),
        crumbs=[(reverse("statistics:form"), _("Figures")), ("", str(one.meaning))],
        **_stated(opened),
    )


def _stated(opened: Opened) -> dict[str, object]:
    """What people stated in place of the count, and the figure as the form shows it. At most three queries."""
    one, scope = opened.indicator, opened.scope
    if scope.span != spans.year(scope.span.year) or not scope.agency.has_statements:  # type: ignore[attr-defined]
        return {}
    standing = filling.standing(scope)
    own = [each for each in standing if each.indicator == one.id]
    figure = opened.total + (_moved(opened, own) if own else 0)
    return {
        "statements": own,
        "stated": tables.shown(figure) if own else "",
        "is_moved": not own and filling.follows(one, [each.indicator for each in standing]),
    }


def _moved(opened: Opened, own: list[Statement]) -> Number:
    """By how much what was stated moves the figure."""
    inherited = spans.heirs(opened.scope.span.last) if opened.inherited is None else opened.inherited
    bearing = {each.pk: counting.with_inherited({each.agency_id}, inherited) for each in own}
    whose = sorted({pk for agencies in bearing.values() for pk in agencies})
    parts = opened.indicator.parts
    sums = keeping.by_agency(parts, opened.scope, whose) if opened.sums is None else opened.sums
    said = sum((each.number or 0 for each in own), start=0)
    return said - sum((opening.sum_of(sums, part, bearing[each.pk]) for each in own for part in parts), start=0)


@requires(Permission.FIGURE_VIEW)
def proof(request: HttpRequest, statement_id: int) -> HttpResponseBase:
    """The file on which a figure stated by hand stands."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Statement.objects.filter(agency__in=access.agencies(Permission.FIGURE_VIEW)).select_related("file")
    row = get_object_or_404(rows, pk=statement_id, file__isnull=False)
    assert row.file is not None
    return FileResponse(files.path_of(row.file).open("rb"), as_attachment=True, filename=row.file_title or str(row.pk))
