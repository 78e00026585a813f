"""Chosen reports side by side: charts with their tables, all figures, and the same to download."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import comparison, desk, paper
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import report_comparing, report_comparison, report_pages

MOST = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.REPORT_VIEW)
def compare(request: HttpRequest) -> HttpResponseBase:
    """Years and bodies side by side: `ids` names the reports, `all` adds the kinds of applicants."""
    numbers = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal()][:MOST]
    access = request.access  # type: ignore[attr-defined]
    chosen = list(
        desk.visible(access).exclude(state=Report.State.WITHDRAWN).filter(pk__in=numbers).order_by("body", "year", "id")
    )
    if len(chosen) < 2:
        toasts.warn(request, _("Tick at least two reports to compare."))
        return redirect("annualreports:list")
    with_applicants = request.GET.get("all") == "1"
    compared = paper.compare(chosen, with_applicants=with_applicants)
    if request.GET.get("as") in {"csv", "xlsx", "html"}:
        return _file(compared, request.GET["as"])
    context = {
        "heading": _("Comparison"),
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), ("", _("Comparison"))],
        "chosen": chosen,
        "compared": compared,
        "charts": [(each, mark_safe(each.svg)) for each in comparison.charted(compared)],  # noqa: S308  our own text
        "with_applicants": with_applicants,
        "downloads": [(each.upper(), lists.address(request, **{"as": each})) for each in ("csv", "xlsx", "html")],
        "toggle": lists.address(request, all="" if with_applicants else "1"),
    }
    return render(request, "annualreports/compare.html", context)


def _file(compared: report_comparison.Comparison, kind: str) -> HttpResponse:
    content: Any
    if kind == "csv":
        content, media_type = report_comparing.as_csv(compared).encode("utf-8-sig"), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        content, media_type = report_comparing.as_xlsx(compared), XLSX
    else:
        content, media_type = report_pages.page(compared).encode(), "text/html; charset=utf-8"
    response = HttpResponse(content, content_type=media_type)
    name = f"annual-reports-{timezone.localdate():%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
