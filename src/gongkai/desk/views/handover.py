"""Handing over what stands with somebody who leaves: whom, what to whom, a look beforehand, and undoing it."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.belongings import Belonging
from gongkai.core.permissions import Permission, requires
from gongkai.desk.actions import handing_over
from gongkai.desk.queries import belongings

LIST = "desk:handovers"


class Leavers(lists.List):
    """The people one administers; each opens what stands with them."""

    title = gettext_lazy("Hand over")
    lede = gettext_lazy("Somebody leaves or changes office: everything that stands with them goes on in one step.")
    template = "desk/handovers.html"
    order_by = ("name", "id")
    search_label = gettext_lazy("Name")
    columns = (
        lists.Column("name", gettext_lazy("Name"), lead=True, link=lambda row: reverse("desk:handover", args=[row.pk])),
        lists.Column("home", gettext_lazy("Agency"), value=lambda row: row.home.short_name if row.home else ""),
    )
    empty_title = gettext_lazy("Nobody to hand over from")

    def rows(self) -> lists.Rows:
        """The people of the agencies one administers."""
        return accounts.people(self.request.access, Permission.PERSON_EDIT).select_related("home")  # type: ignore[attr-defined]

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """By name."""
        return rows.filter(name__icontains=words)

    def extra(self) -> dict[str, Any]:
        """The last hand-overs."""
        return {"done": belongings.handovers(self.request.access)[:10]}  # type: ignore[attr-defined]


@requires(Permission.PERSON_EDIT)
def overview(request: HttpRequest) -> HttpResponseBase:
    """Whose things are to be handed over, and what was handed over lately."""
    return lists.respond(request, Leavers)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@requires(Permission.PERSON_EDIT)
def one(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """Everything that stands with a person: chosen to whom, looked at beforehand, then passed on in one step."""
    access = request.access  # type: ignore[attr-defined]
    now = timezone.now()
    found = belongings.leaver(access, person_id, on=timezone.localdate(now))
    if found is None:
        raise Http404
    person, holdings = found
    groups = belongings.of(person, holdings, at=now)
    successors = belongings.successors(access, person)
    given = _given(request, groups, successors)
    error = ""
    if request.method == "POST" and request.POST.get("step") == "do":
        try:
            made = handing_over.hand_over(person=person, given=given, by=_person(request), at=now)
        except handing_over.NotPassed as refusal:
            error = refusal.sentence
        else:
            toasts.say(request, _("Handed over."))
            return redirect("desk:handover-done", handover_id=made.pk)
    elif request.method == "POST" and not given:
        error = _("Choose what goes to whom.")
    context = {
        "heading": _("Hand over from %(name)s") % {"name": person.name},
        "crumbs": [(reverse(LIST), _("Hand over")), ("", person.name)],
        "nav": reverse(LIST),
        "person": person,
        "groups": _shown(request, groups),
        "successors": successors,
        "given": given,
        "is_preview": request.method == "POST" and bool(given) and not error,
        "error": error,
    }
    return render(request, "desk/handover.html", context, status=422 if error else 200)


def _given(
    request: HttpRequest, groups: list[belongings.Group], successors: list[Person]
) -> list[tuple[Belonging, Person]]:
    """What goes to whom: each thing to the one chosen for it, else for its kind; nothing where nobody is."""
    by_key = {str(each.pk): each for each in successors}
    pairs = []
    for group in groups:
        for thing in group.things:
            chosen = request.POST.get(f"to-{thing.key}") or request.POST.get(f"to-{group.kind}") or ""
            if chosen in by_key and thing.key not in request.POST.getlist("keep"):
                pairs.append((thing, by_key[chosen]))
    return pairs


def _shown(request: HttpRequest, groups: list[belongings.Group]) -> list[dict[str, Any]]:
    kept = request.POST.getlist("keep")
    return [
        {
            "group": group,
            "chosen": request.POST.get(f"to-{group.kind}", ""),
            "things": [(each, request.POST.get(f"to-{each.key}", ""), each.key in kept) for each in group.things],
        }
        for group in groups
    ]


@requires(Permission.PERSON_EDIT)
def done(request: HttpRequest, handover_id: int) -> HttpResponseBase:
    """What was handed over, to whom, with the way back as long as nothing has changed."""
    row = get_object_or_404(belongings.handovers(request.access), pk=handover_id)  # type: ignore[attr-defined]
    context = {
        "heading": _("Handed over from %(name)s") % {"name": row.person.name},
        "crumbs": [(reverse(LIST), _("Hand over")), ("", row.person.name)],
        "nav": reverse(LIST),
        "row": row,
        "passed": [(belongings.KINDS[each.kind], each) for each in row.passed.select_related("to").order_by("id")],
        "may_undo": row.undone_at is None and timezone.now() - row.at < datetime.timedelta(days=30),
    }
    return render(request, "desk/handover_done.html", context)


@requires(Permission.PERSON_EDIT)
@require_POST
def undo(request: HttpRequest, handover_id: int) -> HttpResponseBase:
    """Give everything back, unless something has gone on since."""
    row = get_object_or_404(belongings.handovers(request.access), pk=handover_id)  # type: ignore[attr-defined]
    try:
        handing_over.undo(handover=row, by=_person(request), at=timezone.now())
    except handing_over.MovedOn as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Undone; everything is back."))
    return redirect("desk:handover-done", handover_id=row.pk)
