"""The tree of columns in the desk, and the acts on one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_POST

from gongkai.catalog import forms, queries
from gongkai.catalog.actions import columns as actions
from gongkai.catalog.actions import refusals
from gongkai.catalog.models import Column
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.orgs.models import Agency

TREE = reverse_lazy("catalog:columns")


@requires(Permission.AGENCY_VIEW)
def columns(request: HttpRequest) -> HttpResponse:
    """All columns, as the public sees them; those one may keep lead to their form."""
    closed, words = bool(request.GET.get("closed")), request.GET.get("q", "").strip()[:60]
    nodes = queries.column_tree(closed=closed)
    total = len(nodes)
    if words:
        nodes = [
            queries.Node(n.column, 0, n.children, n.below) for n in nodes if words.lower() in n.column.name.lower()
        ]
    context = {
        "heading": gettext("Directory"),
        "lines": _lines(nodes),
        "total": total,
        "closed": closed,
        "words": words,
        "mine": set(_kept(request).values_list("pk", flat=True)),
        "may_open": request.access.anywhere(Permission.COLUMN_EDIT),  # type: ignore[attr-defined]
        "tab": "columns",
    }
    return render(request, "catalog/columns.html", context)


def _lines(nodes: list[queries.Node]) -> list[tuple[queries.Node, str, str]]:
    """Nodes with the words of their kind and freshness, each put together once for hundreds of columns."""
    kinds = {value: str(words) for value, words in Column.Kind.choices}
    days = {node.column.fresh_days or 0 for node in nodes}
    fresh = {n: ngettext("every %(n)s day", "every %(n)s days", n) % {"n": n} if n else "" for n in days}
    return [(node, kinds.get(node.column.kind, node.column.kind), fresh[node.column.fresh_days or 0]) for node in nodes]


@requires(Permission.COLUMN_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Open a column."""
    form = forms.ColumnForm(
        request.POST or None, owners=_owners(request), initial={"parent": request.GET.get("parent")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_column(**form.cleaned_data, by=_by(request), at=timezone.now())
        except refusals.Refused as refusal:
            _blame(form, refusal)
        else:
            toasts.say(request, gettext("Opened “%s”.") % made.name)
            return HttpResponseRedirect(str(TREE))
    context = _form_page(gettext("Open a column"), form, pgettext("column", "Open"))
    return render(request, "catalog/form.html", context)


@requires(Permission.COLUMN_EDIT)
def edit(request: HttpRequest, column_id: int) -> HttpResponse:
    """Change a column; beside it, what else can be done with it."""
    column = _column(request, column_id)
    form = forms.ColumnForm(request.POST or None, owners=_owners(request), column=column)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_column(column=column, values=form.cleaned_data, by=_by(request), at=timezone.now())
        except refusals.Refused as refusal:
            _blame(form, refusal)
        else:
            toasts.say(request, gettext("Saved."))
            return HttpResponseRedirect(str(TREE))
    context = _form_page(column.name, form, gettext("Save")) | {
        "column": column,
        "guests": queries.guests(column, on=timezone.localdate()),
    }
    return render(request, "catalog/column.html", context)


@requires(Permission.COLUMN_EDIT)
def move(request: HttpRequest, column_id: int) -> HttpResponse:
    """Hang a column elsewhere, or give it to another agency, or both. Its address stays."""
    column = _column(request, column_id)
    form = forms.MoveForm(request.POST or None, column=column, owners=_owners(request))
    if request.method == "POST" and form.is_valid():
        try:
            _move(request, column, form.cleaned_data)
        except refusals.Refused as refusal:
            _blame(form, refusal)
        else:
            toasts.say(request, gettext("Moved, with everything below it."))
            return HttpResponseRedirect(str(TREE))
    return render(request, "catalog/form.html", _form_page(gettext("Move “%s”") % column.name, form, gettext("Move")))


@transaction.atomic
def _move(request: HttpRequest, column: Column, chosen: dict[str, Any]) -> None:
    by, at = _by(request), timezone.now()
    if chosen["parent"] != column.parent:
        actions.move_column(column=column, to=chosen["parent"], by=by, at=at)
    if chosen["owner"] != column.owner:
        actions.edit_column(column=column, values={"owner": chosen["owner"]}, by=by, at=at)


@requires(Permission.COLUMN_EDIT)
def merge(request: HttpRequest, column_id: int) -> HttpResponse:
    """Let another column take over what stands in this one."""
    column = _column(request, column_id)
    form = forms.MergeForm(request.POST or None, column=column)
    if request.method == "POST" and form.is_valid():
        into, by, at = form.cleaned_data["into"], _by(request), timezone.now()
        try:
            actions.merge_column(column=column, into=into, on=timezone.localdate(at), by=by, at=at)
        except refusals.Refused as refusal:
            _blame(form, refusal)
        else:
            toasts.say(request, gettext("Merged into “%s”; the old address leads there.") % into.name)
            return HttpResponseRedirect(str(TREE))
    page = _form_page(gettext("Merge “%s” into another") % column.name, form, gettext("Merge for good"))
    return render(request, "catalog/form.html", page)


@requires(Permission.COLUMN_EDIT)
def hand_over(request: HttpRequest) -> HttpResponse:
    """What agencies that ended left in the directory, and the agency that takes it over."""
    left = queries.left_behind(_owners(request), on=timezone.localdate())
    heirs = list(_owners(request).alive(timezone.localdate()).in_tree_order())
    if request.method == "POST":
        agency = next((each.agency for each in left if str(each.agency.pk) == request.POST.get("agency")), None)
        to = next((each for each in heirs if str(each.pk) == request.POST.get("to")), None)
        if agency is None or to is None:
            toasts.warn(request, gettext("Choose the agency that takes over."))
            return HttpResponseRedirect(reverse("catalog:hand-over"))
        by, at = _by(request), timezone.now()
        try:
            done = actions.hand_over(agency=agency, to=to, on=timezone.localdate(at), by=by, at=at)
        except refusals.Refused as refusal:
            toasts.warn(request, str(refusal))
        else:
            told = {"given": done[0], "merged": done[1], "duties": done[2]}
            words = gettext("%(given)d columns were given, %(merged)d merged, %(duties)d duties went over.")
            toasts.say(request, words % told)
        return HttpResponseRedirect(reverse("catalog:hand-over"))
    heading = gettext("Left behind by ended agencies")
    context = {
        "heading": heading,
        "crumbs": [(TREE, gettext("Directory")), ("", heading)],
        "left": left,
        "heirs": heirs,
        "tab": "columns",
    }
    return render(request, "catalog/hand_over.html", context)


@requires(Permission.COLUMN_EDIT)
@require_POST
def close(request: HttpRequest, column_id: int) -> HttpResponse:
    """Close a column, or open it again (`open` set)."""
    column = _column(request, column_id)
    by, at = _by(request), timezone.now()
    try:
        if request.POST.get("open"):
            actions.reopen_column(column=column, by=by, at=at)
        else:
            actions.close_column(column=column, on=timezone.localdate(), by=by, at=at)
    except refusals.Refused as refusal:
        toasts.warn(request, str(refusal))
        return HttpResponseRedirect(reverse("catalog:column", args=[column.pk]))
    return HttpResponseRedirect(str(TREE))


def _owners(request: HttpRequest) -> Any:
    return request.access.agencies(Permission.COLUMN_EDIT)  # type: ignore[attr-defined]


def _kept(request: HttpRequest) -> Any:
    return Column.objects.filter(owner__in=_owners(request))


def _column(request: HttpRequest, column_id: int) -> Column:
    column = get_object_or_404(Column.objects.select_related("owner", "parent", "merged_into"), pk=column_id)
    owner: Agency = column.owner
    if not request.access.may(Permission.COLUMN_EDIT, owner):  # type: ignore[attr-defined]
        raise PermissionDenied
    return column


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]


def _blame(form: Any, refusal: refusals.Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _form_page(heading: str, form: Any, do: str) -> dict[str, Any]:
    return {"heading": heading, "form": form, "do": do, "crumbs": [(TREE, gettext("Directory")), ("", heading)]}
