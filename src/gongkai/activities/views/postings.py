"""Postings in the desk: what is on its way and what failed, sending an item, again, taking it back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.activities import tasks
from gongkai.activities.actions import posting as acts
from gongkai.activities.actions import refusals
from gongkai.activities.models.channels import Posting
from gongkai.activities.queries import channels
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import desk, seeking


class Postings(lists.List):
    """What was sent into accounts, newest first."""

    title = gettext_lazy("Postings")
    lede = gettext_lazy("What was sent into accounts, what is on its way, and what failed and why.")
    template = "activities/postings.html"
    order_by = ("-id",)
    search_label = gettext_lazy("Words of the title")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Item"),
            lead=True,
            value=lambda row: row.revision.title,
            link=lambda row: reverse("activities:post", args=[row.item_id]),
        ),
        lists.Column("account", pgettext_lazy("channel", "Account"), value=lambda row: row.account.name),
        lists.Column("channel", gettext_lazy("Channel"), value=lambda row: row.account.channel_label),
        lists.Column(
            "state",
            gettext_lazy("State"),
            template="activities/cells/posting.html",
            value=lambda row: row.get_state_display(),
        ),
        lists.Column("error", gettext_lazy("Why it failed"), value=lambda row: row.error, template="core/whole.html"),
        lists.Column("tries", gettext_lazy("Tries"), numeric=True),
        lists.Column("at", gettext_lazy("Ordered"), value=lambda row: f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}"),
        lists.Column("again", "", template="activities/cells/again.html", value=lambda row: ""),
    )
    filters = (
        lists.Choice(
            "state", gettext_lazy("State"), Posting.State.choices, lambda rows, value: rows.filter(state=value)
        ),
    )
    export_name = "postings"
    empty_title = gettext_lazy("Nothing has been sent yet")

    def rows(self) -> lists.Rows:
        """Those of items and accounts of the agencies one may see."""
        return channels.postings(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """By words of the title."""
        return rows.filter(revision__in=seeking.titled(words))


@requires(Permission.ACTIVITY_VIEW)
def postings(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    crumbs = [(reverse("activities:accounts"), _("Accounts and channels"))]
    return lists.respond(request, Postings, nav=reverse("activities:accounts"), crumbs=crumbs)


@requires(Permission.ACTIVITY_VIEW)
def of_item(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The channels of one item: where it stands, what failed and why, and sending it further."""
    access = request.access  # type: ignore[attr-defined]
    item: Item = get_object_or_404(desk.visible(access).select_related("public_revision"), pk=item_id)
    if request.method == "POST":
        return _order(request, item)
    sent = list(item.postings.select_related("account__agency", "revision").order_by("-pk"))
    busy = {each.account_id for each in sent if each.revision_id == item.public_revision_id and each.stands}
    shown = item.public_revision or item.revision
    heading = shown.title if shown else str(item)
    context = {
        "heading": heading,
        "crumbs": [(reverse("disclosures:item", args=[item.pk]), str(item)), ("", _("Channels"))],
        "nav": reverse("disclosures:list"),
        "item": item,
        "title": heading,
        "places": channels.by_hand(item),
        "postings": sent,
        "usable": [each for each in channels.usable(item, access) if each.pk not in busy] if item.is_public else [],
        "in_hand": {each.pk for each in sent if access.may(Permission.CHANNEL_POST, each.account.agency)},
        "may_record": item.is_public and access.may(Permission.ACTIVITY_RECORD, item.agency),
    }
    return render(request, "activities/channels_of_item.html", context)


def _order(request: HttpRequest, item: Item) -> HttpResponseBase:
    access = request.access  # type: ignore[attr-defined]
    chosen = set(request.POST.getlist("account"))
    accounts = [each for each in channels.usable(item, access) if str(each.pk) in chosen]
    made: list[Any] = []
    for account in accounts:
        try:
            row = acts.order(item=item, account=account, by=_person(request), at=timezone.now())
        except refusals.Refused as refusal:
            toasts.warn(request, f"{account.name}：{refusal.sentence}")
        else:
            tasks.send_posting.enqueue(posting_id=row.pk)
            made.append(row)
    if made:
        words = ngettext("On its way into %(n)d account.", "On its way into %(n)d accounts.", len(made))
        toasts.say(request, words % {"n": len(made)})
    elif not accounts:
        toasts.warn(request, _("Tick an account first."))
    return redirect("activities:post", item_id=item.pk)


@requires(Permission.CHANNEL_POST)
@require_POST
def again(request: HttpRequest, posting_id: int) -> HttpResponseBase:
    """Try again what failed."""

    def do(row: Posting) -> str:
        acts.send_again(posting=row, by=_person(request), at=timezone.now())
        tasks.send_posting.enqueue(posting_id=row.pk)
        return _("On its way again.")

    return _done(request, posting_id, do)


@requires(Permission.CHANNEL_POST)
@require_POST
def take_back(request: HttpRequest, posting_id: int) -> HttpResponseBase:
    """Let it be deleted in the channel."""

    def do(row: Posting) -> str:
        done = acts.take_back(posting=row, by=_person(request).reference, at=timezone.now())
        if done.state == Posting.State.STAYS:
            return _("The service does not let us delete it: delete it by hand and say so here.")
        tasks.send_posting.enqueue(posting_id=row.pk)
        return _("The service is asked to delete it.")

    return _done(request, posting_id, do)


@requires(Permission.CHANNEL_POST)
@require_POST
def gone(request: HttpRequest, posting_id: int) -> HttpResponseBase:
    """Somebody deleted it by hand."""

    def do(row: Posting) -> str:
        acts.confirm_gone(posting=row, by=_person(request), at=timezone.now())
        return _("Noted: it is gone.")

    return _done(request, posting_id, do)


def _done(request: HttpRequest, posting_id: int, do: Callable[[Posting], str]) -> HttpResponseBase:
    row = get_object_or_404(channels.in_hand(request.access), pk=posting_id)  # type: ignore[attr-defined]
    try:
        toasts.say(request, do(row))
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect("activities:post", item_id=row.item_id)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
