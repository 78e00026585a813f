"""Dropping files: hand them in, watch them being read, say whose report one is, have what failed read again."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.annualreports import forms, tasks
from gongkai.annualreports.actions import intake, refusals
from gongkai.annualreports.models.reports import Batch, BatchFile
from gongkai.annualreports.queries import desk
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires

MOST = 300
State = BatchFile.State
LOOKS = {
    State.WAITING: "wait",
    State.READ: "ok",
    State.KNOWN: "off",
    State.SECOND_COPY: "warn",
    State.UNASSIGNED: "warn",
    State.REFUSED: "stop",
}


class Drops(lists.List):
    """The drops of my agencies."""

    title = gettext_lazy("Hand in annual reports")
    template = "annualreports/drops.html"
    order_by = ("-at", "-id")
    page_size = 20
    columns = (
        lists.Column(
            "at",
            gettext_lazy("When"),
            lead=True,
            template="annualreports/cells/drop.html",
            link=lambda row: reverse("annualreports:drop", args=[row.pk]),
        ),
        lists.Column("author", gettext_lazy("Who"), value=lambda row: row.author.name),
        lists.Column("agency", gettext_lazy("Read by"), value=lambda row: row.agency.short_name),
        lists.Column("file_count", gettext_lazy("Files"), numeric=True),
        lists.Column("read_count", gettext_lazy("Read in"), numeric=True),
        lists.Column("known_count", gettext_lazy("Read before"), numeric=True),
        lists.Column("stuck_count", gettext_lazy("Not taken in"), numeric=True),
        lists.Column("waiting_count", gettext_lazy("Waiting"), numeric=True),
    )
    empty_title = gettext_lazy("Nothing has been handed in yet")
    empty_text = gettext_lazy("Hand in the first files above.")

    def rows(self) -> QuerySet[Batch]:
        """Those of my agencies."""
        return desk.batches(self.request.access)  # type: ignore[attr-defined]


@requires(Permission.REPORT_READ)
def drops(request: HttpRequest) -> HttpResponseBase:
    """The form for new files, and earlier drops."""
    if request.method != "POST":
        return lists.respond(request, Drops, form=_form(request), most=MOST)
    form = _form(request, request.POST)
    uploads = request.FILES.getlist("files")
    wrong = _wrong(uploads)
    if not form.is_valid() or wrong:
        if wrong:
            form.add_error(None, wrong)
        response = lists.respond(request, Drops, form=form, most=MOST)
        response.status_code = 422
        return response
    with transaction.atomic():
        batch = intake.receive_files(
            agency=form.chosen_agency,
            dropped=_dropped(uploads),
            by=_person(request),
            at=timezone.now(),
            filed_on=form.cleaned_data["filed_on"],
        )
        _queue(batch.files.filter(state=State.WAITING), request)
    return redirect("annualreports:drop", report_batch_id=batch.pk)


def _form(request: HttpRequest, data: Any = None) -> forms.DropForm:
    rows = request.access.agencies(Permission.REPORT_READ).alive(timezone.localdate()).in_tree_order()  # type: ignore[attr-defined]
    return forms.DropForm(data, agencies=list(rows))


def _wrong(uploads: list[Any]) -> str:
    if not uploads:
        return _("Choose at least one file.")
    if len(uploads) > MOST:
        return _("At most %(most)d files at a time; these are %(n)d.") % {"most": MOST, "n": len(uploads)}
    return ""


def _dropped(uploads: list[Any]) -> Iterator[intake.Dropped]:
    """One file after the other, so that never more than one is held in memory."""
    for upload in uploads:
        yield intake.Dropped(upload.name or "", upload.read())


def _queue(rows: Any, request: HttpRequest) -> None:
    for row in rows:
        tasks.read_file.enqueue(batch_file_id=row.pk, person_id=request.user.pk)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _batch(request: HttpRequest, report_batch_id: int) -> Batch:
    return get_object_or_404(desk.batches(request.access), pk=report_batch_id)  # type: ignore[attr-defined]


@requires(Permission.REPORT_READ)
def drop(request: HttpRequest, report_batch_id: int) -> HttpResponseBase:
    """What became of each file, while they are being read and after."""
    return _page(request, _batch(request, report_batch_id))


def _page(request: HttpRequest, batch: Batch, *, wrong: tuple[int, forms.AssignForm] | None = None) -> HttpResponseBase:
    rows = list(batch.files.select_related("report").order_by("number"))
    for row in rows:
        row.look = LOOKS[State(row.state)]  # type: ignore[attr-defined]
        if row.state == State.UNASSIGNED:
            form = forms.AssignForm(initial={"body": row.body, "year": row.year}, auto_id=f"id_{row.pk}_%s")
            row.form = wrong[1] if wrong and wrong[0] == row.pk else form  # type: ignore[attr-defined]
    running = batch.finished_at is None
    context = {
        "heading": _("The reports are being read") if running else _("What was read"),
        "crumbs": [
            (reverse("annualreports:list"), _("Annual reports")),
            (reverse("annualreports:drops"), _("Hand in")),
            ("", timezone.localtime(batch.at).strftime("%Y-%m-%d %H:%M")),
        ],
        "batch": batch,
        "running": running,
        "done_count": len(rows) - sum(row.state == State.WAITING for row in rows),
        "rows": rows,
        "may_rerun": any(row.state in intake.AGAIN and row.file_id for row in rows),
    }
    return render(request, "annualreports/drop.html", context, status=422 if wrong else 200)


@requires(Permission.REPORT_READ)
@require_POST
def rerun(request: HttpRequest, report_batch_id: int) -> HttpResponseBase:
    """Have every file that was not taken in read again."""
    batch = _batch(request, report_batch_id)
    with transaction.atomic():
        rows = intake.rerun(batch=batch, by=_person(request), at=timezone.now())
        _queue(rows, request)
    if rows:
        text = ngettext("%(n)d file is read again.", "%(n)d files are read again.", len(rows))
        toasts.say(request, text % {"n": len(rows)})
    else:
        toasts.warn(request, _("There is no file left to read again."))
    return redirect("annualreports:drop", report_batch_id=batch.pk)


@requires(Permission.REPORT_READ)
@require_POST
def assign(request: HttpRequest, report_batch_id: int, batch_file_id: int) -> HttpResponseBase:
    """Say whose report a file is, on which year."""
    batch = _batch(request, report_batch_id)
    row = get_object_or_404(batch.files, pk=batch_file_id)
    form = forms.AssignForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if not form.is_valid():
        return _page(request, batch, wrong=(row.pk, form))
    try:
        with transaction.atomic():
            waiting = intake.assign(batch_file=row, by=_person(request), at=timezone.now(), **form.cleaned_data)
            _queue([waiting], request)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect("annualreports:drop", report_batch_id=batch.pk)


@requires(Permission.REPORT_READ)
@require_POST
def replace(request: HttpRequest, report_batch_id: int, batch_file_id: int) -> HttpResponseBase:
    """Let another copy take the place of the paper a report was read from."""
    batch = _batch(request, report_batch_id)
    row = get_object_or_404(batch.files.select_related("report"), pk=batch_file_id)
    access = request.access  # type: ignore[attr-defined]
    get_object_or_404(desk.within(access, Permission.REPORT_READ), pk=row.report_id)
    try:
        with transaction.atomic():
            waiting = intake.replace(batch_file=row, by=_person(request), at=timezone.now())
            _queue([waiting], request)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect("annualreports:drop", report_batch_id=batch.pk)
