"""The lists of records behind a figure: one for each kind of source, with its columns, filters and order."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gongkai.activities.models import kinds
from gongkai.core import lists
from gongkai.rules import outcomes
from gongkai.statistics.queries import counting, filling
from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.indicators import Part
from gongkai.statistics.queries.opening import Opened
from gongkai.statistics.queries.sources import SOURCES

MONTHS = range(1, 13)


def shown(number: Number) -> str:
    """A figure as people read it."""
    return f"{filling.plain(number):,}"


def opened_by(request: HttpRequest) -> Opened:
    """The figure that the page of a request opens."""
    found: Opened = request.opened  # type: ignore[attr-defined]
    return found


def _below(request: HttpRequest) -> list[lists.Option]:
    return [lists.Option(str(each.pk), each.name) for each in opened_by(request).below]


def _months(request: HttpRequest) -> list[lists.Option]:
    opened = opened_by(request)
    if not SOURCES[opened.part.source].day:
        return []
    return [lists.Option(str(month), f"{opened.scope.span.year}-{month:02}") for month in MONTHS]


# Whose records are listed is settled before the list is made: see `Opened.whose`.
_AGENCY = lists.Choice("agency", gettext_lazy("Agency"), _below, lambda rows, value: rows)
_MONTH = lists.Choice("month", gettext_lazy("Month"), _months, lambda rows, value: rows)


class Records(lists.List):
    """The records of one part of an indicator that a figure opens onto."""

    template = "statistics/records.html"
    export_name = "records"
    kept = ("subtree", "part", "until")
    joined: ClassVar[tuple[str, ...]] = ("agency",)
    fetched: ClassVar[tuple[str, ...]] = ()
    searched_in: ClassVar[str] = ""
    empty_title = gettext_lazy("No record stands behind this figure")

    def rows(self) -> lists.Rows:
        """Exactly those counted, of the agencies one may look into; of a month where one is chosen."""
        opened = opened_by(self.request)
        rows: QuerySet[Any] = counting.records(opened.part, opened.scope, opened.whose)
        day, month = SOURCES[opened.part.source].day, self.request.GET.get("month", "")
        if day and month in map(str, MONTHS):
            rows = rows.filter(**{f"{day}__month": int(month)})
        return rows.select_related(*self.joined).prefetch_related(*self.fetched)

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """Those whose name holds the words."""
        return rows.filter(**{f"{self.searched_in}__icontains": words})

    def tabs(self) -> list[lists.Tab]:
        """The parts of the indicator, where it has several."""
        opened, query = opened_by(self.request), self.request.GET.copy()
        for name in [name for name in query if name not in self.kept or name == "part"]:
            del query[name]
        found = []
        for place, (part, number) in enumerate(opened.parts):
            query["part"] = str(place)
            if part == opened.part and "part" not in self.request.GET:
                del query["part"]
            found.append(lists.Tab(f"{LABELS[part.source.split('.')[0]]} {shown(number)}", query.urlencode()))
        return found if len(found) > 1 else []


def _whose(path: str) -> lists.Column:
    def name(row: Any) -> str:
        for step in path.split("__"):
            row = getattr(row, step)
        return str(row.short_name)

    return lists.Column("agency", gettext_lazy("Agency"), value=name)


class Items(Records):
    """Published items."""

    joined = ("agency", "revision", "public_revision")
    order_by = ("-first_published_at", "-id")
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
    filters = (_AGENCY, _MONTH, lists.Dates("published", gettext_lazy("Published"), "first_published_at"))


class Documents(Records):
    """Regulations and normative documents."""

    # Agencies are asked for apart: joined, they make planners go astray among what documents are chosen by.
    joined = ("item",)
    fetched = ("item__agency",)
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
    filters = (
        _AGENCY,
        _MONTH,
    )


class Formed(Documents):
    """Documents in the order in which they were formed."""

    order_by = ("-listed_on", "-id")


class Disclosed(Documents):
    """Documents in the order in which they became public."""

    order_by = ("-item__first_published_at", "-id")


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
        _AGENCY,
        _MONTH,
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
    order_by = ("-activity_id", "-id")
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
    filters = (
        _AGENCY,
        _MONTH,
    )


class Requests(Records):
    """Requests, by their numbers alone."""

    order_by = ("-received_on", "-id")
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
        _AGENCY,
        _MONTH,
        lists.Dates("received", gettext_lazy("Received"), "received_on", is_moment=False),
        lists.Dates("decided", gettext_lazy("Decided"), "counted_on", is_moment=False),
    )


class Decided(Requests):
    """Requests counted with an outcome, in the order in which they were decided."""

    order_by = ("-counted_on", "-id")


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
    filters = (_AGENCY, _MONTH, lists.Dates("notified", gettext_lazy("Notified"), "notified_on", is_moment=False))


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
    filters = (
        _AGENCY,
        _MONTH,
    )


LISTS: dict[str, type[Records]] = {
    "items": Items,
    "documents": Documents,
    "documents.made": Formed,
    "documents.in_force": Formed,
    "documents.disclosed": Disclosed,
    "documents.public": Disclosed,
    "activities": Activities,
    "numbers": Numbers,
    "requests": Requests,
    "requests.closed": Decided,
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


def list_of(part: Part) -> type[Records]:
    """The list that shows the records of a part."""
    return LISTS.get(part.source) or LISTS[part.source.split(".")[0]]
