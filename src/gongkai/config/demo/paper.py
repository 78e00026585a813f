"""Putting an official paper together: headings, articles, tables, signature and date, as the HTML an item holds."""

import datetime
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Sheet:
    """A table that goes with a text: as a spreadsheet when `kind` is xlsx."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    kind: str = "xlsx"


@dataclass(frozen=True)
class Letter:
    """A short paper that goes with a text, as docx or pdf."""

    name: str
    title: str
    paragraphs: Sequence[str]
    kind: str = "docx"


@dataclass(frozen=True)
class Text:
    """What an office wrote, before anybody reviewed it."""

    title: str
    body: str
    genre: str
    topic: str
    summary: str = ""
    keywords: str = ""
    doc_no: str = ""
    effective_on: datetime.date | None = None
    expires_on: datetime.date | None = None
    attachments: tuple[Sheet | Letter, ...] = ()
    about: str = ""  # what it regulates, so that a later text on it can repeal this one
    column: str = ""  # where it goes, when that hangs on what it says


def chinese_number(number: int) -> str:
    """一, 十一, 二十, 一百零三: numbers from 1 to 999 as articles and chapters are counted."""
    if not 0 < number < 1000:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def chinese_day(day: datetime.date) -> str:
    """2026年11月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


class Paper:
    """A paper under the pen: each method adds a part and returns the paper, so that calls chain."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._articles = 0
        self._chapters = 0
        self._sections = 0

    def p(self, *paragraphs: str) -> Self:
        """Add paragraphs."""
        self._parts += [f"<p>{html.escape(each, quote=False)}</p>" for each in paragraphs if each]
        return self

    def heading(self, words: str, level: int = 2) -> Self:
        """Add a heading."""
        self._parts.append(f"<h{level}>{html.escape(words, quote=False)}</h{level}>")
        return self

    def section(self, words: str, *paragraphs: str) -> Self:
        """Add 一、 and so on with its paragraphs."""
        self._sections += 1
        return self.heading(f"{chinese_number(self._sections)}、{words}").p(*paragraphs)

    def chapter(self, words: str) -> Self:
        """Add 第一章 and so on; articles keep counting."""
        self._chapters += 1
        return self.heading(f"第{chinese_number(self._chapters)}章　{words}")

    def article(self, *texts: str) -> Self:
        """Add 第一条 and so on."""
        for text in texts:
            self._articles += 1
            escaped = html.escape(text, quote=False)
            self._parts.append(f"<p><strong>第{chinese_number(self._articles)}条</strong>　{escaped}</p>")
        return self

    def points(self, texts: Iterable[str]) -> Self:
        """Add （一） and so on, one paragraph each."""
        return self.p(*(f"（{chinese_number(n)}）{text}" for n, text in enumerate(texts, start=1)))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> Self:
        """Add a table with a head row."""
        title = f"<caption>{html.escape(caption, quote=False)}</caption>" if caption else ""
        top = "".join(f'<th scope="col">{html.escape(each, quote=False)}</th>' for each in head)
        lines = "".join(
            "<tr>" + "".join(f"<td>{html.escape(str(cell), quote=False)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        self._parts.append(f"<table>{title}<thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>")
        return self

    def signed(self, name: str, day: datetime.date, note: str = "") -> Self:
        """Close with who signs and when, and the mark of publicity where one is due."""
        self._parts.append(f"<p>{html.escape(name)}<br>{chinese_day(day)}</p>")
        return self.p(note)

    def html(self) -> str:
        """The whole as HTML."""
        return "\n".join(self._parts)
