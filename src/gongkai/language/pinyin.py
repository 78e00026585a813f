"""Pinyin of names: initials to find an agency by and slugs for addresses."""

import re

import pypinyin

from gongkai.language import folding, segmentation


def initials(text: str) -> str:
    """First letters of each syllable, Latin letters and digits kept: 云州市财政局 gives yzsczj."""
    return "".join(_initial_parts(text))


def spelt(text: str) -> str:
    """Every syllable in full, without tones: 三公经费 gives sangongjingfei."""
    return "".join(_spelt(folding.fold_text(text), pypinyin.Style.NORMAL)).lower()


def slug(text: str, *, longest: int = 80) -> str:
    """Words in pinyin joined by hyphens, only a-z and 0-9, at most `longest` characters and never cut in a word.

    A text without anything to read gives an empty slug.
    """
    parts: list[str] = []
    size = 0
    for word in segmentation.words(folding.fold_text(text)):
        spelt = re.sub(r"[^a-z0-9]+", "-", "".join(_spelt(word, pypinyin.Style.NORMAL)).lower()).strip("-")
        if not spelt:
            continue
        if size + len(spelt) + bool(parts) > longest:
            break
        size += len(spelt) + bool(parts)
        parts.append(spelt)
    return "-".join(parts)


def _initial_parts(text: str) -> list[str]:
    found = []
    for part in _spelt(folding.fold_text(text), pypinyin.Style.FIRST_LETTER):
        found += re.findall(r"[a-z0-9]+", part.lower())
    return found


def _spelt(text: str, style: pypinyin.Style) -> list[str]:
    spelt: list[str] = pypinyin.lazy_pinyin(text, style=style, errors="default", v_to_u=False)
    return spelt
