"""Asking other agencies before information goes public: the term, what silence means, and what may go out at once."""

import dataclasses
import datetime
import functools
from typing import Any, Literal

from gongkai.rules import calendars, datafiles

Silence = Literal["decide", "consent"]
# So many working days before the term ends those who have not answered are reminded.
REMIND = 2

_NAME = "coordination.yaml"
_RULE: datafiles.Shape = {
    **dict.fromkeys(("regime", "silence", "article", "title", "note", "certainty"), str),
    **dict.fromkeys(("least", "working_days", "most"), int),
    "since": datetime.date,
    "until": (datetime.date, type(None)),
}
_EXCEPTION: datafiles.Shape = dict.fromkeys(("id", "label", "article", "certainty"), str)


class NoRule(ValueError):
    """No Regulation was in force on the day."""


class TermOutside(ValueError):
    """A term that is shorter or longer than agencies grant each other; the message says which are not."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What holds for a question put while a Regulation is in force: terms in working days, and what silence means."""

    regime: str
    since: datetime.date
    until: datetime.date | None
    least: int
    working_days: int
    most: int
    silence: Silence
    article: str
    title: str
    note: str
    certainty: str

    def due(self, asked_on: datetime.date, days: int, calendar: calendars.Calendar) -> datetime.date:
        """The last day to answer; the day of asking is not counted. Raises TermOutside."""
        if not self.least <= days <= self.most:
            raise TermOutside(f"征求意见的期限为{self.least}至{self.most}个工作日")
        return calendar.add_working_days(asked_on, days)


@dataclasses.dataclass(frozen=True, slots=True)
class Exemption:
    """A case in which information goes out at once, and the others are asked all the same."""

    id: str
    label: str
    article: str
    certainty: str


def rule(on: datetime.date) -> Rule:
    """What holds for a question put on a day. Raises NoRule."""
    found = next((each for each in _load()[0] if each.since <= on and (each.until is None or on <= each.until)), None)
    if found is None:
        raise NoRule(f"{on}：没有施行中的条例")
    return found


def exemptions() -> tuple[Exemption, ...]:
    """The cases that may go out before the others have answered."""
    return _load()[1]


@functools.cache
def _load() -> tuple[tuple[Rule, ...], tuple[Exemption, ...]]:
    return parse(datafiles.read(_NAME, "rules", "exceptions"))


def parse(raw: dict[str, Any]) -> tuple[tuple[Rule, ...], tuple[Exemption, ...]]:
    """Check and build the rules from the content of their file. Raises DataFault."""
    rules = tuple(Rule(**datafiles.checked(each, _NAME, required=_RULE)) for each in raw["rules"])
    for each in rules:
        if each.silence not in ("decide", "consent"):
            raise datafiles.DataFault(f"{_NAME}: silence means decide or consent, not {each.silence}")
        if not 1 <= each.least <= each.working_days <= each.most:
            raise datafiles.DataFault(f"{_NAME}: the terms of {each.regime} are not in order")
    found = tuple(Exemption(**datafiles.checked(each, _NAME, required=_EXCEPTION)) for each in raw["exceptions"])
    datafiles.unique((each.id for each in found), _NAME)
    return rules, found
