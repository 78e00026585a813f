"""The desk's part of the portal: days of mourning, what readers report, and where they missed what they sought."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts import permissions
from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.portal import forms
from gongkai.portal.actions import mourning as actions
from gongkai.portal.actions import problems as problem_actions
from gongkai.portal.models import Mourning, Problem, Verdict

SHOWN = 100


def _access(request: HttpRequest) -> Access:
    found: Access = request.access  # type: ignore[attr-defined]
    return found


def _at_the_top(request: HttpRequest) -> None:
    """Colour is a matter of the whole site, so it is decided where the tree begins."""
    for held in _access(request).held:
        may = Permission.SITE_EDIT in permissions.ROLE_PERMISSIONS[held.role]
        if may and held.with_subtree and held.path.count("/") == 2:
            return
    raise PermissionDenied


def _reference(request: HttpRequest) -> str:
    assert isinstance(request.user, Person)
    return request.user.reference


@requires(Permission.SITE_EDIT)
def mourning(request: HttpRequest) -> HttpResponseBase:
    """The days on which the portal stands without colour, and the form for more."""
    _at_the_top(request)
    form = forms.MourningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.enter(**form.cleaned_data, by=_reference(request), at=timezone.now())
        toasts.say(request, _("Entered. The pages follow within a minute of the day's beginning."))
        return redirect("site:mourning")
    context = {
        "heading": _("Days of mourning"),
        "lede": _("On these days the public pages stand without colour. Nothing has to be baked for it."),
        "form": form,
        "rows": list(Mourning.objects.order_by("-first_on", "-pk")[:SHOWN]),
        "today": timezone.localdate(),
    }
    return render(request, "portal/desk/mourning.html", context, status=422 if form.errors else 200)


@requires(Permission.SITE_EDIT)
@require_POST
def lift(request: HttpRequest, mourning_id: int) -> HttpResponseBase:
    """Give days their colour back."""
    _at_the_top(request)
    row = get_object_or_404(Mourning, pk=mourning_id)
    try:
        actions.lift(mourning=row, by=_reference(request), at=timezone.now())
        toasts.say(request, _("Lifted."))
    except actions.LiftedAlready:
        toasts.warn(request, _("They were lifted before."))
    return redirect("site:mourning")


@requires(Permission.SITE_EDIT)
def problems(request: HttpRequest) -> HttpResponseBase:
    """What readers reported about pages of the agencies one answers for, the open ones first."""
    rows = Problem.objects.filter(agency__in=_access(request).agencies(Permission.SITE_EDIT)).select_related("agency")
    since = timezone.localdate().replace(day=1) - datetime.timedelta(days=62)
    context = {
        "heading": _("Reports of readers"),
        "open": list(rows.filter(answered_at__isnull=True).order_by("received_at", "pk")[:SHOWN]),
        "answered": list(rows.filter(answered_at__isnull=False).order_by("-received_at", "-pk")[:SHOWN]),
        "missed": list(Verdict.objects.filter(month__gte=since, missed__gt=0).order_by("-missed", "path", "pk")[:20]),
    }
    return render(request, "portal/desk/problems.html", context)


@requires(Permission.SITE_EDIT)
def problem(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """One report, and its answer."""
    rows = Problem.objects.filter(agency__in=_access(request).agencies(Permission.SITE_EDIT)).select_related("agency")
    found = get_object_or_404(rows, pk=problem_id)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            problem_actions.answer(
                problem=found, words=form.cleaned_data["words"], by=_reference(request), at=timezone.now()
            )
            toasts.say(request, _("Answered."))
        except problem_actions.AnsweredAlready:
            toasts.warn(request, _("Somebody has answered it before you."))
        return redirect("site:problems")
    context = {
        "heading": found.get_kind_display(),
        "crumbs": [(reverse("site:problems"), _("Reports of readers"))],
        "problem": found,
        "form": form,
    }
    return render(request, "portal/desk/problem.html", context, status=422 if form.errors else 200)
