"""Rows as a file to download: CSV streamed line by line, XLSX written without holding the sheet in memory."""

import csv
import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook

FORMATS = ("csv", "xlsx")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def respond(name: str, file_name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """Answer with a file in one of FORMATS. `file_name` has no ending; the day is added."""
    named = f"{file_name}-{timezone.localdate():%Y%m%d}.{name}"
    return _csv(named, head, rows) if name == "csv" else _xlsx(named, head, rows)


def cell(value: Any) -> Any:
    """A value as a spreadsheet may hold it. Text that a spreadsheet would run as a formula is made plain text."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_RISKY) else text


def _csv(named: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"  # so that spreadsheets read it as UTF-8
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(named)}"
    return response


def _xlsx(named: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(head))
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=named)
