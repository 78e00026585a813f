"""Until when a body files and publishes its annual report, by which article, and on which days it is reminded."""

import dataclasses
import datetime
import functools
from typing import Any, Literal

from gongkai.rules import datafiles, forms

_NAME = "filing.yaml"
_FIRST_YEAR = 2008
Who = Literal["agency", "government"]
Audience = Literal["officer", "office"]


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """The last day to file the report on a year, and its article; `is_law` is False where the law is silent."""

    who: Who
    due_on: datetime.date
    basis: str
    is_law: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A day on which a reminder goes out, in days from the last day of the term, and who hears it."""

    id: str
    days: int
    audience: tuple[Audience, ...]

    @property
    def is_late(self) -> bool:
        """Whether it comes after the term."""
        return self.days > 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Body:
    kinds: frozenset[str]
    levels: frozenset[str]
    who: Who
    is_law: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Rules:
    bodies: tuple[_Body, ...]
    steps: tuple[Step, ...]


def term(*, year: int, kind: str, level: str) -> Term | None:
    """The term of a body's report on a year, by its kind and level ("department", "city"); None before 2008.

    Under the Regulation of 2019 departments file by 31 January and governments by 31 March, under that of 2008 all by
    31 March. The law does not speak of townships: theirs is the day of the departments, and not a term of the law.
    """
    if year < _FIRST_YEAR:
        return None
    body = next((each for each in _rules().bodies if _fits(each, kind, level)), None)
    who: Who = body.who if body else "agency"
    form = forms.edition_for(year) or forms.form("form-2014")
    due_on, basis = form.due_on(year, who)
    return Term(who, due_on, basis, bool(body and body.is_law))


def steps() -> tuple[Step, ...]:
    """The days of reminding, the earliest first."""
    return _rules().steps


def step_on(due_on: datetime.date, on: datetime.date) -> Step | None:
    """The reminder that stands for a day: the newest whose day has come; None before the first."""
    come = [each for each in steps() if due_on + datetime.timedelta(days=each.days) <= on]
    return come[-1] if come else None


def _fits(body: _Body, kind: str, level: str) -> bool:
    return kind in body.kinds and (not body.levels or level in body.levels)


@functools.cache
def _rules() -> _Rules:
    return parse(datafiles.read(_NAME, "bodies", "reminders"))


def parse(raw: dict[str, Any]) -> _Rules:
    """Check and build the rules from the content of their file. Raises DataFault."""
    found = [
        datafiles.checked(each, _NAME, required={"id": str, "days": int, "audience": list}) for each in raw["reminders"]
    ]
    datafiles.unique((each["id"] for each in found), _NAME)
    days = [each["days"] for each in found]
    if days != sorted(set(days)):
        raise datafiles.DataFault(f"{_NAME}: the days of reminding are not in order")
    for each in found:
        if not each["audience"] or set(each["audience"]) - {"officer", "office"}:
            raise datafiles.DataFault(f"{_NAME}: {each['id']} is for nobody known")
    shape: datafiles.Shape = {"kinds": list, "levels": list, "who": str, "is_law": bool}
    bodies = [datafiles.checked(each, _NAME, required=shape) for each in raw["bodies"]]
    if any(each["who"] not in ("agency", "government") for each in bodies):
        raise datafiles.DataFault(f"{_NAME}: who is agency or government")
    return _Rules(
        tuple(_Body(frozenset(b["kinds"]), frozenset(b["levels"]), b["who"], b["is_law"]) for b in bodies),
        tuple(Step(each["id"], each["days"], tuple(each["audience"])) for each in found),
    )
