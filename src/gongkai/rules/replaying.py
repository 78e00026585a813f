"""Replaying a ledger against a Regulation and a calendar: each entry moves the clock and leaves a step."""

import datetime
from typing import NoReturn

from gongkai.rules import calendars, clock_words, consulting, explanations, ledgers, regimes

Day = datetime.date


class Clock:
    """The clock of one request while its ledger is replayed; `finish` tells the result."""

    def __init__(self, ledger: ledgers.Ledger, calendar: calendars.Calendar, regime: regimes.Regime) -> None:
        self.ledger, self.calendar, self.regime = ledger, calendar, regime
        self.entries = ledgers.ordered(ledger)
        self.questions = consulting.questions(self.entries, calendar, regime)
        self.steps: list[explanations.Step] = []
        self.excluded: list[tuple[Day, Day | None]] = []
        self.covered_until: Day | None = None
        self.is_endless = False
        self.waiting: explanations.Waiting = ""
        self.waiting_since: Day | None = None
        self.waiting_until: Day | None = None
        self.corrections = 0
        self.is_corrected = self.has_late_correction = False
        self.fee_notice = ""  # "", effective, void
        self.reasons_asked = self.is_agreed = False
        self.closed_by = ""
        self.closed_on: Day | None = None
        self.standing = self._standing_extension()
        self.receipt_on = self.base = self.due = ledger.received_on
        self.is_confirmed = True
        self.extension, self.is_extended = 0, False

    # -- the arithmetic -------------------------------------------------------------------------------------------

    def begin(self, base: Day) -> None:
        """A full term is counted after `base`; consultations still open then go on leaving days out."""
        self.base = base
        self.waiting, self.waiting_since, self.waiting_until = "", None, None
        self.extension, self.is_extended, self.is_agreed = self.standing, bool(self.standing), False
        days = self.regime.reply.working_days + self.standing
        self.due = self.calendar.add_working_days(base, days + self._excluded_after(base))

    def pause(self, question: explanations.Question) -> bool:
        """Leave the days of a consultation out; False when the term had already run out."""
        start, end = question.asked_on, question.ends_on
        if not self.waiting and not self.is_endless and start > self.due:
            return False
        if self.covered_until is not None and self.covered_until > start:
            start = self.covered_until
        if end is None:
            self.is_endless = True
            self.excluded.append((start, None))
        elif end > start:
            self.excluded.append((start, end))
            self.covered_until = end
            if not self.waiting and end > self.base:
                added = self.calendar.working_days_between(max(start, self.base), end)
                self.due = self.calendar.add_working_days(self.due, added)
        return True

    def wait(self, reason: explanations.Waiting, since: Day, until: Day | None) -> None:
        """No term runs until the applicant has corrected or paid."""
        self.waiting, self.waiting_since, self.waiting_until = reason, since, until

    def first_day(self, base: Day) -> Day:
        return self.calendar.add_working_days(base, 1)

    def _excluded_after(self, base: Day) -> int:
        days = 0
        for start, end in self.excluded:
            if end is not None and end > base:
                days += self.calendar.working_days_between(max(start, base), end)
        return days

    def _standing_extension(self) -> int:
        undated = [each for each in self.ledger.entries if each.on is None]
        if len(undated) > 1:
            self.refuse(undated[1], "second_extension")
        return self.extension_days(undated[0], None) if undated else 0

    def extension_days(self, entry: ledgers.Entry, due: Day | None) -> int:
        """How long an extension is. Raises ImpossibleEntry when it is not told, or beyond the Regulation."""
        days = entry.working_days
        if entry.until_on is not None and due is not None:
            days = self.calendar.working_days_between(due, entry.until_on)
        if days is None:
            self.refuse(entry, "extension_unknown")
        most = self.regime.extension.working_days
        if not 1 <= days <= most:
            self.refuse(entry, "extension_length", most=most, days=days)
        return days

    # -- telling --------------------------------------------------------------------------------------------------

    def tell(self, on: Day, kind: str, what: str, article: str, *, is_warning: bool = False) -> None:
        cited = self.regime.article(article) if article else ""
        self.steps.append(explanations.Step(on, kind, what, cited, is_warning))

    def refuse(self, entry: ledgers.Entry, code: str, **facts: object) -> NoReturn:
        """Raise ImpossibleEntry with the sentence of that code."""
        raise ledgers.ImpossibleEntry(entry, code, clock_words.fault(code, **facts))

    def finish(self) -> explanations.Explanation:
        """What the ledger comes to."""
        runs = not self.waiting and not self.is_endless
        excluded = self._excluded_after(self.base)
        if self.standing:
            self._tell_standing(runs)
        if runs:
            self._tell_due(excluded)
        self.steps.sort(key=lambda each: each.on)
        within = self.regime.correction.notice_within
        return explanations.Explanation(
            due_on=self.due if runs else None,
            provisional=self.calendar.provisional_between(self.ledger.received_on, max(self.due, self.base)),
            steps=tuple(self.steps),
            regime=self.regime.id,
            calendar=self.calendar.version,
            receipt_on=self.receipt_on,
            is_confirmed=self.is_confirmed,
            base_on=self.base,
            term_working_days=self.regime.reply.working_days,
            extension_working_days=self.extension,
            is_extended=self.is_extended,
            excluded=tuple(self.excluded),
            excluded_working_days=excluded,
            questions=tuple(dict.fromkeys(self.questions.values())),
            waiting_for=self.waiting,
            waiting_since=self.waiting_since,
            waiting_until=self.waiting_until,
            correction_until=self.calendar.add_working_days(self.receipt_on, within) if within else None,
            is_correction_sent=self.corrections > 0,
            closed_by=self.closed_by,
            closed_on=self.closed_on,
        )

    def _tell_standing(self, runs: bool) -> None:
        if not runs:
            what = clock_words.step("extended_waiting", days=self.standing)
            self.tell(self.base, "extended", what, self.regime.extension.article)
            return
        before = self.calendar.add_working_days(self.due, -self.standing)
        what = clock_words.step("extended", days=self.standing, before=before, after=self.due)
        self.tell(before, "extended", what, self.regime.extension.article)

    def _tell_due(self, excluded: int) -> None:
        moved = clock_words.clause("plus_excluded", days=excluded) if excluded else ""
        if self.extension:
            moved += clock_words.clause("plus_extended", days=self.extension)
        names, worked = self.calendar.exceptions_between(self.base, self.due)
        holidays = ""
        if names or worked:
            days = "、".join(f"{each.month}月{each.day}日" for each in worked)
            made_up = clock_words.clause("made_up", days=days) if worked else ""
            holidays = clock_words.clause("holidays", names="、".join(("周末", *names)), made_up=made_up)
        name = "due_agreed" if self.is_agreed else "due"
        days_of_term = self.regime.reply.working_days
        what = clock_words.step(name, days=days_of_term, moved=moved, due=self.due, holidays=holidays)
        article = self.regime.reply.article
        if self.is_agreed and self.regime.excessive is not None:
            article = self.regime.excessive.article
        self.tell(self.due, "due", what, article)
