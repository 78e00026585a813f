"""The list of annual reports, and the way from ticked ones to their comparison."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import desk
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.rules import forms

State = Report.State
LOOKS = {State.READ: "half", State.CONFIRMED: "wait", State.PUBLISHED: "ok", State.WITHDRAWN: "off"}


def _years(request: HttpRequest) -> list[lists.Option]:
    rows = desk.visible(request.access).order_by("-year").values_list("year", flat=True).distinct()  # type: ignore[attr-defined]
    return [lists.Option(str(year), str(year)) for year in rows]


def _agencies(request: HttpRequest) -> list[lists.Option]:
    access = request.access  # type: ignore[attr-defined]
    rows = access.agencies(Permission.REPORT_VIEW).filter(kept_reports__isnull=False).distinct().in_tree_order()
    return [lists.Option(str(each.pk), each.short_name, each.depth) for each in rows]


EDITIONS = tuple((each.edition, each.edition.removeprefix("form-")) for each in forms.load())


class Reports(lists.List):
    """The reports of my agencies."""

    title = gettext_lazy("Annual reports")
    template = "annualreports/list.html"
    order_by = ("-year", "-id")
    search_label = gettext_lazy("Name of the body")
    columns = (
        lists.Column(
            "body", gettext_lazy("Body"), lead=True, link=lambda row: reverse("annualreports:report", args=[row.pk])
        ),
        lists.Column("year", gettext_lazy("Year"), numeric=True),
        lists.Column("edition", gettext_lazy("Form"), value=lambda row: row.form_year or gettext_lazy("none")),
        lists.Column("error_count", gettext_lazy("Errors"), numeric=True, template="annualreports/cells/errors.html"),
        lists.Column("warning_count", gettext_lazy("To look at"), numeric=True),
        lists.Column(
            "state",
            gettext_lazy("State"),
            template="annualreports/cells/state.html",
            text=lambda row: row.get_state_display(),
        ),
        lists.Column(
            "keeper",
            gettext_lazy("Kept by"),
            value=lambda row: "" if row.agency_id else row.keeper.short_name,
            text=lambda row: row.keeper.short_name,
        ),
        lists.Column("changed_at", gettext_lazy("Changed")),
    )
    filters = (
        lists.Choice("year", gettext_lazy("Year"), _years, lambda rows, value: rows.filter(year=int(value))),
        lists.Choice("agency", gettext_lazy("Agency"), _agencies, lambda rows, value: rows.filter(keeper=int(value))),
        lists.Choice("form", gettext_lazy("Form"), EDITIONS, lambda rows, value: rows.filter(edition=value)),
        lists.Choice(
            "findings",
            gettext_lazy("Findings"),
            (
                ("errors", gettext_lazy("Does not add up")),
                ("open", gettext_lazy("Not decided")),
                ("none", gettext_lazy("None open")),
            ),
            {
                "errors": Q(error_count__gt=0),
                "open": Q(error_count__gt=0) | Q(warning_count__gt=0),
                "none": Q(error_count=0, warning_count=0),
            },
        ),
        lists.Choice("state", gettext_lazy("State"), State.choices, {value: Q(state=value) for value in State.values}),
    )
    bulk = (lists.Bulk("compare", gettext_lazy("Compare")),)
    bulk_url = reverse_lazy("annualreports:compare-chosen")
    export_name = "annual-reports"
    empty_title = gettext_lazy("No annual reports yet")
    empty_text = gettext_lazy("Hand in the reports of any year; their figures are read and checked.")

    def rows(self) -> QuerySet[Report]:
        """Those of my agencies; withdrawn ones only when asked for."""
        rows = desk.visible(self.request.access)  # type: ignore[attr-defined]
        return rows if self.request.GET.get("state") == State.WITHDRAWN else rows.live()  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[Report], words: str) -> QuerySet[Report]:
        """By the name of the body or the title of the report."""
        return rows.filter(Q(body__icontains=words) | Q(title__icontains=words))

    def prepare(self, rows: list[Any]) -> None:
        """The look of each state."""
        for row in rows:
            row.look = LOOKS[row.state]

    def extra(self) -> dict[str, object]:
        """Whether the person may hand in files."""
        return {"may_read": self.request.access.anywhere(Permission.REPORT_READ)}  # type: ignore[attr-defined]


@requires(Permission.REPORT_VIEW)
def reports(request: HttpRequest) -> HttpResponseBase:
    """The reports of my agencies by year."""
    return lists.respond(request, Reports)


@requires(Permission.REPORT_VIEW)
@require_POST
def compare_chosen(request: HttpRequest) -> HttpResponseBase:
    """From the ticks of the list to an address that can be kept."""
    chosen = lists.chosen(request, fallback=reverse("annualreports:list"))
    if len(chosen.ids) < 2:
        toasts.warn(request, _("Tick at least two reports to compare."))
        return HttpResponseRedirect(chosen.back)
    query = urlencode({"ids": ",".join(map(str, chosen.ids))})
    return HttpResponseRedirect(f"{reverse('annualreports:compare')}?{query}")
