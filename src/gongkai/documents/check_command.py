"""`gongkai document check [--json] [--phrases LIST] FILE…`: what speaks against publishing files, seen and unseen."""

import argparse
import json
import pathlib
import sys
import unicodedata
from typing import Any

from gongkai.documents import faults, paper
from gongkai.documents.inspection import findings, inspecting
from gongkai.language import phrases

_USAGE = 2
_SIGNS: dict[findings.Severity, str] = {"block": "✗ 阻止", "warn": "⚠ 核对", "info": "· 提示"}
_WIDTHS = (8, 18, 26)
_LONGEST = 60


def run(arguments: argparse.Namespace) -> int:
    """Check the files; 0 nothing blocks, 1 something does or a file cannot be opened, 2 the list is wrong."""
    given = None
    if arguments.phrases is not None:
        try:
            given = phrases.parse(arguments.phrases.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            sys.stderr.write(f"{arguments.phrases}: 短语表打不开（{fault}），应为 UTF-8 文本。\n")
            return _USAGE
        except phrases.WrongList as fault:
            sys.stderr.write(f"{arguments.phrases}: {fault}\n")
            return _USAGE
    inspections = [_inspected(file, arguments.files, given) for file in arguments.files]
    if arguments.json:
        several = [{"file": each.name, **as_json(each)} for each in inspections]
        printed = several if len(several) > 1 else as_json(inspections[0])
        sys.stdout.write(json.dumps(printed, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(map(as_table, inspections)))
    return 1 if any(each.is_blocked for each in inspections) else 0


def as_json(inspection: findings.Inspection) -> dict[str, Any]:
    """One object with the list `findings`, worst first."""
    return {
        "findings": [
            {
                "kind": each.kind,
                "severity": each.severity,
                "where": each.where,
                "text": each.text,
                "message": each.message,
            }
            for each in inspection.findings
        ]
    }


def as_table(inspection: findings.Inspection) -> str:
    """The same for people: a line a finding; personal numbers are masked."""
    rows = [inspection.name]
    for each in inspection.findings:
        shown = each.masked or each.text
        cells = (_SIGNS[each.severity], findings.LABELS[each.kind], each.where)
        line = "".join(_padded(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True))
        rows.append(f"  {line}{_cut(shown)}")
        rows.append(f"          {each.message}")
    counts = {name: sum(each.severity == name for each in inspection.findings) for name in _SIGNS}
    rows.append(f"  阻止发布 {counts['block']} 处，需要核对 {counts['warn']} 处，提示 {counts['info']} 处")
    return "\n".join(rows) + "\n"


def _inspected(file: pathlib.Path, files: list[pathlib.Path], given: phrases.PhraseList | None) -> findings.Inspection:
    limit = paper.Limits().file_bytes
    try:
        size = file.stat().st_size
        if size > limit:
            message = faults.FileTooLarge(file.name, limit=limit, size=size).message
            return _unopened(file, "too_large", message)
        data = file.read_bytes()
    except OSError as fault:
        message = f"「{file.name}」打不开（{fault.strerror or fault}），请检查路径和权限。"
        return _unopened(file, "unreadable", message)
    others = [other.name for other in files if other != file]

    def exists(path: str) -> bool:
        try:
            return (file.parent / path).exists()
        except (OSError, ValueError):
            return False

    return inspecting.inspect(data, file.name, phrase_list=given, beside=others, exists=exists)


def _unopened(file: pathlib.Path, kind: str, message: str) -> findings.Inspection:
    return findings.Inspection(file.name, None, (findings.Finding(kind, "block", file.name, "", message),))


def _padded(words: str, width: int) -> str:
    wide = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)
    return words + " " * max(2, width - wide)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
