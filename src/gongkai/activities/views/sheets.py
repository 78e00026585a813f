"""Many activities from a spreadsheet: the template, a trial that says what is wrong in which row, then the import."""

import secrets
from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.activities.actions import importing, refusals
from gongkai.activities.forms import records as forms
from gongkai.activities.models import kinds
from gongkai.activities.queries import sheets
from gongkai.core import exports, toasts
from gongkai.core.permissions import Permission, requires

LIST = reverse_lazy("activities:list")
_KEPT = "activity_sheet"
_MOST_FAULTS_SHOWN = 500


@requires(Permission.ACTIVITY_RECORD)
def template(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in."""
    heads = [f"{head}{'*' if name in sheets.NEEDED else ''}" for name, head in sheets.columns().items()]
    return exports.respond("xlsx", _("activities"), heads, [])


def _within(request: HttpRequest) -> Any:
    return request.access.agencies(Permission.ACTIVITY_RECORD).alive(timezone.localdate())  # type: ignore[attr-defined]


@requires(Permission.ACTIVITY_RECORD)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; a readable one is kept for the trial."""
    home = getattr(request.user, "home_id", None)
    agencies = sorted(_within(request).in_tree_order(), key=lambda each: each.pk != home)
    form = forms.SheetForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        _forget(request)
        file = form.cleaned_data["file"]
        kept = default_storage.save(f"activity-sheets/{secrets.token_hex(16)}.xlsx", file)
        request.session[_KEPT] = {"path": kept, "name": file.name, "agency": form.cleaned_data["agency"]}
        return HttpResponseRedirect(reverse("activities:sheet-trial"))
    heading = _("Import activities")
    context = {
        "heading": heading,
        "form": form,
        "kinds": kinds.KINDS.values(),
        "crumbs": [(LIST, _("Activities")), ("", heading)],
    }
    return render(request, "activities/upload.html", context)


@requires(Permission.ACTIVITY_RECORD)
def trial(request: HttpRequest) -> HttpResponseBase:
    """What the import would do: the sum, each wrong cell with its reason. POST does it."""
    report = _report(request)
    if report is None:
        toasts.warn(request, _("Choose a file first."))
        return HttpResponseRedirect(reverse("activities:sheet"))
    if request.method == "POST" and report.good and (not report.faults or request.POST.get("only_good")):
        try:
            count = importing.import_rows(rows=report.good, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except refusals.Refused as refusal:
            toasts.warn(request, refusal.sentence)
            return HttpResponseRedirect(reverse("activities:sheet-trial"))
        _forget(request)
        words = ngettext("%(n)d row was recorded.", "%(n)d rows were recorded.", count)
        toasts.say(request, words % {"n": count})
        return HttpResponseRedirect(str(LIST))
    heading = _("Trial of the import")
    context = {
        "heading": heading,
        "lede": request.session[_KEPT]["name"],
        "crumbs": [(LIST, _("Activities")), (reverse("activities:sheet"), _("Import activities")), ("", heading)],
        "report": report,
        "faults": report.faults[:_MOST_FAULTS_SHOWN],
        "more": max(0, len(report.faults) - _MOST_FAULTS_SHOWN),
    }
    return render(request, "activities/trial.html", context)


@requires(Permission.ACTIVITY_RECORD)
def faulty(request: HttpRequest) -> HttpResponseBase:
    """The wrong rows as a sheet of their own, with the reasons in the last column, to be put right and sent again."""
    report = _report(request)
    rows = _rows(request) or []
    reasons: dict[int, list[str]] = {}
    for fault in report.faults if report else ():
        reasons.setdefault(fault.number, []).append(f"{fault.column}：{fault.reason}")
    heads = sheets.columns()
    lines = (
        [*(row.cells.get(name, "") for name in heads), "；".join(reasons[row.number])]
        for row in rows
        if row.number in reasons
    )
    return exports.respond("xlsx", _("activities-to-put-right"), [*heads.values(), _("what is wrong")], lines)


def _report(request: HttpRequest) -> sheets.SheetReport | None:
    rows = _rows(request)
    if rows is None:
        return None
    within = _within(request)
    agency = get_object_or_404(within, pk=int(request.session[_KEPT]["agency"]))
    return sheets.check(rows, agency=agency, within=within, today=timezone.localdate())


def _rows(request: HttpRequest) -> list[sheets.Row] | None:
    kept = request.session.get(_KEPT)
    if not kept or not default_storage.exists(kept["path"]):
        return None
    with default_storage.open(kept["path"]) as file:
        return forms.read_rows(file.read(), name=kept["name"])


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(_KEPT, None)
    if kept:
        default_storage.delete(kept["path"])
