"""Codes of organisations and places: unified social credit code (GB 32100), division code (GB/T 2260), with reasons."""

import re
import unicodedata
from typing import Literal

from stdnum.cn import uscc

DivisionLevel = Literal["province", "city", "county", "township", "village"]

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# 99 belongs to no province: the places of the demo and the tests, which must not be taken for real ones.
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|99")

_REGISTRARS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管",
    "A": "中央军委改革和编制办公室",
    "N": "农业",
    "Y": "其他",
}


def normalise(code: str) -> str:
    """The code in half-width capitals without blanks and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper()


def check(code: str) -> tuple[str, ...]:
    """Why a text is no unified social credit code, in a clerk's words; empty when it is one.

    The text is checked as written: `normalise` first what a person typed.
    """
    if len(code) != 18:
        return (f"统一社会信用代码应为18位，现为{len(code)}位",)
    wrong = sorted({each for each in code if each not in _LETTERS})
    if wrong:
        return (f"统一社会信用代码不使用字符{'、'.join(wrong)}（只用数字和除I、O、S、V、Z外的大写字母）",)
    reasons = []
    if code[0] not in _REGISTRARS:
        reasons.append(f"第1位登记管理部门代码“{code[0]}”不存在")
    reasons += [f"第3至8位：{reason}" for reason in check_division(code[2:8])]
    if code[16] != _org_check_character(code[8:16]):
        reasons.append("第9至17位组织机构代码的校验码不符")
    if code[17] != check_character(code[:17]):
        reasons.append("第18位校验码不符，代码可能抄错")
    return tuple(reasons)


def check_character(start: str) -> str:
    """The 18th character for the first 17. Raises ValueError for anything else than 17 characters of the alphabet."""
    if len(start) != 17 or any(each not in _LETTERS for each in start):
        raise ValueError(f"not the beginning of a credit code: {start}")
    character: str = uscc.calc_check_digit(f"{start}0")
    return character


def registrar(code: str) -> str | None:
    """The kind of office that registered the organisation; None for an unknown first character."""
    return _REGISTRARS.get(code[:1])


def check_division(code: str) -> tuple[str, ...]:
    """Why a text is no division code of 6, 9 or 12 digits; empty when it is plausible.

    The existence of province codes is checked, that of cities and counties is not.
    """
    if not re.fullmatch(r"[0-9]+", code):
        return (f"行政区划代码只能是数字，现为“{code}”",)
    if len(code) not in (6, 9, 12):
        return (f"行政区划代码应为6位（县以上）、9位（乡镇、街道）或12位（村、社区），现为{len(code)}位",)
    if code[:6] == "100000":
        return ()
    reasons = []
    if not _PROVINCE.match(code):
        reasons.append(f"行政区划代码前两位“{code[:2]}”不是省级代码")
    if code[2:4] == "00" and code[4:6] != "00":
        reasons.append("行政区划代码中地级为00时，县级也应为00")
    if len(code) == 12 and code[6:9] == "000" and code[9:] != "000":
        reasons.append("行政区划代码中乡级为000时，村级也应为000")
    return tuple(reasons)


def division_level(code: str) -> DivisionLevel:
    """The level a division code stands for; trailing zeros mean the level above. Raises ValueError for no such code.

    The nation itself (100000) has no level here and is refused.
    """
    if check_division(code) or code[:6] == "100000":
        raise ValueError(f"not a division code: {code}")
    if len(code) == 12 and code[9:] != "000":
        return "village"
    if len(code) >= 9 and code[6:9] != "000":
        return "township"
    if code[4:6] != "00":
        return "county"
    return "city" if code[2:4] != "00" else "province"


def division_parent(code: str) -> str | None:
    """The six- or nine-digit code of the division above; None above a province. Raises ValueError as above."""
    level = division_level(code)
    parents = {"village": code[:9], "township": code[:6], "county": f"{code[:4]}00", "city": f"{code[:2]}0000"}
    return parents.get(level)


def _org_check_character(body: str) -> str | None:
    """The ninth character of an organisation code (GB 11714), whose alphabet has all letters."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = (11 - sum(weight * values.index(each) for weight, each in zip(_ORG_WEIGHTS, body, strict=True)) % 11) % 11
    return "X" if rest == 10 else str(rest)
