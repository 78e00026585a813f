"""Remedies against replies: the list with its terms, one remedy with its steps, our answer, its result."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.foi.actions import refusals
from gongkai.foi.actions import remedies as actions
from gongkai.foi.forms import deciding as forms
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import clocks, standing
from gongkai.foi.views import acts, scope

ACTS = {
    "step": (forms.StepForm, gettext_lazy("Enter a step"), gettext_lazy("The step is entered.")),
    "respond": (forms.RespondForm, gettext_lazy("Note our answer"), gettext_lazy("Our answer is noted.")),
    "result": (forms.ResultForm, gettext_lazy("Enter the result"), gettext_lazy("The result is entered.")),
}


class Remedies(lists.List):
    """All remedies of the agencies a person sees."""

    title = gettext_lazy("Reconsideration and lawsuits")
    order_by = ("-id",)
    columns = (
        lists.Column(
            "kind",
            gettext_lazy("Kind"),
            value=lambda row: row.get_kind_display(),
            link=lambda row: reverse("foi:remedy", args=[row.pk]),
            lead=True,
        ),
        lists.Column(
            "request", gettext_lazy("Request"), value=lambda row: row.info_request.number if row.info_request else ""
        ),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("body", gettext_lazy("Before whom")),
        lists.Column("case_no", gettext_lazy("Case number")),
        lists.Column("notified_on", gettext_lazy("Notified")),
        lists.Column("answer", gettext_lazy("Our answer"), value=lambda row: row.answer_words),
        lists.Column("result", gettext_lazy("Result"), value=lambda row: row.get_result_display()),
    )
    filters = (
        lists.Choice("kind", gettext_lazy("Kind"), Remedy.Kind.choices, lambda rows, value: rows.filter(kind=value)),
        lists.Choice(
            "result", gettext_lazy("Result"), Remedy.Result.choices, lambda rows, value: rows.filter(result=value)
        ),
        lists.Dates("notified", gettext_lazy("Notified"), "notified_on", is_moment=False),
    )
    empty_title = gettext_lazy("No remedies")
    empty_text = gettext_lazy("They are entered on the page of the request they are about.")

    def rows(self) -> QuerySet[Remedy]:
        """Those of my agencies."""
        agencies = scope.access(self.request).agencies(Permission.REQUEST_VIEW)
        return Remedy.objects.filter(agency__in=agencies).select_related("agency", "info_request")

    def prepare(self, rows: list[Any]) -> None:
        """What is owed, in words. One query."""
        days, today = clocks.calendar(), scope.today()
        for row in rows:
            if row.responded_on:
                row.answer_words = _("answered %(day)s") % {"day": row.responded_on.isoformat()}
            elif row.result == Remedy.Result.PENDING and row.respond_by:
                row.answer_words = standing.due_words(row.respond_by, on=today, days=days)[0]
            else:
                row.answer_words = ""


@requires(Permission.REQUEST_VIEW)
def remedies(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return lists.respond(request, Remedies)


def _remedy(request: HttpRequest, remedy_id: int, permission: Permission) -> Remedy:
    rows = Remedy.objects.filter(agency__in=scope.access(request).agencies(permission))
    return get_object_or_404(rows.select_related("agency", "info_request__agency", "after"), pk=remedy_id)


@requires(Permission.REQUEST_VIEW)
def remedy(request: HttpRequest, remedy_id: int) -> HttpResponseBase:
    """One remedy."""
    found = _remedy(request, remedy_id, Permission.REQUEST_VIEW)
    today = scope.today()
    words, is_urgent = "", False
    if found.respond_by and not found.responded_on and found.result == Remedy.Result.PENDING:
        words, is_urgent = standing.due_words(found.respond_by, on=today, days=clocks.calendar())
    context = {
        "heading": found.get_kind_display(),
        "crumbs": [(reverse("foi:remedies"), _("Reconsideration and lawsuits"))],
        "remedy": found,
        "pairs": _pairs(found),
        "steps": list(found.steps.order_by("on", "id")),
        "words": words,
        "is_urgent": is_urgent,
        "may": scope.access(request).may(Permission.REQUEST_REMEDY, found.agency),
    }
    return render(request, "foi/remedy.html", context)


def _pairs(found: Remedy) -> list[tuple[str, Any]]:
    """The record of a remedy, in the words of its form."""
    return [
        (_("Before whom"), found.body),
        (_("Case number"), found.case_no),
        (_("What is asked"), found.claim),
        (pgettext("remedy", "Filed on"), found.filed_on),
        (_("We were notified on"), found.notified_on),
        (_("Our answer is due on"), found.respond_by),
        (_("We answered on"), found.responded_on),
        (_("Result expected by"), found.expected_by),
        (_("Result of"), found.result_on),
        (_("What was decided"), found.result_text),
        (_("Decide anew by"), found.redo_by),
    ]


@requires(Permission.REQUEST_REMEDY)
def act(request: HttpRequest, remedy_id: int, name: str) -> HttpResponseBase:
    """Enter a step, our answer, or the result."""
    if name not in ACTS:
        raise Http404
    found = _remedy(request, remedy_id, Permission.REQUEST_REMEDY)
    form_class, words, told = ACTS[name]
    form = form_class(request.POST or None, initial={"on": scope.today()})
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        how: dict[str, Any] = {"remedy": found, "by": scope.person(request), "at": timezone.now()} | form.cleaned_data
        try:
            run = {"step": actions.add_step, "respond": actions.respond, "result": actions.decide_remedy}[name]
            run(**how)  # type: ignore[operator]
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        else:
            toasts.say(request, str(told))
            return redirect("foi:remedy", remedy_id=found.pk)
    crumbs = [
        (reverse("foi:remedies"), _("Reconsideration and lawsuits")),
        (reverse("foi:remedy", args=[found.pk]), found.get_kind_display()),
    ]
    context = {
        "heading": words,
        "crumbs": crumbs,
        "form": form,
        "button": words,
        "look": "main",
        "back": reverse("foi:remedy", args=[found.pk]),
        "about": found.info_request.number if found.info_request else "",
    }
    return render(request, "foi/act.html", context, status=422 if form.errors else 200)
