"""Personal data in a text: identity numbers, telephones, bank cards, homes, found by their form and check digits."""

import dataclasses
import datetime
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

Severity = Literal["block", "warn"]

# A number inside a longer code, an amount or an index number is no number of a person.
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])(?<![A-Za-z]/)"
_AFTER = r"(?![0-9A-Za-z])(?![-_.][0-9A-Za-z])(?!/(?:19|20)\d\d)"
_DIGITS = re.compile(r"\d(?:[ ()\n-]{0,9}\d){9,}[Xx]?")
_LONG_NUMBERS = frozenset(("identity_number", "bank_card", "mobile_phone", "old_identity_number", "landline"))
# An identity number proves itself by date and check character, so it is also seen beside marks and in file names.
_IDENTITY_BEFORE = r"(?:(?<![0-9A-Za-z])|(?<=ID)|(?<=Id)|(?<=id)|(?<=N[Oo]))(?<!\d-)(?<![A-Za-z]/)"
_IDENTITY_AFTER = r"(?![0-9A-Za-z])(?![-.]\d)(?!/(?:19|20)\d\d)"
# Between the digits of one number: a blank or dash or two, or the end of a line.
_GAP = r"(?:[ -]{0,2}|[ ]{0,4}\n[ ]{0,4})"
_AMOUNT = re.compile(r"\s?(?:[万亿]?元|[%％]|平方米|吨|公斤|千瓦|立方米)")
_AMOUNT_SIGN = re.compile(r"(?:[¥$€]|RMB|人民币|金额)[: ]{0,2}$")
_SERIAL = re.compile(
    r"(?:编号|单号|流水号?|代码|许可证号?|证书号?|文书号|案号|批次号?|条码|合同号?|备案号?|受理号?|注册号?|项目号)"
    r"(?:为|是)?\s*[:]?\s*$"
)
_MOBILE_GROUPS = re.compile(
    r"\d{11}|\d{3}[ -]\d{4}[ -]?\d{4}|\d{7}[ -]\d{4}|\d{4}[ -]\d{3}[ -]\d{4}|\d{3}[ -]\d{3}[ -]\d{5}|\d(?: \d){10}"
)
_CREDIT_CODE = re.compile(r"信用代码[^0-9A-Za-z。；;，,\n\u4e00-\u9fff]{0,4}(?:[为是])?[: ]{0,2}$")
_CARD_GROUPS = re.compile(r"\d{4}(?:([ -])\d{4})(?:\1\d{4}){2}(?:\1\d{1,3})?")
_CARD_CALLED = re.compile(r"(?:卡号?|账[号户]|帐[号户]|银行|开户行)[^0-9\n]{0,10}$")
_PERSONAL_CALL = re.compile(r"(?:电话|手机|号码|联系|致电|微信|tel|mobile)[^0-9\n]{0,8}$", re.IGNORECASE)
_NEIGHBOUR_BEFORE, _NEIGHBOUR_AFTER = re.compile(r"\d $"), re.compile(r" \d")
_HOME = r"(?:家庭住址|家庭地址|户籍地址?|户籍所在地|居住地址?|现居住地|现住址?|住址|收货地址)"
_PLACE_WORD = re.compile("省|自治区|市|区|县|旗|镇|乡|街|路|巷|弄|村|组|号|栋|幢|单元|室")
_OFFICE = re.compile("办公|受理|单位|地点|会议|窗口|大厅|大厦|政务|机关|中心|邮编|局|所在地公安")
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
    """How one kind is seen: its form, the severity a match deserves (None: it is none), the characters left open.

    What is told by its end (an address by its house) begins up to `reach` Chinese characters before the match.
    """

    name: str
    label: str
    form: re.Pattern[str]
    judge: Callable[[re.Match[str]], Severity | None]
    open_start: int
    open_end: int
    reach: int = 0

    def matches(self, text: str, runs: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """Matches in the whole text, or in runs of digits where only those can hold this kind."""
        if self.name not in _LONG_NUMBERS:
            yield from self.form.finditer(text)
            return
        for start, end in runs:
            yield from self.form.finditer(text, start, end)


def find(text: str) -> list[Finding]:
    """All personal data in the order of the text, without overlap; full-width digits are seen too."""
    folded = _folded(text)
    runs = [(max(0, run.start() - 8), run.end() + 8) for run in _DIGITS.finditer(folded)]
    taken: list[tuple[int, int]] = []
    found = []
    for kind in _kinds():
        for match in kind.matches(folded, runs):
            end = match.end("number")
            start = _start(match, kind.reach)
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
    # Looked for from every digit on: what is no number from one place may be one from the next.
    identity = rf"{_IDENTITY_BEFORE}(?=(?P<number>[1-8](?:{_GAP}\d){{16}}{_GAP}[\dXx]){_IDENTITY_AFTER})"
    old_identity = rf"{_BEFORE}(?P<number>\d{{15}}){_AFTER}"
    cards = [rf"{_BEFORE}(?=(?P<number>[1-9](?:{_GAP}\d){{{digits - 1}}}){_AFTER})" for digits in (19, 18, 17, 16)]
    mobile = rf"{_BEFORE}(?:\(?\+?86\)?[ -]?)?(?=(?P<number>1{_GAP}[3-9](?:{_GAP}\d){{9}}){_AFTER})"
    landline = rf"{_BEFORE}(?P<number>\(?0(?:10|2\d|[3-9]\d\d)\)?[ -]?[2-8]\d{{6,7}}(?:[-转]\d{{1,5}})?){_AFTER}"
    passport = rf"{_BEFORE}(?P<number>(?:[EGDSPH]\d{{8}}|E[A-HJ-NP-Z]\d{{7}})){_AFTER}"
    plate = rf"(?P<number>[{_PROVINCES}][A-HJ-NP-Z][· ]?(?=[A-Z]{{0,5}}\d)[A-HJ-NP-Z\d]{{4,6}}[学警港澳挂]?){_AFTER}"
    home = (
        rf"{_HOME}(?:为|是|在|位于)?[: ]{{0,2}}"
        r"(?P<number>[\u4e00-\u9fffA-Za-z0-9()#-]{4,50}[号室组户栋幢村楼路街镇乡])"
    )
    count = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
    flat = (
        rf"(?P<number>{count}(?:号楼|栋|幢)(?:[\d一二三四五六七八九十甲乙丙丁]{{1,2}}单元)?\d{{1,4}}(?:室|号房|户|号))"
    )
    farm = rf"(?P<number>村[\u4e00-\u9fff]{{0,8}}?{count}[组社队]\d{{1,4}}号)"
    return (
        _Kind("identity_number", "公民身份号码", re.compile(identity), _judge_identity, 3, 2),
        *(_Kind("bank_card", "银行卡号", re.compile(card), _judge_card, 0, 4) for card in cards),
        _Kind("mobile_phone", "手机号码", re.compile(mobile), _judge_mobile, 3, 4),
        _Kind("old_identity_number", "疑似15位身份证号码", re.compile(old_identity), _judge_old_identity, 3, 2),
        _Kind("landline", "固定电话", re.compile(landline), _judge_landline, 4, 2),
        _Kind("passport", "疑似护照号码", re.compile(passport), _judge_passport, 1, 2),
        _Kind("plate", "疑似机动车号牌", re.compile(plate), _judge_plate, 2, 1),
        _Kind("address", "疑似个人住址", re.compile(home), _judge_address, 3, 0),
        _Kind("address", "疑似个人住址", re.compile(flat), _judge_address, 3, 0, reach=20),
        _Kind("address", "疑似个人住址", re.compile(farm), _judge_address, 3, 0, reach=20),
    )


def _judge_identity(match: re.Match[str]) -> Severity | None:
    number = _bare(match)
    if not is_identity_number(number) or match["number"].count("\n") > 1:
        return None
    if uscc.is_valid(number) and _CREDIT_CODE.search(match.string, max(0, match.start() - 12), match.start()):
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
    written = match["number"]
    if len(set(number)) <= 2 or written.count("\n") > 1:
        return None
    is_called = _CARD_CALLED.search(match.string, max(0, match.start() - 20), match.start())
    if written.isdigit() or number.startswith("62") or is_called:
        return "warn" if _is_serial(match) else "block"
    # Four figures a group may also be a row of a table.
    return "block" if _CARD_GROUPS.fullmatch(written) and not _has_neighbours(match) else None


def _judge_mobile(match: re.Match[str]) -> Severity | None:
    if _is_amount(match):
        return None
    start = match.start("number")
    written = match["number"]
    if "\n" in written:
        line = match.string[match.string.rfind("\n", 0, start) + 1 : start]
        if written.count("\n") > 1 or not re.search(r"[^\W\d_]", line):
            return None
        return "block" if _PERSONAL_CALL.search(line) else "warn"
    if not _MOBILE_GROUPS.fullmatch(written):
        return None
    if not written.isdigit() and _has_neighbours(match):
        return "warn"
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


def _judge_address(match: re.Match[str]) -> Severity | None:
    start = _start(match, 0 if match.start() < match.start("number") else 20)
    address = match.string[start : match.end("number")]
    if len(_PLACE_WORD.findall(address)) < 2 or not re.search(r"\d|[一二三四五六七八九十][组社队号栋幢]", address):
        return None
    before = match.string[max(0, start - 8) : start]
    return None if _OFFICE.search(before + address) else "warn"


def _start(match: re.Match[str], reach: int) -> int:
    start = match.start("number")
    first = max(0, start - reach)
    while start > first and "\u4e00" <= match.string[start - 1] <= "\u9fff":
        start -= 1
    return start


def _has_neighbours(match: re.Match[str]) -> bool:
    start, end = match.span("number")
    before = _NEIGHBOUR_BEFORE.search(match.string, max(0, start - 2), start)
    return before is not None or _NEIGHBOUR_AFTER.match(match.string, end) is not None


def _is_amount(match: re.Match[str]) -> bool:
    start, end = match.span("number")
    signed = _AMOUNT_SIGN.search(match.string, max(0, start - 8), start)
    return signed is not None or _AMOUNT.match(match.string, end) is not None


def _is_serial(match: re.Match[str]) -> bool:
    return _SERIAL.search(match.string, max(0, match.start("number") - 16), match.start("number")) is not None


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"[ \n-]", "", match["number"]).upper()


def _masked(text: str, open_start: int, open_end: int) -> str:
    """Letters and digits hidden but for some at both ends, separators kept."""
    signs = [position for position, each in enumerate(text) if each.isalnum()]
    hidden = set(signs[open_start : len(signs) - open_end])
    return "".join("*" if position in hidden else each for position, each in enumerate(text))


def _folded(text: str) -> str:
    """Full-width digits, letters and marks narrowed in place, dashes and blanks made plain."""
    if text.isascii():
        return text
    return text.translate({ord(each): _folded_character(each) for each in set(text)})


@functools.lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    if character in "‐‑‒–—−":
        return "-"
    if character in "•・‧":
        return "·"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
