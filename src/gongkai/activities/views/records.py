"""Recorded activities in the desk: the list, one record with its versions, the quick form, correction, striking out."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gongkai.activities.actions import recording, refusals
from gongkai.activities.forms import records as forms
from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import desk
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.documents import faults
from gongkai.orgs.models import Agency

LIST = reverse_lazy("activities:list")


def _agencies(request: HttpRequest) -> list[lists.Option]:
    rows = request.access.agencies(Permission.ACTIVITY_VIEW).in_tree_order()  # type: ignore[attr-defined]
    return [lists.Option(str(row.pk), row.short_name, row.depth) for row in rows]


def _years(request: HttpRequest) -> list[lists.Option]:
    rows = desk.visible(request.access).order_by("-year").values_list("year", flat=True).distinct()  # type: ignore[attr-defined]
    return [lists.Option(str(year), str(year)) for year in rows]


def _numbers(row: Any) -> str:
    return "；".join(each.words for each in row.stated)


class Activities(lists.List):
    """What the offices one may look into have recorded."""

    title = gettext_lazy("Activities")
    lede = gettext_lazy("What was done and no other register counts.")
    template = "activities/list.html"
    order_by = ("-id",)
    search_label = gettext_lazy("Words of the title")
    columns = (
        lists.Column(
            "title", gettext_lazy("Title"), lead=True, link=lambda row: reverse("activities:activity", args=[row.pk])
        ),
        lists.Column("kind", gettext_lazy("Kind"), value=lambda row: row.kind_label),
        lists.Column("on", gettext_lazy("Day or year"), value=lambda row: row.on.isoformat() if row.on else row.year),
        lists.Column("channel", gettext_lazy("Channel"), value=lambda row: row.channel_label),
        lists.Column("numbers", gettext_lazy("Numbers"), value=_numbers),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column(
            "counts", gettext_lazy("Counts"), template="activities/cells/counts.html", value=lambda row: counts(row)
        ),
        lists.Column("proof", gettext_lazy("Proof"), value=lambda row: _("yes") if row.has_proof else ""),
        lists.Column("author", gettext_lazy("Recorded by"), value=lambda row: row.author.name),
    )
    filters = (
        lists.Choice(
            "kind",
            gettext_lazy("Kind"),
            [(each.code, each.label) for each in kinds.KINDS.values()],
            lambda rows, value: rows.filter(kind=value),
        ),
        lists.Choice("year", gettext_lazy("Year"), _years, lambda rows, value: rows.filter(year=int(value))),
        lists.Choice("agency", gettext_lazy("Agency"), _agencies, lambda rows, value: rows.filter(agency=int(value))),
        lists.Choice(
            "channel",
            gettext_lazy("Channel"),
            list(kinds.CHANNELS.items()),
            lambda rows, value: rows.filter(channel=value),
        ),
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (("standing", gettext_lazy("Counts")), ("struck", gettext_lazy("Struck out"))),
            {"standing": Q(struck_at__isnull=True), "struck": Q(struck_at__isnull=False)},
        ),
        lists.Dates("on", gettext_lazy("Day"), "on", is_moment=False),
    )
    export_name = "activities"
    empty_title = gettext_lazy("Nothing has been recorded yet")

    def rows(self) -> lists.Rows:
        """Those of the agencies one may see."""
        return desk.visible(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: lists.Rows, words: str) -> lists.Rows:
        """By words of the title, or by number."""
        return rows.filter(Q(title__icontains=words))

    def prepare(self, rows: list[Any]) -> None:
        """The numbers of one page."""
        found = desk.numbers_of(rows)
        for row in rows:
            row.stated = found[row.pk]

    def extra(self) -> dict[str, Any]:
        """Whether one may record."""
        return {"may_record": self.request.access.anywhere(Permission.ACTIVITY_RECORD)}  # type: ignore[attr-defined]


def counts(row: Activity) -> str:
    """How a record counts, in words."""
    if row.struck_at is not None:
        return _("struck out")
    return _("under its channel") if row.is_repeat else _("fully")


@requires(Permission.ACTIVITY_VIEW)
def activities(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return lists.respond(request, Activities)


@requires(Permission.ACTIVITY_VIEW)
def activity(request: HttpRequest, activity_id: int) -> HttpResponseBase:
    """One record with all its versions."""
    row = get_object_or_404(desk.visible(request.access).select_related("file"), pk=activity_id)  # type: ignore[attr-defined]
    context = {
        "heading": row.title,
        "crumbs": [(LIST, _("Activities")), ("", f"#{row.pk}")],
        "activity": row,
        "kind": kinds.kind(row.kind),
        "counts": counts(row),
        "numbers": desk.numbers_of([row])[row.pk],
        "repeats": desk.repeats(row),
        "history": desk.history(row),
        "may_record": row.struck_at is None and request.access.may(Permission.ACTIVITY_RECORD, row.agency),  # type: ignore[attr-defined]
        "strike": forms.StrikeForm(),
    }
    return render(request, "activities/activity.html", context)


@requires(Permission.ACTIVITY_VIEW)
def file(request: HttpRequest, activity_id: int) -> HttpResponseBase:
    """The file behind a record."""
    row = get_object_or_404(desk.visible(request.access).select_related("file"), pk=activity_id)  # type: ignore[attr-defined]
    if row.file is None:
        raise Http404
    return FileResponse(files.path_of(row.file).open("rb"), as_attachment=True, filename=row.file_title or str(row.pk))


@requires(Permission.ACTIVITY_RECORD)
def new(request: HttpRequest) -> HttpResponseBase:
    """Record one: first the kind, then what the kind asks."""
    kind = kinds.KINDS.get(request.GET.get("kind", ""))
    if kind is None:
        return render(request, "activities/kinds.html", _choice())
    agencies = _recordable(request)
    form = forms.ActivityForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        agencies=agencies,
        years=_some_years(),
        initial={
            "on": timezone.localdate(),
            "year": timezone.localdate().year,
            "answers_concern": kind.code == "response",
            "title": request.GET.get("title", "")[:200],
            "repeats": request.GET.get("repeats", "")[:200],
        },
    )
    if request.method == "POST" and form.is_valid():
        done = _recorded(request, form)
        if done:
            return HttpResponseRedirect(str(LIST))
    return _form_page(request, form, kind, str(kind.label))


def _recorded(request: HttpRequest, form: forms.ActivityForm) -> bool:
    at = timezone.now()
    try:
        stored, title = _stored(form, at)
        content = form.content(file=stored, file_title=title)
        made = recording.record_through(
            agency=form.chosen_agency,
            entries=[(content, form.chosen_channels)],
            by=request.user,  # type: ignore[arg-type]
            at=at,
        )
    except faults.UnreadableFile as fault:
        form.add_error("file", fault.message)
    except refusals.Faulty as refusal:
        form.blame(refusal.faults)
    except refusals.Refused as refusal:
        form.add_error(None, refusal.sentence)
    else:
        count = len(form.chosen_channels)
        words = _("Recorded “%(title)s” in %(n)d channels.") if count > 1 else _("Recorded “%(title)s”.")
        toasts.say(request, words % {"title": made[0].title, "n": count})
        return True
    return False


@requires(Permission.ACTIVITY_RECORD)
def correct(request: HttpRequest, activity_id: int) -> HttpResponseBase:
    """Say a record anew; the earlier version stays."""
    row = get_object_or_404(desk.recordable(request.access).select_related("item", "same_as", "file"), pk=activity_id)  # type: ignore[attr-defined]
    kind = kinds.kind(row.kind)
    form = forms.ActivityForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        agencies=[row.agency],
        years=_some_years(row.year),
        activity=row,
        initial=forms.initial_of(recording.content_of(row)),
    )
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            stored, title = _stored(form, at)
            content = form.content(file=stored or row.file, file_title=title if stored else row.file_title)
            base = int(request.POST["base"]) if request.POST.get("base", "").isdecimal() else None
            reason = form.cleaned_data["reason"]
            recording.correct(activity=row, content=content, reason=reason, by=request.user, at=at, base=base)  # type: ignore[arg-type]
        except faults.UnreadableFile as fault:
            form.add_error("file", fault.message)
        except refusals.Faulty as refusal:
            form.blame(refusal.faults)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Corrected; the earlier version is kept."))
            return HttpResponseRedirect(reverse("activities:activity", args=[row.pk]))
    return _form_page(request, form, kind, row.title)


@requires(Permission.ACTIVITY_RECORD)
@require_POST
def strike(request: HttpRequest, activity_id: int) -> HttpResponseBase:
    """Take a record out of the counts."""
    row = get_object_or_404(desk.recordable(request.access), pk=activity_id)  # type: ignore[attr-defined]
    try:
        reason = request.POST.get("reason", "")
        recording.strike(activity=row, reason=reason, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Struck out; it counts no more."))
    return HttpResponseRedirect(reverse("activities:activity", args=[row.pk]))


@requires(Permission.ACTIVITY_RECORD)
@require_POST
def carry(request: HttpRequest) -> HttpResponseBase:
    """Take last year's reading points and offices over into this year, for one's own agency."""
    agency = next(iter(_recordable(request)), None)
    if agency is None:
        raise Http404
    try:
        made = recording.carry_over(agency=agency, year=timezone.localdate().year, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        words = ngettext("%(n)d record was taken over.", "%(n)d records were taken over.", len(made))
        toasts.say(request, words % {"n": len(made)})
    return HttpResponseRedirect(str(LIST))


def _stored(form: forms.ActivityForm, at: Any) -> tuple[Any, str]:
    upload: UploadedFile | None = form.cleaned_data.get("file")
    if upload is None:
        return None, ""
    name = upload.name or ""
    return files.store_file(data=upload.read(), name=name, at=at), name


def _recordable(request: HttpRequest) -> list[Agency]:
    """The living agencies one records for, one's own first."""
    rows = request.access.agencies(Permission.ACTIVITY_RECORD).alive(timezone.localdate()).in_tree_order()  # type: ignore[attr-defined]
    home = getattr(request.user, "home_id", None)
    return sorted(rows, key=lambda each: each.pk != home)


def _some_years(also: int = 0) -> list[int]:
    this = timezone.localdate().year
    years = list(range(this, this - 10, -1))
    return years if not also or also in years else [*years, also]


def _choice() -> dict[str, Any]:
    groups = [
        (label, [each for each in kinds.KINDS.values() if each.group == group]) for group, label in kinds.GROUPS.items()
    ]
    heading = _("Record an activity")
    return {"heading": heading, "groups": groups, "crumbs": [(LIST, _("Activities")), ("", heading)]}


def _form_page(request: HttpRequest, form: forms.ActivityForm, kind: kinds.Kind, heading: str) -> HttpResponseBase:
    context = {
        "heading": heading,
        "lede": kind.hint,
        "form": form,
        "kind": kind,
        "activity": form.activity,
        "crumbs": [(LIST, _("Activities")), (reverse("activities:new"), _("Record an activity")), ("", heading)],
    }
    return render(request, "activities/form.html", context, status=422 if form.is_bound else 200)
