"""The one door of the inspection: bytes of any file in, everything that speaks against its release out."""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence

import lxml.etree

from gongkai.documents import faults, kinds, paper, reading, xlsx_files
from gongkai.documents.inspection import (
    findings,
    ofd_parts,
    pdf_parts,
    pictures,
    sheet_parts,
    web_parts,
    word_parts,
    wording,
)
from gongkai.language import phrases

_PICTURES = (kinds.PNG, kinds.JPEG)
_CONTAINER_FAULTS = (*xlsx_files.FAULTS, zipfile.BadZipFile, zlib.error, lxml.etree.LxmlError, RecursionError)


def inspect(
    data: bytes,
    name: str,
    *,
    phrase_list: phrases.PhraseList | None = None,
    beside: Collection[str] = (),
    exists: Callable[[str], bool] | None = None,
    limits: paper.Limits | None = None,
) -> findings.Inspection:
    """Look through a docx, xlsx, pdf, ofd, html, txt, csv file or picture; never raises for what a file contains.

    A file that cannot be read (damaged, with a password, a bomb, macros) is one blocking finding. `phrase_list` is
    the office's list of fixed phrases and titles; `beside` are names of files published with this one (its
    attachments); `exists` tells of a relative path whether it is there, for the links of a page.
    """
    limits = limits or paper.Limits()
    notes = findings.Notes()
    script = findings.Script()
    kind: str | None = None
    try:
        kind = kinds.check(data, name=name, limits=limits)
        tables = _read(data, name, kind, script, notes, exists=exists, limits=limits)
        wording.inspect(script, notes, tables=tables, given=phrase_list, beside=beside)
    except faults.UnreadableFile as fault:
        _say_fault(fault, notes)
    return findings.Inspection(name, kind, notes.close(), script.text())


def inspect_text(
    text: str,
    *,
    tables: Sequence[Sequence[Sequence[str]]] = (),
    phrase_list: phrases.PhraseList | None = None,
    confused: Sequence[tuple[str, str]] = (),
    beside: Collection[str] = (),
) -> findings.Inspection:
    """The same search in a text that is no file, such as the body of a page; `start` and `end` are places in `text`.

    `tables` are its tables as rows of cells; `confused` are an office's own wrong words with their right form.
    """
    notes, script = findings.Notes(), findings.Script()
    script.add(text, lambda: "正文")
    wording.inspect(script, notes, tables=tables, given=phrase_list, beside=beside, confused=confused)
    return findings.Inspection("", None, notes.close(), text)


def _read(
    data: bytes,
    name: str,
    kind: str,
    script: findings.Script,
    notes: findings.Notes,
    *,
    exists: Callable[[str], bool] | None,
    limits: paper.Limits,
) -> list[list[list[str]]]:
    if kind in (kinds.DOCX, kinds.XLSX):
        read = word_parts.inspect if kind == kinds.DOCX else sheet_parts.inspect
        try:
            return read(data, script, notes)
        except _CONTAINER_FAULTS as fault:
            raise faults.DamagedFile(name, kind=kinds.LABELS[kind]) from fault
    if kind == kinds.PDF:
        return pdf_parts.inspect(data, name, script, notes, limits=limits)
    if kind in _PICTURES:
        pictures.inspect(data, "图片", notes)
        notes.add("not_searched", "info", "图片", "", "图片里的文字没有检查，请人工核对")
        return []
    if kind == kinds.HTML:
        web_parts.inspect(data, script, notes, exists=exists)
    if kind == kinds.OFD:
        ofd_parts.inspect(data, name, script, notes, limits=limits)
    if kind not in kinds.READABLE:
        message = f"{kinds.LABELS.get(kind, kind)}没有检查，请人工核对，或转为 docx、xlsx、pdf 再查"
        notes.add("not_searched", "warn", name, "", message)
        return []
    return _readable(data, name, script, limits)


def _readable(data: bytes, name: str, script: findings.Script, limits: paper.Limits) -> list[list[list[str]]]:
    try:
        document = reading.read(data, name=name, limits=limits)
    except (faults.EmptyFile, faults.ScannedPdf):
        return []
    for number, block in enumerate(document.blocks, start=1):
        text = re.sub(r" \| ", "  |  ", block.text)
        script.add(text, lambda number=number, page=block.page: f"第{page}页" if page else f"第{number}段")  # type: ignore[misc]
    return [[list(row) for row in table.rows] for table in document.tables]


def _say_fault(fault: faults.UnreadableFile, notes: findings.Notes) -> None:
    kind = fault.code if fault.code in findings.LABELS else "unreadable"
    notes.add(kind, "block", fault.name, "", fault.message)
