"""`gongkai report check FILE…`: what does not add up in annual reports, for people or as JSON."""

import argparse
import dataclasses
import datetime
import json
import pathlib
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gongkai.documents import paper, report_copies, report_facts
from gongkai.documents.annual_report import reading as report_reading
from gongkai.documents.annual_report import report as reports
from gongkai.rules.report_checks import checking, facts

OpenFile = Callable[[pathlib.Path], paper.Document | None]

_SEVERITIES = {"error": "错误", "warning": "请核对", "rounding": "四舍五入"}


@dataclasses.dataclass(frozen=True)
class Read:
    """One file that has been read, with the facts that the checks judge."""

    name: str
    document: paper.Document
    report: reports.Report
    facts: facts.ReportFacts


def add_verb(verbs: Any) -> None:
    """The verb `check` with its options."""
    check = verbs.add_parser("check", help="核对年度报告 / check annual reports against themselves")
    check.add_argument("--json", action="store_true", help="每份报告一行 JSON / one JSON object a line")
    check.add_argument("--previous", type=pathlib.Path, metavar="LAST", help="上年年报 / last year's report")
    check.add_argument("--filed-on", type=datetime.date.fromisoformat, metavar="DATE", help="公布日期 / day of filing")
    check.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")


def run(arguments: argparse.Namespace, *, open_file: OpenFile) -> int:
    """Check files: 0 no error was found, 1 there are errors or a file could not be read.

    Last year's report is `--previous`, or one of the files of the same agency and the year before.
    """
    opened, failed = open_all(arguments.files, open_file=open_file)
    previous = None
    if arguments.previous is not None:
        last, unread = open_all([arguments.previous], open_file=open_file)
        failed = failed or unread
        previous = last[0] if last else None
    copies = report_copies.across([each.facts for each in opened])
    for place, (each, copied) in enumerate(zip(opened, copies, strict=True)):
        last_year = previous or _previous_of(each, opened)
        found = check(each, previous=last_year, filed_on=arguments.filed_on)
        found = [*found, *copied]
        failed = failed or any(finding.severity == "error" for finding in found)
        if arguments.json:
            sys.stdout.write(json.dumps(_as_json(each, found), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(("\n" if place else "") + as_text(each, found))
    return 1 if failed else 0


def check(read: Read, *, previous: Read | None = None, filed_on: datetime.date | None = None) -> list[facts.Finding]:
    """Every finding about one report, the worst first; text copied from `previous` included."""
    last = previous.facts if previous else None
    found = checking.check(read.facts, previous=last, filed_on=filed_on)
    return [*found, *(report_copies.from_last_year(read.facts, last) if last else [])]


def findings_of(document: paper.Document, found: reports.Report) -> list[dict[str, Any]]:
    """The findings of one report by itself, as plain data."""
    return [finding_as_json(each) for each in checking.check(report_facts.of(document, found))]


def open_all(files: Iterable[pathlib.Path], *, open_file: OpenFile) -> tuple[list[Read], bool]:
    """The files that could be read, and whether one could not; what went wrong is written to standard error."""
    opened = []
    failed = False
    for file in files:
        document = open_file(file)
        if document is None:
            failed = True
            continue
        found = report_reading.read_report(document)
        if not found.values and not found.others and not found.chapters:
            failed = True
            sys.stderr.write(f"{file}: {found.doubts[-1].sentence if found.doubts else '没有读出数据'}\n")
            continue
        opened.append(Read(file.name, document, found, report_facts.of(document, found)))
    return opened, failed


def finding_as_json(finding: facts.Finding) -> dict[str, Any]:
    """One finding as plain data; spans count characters of the document's text."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "numbers": list(finding.numbers),
        "message": finding.sentence,
        "english": finding.english,
        "stated": [_place_as_json(each) for each in finding.stated],
        "against": [_place_as_json(each) for each in finding.against],
    }


def as_text(read: Read, found: Sequence[facts.Finding]) -> str:
    """The findings of one report for people, each with the words it is about."""
    report = read.report
    lines = [f"{read.name}  {report.agency or report.title or '机关未读出'}  {report.year or '年度未读出'}"]
    for number, each in enumerate(found, start=1):
        lines.append(f"  {number}. 【{_SEVERITIES[each.severity]}】{each.sentence}")
        words = [place.text for place in (*each.stated[:1], *each.against[:1]) if place.text.strip()]
        lines.extend(f"       {_short(each)}" for each in dict.fromkeys(words))
    if not found:
        lines.append("  没有发现问题")
    return "\n".join(lines) + "\n"


def _previous_of(read: Read, opened: Sequence[Read]) -> Read | None:
    agency, year = read.report.agency, read.report.year
    if agency is None or year is None:
        return None
    return next((each for each in opened if each.report.agency == agency and each.report.year == year - 1), None)


def _as_json(read: Read, found: Sequence[facts.Finding]) -> dict[str, Any]:
    return {
        "file": read.name,
        "title": read.report.title,
        "agency": read.report.agency,
        "year": read.report.year,
        "findings": [finding_as_json(each) for each in found],
    }


def _place_as_json(place: facts.Place) -> dict[str, Any]:
    return {
        "text": place.text,
        "span": [place.start, place.end] if place.start >= 0 else None,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "column": place.column,
    }


def _short(words: str) -> str:
    shown = " ".join(words.split())
    return shown if len(shown) <= 70 else shown[:34] + "…" + shown[-34:]
