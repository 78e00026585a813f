"""Personal data in a text: identity numbers, telephones, bank cards and more, found by their form and check digits."""

import dataclasses
import datetime
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

Severity = Literal["block", "warn"]

# A number inside a longer code, an amount or an index number is no number of a person.
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])(?<![A-Za-z]/)"
_AFTER = r"(?![0-9A-Za-z])(?![-_.][0-9A-Za-z])(?!/(?:19|20)\d\d)"
_AMOUNT = re.compile(r"\s?(?:[万亿]?元|[%％]|平方米|吨|公斤|千瓦|立方米)")
_SERIAL = re.compile(
    r"(?:编号|单号|流水号?|代码|许可证号?|证书号?|文书号|案号|批次号?|条码|合同号?|备案号?|受理号?|注册号?|项目号)"
    r"(?:为|是)?\s*[:]?\s*$"
)
_CALLED = re.compile(r"(?:电话|传真|热线|致电|拨打|联系方式|座机|tel|fax)[^0-9A-Za-z\n]{0,6}$", re.IGNORECASE)

_PROVINCE_CODE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

# Union Pay in every length; the international schemes only in theirs.
_CARD_PREFIX = re.compile(
    r"62\d{14,17}|(?:4\d{3}|5[1-5]\d\d|35[2-8]\d|2[2-7]\d\d)\d{12}|(?:9558\d|95599|10[34]\d\d|60138|690755)\d{11,14}"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text: `text == whole[start:end]`; `label` and `kind` name it, `masked` may be shown instead.

    `severity` is block for what must not be published, warn for what a person has to look at.
    """

    kind: str
    label: str
    start: int
    end: int
    text: str
    severity: Severity
    masked: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind is seen: its form, the severity a match deserves (None: it is none), the characters left open."""

    name: str
    label: str
    form: re.Pattern[str]
    judge: Callable[[re.Match[str]], Severity | None]
    open_start: int
    open_end: int


def find(text: str) -> list[Finding]:
    """All personal data in the order of the text, without overlap; full-width digits are seen too."""
    folded = _folded(text)
    taken: list[tuple[int, int]] = []
    found = []
    for kind in _kinds():
        for match in kind.form.finditer(folded):
            start, end = match.span("number")
            if any(start < last and first < end for first, last in taken):
                continue
            severity = kind.judge(match)
            if severity is None:
                continue
            taken.append((start, end))
            wording = text[start:end]
            masked = _masked(wording, kind.open_start, kind.open_end)
            found.append(Finding(kind.name, kind.label, start, end, wording, severity, masked))
    return sorted(found, key=lambda finding: finding.start)


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with every finding replaced by its masked form, everything else untouched.

    Raises ValueError when a finding does not belong to this text.
    """
    pieces = []
    position = 0
    for finding in sorted(findings, key=lambda each: each.start):
        if finding.start < position or text[finding.start : finding.end] != finding.text:
            raise ValueError(f"finding at {finding.start} does not belong to this text")
        pieces += [text[position : finding.start], finding.masked]
        position = finding.end
    return "".join((*pieces, text[position:]))


def is_identity_number(number: str) -> bool:
    """True for 18 characters with a province's code, a real birth date and the right check character.

    Whether the county existed in the year of birth is not asked: numbers are also given later, at registration.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or not _PROVINCE_CODE.match(number):
        return False
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return 1880 <= born.year <= 2099 and ric.calc_check_digit(number) == number[-1]


@functools.cache
def _kinds() -> tuple[_Kind, ...]:
    identity = rf"{_BEFORE}(?P<number>\d{{6}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{3}}[\dXx]){_AFTER}"
    old_identity = rf"{_BEFORE}(?P<number>\d{{15}}){_AFTER}"
    card = (
        rf"{_BEFORE}(?P<number>\d{{16,19}}|\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]\d{{1,3}})?|\d{{6}}[ -]\d{{13}}){_AFTER}"
    )
    mobile = rf"{_BEFORE}(?:\(?\+?86\)?[ -]?)?(?P<number>1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}){_AFTER}"
    landline = rf"{_BEFORE}(?P<number>\(?0(?:10|2\d|[3-9]\d\d)\)?[ -]?[2-8]\d{{6,7}}(?:[-转]\d{{1,5}})?){_AFTER}"
    passport = rf"{_BEFORE}(?P<number>(?:[EGDSPH]\d{{8}}|E[A-HJ-NP-Z]\d{{7}})){_AFTER}"
    plate = rf"(?P<number>[{_PROVINCES}][A-HJ-NP-Z][· ]?(?=[A-Z]{{0,5}}\d)[A-HJ-NP-Z\d]{{4,6}}[学警港澳挂]?){_AFTER}"
    return (
        _Kind("identity_number", "公民身份号码", re.compile(identity), _judge_identity, 3, 2),
        _Kind("bank_card", "银行卡号", re.compile(card), _judge_card, 0, 4),
        _Kind("mobile_phone", "手机号码", re.compile(mobile), _judge_mobile, 3, 4),
        _Kind("old_identity_number", "疑似15位身份证号码", re.compile(old_identity), _judge_old_identity, 3, 2),
        _Kind("landline", "固定电话", re.compile(landline), _judge_landline, 4, 2),
        _Kind("passport", "疑似护照号码", re.compile(passport), _judge_passport, 1, 2),
        _Kind("plate", "疑似机动车号牌", re.compile(plate), _judge_plate, 2, 1),
    )


def _judge_identity(match: re.Match[str]) -> Severity | None:
    number = _bare(match)
    if not is_identity_number(number):
        return None
    if uscc.is_valid(number) and "信用代码" in match.string[max(0, match.start() - 12) : match.start()]:
        return None
    return "block"


def _judge_old_identity(match: re.Match[str]) -> Severity | None:
    number = match["number"]
    if _is_amount(match) or not _PROVINCE_CODE.match(number) or number[2:6] == "0000":
        return None
    try:
        datetime.date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return None
    return "warn"


def _judge_card(match: re.Match[str]) -> Severity | None:
    number = _bare(match)
    if not _CARD_PREFIX.fullmatch(number) or not luhn.is_valid(number) or _is_amount(match):
        return None
    if len(set(number)) <= 2:
        return None
    return "warn" if _is_serial(match) else "block"


def _judge_mobile(match: re.Match[str]) -> Severity | None:
    if _is_amount(match):
        return None
    return "warn" if _is_serial(match) else "block"


def _judge_landline(match: re.Match[str]) -> Severity | None:
    separated = re.match(r"\(?0\d{2,3}(?:\)|[ -])", match["number"])
    called = _CALLED.search(match.string, max(0, match.start() - 16), match.start())
    if _is_amount(match) or _is_serial(match):
        return None
    return "warn" if separated or called else None


def _judge_passport(match: re.Match[str]) -> Severity | None:
    return None if _is_serial(match) else "warn"


def _judge_plate(match: re.Match[str]) -> Severity | None:
    body = re.sub("[· 学警港澳挂]", "", match["number"])[2:]
    special = match["number"][-1] in "学警港澳挂"
    if len(body) not in ((4, 5) if special else (5, 6)):
        return None
    # 云A、云B stand before figures in tables too; five figures and up to two letters make a plate.
    return "warn" if sum(each.isdigit() for each in body) >= 3 else None


def _is_amount(match: re.Match[str]) -> bool:
    return _AMOUNT.match(match.string, match.end()) is not None


def _is_serial(match: re.Match[str]) -> bool:
    return _SERIAL.search(match.string, max(0, match.start("number") - 16), match.start("number")) is not None


def _bare(match: re.Match[str]) -> str:
    return re.sub("[ -]", "", match["number"]).upper()


def _masked(text: str, open_start: int, open_end: int) -> str:
    """Letters and digits hidden but for some at both ends, separators kept."""
    signs = [position for position, each in enumerate(text) if each.isalnum()]
    hidden = set(signs[open_start : len(signs) - open_end])
    return "".join("*" if position in hidden else each for position, each in enumerate(text))


def _folded(text: str) -> str:
    """Full-width digits, letters and marks narrowed in place, dashes and blanks made plain."""
    if text.isascii():
        return text
    return "".join(map(_folded_character, text))


@functools.lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    if character in "‐‑‒–—−":
        return "-"
    if character in "•・‧":
        return "·"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
