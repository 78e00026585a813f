"""Policy files in the desk: the list, one file with its way, its steps and the document it became."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import policies as acts
from gongkai.disclosures.actions import refusals
from gongkai.disclosures.document_models import PolicyFile, PolicyStep
from gongkai.disclosures.forms import documents as forms
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import desk, finding, policies
from gongkai.disclosures.views import items
from gongkai.disclosures.views.documents import person_of


def _named(access: Any) -> QuerySet[Item]:
    """What a step may name: anything public, and what the person sees."""
    return Item.objects.filter(Q(state=Item.State.PUBLISHED) | Q(agency__in=access.agencies(Permission.ITEM_VIEW)))


class Files(lists.List):
    """The policy files of one's agencies."""

    title = gettext_lazy("Policy files")
    template = "disclosures/policies.html"
    lede = gettext_lazy("The whole way of a policy on one page: draft, opinions, decision, issue, interpretation, end.")
    order_by = ("-at", "-id")
    search_label = gettext_lazy("Name of the policy")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Policy"),
            link=lambda row: reverse("disclosures:policy", args=[row.pk]),
            lead=True,
        ),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("document", gettext_lazy("Document"), value=lambda row: _number(row)),
        lists.Column("at", gettext_lazy("Opened")),
    )
    filters = (
        lists.Choice(
            "agency",
            gettext_lazy("Agency"),
            items._agencies,
            lambda rows, value: rows.filter(agency__path__contains=f"/{value}/"),
        ),
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (("open", gettext_lazy("being prepared")), ("issued", gettext_lazy("issued"))),
            {"open": Q(document__isnull=True), "issued": Q(document__isnull=False)},
        ),
    )
    export_name = "policies"
    empty_title = gettext_lazy("No policy file yet")
    empty_text = gettext_lazy("Open one when a policy is taken up, or from the page of a document.")

    def rows(self) -> QuerySet[PolicyFile]:
        """Those of one's agencies."""
        return policies.visible(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[PolicyFile], text: str) -> QuerySet[PolicyFile]:
        """By name."""
        return rows.filter(title__icontains=text)

    def extra(self) -> dict[str, Any]:
        """What may be done."""
        return {"may_open": self.request.access.anywhere(Permission.ITEM_DRAFT)}  # type: ignore[attr-defined]


def _number(row: PolicyFile) -> str:
    revision = (row.document.public_revision or row.document.revision) if row.document else None
    return (revision.doc_no or revision.title) if revision else ""


@requires(Permission.ITEM_VIEW)
def files(request: HttpRequest) -> HttpResponseBase:
    """The list of policy files."""
    return lists.respond(request, Files, nav=reverse("disclosures:documents"), crumbs=_crumbs()[:1])


def _crumbs() -> list[tuple[str, Any]]:
    return [
        (reverse("disclosures:documents"), _("Normative documents")),
        (reverse("disclosures:policies"), _("Policy files")),
    ]


@requires(Permission.ITEM_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Open a file."""
    access = request.access  # type: ignore[attr-defined]
    agencies = list(access.agencies(Permission.ITEM_DRAFT).alive(timezone.localdate()).in_tree_order())
    form = forms.PolicyForm(request.POST or None, agencies=agencies, items=_named(access), initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            file = acts.open_file(by=person_of(request), at=timezone.now(), **form.values())
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("disclosures:policy", policy_id=file.pk)
    context = {
        "heading": _("Open a policy file"),
        "crumbs": _crumbs(),
        "nav": reverse("disclosures:documents"),
        "form": form,
        "button": _("Open the file"),
        "back": reverse("disclosures:policies"),
    }
    return render(request, "disclosures/plain_form.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, Any]:
    wanted = request.GET.get("document", "")
    item = finding.by_number(wanted, desk.visible(request.access)) if wanted else None  # type: ignore[attr-defined]
    if item is None or item.revision is None:
        return {"agency": str(request.user.home_id or "")}  # type: ignore[union-attr]
    return {"agency": str(item.agency_id), "document": str(item.pk), "title": item.revision.title}


@requires(Permission.ITEM_VIEW)
def one(request: HttpRequest, policy_id: int) -> HttpResponseBase:
    """The file of one policy: its way, and what can be added."""
    access = request.access  # type: ignore[attr-defined]
    file = get_object_or_404(policies.visible(access), pk=policy_id)
    may_edit = access.may(Permission.ITEM_DRAFT, file.agency)
    name = request.POST.get("form", "")
    posted = request.POST if request.method == "POST" and may_edit else None
    step = forms.StepForm(posted if name == "step" else None, items=_named(access))
    shown = {"document": file.document_id or ""}
    named = forms.DocumentForm(posted if name == "document" else None, items=_named(access), initial=shown)
    form = {"step": step, "document": named}.get(name)
    if posted is not None and form is not None and form.is_valid():
        try:
            if name == "step":
                acts.add_step(file=file, by=person_of(request), at=timezone.now(), **form.cleaned_data)
            else:
                acts.name_document(file=file, by=person_of(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Noted."))
            return redirect("disclosures:policy", policy_id=file.pk)
    context = {
        "heading": file.title,
        "lede": file.agency.name,
        "crumbs": _crumbs(),
        "nav": reverse("disclosures:documents"),
        "file": file,
        "way": policies.way(file),
        "is_public": policies.public().filter(pk=file.pk).exists(),
        "step_form": step,
        "document_form": named,
        "may_edit": may_edit,
    }
    return render(request, "disclosures/policy.html", context, status=422 if step.errors or named.errors else 200)


@requires(Permission.ITEM_DRAFT)
@require_POST
def remove_step(request: HttpRequest, step_id: int) -> HttpResponseBase:
    """Take a step out of its file."""
    agencies = request.access.agencies(Permission.ITEM_DRAFT)  # type: ignore[attr-defined]
    step = get_object_or_404(PolicyStep.objects.filter(file__agency__in=agencies).select_related("file"), pk=step_id)
    acts.remove_step(step=step, by=person_of(request), at=timezone.now())
    toasts.say(request, _("The step is taken out."))
    return redirect("disclosures:policy", policy_id=step.file_id)
