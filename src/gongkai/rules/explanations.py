"""How a due day came about: the steps with their articles, and what the clock needs to tell its state."""

import dataclasses
import datetime
from typing import Any, Literal

Waiting = Literal["", "correction", "payment"]


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step: its day, the entry kind it tells of (or received, due, silent), a sentence, the article.

    `is_warning` marks what was done too late or without effect.
    """

    on: datetime.date
    kind: str
    what: str
    article: str
    is_warning: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A consultation. The clock stands still after `asked_on` up to and including `ends_on` (None: no end known).

    `limit_on` is the last day to answer; `is_silent` says that no answer came by then in this ledger.
    """

    party: str
    name: str
    asked_on: datetime.date
    reached_on: datetime.date | None
    answered_on: datetime.date | None
    limit_on: datetime.date | None
    ends_on: datetime.date | None
    is_silent: bool
    counts: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """A due day and how it came about.

    `due_on` is None while no term runs: the applicant has to correct or to pay, or a consultation without a limit is
    open. `base_on` is the day after which days are counted; `excluded` are the spans left out, first day not
    counted in them, last day counted (None: still open). `provisional` says that a year of the span has not been
    announced, so that a holiday notice may move the day.
    """

    due_on: datetime.date | None
    provisional: bool
    steps: tuple[Step, ...]
    regime: str
    calendar: str
    receipt_on: datetime.date
    is_confirmed: bool
    base_on: datetime.date
    term_working_days: int
    extension_working_days: int
    is_extended: bool
    excluded: tuple[tuple[datetime.date, datetime.date | None], ...]
    excluded_working_days: int
    questions: tuple[Question, ...]
    waiting_for: Waiting
    waiting_since: datetime.date | None
    waiting_until: datetime.date | None
    correction_until: datetime.date | None
    is_correction_sent: bool
    closed_by: str
    closed_on: datetime.date | None

    @property
    def warnings(self) -> tuple[Step, ...]:
        """The steps that were late or without effect."""
        return tuple(each for each in self.steps if each.is_warning)


def to_plain(explanation: Explanation) -> dict[str, Any]:
    """Due day, whether it may still move, and the steps, as data for JSON."""
    return {
        "due_on": explanation.due_on.isoformat() if explanation.due_on else None,
        "provisional": explanation.provisional,
        "steps": [
            {"on": each.on.isoformat(), "what": each.what, "article": each.article} for each in explanation.steps
        ],
    }
