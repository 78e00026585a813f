"""The import wizard: hand in files, watch the progress, read the report row by row, mend, undo."""

import shutil
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

from gongkai.core import exports, lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import tasks
from gongkai.disclosures.actions import importing, refusals
from gongkai.disclosures.forms import acts as forms
from gongkai.disclosures.models import ImportBatch, ImportRow
from gongkai.disclosures.queries import desk, shelves
from gongkai.documents.header import labels
from gongkai.orgs.models import Agency

MOST = 300
SHOWN = 200
MENDED = 100


class Imports(lists.List):
    """The imports of my agencies."""

    title = gettext_lazy("Import")
    template = "disclosures/imports.html"
    order_by = ("-at", "-id")
    columns = (
        lists.Column(
            "source",
            gettext_lazy("What"),
            lead=True,
            link=lambda row: reverse("disclosures:import", args=[row.pk]),
        ),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("state", gettext_lazy("State"), template="disclosures/cells/batch.html"),
        lists.Column("read_count", gettext_lazy("Read"), numeric=True),
        lists.Column("imported_count", gettext_lazy("Imported"), numeric=True),
        lists.Column("skipped_count", gettext_lazy("Skipped"), numeric=True),
        lists.Column("refused_count", gettext_lazy("Refused"), numeric=True),
        lists.Column("at", gettext_lazy("When")),
    )
    empty_title = gettext_lazy("No imports yet")
    empty_text = gettext_lazy("Hand in the first files above.")

    def rows(self) -> QuerySet[ImportBatch]:
        """Those of my agencies."""
        return _batches(self.request)


def _batches(request: HttpRequest) -> QuerySet[ImportBatch]:
    agencies = request.access.agencies(Permission.ITEM_IMPORT)  # type: ignore[attr-defined]
    return ImportBatch.objects.filter(agency__in=agencies).select_related("agency")


def _form(request: HttpRequest, data: Any = None) -> forms.ImportForm:
    agencies: list[Agency] = list(
        request.access.agencies(Permission.ITEM_IMPORT).alive(timezone.localdate()).in_tree_order()  # type: ignore[attr-defined]
    )
    shelf = shelves.open_to(agencies, on=timezone.localdate())
    return forms.ImportForm(data, agencies=agencies, shelf=shelf)


@requires(Permission.ITEM_IMPORT)
def imports(request: HttpRequest) -> HttpResponseBase:
    """Earlier imports, and the form for a new one."""
    if request.method != "POST":
        return lists.respond(request, Imports, form=_form(request), most=MOST)
    form = _form(request, request.POST)
    uploads = request.FILES.getlist("files")
    wrong = _wrong(uploads)
    if not form.is_valid() or wrong:
        if wrong:
            form.add_error(None, wrong)
        response = lists.respond(request, Imports, form=form, most=MOST)
        response.status_code = 422
        return response
    batch = _begun(request, form, uploads)
    return redirect("disclosures:import", batch_id=batch.pk)


def _wrong(uploads: list[Any]) -> str:
    if not uploads:
        return _("Choose at least one file.")
    if len(uploads) > MOST:
        return _("At most %(most)d files at a time; these are %(n)d.") % {"most": MOST, "n": len(uploads)}
    return ""


def _begun(request: HttpRequest, form: forms.ImportForm, uploads: list[Any]) -> ImportBatch:
    """Put the files down, open the batch and queue its reading, all or nothing."""
    name = uploads[0].name or _("file")
    source = name if len(uploads) == 1 else _("%(name)s and %(n)d more") % {"name": name, "n": len(uploads) - 1}
    with transaction.atomic():
        batch = importing.start(agency=form.chosen_agency, source=source, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        folder = tasks.incoming(batch.pk)
        folder.mkdir(parents=True)
        try:
            for number, upload in enumerate(uploads, start=1):
                _put_down(folder, number, upload)
            column = form.chosen_column
            tasks.import_files.enqueue(
                batch_id=batch.pk, person_id=request.user.pk, column_id=column.pk if column else None
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return batch


def _put_down(folder: Any, number: int, upload: Any) -> None:
    base = (upload.name or "file").replace("/", "_").replace("\\", "_").lstrip(".")[-120:] or "file"
    target = folder / base
    if target.exists():
        target = folder / f"{number}-{base}"
    with target.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)


@requires(Permission.ITEM_IMPORT)
def report(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """What became of each file and row, while it runs and after."""
    batch = get_object_or_404(_batches(request), pk=batch_id)
    return _report(request, batch, {})


def _report(request: HttpRequest, batch: ImportBatch, errors: dict[int, str], *, status: int = 200) -> HttpResponseBase:
    rows = batch.rows.select_related("item")
    refused = list(rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")[:MENDED])
    skipped = list(rows.filter(outcome=ImportRow.Outcome.SKIPPED).order_by("number")[:SHOWN])
    imported = rows.filter(outcome=ImportRow.Outcome.IMPORTED).order_by("number")
    running = batch.state == ImportBatch.State.RUNNING
    typed = request.POST if request.method == "POST" else {}
    context = {
        "heading": _("Import report") if not running else _("The import runs"),
        "crumbs": [(reverse("disclosures:imports"), _("Import")), ("", batch.source)],
        "batch": batch,
        "running": running,
        "seconds": round((batch.finished_at - batch.at).total_seconds(), 1) if batch.finished_at else None,
        "refused": [_broken(row, errors.get(row.pk, ""), typed) for row in refused],
        "skipped": skipped,
        "imported": list(imported[:SHOWN]),
        "repairs": desk.repairs(batch.rows.exclude(repairs=[]).values_list("repairs", flat=True)[:5000]),
        "shown": SHOWN,
        "may_undo": batch.state in {ImportBatch.State.DONE, ImportBatch.State.FAILED} and batch.imported_count > 0,
    }
    return render(request, "disclosures/report.html", context, status=status)


def _broken(row: ImportRow, error: str, typed: Any) -> dict[str, Any]:
    """A refused row with a box for each value that can be mended; a file that could not be read has none."""
    names = labels.table().fields
    known = {name: str(value) for name, value in row.values.items() if name in names and name != "body"}
    if row.values and "title" not in known:
        known = {"title": "", **known}
    boxes = [
        {
            "name": f"row-{row.pk}-{name}",
            "label": names[name].name,
            "value": typed.get(f"row-{row.pk}-{name}", value),
            "written": value,
        }
        for name, value in known.items()
    ]
    return {"row": row, "boxes": boxes, "error": error}


@requires(Permission.ITEM_IMPORT)
@require_POST
def mend(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """Take in the refused rows whose values were mended; the others stay as they are."""
    batch = get_object_or_404(_batches(request), pk=batch_id)
    errors: dict[int, str] = {}
    done = 0
    for row in batch.rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")[:MENDED]:
        prefix = f"row-{row.pk}-"
        values = {
            name.removeprefix(prefix): str(value).strip()
            for name, value in request.POST.items()
            if name.startswith(prefix)
        }
        if not values or all(row.values.get(name, "") == value for name, value in values.items()):
            continue
        try:
            importing.correct_row(row=row, values=values, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            done += 1
        except refusals.Refused as refusal:
            errors[row.pk] = refusal.sentence
    if done:
        text = ngettext("%(n)d row was taken in.", "%(n)d rows were taken in.", done)
        toasts.say(request, text % {"n": done})
    if errors:
        batch.refresh_from_db()
        return _report(request, batch, errors, status=422)
    if not done:
        toasts.warn(request, _("No value was changed."))
    return redirect("disclosures:import", batch_id=batch.pk)


@requires(Permission.ITEM_IMPORT)
@require_POST
def undo(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """Discard the drafts of an import that nobody has handed in."""
    batch = get_object_or_404(_batches(request), pk=batch_id)
    try:
        gone, stayed = importing.undo_import(batch=batch, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, ngettext("%(n)d draft was discarded.", "%(n)d drafts were discarded.", gone) % {"n": gone})
        if stayed:
            text = ngettext("%(n)d item had gone on and stays.", "%(n)d items had gone on and stay.", stayed)
            toasts.warn(request, text % {"n": stayed})
    return redirect("disclosures:import", batch_id=batch.pk)


@requires(Permission.ITEM_IMPORT)
def refused(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """The refused rows as a sheet: place, title, reasons, and what was read."""
    batch = get_object_or_404(_batches(request), pk=batch_id)
    rows = batch.rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")
    head = [_("No."), _("Where"), _("Title"), _("Why")]
    lines = ([row.number, row.place, row.title, "；".join(row.messages)] for row in rows.iterator(chunk_size=500))
    return exports.respond("xlsx", f"import-{batch.pk}-refused", head, lines)
