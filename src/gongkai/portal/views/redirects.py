"""Old addresses in the desk: which lead where, new ones entered line by line, wrong ones taken away."""

import re

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.portal.actions import redirecting
from gongkai.portal.models import Redirect

MOST = 2000
_SITE = re.compile(r"^https?://[^/]+")


class Redirects(lists.List):
    """Every old address."""

    title = gettext_lazy("Old addresses")
    lede = gettext_lazy("Addresses of merged columns and of an earlier site; whoever opens one is led on.")
    template = "portal/desk/redirects.html"
    order_by = ("-at", "-id")
    search_label = gettext_lazy("Find by address")
    columns = (
        lists.Column("path", gettext_lazy("Old address"), value=lambda row: f"/{row.path}", lead=True),
        lists.Column("target", gettext_lazy("Leads to"), link=lambda row: str(row.target)),
        lists.Column("reason", gettext_lazy("Reason")),
        lists.Column("at", gettext_lazy("Kept since")),
        lists.Column("act", "", template="portal/desk/cells/redirect.html", value=lambda row: row.pk, exported=False),
    )
    export_name = "redirects"
    empty_title = gettext_lazy("No old address yet")
    empty_text = gettext_lazy("Merging a column enters its addresses here; those of an earlier site are entered below.")

    def rows(self) -> QuerySet[Redirect]:
        """All of them: they belong to the site."""
        return Redirect.objects.all()

    def searched(self, rows: QuerySet[Redirect], words: str) -> QuerySet[Redirect]:
        """By a part of either address."""
        return rows.filter(Q(path__icontains=words) | Q(target__icontains=words))


@requires(Permission.SITE_EDIT)
def redirects(request: HttpRequest) -> HttpResponseBase:
    """The list, and the field for more: an old and a new address on each line; all are kept or none."""
    _at_the_top(request)
    if request.method != "POST":
        return lists.respond(request, Redirects, typed="", faults=[])
    typed = request.POST.get("lines", "")
    targets, faults = _read(typed)
    if targets and not faults:
        try:
            kept = redirecting.keep(
                targets=targets, reason=request.POST.get("reason", "").strip(), by=_by(request), at=timezone.now()
            )
        except redirecting.Refused as refusal:
            faults = [str(refusal)]
        else:
            words = ngettext("%(n)d old address leads on.", "%(n)d old addresses lead on.", len(kept))
            toasts.say(request, words % {"n": len(kept)})
            return redirect("site:redirects")
    response = lists.respond(request, Redirects, typed=typed, faults=faults or [_("Enter at least one line.")])
    response.status_code = 422
    return response


def _read(typed: str) -> tuple[dict[str, str], list[str]]:
    """What was typed as old path and new address, and what is wrong, each with the number of its line."""
    lines = [(number, line.split()) for number, line in enumerate(typed.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST:
        return {}, [_("At most %(most)d lines at a time.") % {"most": MOST}]
    numbers = {parts[1] for _number, parts in lines if len(parts) == 2 and not parts[1].startswith("/")}
    items = dict(Item.objects.filter(index_no__in=numbers).values_list("index_no", "pk"))
    targets: dict[str, str] = {}
    faults = []
    for number, parts in lines:
        try:
            if len(parts) != 2:
                raise redirecting.Refused(_("Two addresses belong on a line, with a blank between them."))
            old, new = _SITE.sub("", parts[0]) or "/", parts[1]
            if not new.startswith("/"):
                if new not in items:
                    raise redirecting.Refused(_("No item has the index number “%s”.") % new[:80])
                new = item_pages.item_address(items[new])
            targets[redirecting.path_of(old)] = new
        except redirecting.Refused as refusal:
            faults.append(_("Line %(n)d: %(words)s") % {"n": number, "words": refusal})
    return targets, faults


@requires(Permission.SITE_EDIT)
@require_POST
def remove(request: HttpRequest, redirect_id: int) -> HttpResponseBase:
    """Let an old address be nothing again."""
    _at_the_top(request)
    path = redirecting.remove(redirect=get_object_or_404(Redirect, pk=redirect_id), by=_by(request), at=timezone.now())
    toasts.say(request, _("“/%s” leads on no longer.") % path)
    return redirect("site:redirects")


def _at_the_top(request: HttpRequest) -> None:
    """Addresses are the whole site's."""
    agencies = request.access.agencies(Permission.SITE_EDIT)  # type: ignore[attr-defined]
    if not agencies.filter(parent__isnull=True).exists():
        raise PermissionDenied


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]
