"""What the checks see of a report, as plain values, and what they answer: findings with their evidence."""

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterable
from typing import Literal

from gongkai.rules import forms

Severity = Literal["error", "warning", "rounding"]
Number = int | float

_MONEY = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: words as printed, characters `start:end` of the report's text, page and cell if any."""

    text: str
    start: int = -1
    end: int = -1
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One stated figure. `id` is the statistic (None: only the report's own `label`), `number` is in `unit`.

    `is_implied` is a zero said in words. `period` tells last year's and cumulative figures from this year's.
    `cell` is the id of the form's cell, where the maker of the facts knows it.
    """

    id: str | None
    number: Number
    unit: str
    stated: Literal["table", "prose"]
    place: Place
    label: str = ""
    is_approximate: bool = False
    is_implied: bool = False
    period: Literal["year", "last_year", "cumulative"] = "year"
    cell: str | None = None

    @property
    def amount(self) -> Number:
        """The number in the smallest unit of its kind, so that 万元 and 元 compare."""
        factor = _MONEY.get(self.unit, 1)
        return self.number if factor == 1 else round(self.number * factor, 4)


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level (1 chapter, 2 section) and the characters it governs, its own line included."""

    title: str
    level: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class ReportFacts:
    """A report as the checks see it. `text` is in simplified characters and half width; places count in it.

    `edition` is that of the form the tables follow (form-2021); None when they do not tell.
    `is_computed` marks figures that come from records instead of paper: then rules about wording are silent.
    """

    facts: tuple[Fact, ...]
    year: int | None = None
    agency: str | None = None
    title: str | None = None
    regime: Literal["2008", "2019"] | None = None
    edition: str | None = None
    text: str = ""
    headings: tuple[Heading, ...] = ()
    is_computed: bool = False

    @functools.cached_property
    def form(self) -> forms.Form | None:
        """The form the tables follow, else the one in force for the year."""
        if self.edition:
            return forms.form(self.edition)
        return forms.edition_for(self.year) if self.year else None

    @functools.cached_property
    def prose(self) -> tuple[Fact, ...]:
        """The figures of running text in reading order, each place once."""
        found: dict[tuple[int, int, Number], Fact] = {}
        for fact in sorted(self.facts, key=lambda each: (each.place.end, each.place.start)):
            if fact.stated == "prose":
                found.setdefault((fact.place.start, fact.place.end, fact.number), fact)
        return tuple(found.values())

    @functools.cached_property
    def _ends(self) -> list[int]:
        return [each.place.end for each in self.prose]

    def prose_between(self, start: int, end: int) -> tuple[Fact, ...]:
        """The figures of running text that end after `start` and not after `end`."""
        return self.prose[bisect.bisect_right(self._ends, start) : bisect.bisect_right(self._ends, end)]

    @functools.cached_property
    def cells(self) -> dict[str, Fact]:
        """The figures of the form by cell id; a cell read with two different numbers is left out."""
        form = self.form
        found: dict[str, set[Number]] = {}
        facts: dict[str, Fact] = {}
        for fact in self.facts:
            if fact.stated != "table" or form is None:
                continue
            name = fact.cell or _cell_of(fact, form)
            if name is not None and name in form.cells:
                found.setdefault(name, set()).add(fact.number)
                facts.setdefault(name, fact)
        return {name: facts[name] for name, numbers in found.items() if len(numbers) == 1}

    def sentence_of(self, fact: Fact) -> str:
        """The words from the beginning of the fact's sentence to the fact's end."""
        start = self.sentence_start(fact.place.start)
        return self.text[start : fact.place.end]

    def sentence_start(self, position: int) -> int:
        """Where the sentence that holds this position begins."""
        begin = 0
        for match in _SENTENCE_END.finditer(self.text, max(0, position - 400), max(0, position)):
            begin = match.end()
        return begin or max(0, position - 400)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up. `sentence` is Chinese and `english` English, both for a clerk.

    `numbers` are all figures it is about; `stated` are the places of the doubted figure, `against` those it is
    measured by (both empty when something is missing).
    """

    rule: str
    severity: Severity
    sentence: str
    english: str
    numbers: tuple[Number, ...] = ()
    stated: tuple[Place, ...] = ()
    against: tuple[Place, ...] = ()


def plain(number: Number) -> str:
    """A number as a clerk writes it: no empty decimals, no exponent."""
    rounded = round(float(number), 4)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:f}".rstrip("0")


def numbers_of(facts: Iterable[Fact], *more: Number) -> tuple[Number, ...]:
    """The numbers of facts and some more, each once, in order."""
    return tuple(dict.fromkeys([*(fact.number for fact in facts), *more]))


def _cell_of(fact: Fact, form: forms.Form) -> str | None:
    cells = form.by_indicator.get(fact.id, ()) if fact.id else ()
    if len(cells) == 1:
        return cells[0].id
    named = form.cell_named(fact.label) if fact.label else None
    if named is None or (cells and named not in cells) or (fact.id and not cells):
        return None
    return named.id
