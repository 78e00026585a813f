"""The public form: what, where, who, how. Each step is kept before it is looked at, so that nothing typed is lost."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.core import throttle
from gongkai.documents import faults
from gongkai.foi.actions import refusals, uploading
from gongkai.foi.forms import public as steps
from gongkai.foi.models.cases import CaseFile
from gongkai.foi.models.intake import Draft
from gongkai.foi.queries import addressees, drafts, published
from gongkai.foi.views import public, public_walk
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency

FILES = {"identity_file": CaseFile.Kind.IDENTITY, "authority_file": CaseFile.Kind.AUTHORITY}


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """What is wanted. The address may bring words (`q`) and an agency (`agency`) along."""
    walk = public_walk.begin(request, "what")
    held = walk.written.step("what")
    asked = str(request.POST.get("asked") or request.GET.get("agency") or held.get("asked", ""))[:40]
    if request.method == "POST":
        form = steps.WhatForm(request.POST)
        walk.keep({**public_walk.typed(request, form), "asked": asked})
        if form.is_valid():
            return walk.next()
        return walk.show("what", {"form": form, "asked": asked}, status=422)
    initial = held or {"description": request.GET.get("q", "")[: steps.LONGEST]}
    form = steps.WhatForm(public_walk.again(request, held), initial=initial)
    submitted = walk.draft is not None and walk.draft.submitted_at is not None
    return walk.show("what", {"form": form, "asked": asked, "has_receipt": submitted})


@public.private
@require_POST
def matches(request: HttpRequest) -> HttpResponse:
    """What is public already for the words typed so far, as a piece of the page; asked for by the script.

    The words come in the body: an address would lie in the logs.
    """
    at = timezone.now()
    throttle.pass_through(public.GLANCES, throttle.caller(request), at=at)
    text = request.POST.get("description", "")[: steps.LONGEST].replace("\x00", "")
    found = published.matches(text, limit=3) if len(text.strip()) >= 4 else []
    return render(request, "foi/public/_matches.html", {"matches": found, "is_piece": True})


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """What is public already, and to which agency; a wrong one is told of once, with the reason."""
    walk = public_walk.begin(request, "where")
    wish = walk.written.step("what")
    if not wish:
        return walk.go("what")
    text = f"{wish.get('description', '')} {wish.get('features', '')}"
    matches = published.matches(text)
    asked = Agency.objects.filter(code=wish.get("asked") or "").first()
    suggested = addressees.suggested(text, matches, on=walk.on, asked=asked)
    held = walk.written.step("where")
    form = _where_form(request, walk, [each.agency for each in suggested], held)
    context: dict[str, Any] = {"form": form, "matches": matches, "whys": {str(s.agency.pk): s.why for s in suggested}}
    if request.method != "POST":
        return walk.show("where", context)
    walk.keep(public_walk.typed(request, form))
    if public_walk.is_back(request):
        return walk.next()
    if not form.is_valid():
        return walk.show("where", context, status=422)
    chosen = form.cleaned_data["chosen"]
    walk.keep({**public_walk.typed(request, form), "chosen": chosen.pk})
    doubts = addressees.doubts(chosen, text, matches, on=walk.on)
    if doubts and form.cleaned_data["meant"] != str(chosen.pk):
        context |= {"doubts": doubts, "chosen": chosen, "better_contacts": _contacts(doubts[0].better)}
        return walk.show("where", context)
    return walk.next()


def _where_form(
    request: HttpRequest, walk: public_walk.Walk, suggested: list[Agency], held: dict[str, Any]
) -> steps.WhereForm:
    data = request.POST if request.method == "POST" else public_walk.again(request, held)
    initial = held or {"agency": str(suggested[0].pk) if suggested else steps.OTHER}
    others = Agency.objects.alive(walk.on).in_tree_order()
    return steps.WhereForm(data, initial=initial, suggested=suggested, others=others)


def _contacts(agency: Agency | None) -> list[org_pages.Contact]:
    return org_pages.contacts(agency) if agency else []


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Who asks, with the proof of identity; files are kept even when a box is wrong."""
    walk = public_walk.begin(request, "who")
    held = walk.written.step("who")
    if not walk.written.step("where").get("chosen"):
        return walk.go("where" if walk.written.step("what") else "what")
    assert walk.draft is not None
    if request.method != "POST":
        form = steps.WhoForm(public_walk.again(request, held), initial=held)
        return walk.show("who", {"form": form, "files": drafts.files(walk.draft)})
    form = steps.WhoForm(request.POST)
    draft = walk.keep(public_walk.typed(request, form))
    problems = _take_files(request, draft, walk.at)
    if token := request.POST.get("drop"):
        for row in draft.files.filter(token=token):
            uploading.drop(pending=row)
        return walk.go("who")
    if public_walk.is_back(request):
        return walk.next()
    if form.is_valid() and not problems:
        return walk.next()
    context = {"form": form, "files": drafts.files(draft), "problems": problems}
    return walk.show("who", context, status=422)


def _take_files(request: HttpRequest, draft: Draft, at: datetime.datetime) -> dict[str, str]:
    """Take the files of a plain form in; what is wrong with them, by the name of the box."""
    problems = {}
    for name, kind in FILES.items():
        given = request.FILES.get(name)
        if given is None:
            continue
        try:
            if (given.size or 0) > uploading.LARGEST:
                raise faults.FileTooLarge(str(given.name), limit=uploading.LARGEST, size=given.size or 0)
            uploading.take(draft=draft, kind=kind, title=str(given.name), data=given.read(), at=at)
        except faults.UnreadableFile as fault:
            problems[name] = fault.message
        except refusals.Because as refused:
            problems[name] = refused.sentence
    return problems


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: HttpRequest) -> HttpResponse:
    """In which form and by which way, and how the applicant is reached."""
    walk = public_walk.begin(request, "how")
    held, person = walk.written.step("how"), walk.written.step("who")
    if not person:
        return walk.go("who")
    phone = str(person.get("phone", ""))
    if request.method != "POST":
        return walk.show("how", {"form": steps.HowForm(public_walk.again(request, held), initial=held, phone=phone)})
    form = steps.HowForm(request.POST, phone=phone)
    walk.keep(public_walk.typed(request, form))
    if public_walk.is_back(request) or form.is_valid():
        return walk.next()
    return walk.show("how", {"form": form}, status=422)
