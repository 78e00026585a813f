"""The clock of a request: its ledger as the law reads it, the due day explained, and what the case should cache."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.foi.models.calendars import CalendarNotice
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Consultation
from gongkai.rules import calendars, deadlines, explanations, ledgers, regimes

Kind = Entry.Kind
State = InfoRequest.State
CLOCK_KINDS = frozenset(each.id for each in ledgers.kinds())
ASKED = {Kind.THIRD_PARTY_ASKED, Kind.COMAKER_ASKED, Kind.OTHER_AGENCY_ASKED}
_built: dict[tuple[Any, ...], calendars.Calendar] = {}


def calendar() -> calendars.Calendar:
    """The working days with every notice applied here. One query; built anew only after a new notice."""
    notices = CalendarNotice.objects.filter(state=CalendarNotice.State.APPLIED).order_by("issued_on", "id")
    key = tuple(notices.values_list("pk", "applied_at"))
    if key not in _built:
        _built.clear()
        _built[key] = with_notices(calendars.Calendar.load(), notices)
    return _built[key]


def with_notices(base: calendars.Calendar, notices: Iterable[CalendarNotice]) -> calendars.Calendar:
    """A calendar with the arrangements of some notices put in, the later over the earlier."""
    for notice in notices:
        base = base.announcing(arrangement(notice))
    return base


def arrangement(notice: CalendarNotice) -> calendars.Year:
    """The days of a notice as the law reads them. Raises rules.datafiles.DataFault."""

    def day(text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)

    year = calendars.parse_year(
        {
            "year": notice.year,
            "notices": [{"title": notice.title, "number": notice.number, "issued_on": notice.issued_on}],
            "holidays": [
                {"name": each["name"], "from": day(each["from"]), "to": day(each["to"])}
                for each in notice.days.get("holidays", [])
            ],
            "working_weekends": [
                {"day": day(each["day"]), "for": each["for"]} for each in notice.days.get("working_weekends", [])
            ],
        }
    )
    assert year is not None
    return year


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that stand: neither voided nor counter-entries, in the order they were written."""
    rows = sorted(entries, key=lambda each: each.number)
    voided = {each.voids_id for each in rows if each.voids_id}
    return [each for each in rows if each.pk not in voided and each.kind != Kind.VOIDED]


def ledger(info_request: InfoRequest, entries: Iterable[Entry]) -> ledgers.Ledger:
    """The ledger of a request as `rules.deadlines` reads it; parties are numbered, never named."""
    standing = [each for each in in_force(entries) if each.kind in CLOCK_KINDS]
    names = _party_names(standing)
    return ledgers.Ledger(
        received_on=info_request.arrived_on,
        entries=tuple(
            ledgers.Entry(
                kind=each.kind,
                on=each.on,
                working_days=each.working_days,
                until_on=each.until,
                party=names.get(each.consultation_id or 0, ""),
            )
            for each in standing
        ),
        channel=info_request.channel,
        regime=info_request.regime,
    )


def _party_names(entries: Sequence[Entry]) -> dict[int, str]:
    """“第1家”, “第2家” where several of one kind were asked."""
    asked: dict[str, list[int]] = {}
    for each in entries:
        if each.kind in ASKED and each.consultation_id:
            asked.setdefault(each.kind, []).append(each.consultation_id)
    return {
        pk: f"第{place}家"
        for several in asked.values()
        if len(several) > 1
        for place, pk in enumerate(several, start=1)
    }


def explain(
    info_request: InfoRequest, entries: Iterable[Entry] | None = None, *, days: calendars.Calendar | None = None
) -> explanations.Explanation:
    """The due day of a request and how it came about. At most two queries. Raises ledgers.ImpossibleEntry."""
    rows = info_request.entries.all() if entries is None else entries
    return deadlines.explain(ledger(info_request, rows), days or calendar(), regimes.regime(info_request.regime))


def elapsed(explanation: explanations.Explanation, on: datetime.date, days: calendars.Calendar) -> int:
    """Working days counted from the day the term began to a day, what is excluded left out; 0 before it began."""
    counted = days.working_days_between(explanation.base_on, on)
    for start, end in explanation.excluded:
        first, last = max(start, explanation.base_on), min(end or on, on)
        if last > first:
            counted -= days.working_days_between(first, last)
    return max(0, counted)


@dataclass(frozen=True)
class Standing:
    """Where a request stands by its ledger: the values its row caches."""

    values: Mapping[str, Any]
    explanation: explanations.Explanation

    def differs(self, info_request: InfoRequest) -> dict[str, tuple[Any, Any]]:
        """The cached fields that say something else: name to (stored, true)."""
        return {
            name: (getattr(info_request, name), value)
            for name, value in self.values.items()
            if getattr(info_request, name) != value
        }


def standing(
    info_request: InfoRequest,
    entries: Iterable[Entry],
    consultations: Iterable[Consultation],
    decisions: Iterable[Decision],
    *,
    days: calendars.Calendar,
) -> Standing:
    """What a request's row should cache. No query. Raises ledgers.ImpossibleEntry."""
    rows = in_force(entries)
    explanation = explain(info_request, rows, days=days)
    state, waits = _state(rows, list(consultations), explanation)
    is_decided = state in {State.DECIDED, State.CLOSED}
    may_correct = state == State.HANDLING and not explanation.is_correction_sent
    values: dict[str, Any] = {
        "state": state,
        "clock": _clock(state, explanation),
        "received_on": explanation.receipt_on if explanation.is_confirmed else None,
        "confirmed_on": next((each.on for each in rows if each.kind == Kind.RECEIPT_CONFIRMED), None),
        "due_on": explanation.due_on,
        "is_due_provisional": explanation.provisional and explanation.due_on is not None,
        "correction_by": explanation.correction_until if may_correct else None,
        "waits_since": waits[0] if waits else None,
        "waits_until": waits[1] if waits else None,
        "is_extended": explanation.is_extended,
        "closed_on": _closed_on(rows) if state == State.CLOSED else None,
    }
    values |= _outcome(rows, list(decisions), is_decided=is_decided, is_received=explanation.is_confirmed)
    ended = explanation.closed_on if explanation.closed_by == "answered" else None
    values["days_taken"] = elapsed(explanation, ended, days) if ended else None
    values["was_late"] = bool(ended and explanation.due_on and ended > explanation.due_on)
    return Standing(values, explanation)


Waits = tuple[datetime.date, datetime.date] | None


def _state(
    rows: Sequence[Entry], consultations: Sequence[Consultation], explanation: explanations.Explanation
) -> tuple[str, Waits]:
    if explanation.closed_by in {"withdrawn", "closed"}:
        return State.CLOSED, None
    if explanation.closed_by == "answered":
        last = next(each.kind for each in reversed(rows) if each.kind in {Kind.ANSWERED, Kind.DELIVERED})
        return (State.CLOSED if last == Kind.DELIVERED else State.DECIDED), None
    if not explanation.is_confirmed:
        return State.ENTERED, None
    if explanation.waiting_for:
        state = State.CORRECTION if explanation.waiting_for == "correction" else State.PAYMENT
        since, until = explanation.waiting_since, explanation.waiting_until
        return state, (since, until or since) if since else None
    asked = {each.consultation_id for each in rows if each.kind in ASKED}
    silent = [each for each in consultations if each.pk in asked and each.answered_on is None]
    if silent:
        return State.CONSULTING, (min(each.asked_on for each in silent), min(each.answer_by for each in silent))
    return _reasons(rows)


def _reasons(rows: Sequence[Entry]) -> tuple[str, Waits]:
    about = {Kind.REASONS_ASKED, Kind.REASONS_GIVEN, Kind.DELAYED_TERM}
    last = next((each for each in reversed(rows) if each.kind in about), None)
    if last is not None and last.kind == Kind.REASONS_ASKED:
        return State.REASONS, (last.on, last.until or last.on)
    return State.HANDLING, None


def _clock(state: str, explanation: explanations.Explanation) -> str:
    if state == State.ENTERED:
        return InfoRequest.Clock.IDLE
    if state in {State.DECIDED, State.CLOSED}:
        return InfoRequest.Clock.STOPPED
    counts = any(each.counts and each.answered_on is None for each in explanation.questions)
    paused = explanation.waiting_for or (state == State.CONSULTING and counts)
    return InfoRequest.Clock.PAUSED if paused else InfoRequest.Clock.RUNNING


def _closed_on(rows: Sequence[Entry]) -> datetime.date:
    ending = {Kind.DELIVERED, Kind.CLOSED, Kind.WITHDRAWN}
    return next(each.on for each in reversed(rows) if each.kind in ending)


def _outcome(
    rows: Sequence[Entry], decisions: Sequence[Decision], *, is_decided: bool, is_received: bool
) -> dict[str, Any]:
    """The outcome in force, and the one the forms count: the last within the year of the first."""
    standing_ids = [each.decision_id for each in rows if each.decision_id]
    by_id = {each.pk: each for each in decisions}
    made = [by_id[pk] for pk in standing_ids if pk in by_id]
    last = made[-1] if made and is_decided else None
    same_year = [each for each in made if each.on.year == made[0].on.year]
    counted = same_year[-1] if same_year and is_received else None
    return {
        "outcome": last.outcome if last else "",
        "ground": last.ground if last else "",
        "decided_on": last.on if last else None,
        "counted_outcome": counted.outcome if counted else "",
        "counted_ground": counted.ground if counted else "",
        "counted_on": made[0].on if counted else None,
    }
