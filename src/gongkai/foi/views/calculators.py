"""The public calculators of the due day and of the fee. The address carries what was typed; nothing is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.core.permissions import PUBLIC, requires
from gongkai.foi.forms import calculators
from gongkai.foi.queries import clocks, squares, status
from gongkai.foi.views import public
from gongkai.rules import clocks as law_clocks
from gongkai.rules import deadlines, fees, ledgers, regimes


@requires(PUBLIC)
@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """Until when a request must be answered, step by step."""
    form = calculators.DeadlineForm(request.GET or None)
    title = _("Reckon the due day")
    context: dict[str, Any] = {"form": form, "page_title": title, "crumbs": public.crumbs(title), "section": "requests"}
    if form.is_bound and form.is_valid():
        try:
            context |= _explained(form)
        except (ledgers.ImpossibleEntry, regimes.NoRegime) as fault:
            form.add_error(None, str(fault))
    return render(request, "foi/public/deadline.html", context, status=200)


def _explained(form: calculators.DeadlineForm) -> dict[str, Any]:
    ledger, days = form.ledger(), clocks.calendar()
    regime = form.law
    told = deadlines.explain(ledger, days, regime)
    steps = [(each, *each.what.partition("。")[::2], status.short(each.article)) for each in told.steps]
    on = form.cleaned_data["on"] or timezone.localdate()
    state = law_clocks.state(ledger, days, on, regime)
    return {
        "told": told,
        "state": state,
        "steps": steps,
        "regime": regime,
        "grid": squares.grid(told, days, on),
        "today": on,
    }


@requires(PUBLIC)
@require_safe
def fee(request: HttpRequest) -> HttpResponse:
    """What a request costs, band by band."""
    form = calculators.FeeForm(request.GET or None)
    title = _("Reckon the fee")
    context: dict[str, Any] = {"form": form, "page_title": title, "crumbs": public.crumbs(title), "section": "requests"}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        is_items = data["mode"] == "items"
        found = fees.by_items(data["count"], already=data["already"]) if is_items else fees.by_pages(data["count"])
        context |= {"fee": found, "counted": fees.counted(found.mode)}
    return render(request, "foi/public/fee.html", context)
