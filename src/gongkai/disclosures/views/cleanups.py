"""Clean-up campaigns: begun, judged document by document or many at once, carried out, closed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages
from gongkai.disclosures.actions import cleanups as acts
from gongkai.disclosures.actions import refusals
from gongkai.disclosures.document_models import Cleanup, CleanupEntry
from gongkai.disclosures.forms import documents as forms
from gongkai.disclosures.queries import cleanups, seeking
from gongkai.disclosures.views import items
from gongkai.disclosures.views.documents import person_of

MOST = 200


def _cleanup(request: HttpRequest, cleanup_id: int) -> Cleanup:
    return get_object_or_404(cleanups.visible(request.access), pk=cleanup_id)  # type: ignore[attr-defined]


def _kept(request: HttpRequest, cleanup_id: int) -> Cleanup:
    agencies = cleanups.kept_by(request.access)  # type: ignore[attr-defined]
    return get_object_or_404(Cleanup.objects.filter(agency__in=agencies).select_related("agency"), pk=cleanup_id)


def _crumbs(*more: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [
        (reverse("disclosures:documents"), _("Normative documents")),
        (reverse("disclosures:cleanups"), _("Clean-ups")),
        *more,
    ]


@requires(Permission.ITEM_VIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """All campaigns a person sees, with their progress."""
    access = request.access  # type: ignore[attr-defined]
    rows = list(cleanups.visible(access).order_by("-at", "-pk")[:100])
    far = cleanups.progresses(rows)
    context = {
        "heading": _("Clean-ups"),
        "crumbs": _crumbs()[:1],
        "nav": reverse("disclosures:documents"),
        "rows": [(row, far[row.pk], cleanups.is_late(row, on=timezone.localdate())) for row in rows],
        "may_begin": access.anywhere(Permission.AGENCY_EDIT),
    }
    return render(request, "disclosures/cleanups.html", context)


@requires(Permission.AGENCY_EDIT)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin a campaign."""
    today = timezone.localdate()
    agencies = list(cleanups.kept_by(request.access).alive(today).in_tree_order())  # type: ignore[attr-defined]
    form = forms.CleanupForm(request.POST or None, agencies=agencies, initial={"as_of": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.begin(by=person_of(request), at=timezone.now(), **form.values())
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("The clean-up has begun."))
            return redirect("disclosures:cleanup", cleanup_id=made.pk)
    return _form(request, form, _("Begin a clean-up"), _("Begin"), reverse("disclosures:cleanups"))


class Entries(lists.List):
    """The documents of one campaign."""

    template = "disclosures/cleanup.html"
    order_by = ("id",)
    search_label = gettext_lazy("Title or document number")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            value=lambda row: row.text.title,
            link=lambda row: reverse("disclosures:item", args=[row.item_id]),
            lead=True,
        ),
        lists.Column("doc_no", gettext_lazy("Document number"), value=lambda row: row.text.doc_no),
        lists.Column("agency", pgettext_lazy("register", "Issuer"), value=lambda row: row.item.agency.short_name),
        lists.Column("formed", gettext_lazy("Formed on"), value=lambda row: row.text.formed_on),
        lists.Column(
            "standing",
            gettext_lazy("Standing"),
            value=lambda row: row.item.validity,
            template="disclosures/cells/standing.html",
            text=lambda row: row.item.get_validity_display(),
        ),
        lists.Column("verdict", gettext_lazy("Verdict"), value=lambda row: row.get_verdict_display()),
        lists.Column("reason", gettext_lazy("Reason")),
        lists.Column("outcome", gettext_lazy("Carried out"), value=cleanups.outcome),
    )
    filters = (
        lists.Choice(
            "verdict",
            gettext_lazy("Verdict"),
            (
                ("none", pgettext_lazy("clean-up", "Not decided")),
                *(each for each in CleanupEntry.Verdict.choices if each[0]),
            ),
            lambda rows, value: rows.filter(verdict="" if value == "none" else value),
        ),
        lists.Choice(
            "agency",
            pgettext_lazy("register", "Issuer"),
            items._agencies,
            lambda rows, value: rows.filter(item__agency__path__contains=f"/{value}/"),
        ),
        lists.Choice(
            "open",
            gettext_lazy("Carried out"),
            (("open", gettext_lazy("still to be carried out")),),
            lambda rows, value: cleanups.open_entries(rows),
        ),
    )
    bulk = (lists.Bulk("judge", gettext_lazy("Give a verdict"), "main"),)
    export_name = "cleanup"
    empty_title = gettext_lazy("No document of your agencies is in this clean-up")

    @property
    def bulk_url(self) -> str:
        """Where ticked rows go."""
        return reverse("disclosures:cleanup-judge", args=[self.cleanup.pk])

    @property
    def cleanup(self) -> Cleanup:
        """The campaign shown."""
        found: Cleanup = self.context["cleanup"]
        return found

    def rows(self) -> QuerySet[CleanupEntry]:
        """Those of one's agencies."""
        return cleanups.entries(self.cleanup, self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[CleanupEntry], text: str) -> QuerySet[CleanupEntry]:
        """By words of the title or of the number."""
        for word in text.split()[:5]:
            rows = rows.filter(item__public_revision__in=seeking.named(word))
        return rows

    def prepare(self, rows: list[Any]) -> None:
        """The text that is public, or was."""
        for row in rows:
            row.text = row.item.public_revision or row.item.revision
            row.tag = pages.tag(row.item.validity)

    def tabs(self) -> list[lists.Tab]:
        """By verdict, with counts."""
        far = self.context["progress"]
        return [
            lists.Tab(_("All"), "", far.total),
            lists.Tab(pgettext("clean-up", "Not decided"), "verdict=none", far.undecided),
            lists.Tab(_("Keep in force"), "verdict=keep", far.keep),
            lists.Tab(_("Amend"), "verdict=amend", far.amend),
            lists.Tab(_("Repeal"), "verdict=repeal", far.repeal),
            lists.Tab(_("Declare lapsed"), "verdict=lapse", far.lapse),
            lists.Tab(_("Still to be carried out"), "open=open", far.to_end + far.to_amend),
        ]


@requires(Permission.ITEM_VIEW)
def one(request: HttpRequest, cleanup_id: int) -> HttpResponseBase:
    """One campaign: its progress and its documents."""
    access = request.access  # type: ignore[attr-defined]
    cleanup = _cleanup(request, cleanup_id)
    far = cleanups.progress(cleanup)
    return lists.respond(
        request,
        Entries,
        cleanup=cleanup,
        progress=far,
        heading=cleanup.title,
        lede=_("%(agency)s, documents in force on %(as_of)s, verdicts until %(due_on)s")
        % {"agency": cleanup.agency.name, "as_of": cleanup.as_of, "due_on": cleanup.due_on},
        crumbs=_crumbs(),
        nav=reverse("disclosures:documents"),
        is_late=cleanups.is_late(cleanup, on=timezone.localdate()),
        may_keep=access.may(Permission.AGENCY_EDIT, cleanup.agency),
        may_carry_out=access.anywhere(Permission.ITEM_WITHDRAW),
    )


@requires(Permission.ITEM_DRAFT)
def judge(request: HttpRequest, cleanup_id: int) -> HttpResponseBase:
    """Give ticked documents one verdict with one reason."""
    cleanup = _cleanup(request, cleanup_id)
    ids = [int(text) for text in (request.POST or request.GET).getlist("row") if text.isdecimal()][:MOST]
    wanted = cleanups.judged_by(cleanup, request.access).filter(pk__in=ids)  # type: ignore[attr-defined]
    rows = list(wanted.order_by("pk"))
    back = reverse("disclosures:cleanup", args=[cleanup.pk])
    if not rows or cleanup.is_closed:
        words = _("Tick documents of agencies for which you write.")
        toasts.warn(request, refusals.CleanupClosed().sentence if cleanup.is_closed else words)
        return HttpResponseRedirect(back)
    form = forms.VerdictForm(request.POST if "verdict" in request.POST or "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            done = acts.judge(
                cleanup=cleanup, entries=rows, by=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = ngettext("%(n)d document has its verdict.", "%(n)d documents have their verdict.", len(done))
            toasts.say(request, words % {"n": len(done)})
            return HttpResponseRedirect(lists.way_back(request, fallback=back))
    context = {
        "heading": _("Give a verdict"),
        "crumbs": _crumbs((back, cleanup.title)),
        "nav": reverse("disclosures:documents"),
        "form": form,
        "rows": rows,
        "back": lists.way_back(request, fallback=back),
    }
    return render(request, "disclosures/judge.html", context, status=422 if form.errors else 200)


@requires(Permission.ITEM_WITHDRAW)
def carry_out(request: HttpRequest, cleanup_id: int) -> HttpResponseBase:
    """Repeal and declare lapsed what was judged so, by a public document, in the agencies where one may."""
    cleanup = _cleanup(request, cleanup_id)
    agencies = request.access.agencies(Permission.ITEM_WITHDRAW)  # type: ignore[attr-defined]
    wanted = cleanups.open_entries(cleanups.entries(cleanup, request.access))  # type: ignore[attr-defined]
    wanted = wanted.filter(item__agency__in=agencies, verdict__in=["repeal", "lapse"])
    rows = list(wanted.order_by("pk")[:MOST])
    form = forms.CarryOutForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("disclosures:cleanup", args=[cleanup.pk])
    if request.method == "POST" and form.is_valid():
        ticked = {int(text) for text in request.POST.getlist("row") if text.isdecimal()}
        chosen = [row for row in rows if row.pk in ticked]
        try:
            done = acts.carry_out(
                cleanup=cleanup, entries=chosen, by=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = ngettext("%(n)d verdict is carried out.", "%(n)d verdicts are carried out.", len(done.done))
            toasts.say(request, words % {"n": len(done.done)})
            for item, sentence in done.refused:
                toasts.warn(request, f"{item}：{sentence}")
            return HttpResponseRedirect(back)
    context = {
        "heading": _("Carry out the verdicts"),
        "lede": _("Each is repealed or declared lapsed as on its own page; amendments are written and reviewed there."),
        "crumbs": _crumbs((back, cleanup.title)),
        "nav": reverse("disclosures:documents"),
        "form": form,
        "rows": rows,
        "back": back,
        "is_carrying_out": True,
    }
    return render(request, "disclosures/judge.html", context, status=422 if form.errors else 200)


@requires(Permission.AGENCY_EDIT)
def close(request: HttpRequest, cleanup_id: int) -> HttpResponseBase:
    """Close a campaign by the announcement of its results."""
    cleanup = _kept(request, cleanup_id)
    form = forms.CloseForm(request.POST or None)
    back = reverse("disclosures:cleanup", args=[cleanup.pk])
    if request.method == "POST" and form.is_valid():
        try:
            acts.close(cleanup=cleanup, by=person_of(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Closed. The list of results is public."))
            return HttpResponseRedirect(back)
    words = _("Close and publish the results")
    return _form(request, form, words, words, back, (back, cleanup.title))


@requires(Permission.AGENCY_EDIT)
def prolong(request: HttpRequest, cleanup_id: int) -> HttpResponseBase:
    """Move the last day for verdicts."""
    cleanup = _kept(request, cleanup_id)
    form = forms.TermForm(request.POST or None, initial={"due_on": cleanup.due_on})
    back = reverse("disclosures:cleanup", args=[cleanup.pk])
    if request.method == "POST" and form.is_valid():
        try:
            acts.prolong(cleanup=cleanup, by=person_of(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return HttpResponseRedirect(back)
    return _form(request, form, _("Move the last day"), _("Save"), back, (back, cleanup.title))


def _form(
    request: HttpRequest, form: Any, heading: str, button: str, back: str, *crumbs: tuple[str, Any]
) -> HttpResponseBase:
    context = {
        "heading": heading,
        "crumbs": _crumbs(*crumbs),
        "nav": reverse("disclosures:documents"),
        "form": form,
        "button": button,
        "back": back,
    }
    return render(request, "disclosures/plain_form.html", context, status=422 if form.errors else 200)
