"""The end of a document: who signed it, on which day, and the mark that says how it is disclosed."""

import dataclasses
import re

from gongkai.documents import dates
from gongkai.documents.header import labels, layout, view

_MARK = re.compile(
    r"[(]\s{0,3}((?:此件|本件|此文)[^()\n]{2,16}|(?:主动公开|依申请公开|不予公开|公开发布))\s{0,3}[)]"
    r"|(?:信息公开(?:形式|选项|属性|类别)|公开(?:方式|属性|选项))\s?:\s?((?:主动|依申请|不予|全部|部分)公开)"
)
_SEAL = re.compile(r"\s*[(](?:盖章|印|公章|章)[)]\s*")
_PRECISE = re.compile(r"年.*月.*日")
_HAS_DIGIT = re.compile(r"[\d〇零一二]")
_LONGEST_SIGNATURE = 46
_LONGEST_LINE = 400


@dataclasses.dataclass(frozen=True, slots=True)
class Signature:
    """Day and signing agencies, in places of the view; `agencies` in the order they sign."""

    date: dates.FoundDate
    start: int
    end: int
    agencies: tuple[tuple[int, int], ...]


def signature(page: view.View, table: labels.Table, *, after: int) -> Signature | None:
    """The first line from `after` on that is a full date, alone or behind an agency's name."""
    body = [line for line in page.lines if line.start >= after and not line.is_blank]
    for place, line in enumerate(body):
        text = _SEAL.sub("", line.text[:_LONGEST_LINE]).strip(" \t|?")
        if not text or len(text) > _LONGEST_SIGNATURE or not _HAS_DIGIT.search(text):
            continue
        found = _dated(text, table)
        if found is None:
            continue
        name, day = found
        offset = line.start + line.text.find(day.written)
        agencies: list[tuple[int, int]] = []
        if name:
            start = line.start + line.text.find(name)
            agencies.append((start, start + len(name)))
        else:
            agencies = _above(body[max(0, place - 6) : place], table)
        if not agencies and not (_PRECISE.search(day.written) or "digits_lost" in day.doubts):
            continue
        if not agencies and place == 0:
            continue
        return Signature(day, offset, offset + len(day.written), tuple(agencies))
    return None


def mark(page: view.View, *, after: int) -> tuple[int, int] | None:
    """「此件公开发布」 and its like, without the brackets."""
    found = _MARK.search(page.text, after)
    if found is None:
        return None
    return found.span(1) if found[1] else found.span(2)


def agency_before(text: str, table: labels.Table) -> tuple[int, int] | None:
    """The agency in front of 关于 in a title."""
    about = text.find("关于")
    name = text[:about].strip(" 《") if about > 3 else ""
    if name and len(name) < 40 and table.agency.fullmatch(name):
        start = text.find(name)
        return start, start + len(name)
    return None


def agency_below(zone: layout.Zone, position: int) -> tuple[int, int] | None:
    """An agency alone on the first line below the title, as collections of laws print it."""
    following = next((one for one in zone.parsed if one.line.start >= position and not one.line.is_blank), None)
    if following is None or not following.is_value_only:
        return None
    name = following.line.text.strip(" \t|")
    if not zone.table.agency.fullmatch(name):
        return None
    start = following.line.start + following.line.text.find(name)
    return start, start + len(name)


def _dated(text: str, table: labels.Table) -> tuple[str, dates.FoundDate] | None:
    """(name, day) of a line that is a day, or an agency and a day."""
    day = dates.read(text)
    if day is None:
        found = dates.find_all(text)
        if not found or found[-1].end != len(text) or found[-1].precision != "day":
            return None
        name = text[: found[-1].start].strip()
        if not table.agency.fullmatch(name):
            return None
        return name, found[-1]
    return ("", day) if day.precision == "day" and day.time is None else None


def _above(before: list[view.Line], table: labels.Table) -> list[tuple[int, int]]:
    """Agency names on the lines directly above the day."""
    names: list[tuple[int, int]] = []
    for line in reversed(before):
        name = _SEAL.sub("", line.text).strip(" \t?|")
        if not name or not table.agency.fullmatch(name) or name.startswith(("附件", "抄送", "主送")):
            break
        start = line.start + line.text.find(name)
        names.append((start, start + len(name)))
    return names[::-1]
