"""What the office keeps about review: chains, who is away and who stands in, and the issues that the head forced."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, Permission, requires
from gongkai.disclosures.actions import absences, refusals, reviewing
from gongkai.disclosures.actions import chains as setting
from gongkai.disclosures.chain_models import Chain, ForcedIssue, Substitution
from gongkai.disclosures.forms import acts
from gongkai.disclosures.forms import chains as forms
from gongkai.disclosures.queries import chains, desk, review, seeking


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@requires(Permission.ITEM_VIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """The chains in force, with their steps."""
    access = request.access  # type: ignore[attr-defined]
    context = {
        "heading": _("Chains of review"),
        "chains": chains.chains(access).order_by("agency__sort_path", "kind", "pk")[:200],
        "default": [(kind.label, days) for kind, days in chains.DEFAULT],
        "may_edit": access.anywhere(Permission.AGENCY_EDIT),
    }
    return render(request, "disclosures/chains.html", context)


@requires(Permission.AGENCY_EDIT)
def edit(request: HttpRequest, chain_id: int = 0) -> HttpResponseBase:
    """Set a new chain, or change one: the old one ends, what is handed in keeps its own."""
    access = request.access  # type: ignore[attr-defined]
    agencies = list(
        access.agencies(Permission.AGENCY_EDIT).alive(timezone.localdate()).in_tree_order().order_by("sort_path", "pk")
    )
    initial = forms.first_values()
    if chain_id:
        rows = chains.chains(access).filter(agency__in=[each.pk for each in agencies])
        initial = forms.initial_of(get_object_or_404(rows, pk=chain_id))
    people = _people(agencies)
    form = forms.ChainForm(request.POST or None, initial=initial, agencies=agencies, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            setting.set_chain(by=_person(request), at=timezone.now(), **form.values())
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("The chain is in force for what is handed in from now on."))
            return redirect("disclosures:chains")
    context = {
        "heading": _("Chain of review"),
        "crumbs": [(reverse("disclosures:chains"), _("Chains of review"))],
        "form": form,
        "nav": reverse("disclosures:chains"),
    }
    return render(request, "disclosures/chain_form.html", context, status=422 if form.errors else 200)


def _people(agencies: list[Any]) -> list[Person]:
    return list(Person.objects.filter(is_active=True, home__in=agencies).order_by("name", "pk")[:1000])


@requires(Permission.AGENCY_EDIT)
@require_POST
def end(request: HttpRequest, chain_id: int) -> HttpResponseBase:
    """Let a chain end; the one above holds again."""
    agencies = request.access.agencies(Permission.AGENCY_EDIT)  # type: ignore[attr-defined]
    chain = get_object_or_404(Chain.objects.filter(agency__in=agencies, ended_at__isnull=True), pk=chain_id)
    setting.end_chain(chain=chain, by=_person(request), at=timezone.now())
    toasts.say(request, _("The chain has ended; what was handed in under it keeps it."))
    return redirect("disclosures:chains")


@requires(SIGNED_IN)
def away(request: HttpRequest) -> HttpResponseBase:
    """Say that one is away and who stands in; and who is away in the agencies one may see."""
    access, me = request.access, _person(request)  # type: ignore[attr-defined]
    now = timezone.now()
    people = []
    if me.home is not None:
        holders = accounts.holders(Permission.ITEM_VIEW, me.home, on=timezone.localdate(now))
        people = [each for each in holders if each.pk != me.pk]
    form = forms.AbsenceForm(request.POST or None, people=people, initial={"begins_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            absences.be_away(person=me, by=me, at=now, **form.values())
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Noted. Your review steps go to your substitute for that time."))
            return redirect("disclosures:absences")
    seen = Q(person=me) | Q(substitute=me) | Q(person__home__in=access.agencies(Permission.PERSON_VIEW))
    rows = Substitution.objects.filter(seen).select_related("person", "substitute", "person__home")
    context = {
        "heading": _("Away and standing in"),
        "crumbs": [(reverse("disclosures:chains"), _("Chains of review"))],
        "nav": reverse("disclosures:chains"),
        "form": form,
        "rows": rows.order_by("-ends_at", "-pk")[:100],
        "now": now,
    }
    return render(request, "disclosures/absences.html", context, status=422 if form.errors else 200)


@requires(SIGNED_IN)
@require_POST
def back(request: HttpRequest, absence_id: int) -> HttpResponseBase:
    """End a span of one's own before its time, or one of people one administers."""
    access, me = request.access, _person(request)  # type: ignore[attr-defined]
    mine = Q(person=me) | Q(person__home__in=access.agencies(Permission.PERSON_EDIT))
    row = get_object_or_404(Substitution.objects.filter(mine), pk=absence_id)
    try:
        absences.come_back(substitution=row, by=me, at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("The span has ended."))
    return redirect("disclosures:absences")


class Forced(lists.List):
    """What heads of the office ordered out before its chain was through."""

    title = gettext_lazy("Forced issues")
    lede = gettext_lazy("Everybody in the office reads this list. The secrecy review was never spared.")
    order_by = ("-at", "-id")
    search_label = gettext_lazy("Title")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            value=lambda row: row.revision.title,
            link=lambda row: reverse("disclosures:item", args=[row.revision.item_id]),
            lead=True,
        ),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.revision.item.agency.short_name),
        lists.Column("by", gettext_lazy("Forced by"), value=lambda row: row.by.name),
        lists.Column("reason", gettext_lazy("Reason"), template="core/whole.html"),
        lists.Column("spared", gettext_lazy("Steps spared"), template="core/whole.html"),
        lists.Column("at", gettext_lazy("When")),
    )
    export_name = "forced"
    empty_title = gettext_lazy("No issue was ever forced")

    def rows(self) -> QuerySet[ForcedIssue]:
        """Those of the agencies one may see."""
        agencies = self.request.access.agencies(Permission.ITEM_VIEW)  # type: ignore[attr-defined]
        rows = ForcedIssue.objects.filter(revision__item__agency__in=agencies)
        return rows.select_related("revision__item__agency", "by")

    def searched(self, rows: QuerySet[ForcedIssue], text: str) -> QuerySet[ForcedIssue]:
        """By title."""
        return rows.filter(revision__in=seeking.titled(text))


@requires(Permission.ITEM_VIEW)
def forced(request: HttpRequest) -> HttpResponseBase:
    """The list of forced issues."""
    return lists.respond(
        request,
        Forced,
        nav=reverse("disclosures:chains"),
        crumbs=[(reverse("disclosures:chains"), _("Chains of review"))],
    )


@requires(Permission.ITEM_VIEW)
def force(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The head whom the chain names orders an item in review out; a page of its own, with a reason."""
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    waiting = review.open_step(item)
    if waiting is None or waiting.step.submission.head_id != _person(request).pk or item.revision is None:
        raise Http404
    form = acts.ForceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        item.revision.item = item
        try:
            reviewing.force_issue(
                revision=item.revision, by=_person(request), reason=form.cleaned_data["reason"], at=timezone.now()
            )
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Forced. It is listed for everybody in the office."))
            return redirect("disclosures:item", item_id=item.pk)
    context = {
        "heading": _("Force the issue"),
        "lede": _("Steps that are open are spared, the secrecy review is not. The act is listed inside the office."),
        "crumbs": [(reverse("disclosures:item", args=[item.pk]), item.revision.title)],
        "look": "stop",
        "button": _("Force the issue"),
        "item": item,
        "form": form,
    }
    return render(request, "disclosures/act.html", context, status=422 if form.errors else 200)
