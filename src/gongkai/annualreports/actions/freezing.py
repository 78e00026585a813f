"""From figures to a frozen snapshot: rows, positions, cells of the form, with the hash over all of it."""

import dataclasses
import datetime
from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Any

from gongkai.annualreports.actions import kinds
from gongkai.annualreports.models.reports import Figure, Original, Report, Snapshot
from gongkai.annualreports.queries import hashing
from gongkai.documents import paper, report_checking
from gongkai.documents.annual_report import report as reports
from gongkai.rules.report_checks import facts

_PLACES = Decimal("0.0001")
_LARGEST = 10**15
# SQLite keeps fifteen digits.
_DIGITS = Context(prec=15)


def figures_of(read: report_checking.Read) -> list[Figure]:
    """The figures of a report as read, in the order of reading, each with its cell of the form.

    A run of digits longer than any count is no figure.
    """
    cells = {id(fact): name for name, fact in read.facts.cells.items()}
    stated = [fact for fact in read.facts.facts if abs(fact.number) < _LARGEST]
    return [_figure(fact, fact.cell or cells.get(id(fact), "")) for fact in stated]


def copies_of(figures: Sequence[Figure]) -> list[Figure]:
    """The same figures for another snapshot."""
    return [Figure(**{name: getattr(each, name) for name in (*hashing.HASHED, "is_entered")}) for each in figures]


def freeze(
    *,
    report: Report,
    origin: str,
    figures: Sequence[Figure],
    edition: str,
    original: Original | None,
    by: kinds.By,
    at: datetime.datetime,
    note: str = "",
) -> Snapshot:
    """Write a snapshot with all its figures and make it the report's newest. The caller holds the report's lock."""
    for position, figure in enumerate(figures, start=1):
        figure.position = position
        figure.number = _DIGITS.create_decimal(figure.number).quantize(_PLACES)
    last = report.snapshots.order_by("-number").values_list("number", flat=True).first() or 0
    snapshot = Snapshot.objects.create(
        report=report,
        number=last + 1,
        origin=origin,
        original=original,
        edition=edition,
        figure_count=len(figures),
        content_hash=hashing.content_hash(edition=edition, figures=figures),
        note=note[:300],
        by=kinds.reference(by),
        at=at,
    )
    for figure in figures:
        figure.snapshot = snapshot
    Figure.objects.bulk_create(figures, batch_size=500)
    report.snapshot, report.edition, report.changed_at = snapshot, edition, at
    return snapshot


def outline(document: paper.Document, found: reports.Report) -> dict[str, Any]:
    """Where blocks, cells and chapters stand in the text, as `Original.outline` keeps it."""
    return {
        "blocks": [
            [each.kind, each.span.start, each.span.end, each.level, each.page, each.table] for each in document.blocks
        ],
        "tables": [
            [
                [
                    *(cell.row, cell.column, cell.rowspan, cell.colspan),
                    *((cell.span.start, cell.span.end) if cell.span else (None, None)),
                    *(cell.is_header, cell.page),
                ]
                for cell in table.cells
            ]
            for table in document.tables
        ],
        "chapters": [[storable(each.heading), each.level, each.span.start, each.span.end] for each in found.chapters],
    }


def place(where: facts.Place) -> dict[str, Any]:
    """A place as findings keep it."""
    found = dataclasses.asdict(where)
    found["text"] = storable(where.text)
    return found


def storable(text: str) -> str:
    """Text as the database can keep it, of the same length."""
    # PostgreSQL keeps no NUL; surrogates of damaged files cannot be written as UTF-8. Spans must stay right.
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def _figure(fact: facts.Fact, cell: str) -> Figure:
    has_span = fact.place.start >= 0
    return Figure(
        indicator=fact.id or "",
        cell=cell,
        number=Decimal(str(fact.number)),
        unit=fact.unit[:40],
        label=storable(fact.label)[:300],
        is_approximate=fact.is_approximate,
        is_implied=fact.is_implied,
        stated=fact.stated,
        period=fact.period,
        words=storable(fact.place.text),
        start=fact.place.start if has_span else None,
        end=fact.place.end if has_span else None,
        page=fact.place.page,
        table=fact.place.table,
        row=fact.place.row,
        column=fact.place.column,
    )
