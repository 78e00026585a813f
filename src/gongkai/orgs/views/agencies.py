"""Agencies in the desk: the tree, one agency with its history, and the acts on it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.orgs import actions, forms, queries
from gongkai.orgs.models import Agency

LIST = reverse_lazy("orgs:list")
MOST_AT_ONCE = 300
YEAR = datetime.timedelta(days=365)


@requires(Permission.AGENCY_VIEW)
def tree(request: HttpRequest) -> HttpResponse:
    """The tree of agencies one may look into; a large one opens level by level."""
    seen = request.access.agencies(Permission.AGENCY_VIEW)  # type: ignore[attr-defined]
    words, ended = request.GET.get("q", "").strip()[:60], bool(request.GET.get("ended"))
    nodes = queries.tree(seen, on=timezone.localdate(), ended=ended or bool(words))
    total = len(nodes)
    at = request.GET.get("at", "")
    top = next((node.agency for node in nodes if str(node.agency.pk) == at), None)
    if words:
        hit = set(seen.filter(_matches(words)).values_list("pk", flat=True))
        nodes = [queries.Node(node.agency, 0, node.children, node.below) for node in nodes if node.agency.pk in hit]
    elif top is not None:
        nodes = [
            queries.Node(node.agency, node.agency.depth - top.depth, node.children, node.below)
            for node in nodes
            if top.contains(node.agency)
        ]
    if len(nodes) > MOST_AT_ONCE:
        nodes = [node for node in nodes if node.depth < 2][:MOST_AT_ONCE]
    context = {
        "heading": gettext("Agencies"),
        "nodes": nodes,
        "total": total,
        "top": top,
        "words": words,
        "ended": ended,
        "today": timezone.localdate(),
        "stale": timezone.localdate() - YEAR,
        "may_edit": request.access.anywhere(Permission.AGENCY_EDIT),  # type: ignore[attr-defined]
    }
    return render(request, "orgs/tree.html", context)


def _matches(words: str) -> Q:
    old = Agency.objects.filter(names__name__icontains=words).values("pk")
    return Q(name__icontains=words) | Q(code__iexact=words) | Q(credit_code__iexact=words) | Q(pk__in=old)


@requires(Permission.AGENCY_VIEW)
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: contacts, names, what became of it, what stands below."""
    shown = _seen(request, agency_id)
    access = request.access  # type: ignore[attr-defined]
    today = timezone.localdate()
    seen = set(access.agencies(Permission.AGENCY_VIEW).values_list("pk", flat=True))
    above = Agency.objects.filter(pk__in=shown.ancestor_ids[:-1])
    around = list((above | Agency.objects.filter(parent=shown)).in_tree_order())
    context = {
        "heading": shown.name,
        "crumbs": _crumbs(shown, seen, [each for each in around if each.parent_id != shown.pk]),
        "agency": shown,
        "pairs": _facts(shown),
        "contacts": [(queries.column_name(field), getattr(shown, field)) for field in queries.CONTACT_FIELDS],
        "stale": shown.contacts_checked_on is None or shown.contacts_checked_on < today - YEAR,
        "is_alive": shown.exists_on(today),
        "acts": queries.history(shown),
        "names": shown.names.order_by("-since", "-id"),
        "successors": queries.successors(shown) if shown.dissolved_on else [],
        "children": [each for each in around if each.parent_id == shown.pk],
        "seen": seen,
        "today": today,
        "may_edit": access.may(Permission.AGENCY_EDIT, shown),
        "may_see_people": access.may(Permission.PERSON_VIEW, shown),
        "may_see_duties": access.anywhere(Permission.COLUMN_EDIT),
    }
    return render(request, "orgs/agency.html", context)


def _facts(shown: Agency) -> list[tuple[str, Any]]:
    labels = {"kind": shown.get_kind_display(), "level": shown.get_level_display()}
    fields = ("code", "kind", "level", "credit_code", "division_code", "founded_on", "dissolved_on")
    values = {field: labels.get(field) or str(getattr(shown, field) or "") for field in fields}
    return [(queries.column_name(field), value) for field, value in values.items()]


@dataclass(frozen=True)
class Act:
    """An act the desk offers: its words, its form, and the call that does it; `note` says what it will do."""

    words: Any
    form: type[BaseForm]
    do: Callable[..., Any]
    note: Any = ""
    look: str = "main"
    on_ended: bool = False


def _merge(*, agency: Agency, others: Any, into: Agency | None, new_name: str, new_code: str, **rest: Any) -> Agency:
    target: Agency | actions.Founding = into or actions.Founding(
        code=new_code, name=new_name, kind=agency.kind, level=agency.level, parent=agency.parent
    )
    return actions.merge(predecessors=[agency, *others], into=target, **rest)


def _split(*, agency: Agency, lines: list[tuple[str, str]], **rest: Any) -> list[Agency]:
    into = [
        actions.Founding(code=code, name=name, kind=agency.kind, level=agency.level, parent=agency.parent)
        for code, name in lines
    ]
    return actions.split(agency=agency, into=into, **rest)


def _found(*, agency: Agency, **rest: Any) -> Agency:
    return actions.found(parent=agency, **rest)


def _contacts(*, agency: Agency, checked: bool, by: str, at: datetime.datetime, **contacts: Any) -> Agency:
    checked_on = timezone.localdate(at) if checked else None
    return actions.edit_contacts(agency=agency, contacts=contacts, checked_on=checked_on, by=by, at=at)


ACTS: dict[str, Act] = {
    "contacts": Act(_("Edit contacts"), forms.ContactsForm, _contacts, on_ended=True),
    "found": Act(_("Found one below"), forms.FoundForm, _found),
    "codes": Act(_("Put codes and kind right"), forms.CodesForm, actions.edit_codes, on_ended=True),
    "rename": Act(
        _("Rename"), forms.RenameForm, actions.rename, _("What was published before keeps the name of its time.")
    ),
    "move": Act(_("Move"), forms.MoveForm, actions.move, _("Everything below moves along.")),
    "merge": Act(
        _("Merge"), forms.MergeForm, _merge, _("The agency ends; what stands below goes to its successor."), "stop"
    ),
    "split": Act(_("Split"), forms.SplitForm, _split, _("The new ones stand where this one stands."), "stop"),
    "dissolve": Act(
        _("Dissolve"), forms.DissolveForm, actions.dissolve, _("The agency ends without successor."), "stop"
    ),
}


@requires(Permission.AGENCY_EDIT)
def act(request: HttpRequest, agency_id: int, name: str) -> HttpResponse:
    """The form of an act on an agency, and the act."""
    done = ACTS.get(name)
    if done is None:
        raise Http404
    subject = _editable(request, agency_id)
    within = request.access.agencies(Permission.AGENCY_EDIT)  # type: ignore[attr-defined]
    if not done.on_ended and subject.dissolved_on is not None:
        raise PermissionDenied(gettext("This agency has ended."))
    if issubclass(done.form, forms.ActForm):
        initial = {"on": timezone.localdate()}
        form: Any = done.form(request.POST or None, agency=subject, within=within, initial=initial)
    else:
        form = done.form(request.POST or None, instance=_copy(subject))  # type: ignore[call-arg]
    if request.method == "POST" and form.is_valid():
        by, at = str(request.user.reference), timezone.now()  # type: ignore[union-attr]
        try:
            done.do(agency=subject, **form.cleaned_data, by=by, at=at)
        except actions.Refused as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            toasts.say(request, gettext("Done: %s.") % done.words)
            return HttpResponseRedirect(reverse("orgs:agency", args=[subject.pk]))
    crumbs = [(LIST, gettext("Agencies")), (reverse("orgs:agency", args=[subject.pk]), subject.name), ("", done.words)]
    heading = f"{done.words}：{subject.short_name}"
    context = {"heading": heading, "form": form, "crumbs": crumbs, "act": done, "agency": subject}
    return render(request, "orgs/act.html", context)


@requires(Permission.AGENCY_EDIT)
def order(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Put the agencies below one in order, by the numbers given to them."""
    parent = _editable(request, agency_id)
    children = list(parent.children.filter(dissolved_on__isnull=True).order_by("sort_path", "id"))
    if request.method == "POST" and children:
        wanted = {each.pk: request.POST.get(f"place_{each.pk}", "") for each in children}
        ranked = sorted(children, key=lambda each: int(wanted[each.pk]) if wanted[each.pk].isdecimal() else 10**6)
        by, at = str(request.user.reference), timezone.now()  # type: ignore[union-attr]
        actions.set_positions(parent=parent, order=ranked, by=by, at=at)
        toasts.say(request, gettext("The order is kept."))
        return HttpResponseRedirect(reverse("orgs:agency", args=[parent.pk]))
    crumbs = [(LIST, gettext("Agencies")), (reverse("orgs:agency", args=[parent.pk]), parent.name)]
    heading = gettext("Order of the agencies below")
    context = {"heading": heading, "children": children, "crumbs": [*crumbs, ("", heading)]}
    return render(request, "orgs/order.html", context)


def _seen(request: HttpRequest, agency_id: int) -> Agency:
    found = request.access.agencies(Permission.AGENCY_VIEW).select_related("parent")  # type: ignore[attr-defined]
    return get_object_or_404(found, pk=agency_id)


def _editable(request: HttpRequest, agency_id: int) -> Agency:
    found = _seen(request, agency_id)
    if not request.access.may(Permission.AGENCY_EDIT, found):  # type: ignore[attr-defined]
        raise PermissionDenied
    return found


def _copy(agency: Agency) -> Agency:
    return Agency.objects.get(pk=agency.pk)


def _crumbs(shown: Agency, seen: set[int], above: Iterable[Agency]) -> list[tuple[Any, str]]:
    steps = [(reverse("orgs:agency", args=[each.pk]) if each.pk in seen else "", each.short_name) for each in above]
    return [(LIST, gettext("Agencies")), *steps, ("", shown.short_name)]
