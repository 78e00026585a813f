"""Document numbers (文号, 发文字号): reading, normalising and doubting them after GB/T 9704-2012, 7.2.5."""

import dataclasses
import functools
import re
import unicodedata

import opencc

STANDARD = "GB/T 9704-2012 第7.2.5条"

_OPEN = "〔[({【<《{〖「『"
_CLOSE = "〕])}】>》}〗」』"
_HAN = "\u4e00-\u9fff〇"
_NUMERALS = "〇零○OoＯ一二三四五六七八九"

# Brackets and the final 号 are optional on their own, never both: export losses are read, plain numbers are not.
_YEAR = rf"(?P<year>(?:19|20)\s?\d\s?\d|[{_NUMERALS}]{{4}}|\d{{2}})"
_NUMBER = rf"""
    (?P<org>[{_HAN}A-Za-z]{{1,24}})\s{{0,4}}
    (?:
        (?P<open>[{re.escape(_OPEN)}])\s{{0,2}}{_YEAR}\s?年?\s{{0,2}}(?P<close>[{re.escape(_CLOSE)}])?
      | (?P<bare>(?:19|20)\d\d)\s?(?P<late>[{re.escape(_CLOSE)}])
    )
    \s{{0,3}}(?P<ordinal>第)?\s{{0,2}}(?P<serial>\d(?:\s?\d){{0,5}})\s{{0,2}}(?P<end>号)
"""
_ORDER = rf"""
    (?P<order>[{_HAN}]{{0,20}}(?:令|公告|通告|通报))\s{{0,4}}[(]?
    (?:(?P<order_year>(?:19|20)\d\d)\s?年)?\s{{0,4}}第\s{{0,2}}(?P<order_serial>\d{{1,6}})\s{{0,2}}号[)]?
"""
_ANY = re.compile(f"(?:{_NUMBER})|(?:{_ORDER})", re.VERBOSE)
_BARE = re.compile(rf"(?P<org>[{_HAN}]{{2,24}})(?P<year>(?:19|20)\d\d)(?P<serial>\d{{1,4}})号")
_LABEL = re.compile(r"^(?:发文字号|文件编号|文件号|发文号|文\s*号|字\s*号)\s*[:]\s*")
_READING = re.compile(r"[(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)]")

# Words that lead up to a number in running text and are never part of an agency's abbreviation.
_LEAD_IN = re.compile(
    r".*(?:根据|依据|依照|按照|参照|遵照|贯彻|落实|执行|印发|转发|下发|发布|颁布|公布|废止|修订|修改|文件|通知|办法|规定|意见|"
    r"简称|详见|参见|附件|以及|文号|字号|编号|原文|同时|其中|包括|号|的|按|见|由|对|是|以|据|被|把)"
)
_CONJUNCTIONS = "和与及或、暨"


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One number in its normal form; `year` is None for an order counted without a year (国务院令第711号).

    `doubts` says in a clerk's words what had to be repaired or guessed; empty means the text was in order.
    """

    org: str
    year: int | None
    serial: int
    value: str
    doubts: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Occurrence:
    """A number found in running text, `text[start:end]` being its original wording."""

    start: int
    end: int
    number: DocumentNumber


def normalise(text: str) -> DocumentNumber | None:
    """Read the content of a document-number field; None when it holds no number (无, null, ——, …).

    Brackets of any kind, full-width digits, 第, leading zeros, traditional characters and printed readings
    such as 號(hào) are brought to the form `机关代字〔年份〕序号号`, each with a doubt.
    """
    folded = _READING.sub("", _folded(text)).strip(" \t\r\n\u3000.。;；,，")
    folded = _LABEL.sub("", folded)
    if len(folded) > 2 and folded[0] in "([" and folded[-1] in ")]":
        folded = folded[1:-1].strip()
    whole = _ANY.fullmatch(folded)
    if whole:
        return _built(whole, trimmed=False)
    bare = _BARE.fullmatch(re.sub(r"\s", "", folded))
    if bare:
        return _from_bare(bare)
    inside = find_all(folded)
    if not inside:
        return None
    first = inside[0].number
    if len(inside) > 1:
        doubt = f"此栏含有{len(inside)}个文号，只取第一个；联合行文使用主办机关的文号"
    else:
        doubt = "文号前后有多余文字，已去除"
    return dataclasses.replace(first, doubts=(*first.doubts, doubt))


def find_all(text: str) -> tuple[Occurrence, ...]:
    """Every document number of a running text, in order, with lead-in words (根据…) left outside."""
    folded = _folded(text)
    found: list[Occurrence] = []
    position = 0
    while match := _ANY.search(folded, position):
        joined = bool(found) and match.start() == found[-1].end and folded[position] in _CONJUNCTIONS
        if joined and (later := _ANY.match(folded, position + 1)):
            match = later
        position = match.end()
        number = _built(match, trimmed=True)
        if number is not None:
            before = match["org"] if match["order"] is None else match["order"]
            skipped = len(before) - len(_trimmed(before))
            found.append(Occurrence(match.start() + skipped, match.end(), number))
    return tuple(found)


def is_normal(text: str) -> bool:
    """True when the text is exactly the normal form."""
    number = normalise(text)
    return number is not None and number.value == text and not number.doubts


def _built(match: re.Match[str], *, trimmed: bool) -> DocumentNumber | None:
    if match["order"] is not None:
        return _order(match, trimmed=trimmed)
    org = _trimmed(match["org"]) if trimmed else match["org"]
    if not org or not re.search(f"[{_HAN}]", org):
        return None
    doubts: list[str] = []
    year = _year(match["bare"] or match["year"], doubts)
    if year is None:
        return None
    opened, closed = match["open"], match["close"] or match["late"]
    if opened is None or closed is None:
        doubts.append("年份的括号不完整，可能在转换中丢失，请核对年份和序号")
    elif (opened, closed) != ("〔", "〕"):
        doubts.append(f"年份应当用六角括号〔〕括入，原文为{opened}{closed}")
    if match["ordinal"]:
        doubts.append("发文顺序号前不加“第”字")
    digits = re.sub(r"\s", "", match["serial"])
    if digits.startswith("0"):
        doubts.append(f"发文顺序号不编虚位，{digits}应写作{int(digits)}")
    if int(digits) == 0:
        return None
    return DocumentNumber(org, year, int(digits), f"{org}〔{year}〕{int(digits)}号", tuple(doubts))


def _order(match: re.Match[str], *, trimmed: bool) -> DocumentNumber | None:
    org = _trimmed(match["order"]) if trimmed else match["order"]
    serial = int(match["order_serial"])
    if serial == 0 or len(org) < 2:
        return None
    year = int(match["order_year"]) if match["order_year"] else None
    doubts = () if not match["order_serial"].startswith("0") else (f"序号不编虚位，应写作{serial}",)
    return DocumentNumber(org, year, serial, f"{org}{f'{year}年' if year else ''}第{serial}号", doubts)


def _from_bare(match: re.Match[str]) -> DocumentNumber | None:
    org, year, serial = match["org"], int(match["year"]), int(match["serial"])
    if serial == 0:
        return None
    doubt = "年份没有括号，可能在转换中丢失，请核对年份和序号"
    return DocumentNumber(org, year, serial, f"{org}〔{year}〕{serial}号", (doubt,))


def _year(written: str, doubts: list[str]) -> int | None:
    digits = re.sub(r"\s", "", written)
    if not digits.isascii() or not digits.isdigit():
        doubts.append("年份应当用阿拉伯数字")
        digits = "".join(str(max(0, "一二三四五六七八九".find(each) + 1)) for each in digits)
    if len(digits) == 2:
        doubts.append(f"年份应当写全称，{digits}未写全")
        return int(digits) + (1900 if int(digits) >= 49 else 2000)
    year = int(digits)
    return year if 1900 <= year <= 2099 else None


def _trimmed(org: str) -> str:
    after = _LEAD_IN.match(org)
    if not after or after.end() >= len(org):
        return org
    return org[after.end() :]


def _folded(text: str) -> str:
    """Width and script folded character by character, so that positions stay those of the original."""
    return "".join(map(_folded_character, text))


@functools.lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    if character in "〔〕〇":
        return character
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1:
        return character
    simple: str = _simplifier().convert(plain) if plain > "\u2fff" else plain
    return simple if len(simple) == 1 else plain


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
