"""The page that waits for what a worker makes: how far it is, what came of it, trying again; with script or without."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import kinds
from gongkai.foi import tasks
from gongkai.foi.actions import files, redacting, refusals
from gongkai.foi.actions import making as actions
from gongkai.foi.models.making import Making
from gongkai.foi.views import scope
from gongkai.foi.views.case import download


def _making(request: HttpRequest, request_id: int, making_id: int) -> Making:
    """A work on a case; files for release are for those who handle it."""
    one = scope.case(request, request_id)
    rows = Making.objects.select_related("version__letter", "case_file__file", "result", "made", "listed")
    found = get_object_or_404(rows, pk=making_id, info_request=one)
    may_handle = scope.access(request).may(Permission.REQUEST_HANDLE, one.agency)
    if found.kind == Making.Kind.REDACTION and not may_handle:
        raise Http404
    found.info_request = one
    return found


@requires(Permission.REQUEST_VIEW)
def making(request: HttpRequest, request_id: int, making_id: int) -> HttpResponseBase:
    """How far it is, or what came of it; a POST tries again, or puts a file that was looked at with the case."""
    found = _making(request, request_id, making_id)
    if request.method == "POST":
        return _act(request, found)
    version = found.version
    context: dict[str, Any] = {
        "heading": version.title if version else _("File for release"),
        "crumbs": scope.crumbs(found.info_request),
        "case": found.info_request,
        "making": found,
        "running": found.is_busy,
        "letter": version.letter if version else None,
        "file": found.case_file,
    }
    if found.kind == Making.Kind.REDACTION and found.state == Making.State.DONE and found.result is not None:
        try:
            prepared = actions.prepared_of(found)
        except refusals.Refused as refusal:
            toasts.warn(request, refusal.sentence)
            return redirect("foi:case", request_id=request_id)
        lines = [(each, redacting.reason(each.ground)) for each in prepared.schedule]
        context |= {
            "heading": _("Schedule of what was withheld"),
            "prepared": prepared,
            "lines": lines,
            "made": found.made,
            "listed": found.listed,
        }
        return render(request, "foi/redacted.html", context)
    return render(request, "foi/making.html", context)


def _act(request: HttpRequest, found: Making) -> HttpResponseBase:
    try:
        if request.POST.get("act") == "keep":
            actions.keep(making=found, by=scope.person(request), clock=timezone.now)
            toasts.say(request, _("The files are with the case."))
        else:
            tasks.begin_again(making=found, at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect("foi:making", request_id=found.info_request_id, making_id=found.pk)


@requires(Permission.REQUEST_VIEW)
def making_file(request: HttpRequest, request_id: int, making_id: int) -> HttpResponseBase:
    """What was made, to look at."""
    found = _making(request, request_id, making_id)
    if found.result is None:
        raise Http404
    try:
        data = files.unseal(found.result)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("foi:case", request_id=request_id)
    name = f"{found.version.title}.pdf" if found.version else f"预览-{getattr(found.case_file, 'name', '')}"
    return download(data, name, found.result.kind, inline=found.result.kind == kinds.PDF)
