"""Handing a report out: its Word file, PDF and spreadsheet are asked for, made once, and kept under their hashes."""

import datetime

from django.db import transaction

from gongkai.annualreports.actions import kinds
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import papers
from gongkai.disclosures.actions import files
from gongkai.documents import printing
from gongkai.documents.report_papers import parts, spreadsheet, word

Kind = Output.Kind


@transaction.atomic
def ask(*, text: Text, at: datetime.datetime) -> list[Output]:
    """Note that the files of a text are wanted; those that could not be made are wanted again.

    Returns what is to be made; the caller has it made afterwards.
    """
    for kind in Kind.values:
        name = papers.file_name(text.report, kind, number=text.number)
        Output.objects.get_or_create(text=text, kind=kind, defaults={"name": name, "asked_at": at})
    missing = Output.objects.select_for_update().filter(text=text, file__isnull=True)
    missing.exclude(message="").update(message="", asked_at=at)
    return list(missing.order_by("id"))


def make(*, text: Text, by: By, at: datetime.datetime) -> list[Output]:
    """Make the files of a text that are wanted and not there yet. Can be run again; what is there stays.

    A PDF that cannot be printed here says so in its `message`; the others are made all the same.
    """
    wanted = list(Output.objects.filter(text=text, file__isnull=True).order_by("id"))
    if not wanted:
        return []
    paper = papers.of_text(text)
    # Longest work outside of any transaction: printing takes seconds.
    contents = {each.pk: _content(paper, each.kind) for each in wanted}
    with transaction.atomic():
        rows = Output.objects.select_for_update().filter(pk__in=contents, file__isnull=True)
        made = [_keep(row, contents[row.pk], at=at) for row in rows.order_by("id")]
        ready = [each.kind for each in made if each.file_id is not None]
        if ready:
            kinds.record(kinds.PRINTED, text.report, by=by, at=at, text=text.number, files=len(ready))
    return made


def _content(paper: parts.Paper, kind: str) -> bytes | printing.NoPrinter:
    try:
        return content(paper, kind)
    except printing.NoPrinter as fault:
        return fault


def content(paper: parts.Paper, kind: str) -> bytes:
    """A paper as a file of a kind. Raises printing.NoPrinter for a PDF that cannot be printed here."""
    if kind == Kind.XLSX:
        return spreadsheet.compose(paper)
    docx = word.compose(paper)
    return printing.pdf_of(docx) if kind == Kind.PDF else docx


def _keep(row: Output, made: bytes | printing.NoPrinter, *, at: datetime.datetime) -> Output:
    if isinstance(made, printing.NoPrinter):
        row.message = made.message[:300]
    else:
        row.file = files.store_file(data=made, name=row.name, at=at)
        row.message, row.made_at = "", at
    row.save()
    return row
