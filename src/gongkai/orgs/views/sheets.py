"""Many agencies from a spreadsheet: the template, a trial that says what is wrong in which row, then the import."""

import secrets

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from gongkai.core import exports, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.orgs import actions, forms, queries
from gongkai.orgs.models import Agency

LIST = reverse_lazy("orgs:list")
_KEPT = "agency_sheet"
_MOST_FAULTS_SHOWN = 500


@requires(Permission.AGENCY_VIEW)
def template(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in; with ?all=1 filled with the agencies one may see, in the same columns."""
    heads = [
        f"{queries.column_name(field)}{'*' if field in queries.SHEET_NEEDS else ''}" for field in queries.SHEET_FIELDS
    ]
    seen = request.access.agencies(Permission.AGENCY_VIEW).select_related("parent")  # type: ignore[attr-defined]
    rows = seen.order_by("sort_path", "id") if request.GET.get("all") else []
    return exports.respond(
        "xlsx", gettext("agencies"), heads, ([_cell(row, f) for f in queries.SHEET_FIELDS] for row in rows)
    )


def _cell(row: Agency, field: str) -> object:
    if field == "parent":
        return row.parent.code if row.parent else ""
    if field in ("kind", "level"):
        return getattr(row, f"get_{field}_display")()
    return getattr(row, field)


@requires(Permission.AGENCY_EDIT)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; a readable one is kept for the trial."""
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _forget(request)
        file = form.cleaned_data["file"]
        kept = default_storage.save(f"agency-sheets/{secrets.token_hex(16)}.xlsx", file)
        request.session[_KEPT] = {"path": kept, "name": file.name}
        return HttpResponseRedirect(reverse("orgs:sheet-trial"))
    words = [(queries.column_name(f), f in queries.SHEET_NEEDS, _meaning(f)) for f in queries.SHEET_FIELDS]
    heading = gettext("Import agencies")
    crumbs = [(LIST, gettext("Agencies")), ("", heading)]
    return render(request, "orgs/upload.html", {"heading": heading, "form": form, "columns": words, "crumbs": crumbs})


def _meaning(field: str) -> str:
    if field in ("kind", "level"):
        labels = Agency.Kind.labels if field == "kind" else Agency.Level.labels
        return "、".join(map(str, labels))
    meanings = {
        "code": gettext("letters, digits, hyphens; unique for ever"),
        "parent": gettext("code of the agency above, here or in this sheet"),
        "founded_on": gettext("such as 2024-03-01; empty when unknown"),
        "position": gettext("a number; smaller stands further up"),
    }
    return meanings.get(field, "")


@requires(Permission.AGENCY_EDIT)
def trial(request: HttpRequest) -> HttpResponse:
    """What the import would do: the sum, each wrong cell with its reason, what waits. POST does it."""
    rows = _rows(request)
    if rows is None:
        toasts.warn(request, gettext("Choose a file first."))
        return HttpResponseRedirect(reverse("orgs:sheet"))
    within = request.access.agencies(Permission.AGENCY_EDIT)  # type: ignore[attr-defined]
    report = queries.check_sheet(rows, within=within)
    if request.method == "POST" and report.good and (not report.faults or request.POST.get("only_good")):
        by, at = str(request.user.reference), timezone.now()  # type: ignore[union-attr]
        try:
            founded = actions.import_agencies(rows=report.good, by=by, at=at, basis=request.POST.get("basis", "")[:200])
        except actions.Refused as refusal:
            toasts.warn(request, str(refusal))
            return HttpResponseRedirect(reverse("orgs:sheet-trial"))
        _forget(request)
        count = len(founded)
        toasts.say(request, ngettext("%(n)d agency was founded.", "%(n)d agencies were founded.", count) % {"n": count})
        return HttpResponseRedirect(str(LIST))
    heading = gettext("Trial of the import")
    crumbs = [(LIST, gettext("Agencies")), (reverse("orgs:sheet"), gettext("Import agencies")), ("", heading)]
    context = {
        "heading": heading,
        "lede": request.session[_KEPT]["name"],
        "crumbs": crumbs,
        "report": report,
        "faults": report.faults[:_MOST_FAULTS_SHOWN],
        "more": max(0, len(report.faults) - _MOST_FAULTS_SHOWN),
    }
    return render(request, "orgs/trial.html", context)


@requires(Permission.AGENCY_EDIT)
def faulty(request: HttpRequest) -> HttpResponseBase:
    """The wrong rows as a sheet of their own, with the reasons in the last column, to be put right and sent again."""
    rows = _rows(request) or []
    within = request.access.agencies(Permission.AGENCY_EDIT)  # type: ignore[attr-defined]
    report = queries.check_sheet(rows, within=within)
    reasons: dict[int, list[str]] = {}
    for fault in report.faults:
        reasons.setdefault(fault.number, []).append(f"{fault.column}：{fault.reason}")
    heads = [*map(queries.column_name, queries.SHEET_FIELDS), gettext("what is wrong")]
    lines = (
        [*(row.cells.get(field, "") for field in queries.SHEET_FIELDS), "；".join(reasons[row.number])]
        for row in rows
        if row.number in reasons
    )
    return exports.respond("xlsx", gettext("agencies-to-put-right"), heads, lines)


def _rows(request: HttpRequest) -> list[queries.SheetRow] | None:
    kept = request.session.get(_KEPT)
    if not kept or not default_storage.exists(kept["path"]):
        return None
    with default_storage.open(kept["path"]) as file:
        return forms.read_rows(file.read(), name=kept["name"])


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(_KEPT, None)
    if kept:
        default_storage.delete(kept["path"])
