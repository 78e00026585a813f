"""What a text holds in one piece: document numbers, dates, index numbers and other codes."""

import dataclasses
import datetime
import re

_HAN = "\u3400-\u9fff〇"
_OPEN = re.escape("〔([{【<《〖「『")
_CLOSE = re.escape("〕)]}】>》〗」』")

_DOCUMENT_NUMBER = re.compile(
    rf"(?P<org>[{_HAN}]{{1,20}})\s?[{_OPEN}]\s?(?P<year>(?:19|20)\d\d)年?\s?[{_CLOSE}]\s?第?\s?0*(?P<serial>[1-9]\d{{0,5}})\s?号"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:年|(?P<joint>[-./]))\s?"
    r"(?P<month>1[0-2]|0?[1-9])(?:\s?(?:月|(?P=joint))\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?日?(?!\d)|\s?月(?!\d))"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年度?(?!\d)")
_CODE = re.compile(r"[0-9a-z]+(?:[-/_.@&+':]{1,2}[0-9a-z]+)+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+\.\d+")
_PLAIN = re.compile(r"[^\W\u3400-\u9fff〇_]+")
_ANY_SIGN = re.compile(r"[0-9a-z〔\[(【\u00c0-\u2e7f\u3040-\u30ff\uac00-\ud7af]")

# Words that lead up to a document number and are no part of the agency's abbreviation.
_LEAD_IN = re.compile(
    r".*(?:根据|依据|依照|按照|参照|贯彻|落实|执行|印发|转发|下发|废止|修订|修改|文件|通知|办法|规定|意见|"
    r"简称|详见|参见|附件|以及|文号|字号|编号|包括|号|的|按|见|由|对|是|以|据|被|把)(?=.)"
)

_LONGEST_CODE = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """A piece of folded text `[start, end)` kept whole: its normal form and the parts it is also found by."""

    start: int
    end: int
    kind: str
    value: str
    parts: tuple[str, ...]


def wholes(text: str) -> list[Whole]:
    """Every such piece of a folded text, in order, without overlap."""
    found: list[Whole] = []
    if not _ANY_SIGN.search(text):
        return found
    for match in _SCANNER.finditer(text):
        whole = _READERS[match.lastgroup or ""](match)
        if found and whole.start < found[-1].end:
            whole = dataclasses.replace(whole, start=found[-1].end)
        found.append(whole)
    return found


def _document_number(match: re.Match[str]) -> Whole:
    inner = _DOCUMENT_NUMBER.fullmatch(match.group())
    if inner is None:
        return _plain(match)
    org, year, serial = inner["org"], inner["year"], inner["serial"]
    lead = _LEAD_IN.match(org)
    skipped = lead.end() if lead else 0
    org = org[skipped:]
    value = f"{org}〔{year}〕{serial}号"
    return Whole(match.start() + skipped, match.end(), "document_number", value, (org, year, serial))


def _date(match: re.Match[str]) -> Whole:
    inner = _DATE.match(match.group())
    if inner is None:
        return _plain(match)
    year, month = int(inner["year"]), int(inner["month"])
    parts: tuple[str, ...] = (str(year),)
    value = f"{year}-{month:02d}"
    if inner["day"]:
        try:
            day = datetime.date(year, month, int(inner["day"]))
        except ValueError:
            return _code(match)
        parts = (str(year), value)
        value = day.isoformat()
    return Whole(match.start(), match.end(), "date", value, parts)


def _year(match: re.Match[str]) -> Whole:
    return Whole(match.start(), match.end(), "year", match.group()[:4], ())


def _code(match: re.Match[str]) -> Whole:
    parts = tuple(part for part in re.split(r"[^0-9a-z]+", match.group()) if part)
    value = re.sub(r"\s", "", match.group())
    if len(value) > _LONGEST_CODE:
        value, parts = parts[0], parts[1:]
    return Whole(match.start(), match.end(), "code", value, parts)


def _number(match: re.Match[str]) -> Whole:
    return Whole(match.start(), match.end(), "number", match.group().replace(",", ""), ())


def _plain(match: re.Match[str]) -> Whole:
    return Whole(match.start(), match.end(), "word", match.group()[:_LONGEST_CODE], ())


def _unnamed(pattern: re.Pattern[str]) -> str:
    return pattern.pattern


_READERS = {
    "document_number": _document_number,
    "date": _date,
    "year_of": _year,
    "number": _number,
    "code": _code,
    "plain": _plain,
}
