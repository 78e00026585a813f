"""`gongkai report compare FILE…`: years and agencies side by side, as a table, CSV, workbook or page with charts."""

import argparse
import csv
import importlib
import io
import pathlib
import sys
import unicodedata
from typing import Any

from gongkai.documents import report_checking, report_comparison, report_pages
from gongkai.rules.report_checks import facts

_RATES = ("%",)


def add_verb(verbs: Any) -> None:
    """The verb `compare` with its options."""
    compare = verbs.add_parser("compare", help="比较各年各机关的年度报告 / compare years and agencies")
    kinds = compare.add_mutually_exclusive_group()
    kinds.add_argument("--csv", dest="kind", action="store_const", const="csv")
    kinds.add_argument("--xlsx", dest="kind", action="store_const", const="xlsx")
    kinds.add_argument("--html", dest="kind", action="store_const", const="html", help="含图表 / with charts")
    compare.add_argument("--all", action="store_true", help="含各类申请人的分栏 / with the columns of applicants")
    compare.add_argument(
        "--population",
        action="append",
        default=[],
        type=_population,
        metavar="CODE=N",
        help="机关名称或文件名=常住人口，可多次给出 / inhabitants by agency or file name",
    )
    compare.add_argument("--to", type=pathlib.Path, metavar="FILE", help="写入文件 / write to a file")
    compare.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")


def run(arguments: argparse.Namespace, *, open_file: report_checking.OpenFile) -> int:
    """Compare files: 0 all were read, 1 one could not be read or nothing is left to compare."""
    opened, failed = report_checking.open_all(arguments.files, open_file=open_file)
    if not opened:
        return 1
    compared = report_comparison.compare(opened, population=dict(arguments.population), with_applicants=arguments.all)
    content: bytes
    if arguments.kind == "csv":
        content = as_csv(compared).encode("utf-8-sig")
    elif arguments.kind == "xlsx":
        content = as_xlsx(compared)
    elif arguments.kind == "html":
        content = report_pages.page(compared).encode()
    else:
        content = as_text(compared).encode()
    if arguments.to is not None:
        arguments.to.write_bytes(content)
    elif arguments.kind == "xlsx":
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(content.decode("utf-8"))
    return 1 if failed else 0


def as_csv(compared: report_comparison.Comparison) -> str:
    """One line a statistic: id, label, unit, then each report, then each report for ten thousand inhabitants."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows(_grid(compared))
    return written.getvalue()


def as_xlsx(compared: report_comparison.Comparison) -> bytes:
    """A workbook with one sheet, its head fixed."""
    book = importlib.import_module("openpyxl").Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "比较"
    for line in _grid(compared):
        sheet.append(line)
    sheet.freeze_panes = "D2"
    sheet.column_dimensions["B"].width = 44
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_text(compared: report_comparison.Comparison) -> str:
    """A table for people."""
    lines = [[_plain(cell) for cell in line[1:]] for line in _grid(compared)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            _padded(cell, width, left=place == 0) for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def _grid(compared: report_comparison.Comparison) -> list[list[Any]]:
    known = [place for place, each in enumerate(compared.columns) if each.inhabitants]
    heads = [each.head for each in compared.columns]
    more = [f"{heads[place]}（每万人）" for place in known]
    grid: list[list[Any]] = [["id", "指标", "单位", *map(_harmless, heads), *map(_harmless, more)]]
    for row in compared.rows:
        shares = compared.per_inhabitant(row)
        counts = [None if row.unit in _RATES else shares[place] for place in known]
        grid.append([row.id, _harmless(row.label), row.unit, *row.values, *counts])
    return grid


def _harmless(words: str) -> str:
    """Words that a spreadsheet will not take for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _population(written: str) -> tuple[str, int]:
    code, _, number = written.rpartition("=")
    digits = number.replace(",", "").replace("，", "")
    if not code or not digits.isdecimal() or int(digits) <= 0:
        raise argparse.ArgumentTypeError(f"{written}：应写成 名称=人口，如 云州市人民政府=510000")
    return code.strip(), int(digits)


def _plain(cell: Any) -> str:
    return "" if cell is None else facts.plain(cell) if isinstance(cell, int | float) else str(cell)


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)


def _padded(words: str, width: int, *, left: bool) -> str:
    room = " " * (width - _width(words))
    return words + room if left else room + words
