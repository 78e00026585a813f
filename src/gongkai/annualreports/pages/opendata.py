"""The library as open data: CSV and JSON of each report, each year and the whole, with the origin of every value."""

import csv
import dataclasses
import io
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import hashing, library, paper, papers, shelves, statutory
from gongkai.core import exports, pages

BOM = "\ufeff"
ENTERED = "entered"
COLUMNS = (
    "report", "body", "body_key", "year", "edition", "position", "id", "cell", "name", "label", "value", "unit",
    "approximate", "implied", "period", "stated", "evidence", "start", "end", "page", "table", "row", "column",
    "origin", "corrected_from", "source_name", "source_sha256", "source", "snapshot", "snapshot_sha256",
    "published_at",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Files:
    """A report's two data files."""

    csv: pages.Page
    json: pages.Page


def files(public: library.PublicReport) -> Files:
    """The data files of a public report, from its snapshot. No query."""
    report, here = public.report, places.folder(public.report)
    described = document(public)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for value in described["values"]:
        writer.writerow([exports.cell(each) for each in _flat(described, value)])
    text = _written(described)
    return Files(
        pages.Page(f"{here}data.csv", content=(BOM + written.getvalue()).encode(), about=report.reference),
        pages.Page(f"{here}data.json", content=text.encode(), about=report.reference),
    )


def report_document(public: library.PublicReport) -> pages.Page | None:
    """Figures and text of a report as one JSON document; None where no text was written here. At most three queries."""
    if public.text is None:
        return None
    written = json.dumps(papers.document(public.text), ensure_ascii=False, indent=1)
    path = f"{places.folder(public.report)}report.json"
    return pages.Page(path, content=written.encode(), about=public.report.reference)


def _written(described: dict[str, Any]) -> str:
    """JSON with a line for each value, so that people can read it and versions be compared."""
    head = json.dumps({name: part for name, part in described.items() if name != "values"}, ensure_ascii=False)
    values = ",\n".join(json.dumps(each, ensure_ascii=False) for each in described["values"])
    return f'{head[:-1]}, "values": [\n{values}\n]}}\n'


def document(public: library.PublicReport) -> dict[str, Any]:
    """A report as JSON says it: whose, from which paper, which snapshot, then every value with its evidence."""
    report = public.report
    snapshot = report.public_snapshot
    assert snapshot is not None, "a public report has a public snapshot"
    corrected = _corrected(public)
    original = snapshot.original
    return {
        "report": settings.SITE_ADDRESS + places.address(report),
        "title": places.title_of(report),
        "body": report.body,
        "body_key": shelves.key_of(report),
        "year": report.year,
        "edition": snapshot.edition,
        "inhabitants": report.inhabitants,
        "filed_on": pages.day(report.filed_on) or None,
        "published_at": report.published_at.isoformat(timespec="seconds") if report.published_at else None,
        "source": {
            "name": original.name,
            "sha256": original.file.sha256,
            "size": original.file.size,
            "address": settings.SITE_ADDRESS + places.original_address(original),
        }
        if original
        else None,
        "snapshot": _described(snapshot),
        "values": [_value(each, snapshot, corrected.get(each.pk)) for each in public.sheet.figures],
    }


def _described(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "number": snapshot.number,
        "origin": snapshot.origin,
        "sha256": snapshot.content_hash,
        "at": snapshot.at.isoformat(timespec="seconds"),
        "values": snapshot.figure_count,
    }


def _value(figure: Figure, snapshot: Snapshot, old: str | None) -> dict[str, Any]:
    """One value: what the hash of the snapshot is made of, then its name, its origin, and what it was before."""
    origin = str(Snapshot.Origin.COMPUTED if snapshot.origin == Snapshot.Origin.COMPUTED else Snapshot.Origin.READ)
    if figure.is_entered:
        origin = ENTERED
    elif old is not None:
        origin = str(Snapshot.Origin.CORRECTED)
    return {
        "position": figure.position,
        "id": figure.indicator,
        "cell": figure.cell,
        "name": statutory.name_of(figure),
        "label": figure.label,
        "value": paper.number(figure.number),
        "unit": figure.unit,
        "approximate": figure.is_approximate,
        "implied": figure.is_implied,
        "period": figure.period,
        "stated": figure.stated,
        "evidence": {
            # What a person wrote beside a figure stated by hand names that person; it stays in the office.
            "text": "" if figure.is_entered else figure.words,
            "start": figure.start,
            "end": figure.end,
            "page": figure.page,
            "table": figure.table,
            "row": figure.row,
            "column": figure.column,
        },
        "origin": origin,
        "corrected_from": old or None,
    }


def _corrected(public: library.PublicReport) -> dict[int, str]:
    """By figure: the number it had in the first snapshot; empty for one that was not read at all."""
    found: dict[int, str] = {}
    for each in public.corrections:
        old = each.figure
        for figure in public.sheet.figures:
            is_cell = bool(each.cell) and figure.cell == each.cell
            is_place = (
                old is not None
                and not each.cell
                and (figure.start, figure.indicator)
                == (
                    old.start,
                    old.indicator,
                )
            )
            if is_cell or is_place:
                found.setdefault(figure.pk, hashing.decimal(each.old_number) if each.old_number is not None else "")
    return found


def _flat(described: dict[str, Any], value: dict[str, Any]) -> list[Any]:
    """A value as a line: what the report says of itself is repeated on each, so that lines can be put together."""
    source, snapshot, evidence = described["source"] or {}, described["snapshot"], value["evidence"]
    return [
        *(described[name] for name in ("report", "body", "body_key", "year", "edition")),
        *(value[name] for name in ("position", "id", "cell", "name", "label", "value", "unit")),
        *(int(value[name]) for name in ("approximate", "implied")),
        *(value[name] for name in ("period", "stated")),
        *(evidence[name] for name in ("text", "start", "end", "page", "table", "row", "column")),
        *(value[name] for name in ("origin", "corrected_from")),
        *(source.get(name) for name in ("name", "sha256", "address")),
        *(snapshot[name] for name in ("number", "sha256")),
        described["published_at"],
    ]


def joined(parts: Sequence[tuple[bytes, bytes]], folder: str, about: str) -> list[pages.Page]:
    """The data files of many reports put together: `parts` are the CSV and the JSON file of each, in order."""
    head = (BOM + ",".join(COLUMNS) + "\r\n").encode()
    lines = b"".join(each.partition(b"\r\n")[2] for each, _json in parts)
    documents = b",\n".join(each for _csv, each in parts)
    return [
        pages.Page(f"{folder}data.csv", content=head + lines, about=about),
        pages.Page(f"{folder}data.json", content=b'{"reports": [\n' + documents + b"\n]}\n", about=about),
    ]


def guide_page(reports: Sequence[Report], sizes: dict[str, int]) -> pages.Page:
    """What the columns mean, and where the files lie."""
    title = _("Open data of annual reports")
    years = sorted({each.year for each in reports}, reverse=True)
    context = {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(pages.Crumb(title)),
        "columns": list(meanings().items()),
        "years": [(year, f"/{places.LIBRARY}{year}/data.csv", f"/{places.LIBRARY}{year}/data.json") for year in years],
        "report_count": pages.count(len(reports)),
        "sizes": {name: pages.size(size) for name, size in sizes.items()},
        "example": places.address(reports[0]) if reports else "",
        "updated": "",
    }
    return pages.Page(f"{places.DATA}index.html", "annualreports/public/data.html", context, about="reports:data")


def meanings() -> dict[str, str]:
    """What each column of the CSV file holds."""
    return {
        "report": _("address of the report's page"),
        "body": _("who reports, by the name it bore in that year"),
        "body_key": _("what addresses call the body; the same over the years"),
        "year": _("the year reported on"),
        "edition": _("the form its tables follow; empty where there was no uniform form"),
        "position": _("place among the values of the snapshot, from 1"),
        "id": _("the statistic; empty for what fits none, then the label has the report's own words"),
        "cell": _("the cell of the statutory form; empty for values of the text"),
        "name": _("what is counted, in words"),
        "label": _("what is counted, in the report's own words"),
        "value": _("the number, in the unit given; a value that is not stated has no line"),
        "unit": _("the unit as printed"),
        "approximate": _("1 where the report says about, more than, nearly"),
        "implied": _("1 for a zero said in words, as in none were received"),
        "period": _("year: this year; last_year: the year before, as quoted; cumulative: since a beginning"),
        "stated": _("table or prose"),
        "evidence": _("the words or the cell as printed"),
        "start": _("where they begin in the text of the original, in characters from 0"),
        "end": _("where they end"),
        "page": _("the page of the original, where it has pages"),
        "table": _("the table of the original, from 0"),
        "row": _("its row, from 0"),
        "column": _("its column, from 0"),
        "origin": _("read: from paper; computed: from records; entered: by hand; corrected: after a wrong reading"),
        "corrected_from": _("the number first read, where it was corrected"),
        "source_name": _("the name of the original file"),
        "source_sha256": _("SHA-256 of the original file"),
        "source": _("address of the original file"),
        "snapshot": _("the version of the figures"),
        "snapshot_sha256": _("SHA-256 over the edition and all values of that version"),
        "published_at": _("when this version came into the library"),
    }
