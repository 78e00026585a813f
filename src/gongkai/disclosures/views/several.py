"""Acts on several ticked items at once: those that can be done are done together, the others keep their reasons."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, requires
from gongkai.disclosures.actions import refusals, reviewing
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import desk, review

MOST = 200
Entry = TypeVar("Entry")


def as_many_as_can(act: Callable[[list[Entry]], object], entries: dict[int, Entry]) -> dict[int, str]:
    """Act on entries, by their items' keys: together, or each by itself where one of them is refused.

    Returns why some were refused, by their keys.
    """
    try:
        act(list(entries.values()))
    except refusals.Refused:
        return {key: reason for key, entry in entries.items() if (reason := _refused(act, entry))}
    return {}


def _refused(act: Callable[[list[Entry]], object], entry: Entry) -> str:
    try:
        act([entry])
    except refusals.Refused as refusal:
        return refusal.sentence
    return ""


def warn(request: HttpRequest, items: Sequence[Item], reasons: dict[int, str]) -> None:
    """Tell which items were left alone, and why."""
    for item in items:
        if item.pk in reasons:
            title = item.revision.title if item.revision else str(item)
            told = {"title": title, "sentence": reasons[item.pk]}
            toasts.warn(request, _("Not done for “%(title)s”: %(sentence)s") % told)


@requires(SIGNED_IN)
@require_POST
def pass_many(request: HttpRequest) -> HttpResponseBase:
    """Pass the open step of the ticked items, each in the seat in which the person may take it."""
    chosen = lists.chosen(request, fallback=reverse("disclosures:queue"))
    access, at = request.access, timezone.now()  # type: ignore[attr-defined]
    items = list(desk.queue(access, at=at).filter(pk__in=chosen.ids[:MOST]))
    passes, reasons = {}, {}
    for item in items:
        assert item.revision is not None
        seat = review.seat(access, item, item.open_step, at=at)
        item.revision.item = item  # else each would be asked for
        if seat.may:
            kind = item.open_step.step.kind
            passes[item.pk] = reviewing.Pass(item.revision, kind, access.person, on_behalf_of=seat.on_behalf_of)
        else:
            reasons[item.pk] = seat.why_not
    reasons |= as_many_as_can(lambda each: reviewing.clear_many(passes=each, at=at), passes)
    warn(request, items, reasons)
    done, gone = len(items) - len(reasons), len(set(chosen.ids)) - len(items)
    if done:
        toasts.say(request, ngettext("%(n)d item was passed.", "%(n)d items were passed.", done) % {"n": done})
    if gone > 0:
        text = ngettext("%(n)d item no longer waits for you.", "%(n)d items no longer wait for you.", gone)
        toasts.warn(request, text % {"n": gone})
    if not chosen.ids:
        toasts.warn(request, _("No row was ticked."))
    return HttpResponseRedirect(chosen.back)
