"""`gongkai document read|check [--json] FILE…`: what a file says of itself, and what speaks against publishing it."""

import argparse
import importlib
import json
import pathlib
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from gongkai.documents import faults, paper, reading
from gongkai.documents.header import labels, values
from gongkai.documents.header import reading as header_reading

_USAGE = 2
_WIDTH = 96


def main(argv: Sequence[str] | None = None) -> int:
    """Read or check files and print what was found.

    0 all read and nothing blocks, 1 one could not be read or is blocked, 2 wrong usage.
    """
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _USAGE
    if arguments.verb == "check":
        # Loaded when it is asked for: it brings the libraries of every format.
        result: int = importlib.import_module("gongkai.documents.check_command").run(arguments)
        return result
    return _read(arguments)


def _read(arguments: argparse.Namespace) -> int:
    failed = False
    for place, file in enumerate(arguments.files):
        try:
            document = reading.read(_bytes(file), name=file.name)
        except faults.UnreadableFile as fault:
            failed = True
            sys.stderr.write(f"{file}: {fault.message}\n")
            continue
        except OSError as fault:
            failed = True
            sys.stderr.write(f"{file}: 打不开（{fault.strerror or fault}），请检查路径和权限。\n")
            continue
        header = header_reading.read_header(document)
        if arguments.json:
            sys.stdout.write(json.dumps(as_json(document, header), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(("\n" if place else "") + as_table(document, header))
    return 1 if failed else 0


def as_json(document: paper.Document, header: values.Header) -> dict[str, Any]:
    """One JSON object: metadata as worded on the page, `clean` in normal form, places, body, warnings."""
    return {
        "file": document.name,
        "kind": document.kind,
        "pages": document.pages,
        "metadata": header.metadata(),
        "clean": {field: value.clean for field, value in header.fields.items() if value.clean},
        "places": {
            field: [value.span.start, value.span.end]
            for field, value in header.fields.items()
            if value.span is not None
        },
        "empty_fields": list(header.empty),
        "body": header.body,
        "tables": len(document.tables),
        "warnings": [doubt.sentence for doubt in header.warnings],
        "warning_codes": [doubt.code for doubt in header.warnings],
    }


def as_table(document: paper.Document, header: values.Header) -> str:
    """The same for people: one line a field, then size and doubts."""
    table = labels.table()
    pages = f"，{document.pages} 页" if document.pages else ""
    rows = [f"{document.name}（{document.kind}{pages}）"]
    for field, value in header.fields.items():
        shown = value.clean or value.written
        note = f"  （原文 {value.written}）" if value.clean and value.clean != value.written else ""
        rows.append(f"  {_padded(table.fields[field].name)}{_cut(shown + note)}")
    if header.empty:
        rows.append(f"  {_padded('空白栏目')}{'、'.join(table.fields[field].name for field in header.empty)}")
    rows.append(f"  {_padded('正文')}{len(header.body)} 字，{len(document.tables)} 张表")
    rows.extend(f"  ⚠ {doubt.sentence}" for doubt in header.warnings)
    return "\n".join(rows) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai document", description="读出文件的文字、表格和元数据 / read text, tables and metadata of files"
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser("read", help="读出文件的元数据 / read the metadata of files")
    read.add_argument("--json", action="store_true", help="每个文件一行 JSON / one line of JSON a file")
    read.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE", help="txt、html、docx、xlsx、pdf")
    check = verbs.add_parser("check", help="查出不应发布的内容 / find what must not be published")
    check.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    check.add_argument(
        "--phrases", type=pathlib.Path, metavar="LIST", help="固定用语和职务表 / list of fixed phrases and titles"
    )
    check.add_argument(
        "files", nargs="+", type=pathlib.Path, metavar="FILE", help="docx、xlsx、pdf、html、txt、jpg、png"
    )
    return parser


def _bytes(file: pathlib.Path) -> bytes:
    limit = paper.Limits().file_bytes
    size = file.stat().st_size
    if size > limit:
        raise faults.FileTooLarge(file.name, limit=limit, size=size)
    return file.read_bytes()


def _padded(name: str) -> str:
    wide = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in name)
    return name + " " * max(2, 14 - wide)


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


if __name__ == "__main__":
    sys.exit(main())
