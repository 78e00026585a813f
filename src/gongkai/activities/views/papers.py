"""Prints in the desk: choosing items, making a sheet, leaflet or list, its files, its confirmation; reading points."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.activities import tasks
from gongkai.activities.actions import papers as acts
from gongkai.activities.actions import refusals
from gongkai.activities.forms import papers as forms
from gongkai.activities.models.papers import Paper
from gongkai.activities.queries import papers
from gongkai.catalog.models import Column
from gongkai.core import keyset, lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.documents import faults
from gongkai.orgs.models import Agency

LIST = reverse_lazy("activities:papers")
SHOWN = 40


class Papers(lists.List):
    """What was printed, newest first."""

    title = gettext_lazy("Prints")
    lede = gettext_lazy("Notice-board sheets, leaflets and lists handed over to reading points, from public items.")
    template = "activities/papers.html"
    order_by = ("-id",)
    search_label = gettext_lazy("Words of the title")
    columns = (
        lists.Column(
            "number",
            pgettext_lazy("request", "Number"),
            lead=True,
            value=lambda row: row.reference_no,
            link=lambda row: reverse("activities:paper", args=[row.pk]),
        ),
        lists.Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        lists.Column("title", gettext_lazy("Title")),
        lists.Column("point", gettext_lazy("Reading point"), value=lambda row: row.point.name if row.point else ""),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("items", gettext_lazy("Items"), numeric=True),
        lists.Column(
            "confirmed",
            gettext_lazy("Confirmed"),
            value=lambda row: f"{row.confirmed_on} {row.confirmed_name}" if row.confirmed_on else "",
        ),
    )
    filters = (
        lists.Choice("kind", gettext_lazy("Kind"), Paper.Kind.choices, lambda rows, value: rows.filter(kind=value)),
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (("open", gettext_lazy("waits for its confirmation")), ("confirmed", gettext_lazy("confirmed"))),
            lambda rows, value: rows.filter(confirmed_on__isnull=value == "open"),
        ),
    )
    export_name = "prints"
    empty_title = gettext_lazy("Nothing has been printed yet")

    def rows(self) -> lists.Rows:
        """Those of the agencies one may see."""
        return papers.papers(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """By words of the title or of an item's."""
        return rows.filter(title__icontains=words)

    def extra(self) -> dict[str, Any]:
        """Whether one prints."""
        return {"may_record": self.request.access.anywhere(Permission.ACTIVITY_RECORD)}  # type: ignore[attr-defined]


@requires(Permission.ACTIVITY_VIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return lists.respond(request, Papers)


@requires(Permission.ACTIVITY_RECORD)
def new(request: HttpRequest) -> HttpResponseBase:
    """Look for items, tick them, and make a print of them."""
    agencies = _agencies(request)
    if not agencies:
        raise Http404
    columns = list(Column.objects.open().select_related("parent").in_tree_order())
    found = forms.WishForm(request.GET or None, agencies=agencies, columns=columns)
    found.is_valid()
    wish = found.wish()
    points = papers.points(request.access).filter(agency=wish.agency, closed_on__isnull=True)  # type: ignore[attr-defined]
    made = forms.MakeForm(request.POST or None, points=list(points), initial={"kind": Paper.Kind.BOARD})
    if request.method == "POST" and made.is_valid():
        row = _made(request, made, wish)
        if row is not None:
            return redirect("activities:paper", paper_id=row.pk)
    rows = papers.printable(wish)
    heading = _("Print public items")
    context = {
        "heading": heading,
        "crumbs": [(LIST, _("Prints")), ("", heading)],
        "nav": str(LIST),
        "find": found,
        "form": made,
        "rows": keyset.first(rows, SHOWN),
        "shown": SHOWN,
        "ticked": set(request.POST.getlist("item")),
    }
    return render(request, "activities/paper_new.html", context, status=422 if made.is_bound else 200)


def _made(request: HttpRequest, form: forms.MakeForm, wish: papers.Wish) -> Paper | None:
    ticked = [int(each) for each in request.POST.getlist("item") if each.isdecimal()]
    if request.POST.get("all"):
        items = list(papers.printable(wish).order_by("first_published_at", "pk")[: papers.MOST])
    else:
        items = papers.chosen(ticked, agency=wish.agency)
    copies = {
        pk: int(given)
        for pk in ticked
        if (given := request.POST.get(f"copies-{pk}", "")).isdecimal() and 0 < int(given) < 1000
    }
    try:
        row = acts.make(
            agency=wish.agency,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            items=items,
            point=form.chosen_point,
            copies=copies,
            by=_person(request),
            at=timezone.now(),
        )
    except refusals.Refused as refusal:
        form.add_error("point" if isinstance(refusal, acts.NoReceiver) else None, refusal.sentence)
        return None
    tasks.make_pdf.enqueue(paper_id=row.pk)
    toasts.say(request, _("%(number)s is made; its PDF follows in a moment.") % {"number": row.reference_no})
    return row


@requires(Permission.ACTIVITY_VIEW)
def paper(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """One print: its items, its files, where it went."""
    row = get_object_or_404(papers.papers(request.access), pk=paper_id)  # type: ignore[attr-defined]
    return _page(request, row, None)


def _page(request: HttpRequest, row: Paper, bound: forms.ConfirmForm | None) -> HttpResponseBase:
    context = {
        "heading": f"{row.reference_no} {row.title}",
        "crumbs": [(LIST, _("Prints")), ("", row.reference_no)],
        "nav": str(LIST),
        "paper": row,
        "lines": row.lines.select_related("item", "revision").order_by("position"),
        "may_record": request.access.may(Permission.ACTIVITY_RECORD, row.agency),  # type: ignore[attr-defined]
        "form": bound or forms.ConfirmForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "activities/paper.html", context, status=422 if bound else 200)


@requires(Permission.ACTIVITY_VIEW)
def file(request: HttpRequest, paper_id: int, kind: str) -> HttpResponseBase:
    """Its Word file, its PDF, or the proof of where it went."""
    row = get_object_or_404(papers.papers(request.access), pk=paper_id)  # type: ignore[attr-defined]
    known = {"docx": row.word, "pdf": row.pdf, "proof": row.proof}
    stored = known.get(kind)
    if stored is None:
        raise Http404
    name = row.proof_name if kind == "proof" else f"{row.reference_no}.{kind}"
    return FileResponse(files.path_of(stored).open("rb"), as_attachment=True, filename=name)


@requires(Permission.ACTIVITY_RECORD)
@require_POST
def confirm(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """Say where it went; each item then counts in that channel."""
    row = get_object_or_404(papers.in_hand(request.access), pk=paper_id)  # type: ignore[attr-defined]
    form = forms.ConfirmForm(request.POST, request.FILES)
    if form.is_valid():
        at = timezone.now()
        try:
            upload: UploadedFile | None = form.cleaned_data["proof"]
            name = (upload.name or "") if upload else ""
            stored = files.store_file(data=upload.read(), name=name, at=at) if upload else None
            acts.confirm(
                paper=row,
                on=form.cleaned_data["on"],
                name=form.cleaned_data["name"],
                by=_person(request),
                at=at,
                proof=stored,
                proof_name=name,
            )
        except faults.UnreadableFile as fault:
            form.add_error("proof", fault.message)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Confirmed; its items count in this channel."))
            return redirect("activities:paper", paper_id=row.pk)
    return _page(request, row, form)


@requires(Permission.ACTIVITY_VIEW)
def points(request: HttpRequest) -> HttpResponseBase:
    """The reading points with what each received; entering one."""
    access = request.access  # type: ignore[attr-defined]
    agencies = _agencies(request)
    form = forms.PointForm(request.POST or None, agencies=agencies) if agencies else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
        try:
            acts.open_point(agency=form.chosen_agency, by=_person(request), at=timezone.now(), **data)
        except refusals.Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            toasts.say(request, _("Kept."))
            return redirect("activities:points")
    own = {each.pk for each in agencies}
    rows = list(papers.points(access)[:200])
    context = {
        "heading": _("Reading points"),
        "lede": _("Where people read on paper, and what was handed over to each."),
        "crumbs": [(LIST, _("Prints")), ("", _("Reading points"))],
        "nav": str(LIST),
        "rows": [(each, each.agency_id in own and each.closed_on is None) for each in rows],
        "form": form,
    }
    return render(request, "activities/points.html", context, status=422 if form and form.errors else 200)


@requires(Permission.ACTIVITY_RECORD)
@require_POST
def close_point(request: HttpRequest, point_id: int) -> HttpResponseBase:
    """Nothing more goes there."""
    rows = papers.points(request.access).filter(  # type: ignore[attr-defined]
        agency__in=request.access.agencies(Permission.ACTIVITY_RECORD)  # type: ignore[attr-defined]
    )
    point = get_object_or_404(rows, pk=point_id)
    acts.close_point(point=point, on=timezone.localdate(), by=_person(request), at=timezone.now())
    toasts.say(request, _("Closed; what it received stays on record."))
    return redirect("activities:points")


def _agencies(request: HttpRequest) -> list[Agency]:
    rows = request.access.agencies(Permission.ACTIVITY_RECORD).alive(timezone.localdate()).in_tree_order()  # type: ignore[attr-defined]
    home = getattr(request.user, "home_id", None)
    return sorted(rows, key=lambda each: each.pk != home)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
