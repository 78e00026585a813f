"""`gongkai report read [--json] FILE…`: the figures of annual reports, as a table for people or as JSON for programs."""

import argparse
import json
import pathlib
import sys
from collections.abc import Sequence
from typing import Any

from gongkai.documents import faults, paper, reading
from gongkai.documents.annual_report import reading as report_reading
from gongkai.documents.annual_report import report

_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb on files; 0 all read, 1 one could not be read, 2 wrong usage."""
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _USAGE
    return _read(arguments)


def as_json(document: paper.Document, found: report.Report) -> dict[str, Any]:
    """One report as plain data; `others` are stated figures that fit no indicator."""
    return {
        "file": document.name,
        "title": found.title,
        "agency": found.agency,
        "year": found.year,
        "regime": found.regime,
        "edition": found.edition,
        "chapters": [
            {"heading": each.heading, "level": each.level, "span": [each.span.start, each.span.end]}
            for each in found.chapters
        ],
        "values": [_as_json(each) for each in found.values],
        "others": [_as_json(each) for each in found.others],
        "findings": [],
        "doubts": [{"code": each.code, "message": each.sentence} for each in found.doubts],
    }


def _as_json(value: report.Value) -> dict[str, Any]:
    return {
        "id": value.id,
        "value": value.number,
        "unit": value.unit,
        "label": value.label,
        "approx": value.is_approximate,
        "implicit_zero": value.is_implied,
        "stated": value.stated,
        "period": value.period,
        "evidence": {
            "text": value.evidence.text,
            "span": [value.evidence.span.start, value.evidence.span.end],
            "page": value.evidence.page,
            "table": value.evidence.table,
            "row": value.evidence.row,
            "column": value.evidence.column,
        },
    }


def _read(arguments: argparse.Namespace) -> int:
    failed = False
    for file in arguments.files:
        try:
            document = reading.read(file.read_bytes(), name=file.name)
        except faults.UnreadableFile as fault:
            failed = True
            sys.stderr.write(f"{file}: {fault.message}\n")
            continue
        found = report_reading.read_report(document)
        sys.stdout.write(json.dumps(as_json(document, found), ensure_ascii=False) + "\n")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongkai report", description="读出年度报告 / read annual reports")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser("read", help="读出年度报告的数据 / read the figures of annual reports")
    read.add_argument("--json", action="store_true")
    read.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")
    return parser
