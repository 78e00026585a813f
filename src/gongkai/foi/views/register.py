"""The register of requests: filters, saved views, export, and giving many cases to one officer."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.foi.actions import handling, refusals
from gongkai.foi.forms import deciding
from gongkai.foi.models.cases import OPEN_STATES, ApplicantKind, Channel, InfoRequest, SavedView
from gongkai.foi.queries import clocks, officers, register, standing
from gongkai.foi.views import scope
from gongkai.foi.views.case import LOOKS
from gongkai.rules import outcomes

MOST = 200


def _agencies(request: HttpRequest) -> list[lists.Option]:
    found = list(register.agencies(scope.access(request)).values_list("pk", "short_name", "path"))
    top = min((path.count("/") for _pk, _name, path in found), default=0)
    return [lists.Option(str(pk), name, path.count("/") - top) for pk, name, path in found]


def _officers(request: HttpRequest) -> list[lists.Option]:
    agencies = scope.access(request).agencies(Permission.REQUEST_VIEW)
    people = Person.objects.filter(home__in=agencies, is_active=True).order_by("name", "id")
    found = [lists.Option(str(pk), name) for pk, name in people.values_list("pk", "name")[:500]]
    return [lists.Option("none", _("nobody yet")), *found]


def _outcomes(request: HttpRequest) -> list[lists.Option]:
    return [lists.Option(each.code, each.label) for each in outcomes.outcomes()]


def _by_officer(rows: QuerySet[InfoRequest], value: str) -> QuerySet[InfoRequest]:
    return rows.filter(officer__isnull=True) if value == "none" else rows.filter(officer_id=int(value))


def _by_clock(rows: QuerySet[InfoRequest], value: str) -> QuerySet[InfoRequest]:
    today = scope.today()
    owed = rows.filter(state__in=OPEN_STATES).exclude(state__in=["correction", "payment"])
    if value == "late":
        return owed.filter(due_on__lt=today)
    if value == "waits":
        return rows.filter(state__in=["correction", "consulting", "reasons", "payment"])
    horizon = clocks.calendar().add_working_days(today, 3)
    return owed.filter(due_on__gte=today, due_on__lte=horizon)


def _due(row: Any) -> str:
    return row.clock_words or ""


class Register(lists.List):
    """All requests a person may see."""

    title = gettext_lazy("Requests")
    template = "foi/register.html"
    order_by = register.NEWEST
    search_label = gettext_lazy("Words of the request, or its number")
    columns = (
        lists.Column(
            "subject",
            gettext_lazy("Information wanted"),
            link=lambda row: reverse("foi:case", args=[row.pk]),
            lead=True,
            template="foi/cells/subject.html",
            exported=False,
        ),
        lists.Column("number", pgettext_lazy("request", "Number")),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("channel", gettext_lazy("How it came"), value=lambda row: row.get_channel_display()),
        lists.Column("kind", gettext_lazy("Applicant"), value=lambda row: row.get_applicant_kind_display()),
        lists.Column("arrived_on", gettext_lazy("Arrived on")),
        lists.Column(
            "state",
            gettext_lazy("State"),
            template="foi/cells/state.html",
            text=lambda row: row.get_state_display(),
        ),
        lists.Column(
            "due", gettext_lazy("Clock"), value=_due, template="foi/cells/due.html", text=lambda row: row.due_on
        ),
        lists.Column("officer", gettext_lazy("Officer"), value=lambda row: row.officer.name if row.officer else ""),
        lists.Column(
            "outcome",
            gettext_lazy("Outcome"),
            value=lambda row: deciding.outcome_words(row.outcome, row.ground),
        ),
        lists.Column("decided_on", gettext_lazy("Decided")),
        lists.Column("days_taken", gettext_lazy("Working days taken"), numeric=True),
    )
    filters = (
        lists.Choice(
            "clock",
            gettext_lazy("Clock"),
            (
                ("late", gettext_lazy("overdue")),
                ("soon", gettext_lazy("due within 3 working days")),
                ("waits", gettext_lazy("waits for others")),
            ),
            _by_clock,
        ),
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (("open", pgettext_lazy("request", "Open")), *InfoRequest.State.choices),
            lambda rows, value: rows.filter(state__in=OPEN_STATES) if value == "open" else rows.filter(state=value),
        ),
        lists.Choice(
            "agency",
            gettext_lazy("Agency"),
            _agencies,
            lambda rows, value: rows.filter(agency__path__contains=f"/{value}/"),
        ),
        lists.Choice("officer", gettext_lazy("Officer"), _officers, _by_officer),
        lists.Choice(
            "channel", gettext_lazy("How it came"), Channel.choices, lambda rows, value: rows.filter(channel=value)
        ),
        lists.Choice("outcome", gettext_lazy("Outcome"), _outcomes, lambda rows, value: rows.filter(outcome=value)),
        lists.Choice(
            "applicant",
            gettext_lazy("Applicant"),
            ApplicantKind.choices,
            lambda rows, value: rows.filter(applicant_kind=value),
        ),
        lists.Dates("arrived", gettext_lazy("Arrived on"), "arrived_on", is_moment=False),
        lists.Dates("due", gettext_lazy("Due"), "due_on", is_moment=False),
    )
    bulk: ClassVar[tuple[lists.Bulk, ...]] = (lists.Bulk("give", gettext_lazy("Give to an officer")),)
    bulk_url = reverse_lazy("foi:bulk")
    export_name = "requests"
    empty_title = gettext_lazy("No requests yet")
    empty_text = gettext_lazy("Those sent on the website appear by themselves; enter the others.")

    def rows(self) -> QuerySet[InfoRequest]:
        """Those of my agencies."""
        return register.filtered(register.visible(scope.access(self.request)), register.Filters())

    def searched(self, rows: QuerySet[InfoRequest], text: str) -> QuerySet[InfoRequest]:
        """By words, by number, or by the exact number of a document where applicants may be seen."""
        same = register.by_identity(scope.access(self.request), text) if len(text) >= 15 else None
        if same is not None and same.exists():
            return rows.filter(Q(pk__in=same.values("pk")))
        return register.filtered(rows, register.Filters(words=text))

    def __init__(self, request: HttpRequest, context: dict[str, Any]) -> None:
        super().__init__(request, context)
        if not scope.access(self.request).anywhere(Permission.REQUEST_ASSIGN):
            self.bulk = ()  # type: ignore[misc]

    def visible_columns(self) -> tuple[lists.Column, ...]:
        """The page shows what fits; the rest goes into the export."""
        hidden = {"number", "kind", "decided_on", "days_taken", "outcome"}
        return tuple(each for each in self.columns if each.name not in hidden)

    def prepare(self, rows: list[Any]) -> None:
        """The clock in words. One query."""
        days, today = clocks.calendar(), scope.today()
        for row in rows:
            row.clock_words, row.is_urgent = standing.clock_words(row, on=today, days=days)
            row.look = LOOKS[row.state]

    def tabs(self) -> list[lists.Tab]:
        """What is open, what presses, and what the person has saved."""
        saved = SavedView.objects.filter(owner=self.request.user.pk).order_by("name", "id")
        return [
            lists.Tab(_("All"), ""),
            lists.Tab(pgettext("request", "Mine"), f"officer={self.request.user.pk}&state=open"),
            lists.Tab(_("Nobody's"), "officer=none&state=open"),
            lists.Tab(pgettext("request", "Open"), "state=open"),
            lists.Tab(_("Due soon"), "clock=soon"),
            lists.Tab(_("Overdue"), "clock=late"),
            *(
                lists.Tab(view.name, view.query, remove_url=reverse("foi:view-remove", args=[view.pk]))
                for view in saved
            ),
        ]

    def extra(self) -> dict[str, Any]:
        """What may be done here."""
        access = scope.access(self.request)
        return {
            "may_enter": access.anywhere(Permission.REQUEST_ENTER),
            "may_export": access.anywhere(Permission.REQUEST_EXPORT),
            "query": _query(self.request),
        }


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("cursor", "export"):
        query.pop(name, None)
    return query.urlencode()


@requires(Permission.REQUEST_VIEW)
def requests(request: HttpRequest) -> HttpResponseBase:
    """The register. The export needs its own right; it holds no words of the requests and no applicants."""
    if request.GET.get("export") and not scope.access(request).anywhere(Permission.REQUEST_EXPORT):
        toasts.warn(request, _("Exporting the register needs its own right."))
        return redirect("foi:list")
    return lists.respond(request, Register)


@requires(Permission.REQUEST_ASSIGN)
@require_POST
def bulk(request: HttpRequest) -> HttpResponseBase:
    """Give the ticked cases away: those of each agency to one of the people who handle requests there."""
    chosen = lists.chosen(request, fallback=reverse("foi:list"))
    mine = register.in_agency(scope.access(request), Permission.REQUEST_ASSIGN).select_related("agency", "officer")
    rows = list(mine.filter(pk__in=chosen.ids[:MOST]).order_by("agency__sort_path", "id"))
    if not rows:
        toasts.warn(request, _("None of the ticked cases can be given away by you."))
        return HttpResponseRedirect(chosen.back)
    agencies = list({row.agency_id: row.agency for row in rows}.values())
    people = officers.by_agency(agencies, on=scope.today())
    picked = {agency.pk: _picked(request, agency.pk, people[agency.pk]) for agency in agencies}
    if not any(picked.values()):
        groups = [
            (agency, [row for row in rows if row.agency_id == agency.pk], people[agency.pk]) for agency in agencies
        ]
        context = {"heading": _("Give to an officer"), "groups": groups, "next": chosen.back}
        return render(request, "foi/give.html", context)
    count = 0
    for agency in agencies:
        officer = picked[agency.pk]
        if officer is not None:
            given = [row for row in rows if row.agency_id == agency.pk]
            count += _given(request, given, officer)
    left = len(set(chosen.ids)) - count
    if left > 0:
        text = ngettext("%(n)d case was left as it is.", "%(n)d cases were left as they are.", left)
        toasts.warn(request, text % {"n": left})
    return HttpResponseRedirect(chosen.back)


def _picked(request: HttpRequest, agency_id: int, people: list[Person]) -> Person | None:
    """Who was chosen for the cases of an agency, if they may handle them."""
    wanted = request.POST.get(f"officer_{agency_id}", "")
    return next((each for each in people if str(each.pk) == wanted), None)


def _given(request: HttpRequest, rows: list[InfoRequest], officer: Person) -> int:
    """Give the cases of one agency to one person, and say so."""
    try:
        count = handling.assign_many(info_requests=rows, officer=officer, by=scope.person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return 0
    text = ngettext("%(n)d case given to %(name)s.", "%(n)d cases given to %(name)s.", count)
    toasts.say(request, text % {"n": count, "name": officer.name})
    return count


@requires(Permission.REQUEST_VIEW)
@require_POST
def view_save(request: HttpRequest) -> HttpResponseBase:
    """Keep the filters under a name; the same name replaces the older one."""
    name = " ".join(request.POST.get("name", "").split())[:60]
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    kept = "&".join(f"{key}={value}" for key, value in query.items() if value)[:500]
    if name:
        SavedView.objects.update_or_create(owner_id=request.user.pk or 0, name=name, defaults={"query": kept})
        toasts.say(request, _("The view “%(name)s” is saved.") % {"name": name})
    else:
        toasts.warn(request, _("Give the view a name."))
    return HttpResponseRedirect(f"{reverse('foi:list')}?{kept}")


@requires(Permission.REQUEST_VIEW)
@require_POST
def view_remove(request: HttpRequest, view_id: int) -> HttpResponseBase:
    """Forget one of my saved views."""
    get_object_or_404(SavedView, pk=view_id, owner=request.user.pk).delete()
    toasts.say(request, _("The view is removed."))
    return redirect("foi:list")
