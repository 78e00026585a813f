"""The state of a request's clock on a day: running, standing still since, overdue by, what is still possible."""

import dataclasses
import datetime
from typing import Any, Literal

from gongkai.rules import calendars, clock_words, deadlines, explanations, ledgers, regimes

Day = datetime.date
Code = Literal[
    "not_received",
    "awaiting_confirmation",
    "running",
    "due_today",
    "overdue",
    "paused",
    "awaiting_correction",
    "correction_lapsed",
    "awaiting_payment",
    "payment_lapsed",
    "answered",
    "withdrawn",
    "closed",
]


@dataclasses.dataclass(frozen=True, slots=True)
class Silence:
    """Somebody consulted who has not answered: since the day after `since_on`."""

    party: str
    name: str
    since_on: Day
    what: str
    article: str


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """The clock on a day, as the ledger stood then.

    `elapsed` and `total` are working days of the term without the days left out; `remaining` is None while no term
    runs or after the case is closed. `since_on` and `until_on` belong to the state (paused since, correct until).
    `extension` says whether the term may be extended now; then `extension_until` is the last day to tell the
    applicant. `correction_until` is the last day to send a correction notice, None when it is past or was sent.
    """

    on: Day
    code: Code
    what: str
    article: str
    due_on: Day | None
    elapsed: int
    total: int
    remaining: int | None
    overdue: int
    since_on: Day | None
    until_on: Day | None
    extension: Literal["possible", "used", "not_now"]
    extension_until: Day | None
    correction_until: Day | None
    silent: tuple[Silence, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reminder:
    """A day on which somebody must act or is reminded: `code` is correction, due, lapse or opinion."""

    on: Day
    code: Literal["correction", "due", "lapse", "opinion"]
    working_days_left: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Finding:
    """What the state is, before it is put into words and numbers."""

    code: Code
    article: str
    since_on: Day | None = None
    until_on: Day | None = None
    facts: dict[str, object] = dataclasses.field(default_factory=dict)


def state(ledger: ledgers.Ledger, calendar: calendars.Calendar, on: Day, regime: regimes.Regime | None = None) -> State:
    """The clock at the end of a day; entries of later days are not looked at. Raises as `deadlines.explain` does."""
    bound = regime or deadlines.regime_of(ledger)
    told = deadlines.explain(ledgers.until(ledger, on), calendar, bound)
    elapsed = _counted(told, calendar, on)
    total = (
        _counted(told, calendar, told.due_on) if told.due_on else told.term_working_days + told.extension_working_days
    )
    found = _finding(ledger, told, bound, on)
    overdue = _overdue(told, calendar, on)
    runs = told.due_on is not None and not told.closed_by and on >= ledger.received_on
    remaining = max(0, total - elapsed) if runs else None
    used = min(elapsed, total) if told.due_on else elapsed
    what = clock_words.state(
        found.code, **found.facts, elapsed=used, remaining=remaining, days=overdue, due=told.due_on or ""
    )
    extendable = runs and not told.is_extended and told.due_on is not None and on <= told.due_on
    limit = told.correction_until
    correctable = (
        limit is not None
        and on <= limit
        and not told.is_correction_sent
        and not told.closed_by
        and on >= ledger.received_on
    )
    return State(
        on=on,
        code=found.code,
        what=what,
        article=bound.article(found.article),
        due_on=told.due_on,
        elapsed=used,
        total=total,
        remaining=remaining,
        overdue=overdue,
        since_on=found.since_on,
        until_on=found.until_on,
        extension="possible" if extendable else "used" if told.is_extended else "not_now",
        extension_until=told.due_on if extendable else None,
        correction_until=limit if correctable else None,
        silent=_silent(told, bound, on),
    )


def reminders(explanation: explanations.Explanation, calendar: calendars.Calendar) -> tuple[Reminder, ...]:
    """The days that lie in an open case, in order: correction notice, opinions, lapse, and before the due day."""
    if explanation.closed_by:
        return ()
    found = []
    if explanation.correction_until and not explanation.is_correction_sent:
        found.append(Reminder(explanation.correction_until, "correction", 0))
    if explanation.waiting_until:
        found.append(Reminder(explanation.waiting_until, "lapse", 0))
    found += [
        Reminder(each.limit_on, "opinion", 0)
        for each in explanation.questions
        if each.counts and each.limit_on and each.answered_on is None
    ]
    if explanation.due_on:
        found += [
            Reminder(calendar.add_working_days(explanation.due_on, -each), "due", each) for each in regimes.reminders()
        ]
    return tuple(sorted(found, key=lambda each: (each.on, each.code, each.working_days_left)))


def to_plain(state: State) -> dict[str, Any]:
    """The state as data for JSON."""
    return {
        "on": state.on.isoformat(),
        "code": state.code,
        "what": state.what,
        "article": state.article,
        "due_on": _iso(state.due_on),
        "elapsed_working_days": state.elapsed,
        "total_working_days": state.total,
        "remaining_working_days": state.remaining,
        "overdue_working_days": state.overdue,
        "since_on": _iso(state.since_on),
        "until_on": _iso(state.until_on),
        "extension": state.extension,
        "extension_until": _iso(state.extension_until),
        "correction_until": _iso(state.correction_until),
        "silent": [
            {"party": each.party, "since_on": each.since_on.isoformat(), "what": each.what} for each in state.silent
        ],
    }


def _iso(day: Day | None) -> str | None:
    return day.isoformat() if day else None


def _counted(told: explanations.Explanation, calendar: calendars.Calendar, upto: Day) -> int:
    """Working days of the term after its base up to a day, without those left out and those after it stopped."""
    stops = (told.waiting_since, told.closed_on)
    upto = min([upto, *(each for each in stops if each is not None)])
    if upto <= told.base_on:
        return 0
    days = calendar.working_days_between(told.base_on, upto)
    for start, end in told.excluded:
        last = upto if end is None else min(end, upto)
        first = max(start, told.base_on)
        if last > first:
            days -= calendar.working_days_between(first, last)
    return days


def _overdue(told: explanations.Explanation, calendar: calendars.Calendar, on: Day) -> int:
    if told.due_on is None or told.closed_by in ("withdrawn", "closed"):
        return 0
    reached = min(on, told.closed_on) if told.closed_on else on
    if reached <= told.due_on:
        return 0
    # A day of rest after the due day is already late, though no working day has passed.
    return max(1, calendar.working_days_between(told.due_on, reached))


def _finding(ledger: ledgers.Ledger, told: explanations.Explanation, bound: regimes.Regime, on: Day) -> _Finding:
    if on < ledger.received_on:
        return _Finding("not_received", bound.receipt_article)
    if told.closed_by:
        return _closed(told, bound)
    if told.waiting_for:
        return _waiting(told, bound, on)
    if not told.is_confirmed:
        return _Finding("awaiting_confirmation", bound.receipt(ledger.channel).article, since_on=told.receipt_on)
    paused = _paused(told, bound, on)
    if paused is not None:
        return paused
    if told.due_on is not None and on > told.due_on:
        return _Finding("overdue", bound.reply.article, since_on=told.due_on)
    code: Code = "due_today" if on == told.due_on else "running"
    return _Finding(code, bound.reply.article, since_on=told.base_on, until_on=told.due_on)


def _closed(told: explanations.Explanation, bound: regimes.Regime) -> _Finding:
    code: Code = (
        "answered" if told.closed_by == "answered" else "withdrawn" if told.closed_by == "withdrawn" else "closed"
    )
    is_late = told.due_on is not None and told.closed_on is not None and told.closed_on > told.due_on
    timely = clock_words.clause("late_plain" if is_late else "in_time" if told.due_on else "no_due")
    facts: dict[str, object] = {"since": told.closed_on, "timely": timely}
    return _Finding(code, bound.reply.article, since_on=told.closed_on, facts=facts)


def _waiting(told: explanations.Explanation, bound: regimes.Regime, on: Day) -> _Finding:
    since, until = told.waiting_since, told.waiting_until
    is_correction = told.waiting_for == "correction"
    article = bound.correction.article if is_correction or bound.fee is None else bound.fee.article
    if until is not None and on > until:
        lapsed: Code = "correction_lapsed" if is_correction else "payment_lapsed"
        return _Finding(lapsed, article, since, until, {"last": until})
    waits: Code = "awaiting_correction" if is_correction else "awaiting_payment"
    clause = clock_words.clause(f"{waits}_until", last=until) if until else ""
    return _Finding(waits, article, since, until, {"since": since, "until": clause})


def _standing_since(told: explanations.Explanation, on: Day) -> Day | None:
    """Since when days are being left out on a day; spans that follow one another count as one."""
    since, last = None, None
    for start, end in told.excluded:
        since = since if last is not None and start == last else start
        last = end
        if start <= on and (end is None or on <= end):
            return since
    return None


def _paused(told: explanations.Explanation, bound: regimes.Regime, on: Day) -> _Finding | None:
    """Standing still on a day: something is still being asked whose days are left out."""
    since = _standing_since(told, on)
    asked = [
        each
        for each in told.questions
        if each.counts and each.answered_on is None and (each.ends_on is None or on <= each.ends_on)
    ]
    if since is None or not asked:
        return None
    ends = [each.ends_on for each in asked]
    end = None if None in ends else max(each for each in ends if each is not None)
    parties = "、".join(dict.fromkeys(ledgers.party_label(each.party) for each in asked))
    until = clock_words.clause("paused_until", last=end) if end else ""
    article = bound.consultations[asked[0].party].excluded
    return _Finding("paused", article, since, end, {"since": since, "party": parties, "until": until})


def _silent(told: explanations.Explanation, bound: regimes.Regime, on: Day) -> tuple[Silence, ...]:
    if told.closed_by:
        return ()
    found = []
    for each in told.questions:
        if each.answered_on is None and each.counts and each.limit_on is not None and each.limit_on < on:
            rule = bound.consultations[each.party]
            meaning = clock_words.clause(f"silent_{rule.silence}")
            party = ledgers.party_label(each.party) + (f"（{each.name}）" if each.name else "")
            what = clock_words.state("silent", party=party, since=each.limit_on, meaning=meaning)
            found.append(Silence(each.party, each.name, each.limit_on, what, bound.article(rule.asking)))
    return tuple(found)
