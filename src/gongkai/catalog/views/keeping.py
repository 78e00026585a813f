"""What the directory is kept by: duties of the basic directory, vocabularies, templates of index numbers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.catalog import forms, queries
from gongkai.catalog.actions import duties as duty_actions
from gongkai.catalog.actions import numbers, refusals
from gongkai.catalog.actions import vocabularies as vocabulary_actions
from gongkai.catalog.models import IndexTemplate, Obligation, Vocabulary
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.rules import index_numbers

DUTIES, WORDS = reverse_lazy("catalog:duties"), reverse_lazy("catalog:vocabularies")
TEMPLATES = reverse_lazy("catalog:templates")
_FAULTS = (
    index_numbers.InvalidTemplate,
    index_numbers.MissingValue,
    index_numbers.UnusableValue,
    index_numbers.SerialOutOfRange,
)


def _seen(request: HttpRequest) -> Any:
    return request.access.agencies(Permission.AGENCY_VIEW)  # type: ignore[attr-defined]


def _kept(request: HttpRequest) -> Any:
    return request.access.agencies(Permission.COLUMN_EDIT)  # type: ignore[attr-defined]


def _keeps_all(request: HttpRequest) -> bool:
    """What all agencies share is kept by who keeps the columns of a root agency."""
    return bool(_kept(request).filter(parent__isnull=True).exists())


def _agencies(request: HttpRequest) -> list[lists.Option]:
    return [lists.Option(str(row.pk), row.short_name, row.depth) for row in _seen(request).in_tree_order()]


class Duties(lists.List):
    """What the agencies one may look into must make public."""

    title = _("What must be public")
    order_by = ("agency__sort_path", "code", "id")
    search_label = _("Find by words of the duty")
    columns = (
        lists.Column("title", _("What must be public"), lead=True, template="catalog/cells/duty.html"),
        lists.Column("basis", _("Basis")),
        lists.Column("agency", _("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("column", _("Column"), value=lambda row: row.column.name),
        lists.Column("term_days", _("Term (working days)"), numeric=True),
        lists.Column("fresh_days", _("Every … days"), numeric=True),
        lists.Column("channel", _("Channel")),
    )
    filters = (
        lists.Choice("agency", _("Agency"), _agencies, lambda rows, value: rows.filter(agency_id=value)),
        lists.Choice(
            "state",
            _("State"),
            (("open", _("in force")), ("ended", _("ended"))),
            {"open": Q(ended_on__isnull=True), "ended": Q(ended_on__isnull=False)},
        ),
    )
    export_name = "duties"
    template = "catalog/duties.html"
    empty_title = _("No duty yet")
    empty_text = _("Choose an agency and take the basic directory over.")

    def rows(self) -> QuerySet[Obligation]:
        return Obligation.objects.filter(agency__in=_seen(self.request)).select_related("agency", "column")

    def searched(self, rows: QuerySet[Obligation], words: str) -> QuerySet[Obligation]:
        return rows.filter(Q(title__icontains=words) | Q(content__icontains=words))

    def prepare(self, rows: list[Any]) -> None:
        kept = set(_kept(self.request).values_list("pk", flat=True))
        for row in rows:
            row.is_kept = row.agency_id in kept

    def extra(self) -> dict[str, Any]:
        chosen = self.request.GET.get("agency", "")
        agency = _kept(self.request).filter(pk=chosen).first() if chosen.isdecimal() else None
        return {"tab": "duties", "agency": agency}


@requires(Permission.AGENCY_VIEW)
def duties(request: HttpRequest) -> HttpResponseBase:
    """The list of duties."""
    return lists.respond(request, Duties)


@requires(Permission.COLUMN_EDIT)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Take the basic directory over for an agency."""
    agency = get_object_or_404(_kept(request), pk=request.POST.get("agency") or 0)
    taken = duty_actions.take_over_obligations(agency=agency, by=_by(request), at=timezone.now())
    count = len(taken.made)
    said = ngettext("%(n)d duty was taken over.", "%(n)d duties were taken over.", count) % {"n": count}
    toasts.say(request, said)
    if taken.without_column:
        words = gettext("No column yet for the statutory items %s; open them and take over again.")
        toasts.warn(request, words % "、".join(taken.without_column))
    return HttpResponseRedirect(f"{DUTIES}?agency={agency.pk}")


@requires(Permission.COLUMN_EDIT)
def duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Change a duty, or end it (`end` set)."""
    row = get_object_or_404(Obligation.objects.filter(agency__in=_kept(request)).select_related("agency"), pk=duty_id)
    back = f"{DUTIES}?agency={row.agency_id}"
    if request.method == "POST" and request.POST.get("end"):
        duty_actions.end_obligation(obligation=row, on=timezone.localdate(), by=_by(request), at=timezone.now())
        return HttpResponseRedirect(back)
    initial = {name: getattr(row, name) for name in duty_actions.DUTY_FIELDS}
    form = forms.DutyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        duty_actions.edit_obligation(obligation=row, values=form.cleaned_data, by=_by(request), at=timezone.now())
        toasts.say(request, gettext("Saved."))
        return HttpResponseRedirect(back)
    crumbs = [(DUTIES, gettext("What must be public")), ("", row.title)]
    context = {"heading": row.title, "lede": row.agency.name, "form": form, "crumbs": crumbs, "duty": row}
    return render(request, "catalog/duty.html", context)


@requires(Permission.AGENCY_VIEW)
def vocabularies(request: HttpRequest) -> HttpResponse:
    """Every vocabulary with its versions."""
    rows = Vocabulary.objects.order_by("code", "-version")
    context = {"heading": gettext("Vocabularies"), "rows": rows, "tab": "words", "may_keep": _keeps_all(request)}
    return render(request, "catalog/vocabularies.html", context)


@requires(Permission.AGENCY_VIEW)
def vocabulary(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The words of one version."""
    shown = get_object_or_404(Vocabulary, code=code, version=version)
    context = {
        "heading": shown.title,
        "crumbs": [(WORDS, gettext("Vocabularies")), ("", shown.title)],
        "vocabulary": shown,
        "terms": shown.terms.order_by("position", "id"),
        "versions": Vocabulary.objects.filter(code=code).order_by("-version"),
        "may_keep": _keeps_all(request),
    }
    return render(request, "catalog/vocabulary.html", context)


@requires(Permission.COLUMN_EDIT)
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Take the shipped vocabularies over."""
    _must_keep_all(request)
    made = vocabulary_actions.load_vocabularies(by=_by(request), at=timezone.now())
    words = ngettext("%(n)d vocabulary was taken over.", "%(n)d vocabularies were taken over.", len(made))
    toasts.say(request, words % {"n": len(made)})
    return HttpResponseRedirect(str(WORDS))


@requires(Permission.COLUMN_EDIT)
def new_version(request: HttpRequest, code: str) -> HttpResponse:
    """Write the next version of a vocabulary, beginning from the last."""
    _must_keep_all(request)
    last = Vocabulary.objects.filter(code=code).order_by("-version").first()
    lines = [] if last is None else [_line(term) for term in last.terms.order_by("position", "id")]
    initial = {
        "title": last.title if last else "",
        "source": last.source if last else "",
        "since": timezone.localdate(),
        "words": "\n".join(lines),
    }
    form = forms.VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = vocabulary_actions.publish_vocabulary(
                code=code, **form.cleaned_data, by=_by(request), at=timezone.now()
            )
        except refusals.Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toasts.say(request, gettext("Version %s holds; the older ones stay.") % made.version)
            return HttpResponseRedirect(reverse("catalog:vocabulary", args=[code, made.version]))
    heading = gettext("New version of “%s”") % (last.title if last else code)
    context = {"heading": heading, "form": form, "crumbs": [(WORDS, gettext("Vocabularies")), ("", heading)]}
    return render(request, "catalog/form.html", context | {"do": gettext("Publish this version")})


def _line(term: Any) -> str:
    return f"{term.code} {term.label} {term.parent_code}".rstrip()


@requires(Permission.AGENCY_VIEW)
def templates(request: HttpRequest) -> HttpResponse:
    """How index numbers are written, with an example of each; who keeps columns sets a new one."""
    may_keep = request.access.anywhere(Permission.COLUMN_EDIT)  # type: ignore[attr-defined]
    today = timezone.localdate()
    example, fault = "", ""
    form = forms.TemplateForm(
        request.POST or None,
        agencies=_kept(request),
        may_common=_keeps_all(request),
        initial={"template": queries.NATIONAL_TEMPLATE, "since": today},
    )
    if request.method == "POST" and may_keep and form.is_valid():
        if request.POST.get("try"):
            example, fault = _example(form.cleaned_data["template"], form.cleaned_data["agency"], request)
        else:
            try:
                numbers.set_index_template(**form.cleaned_data, by=_by(request), at=timezone.now())
            except refusals.Refused as refusal:
                form.add_error("template", str(refusal))
            else:
                toasts.say(request, gettext("Set. Numbers given out before stay."))
                return HttpResponseRedirect(str(TEMPLATES))
    rows = IndexTemplate.objects.filter(Q(agency__isnull=True) | Q(agency__in=_seen(request))).select_related("agency")
    rows = rows.order_by("agency", "-since", "id")
    context = {
        "heading": gettext("Index numbers"),
        "tab": "templates",
        "rows": [
            (row, *_example(row.template, row.agency, request)) for row in rows.order_by("agency", "-since", "id")
        ],
        "national": queries.NATIONAL_TEMPLATE,
        "today": today,
        "form": form if may_keep else None,
        "example": example,
        "fault": fault,
    }
    return render(request, "catalog/templates.html", context)


def _example(template: str, agency: Any, request: HttpRequest) -> tuple[str, str]:
    subject = agency or request.user.home or _seen(request).order_by("sort_path", "id").first()  # type: ignore[union-attr]
    try:
        return queries.index_example(template, subject, on=timezone.localdate()), ""
    except _FAULTS as fault:
        return "", str(fault)


def _must_keep_all(request: HttpRequest) -> None:
    if not _keeps_all(request):
        raise PermissionDenied(gettext("What all agencies share is kept at the top."))


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]
