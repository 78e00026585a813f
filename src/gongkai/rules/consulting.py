"""Consultations in a ledger: which answer belongs to which question, and until when the clock stands still."""

import dataclasses
import datetime
from collections.abc import Sequence

from gongkai.rules import calendars, clock_words, explanations, ledgers, regimes


@dataclasses.dataclass(slots=True)
class _Asked:
    """A question while its answer is looked for."""

    entry: ledgers.Entry
    party: str
    asked_on: datetime.date
    reached_on: datetime.date | None = None
    answered_on: datetime.date | None = None


def questions(
    entries: Sequence[ledgers.Entry], calendar: calendars.Calendar, regime: regimes.Regime
) -> dict[int, explanations.Question]:
    """Every question by the place of each of its entries in `entries` (asked, received, answered).

    An answer belongs to the question to the party it names, else to the oldest open one of its kind. Raises
    ImpossibleEntry for an answer without a question.
    """
    asked: list[_Asked] = []
    places: dict[int, _Asked] = {}
    for place, entry in enumerate(entries):
        kind = ledgers.consulted(entry.kind)
        if kind is None or entry.on is None:
            continue
        party, part = kind
        if part == "asked":
            asked.append(_Asked(entry, party, entry.on))
            places[place] = asked[-1]
            continue
        found = _open(asked, entry, party, is_answer=part == "answered")
        if found is None:
            raise ledgers.ImpossibleEntry(entry, "no_question", clock_words.fault("no_question"))
        if part == "answered":
            found.answered_on = entry.on
        else:
            found.reached_on = entry.on
        places[place] = found
    told = {id(each): _question(each, calendar, regime) for each in asked}
    return {place: told[id(each)] for place, each in places.items()}


def is_covered(question: explanations.Question, others: Sequence[explanations.Question]) -> bool:
    """True when another question keeps the clock standing on the day after this one has ended."""
    end = question.ends_on
    return end is not None and any(
        each.counts and each.asked_on <= end and (each.ends_on is None or each.ends_on > end) for each in others
    )


def _open(asked: list[_Asked], entry: ledgers.Entry, party: str, *, is_answer: bool) -> _Asked | None:
    for each in asked:
        if each.party != party or each.answered_on is not None or (not is_answer and each.reached_on is not None):
            continue
        if not entry.party or each.entry.party == entry.party:
            return each
    return None


def _question(asked: _Asked, calendar: calendars.Calendar, regime: regimes.Regime) -> explanations.Question:
    rule = regime.consultations.get(asked.party)
    if rule is None:
        limit = None
    elif rule.working_days is None:
        limit = asked.entry.until_on
    else:
        limit = calendar.add_working_days(asked.reached_on or asked.asked_on, rule.working_days)
    answered = asked.answered_on
    ends = min((each for each in (answered, limit) if each is not None), default=None)
    return explanations.Question(
        party=asked.party,
        name=asked.entry.party,
        asked_on=asked.asked_on,
        reached_on=asked.reached_on,
        answered_on=answered,
        limit_on=limit,
        ends_on=ends,
        is_silent=limit is not None and (answered is None or answered > limit),
        counts=rule is not None,
    )
