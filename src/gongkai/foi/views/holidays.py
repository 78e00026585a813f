"""Holiday notices: entered, looked at with the cases they move, applied by a second person."""

import itertools
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts import permissions
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.foi.actions import calendars as actions
from gongkai.foi.actions import refusals
from gongkai.foi.forms import holidays as forms
from gongkai.foi.models.calendars import CalendarNotice, ClockMove
from gongkai.foi.queries import calendars, worklist
from gongkai.foi.views import acts, scope

SHOWN = 200


def _at_the_top(request: HttpRequest) -> None:
    """A notice binds every agency here, so it is entered where the tree begins."""
    for held in scope.access(request).held:
        may = Permission.CALENDAR_EDIT in permissions.ROLE_PERMISSIONS[held.role]
        if may and held.with_subtree and held.path.count("/") == 2:
            return
    raise PermissionDenied


@requires(Permission.CALENDAR_EDIT)
def notices(request: HttpRequest) -> HttpResponseBase:
    """The notices entered here, and the years open cases reach into without one."""
    _at_the_top(request)
    context = {
        "heading": _("Holiday notices"),
        "notices": list(calendars.notices()[:100]),
        "open_years": worklist.provisional_years(on=scope.today()),
    }
    return render(request, "foi/holidays.html", context)


@requires(Permission.CALENDAR_EDIT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter a notice; nothing moves yet."""
    _at_the_top(request)
    initial = {"year": scope.today().year + 1, "issued_on": scope.today()}
    form = forms.NoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        plain = {name: form.cleaned_data[name] for name in ("year", "title", "number", "issued_on")}
        try:
            made = actions.enter_notice(**plain, days=form.days, by=scope.person(request), at=timezone.now())
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        else:
            toasts.say(request, _("Entered. Look at what it moves; somebody else applies it."))
            return redirect("foi:holiday", notice_id=made.pk)
    context = {
        "heading": _("Enter a holiday notice"),
        "crumbs": [(reverse("foi:holidays"), _("Holiday notices"))],
        "form": form,
    }
    return render(request, "foi/holiday_form.html", context, status=422 if form.errors else 200)


@requires(Permission.CALENDAR_EDIT)
def notice(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """One notice with the cases it moves, or has moved."""
    _at_the_top(request)
    found = get_object_or_404(CalendarNotice, pk=notice_id)
    context = {
        "heading": found.title,
        "lede": found.number,
        "crumbs": [(reverse("foi:holidays"), _("Holiday notices"))],
        "notice": found,
        "moves": _moves(found),
        "own": found.entered_by == scope.person(request).reference,
    }
    return render(request, "foi/holiday.html", context)


def _moves(found: CalendarNotice) -> list[dict[str, Any]]:
    if found.state == CalendarNotice.State.PROPOSED:
        rows = itertools.islice(calendars.moved(found), SHOWN)
        return [
            {
                "case": each.info_request,
                "before": each.info_request.due_on,
                "after": each.standing.values["due_on"],
            }
            for each in rows
        ]
    made = ClockMove.objects.filter(notice=found).select_related("info_request").order_by("id")[:SHOWN]
    return [{"case": each.info_request, "before": each.due_before, "after": each.due_after} for each in made]


@requires(Permission.CALENDAR_EDIT)
@require_POST
def act(request: HttpRequest, notice_id: int, name: str) -> HttpResponseBase:
    """Apply a notice, or give it up."""
    _at_the_top(request)
    found = get_object_or_404(CalendarNotice, pk=notice_id)
    how: dict[str, Any] = {"notice": found, "by": scope.person(request), "at": timezone.now()}
    try:
        if name == "apply":
            moved = actions.apply_notice(**how)
            toasts.say(request, _("Applied; %(n)d cases have a new day.") % {"n": len(moved)})
        elif name == "drop":
            actions.drop_notice(**how)
            toasts.say(request, _("Given up."))
        else:
            raise Http404
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect("foi:holiday", notice_id=found.pk)
