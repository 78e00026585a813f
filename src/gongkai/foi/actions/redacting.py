"""From a file of a case to one that may go out: marked places removed and proved gone, the original untouched."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.documents import kinds, word_forms
from gongkai.documents.redaction import marks, pdf_release, recognition, sheet_release, word_release
from gongkai.foi.actions import files, handling, receiving, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import CaseFile

# Why something is withheld: code to words and article (Regulation of 2019).
GROUNDS: Mapping[str, tuple[str, str]] = {
    "privacy": ("个人隐私", "第十五条"),
    "trade-secret": ("商业秘密", "第十五条"),
    "state-secret": ("国家秘密", "第十四条"),
    "forbidden": ("法律、行政法规禁止公开", "第十四条"),
    "security": ("危及“三安全一稳定”", "第十四条"),
    "internal": ("内部事务信息", "第十六条第一款"),
    "process": ("过程性信息", "第十六条第二款"),
    "enforcement": ("行政执法案卷信息", "第十六条第二款"),
    "other": ("与申请无关的内容", ""),
}
KINDS = (kinds.PDF, kinds.DOCX, kinds.XLSX)


@dataclass(frozen=True)
class Prepared:
    """A file fit to go out, the schedule of what was withheld, what else was taken out, and doubts of the proof."""

    data: bytes
    schedule: tuple[marks.Withheld, ...]
    removed: tuple[str, ...]
    doubts: tuple[str, ...]
    elsewhere: tuple[str, ...]


def prepare(
    *, case_file: CaseFile, given: Sequence[marks.Mark], told: Callable[[int, int], None] | None = None
) -> Prepared:
    """Make the file without what is marked, and look a second time whether it is gone. Nothing is kept. A PDF tells how
    far it is.

    Raises Because with what was found still there, or with what is wrong with a mark; FileLost; faults of the file.
    """
    data, name = files.unseal(case_file.file), case_file.name
    kind = case_file.file.kind
    try:
        if kind == kinds.XLSX:
            cleaned = sheet_release.clean_xlsx(data, given, name=name)
            taken = tuple(f"{each.what}：{each.where}" for each in cleaned.removed)
            return _prepared(cleaned.data, cleaned.schedule, taken, cleaned.proof)
        if kind == kinds.PDF:
            made = pdf_release.redact_pdf(data, given, name=name, told=told)
        elif kind == kinds.DOCX:
            made = word_release.redact_docx(data, given, name=name)
        else:
            raise refusals.Because(_("Only PDF, Word (docx) and Excel (xlsx) files can be redacted here."))
    except (marks.WrongMark, marks.NotRemoved, recognition.RecognitionFailed) as fault:
        raise refusals.Because(str(fault)) from fault
    return _prepared(made.data, made.schedule, made.removed, made.proof)


def _prepared(
    data: bytes, schedule: tuple[marks.Withheld, ...], removed: tuple[str, ...], proof: marks.Proof
) -> Prepared:
    elsewhere = tuple(dict.fromkeys(f"{each.where}（{each.how}）" for each in proof.elsewhere))
    return Prepared(data, schedule, removed, proof.doubts, elsewhere)


def keep(*, case_file: CaseFile, prepared: Prepared, by: By, at: datetime.datetime) -> tuple[CaseFile, CaseFile]:
    """Put a prepared file with the case, ready for release, and its schedule beside it. Raises as `handling.attach`."""
    stem, _dot, ending = case_file.name.rpartition(".")
    released = receiving.Upload(CaseFile.Kind.RELEASED, f"{stem}（区分处理后）.{ending}", prepared.data)
    schedule = receiving.Upload(CaseFile.Kind.EVIDENCE, f"{stem}（隐去清单）.docx", listing(case_file, prepared, at))
    row = case_file.info_request
    (made,) = handling.attach(info_request=row, uploads=[released], original=case_file, by=by, at=at)
    (listed,) = handling.attach(info_request=row, uploads=[schedule], original=case_file, by=by, at=at)
    return made, listed


def listing(case_file: CaseFile, prepared: Prepared, at: datetime.datetime) -> bytes:
    """The schedule as a Word file: where something was withheld and why, never what."""
    lines = [
        f"申请编号：{case_file.info_request.number}",
        f"文件：{case_file.name}",
        f"制作时间：{at:%Y-%m-%d %H:%M}",
    ]
    for number, each in enumerate(prepared.schedule, start=1):
        count = f"，{each.characters}字" if each.characters is not None else ""
        lines.append(f"{number}．{each.place}{count}。理由：{reason(each.ground)}")
    lines += [f"同时去除：{each}" for each in prepared.removed]
    lines += [f"复查提示：{each}" for each in prepared.doubts]
    plain = tuple(word_forms.Line(line.replace("{", "｛").replace("}", "｝"), look="plain") for line in lines)
    return word_forms.build(word_forms.Form("隐去清单", "", plain, has_seal=False, has_number=False))


def reason(ground: str) -> str:
    """A ground in words, with its article."""
    words, article = GROUNDS.get(ground, (ground, ""))
    return f"{words}（{article}）" if article else words
