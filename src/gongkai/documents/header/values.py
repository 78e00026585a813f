"""What a header consists of once it has been read, and how a value as written becomes a clean one."""

import dataclasses
import datetime
import re
from collections.abc import Mapping
from typing import Literal

from gongkai.documents import dates, paper
from gongkai.documents.header import labels
from gongkai.rules import document_numbers

# A long title is set in several lines; between Chinese characters the break means nothing.
_LINE_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) ?\n\s*| ?\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_SPACED_TYPE = re.compile(r"([通公意报方办决规预批通])\s+([知告见告案法定定案复报])(?=$|[(（])")
Origin = Literal["label", "form", "line", "signature", "mark", "title", "meta", "fallback"]


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One field: `written` as on the page, `clean` in normal form (day as 2020-04-11, number with 〔〕) or None.

    `span` is its place in `Document.text`, None when it comes from the file's own properties; `origin` tells
    how it was found: by its label, by its form, as title or number line, in the signature, the mark, in front
    of 关于, in the meta tags, or taken over from a related field.
    """

    written: str
    clean: str | None
    span: paper.Span | None
    origin: Origin
    label: str = ""
    day: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Header:
    """All that was read: fields by id, fields the page shows empty, where the document proper lies, doubts."""

    fields: Mapping[str, Value]
    empty: tuple[str, ...]
    body_span: paper.Span
    body: str
    warnings: tuple[paper.Doubt, ...]

    def clean(self, field: str) -> str | None:
        """The normal form of a field, None when absent, empty or unreadable."""
        value = self.fields.get(field)
        return value.clean if value else None

    def day(self, field: str) -> datetime.date | None:
        """The day of a date field, None when absent or not known to the day."""
        value = self.fields.get(field)
        return value.day if value else None

    def metadata(self, table: labels.Table | None = None) -> dict[str, str]:
        """Fields as the page words them, dates as 2020-04-11 (with the time where one is given)."""
        table = table or labels.table()
        found: dict[str, str] = {}
        for field, value in self.fields.items():
            is_date = table.fields[field].kind == "date"
            if shown := (value.clean if is_date else value.written):
                found[field] = shown
        return found


def build(
    field: str,
    written: str,
    span: paper.Span | None,
    *,
    origin: Origin,
    table: labels.Table,
    label: str = "",
    plain: str | None = None,
) -> Value | None:
    """The value of a field from its wording; None when the wording is a program's word for nothing (null).

    `plain` is the wording without printed readings where it has such.
    """
    kind = table.fields[field].kind
    written = _one_line(written)
    if not written or written.lower() in table.words["program_nothing_words"]:
        return None
    nothing = written.lower() in table.words["nothing_words"]
    clean: str | None = None if nothing else _one_line(plain or written)
    day = None
    if kind == "title" and clean:
        clean = _SPACED_TYPE.sub(r"\1\2", clean)
    if kind == "date":
        found = dates.find(written)
        if found is None or "epoch" in found.doubts:
            clean = None
        else:
            clean, day = found.iso, found.day
    elif kind == "doc_no" and clean:
        number = document_numbers.normalise(clean)
        clean = number.value if number else clean
    elif kind in ("text", "agency") and clean:
        clean = clean.rstrip(",，;；、 ") or None
    return Value(written, clean, span, origin, label, day)


def _one_line(text: str) -> str:
    squeezed = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r"\s+", " ", _LINE_BREAK.sub("", squeezed)).strip()
