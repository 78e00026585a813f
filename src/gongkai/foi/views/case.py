"""The page of a case, the explanation of its clock, and its files."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import kinds
from gongkai.foi.actions import handling, refusals
from gongkai.foi.forms import deciding
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.queries import case as cases
from gongkai.foi.queries import clocks, possible, register, squares, timeline
from gongkai.foi.views import act_specs, scope
from gongkai.rules import letters, outcomes

P = Permission
# Acts that have pages of their own, with their address and permission.
PAGES = {
    "draft_letter": ("foi:letter-new", P.REQUEST_HANDLE),
    "revise_letter": ("foi:reply", P.REQUEST_HANDLE),
    "submit_letter": ("foi:reply", P.REQUEST_HANDLE),
    "recall_letter": ("foi:reply", P.REQUEST_HANDLE),
    "propose_publication": ("foi:publish", P.ITEM_DRAFT),
}
# What may be done at any time and is not a step of the journey.
ASIDE = ("add_note", "attach", "release", "relate", "supplement", "change_delivery_wish", "void_entry")
LOOKS = {
    "entered": "none", "handling": "wait", "correction": "none", "consulting": "none", "reasons": "none",
    "payment": "none", "decided": "wait", "closed": "ok",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """An act as the page offers it: its address, or why not."""

    act: possible.Act
    url: str


@requires(Permission.REQUEST_VIEW)
def case(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Everything about one case."""
    access, today = scope.access(request), scope.today()
    try:
        page = cases.case_page(register.visible(access), request_id, today)
    except InfoRequest.DoesNotExist as error:
        raise Http404 from error
    row = page.info_request
    offers = [offer for act in page.possible if (offer := _offer(access, row, act))]
    context = {
        "heading": row.subject,
        "nav": reverse("foi:list"),
        "page": page,
        "case": row,
        "look": LOOKS[row.state],
        "grid": squares.grid(page.explanation, clocks.calendar(), today),
        "next": [each for each in offers if each.act.is_next and not each.act.why_not],
        "could": [each for each in offers if not each.act.is_next and not each.act.why_not],
        "cannot": [each for each in offers if each.act.why_not],
        "aside": _aside(access, row),
        "happenings": timeline.happenings(page),
        "letters": [_letter(each, row) for each in page.letters],
        "outcome": deciding.outcome_words(row.outcome, row.ground),
        "outcome_article": outcomes.outcome(row.outcome).article(row.regime, row.ground) if row.outcome else "",
        "may_handle": access.may(P.REQUEST_HANDLE, row.agency),
        "may_enter": access.may(P.REQUEST_ENTER, row.agency),
        "may_reveal": access.may(P.REQUEST_REVEAL, row.agency),
        "may_take": access.may(P.REQUEST_HANDLE, row.agency) and row.officer_id != access.person.pk,
        "wants": page.texts[-1] if page.texts else None,
        "is_late": page.clock.overdue > 0,
        "today": today,
    }
    return render(request, "foi/case.html", context)


def _offer(access: Access, row: InfoRequest, act: possible.Act) -> Offer | None:
    """The act with its address; None for what the person may not do here."""
    if act.name in PAGES:
        name, permission = PAGES[act.name]
        url = reverse(name, args=[row.pk])
    elif act.name in act_specs.SPECS:
        permission = act_specs.SPECS[act.name].permission
        url = reverse("foi:act", args=[row.pk, act.name])
    else:
        return None
    return Offer(act, url) if access.may(permission, row.agency) else None


def _aside(access: Access, row: InfoRequest) -> list[tuple[str, Any]]:
    if row.erased_at is not None:
        return []
    is_open = row.is_open
    found = []
    for name in ASIDE:
        if name in {"supplement", "change_delivery_wish"} and not is_open:
            continue
        spec = act_specs.SPECS[name]
        if access.may(spec.permission, row.agency):
            found.append((reverse("foi:act", args=[row.pk, name]), spec.words))
    return found


def _letter(line: cases.LetterLine, row: InfoRequest) -> dict[str, Any]:
    """A line of the table of letters."""
    last = line.deliveries[-1] if line.deliveries else None
    return {
        "line": line,
        "title": letters.letter(line.letter.kind).title(row.regime),
        "url": reverse("foi:letter", args=[row.pk, line.letter.pk]),
        "last": last,
        "proof": next((each.proof_id for each in reversed(line.deliveries) if each.proof_id), None),
    }


@requires(Permission.REQUEST_VIEW)
def clock(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """How the due day came about, step by step: the same the applicant reads."""
    one = scope.case(request, request_id)
    explanation = clocks.explain(one)
    days = clocks.calendar()
    context = {
        "heading": _("How the day came about"),
        "crumbs": scope.crumbs(one),
        "case": one,
        "explanation": explanation,
        "grid": squares.grid(explanation, days, scope.today()),
        "today": scope.today(),
    }
    return render(request, "foi/clock.html", context)


@requires(Permission.REQUEST_VIEW)
def file(request: HttpRequest, request_id: int, file_id: int) -> HttpResponseBase:
    """A file of a case for staff; that it was read is recorded. Proof of identity needs the right to see applicants."""
    one = scope.case(request, request_id)
    found = get_object_or_404(CaseFile.objects.select_related("file"), pk=file_id, info_request=one)
    personal = {CaseFile.Kind.IDENTITY, CaseFile.Kind.AUTHORITY, CaseFile.Kind.SCAN}
    if found.kind in personal and not scope.access(request).may(P.REQUEST_REVEAL, one.agency):
        raise Http404
    found.info_request = one
    try:
        data = handling.open_file(case_file=found, by=scope.person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("foi:case", request_id=one.pk)
    return download(data, found.name, found.file.kind)


def download(data: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """Bytes as a download that no page of ours runs and no cache keeps."""
    answer = HttpResponse(data, content_type=kinds.MEDIA_TYPES.get(kind, "application/octet-stream"))
    how = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer
