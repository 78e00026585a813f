"""The due day of a request, explained: every entry of its ledger with what it does to the term, by which article.

The conventions are written down with worked examples in docs/deadlines.md.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable

from gongkai.rules import calendars, clock_words, consulting, explanations, ledgers, regimes, replaying

Clock = replaying.Clock
Day = datetime.date


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """A case whose due day is another under another calendar."""

    key: str
    before_on: Day | None
    after_on: Day | None


def regime_of(ledger: ledgers.Ledger) -> regimes.Regime:
    """The Regulation a ledger is bound by: the one it names, else by its day of receipt. Raises regimes.NoRegime."""
    if ledger.regime:
        return regimes.regime(ledger.regime)
    confirmed = [each.on for each in ledger.entries if each.kind == "receipt_confirmed" and each.on]
    return regimes.for_day(min(confirmed, default=ledger.received_on))


def explain(
    ledger: ledgers.Ledger, calendar: calendars.Calendar, regime: regimes.Regime | None = None
) -> explanations.Explanation:
    """When the reply is due, and every step that leads there; without a regime, the ledger's own.

    An open consultation is counted as lasting until its limit. Raises ledgers.ImpossibleEntry for an entry that
    cannot stand, regimes.NoRegime and calendars.UncoveredDay for days nothing is known of.
    """
    clock = Clock(ledger, calendar, regime or regime_of(ledger))
    _receive(clock)
    for place, entry in enumerate(clock.entries):
        if entry.on is None:
            continue
        if clock.closed_by and entry.kind != "reopened" and not _comes_late(entry):
            clock.refuse(entry, "closed")
        if ledgers.consulted(entry.kind):
            _consult(clock, place, entry, entry.on)
        else:
            _HANDLERS[entry.kind](clock, entry, entry.on)
    return clock.finish()


def moved(
    cases: Iterable[tuple[str, ledgers.Ledger]], before: calendars.Calendar, after: calendars.Calendar
) -> tuple[Move, ...]:
    """The cases (key, ledger) whose due day differs between two versions of the calendar."""
    moves = []
    for key, ledger in cases:
        regime = regime_of(ledger)
        old, new = explain(ledger, before, regime).due_on, explain(ledger, after, regime).due_on
        if old != new:
            moves.append(Move(key, old, new))
    return tuple(moves)


def _comes_late(entry: ledgers.Entry) -> bool:
    """An opinion may come in after the reply."""
    kind = ledgers.consulted(entry.kind)
    return kind is not None and kind[1] != "asked"


def _receive(clock: Clock) -> None:
    """The receipt itself; where receipt needs to be confirmed, the term is counted from arrival until it is."""
    ledger = clock.ledger
    on = ledger.received_on
    receipt = clock.regime.receipt(ledger.channel) if ledger.channel else None
    article = receipt.article if receipt else clock.regime.receipt_article
    confirmed = any(each.kind == "receipt_confirmed" for each in clock.entries)
    clock.begin(on)
    if receipt and receipt.day == "confirmed" and not confirmed:
        clock.is_confirmed = False
        how = regimes.receipt_day_label(receipt.day)
        clock.tell(on, "received", clock_words.step("received_pending", how=how, first=clock.first_day(on)), article)
    elif not confirmed:
        clock.tell(on, "received", clock_words.step("received", first=clock.first_day(on)), article)
    else:
        clock.tell(on, "received", clock_words.step("arrived"), article)


def _confirm(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if len(clock.steps) > 1:
        clock.refuse(entry, "out_of_turn")
    clock.receipt_on = on
    clock.begin(on)
    channel = clock.ledger.channel
    article = clock.regime.receipt(channel).article if channel else clock.regime.receipt_article
    clock.tell(on, entry.kind, clock_words.step("receipt_confirmed", first=clock.first_day(on)), article)


def _send_correction(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    rule = clock.regime.correction
    if clock.waiting == "payment":
        clock.refuse(entry, "waiting_payment")
    if clock.waiting == "correction" or (rule.times is not None and clock.corrections >= rule.times):
        clock.refuse(entry, "second_correction")
    if entry.until_on is not None and entry.until_on < on:
        clock.refuse(entry, "until_past")
    clock.corrections += 1
    clock.is_corrected = False
    if on > clock.due:
        clock.has_late_correction = True
        what = clock_words.step("correction_sent_late_term", due=clock.due)
        clock.tell(on, entry.kind, what, rule.article, is_warning=True)
        return
    clock.has_late_correction = False
    clock.wait("correction", on, entry.until_on)
    extra, is_late = "", False
    if rule.notice_within is not None:
        last = clock.calendar.add_working_days(clock.receipt_on, rule.notice_within)
        is_late = on > last
        extra = clock_words.clause("notice_late" if is_late else "notice_in_time", limit=rule.notice_within, last=last)
    if entry.until_on is not None:
        extra += clock_words.clause("correct_by", last=entry.until_on)
    what = clock_words.step("correction_sent", extra=extra)
    clock.tell(on, entry.kind, what, rule.article, is_warning=is_late)


def _receive_correction(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    rule = clock.regime.correction
    if not clock.corrections or clock.is_corrected:
        clock.refuse(entry, "no_correction")
    clock.is_corrected = True
    if clock.has_late_correction:
        what = clock_words.step("correction_received_late_term")
        clock.tell(on, entry.kind, what, rule.article, is_warning=True)
        return
    is_late = clock.waiting_until is not None and on > clock.waiting_until
    extra = clock_words.clause("corrected_late", last=clock.waiting_until) if is_late else ""
    clock.begin(on)
    days = clock.regime.reply.working_days
    what = clock_words.step("correction_received", days=days, first=clock.first_day(on), extra=extra)
    clock.tell(on, entry.kind, what, rule.article, is_warning=is_late)


def _consult(clock: Clock, place: int, entry: ledgers.Entry, on: Day) -> None:
    question = clock.questions[place]
    _, part = ledgers.consulted(entry.kind) or ("", "")
    party = ledgers.party_label(question.party) + (f"（{question.name}）" if question.name else "")
    rule = clock.regime.consultations.get(question.party)
    if rule is None:
        name = {"asked": "asked_no_rule", "received": "reached", "answered": "answered_party_no_effect"}[part]
        what = clock_words.step(name, party=party, regime=clock.regime.cite, extra="")
        clock.tell(on, entry.kind, what, clock.regime.reply.article)
    elif part == "asked":
        _ask(clock, question, entry, party=party, rule=rule)
    elif part == "received":
        extra = ""
        if rule.working_days is not None and question.limit_on is not None:
            extra = clock_words.clause("answer_by_statute", days=rule.working_days, last=question.limit_on)
        clock.tell(on, entry.kind, clock_words.step("reached", party=party, extra=extra), rule.asking)
    elif question.is_silent:
        what = clock_words.step("answered_party_late", party=party, end=question.limit_on)
        clock.tell(on, entry.kind, what, rule.asking)
    else:
        _tell_end(clock, question, name="answered_party", kind=entry.kind, party=party, rule=rule)


def _ask(
    clock: Clock,
    question: explanations.Question,
    entry: ledgers.Entry,
    *,
    party: str,
    rule: regimes.Consultation,
) -> None:
    if not clock.pause(question):
        what = clock_words.step("asked_after_due", party=party, due=clock.due)
        clock.tell(question.asked_on, entry.kind, what, rule.excluded, is_warning=True)
        return
    extra = clock_words.clause("answer_by", last=question.limit_on) if question.limit_on else ""
    clock.tell(question.asked_on, entry.kind, clock_words.step("asked", party=party, extra=extra), rule.excluded)
    if question.is_silent:
        _tell_end(clock, question, name="silent", kind="silent", party=party, rule=rule)


def _tell_end(
    clock: Clock,
    question: explanations.Question,
    *,
    name: str,
    kind: str,
    party: str,
    rule: regimes.Consultation,
) -> None:
    """The end of a consultation and the days it took, whoever ended it."""
    end = question.ends_on or question.asked_on
    days = clock.calendar.working_days_between(question.asked_on, end)
    stands = consulting.is_covered(question, tuple(clock.questions.values()))
    then = clock_words.clause("then_stands" if stands else "then_goes_on")
    meaning = clock_words.clause(f"silent_{rule.silence}")
    what = clock_words.step(name, party=party, days=days, then=then, meaning=meaning)
    clock.tell(end, kind, what, rule.asking if kind == "silent" else rule.excluded)


def _extend(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if clock.waiting:
        clock.refuse(entry, f"waiting_{clock.waiting}")
    if clock.is_extended:
        clock.refuse(entry, "second_extension")
    if on > clock.due:
        clock.refuse(entry, "extension_late", due=clock.due)
    days = clock.extension_days(entry, clock.due)
    before, clock.due = clock.due, clock.calendar.add_working_days(clock.due, days)
    clock.is_extended, clock.extension = True, days
    what = clock_words.step("extended", days=days, before=before, after=clock.due)
    clock.tell(on, entry.kind, what, clock.regime.extension.article)


def _ask_reasons(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    clock.reasons_asked = True
    article = clock.regime.excessive.article if clock.regime.excessive else clock.regime.reply.article
    clock.tell(on, entry.kind, clock_words.step("reasons_asked"), article)


def _give_reasons(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if not clock.reasons_asked:
        clock.refuse(entry, "no_reasons")
    article = clock.regime.excessive.article if clock.regime.excessive else clock.regime.reply.article
    clock.tell(on, entry.kind, clock_words.step("reasons_given"), article)


def _delay(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if clock.waiting:
        clock.refuse(entry, f"waiting_{clock.waiting}")
    rule = clock.regime.excessive
    target = _until(clock, entry, on)
    if rule is None or on > clock.due or target <= clock.due:
        reason = "no_rule" if rule is None else "term_over" if on > clock.due else "not_later"
        what = clock_words.step("delayed_term_no_effect", reason=clock_words.clause(reason))
        article = rule.article if rule else clock.regime.reply.article
        clock.tell(on, entry.kind, what, article, is_warning=True)
        return
    clock.due, clock.is_agreed = target, True
    clock.tell(on, entry.kind, clock_words.step("delayed_term", due=target), rule.article)


def _until(clock: Clock, entry: ledgers.Entry, on: Day) -> Day:
    """The day an entry sets: written, or so many working days on; a day of rest moves to the next working day."""
    if entry.until_on is None and entry.working_days is None:
        clock.refuse(entry, "no_until")
    if entry.until_on is None:
        return clock.calendar.add_working_days(clock.due, entry.working_days or 0)
    if entry.until_on <= on:
        clock.refuse(entry, "until_past")
    if clock.calendar.is_working_day(entry.until_on):
        return entry.until_on
    return clock.calendar.add_working_days(entry.until_on, 1)


def _notice_fee(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if clock.waiting:
        clock.refuse(entry, f"waiting_{clock.waiting}")
    rule = clock.regime.fee
    if rule is None or on < rule.since:
        clock.fee_notice = "void"
        clock.tell(on, entry.kind, clock_words.step("fee_noticed_no_rule"), clock.regime.reply.article)
        return
    if on > clock.due:
        clock.fee_notice = "void"
        what = clock_words.step("fee_noticed_late_term", due=clock.due)
        clock.tell(on, entry.kind, what, rule.article, is_warning=True)
        return
    clock.fee_notice = "effective"
    clock.wait("payment", on, entry.until_on)
    clock.tell(on, entry.kind, clock_words.step("fee_noticed", days=rule.working_days, extra=""), rule.article)


def _reach_fee_notice(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if not clock.fee_notice:
        clock.refuse(entry, "no_fee_notice")
    rule = clock.regime.fee
    if rule is None:
        return
    until = clock.calendar.add_working_days(on, rule.working_days)
    if clock.waiting == "payment":
        clock.waiting_until = until
    clock.tell(on, entry.kind, clock_words.step("fee_notice_received", until=until), rule.article)


def _pay_fee(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if not clock.fee_notice:
        clock.refuse(entry, "no_fee_notice")
    notice, clock.fee_notice = clock.fee_notice, ""
    rule = clock.regime.fee
    if notice == "void" or rule is None:
        clock.tell(on, entry.kind, clock_words.step("fee_paid_no_effect"), clock.regime.reply.article)
        return
    is_late = clock.waiting_until is not None and on > clock.waiting_until
    extra = clock_words.clause("paid_late", last=clock.waiting_until) if is_late else ""
    clock.begin(on)
    days = clock.regime.reply.working_days
    what = clock_words.step("fee_paid", days=days, first=clock.first_day(on), extra=extra)
    clock.tell(on, entry.kind, what, rule.article, is_warning=is_late)


def _close(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    clock.closed_by, clock.closed_on = entry.kind, on
    timely = clock_words.clause("no_due")
    is_late = False
    if not clock.waiting and not clock.is_endless:
        is_late = on > clock.due
        late = clock.calendar.working_days_between(clock.due, on)
        timely = clock_words.clause("late", days=late) if is_late else clock_words.clause("in_time")
    what = clock_words.step(entry.kind, timely=timely)
    clock.tell(on, entry.kind, what, clock.regime.reply.article, is_warning=is_late and entry.kind == "answered")


def _reopen(clock: Clock, entry: ledgers.Entry, on: Day) -> None:
    if not clock.closed_by:
        clock.refuse(entry, "not_closed")
    clock.closed_by, clock.closed_on = "", None
    clock.standing = 0
    clock.begin(on)
    if entry.until_on is None:
        days = clock.regime.reply.working_days
        what = clock_words.step("reopened", days=days, first=clock.first_day(on))
    else:
        clock.due, clock.is_agreed = _until(clock, entry, on), True
        what = clock_words.step("reopened_until", due=clock.due)
    clock.tell(on, entry.kind, what, clock.regime.reply.article)


_HANDLERS: dict[str, Callable[[Clock, ledgers.Entry, Day], None]] = {
    "receipt_confirmed": _confirm,
    "reopened": _reopen,
    "correction_sent": _send_correction,
    "correction_received": _receive_correction,
    "reasons_asked": _ask_reasons,
    "reasons_given": _give_reasons,
    "delayed_term": _delay,
    "extended": _extend,
    "fee_noticed": _notice_fee,
    "fee_notice_received": _reach_fee_notice,
    "fee_paid": _pay_fee,
    "answered": _close,
    "withdrawn": _close,
    "closed": _close,
}
