"""The superior's board: who below has filed, who is late; reminders; who files to whom; papers of those outside."""

import datetime
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.annualreports import forms, tasks
from gongkai.annualreports.actions import compiling, filing, intake, refusals, reminding
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import BatchFile, Finding, Report
from gongkai.annualreports.queries import below as queries
from gongkai.annualreports.views.courses import LOOKS
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents.report_papers import spreadsheet
from gongkai.orgs.models import Agency

P = Permission
Stage = Filing.Stage
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_SHOWN = 6
STATES = (
    (queries.NOT_BEGUN, gettext_lazy("Not begun")),
    (Stage.DRAFT, Stage.DRAFT.label),
    (Stage.IN_REVIEW, Stage.IN_REVIEW.label),
    (Stage.SIGNED, Stage.SIGNED.label),
    (Stage.FILED, Stage.FILED.label),
    (Stage.RETURNED, Stage.RETURNED.label),
    (Stage.ACCEPTED, Stage.ACCEPTED.label),
    (queries.PUBLISHED, gettext_lazy("Published")),
)


def _year(request: HttpRequest) -> int:
    """The year the address asks for; last year, the one reported on now, where it asks for none there is."""
    last = timezone.localdate().year - 1
    text = request.GET.get("year") or request.POST.get("year") or ""
    return int(text) if text.isdecimal() and last - YEARS_SHOWN < int(text) <= last else last


def _superiors(request: HttpRequest) -> list[lists.Option]:
    return [lists.Option(str(each.pk), each.short_name, each.depth) for each in _offices(request)]


def _offices(request: HttpRequest) -> list[Agency]:
    """The agencies in which I accept reports and to which somebody files; asked once for a page."""
    if not hasattr(request, "filing_offices"):
        access: Access = request.access  # type: ignore[attr-defined]
        rows = access.agencies(P.REPORT_ACCEPT).filter(Q(children__isnull=False) | Q(filing_lines_to__isnull=False))
        request.filing_offices = list(rows.distinct().in_tree_order())  # type: ignore[attr-defined]
    return request.filing_offices  # type: ignore[attr-defined]


def _in_state(rows: Any, value: str) -> Any:
    if value == queries.PUBLISHED:
        return rows.filter(report_state=Report.State.PUBLISHED)
    return rows.filter(stage__in=(value, Stage.REVIEWED) if value == Stage.IN_REVIEW else (value,))


def _to(rows: Any, value: str) -> Any:
    return rows.filter(Q(filing_line__superior=int(value)) | Q(filing_line__isnull=True, parent=int(value)))


def _with_findings(rows: Any, value: str) -> Any:
    if value == "errors":
        return rows.filter(error_count__gt=0)
    copies = Finding.objects.filter(report=OuterRef("report_id"), source=Finding.Source.COPIES, gone_at__isnull=True)
    return rows.filter(Exists(copies))


class Below(lists.List):
    """The agencies that file to mine, with how far their reports are."""

    title = gettext_lazy("Reports of those below")
    template = "annualreports/below.html"
    order_by = ("sort_path", "id")
    search_label = gettext_lazy("Name of the agency")
    columns = (
        lists.Column(
            "short_name",
            gettext_lazy("Agency"),
            lead=True,
            link=lambda row: reverse("annualreports:course", args=[row.report_id]) if row.report_id else "",
            text=lambda row: row.name,
        ),
        lists.Column("to", gettext_lazy("Files to"), value=lambda row: row.to),
        lists.Column("due_on", gettext_lazy("Due on"), template="annualreports/cells/due.html"),
        lists.Column(
            "stage",
            gettext_lazy("State"),
            template="annualreports/cells/stage.html",
            text=lambda row: f"{row.words}（{_('public')}）" if row.is_published else row.words,
        ),
        lists.Column("filed_at", pgettext_lazy("filing", "Filed on"), value=lambda row: row.filed_day),
        lists.Column("error_count", gettext_lazy("Errors"), template="annualreports/cells/errors.html", numeric=True),
        lists.Column("like", gettext_lazy("Shared text"), template="annualreports/cells/like.html"),
        lists.Column("reminded", gettext_lazy("Reminded"), template="annualreports/cells/reminded.html"),
        lists.Column(
            "acts", "", value=lambda row: row.pk, template="annualreports/cells/below_acts.html", exported=False
        ),
    )
    filters = (
        lists.Choice("state", gettext_lazy("State"), STATES, _in_state),
        lists.Choice(
            "late",
            gettext_lazy("Term"),
            (("late", gettext_lazy("Late")),),
            lambda rows, value: rows.filter(queries.overdue(timezone.localdate())),
        ),
        lists.Choice("to", gettext_lazy("Files to"), _superiors, _to),
        lists.Choice(
            "findings",
            gettext_lazy("Findings"),
            (("errors", gettext_lazy("Does not add up")), ("copies", gettext_lazy("Shared text"))),
            _with_findings,
        ),
    )
    bulk = (lists.Bulk("remind", gettext_lazy("Remind")),)
    export_name = "reports-below"
    empty_title = gettext_lazy("Nobody files to you")
    empty_text = gettext_lazy("Agencies below yours in the tree, and those set to file to you, stand here.")

    @property
    def bulk_url(self) -> str:
        """Where ticked rows are reminded of the year that is shown."""
        return f"{reverse('annualreports:remind')}?year={_year(self.request)}"

    def rows(self) -> QuerySet[Any]:
        """Those that file to the agencies in which I accept reports."""
        return queries.on_board(self.request.access, _year(self.request))  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By name, short name or code."""
        return rows.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code=words))

    def tabs(self) -> list[lists.Tab]:
        """A year each."""
        last = timezone.localdate().year - 1
        return [lists.Tab(str(year), f"year={year}" if year != last else "") for year in range(last, last - 6, -1)]

    def prepare(self, rows: list[Any]) -> None:
        """To whom each files, its state in words, likeness and reminders. Two queries."""
        year, today = _year(self.request), timezone.localdate()
        to = queries.superiors(rows)
        told = queries.reminders([each.pk for each in rows], year)
        like = queries.likeness([each.report_id for each in rows if each.report_id])
        access: Access = self.request.access  # type: ignore[attr-defined]
        for row in rows:
            superior = to.get(row.pk)
            row.year = year
            row.to = superior.short_name if superior is not None else ""
            row.is_published = row.report_state == Report.State.PUBLISHED
            row.words = _("Not begun") if row.stage == queries.NOT_BEGUN else str(Stage(row.stage).label)
            row.look = "off" if row.stage == queries.NOT_BEGUN else LOOKS[Stage(row.stage)]
            row.filed_day = timezone.localdate(row.filed_at) if row.filed_at else None
            row.days_late = _days_late(row, today)
            row.like = like.get(row.report_id or 0, "")
            row.reminded, row.reminded_at = told.get(row.pk, (0, None))
            row.may_read = access.may(P.REPORT_READ, row) and row.stage in {queries.NOT_BEGUN, *OPEN}
            row.may_accept = row.stage == Stage.FILED

    def extra(self) -> dict[str, Any]:
        """The figures above the list, and where I roll up."""
        year, access = _year(self.request), self.request.access  # type: ignore[attr-defined]
        offices = _offices(self.request)
        agency = next((each for each in offices if access.may(P.REPORT_READ, each)), None)
        rows = queries.on_board(access, year)
        return {"year": year, "standing": queries.summary(rows, on=timezone.localdate()), "office": agency}


OPEN = (Stage.DRAFT, Stage.RETURNED)


def _days_late(row: Any, today: datetime.date) -> int:
    if row.due_on is None:
        return 0
    day = row.filed_day if row.filed_day and row.stage in queries.DONE else today
    return max(0, (day - row.due_on).days) if row.stage not in queries.DONE or row.filed_day else 0


@requires(Permission.REPORT_ACCEPT)
def below(request: HttpRequest) -> HttpResponseBase:
    """Every agency that files to mine on a year."""
    return lists.respond(request, Below)


@requires(Permission.REPORT_ACCEPT)
@require_POST
def remind(request: HttpRequest) -> HttpResponseBase:
    """Remind the ticked ones, or all that are late."""
    year = _year(request)
    rows = queries.on_board(request.access, year)  # type: ignore[attr-defined]
    chosen = lists.chosen(request, fallback=f"{reverse('annualreports:below')}?year={year}")
    rows = (
        rows.filter(queries.overdue(timezone.localdate()))
        if chosen.action == "late"
        else rows.filter(pk__in=chosen.ids)
    )
    person = request.user
    assert isinstance(person, Person)
    agencies = Agency.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    count = reminding.remind(agencies=agencies, year=year, by=person, at=timezone.now())
    if count:
        words = ngettext("%(n)d agency was reminded.", "%(n)d agencies were reminded.", count)
        toasts.say(request, words % {"n": count})
    else:
        toasts.warn(request, _("Nobody was reminded: they have filed, or were reminded today already."))
    return redirect(chosen.back)


@requires(Permission.REPORT_ACCEPT)
def line(request: HttpRequest, agency_id: int) -> HttpResponseBase:
    """Set to whom an agency files, where that is not the agency above it."""
    accepting = request.access.agencies(P.REPORT_ACCEPT)  # type: ignore[attr-defined]
    ours = Q(parent__in=accepting) | Q(filing_line__superior__in=accepting)
    rows = Agency.objects.filter(ours).select_related("parent", "filing_line__superior")
    agency = get_object_or_404(rows, pk=agency_id)
    choices = [each for each in accepting.alive(timezone.localdate()).in_tree_order() if each.pk != agency.pk]
    now = queries.superiors([agency]).get(agency.pk)
    given = request.POST if request.method == "POST" else None
    form = forms.LineForm(given, agencies=choices, initial={"superior": str(now.pk) if now else ""})
    if request.method == "POST" and form.is_valid():
        try:
            filing.set_line(
                agency=agency,
                superior=form.chosen,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Set."))
            return redirect("annualreports:below")
    lede = _("Without a line an agency files to the one above it in the tree.")
    return _form_page(request, agency, form, heading=_("To whom it files"), lede=lede, button=_("Set"))


def _form_page(request: HttpRequest, agency: Agency, form: Any, **context: Any) -> HttpResponseBase:
    back = reverse("annualreports:below")
    context |= {
        "agency": agency,
        "form": form,
        "back": back,
        "crumbs": [(back, _("Reports of those below")), ("", agency.short_name)],
    }
    return render(request, "annualreports/below_form.html", context, status=422 if form.errors else 200)


@requires(Permission.REPORT_READ)
def paper(request: HttpRequest, agency_id: int, year: int) -> HttpResponseBase:
    """Hand in a document or spreadsheet as the report of an agency that does not write it here."""
    agency = get_object_or_404(request.access.agencies(P.REPORT_READ), pk=agency_id)  # type: ignore[attr-defined]
    is_post = request.method == "POST"
    form = forms.PaperForm(request.POST if is_post else None, request.FILES if is_post else None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        person = request.user
        assert isinstance(person, Person)
        try:
            with transaction.atomic():
                batch = filing.receive_paper(
                    agency=agency,
                    year=year,
                    dropped=intake.Dropped(upload.name or "", upload.read()),
                    by=person,
                    at=timezone.now(),
                    filed_on=form.cleaned_data["filed_on"],
                )
                for row in batch.files.filter(state=BatchFile.State.WAITING):
                    tasks.read_file.enqueue(batch_file_id=row.pk, person_id=person.pk)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("annualreports:drop", report_batch_id=batch.pk)
    words = _("It is read; you confirm its figures beside the paper, then it can be filed and accepted.")
    return _form_page(
        request,
        agency,
        form,
        heading=_("The report of %(agency)s on %(year)d as a file") % {"agency": agency.short_name, "year": year},
        lede=words,
        button=_("Read it"),
        blank=reverse("annualreports:blank-form", args=[agency.pk, year]),
        is_upload=True,
    )


@requires(Permission.REPORT_VIEW)
@require_safe
def blank_form(request: HttpRequest, agency_id: int, year: int) -> HttpResponseBase:
    """The empty form of a year as a spreadsheet to be filled in."""
    agency = get_object_or_404(request.access.agencies(P.REPORT_VIEW), pk=agency_id)  # type: ignore[attr-defined]
    try:
        edition = compiling.edition_of(year)
    except refusals.NoForm as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("annualreports:paper", agency_id=agency.pk, year=year)
    content = spreadsheet.blank(edition=edition, body=agency.name, year=year)
    response = HttpResponse(content, content_type=XLSX)
    name = quote(f"{agency.name}{year}年统计表（空表）.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
