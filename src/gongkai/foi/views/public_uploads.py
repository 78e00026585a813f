"""Files sent up in pieces: begin, ask how much is there, go on, take back. Answers are short JSON for the script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.core import throttle
from gongkai.documents import faults
from gongkai.foi.actions import refusals, uploading
from gongkai.foi.models.intake import Draft, PendingFile
from gongkai.foi.views import public


def _draft(request: HttpRequest) -> Draft | None:
    draft = public.draft_of(request, timezone.now())
    return draft if draft is not None and draft.submitted_at is None else None


def _standing(row: PendingFile, status: int = 200) -> JsonResponse:
    whole = row.completed_at is not None
    return JsonResponse({"token": row.token, "received": row.received, "size": row.size, "whole": whole}, status=status)


def _refused(words: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)


@public.private
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a file: `kind`, `name`, `size`."""
    at = timezone.now()
    throttle.pass_through(public.UPLOADS, throttle.caller(request), at=at)
    draft = _draft(request)
    if draft is None:
        return _refused(_("The form is no longer there; open it anew."), 404)
    kind, size = request.POST.get("kind", ""), request.POST.get("size", "")
    if kind not in uploading.OFFERED or not size.isdecimal() or len(size) > 12:
        return _refused(_("This piece does not fit the file."), 400)
    try:
        row = uploading.begin(draft=draft, kind=kind, title=request.POST.get("name", ""), size=int(size), at=at)
    except refusals.Because as refused:
        return _refused(refused.sentence)
    return _standing(row, 201)


@public.private
@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def one(request: HttpRequest, token: str) -> HttpResponse:
    """One file of this browser's draft: how much is there, the next piece, or take it back."""
    draft = _draft(request)
    row = get_object_or_404(PendingFile, token=token, draft=draft or 0)
    if request.method == "DELETE":
        uploading.drop(pending=row)
        return HttpResponse(status=204)
    if request.method != "PATCH":
        return _standing(row)
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal() or len(offset) > 12:
        return _refused(_("This piece does not fit the file."), 400)
    try:
        return _standing(uploading.add(pending=row, offset=int(offset), data=request.body, at=timezone.now()))
    except uploading.WrongOffset as wrong:
        return JsonResponse({"received": wrong.received}, status=409)
    except refusals.Because as refused:
        return _refused(refused.sentence)
    except faults.UnreadableFile as fault:
        uploading.drop(pending=row)
        return _refused(fault.message)
