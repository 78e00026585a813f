"""A superior's catalogue in the desk: hand the sheet in, map its rows on one screen, take them over, undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from gongkai.catalog import forms, queries
from gongkai.catalog.actions import catalogues as actions
from gongkai.catalog.actions import refusals
from gongkai.catalog.models import CatalogueEntry, CatalogueImport, Column
from gongkai.core import exports, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.orgs.models import Agency

LIST = reverse_lazy("catalog:catalogues")
SHOWN = 50
# Above this two names are called much alike.
VERY_ALIKE = 0.7
_TEMPLATE = (
    *("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体"),
    *("公开渠道和载体", "公开对象", "公开方式", "公开层级"),
)


def _kept(request: HttpRequest) -> Any:
    return request.access.agencies(Permission.COLUMN_EDIT)  # type: ignore[attr-defined]


@requires(Permission.COLUMN_EDIT)
def catalogues(request: HttpRequest) -> HttpResponse:
    """The catalogues taken in, and the form for another."""
    form = forms.CatalogueForm(request.POST or None, request.FILES or None, agencies=_kept(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = actions.read_in(
                agency=data["agency"],
                title=data["title"],
                source=data["file"].name or "",
                entries=form.entries,
                by=_by(request),
                at=timezone.now(),
            )
        except refusals.Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("catalog:catalogue", args=[batch.pk]))
    context = {
        "heading": gettext("Superiors' catalogues"),
        "tab": "catalogues",
        "form": form,
        "rows": queries.catalogues(_kept(request))[:SHOWN],
    }
    return render(request, "catalog/catalogues.html", context, status=422 if form.errors else 200)


@requires(Permission.COLUMN_EDIT)
def template(request: HttpRequest) -> HttpResponseBase:
    """The heads of a catalogue as a sheet to fill in."""
    return exports.respond("xlsx", gettext("catalogue"), list(_TEMPLATE), [])


@requires(Permission.COLUMN_EDIT)
def catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """The rows of a catalogue with columns and agencies to choose; POST keeps them, with `take` makes duties too."""
    batch = _batch(request, catalogue_id)
    entries = queries.entries_of(batch)
    known = queries.columns_to_choose()
    faults: dict[int, str] = {}
    if request.method == "POST":
        try:
            faults = _map(request, batch, entries, known)
            if not faults and request.POST.get("take"):
                _take(request, batch)
        except refusals.Refused as refusal:
            toasts.warn(request, str(refusal))
        if not faults:
            return HttpResponseRedirect(reverse("catalog:catalogue", args=[batch.pk]))
    counts = queries.count_outcomes(entries)
    waiting = [entry for entry in entries if entry.outcome == CatalogueEntry.Outcome.WAITING]
    context = {
        "heading": batch.title,
        "lede": f"{batch.agency.short_name} · {batch.source}",
        "crumbs": [(LIST, gettext("Superiors' catalogues")), ("", batch.title)],
        "batch": batch,
        "counts": counts,
        "total": len(entries),
        "lines": [_line(request, entry, faults.get(entry.pk, "")) for entry in waiting],
        "ready": sum(bool(entry.column_id and entry.agencies.all()) for entry in waiting),
        "others": [entry for entry in entries if entry.outcome != CatalogueEntry.Outcome.WAITING],
        "columns": known,
        "is_open": batch.state != CatalogueImport.State.UNDONE,
        "may_undo": batch.state == CatalogueImport.State.DONE,
    }
    return render(request, "catalog/catalogue.html", context, status=422 if faults else 200)


def _line(request: HttpRequest, entry: CatalogueEntry, fault: str) -> dict[str, Any]:
    column = entry.column
    written = queries.column_label(column, column.parent) if column else ""
    agencies = "、".join(each.short_name for each in entry.agencies.all())
    typed = request.POST if fault else {}
    return {
        "entry": entry,
        "column": typed.get(f"column-{entry.pk}", written),
        "agencies": typed.get(f"agencies-{entry.pk}", agencies),
        "look": _look(entry),
        "fault": fault,
    }


def _look(entry: CatalogueEntry) -> tuple[str, str]:
    """How the column came about: the shape of its tag and its words."""
    if entry.column_id is None:
        return "stop", gettext("no column yet")
    if entry.likeness is None:
        return "ok", gettext("chosen by hand")
    if entry.likeness >= VERY_ALIKE:
        return "ok", gettext("much alike")
    return "warn", gettext("somewhat alike, look at it")


def _map(
    request: HttpRequest, batch: CatalogueImport, entries: list[CatalogueEntry], known: dict[str, Column]
) -> dict[int, str]:
    """Keep what was typed; rows whose words mean nothing are told and nothing is kept."""
    responsible = queries.Responsible(Agency.objects.within(batch.agency), on=timezone.localdate())
    columns: dict[int, Column | None] = {}
    agencies: dict[int, list[Agency]] = {}
    faults: dict[int, str] = {}
    for entry in entries:
        words = request.POST.get(f"column-{entry.pk}")
        if words is not None:
            column = queries.column_meant(words, known)
            if column is None and words.strip():
                faults[entry.pk] = gettext("No open column is called so; choose one from the list.")
            columns[entry.pk] = column
        written = request.POST.get(f"agencies-{entry.pk}")
        if written is not None:
            names = [each for each in written.replace(",", "、").replace("，", "、").split("、") if each.strip()]
            found = {name: responsible.named(name) for name in names}
            if missing := [name for name, rows in found.items() if not rows]:
                faults[entry.pk] = gettext("No agency of yours is called “%s”.") % "、".join(missing)
            agencies[entry.pk] = list({each.pk: each for rows in found.values() for each in rows}.values())
    if not faults:
        changed = actions.map_entries(
            batch=batch, columns=columns, agencies=agencies, by=_by(request), at=timezone.now()
        )
        toasts.say(request, ngettext("%(n)d row changed.", "%(n)d rows changed.", changed) % {"n": changed})
    return faults


def _take(request: HttpRequest, batch: CatalogueImport) -> None:
    made = actions.take_over(batch=batch, by=_by(request), at=timezone.now())
    toasts.say(request, ngettext("%(n)d duty was taken over.", "%(n)d duties were taken over.", made) % {"n": made})


@requires(Permission.COLUMN_EDIT)
@require_POST
def undo(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Take the duties of a catalogue away again; those that items name are ended."""
    batch = _batch(request, catalogue_id)
    try:
        gone, ended = actions.undo(batch=batch, by=_by(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, ngettext("%(n)d duty is gone.", "%(n)d duties are gone.", gone) % {"n": gone})
        if ended:
            words = ngettext("%(n)d has items and was ended.", "%(n)d have items and were ended.", ended)
            toasts.warn(request, words % {"n": ended})
    return HttpResponseRedirect(reverse("catalog:catalogue", args=[batch.pk]))


@requires(Permission.COLUMN_EDIT)
def rows(request: HttpRequest, catalogue_id: int) -> HttpResponseBase:
    """Every row with what became of it, as a sheet."""
    batch = _batch(request, catalogue_id)
    head = [
        gettext("Where"), gettext("First level"), gettext("What must be public"), gettext("Basis"), gettext("Term"),
        gettext("Responsible"), gettext("Column"), gettext("Agencies"), gettext("Outcome"), gettext("Why"),
    ]  # fmt: skip
    lines = (
        [
            entry.place, entry.first, entry.title, entry.basis, entry.term, entry.responsible,
            entry.column.name if entry.column else "", "、".join(each.short_name for each in entry.agencies.all()),
            entry.get_outcome_display(), "；".join(entry.messages),
        ]
        for entry in queries.entries_of(batch)
    )  # fmt: skip
    return exports.respond("xlsx", f"catalogue-{batch.pk}", head, lines)


def _batch(request: HttpRequest, catalogue_id: int) -> CatalogueImport:
    found: CatalogueImport = get_object_or_404(queries.catalogues(_kept(request)), pk=catalogue_id)
    return found


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]
