"""What requests ask of a person today: terms that end, notices to send, letters to pass, silence, remedies."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.desk.queries.tasks import Task
from gongkai.foi.models.letters import Letter, LetterClearance
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import clearing, register, standing, worklist
from gongkai.rules import calendars
from gongkai.rules import letters as law

Why = worklist.Why
SHOWN = 60
# The act each reason asks for, by its name and words; none: open the case.
_ACTS = {
    Why.DELIVER: "deliver",
    Why.CONFIRM: "confirm_receipt",
    Why.CORRECT: "ask_correction",
    Why.LAPSED: "close_lapsed",
    Why.SILENT: "record_silence",
}
_NOW = {Why.LATE, Why.DELIVER, Why.CONFIRM, Why.LAPSED, Why.SILENT}


def of(access: Access, *, on: datetime.date, days: calendars.Calendar | None = None) -> tuple[list[Task], list[Task]]:
    """What waits for the person, and what they wait for; none of it for who sees no requests.

    At most three queries when the calendar is given, else five.
    """
    mine: list[Task] = []
    others: list[Task] = []
    if access.anywhere(Permission.REQUEST_HANDLE):
        rows = worklist.mine(register.in_agency(access, Permission.REQUEST_HANDLE), access.person)
        for line in worklist.worklist(rows, on=on, most=SHOWN, days=days):
            (others if line.why == Why.WAITS else mine).append(_task(line))
    mine += [_letter(each, step, on=on) for each, step in clearing.open_steps(access)]
    if access.anywhere(Permission.REQUEST_REMEDY):
        mine += [_remedy(each, on=on) for each in worklist.remedies_due(access, on=on, days=days)[:20]]
    return mine, others


def _task(line: worklist.Line) -> Task:
    row = line.info_request
    words = standing.line_words(line)
    url = reverse("foi:case", args=[row.pk])
    name = _ACTS.get(line.why)
    if line.why == Why.UNASSIGNED:
        name = "take"
    do = {
        Why.DELIVER: _("Record a delivery"),
        Why.CONFIRM: _("Confirm the receipt"),
        Why.CORRECT: _("Ask for a correction"),
        Why.LAPSED: _("Close as lapsed"),
        Why.SILENT: _("Note that nobody answered in time"),
        Why.UNASSIGNED: _("Take the case"),
    }.get(line.why, _("Open"))
    return Task(
        title=_("Request: %(subject)s") % {"subject": row.subject[:60]},
        url=url,
        why=_reason(line, words),
        do=do,
        do_url=reverse("foi:act", args=[row.pk, name]) if name else url,
        day=line.day if line.why not in {Why.CONFIRM, Why.UNASSIGNED} else None,
        when=words if line.why in {Why.CONFIRM, Why.UNASSIGNED} else "",
        when_note="" if line.why in {Why.CONFIRM, Why.UNASSIGNED} else words,
        left=line.left if line.why in {Why.DUE, Why.CORRECT} else None,
        is_due=line.why in _NOW,
        facts=(row.number, row.agency.short_name, row.officer.name if row.officer else _("nobody yet")),
    )


def _reason(line: worklist.Line, words: str) -> str:
    row = line.info_request
    day = (row.waits_since or row.arrived_on).isoformat()
    return {
        Why.LATE: _("The answer is owed since %(day)s.") % {"day": line.day.isoformat()},
        Why.DUE: _("The answer must be given by then."),
        Why.DELIVER: _("The reply is issued and has not been sent."),
        Why.CONFIRM: _("Both sides have to confirm the receipt; the term begins that day."),
        Why.CORRECT: _(
            "If a correction is needed, its notice must go out by the seventh working day, everything at once."
        ),
        Why.LAPSED: _("The applicant's time is over; the case may be closed."),
        Why.SILENT: _("Those asked since %(day)s have not answered in time; the clock runs again.") % {"day": day},
        Why.UNASSIGNED: _("Nobody works on it yet: %(words)s.") % {"words": words},
        Why.WAITS: _("The clock stands still; nothing is left for you to do now."),
    }[line.why]


def _letter(letter: Letter, step: LetterClearance.Kind, *, on: datetime.date) -> Task:
    row = letter.info_request
    url = reverse("foi:letter", args=[row.pk, letter.pk])
    since = (on - timezone.localdate(letter.changed_at)).days
    waited = _("Waiting for %(n)d days.") % {"n": since} if since else ""
    return Task(
        title=_("Letter: %(title)s") % {"title": law.letter(letter.kind).title(row.regime)},
        url=url,
        why=_("It waits for your step: %(step)s.") % {"step": step.label} + waited,
        do=_("Review"),
        do_url=url,
        day=row.due_on,
        when_note=str(step.label),
        left=(row.due_on - on).days if row.due_on else None,
        facts=(row.number, row.agency.short_name),
    )


def _remedy(remedy: Remedy, *, on: datetime.date) -> Task:
    url = reverse("foi:remedy", args=[remedy.pk])
    return Task(
        title=_("Answer: %(kind)s") % {"kind": remedy.get_kind_display()},
        url=url,
        why=_("Our answer with its evidence is due."),
        do=_("Note our answer"),
        do_url=reverse("foi:remedy-act", args=[remedy.pk, "respond"]),
        day=remedy.respond_by,
        when_note=remedy.body,
        is_due=remedy.respond_by is not None and remedy.respond_by <= on,
        facts=tuple(each for each in (remedy.case_no, remedy.agency.short_name) if each),
    )
