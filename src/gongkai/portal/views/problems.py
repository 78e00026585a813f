"""What a reader can say about a page: report a problem and read the answer, say whether it was what he came for."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.core import pages, throttle
from gongkai.core.permissions import PUBLIC, requires
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.portal import forms
from gongkai.portal.actions import problems
from gongkai.portal.models import Problem

REPORTS = throttle.Limit("portal.problems", 20, 3600)
LOOKS = throttle.Limit("portal.problem-codes", 60, 3600)
VERDICTS = throttle.Limit("portal.verdicts", 60, 3600)
_ITEM = re.compile(r"/items/\d+/(\d+)\.html")
_AGENCY = re.compile(r"/(?:agencies|reports)/([\w-]+)/")
_PAGE = re.compile(r"/[\w\-./~%]{0,299}")


@requires(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form about a page, and its taking in."""
    now = timezone.now()
    form = forms.ProblemForm(request.POST or None, at=now, initial={"page": request.GET.get("page", "/")})
    form.initial["question"] = form.token
    status = 200
    if request.method == "POST":
        try:
            throttle.pass_through(REPORTS, throttle.caller(request), at=now)
        except throttle.TooMany as refused:
            return _later(request, refused)
        if form.is_valid():
            made = problems.report(
                kind=form.cleaned_data["kind"],
                path=form.cleaned_data["page"],
                words=form.cleaned_data["words"],
                agency=_responsible(form.cleaned_data["page"]),
                at=now,
            )
            return redirect("portal:problem", code=made.code)
        form.again()
        status = 422
    title = _("Report a problem")
    context = {"page_title": title, "crumbs": _crumbs(title), "form": form, "about": form["page"].value()}
    return _private(render(request, "portal/problem_form.html", context, status=status))


@requires(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of a report."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("portal:problem", code=form.cleaned_data["code"] or "-")
    title = _("What became of a report")
    context = {"page_title": title, "crumbs": _crumbs(title), "form": form}
    return _private(render(request, "portal/problem_code.html", context, status=422 if form.errors else 200))


@requires(PUBLIC)
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """A report with its answer, for who has its code."""
    try:
        throttle.pass_through(LOOKS, throttle.caller(request), at=timezone.now())
    except throttle.TooMany as refused:
        return _later(request, refused)
    found = Problem.objects.select_related("agency").filter(code=code.upper()).first()
    title = _("What became of a report")
    context = {"page_title": title, "crumbs": _crumbs(title), "problem": found, "form": forms.CodeForm()}
    return _private(render(request, "portal/problem.html", context, status=200 if found else 404))


@csrf_exempt
@requires(PUBLIC)
@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Count a verdict. The form stands on baked pages, so it has no token: the origin is looked at instead."""
    path = request.POST.get("page", "")
    verdict = request.POST.get("found", "")
    origin = request.headers.get("Origin", "")
    is_ours = not origin or url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()})
    try:
        throttle.pass_through(VERDICTS, throttle.caller(request), at=timezone.now())
    except throttle.TooMany as refused:
        return _later(request, refused)
    if is_ours and verdict in {"yes", "no"} and _PAGE.fullmatch(path) and "//" not in path:
        problems.judge(path=path, is_found=verdict == "yes", on=timezone.localdate())
    else:
        path = "/"
    title = _("Thank you")
    context = {"page_title": title, "crumbs": _crumbs(title), "back": path, "is_missed": verdict == "no"}
    return _private(render(request, "portal/verdict.html", context))


def _responsible(path: str) -> Agency:
    """Who answers for a page: the publisher of an item, the agency it is about, else the owner of the site."""
    if named := _ITEM.fullmatch(path):
        item = Item.objects.public().select_related("agency").filter(pk=int(named[1])).first()
        if item is not None:
            return item.agency
    if (named := _AGENCY.match(path)) and (agency := Agency.objects.filter(code=named[1]).first()):
        return agency
    return Agency.objects.filter(parent__isnull=True).in_tree_order()[0]


def _later(request: HttpRequest, refused: throttle.TooMany) -> HttpResponse:
    title = _("Too many in a short time")
    context = {"page_title": title, "crumbs": _crumbs(title), "minutes": refused.minutes}
    answer = _private(render(request, "portal/later.html", context, status=429))
    answer.headers["Retry-After"] = str(refused.minutes * 60)
    return answer


def _crumbs(title: str) -> tuple[pages.Crumb, ...]:
    return (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title))


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
