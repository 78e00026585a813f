"""The records behind a figure: a list of exactly those that were counted, with filters and export."""

from decimal import Decimal
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts import permissions
from gongkai.accounts.queries import Access
from gongkai.activities.models import kinds
from gongkai.core import lists
from gongkai.core.permissions import Permission, requires
from gongkai.orgs.models import Agency
from gongkai.rules import outcomes
from gongkai.statistics.queries import counting, filling, indicators, spans
from gongkai.statistics.queries.indicators import Indicator, Part
from gongkai.statistics.queries.sources import SOURCES
from gongkai.statistics.queries.spans import Scope

YEARS = range(2000, 2101)


def _agencies(request: HttpRequest) -> list[lists.Option]:
    access: Access = request.access  # type: ignore[attr-defined]
    match = request.resolver_match
    root = Agency.objects.filter(pk=match.kwargs["agency_id"]).first() if match else None
    if root is None or not request.GET.get("subtree"):
        return []
    rows = Agency.objects.within(root) & access.agencies(Permission.FIGURE_VIEW)
    return [lists.Option(str(row.pk), row.short_name, row.depth) for row in rows.in_tree_order()]


def _of_agency(path: str) -> lists.Choice:
    return lists.Choice(
        "agency", gettext_lazy("Agency"), _agencies, lambda rows, value: rows.filter(**{path: int(value)})
    )


class Records(lists.List):
    """The records of one part of an indicator; the context has indicator, part, scope and the figures."""

    template = "statistics/records.html"
    export_name = "records"
    joined: ClassVar[tuple[str, ...]] = ("agency",)
    searched_in: ClassVar[str] = ""
    empty_title = gettext_lazy("No record stands behind this figure")

    def rows(self) -> lists.Rows:
        """Exactly those counted, of the agencies one may look into."""
        context = self.context
        return counting.records(context["part"], context["scope"], context["whose"]).select_related(*self.joined)

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """Those whose name holds the words."""
        return rows.filter(**{f"{self.searched_in}__icontains": words})

    def tabs(self) -> list[lists.Tab]:
        """The parts of the indicator, where it has several."""
        parts = self.context["parts"]
        below = "&subtree=1" if self.context["scope"].with_subtree else ""
        return (
            [
                lists.Tab(
                    f"{LABELS[part.source.split('.')[0]]} {shown(number)}",
                    f"part={place}{below}" if place else below[1:],
                )
                for place, (part, number) in enumerate(parts)
            ]
            if len(parts) > 1
            else []
        )


def sees_all(request: HttpRequest, part: Part, scope: Scope) -> bool:
    """Whether a person may open every record of a part in a scope. No query."""
    access: Access = request.access  # type: ignore[attr-defined]
    permission = SOURCES[part.source].permission
    if not scope.with_subtree:
        return access.may(permission, scope.agency)
    return any(
        each.with_subtree
        and each.role in permissions.roles_that_permit(permission)
        and scope.agency.path.startswith(each.path)
        for each in access.held
    )


def _whose(path: str) -> lists.Column:
    def name(row: Any) -> str:
        for step in path.split("__"):
            row = getattr(row, step)
        return str(row.short_name)

    return lists.Column("agency", gettext_lazy("Agency"), value=name)


class Items(Records):
    """Published items."""

    joined = ("agency", "revision", "public_revision")
    search_label = gettext_lazy("Index number")
    searched_in = "index_no"
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            lead=True,
            value=lambda row: (row.public_revision or row.revision).title,
            link=lambda row: reverse("disclosures:item", args=[row.pk]),
        ),
        lists.Column("index_no", gettext_lazy("Index number")),
        _whose("agency"),
        lists.Column("first_published_at", gettext_lazy("Published")),
    )
    filters = (_of_agency("agency"), lists.Dates("published", gettext_lazy("Published"), "first_published_at"))


class Documents(Records):
    """Regulations and normative documents."""

    joined = ("item__agency",)
    search_label = gettext_lazy("Words of the title")
    searched_in = "title"
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            lead=True,
            link=lambda row: reverse("disclosures:item", args=[row.item_id]),
        ),
        lists.Column("doc_no", gettext_lazy("Document number")),
        _whose("item__agency"),
        lists.Column("made_on", gettext_lazy("Made on")),
        lists.Column("effective_on", gettext_lazy("In force since")),
        lists.Column("expires_on", gettext_lazy("Valid until")),
        lists.Column("validity", gettext_lazy("Standing today"), value=lambda row: row.item.get_validity_display()),
    )
    filters = (_of_agency("item__agency"),)


class Activities(Records):
    """Recorded activities."""

    search_label = gettext_lazy("Words of the title")
    searched_in = "title"
    columns = (
        lists.Column(
            "title", gettext_lazy("Title"), lead=True, link=lambda row: reverse("activities:activity", args=[row.pk])
        ),
        lists.Column("kind", gettext_lazy("Kind"), value=lambda row: row.kind_label),
        lists.Column("on", gettext_lazy("Day or year"), value=lambda row: row.on.isoformat() if row.on else row.year),
        lists.Column("channel", gettext_lazy("Channel"), value=lambda row: row.channel_label),
        _whose("agency"),
    )
    filters = (
        _of_agency("agency"),
        lists.Choice(
            "channel",
            gettext_lazy("Channel"),
            list(kinds.CHANNELS.items()),
            lambda rows, value: rows.filter(channel=value),
        ),
    )


class Numbers(Records):
    """Numbers stated with activities."""

    joined = ("activity__agency",)
    search_label = gettext_lazy("Words of the title")
    searched_in = "activity__title"
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            lead=True,
            value=lambda row: row.activity.title,
            link=lambda row: reverse("activities:activity", args=[row.activity_id]),
        ),
        lists.Column(
            "measure",
            gettext_lazy("What"),
            value=lambda row: str(kinds.kind(row.activity.kind).measure(row.measure).label),
        ),
        lists.Column("value", gettext_lazy("Number"), numeric=True, value=lambda row: shown(row.value)),
        lists.Column("on", gettext_lazy("Day or year"), value=lambda row: row.activity.on or row.activity.year),
        _whose("activity__agency"),
    )
    filters = (_of_agency("activity__agency"),)


class Requests(Records):
    """Requests, by their numbers alone."""

    search_label = gettext_lazy("Number")
    searched_in = "number"
    columns = (
        lists.Column("number", gettext_lazy("Number"), lead=True, link=lambda row: f"/desk/requests/{row.pk}/"),
        _whose("agency"),
        lists.Column("applicant_kind", gettext_lazy("Applicant"), value=lambda row: row.get_applicant_kind_display()),
        lists.Column("channel", gettext_lazy("Channel"), value=lambda row: row.get_channel_display()),
        lists.Column("received_on", gettext_lazy("Received")),
        lists.Column("counted_on", gettext_lazy("Decided")),
        lists.Column(
            "outcome",
            gettext_lazy("Outcome"),
            value=lambda row: outcomes.outcome(row.counted_outcome).label if row.counted_outcome else "",
        ),
    )
    filters = (
        _of_agency("agency"),
        lists.Dates("received", gettext_lazy("Received"), "received_on", is_moment=False),
        lists.Dates("decided", gettext_lazy("Decided"), "counted_on", is_moment=False),
    )


class Remedies(Records):
    """Reconsiderations, lawsuits and complaints."""

    search_label = gettext_lazy("Case number")
    searched_in = "case_no"
    columns = (
        lists.Column("kind", gettext_lazy("Kind"), lead=True, value=lambda row: row.get_kind_display()),
        lists.Column("case_no", gettext_lazy("Case number")),
        lists.Column("body", gettext_lazy("Before whom")),
        _whose("agency"),
        lists.Column("notified_on", gettext_lazy("Notified")),
        lists.Column("result", gettext_lazy("Result today"), value=lambda row: row.get_result_display()),
        lists.Column("result_on", gettext_lazy("Result of")),
    )
    filters = (_of_agency("agency"), lists.Dates("notified", gettext_lazy("Notified"), "notified_on", is_moment=False))


class Fees(Records):
    """Fees paid."""

    joined = ("info_request__agency",)
    search_label = gettext_lazy("Number")
    searched_in = "info_request__number"
    columns = (
        lists.Column("number", gettext_lazy("Number"), lead=True, value=lambda row: row.info_request.number),
        lists.Column("paid_yuan", gettext_lazy("Paid (yuan)"), numeric=True, value=lambda row: shown(row.paid_yuan)),
        lists.Column("paid_on", gettext_lazy("Paid on")),
        _whose("info_request__agency"),
    )
    filters = (_of_agency("info_request__agency"),)


LISTS: dict[str, type[Records]] = {
    "items": Items,
    "documents": Documents,
    "activities": Activities,
    "numbers": Numbers,
    "requests": Requests,
    "remedies": Remedies,
    "complaints": Remedies,
    "fees": Fees,
}
LABELS: dict[str, Any] = {
    "items": gettext_lazy("Items on this website"),
    "documents": gettext_lazy("Documents"),
    "activities": gettext_lazy("Activities"),
    "numbers": gettext_lazy("Numbers stated"),
    "requests": gettext_lazy("Requests"),
    "remedies": gettext_lazy("Remedies"),
    "complaints": gettext_lazy("Complaints"),
    "fees": gettext_lazy("Fees of requests"),
}


def scope_of(request: HttpRequest, agency_id: int, year: int, permission: Permission) -> Scope:
    """The scope of an address, when the person holds the permission there. Raises Http404."""
    access: Access = request.access  # type: ignore[attr-defined]
    agency = access.agencies(permission).filter(pk=agency_id).first()
    if agency is None or year not in YEARS:
        raise Http404
    return Scope(agency, spans.year(year), bool(request.GET.get("subtree")))


def shown(number: int | Decimal) -> str:
    """A figure as people read it."""
    return f"{filling.plain(number):,}"


@requires(Permission.FIGURE_VIEW)
def records(request: HttpRequest, agency_id: int, year: int, indicator: str) -> HttpResponseBase:
    """The records behind one figure of an agency and year, of its subtree with ?subtree=1."""
    scope = scope_of(request, agency_id, year, Permission.FIGURE_VIEW)
    try:
        one: Indicator = indicators.indicator(indicator)
    except indicators.NoIndicator as error:
        raise Http404 from error
    whose = counting.whose(scope)
    parts = [(part, counting.figure(part, counting.records(part, scope, whose))) for part in one.parts]
    place = int(request.GET["part"]) if request.GET.get("part", "").isdecimal() else 0
    part, number = parts[min(place, len(parts) - 1)]
    seen = number
    if not sees_all(request, part, scope):
        access: Access = request.access  # type: ignore[attr-defined]
        whose = counting.whose(scope, among=access.agencies(SOURCES[part.source].permission))
        seen = counting.figure(part, counting.records(part, scope, whose))
    return lists.respond(
        request,
        LISTS[part.source.split(".")[0]],
        indicator=one,
        part=part,
        parts=parts,
        scope=scope,
        whose=whose,
        heading=one.meaning,
        total=shown(sum((each for _part, each in parts), start=0)),
        hidden=shown(number - seen) if number != seen else "",
        nav=reverse("statistics:form"),
        crumbs=[(reverse("statistics:form"), _("Figures")), ("", str(one.meaning))],
    )
