"""Taking a request in at the desk, and the receipt that is printed at once."""

import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import faults, printing
from gongkai.foi.actions import composing, numbering, receiving, refusals
from gongkai.foi.forms import intake as forms
from gongkai.foi.models.cases import Channel, InfoRequest
from gongkai.foi.queries import codes, letter_values
from gongkai.foi.views import acts, scope
from gongkai.foi.views.case import download
from gongkai.rules import letters as law
from gongkai.rules import regimes

KEYS, MOST_KEYS = "request_keys", 30


@requires(Permission.REQUEST_ENTER)
def new(request: HttpRequest) -> HttpResponseBase:
    """The form for every channel."""
    access, today = scope.access(request), scope.today()
    agencies = list(access.agencies(Permission.REQUEST_ENTER).alive(today).in_tree_order())  # type: ignore[attr-defined]
    home = getattr(request.user, "home_id", None)
    agencies.sort(key=lambda each: each.pk != home)
    initial = {"key": get_random_string(32), "arrived_on": today, "channel": Channel.COUNTER, "kind": "natural"}
    files = request.FILES if request.method == "POST" else None
    form = forms.IntakeForm(request.POST or None, files, agencies=agencies, initial=initial)
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        receipt = _received(request, form)
        if receipt is not None:
            return _kept(request, receipt, form.cleaned_data["key"])
    context = {"heading": _("Enter a request"), "form": form, "channels": channel_rules(today)}
    return render(request, "foi/intake.html", context, status=422 if form.errors else 200)


def channel_rules(today: datetime.date) -> list[dict[str, Any]]:
    """What the law says for each channel about the day of receipt."""
    words = {
        "handed": _("The day it is handed in is the day of receipt."),
        "signed": _("The day we sign for it is the day of receipt."),
        "confirmed": _(
            "The day both sides confirm it is the day of receipt: confirm it today, by telephone or e-mail."
        ),
        "arrived": _("The day it arrives is the day of receipt."),
    }
    regime = regimes.for_day(today)
    found = []
    for channel in Channel:
        rule = regime.receipt(channel.value)
        found.append(
            {
                "channel": channel.value,
                "label": channel.label,
                "words": words[rule.day],
                "article": regime.article(rule.article),
            }
        )
    return found


@transaction.atomic
def _received(request: HttpRequest, form: forms.IntakeForm) -> receiving.Receipt | None:
    """The request entered and its receipt put on file, or neither."""
    data = form.cleaned_data
    try:
        now, by = timezone.now(), scope.person(request)
        receipt = receiving.receive(
            agency=form.chosen_agency,
            submission=form.submission(),
            arrived_on=data["arrived_on"],
            confirmed_on=data["confirmed_on"],
            key=data["key"],
            by=by,
            at=now,
        )
        if receipt.received_on is not None:
            composing.file_receipt(info_request=receipt.info_request, by=by, on=scope.today(), at=now)
        return receipt
    except refusals.Refused as refusal:
        acts.tell(form, refusal)
    except regimes.NoRegime as error:
        form.add_error("arrived_on", str(error))
    except faults.UnreadableFile as fault:
        form.add_error("scans", fault.message)
    return None


def _kept(request: HttpRequest, receipt: receiving.Receipt, key: str) -> HttpResponseBase:
    """The key stays in the session of who entered it, so that the receipt can be printed again with its code."""
    kept = dict(list(request.session.get(KEYS, {}).items())[-MOST_KEYS:])
    kept[str(receipt.info_request.pk)] = key
    request.session[KEYS] = kept
    if receipt.is_repeat:
        toasts.warn(request, _("This form had been sent already; it is the same request."))
    return redirect("foi:receipt", request_id=receipt.info_request.pk)


@requires(Permission.REQUEST_ENTER)
def receipt(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The receipt to print, with number and query code."""
    one = scope.case(request, request_id, Permission.REQUEST_ENTER)
    context = {
        "heading": law.letter("receipt").title(one.regime),
        "crumbs": scope.crumbs(one),
        "case": one,
        "code": _code(request, one),
        "values": _values(request, one),
        "follow": request.build_absolute_uri("/"),
        "needs_confirmation": receiving.needs_confirmation(one) and one.confirmed_on is None,
        "has_printer": printing.is_installed(),
    }
    answer = render(request, "foi/receipt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Permission.REQUEST_ENTER)
def receipt_file(request: HttpRequest, request_id: int, kind: str) -> HttpResponseBase:
    """The receipt as Word or PDF, from the agency's template."""
    one = scope.case(request, request_id, Permission.REQUEST_ENTER)
    try:
        docx = composing.receipt(info_request=one, values=_values(request, one))
        data = docx if kind == "docx" else printing.pdf_of(docx)
    except (refusals.Refused, printing.NoPrinter) as fault:
        toasts.warn(request, getattr(fault, "sentence", "") or getattr(fault, "message", ""))
        return redirect(reverse("foi:receipt", args=[one.pk]))
    return download(data, f"{law.letter('receipt').title(one.regime)}{one.number}.{kind}", kind)


def _code(request: HttpRequest, one: InfoRequest) -> str:
    """The query code, for who entered the request in this session; it is kept nowhere in clear."""
    key = request.session.get(KEYS, {}).get(str(one.pk), "")
    code = numbering.new_code(key) if key else ""
    return code if codes.is_code(code, one) else ""


def _values(request: HttpRequest, one: InfoRequest) -> dict[str, str]:
    values = letter_values.values(letter_values.about(one, "receipt", scope.today()))
    files = one.files.count()
    received = _("The request, %(n)d files") % {"n": files} if files else _("The request")
    return {**values, "query_code": _code(request, one), "items_received": received}
