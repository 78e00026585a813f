"""A form of an agency and year with its figures as of today, and the way to state one by hand."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.documents import faults
from gongkai.orgs.models import Agency
from gongkai.rules import forms as law
from gongkai.statistics import forms
from gongkai.statistics.actions import entering, refusals
from gongkai.statistics.queries import counting, filling, indicators, keeping, spans
from gongkai.statistics.queries.spans import Scope
from gongkai.statistics.views import records, tables

FORM = "statistics:form"


@requires(Permission.FIGURE_VIEW)
def form(request: HttpRequest) -> HttpResponseBase:
    """A statutory form, every figure a way to its records."""
    access: Access = request.access  # type: ignore[attr-defined]
    choice = forms.ChoiceForm(
        request.GET or None, agencies=visible_agencies(request), today=timezone.localdate(), home=access.person.home_id
    )
    agency, year, edition = choice.chosen
    if agency is None:
        raise Http404
    scope = Scope(agency, spans.year(year), choice.with_subtree)
    filled = filling.fill(scope, edition, count=keeping.count)
    context = {
        "heading": _("Figures"),
        "lede": _("As the records have it now. Every figure opens onto its records."),
        "choice": choice,
        "scope": scope,
        "filled": filled,
        "tables": [_table(each, filled) for each in law.form(edition).tables],
        "below": "?subtree=1" if scope.with_subtree else "",
        "may_enter": not scope.with_subtree and access.may(Permission.FIGURE_ENTER, agency),
    }
    return render(request, "statistics/form.html", context)


def visible_agencies(request: HttpRequest) -> list[Agency]:
    """The agencies whose figures a person may see, in tree order. One query."""
    return list(request.access.agencies(Permission.FIGURE_VIEW).in_tree_order())  # type: ignore[attr-defined]


def _table(table: law.Table, filled: filling.FilledForm) -> dict[str, Any]:
    cells: dict[tuple[str, str], filling.FilledCell] = {}
    for each in filled.cells.values():
        if each.cell.table == table.id:
            cells[each.cell.row.id, each.cell.column.id] = each
    blocks = [
        {
            "block": block,
            "rows": [(row, [_shown(cells.get((row.id, column.id))) for column in block.columns]) for row in block.rows],
        }
        for block in table.blocks
    ]
    return {"table": table, "blocks": blocks}


def _shown(filled: filling.FilledCell | None) -> tuple[filling.FilledCell, str] | None:
    return None if filled is None else (filled, tables.shown(filled.number))


@requires(Permission.FIGURE_ENTER)
def state(request: HttpRequest, agency_id: int, year: int, indicator: str) -> HttpResponseBase:
    """State a figure by hand with reason and proof, or go back to the count."""
    scope = records.scope_of(request, agency_id, year, Permission.FIGURE_ENTER)
    try:
        one = indicators.indicator(indicator)
    except indicators.NoIndicator as error:
        raise Http404 from error
    given = forms.StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and given.is_valid() and _stated(request, scope, indicator, given):
        return HttpResponseRedirect(f"{reverse(FORM)}?agency={scope.agency.pk}&year={year}")
    counted = counting.count(Scope(scope.agency, scope.span), [one])[indicator]
    context = {
        "heading": one.meaning,
        "lede": f"{scope.agency.name} · {year}",
        "form": given,
        "indicator": one,
        "counted": tables.shown(counted),
        "history": filling.history(scope.agency, year, indicator),
        "nav": reverse(FORM),
        "crumbs": [(reverse(FORM), _("Figures")), ("", str(one.meaning))],
    }
    return render(request, "statistics/state.html", context, status=422 if given.is_bound else 200)


def _stated(request: HttpRequest, scope: Scope, indicator: str, given: forms.StatementForm) -> bool:
    data, at = given.cleaned_data, timezone.now()
    whose: dict[str, Any] = {"agency": scope.agency, "year": scope.span.year, "indicator": indicator}
    try:
        if request.POST.get("take_back"):
            entering.take_back(**whose, reason=data["reason"], by=request.user, at=at)  # type: ignore[arg-type]
            toasts.say(request, _("The count stands again."))
            return True
        if data["number"] is None:
            given.add_error("number", _("Give the number."))
            return False
        proof = _proof(data, at)
        said: dict[str, Any] = {name: data[name] for name in ("number", "reason", "link")}
        entering.state(**whose, **said, **proof, by=request.user, at=at)  # type: ignore[arg-type]
    except faults.UnreadableFile as fault:
        given.add_error("file", fault.message)
    except refusals.ProofMissing as refusal:
        given.add_error("file", refusal.sentence)
    except refusals.Refused as refusal:
        given.add_error(None, refusal.sentence)
    else:
        toasts.say(request, _("Stated; it is marked wherever it is shown."))
        return True
    return False


def _proof(data: dict[str, Any], at: datetime.datetime) -> dict[str, Any]:
    upload = data.get("file")
    if upload is None:
        return {}
    name = upload.name or ""
    return {"file": files.store_file(data=upload.read(), name=name, at=at), "file_title": name}
