"""How the clock of a request stands, in the words of the office: 2个工作日内到期, 第三方自…未回复."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import worklist
from gongkai.rules import calendars

State = InfoRequest.State


def clock_words(row: InfoRequest, *, on: datetime.date, days: calendars.Calendar) -> tuple[str, bool]:
    """What presses about a request on a day, and whether it must be acted on now. No query."""
    if row.state == State.CLOSED:
        return "", False
    if row.state == State.DECIDED:
        return _("decided, not delivered"), True
    if row.state == State.ENTERED:
        return _("receipt to be confirmed"), True
    if row.waits_until is not None and row.state != State.HANDLING:
        return _waiting(row, is_over=on > row.waits_until)
    if row.correction_by is not None and on <= row.correction_by <= days.add_working_days(on, 1):
        when = _("today") if row.correction_by == on else _("tomorrow")
        return _("a correction notice must go out %(when)s at the latest") % {"when": when}, True
    return due_words(row.due_on, on=on, days=days)


def line_words(line: worklist.Line) -> str:
    """What a line of the worklist says about its day. No query."""
    row = line.info_request
    if row.state == State.DECIDED:
        return _("decided, not delivered")
    if row.state == State.ENTERED:
        return _("receipt to be confirmed")
    if line.why in {worklist.Why.WAITS, worklist.Why.SILENT, worklist.Why.LAPSED}:
        return _waiting(row, is_over=line.why != worklist.Why.WAITS)[0]
    if line.why == worklist.Why.CORRECT:
        when = _("tomorrow") if line.left else _("today")
        return _("a correction notice must go out %(when)s at the latest") % {"when": when}
    return _counted(line.left) if row.due_on else _("no term runs")


def _counted(left: int) -> str:
    if left < 0:
        return ngettext("%(n)d working day overdue", "%(n)d working days overdue", -left) % {"n": -left}
    if left == 0:
        return _("due today")
    return ngettext("due within %(n)d working day", "due within %(n)d working days", left) % {"n": left}


def due_words(due_on: datetime.date | None, *, on: datetime.date, days: calendars.Calendar) -> tuple[str, bool]:
    """The due day as people count it. No query."""
    if due_on is None:
        return _("no term runs"), False
    if due_on < on:
        return _counted(-max(1, days.working_days_between(due_on, on))), True
    left = days.working_days_between(on, due_on)
    return _counted(left), left <= 3


def _waiting(row: InfoRequest, *, is_over: bool) -> tuple[str, bool]:
    assert row.waits_until is not None and row.waits_since is not None
    since, until = _short(row.waits_since), _short(row.waits_until)
    if row.state == State.CONSULTING:
        return _("no answer from those asked since %(day)s") % {"day": since}, is_over
    if is_over:
        return _("time was over on %(day)s; it may be closed") % {"day": until}, True
    words = {
        State.CORRECTION: _("the applicant may correct until %(day)s"),
        State.PAYMENT: _("the applicant may pay until %(day)s"),
        State.REASONS: _("the applicant may give reasons until %(day)s"),
    }
    return words[State(row.state)] % {"day": until}, False


def _short(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"
