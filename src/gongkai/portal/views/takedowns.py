"""Takedown in an emergency: find what must go by whatever is known of it, remove it in one go, keep the record."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.models import Item, ItemQuerySet
from gongkai.disclosures.queries import seeking
from gongkai.language import personal_data
from gongkai.portal import forms, queries
from gongkai.portal.actions import takedowns as actions
from gongkai.portal.models import Takedown, TakedownLine
from gongkai.portal.pages import holding
from gongkai.portal.tasks import takedowns as tasks
from gongkai.search.queries import containing

SHOWN = 200
EARLIER = 20
KINDS = {
    holding.PAGE: pgettext_lazy("takedown", "page"),
    holding.TWIN: pgettext_lazy("takedown", "compressed twin"),
    holding.EDITION: pgettext_lazy("takedown", "other edition"),
    holding.CODE: pgettext_lazy("takedown", "QR code"),
    holding.FILE: pgettext_lazy("takedown", "attachment"),
    holding.PREVIEW: pgettext_lazy("takedown", "preview of an attachment"),
    holding.LIST: pgettext_lazy("takedown", "list"),
    holding.FEED: pgettext_lazy("takedown", "feed"),
    holding.SITEMAP: pgettext_lazy("takedown", "sitemap"),
    holding.HOME: pgettext_lazy("takedown", "front page"),
    holding.RELATED: pgettext_lazy("takedown", "page of a related item"),
    holding.INDEX: pgettext_lazy("takedown", "search index"),
    holding.CHANNEL: pgettext_lazy("takedown", "other channel"),
}


@dataclass(frozen=True)
class Sought:
    """What was found: the items, those whose attachments hold the words, whether there are more, and how in words."""

    items: list[Item]
    in_files: set[int]
    is_cut: bool
    words: str


@requires(Permission.ITEM_WITHDRAW)
def takedown(request: HttpRequest) -> HttpResponseBase:
    """The one screen: search, tick, give the reason, remove."""
    action = request.POST.get("action", "") if request.method == "POST" else ""
    seek = forms.SeekForm(request.POST or None, request.FILES or None)
    found: Sought | None = None
    removal = forms.RemovalForm(request.POST if action == "remove" else None)
    if action and seek.is_valid():
        found = _found(_in_scope(request), seek)
    if action == "remove" and found is not None and removal.is_valid():
        chosen = _chosen(request)
        if chosen:
            return _removed(request, chosen, removal, found.words)
        removal.add_error(None, _("Tick what is to be removed."))
    context = {
        "heading": _("Takedown in an emergency"),
        "lede": _(
            "What is removed here is gone for everybody at once. Publishing again is a new walk through the review."
        ),
        "seek": seek,
        "removal": removal,
        "found": found,
        "rows": _rows(found) if found else [],
        "ticked": set(request.POST.getlist("take")) if action == "remove" else None,
        "earlier": list(_records(request)[:EARLIER]),
    }
    return render(request, "portal/desk/takedown.html", context, status=422 if seek.errors or removal.errors else 200)


def _access(request: HttpRequest) -> Access:
    found: Access = request.access  # type: ignore[attr-defined]
    return found


def _in_scope(request: HttpRequest) -> ItemQuerySet:
    """The public items that this person may withdraw."""
    return Item.objects.public().filter(agency__in=_access(request).agencies(Permission.ITEM_WITHDRAW))


def _found(rows: ItemQuerySet, seek: forms.SeekForm) -> Sought:
    """Everything that one of the filled boxes finds."""
    data = seek.cleaned_data
    ids: set[int] = set()
    in_files: set[int] = set()
    is_cut = False
    said: list[str] = []
    for name, narrowed in (("item", seeking.by_number_or_title), ("file_name", _by_name)):
        if data[name]:
            more = list(narrowed(data[name], rows).values_list("pk", flat=True)[: SHOWN + 1])
            ids, is_cut = ids | set(more), is_cut or len(more) > SHOWN
            said.append(data[name])
    if data["words"]:
        held, files, more_held = containing.containing(data["words"], rows, most=SHOWN)
        ids, in_files, is_cut = ids | set(held), files, is_cut or more_held
        said.append(data["words"])
    if data["sha256"]:
        ids |= set(seeking.by_file(rows, sha256=data["sha256"]).values_list("pk", flat=True)[:SHOWN])
        said.append(data["sha256"][:12])
    if data["address"]:
        named = queries.item_ids_at(urlsplit(data["address"]).path or data["address"], root=Path(settings.PUBLIC_ROOT))
        ids |= set(rows.filter(pk__in=named).values_list("pk", flat=True))
        said.append(data["address"])
    items = list(rows.with_content().filter(pk__in=ids).order_by("-published_at", "-pk")[:SHOWN])
    return Sought(items, in_files, is_cut, _masked("；".join(said)))


def _by_name(name: str, rows: ItemQuerySet) -> ItemQuerySet:
    return seeking.by_file(rows, name=name)


def _masked(text: str) -> str:
    return personal_data.mask(text, personal_data.find(text))


def _rows(found: Sought) -> list[dict[str, Any]]:
    return [
        {
            "item": each,
            "title": _masked(each.public_revision.title if each.public_revision else ""),
            "where": _("in an attachment") if each.pk in found.in_files else "",
        }
        for each in found.items
    ]


def _chosen(request: HttpRequest) -> list[Item]:
    """The ticked items, as far as this person may withdraw them and they are still public."""
    numbers = [int(each) for each in request.POST.getlist("take") if each.isdecimal()][: actions.MOST]
    return list(_in_scope(request).filter(pk__in=numbers).order_by("pk"))


def _removed(request: HttpRequest, chosen: Sequence[Item], removal: forms.RemovalForm, sought: str) -> HttpResponseBase:
    assert isinstance(request.user, Person)
    row = actions.order(
        items=chosen, sought=sought, by=request.user.reference, at=timezone.now(), **removal.cleaned_data
    )
    tasks.begin(row)
    row.refresh_from_db()
    if row.finished_at:
        count = row.lines.filter(removed_at__isnull=False).count()
        words = ngettext("%(n)d item is gone from everywhere.", "%(n)d items are gone from everywhere.", count)
        toasts.say(request, words % {"n": count})
    return redirect("site:takedown-record", takedown_id=row.pk)


def _records(request: HttpRequest) -> QuerySet[Takedown]:
    """The takedowns of items this person may withdraw, newest first."""
    held = TakedownLine.objects.filter(item__agency__in=_access(request).agencies(Permission.ITEM_WITHDRAW))
    return Takedown.objects.filter(pk__in=held.values("takedown")).order_by("-ordered_at", "-pk")


@requires(Permission.ITEM_WITHDRAW)
def record(request: HttpRequest, takedown_id: int) -> HttpResponseBase:
    """What was removed where, how long it was visible, how often fetched; made to be printed."""
    row = get_object_or_404(_records(request), pk=takedown_id)
    lines = row.lines.filter(item__agency__in=_access(request).agencies(Permission.ITEM_WITHDRAW))
    shown = list(lines.select_related("item__agency", "item__revision").order_by("pk"))
    person = Person.objects.filter(pk=row.ordered_by.removeprefix("person:")).first() if ":" in row.ordered_by else None
    context = {
        "heading": _("Record of a takedown"),
        "crumbs": [(reverse("site:takedown"), _("Takedown in an emergency"))],
        "takedown": row,
        "by": person.name if person else row.ordered_by,
        "lines": [_line(each) for each in shown],
        "running": row.finished_at is None,
        "done": sum(each.removed_at is not None for each in shown),
        "printed_at": timezone.now(),
    }
    return render(request, "portal/desk/takedown_record.html", context)


def _line(line: TakedownLine) -> dict[str, Any]:
    item = line.item
    places = [holding.Place(**each) for each in line.places]
    since = item.first_published_at
    return {
        "line": line,
        "title": _masked(item.revision.title if item.revision else str(item)),
        "since": since,
        "visible": _duration(line.removed_at - since) if since and line.removed_at else "",
        "places": [(KINDS[each.kind], each) for each in places],
        "gone": sum(each.is_gone is True for each in places),
        "left": [(KINDS[each.kind], each) for each in places if each.is_gone is False],
        "untold": [(KINDS[each.kind], each) for each in places if each.is_gone is None],
        "fetched": _fetched(line),
    }


def _duration(span: datetime.timedelta) -> str:
    if span.days:
        return ngettext("%(n)d day", "%(n)d days", span.days) % {"n": span.days}
    minutes = max(int(span.total_seconds()) // 60, 1)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}


def _fetched(line: TakedownLine) -> str:
    """How often it was fetched, in a sentence that says what the logs cover; unknown where there is no log."""
    if line.fetches is None:
        return _("being counted") if line.removed_at else ""
    if not line.fetches["since"]:
        return _("unknown: there is no access log (GONGKAI_ACCESS_LOG)")
    total = sum(line.fetches["counts"].values())
    since = datetime.datetime.fromisoformat(line.fetches["since"])
    words = ngettext("%(n)d time", "%(n)d times", total) % {"n": total}
    published = line.item.first_published_at
    if published and published < since:
        words = _("%(times)s since %(day)s; what was before is unknown, the logs begin there") % {
            "times": words,
            "day": timezone.localtime(since).date().isoformat(),
        }
    if line.fetches["is_cut"] or line.fetches["unreadable"]:
        words += _(" (at least: not every log could be read)")
    return words
