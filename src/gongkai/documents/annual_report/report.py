"""What an annual report states once it has been read: who, which year, chapters, figures with their place, doubts."""

import dataclasses
from typing import Literal

from gongkai.documents import paper

Regime = Literal["2008", "2019"]
Edition = Literal["2014", "2019", "2021"]
Place = Literal["table", "prose"]
Period = Literal["year", "last_year", "cumulative"]


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure stands: the words as printed, their span in the document's text, and the cell if there is one.

    `table` counts the document's tables from 0, `row` and `column` its grid from 0, `page` from 1.
    """

    text: str
    span: paper.Span
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One stated figure. `id` is None for what fits no indicator: then `label` holds the report's own words.

    `number` is in `unit` as printed (a multiplier such as 万 before a counting word is worked out, 万元 stays);
    `is_implied` is a zero said in words; `period` tells last year's and cumulative figures from this year's.
    """

    id: str | None
    number: int | float
    unit: str
    label: str
    stated: Place
    evidence: Evidence
    is_approximate: bool = False
    is_implied: bool = False
    period: Period = "year"


@dataclasses.dataclass(frozen=True, slots=True)
class Chapter:
    """A heading as printed with its level (1 chapter, 2 section) and the span it governs, its own line included."""

    heading: str
    level: int
    span: paper.Span


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """An annual report as read. `others` are figures that fit no indicator; `doubts` say what could not be read."""

    title: str | None
    agency: str | None
    year: int | None
    regime: Regime | None
    edition: Edition | None
    chapters: tuple[Chapter, ...]
    values: tuple[Value, ...]
    others: tuple[Value, ...]
    doubts: tuple[paper.Doubt, ...]
