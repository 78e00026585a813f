"""The end of the public form: everything once more, the one submission, the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.core import challenge, pages, throttle
from gongkai.documents import faults, kinds, printing
from gongkai.foi.actions import composing, drafting, receiving, refusals, uploading
from gongkai.foi.forms import public as steps
from gongkai.foi.models.cases import ApplicantKind, Channel, InfoRequest
from gongkai.foi.models.intake import Draft
from gongkai.foi.queries import clocks, drafts, letter_values
from gongkai.foi.views import public, public_walk
from gongkai.orgs.models import Agency
from gongkai.rules import regimes


@dataclass(frozen=True)
class Whole:
    """A draft whose every step is right: the agency and the four cleaned steps."""

    agency: Agency
    what: Mapping[str, Any]
    who: Mapping[str, Any]
    how: Mapping[str, Any]


def _whole(walk: public_walk.Walk) -> Whole | str:
    """The draft checked as a whole, or the name of the first step that is not right."""
    held = walk.written
    wish = steps.WhatForm(held.step("what"))
    if not wish.is_valid():
        return "what"
    agency = Agency.objects.alive(walk.on).filter(pk=held.step("where").get("chosen") or 0).first()
    if agency is None:
        return "where"
    person = steps.WhoForm(held.step("who"))
    if not person.is_valid():
        return "who"
    answer = steps.HowForm(held.step("how"), phone=person.cleaned_data["phone"])
    if not answer.is_valid():
        return "how"
    return Whole(agency, wish.cleaned_data, person.cleaned_data, answer.cleaned_data)


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All that was typed once more; submitting makes one request, however often it is done."""
    walk = public_walk.begin(request, "check")
    if walk.draft is not None and walk.draft.submitted_at is not None:
        return redirect("requests:receipt")
    whole = _whole(walk)
    if isinstance(whole, str):
        return redirect(f"{public_walk.address(whole)}?again=1" if walk.written.steps else public_walk.address("what"))
    assert walk.draft is not None
    if request.method != "POST":
        return _show_check(walk, whole)
    if public_walk.is_back(request):
        return walk.go("how")
    throttle.pass_through(public.SUBMISSIONS, throttle.caller(request), at=walk.at)
    if problem := _unproven(walk):
        return _show_check(walk, whole, problem=problem)
    try:
        drafting.submit(
            draft=walk.draft,
            agency=whole.agency,
            submission=_submission(whole, walk.draft),
            arrived_on=walk.on,
            at=walk.at,
        )
    except refusals.Refused as refused:
        return _show_check(walk, whole, problem=refused.sentence)
    except faults.UnreadableFile as fault:
        return _show_check(walk, whole, problem=fault.message)
    return redirect("requests:receipt")


def _unproven(walk: public_walk.Walk) -> str:
    """Why the form is not taken in: neither the work was done nor the question answered. Empty when one was."""
    given, key = walk.request.POST, walk.written.key
    if challenge.is_done(given.get("proof", "")[:200], key, at=walk.at):
        return ""
    caller = throttle.caller(walk.request)
    throttle.look(public.ANSWERS, caller, at=walk.at)
    if challenge.is_right(given.get("answer", "")[:20], given.get("question", "")[:200], key, at=walk.at):
        return ""
    throttle.count(public.ANSWERS, caller, at=walk.at)
    return _("The answer to the question is not right; here is another one. Everything you wrote is still there.")


def _show_check(walk: public_walk.Walk, whole: Whole, *, problem: str = "") -> HttpResponse:
    assert walk.draft is not None
    key = walk.written.key
    term = regimes.for_day(walk.on).reply.working_days
    context = {
        "whole": whole,
        "kind": ApplicantKind(whole.who["kind"]).label,
        "carrier": InfoRequest.Carrier(whole.how["carrier"]).label,
        "way": InfoRequest.Way(whole.how["way"]).label,
        "identity": _hidden(whole.who["identity"]),
        "files": drafts.files(walk.draft),
        "work": challenge.work(key, at=walk.at),
        "question": challenge.question(key, at=walk.at),
        "problem": problem,
        "term": term,
        "due_on": clocks.calendar().add_working_days(walk.on, term),
    }
    return walk.show("check", context, status=422 if problem else 200)


def _hidden(number: str) -> str:
    """A document's number with its middle hidden, so that a look over the shoulder tells nothing."""
    return f"{number[:3]}＊＊＊＊{number[-2:]}"


def _submission(whole: Whole, draft: Draft) -> receiving.Submission:
    person = {name: whole.who[name] for name in whole.who if name != "kind"}
    contact = {name: whole.how[name] for name in ("email", "address", "postcode", "wants_updates")}
    return receiving.Submission(
        channel=Channel.WEB,
        applicant=receiving.Who(kind=whole.who["kind"], **person, **contact),
        description=whole.what["description"],
        features=whole.what["features"],
        wanted_carrier=whole.how["carrier"],
        wanted_way=whole.how["way"],
        files=uploading.uploads_of(draft),
    )


@public.private
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt with number and query code, for a day in the browser that submitted."""
    at = timezone.now()
    draft = public.draft_of(request, at)
    if draft is None or draft.submitted_at is None:
        return redirect("requests:what")
    given = receiving.receipt_of(key=drafts.written(draft).key)
    assert given is not None
    title = _("Receipt")
    context = {
        "section": "requests",
        "page_title": title,
        "crumbs": public.crumbs(title),
        "receipt": given,
        "agency": given.info_request.agency,
        "contacts": public.contacts(given.info_request.agency),
        "received": pages.minute(given.at),
        "channel": regimes.channel(given.channel).label,
        "term": regimes.regime(given.info_request.regime).reply.working_days,
    }
    return render(request, "foi/public/receipt.html", context)


@public.private
@require_safe
def receipt_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The receipt as PDF or Word file, from the agency's template; without a printer the page itself is printed."""
    at = timezone.now()
    draft = public.draft_of(request, at)
    given = receiving.receipt_of(key=drafts.written(draft).key) if draft and draft.submitted_at else None
    if given is None:
        return redirect("requests:what")
    row = given.info_request
    values = letter_values.values(letter_values.about(row, "receipt", timezone.localdate(at)))
    values |= {"query_code": given.code, "items_received": _("The request, %(n)d files") % {"n": row.files.count()}}
    docx = composing.receipt(info_request=row, values=values)
    try:
        data = docx if kind == "docx" else printing.pdf_of(docx)
    except printing.NoPrinter:
        return redirect("requests:receipt-docx")
    return public.download(data, f"{_('Receipt')}{row.number}.{kind}", kinds.MEDIA_TYPES[kind])


@public.private
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget what was typed, here and on the server."""
    draft = public.draft_of(request, timezone.now())
    if draft is not None and draft.submitted_at is None:
        drafting.discard(draft=draft)
    response = redirect(f"{public.PATH}apply/?cleared=1")
    response.delete_cookie(public.DRAFT_COOKIE, path=public.PATH)
    return response
