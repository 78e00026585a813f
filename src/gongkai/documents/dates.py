"""Chinese dates in every writing found on real pages, with their precision and with what is doubtful about them."""

import dataclasses
import datetime
import re
from typing import Literal

Precision = Literal["day", "month", "year"]

_FOLD = str.maketrans("０１２３４５６７８９：－／．　○◯Ｏ〇", "0123456789:-/. 〇〇O〇")
_DIGIT = "〇零OoＯ0一二三四五六七八九"
_VALUES = {
    **dict.fromkeys("〇零Oo0", 0),
    **{each: place for place, each in enumerate("一二三四五六七八九", start=1)},
}
_TIME = r"(?:[\sT]{0,4}(?P<time>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?))?"
_ANY = re.compile(
    rf"""
    (?P<y>(?<!\d)(?:19|20)\d\d)\s{{0,4}}(?:[-/.]|年)\s{{0,4}}(?P<m>\d{{1,2}})\s{{0,4}}(?:[-/.]|月)\s{{0,4}}
        (?P<d>\d{{1,2}})(?!\d)\s{{0,2}}日?{_TIME}
  | (?P<cy>[{_DIGIT}]{{4}})\s{{0,3}}年\s{{0,3}}(?P<cm>[元正一二三四五六七八九十〇]{{1,3}}|\d{{1,2}})\s{{0,3}}月\s{{0,3}}
        (?P<cd>[一二三四五六七八九十廿卅〇]{{1,4}}|\d{{1,2}})\s{{0,3}}日
  | (?P<packed>(?<!\d)(?:19|20)\d{{6}})(?!\d)(?P<packed_day>日?){_TIME.replace("<time>", "<packed_time>")}
  | (?P<lost>(?<![\d./-])(?:19|20)\d{{4,5}})(?!\d)(?P<lost_day>日?)
  | (?P<hole>(?<!\d)(?:19|20)\d\d年(?:\s{{0,8}}\d{{0,2}}\s{{0,8}}月)\s{{1,8}}日
        |(?<!\d)(?:19|20)\d\d年\s{{0,8}}月\s{{0,8}}\d{{0,2}}\s{{0,8}}日)
  | (?P<my>(?<!\d)(?:19|20)\d\d)\s{{0,3}}(?:年|-|/|\.)\s{{0,3}}(?P<mm>\d{{1,2}})(?:\s{{0,3}}月|(?![\d\s./:-]))
  | (?P<cmy>[{_DIGIT}]{{4}})年(?P<cmm>[一二三四五六七八九十]{{1,3}})月
  | (?P<yy>(?<!\d)(?:19|20)\d\d)\s{{0,3}}年
    """,
    re.VERBOSE,
)
_EPOCH = datetime.date(1970, 1, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as written at `text[start:end]`.

    `day` is None when it is less precise, impossible or ambiguous. Doubts: `digits_lost` (separators are gone),
    `ambiguous` (two readings), `impossible` (no such day), `incomplete` (a hole for month or day), `epoch`
    (1970-01-01, which programs print for "none").
    """

    start: int
    end: int
    written: str
    precision: Precision
    year: int
    month: int | None = None
    day: datetime.date | None = None
    time: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def iso(self) -> str | None:
        """2020-04-11, or 2020-04-11 08:33 with a time, or 2020-04 or 2020 where that is all; None when in doubt."""
        if self.day is not None:
            return f"{self.day.isoformat()} {self.time}" if self.time else self.day.isoformat()
        if self.doubts:
            return None
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"


def find(text: str, start: int = 0, end: int | None = None) -> FoundDate | None:
    """The first date in `text[start:end]`, positions counted in `text`."""
    match = _ANY.search(text.translate(_FOLD), start, len(text) if end is None else end)
    return _built(match, text) if match else None


def find_all(text: str) -> tuple[FoundDate, ...]:
    """Every date of a text, in order."""
    return tuple(_built(match, text) for match in _ANY.finditer(text.translate(_FOLD)))


def read(text: str) -> FoundDate | None:
    """A text that is nothing but a date (blanks around it allowed), else None."""
    match = _ANY.fullmatch(text.translate(_FOLD).strip())
    if match is None:
        return None
    found = _built(match, text.strip())
    lead = len(text) - len(text.lstrip())
    return dataclasses.replace(found, start=found.start + lead, end=found.end + lead)


def _built(match: re.Match[str], text: str) -> FoundDate:
    written = text[match.start() : match.end()].rstrip()
    start, end = match.start(), match.start() + len(written)
    if match["y"]:
        return _of_day(start, end, written, int(match["y"]), int(match["m"]), int(match["d"]), match["time"])
    if match["cy"]:
        return _of_day(start, end, written, _year(match["cy"]), _number(match["cm"]), _number(match["cd"]), None)
    if match["packed"]:
        digits = match["packed"]
        found = _of_day(start, end, written, int(digits[:4]), int(digits[4:6]), int(digits[6:]), match["packed_time"])
        lost = ("digits_lost",) if match["packed_day"] else ()
        return dataclasses.replace(found, doubts=(*lost, *found.doubts))
    if match["lost"]:
        return _without_separators(start, end, written, match["lost"])
    if match["hole"]:
        return FoundDate(start, end, written, "year", int(match["hole"][:4]), doubts=("incomplete",))
    if match["my"] or match["cmy"]:
        year = int(match["my"]) if match["my"] else _year(match["cmy"])
        month = int(match["mm"]) if match["my"] else _number(match["cmm"])
        if not 1 <= month <= 12:
            return FoundDate(start, end, written, "year", year, doubts=("impossible",))
        return FoundDate(start, end, written, "month", year, month)
    return FoundDate(start, end, written, "year", int(match["yy"]))


def _of_day(start: int, end: int, written: str, year: int, month: int, day: int, time: str | None) -> FoundDate:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return FoundDate(start, end, written, "day", year, doubts=("impossible",))
    doubts = ("epoch",) if found == _EPOCH else ()
    shown = time.split(".")[0] if time else None
    return FoundDate(start, end, written, "day", year, month, found, shown, doubts)


def _without_separators(start: int, end: int, written: str, digits: str) -> FoundDate:
    """2020411 can only be the 11th of April; 2020111 may be two days and is left open."""
    year, rest = int(digits[:4]), digits[4:]
    days = set()
    for cut in range(1, len(rest)):
        if rest[cut] != "0" or len(rest) - cut == 2:
            try:
                days.add(datetime.date(year, int(rest[:cut]), int(rest[cut:])))
            except ValueError:
                continue
    if len(days) == 1:
        day = days.pop()
        return FoundDate(start, end, written, "day", year, day.month, day, doubts=("digits_lost",))
    doubt = "ambiguous" if days else "impossible"
    return FoundDate(start, end, written, "day", year, doubts=("digits_lost", doubt))


def _year(written: str) -> int:
    return int("".join(str(_VALUES[each]) for each in written))


def _number(written: str) -> int:
    """元, 十一, 二十三, 廿三, 二〇 or digits."""
    if written.isdigit() and written.isascii():
        return int(written)
    if written in ("元", "正"):
        return 1
    plain = written.replace("廿", "二十").replace("卅", "三十")
    if "十" in plain:
        tens, _, units = plain.partition("十")
        return (_VALUES.get(tens, 1) if tens else 1) * 10 + (_VALUES.get(units, 0) if units else 0)
    return int("".join(str(_VALUES.get(each, 0)) for each in plain) or "0")
