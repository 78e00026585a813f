"""`gongkai report read|check|compare FILE…`: the figures of annual reports, what does not add up, side by side."""

import argparse
import dataclasses
import io
import json
import pathlib
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from gongkai.documents import faults, paper, reading, report_batches, report_checking, report_comparing
from gongkai.documents.annual_report import names, report
from gongkai.documents.annual_report import reading as report_reading

_USAGE = 2
_EVIDENCE = 46
_LABELLED = ("by_category", "by_org_group", "by_org", "by_source", "by_channel.named")
_PERIODS = {"year": "", "last_year": "上年", "cumulative": "累计"}


@dataclasses.dataclass(frozen=True)
class _Answer:
    """What one file gave: the words to show ("" when it could not be read) and what went wrong."""

    shown: str
    fault: str


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb on files; 0 all read, 1 one could not be read, 2 wrong usage."""
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _USAGE
    if arguments.verb == "check":
        return report_checking.run(arguments, open_file=document_of)
    if arguments.verb == "compare":
        return report_comparing.run(arguments, open_file=document_of)
    return _read(arguments)


def as_json(document: paper.Document, found: report.Report) -> dict[str, Any]:
    """One report as plain data.

    `values` are this year's figures that are indicators; `others` are figures of another year and what fits no
    indicator, so that nothing stated is lost.
    """
    values = [each for each in found.values if _is_of_the_year(each)]
    others = [*(each for each in found.values if not _is_of_the_year(each)), *found.others]
    return {
        "file": document.name,
        "kind": document.kind,
        "title": found.title,
        "agency": found.agency,
        "year": found.year,
        "regime": found.regime,
        "edition": found.edition,
        "chapters": [
            {"heading": each.heading, "level": each.level, "span": [each.span.start, each.span.end]}
            for each in found.chapters
        ],
        "values": [value_as_json(each) for each in values],
        "others": [value_as_json(each) for each in others],
        "findings": report_checking.findings_of(document, found),
        "doubts": [
            {
                "code": each.code,
                "message": each.sentence,
                "span": [each.span.start, each.span.end] if each.span else None,
            }
            for each in found.doubts
        ],
    }


def value_as_json(value: report.Value) -> dict[str, Any]:
    """One figure as plain data; spans count characters of the document's text."""
    place = value.evidence
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
            "text": place.text,
            "span": [place.span.start, place.span.end],
            "page": place.page,
            "table": place.table,
            "row": place.row,
            "column": place.column,
        },
    }


def as_table(document: paper.Document, found: report.Report) -> str:
    """The same for people: who and which year, then one line a figure with the words it was read from."""
    edition = f"{found.edition}年格式" if found.edition else "无统一表格"
    rows = [
        f"{document.name}（{document.kind}）",
        f"  标题  {found.title or '未读出'}",
        f"  机关  {found.agency or '未读出'}    年度  {found.year or '未读出'}    {edition}",
    ]
    for heading, values in (("数据", found.values), ("未归入指标的数", found.others)):
        if values:
            rows.append(f"  {heading} {len(values)} 个")
            rows.extend(_lines(values))
    if not found.values and not found.others:
        rows.append("  没有读出数据")
    rows.extend(f"  ⚠ {each.sentence}" for each in found.doubts)
    return "\n".join(rows) + "\n"


def _is_of_the_year(value: report.Value) -> bool:
    return value.period != "last_year" or value.id == "disclosed.previous_year"


def _lines(values: Iterable[report.Value]) -> Iterable[str]:
    for value in values:
        number = f"{'约' if value.is_approximate else ''}{value.number:,}{value.unit}"
        marks = "、".join(each for each in (_PERIODS[value.period], "文字表述的零" if value.is_implied else "") if each)
        place = f"第{value.evidence.page}页 " if value.evidence.page else ""
        words = _cut("".join(value.evidence.text.split()))
        name = names.name_of(value.id) if value.id else value.label[:20]
        if value.id and value.id.endswith(_LABELLED):
            name += f"：{value.label[:16]}"
        yield f"    {_padded(name, 34)}{_padded(number, 14)}{_padded(marks, 6) if marks else ''}{place}「{words}」"


def _read(arguments: argparse.Namespace) -> int:
    failed = False
    progress = report_batches.Progress(len(arguments.files))
    work = _line_of if arguments.json else _table_of
    is_first = True
    for answer in report_batches.each_of(arguments.files, work=work, jobs=arguments.jobs):
        sys.stderr.write(answer.fault)
        if answer.shown:
            sys.stdout.write(answer.shown if arguments.json or is_first else f"\n{answer.shown}")
            is_first = False
        failed = failed or not answer.shown
        progress.step()
    return 1 if failed else 0


def _line_of(file: pathlib.Path) -> _Answer:
    return _answer(file, lambda *read: json.dumps(as_json(*read), ensure_ascii=False) + "\n")


def _table_of(file: pathlib.Path) -> _Answer:
    return _answer(file, as_table)


def _answer(file: pathlib.Path, show: Callable[[paper.Document, report.Report], str]) -> _Answer:
    said = io.StringIO()
    document = document_of(file, said=said)
    shown = show(document, report_reading.read_report(document)) if document else ""
    return _Answer(shown, said.getvalue())


def document_of(file: pathlib.Path, *, said: TextIO | None = None) -> paper.Document | None:
    """The document of a path; None when it cannot be read, which is then said on `said` or standard error."""
    stream = said or sys.stderr
    try:
        limit = paper.Limits().file_bytes
        size = file.stat().st_size
        if size > limit:
            raise faults.FileTooLarge(file.name, limit=limit, size=size)
        return reading.read(file.read_bytes(), name=file.name)
    except faults.UnreadableFile as fault:
        stream.write(f"{file}: {fault.message}\n")
    except OSError as fault:
        stream.write(f"{file}: 打不开（{fault.strerror or fault}），请检查路径和权限。\n")
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai report",
        description="读出年度报告的数据 / read annual reports",
        epilog="gongkai report compile --help：由记录生成统计表 / the form counted from the records",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser("read", help="读出年度报告的数据 / read the figures of annual reports")
    read.add_argument("--json", action="store_true", help="每个文件一行 JSON / one line of JSON a file")
    read.add_argument("--jobs", type=int, default=None, metavar="N", help="同时读的进程数 / processes at a time")
    read.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE", help="txt、html、docx、xlsx、pdf")
    report_checking.add_verb(verbs)
    report_comparing.add_verb(verbs)
    return parser


def _padded(words: str, width: int) -> str:
    wide = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)
    return words + " " * max(2, width - wide)


def _cut(words: str) -> str:
    return words if len(words) <= _EVIDENCE else "…" + words[1 - _EVIDENCE :]


if __name__ == "__main__":
    sys.exit(main())
