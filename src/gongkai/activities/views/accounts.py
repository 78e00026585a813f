"""The register of accounts in the desk: the list, one account with its checks and postings, and what is done to it."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.activities.actions import accounts as acts
from gongkai.activities.actions import refusals
from gongkai.activities.forms import channels as forms
from gongkai.activities.models import kinds
from gongkai.activities.models.channels import Account
from gongkai.activities.queries import channels
from gongkai.core import lists, toasts
from gongkai.core.channels import known
from gongkai.core.permissions import Permission, requires

LIST = reverse_lazy("activities:accounts")
SHOWN = 30


def state_of(row: Account) -> tuple[str, str]:
    """The state of an account in words and shape, as of today."""
    today = timezone.localdate()
    if row.closed_on is not None:
        return _("closed"), "off"
    if row.is_silent(today):
        return _("silent for %(n)d days") % {"n": row.silent_for(today)}, "stop"
    return _("in use"), "ok"


def _connection(row: Account) -> str:
    """How things get there, in words."""
    if row.closed_on is not None:
        return ""
    if not row.connector:
        return _("by hand")
    return _("connected") if channels.is_connected(row) else _("no credentials")


class Accounts(lists.List):
    """The accounts of the agencies one may look into."""

    title = gettext_lazy("Accounts and channels")
    lede = gettext_lazy("Official accounts, bulletins and feeds: who answers for each, and whether it is kept up.")
    template = "activities/accounts.html"
    order_by = ("-id",)
    search_label = gettext_lazy("Words of the name")
    columns = (
        lists.Column(
            "name",
            gettext_lazy("Name of the account"),
            lead=True,
            link=lambda row: reverse("activities:account", args=[row.pk]),
        ),
        lists.Column("channel", gettext_lazy("Channel"), value=lambda row: row.channel_label),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("responsible", gettext_lazy("Responsible person"), value=lambda row: row.responsible.name),
        lists.Column(
            "updated_on",
            gettext_lazy("Last update"),
            value=lambda row: row.updated_on.isoformat() if row.updated_on else "",
        ),
        lists.Column(
            "connector",
            gettext_lazy("Connection"),
            value=lambda row: _connection(row),
        ),
        lists.Column(
            "state", gettext_lazy("State"), template="activities/cells/account.html", value=lambda row: state_of(row)[0]
        ),
    )
    filters = (
        lists.Choice(
            "channel",
            gettext_lazy("Channel"),
            list(kinds.CHANNELS.items()),
            lambda rows, value: rows.filter(channel=value),
        ),
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (("open", gettext_lazy("in use")), ("closed", gettext_lazy("closed"))),
            lambda rows, value: rows.filter(closed_on__isnull=value == "open"),
        ),
    )
    export_name = "accounts"
    empty_title = gettext_lazy("No account has been entered yet")

    def rows(self) -> lists.Rows:
        """Those of the agencies one may see."""
        return channels.accounts(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """By words of the name."""
        return rows.filter(name__icontains=words)

    def prepare(self, rows: list[Any]) -> None:
        """The shape of each state."""
        for row in rows:
            row.look = state_of(row)[1]

    def extra(self) -> dict[str, Any]:
        """Whether one keeps accounts."""
        return {"may_edit": self.request.access.anywhere(Permission.CHANNEL_EDIT)}  # type: ignore[attr-defined]


@requires(Permission.ACTIVITY_VIEW)
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return lists.respond(request, Accounts)


@requires(Permission.ACTIVITY_VIEW)
def account(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """One account: who answers for it, when it was looked at, what was posted to it."""
    return _page(request, get_object_or_404(channels.accounts(request.access), pk=account_id))  # type: ignore[attr-defined]


def _page(request: HttpRequest, row: Account, **bound: django_forms.Form) -> HttpResponseBase:
    """The page; `bound` are forms that were sent and found faulty."""
    access = request.access  # type: ignore[attr-defined]
    wanted = known.connector(row.connector).credentials if row.connector in known.CONNECTORS else ()
    words, look = state_of(row)
    context = {
        "heading": row.name,
        "crumbs": [(LIST, _("Accounts and channels")), ("", row.name)],
        "nav": str(LIST),
        "account": row,
        "state": words,
        "look": look,
        "connector": known.connector(row.connector).label if row.connector in known.CONNECTORS else "",
        "is_connected": channels.is_connected(row),
        "checks": row.checks.select_related("by").order_by("-at", "-pk")[:SHOWN],
        "postings": row.postings.select_related("item", "revision").order_by("-pk")[:SHOWN],
        "may_edit": row.closed_on is None and access.may(Permission.CHANNEL_EDIT, row.agency),
        "credentials": bound.get("credentials") or (forms.CredentialsForm(wanted=wanted) if wanted else None),
        "check": bound.get("check") or forms.CheckForm(initial={"updated_on": timezone.localdate()}),
        "closing": bound.get("closing") or forms.CloseForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "activities/account.html", context, status=422 if bound else 200)


@requires(Permission.CHANNEL_EDIT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter an account."""
    access = request.access  # type: ignore[attr-defined]
    agencies = list(access.agencies(Permission.CHANNEL_EDIT).alive(timezone.localdate()).in_tree_order())
    home = getattr(request.user, "home_id", None)
    initial = {"opened_on": timezone.localdate(), "responsible": request.user.pk, "agency": home}
    form = forms.AccountForm(request.POST or None, agencies=agencies, people=_people(agencies), initial=initial)
    return _entered(
        request,
        form,
        _("Enter an account"),
        lambda: acts.open_account(
            agency=form.chosen_agency, particulars=form.particulars(), by=_person(request), at=timezone.now()
        ),
    )


@requires(Permission.CHANNEL_EDIT)
def edit(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Change an account."""
    row = _editable(request, account_id)
    people = {each.pk: each for each in [row.responsible, *_people([row.agency])]}
    form = forms.AccountForm(
        request.POST or None, agencies=[], people=people.values(), account=row, initial=forms.initial_of(row)
    )
    return _entered(
        request,
        form,
        row.name,
        lambda: acts.edit(account=row, particulars=form.particulars(), by=_person(request), at=timezone.now()),
    )


def _entered(
    request: HttpRequest, form: forms.AccountForm, heading: str, do: Callable[[], Account]
) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        try:
            made = do()
        except refusals.UnfitAccount as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Kept."))
            return HttpResponseRedirect(reverse("activities:account", args=[made.pk]))
    context = {
        "heading": heading,
        "crumbs": [(LIST, _("Accounts and channels")), ("", heading)],
        "nav": str(LIST),
        "form": form,
    }
    return render(request, "activities/account_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.CHANNEL_EDIT)
@require_POST
def connect(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Keep new credentials, or forget them."""
    row = _editable(request, account_id)
    if request.POST.get("act") == "forget":
        acts.disconnect(account=row, by=_person(request), at=timezone.now())
        toasts.say(request, _("The credentials are gone; nothing is posted any more."))
        return _back(row)
    wanted = known.connector(row.connector).credentials if row.connector in known.CONNECTORS else ()
    form = forms.CredentialsForm(request.POST, wanted=wanted)
    if form.is_valid():
        try:
            acts.connect(account=row, given=form.cleaned_data, by=_person(request), at=timezone.now())
        except refusals.UnfitAccount as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            toasts.say(request, _("Kept under seal; nobody sees them again."))
            return _back(row)
    return _page(request, row, credentials=form)


@requires(Permission.CHANNEL_EDIT)
@require_POST
def check(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Keep that somebody looked."""
    row = _editable(request, account_id)
    form = forms.CheckForm(request.POST)
    if form.is_valid():
        try:
            acts.check(account=row, by=_person(request), at=timezone.now(), **form.cleaned_data)
        except refusals.UnfitAccount as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            toasts.say(request, _("Noted."))
            return _back(row)
    return _page(request, row, check=form)


@requires(Permission.CHANNEL_EDIT)
@require_POST
def close(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Close it for good."""
    row = _editable(request, account_id)
    form = forms.CloseForm(request.POST)
    if form.is_valid():
        acts.close(account=row, by=_person(request), at=timezone.now(), **form.cleaned_data)
        toasts.say(request, _("Closed; it stands in the public list with its note."))
        return _back(row)
    return _page(request, row, closing=form)


def _editable(request: HttpRequest, account_id: int) -> Account:
    rows = channels.editable(request.access).filter(closed_on__isnull=True)  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=account_id)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _people(agencies: list[Any]) -> list[Person]:
    return list(Person.objects.filter(is_active=True, home__in=agencies).order_by("name", "pk")[:1000])


def _back(row: Account) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("activities:account", args=[row.pk]))
