"""Index numbers (索引号): templates, the scope of their serials, and the numbers themselves.

The national pattern is `{org_code}/{yyyy}-{serial:05d}` (政府信息公开目录系统实施指引（试行）); other patterns in use
differ in the code before the stroke and in the date.
"""

import dataclasses
import datetime
import functools
import re
from collections.abc import Mapping

VALUE_TOKENS = {
    "org_code": "组织机构代码",
    "credit_code": "统一社会信用代码",
    "division": "行政区划代码",
    "dept": "部门代码",
    "class": "信息类别代码",
}
DATE_TOKENS = {"yyyy": "%Y", "yyyymm": "%Y%m", "yyyymmdd": "%Y%m%d"}

_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_SERIAL = re.compile(r"serial(?::0?([1-9])d)?")


class InvalidTemplate(ValueError):
    """A template that cannot be used; the message says why in Chinese."""


class MissingValue(ValueError):
    """The template needs something the agency does not have; `token` names it."""

    def __init__(self, token: str) -> None:
        super().__init__(f"索引号模板需要{VALUE_TOKENS[token]}，但该机关没有登记")
        self.token = token


class UnusableValue(ValueError):
    """A value with characters that cannot stand in an index number; `token` names it."""

    def __init__(self, token: str, value: str) -> None:
        super().__init__(f"{VALUE_TOKENS[token]}“{value}”含有不能用于索引号的字符")
        self.token = token


class SerialOutOfRange(ValueError):
    """A serial below 1 or with more digits than the template has room for."""

    def __init__(self, serial: int, width: int | None) -> None:
        super().__init__(f"序号{serial}不在1至{'9' * width if width else '…'}的范围内，请更换索引号模板")
        self.serial = serial


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A literal text, or a token by its name."""

    text: str
    is_token: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: what stands before the serial, and the serial's number of digits (None: as many as needed)."""

    text: str
    pieces: tuple[Piece, ...]
    width: int | None

    @property
    def resets(self) -> str:
        """How often the serial begins anew: daily, monthly, yearly or never."""
        tokens = {piece.text for piece in self.pieces if piece.is_token}
        periods = (("yyyymmdd", "daily"), ("yyyymm", "monthly"), ("yyyy", "yearly"))
        return next((period for token, period in periods if token in tokens), "never")


@functools.lru_cache(maxsize=256)
def parse_template(text: str) -> Template:
    """Read a template such as `{credit_code}/{yyyymm}-{serial:05d}`. Raises InvalidTemplate.

    Tokens: org_code, credit_code, division, dept, class, yyyy, yyyymm, yyyymmdd and, once and last, serial.
    """
    pieces: list[Piece] = []
    width: int | None = None
    has_serial = False
    for match in _PIECE.finditer(text):
        token, literal, brace = match.groups()
        if brace:
            raise InvalidTemplate(f"索引号模板第{match.start() + 1}个字符处的花括号没有配对")
        if has_serial:
            raise InvalidTemplate("索引号模板的序号{serial}只能有一个，并且必须在最后")
        if literal:
            pieces.append(_literal(literal))
        elif serial := _SERIAL.fullmatch(token):
            has_serial = True
            width = int(serial[1]) if serial[1] else None
        elif token in VALUE_TOKENS or token in DATE_TOKENS:
            pieces.append(Piece(token, is_token=True))
        else:
            known = "、".join([*VALUE_TOKENS, *DATE_TOKENS, "serial:05d"])
            raise InvalidTemplate(f"索引号模板不认识{{{token}}}，可用的有：{known}")
    if not has_serial:
        raise InvalidTemplate("索引号模板缺少序号，例如{serial:05d}")
    if width is None and (not pieces or pieces[-1].is_token or pieces[-1].text[-1].isalnum()):
        raise InvalidTemplate("序号没有定位数时，前面必须有分隔符，例如-{serial}；或者写明位数{serial:05d}")
    return Template(text, tuple(pieces), width)


def prefix(template: Template, values: Mapping[str, str], on: datetime.date) -> str:
    """What stands before the serial on a day: the scope within which serials count from 1 and are unique.

    With a year in the template the serial begins anew each year, with year and month each month.
    Raises MissingValue or UnusableValue.
    """
    return "".join(_filled(piece, values, on) for piece in template.pieces)


def render(template: Template, values: Mapping[str, str], on: datetime.date, serial: int) -> str:
    """The index number. Raises MissingValue, UnusableValue or SerialOutOfRange."""
    digits = str(serial)
    if serial < 1 or (template.width is not None and len(digits) > template.width):
        raise SerialOutOfRange(serial, template.width)
    return prefix(template, values, on) + digits.zfill(template.width or 1)


def serial_of(number: str, template: Template, values: Mapping[str, str], on: datetime.date) -> int | None:
    """The serial of a number that this template gives on that day; None for any other number."""
    start = prefix(template, values, on)
    digits = number.removeprefix(start)
    if not number.startswith(start) or not re.fullmatch(r"[0-9]+", digits) or int(digits) == 0:
        return None
    if len(digits) != (template.width or len(str(int(digits)))):
        return None
    return int(digits)


def _literal(text: str) -> Piece:
    if re.search(r"\s", text):
        raise InvalidTemplate("索引号模板不能含有空格")
    return Piece(text, is_token=False)


def _filled(piece: Piece, values: Mapping[str, str], on: datetime.date) -> str:
    if not piece.is_token:
        return piece.text
    if piece.text in DATE_TOKENS:
        return on.strftime(DATE_TOKENS[piece.text]).zfill(len(piece.text))
    value = values.get(piece.text, "").strip()
    if not value:
        raise MissingValue(piece.text)
    if piece.text == "org_code":
        value = value.replace("-", "").upper()
    if not re.fullmatch(r"[\w.-]+", value):
        raise UnusableValue(piece.text, value)
    return value
