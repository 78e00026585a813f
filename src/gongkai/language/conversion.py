"""Conversion between simplified and traditional Chinese, whole phrases at a time."""

import functools
import re
from typing import Literal

import opencc

Variant = Literal["hk", "tw"]

# Without the other side's wording (s2twp would turn 文件 into 檔案): titles of laws and papers keep their words.
_TO_TRADITIONAL = {"hk": "s2hk", "tw": "s2tw"}

# A document number is a name: 国办发〔2026〕1号 keeps its own characters in every edition.
_PROTECTED = re.compile(r"[\u3400-\u9fff]{1,12}\s?[〔\[(（【［][12]\d{3}[〕\])）】］]\s?第?\d{1,6}\s?[号號]")

_HALVES = re.compile("([\ud800-\udfff]+)")
_MARKUP = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[!?/]?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z][\w:-]*)")
_ATTRIBUTE = re.compile(
    r"""(?P<before>\s(?:title|alt|placeholder|aria-label|data-l|data-done|data-say-[\w-]+)\s*=\s*)(?P<quote>["'])(?P<value>.*?)(?P=quote)""",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE = re.compile(r"""(<html\b[^>]*?\slang\s*=\s*["'])zh-(?:Hans|CN)(?:-CN)?(["'])""", re.IGNORECASE)
_UNTOUCHED = {"script", "style", "code", "textarea", "template"}


def to_simplified(text: str) -> str:
    """Simplified characters and mainland wording (資訊 becomes 信息)."""
    return _converted(text, "tw2sp")


def to_traditional(text: str, variant: Variant = "hk") -> str:
    """Traditional characters of Hong Kong or Taiwan, chosen by phrase; document numbers stay as they are."""
    name = _TO_TRADITIONAL[variant]
    pieces = []
    position = 0
    for protected in _PROTECTED.finditer(text):
        start = protected.start() + _lead_in(protected.group())
        pieces += [_converted(text[position:start], name), text[start : protected.end()]]
        position = protected.end()
    pieces.append(_converted(text[position:], name))
    return "".join(pieces)


def html_to_traditional(html: str, variant: Variant = "hk") -> str:
    """The same for a page: text, title, alt, placeholder, aria-label, data-l, data-done and data-say-… are converted,
    all other markup stays.

    Left alone until their closing tag: script, style, code, textarea, template and elements with `translate="no"`.
    The page's `lang` becomes zh-Hant.
    """
    pieces: list[str] = []
    position = 0
    untouched: str | None = None
    for markup in _MARKUP.finditer(html):
        between = html[position : markup.start()]
        pieces.append(between if untouched else to_traditional(between, variant))
        tag = markup.group()
        name = _TAG_NAME.match(tag)
        if name is None:
            pieces.append(tag)
        elif untouched is None:
            pieces.append(_converted_attributes(tag, variant))
            untouched = _opens_untouched(tag, name[1].lower())
        else:
            pieces.append(tag)
            if tag.startswith("</") and name[1].lower() == untouched:
                untouched = None
        position = markup.end()
    rest = html[position:]
    pieces.append(rest if untouched else to_traditional(rest, variant))
    return _LANGUAGE.sub(r"\1zh-Hant\2", "".join(pieces), count=1)


def _opens_untouched(tag: str, name: str) -> str | None:
    if tag.startswith("</") or tag.endswith("/>"):
        return None
    return name if name in _UNTOUCHED or re.search(r"""\stranslate\s*=\s*["']no["']""", tag) else None


def _converted_attributes(tag: str, variant: Variant) -> str:
    def converted(match: re.Match[str]) -> str:
        return f"{match['before']}{match['quote']}{to_traditional(match['value'], variant)}{match['quote']}"

    return _ATTRIBUTE.sub(converted, tag)


def _lead_in(number: str) -> int:
    """Characters of running text before the abbreviation of a number, such as 根据."""
    lead = re.match(
        r"[^〔\[(（【［]*(?:根据|根據|依据|依照|按照|贯彻|落实|印发|转发|废止|以及|的|号)(?=[^〔\[(（【［])", number
    )
    return lead.end() if lead else 0


def _converted(text: str, name: str) -> str:
    """Halves of characters, which the converter does not take, stay as they are."""
    converter = _converter(name)
    pieces = _HALVES.split(text)
    return "".join(each if _HALVES.match(each) else converter.convert(each) for each in pieces)


@functools.cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
