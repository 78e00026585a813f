"""What a text holds in one piece: document numbers, dates, index numbers and other codes."""

import dataclasses
import datetime
import re

_HAN = "\u3400-\u9fff〇\U00020000-\U000323af"
_OPEN = re.escape("〔([{【<《〖「『")
_CLOSE = re.escape("〕)]}】>》〗」』")
_NUMERALS = "〇零○一二三四五六七八九"
_JOINTS = r"/_.@&+':\-"

_SCANNER = re.compile(
    rf"""
    (?P<document_number>[{_OPEN}]\s?(?P<issued>(?:19|20)\d\d)年?\s?[{_CLOSE}]\s?第?\s?0*(?P<serial>[1-9]\d{{0,5}})\s?号)
  | (?P<date>(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:年|(?P<joint>[-./]))\s?(?P<month>1[0-2]|0?[1-9])
        (?:\s?(?:月|(?P=joint))\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?日|(?![\d{_JOINTS}]))|\s?月(?!\d)))
  | (?P<written_date>(?P<written_year>[一二][{_NUMERALS}]{{3}})年
        (?:(?P<written_month>[一二三四五六七八九十]{{1,2}})月(?:(?P<written_day>[一二三四五六七八九十]{{1,3}})日)?)?)
  | (?P<year_of>(?<!\d)(?:19|20)\d\d年度?)
  | (?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)(?![{_JOINTS}]?[0-9a-z]))
  | (?P<code>[0-9a-z]+(?:[{_JOINTS}]{{1,2}}[0-9a-z]+)+)
  | (?P<plain>[^\W_{_HAN}]+)
    """,
    re.VERBOSE,
)

_RUN_BEFORE = re.compile(rf"[{_HAN}]{{1,20}}\s?$")

# Words that lead up to a document number and are no part of the agency's abbreviation.
_LEAD_IN = re.compile(
    r".*(?:根据|依据|依照|按照|参照|贯彻|落实|执行|印发|转发|下发|废止|修订|修改|文件|通知|办法|规定|意见|"
    r"简称|详见|参见|附件|以及|文号|字号|编号|号|的|按|见|由|对|是|以|据|被|把)(?=.)"
)

_LONGEST = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """A piece of folded text `[start, end)` kept whole: its normal form and the parts it is also found by.

    `kind` is document_number, date, year, number, code or word.
    """

    start: int
    end: int
    kind: str
    value: str
    parts: tuple[str, ...] = ()


def wholes(text: str) -> list[Whole]:
    """Every such piece of a folded text, in order, without overlap."""
    found: list[Whole] = []
    for match in _SCANNER.finditer(text):
        kind = match.lastgroup
        if kind == "document_number":
            whole = _document_number(match, after=found[-1].end if found else 0)
        elif kind == "date":
            whole = _date(match)
        elif kind == "written_date":
            whole = _written_date(match)
        elif kind == "year_of":
            parts = ("年度",) if match.group().endswith("度") else ()
            whole = Whole(match.start(), match.end(), "year", match.group()[:4], parts)
        elif kind == "number":
            whole = Whole(match.start(), match.end(), "number", match.group().replace(",", ""))
        elif kind == "code":
            whole = _code(match)
        else:
            whole = Whole(match.start(), match.end(), "word", match.group()[:_LONGEST])
        found.append(whole)
    return found


def variants(whole: Whole) -> str:
    """A regular expression for every spelling of a document number or date in folded text."""
    if whole.kind == "document_number":
        org, year, serial = whole.parts if len(whole.parts) == 3 else ("", *whole.parts)
        start = rf"{re.escape(org)}\s?" if org else ""
        return rf"{start}[{_OPEN}]?\s?{year}年?\s?[{_CLOSE}]?\s?第?\s?0*{serial}\s?号"
    if whole.kind == "date":
        year, month, *day = whole.value.split("-")
        start = rf"(?<!\d){year}\s?[-./年]\s?0?{int(month)}"
        return start + (rf"\s?[-./月]\s?0?{int(day[0])}(?!\d)日?" if day else r"(?:\s?月|(?!\d))")
    if whole.kind == "year":
        return rf"(?<!\d){whole.value}(?!\d)年?"
    return rf"(?<![0-9a-z]){re.escape(whole.value)}(?![0-9a-z])"


def _document_number(match: re.Match[str], *, after: int) -> Whole:
    issued, serial = match["issued"], match["serial"]
    before = _RUN_BEFORE.search(match.string, max(after, match.start() - 21), match.start())
    if before is None:
        return Whole(match.start(), match.end(), "document_number", f"〔{issued}〕{serial}号", (issued, serial))
    run = before.group()
    lead = _LEAD_IN.match(run.rstrip())
    org = run[lead.end() if lead else 0 :]
    if after and before.start() == after and org == run and org[0] in "和与及或" and len(org.rstrip()) > 2:
        org = org[1:]
    start = before.end() - len(org)
    org = org.rstrip()
    return Whole(start, match.end(), "document_number", f"{org}〔{issued}〕{serial}号", (org, issued, serial))


def _date(match: re.Match[str]) -> Whole:
    return _dated(match, match["year"], int(match["month"]), int(match["day"]) if match["day"] else None)


def _written_date(match: re.Match[str]) -> Whole:
    year = "".join(str(max(0, "一二三四五六七八九".find(each) + 1)) for each in match["written_year"])
    month = match["written_month"]
    day = match["written_day"]
    if month is None:
        return Whole(match.start(), match.end(), "year", year)
    return _dated(match, year, _small_number(month), _small_number(day) if day else None)


def _dated(match: re.Match[str], year: str, month: int, day: int | None) -> Whole:
    if day is None and 1 <= month <= 12:
        return Whole(match.start(), match.end(), "date", f"{year}-{month:02d}", (year,))
    try:
        value = datetime.date(int(year), month, day or 0).isoformat()
    except ValueError:
        return _code(match)
    return Whole(match.start(), match.end(), "date", value, (year, value[:7]))


def _small_number(written: str) -> int:
    """一 to 三十一; what is written otherwise gives a number no month or day has."""
    tens, ten, ones = written.rpartition("十")
    digit = "一二三四五六七八九".find
    if not ten:
        return digit(written) + 1 if len(written) == 1 else 99
    return (digit(tens) + 1 if tens else 1) * 10 + (digit(ones) + 1 if ones else 0)


def _code(match: re.Match[str]) -> Whole:
    value = re.sub(r"\s", "", match.group())
    parts = tuple(re.findall(rf"[0-9a-z]+|[{_HAN}]+", value))
    if len(value) > _LONGEST:
        value, parts = parts[0][:_LONGEST], tuple(part[:_LONGEST] for part in parts[1:])
    return Whole(match.start(), match.end(), "code", value, tuple(dict.fromkeys(parts)))
