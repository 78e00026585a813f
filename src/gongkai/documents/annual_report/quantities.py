"""Numbers in Chinese prose: figures and Chinese numerals with multiplier, vagueness and counting word."""

import dataclasses
import re

# fmt: off
UNITS = (
    "万人次", "亿元", "万元", "千元", "元", "个百分点", "百分点", "人次", "件次", "条次", "篇次", "场次", "项次",
    "次", "件", "条", "篇", "个", "项", "宗", "起", "期", "场", "名", "人", "份", "则", "批", "家", "处", "块", "幅",
    "册", "本", "部", "户", "张", "封", "例", "单", "笔", "种", "大类", "类", "栏", "版", "台", "套", "位",
    "个工作日", "个月", "个小时", "工作日",
    "天", "小时", "分钟", "辆", "字", "%", "‰",
)
# fmt: on
BROKEN = "\x1f"  # stands for the line end that breaks a number
_CELL_UNIT = re.compile(r"(?<=\d)(?:万元|元|件次|人次|条次|件|条|项|次|篇|个|人|期|场|份|宗|起|名|处|家|部|则)$")
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_DIGITS = {each: value for value, each in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_BLANK = r"[ \t\u00a0]*"
_ABOUT = re.compile(rf"(?:近|约为?|大约|约有|超过?|逾|将近|接近|上){_BLANK}$")
_CHINESE = "[〇零一二三四五六七八九两十百千]"
_NUMBER = re.compile(
    rf"""(?P<sign>(?<![\w)])[-+])?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?![\d,]) | \d{{1,3}}(?:[ ]\d{{3}})+(?![ ]?\d) | \d+(?:\x1f\d+)*)(?P<part>\.\d+)?
    |(?P<percent>百分之)?(?P<chinese>{_CHINESE}+(?:[万亿]{_CHINESE}*)*)(?P<point>点[〇零一二三四五六七八九]+)?""",
    re.VERBOSE,
)
_TAIL = re.compile(
    rf"{_BLANK}(?P<more>[余多来])?{_BLANK}(?P<group>[万亿千百](?!元|分|人次))?{_BLANK}(?P<more2>[余多])?"
    rf"{_BLANK}(?P<unit>{_UNIT})?(?P<more3>[余多])?"
)
_NOT_A_QUANTITY = re.compile(r"\s*(?:年|月|日|号|时|分(?!钟)|点|届|[-~至到]\s*\d|/\d|@|:\d|\.\d|[a-z])")
_ORDER = re.compile(r"(?:第|第\d{1,3}[-~至到、]|[a-z_@/\\〔\[#]|\d[.:/~-]|[〕\]号年月]\s?第)\s*$")
_HOTLINE = re.compile(r"12[1-3]\d\d")
_ENUMERATES = re.compile(r"\d{1,2}(?:[、)]|\.(?!\d))")
_OPEN = re.compile(r"(?:^|[\s:;。,!?(\x00])$")
_LISTED = re.compile(r"\s*(?:[、,]|和|及|与|以及)\s*")
_WORDS_WITH_NUMERALS = re.compile(
    r"[一二三四五六七八九十两百千]+(?:是|方面|步|级|线|些|般|致|定|律|体|同|旦|直|切|样|批|手|时|贯|系列|把手|公[开经]|个(?:方面|体系|重点|维度|平台|渠道))"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` states `number` of `unit` ("" when no counting word follows)."""

    start: int
    end: int
    number: int | float
    unit: str
    is_approximate: bool = False
    in_words: bool = False


def parse_cell(text: str) -> int | float | None:
    """The number a table cell holds, None for blank or anything else; a sign, separators and blanks are allowed."""
    plain = _CELL_UNIT.sub("", re.sub(r"[\s\u00a0\u3000]", "", text))
    found = re.fullmatch(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", plain)
    if found is None:
        return None
    return _figure(found[1], found[2], found[3] or "")


def find(text: str) -> tuple[Quantity, ...]:
    """Quantities in order. `text` is folded (half width, simplified).

    Left out: days, document numbers, articles of law, ordinals, telephone numbers, addresses of pages, and
    Chinese numerals without counting word.
    """
    found: list[Quantity] = []
    position = 0
    while match := _NUMBER.search(text, position):
        quantity = _quantity(text, match)
        position = max(match.end(), quantity.end if quantity else 0)
        if quantity:
            found.append(quantity)
    return tuple(_with_shared_units(text, found))


def chinese_number(numeral: str) -> int | None:
    """一千二百 → 1200, 二〇一七 → 2017; None for what is no numeral."""
    if all(each in _DIGITS for each in numeral) and len(numeral) > 1:
        return int("".join(str(_DIGITS[each]) for each in numeral))
    total = section = digit = 0
    for each in numeral:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif each in _TENS:
            section += (digit or 1) * _TENS[each]
            digit = 0
        elif each in _GROUPS:
            total = (total + section + digit) * _GROUPS[each]
            section = digit = 0
        else:
            return None
    return total + section + digit


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if _ORDER.search(text, max(0, start - 6), start):
        return None
    if _ENUMERATES.match(text, start) and _OPEN.search(text, max(0, start - 1), start):
        return None
    tail = _TAIL.match(text, end)
    assert tail is not None
    unit = tail["unit"] or ""
    in_words = match["chinese"] is not None
    if in_words:
        if not (unit or match["percent"]) or _WORDS_WITH_NUMERALS.match(text, start):
            return None
        value = chinese_number(match["chinese"])
        if value is None:
            return None
        number: int | float = value
        if match["point"]:
            number = float(f"{value}." + "".join(str(_DIGITS[each]) for each in match["point"][1:]))
        if match["percent"]:
            return Quantity(start, end, number, "%", _is_about(text, start), True)
    else:
        if match["part"] is None and not unit and _NOT_A_QUANTITY.match(text, end):
            return None
        if not unit and _HOTLINE.fullmatch(match["digits"]):
            return None
        if len(match["digits"]) > 10 or (not unit and len(match["digits"]) > 7 and "," not in match["digits"]):
            return None
        number = _figure(match["sign"] or "", match["digits"], match["part"] or "")
    stop = tail.end() if unit or tail["group"] or tail["more"] else end
    if group := tail["group"]:
        number = _tidy(number * (_GROUPS | _TENS)[group])
    if unit == "万人次":
        number, unit = _tidy(number * 10_000), "人次"
    about = _is_about(text, start) or any(tail[name] for name in ("more", "more2", "more3"))
    if not unit and re.match(r"[a-z\d]", text[stop : stop + 1]):
        return None
    return Quantity(start, stop, number, unit, about, in_words)


def _figure(sign: str, digits: str, part: str) -> int | float:
    whole = digits.replace(",", "").replace(" ", "").replace(BROKEN, "")
    value: int | float = float(whole + part) if part else int(whole)
    return -value if sign == "-" else value


def _tidy(number: float) -> int | float:
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _is_about(text: str, start: int) -> bool:
    return _ABOUT.search(text, max(0, start - 8), start) is not None


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In 「12、30和5件」 the counting word of the last number belongs to all."""
    result = list(found)
    for place in range(len(result) - 2, -1, -1):
        one, other = result[place], result[place + 1]
        if not one.unit and other.unit and _LISTED.fullmatch(text, one.end, other.start):
            result[place] = dataclasses.replace(one, unit=other.unit)
    return result
