"""What readers say about pages: a problem reported and answered, a page found useful or not."""

import datetime
import secrets

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.portal.models import Problem

REPORTED = events.declare("problem.reported", gettext_lazy("A reader reports a problem on {path}"))
ANSWERED = events.declare("problem.answered", gettext_lazy("Answered the problem a reader reported on {path}"))

READER = "reader:0"
# Without 0, 1, I, L and O, which are taken for each other.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_VERDICT = """
    INSERT INTO portal_verdict (path, month, found, missed) VALUES (%s, %s, %s, %s)
    ON CONFLICT (path, month) DO UPDATE SET
        found = portal_verdict.found + excluded.found, missed = portal_verdict.missed + excluded.missed
"""


class AnsweredAlready(ValueError):
    """The problem was answered before."""


@transaction.atomic
def report(*, kind: str, path: str, words: str, agency: Agency, at: datetime.datetime) -> Problem:
    """Take in what a reader found wrong on a page. The code under which the answer can be read is on the row."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    row = Problem.objects.create(code=code, kind=kind, path=path, words=words.strip(), agency=agency, received_at=at)
    events.record(REPORTED, by=READER, about=row.reference, at=at, agency_id=agency.pk, data={"path": path})
    return row


@transaction.atomic
def answer(*, problem: Problem, words: str, by: str, at: datetime.datetime) -> Problem:
    """Say what was done; the reader sees it under the code. Raises AnsweredAlready."""
    row = Problem.objects.select_for_update().get(pk=problem.pk)
    if row.answered_at is not None:
        raise AnsweredAlready(row)
    row.answer, row.answered_by, row.answered_at = words.strip(), by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    events.record(ANSWERED, by=by, about=row.reference, at=at, agency_id=row.agency_id, data={"path": row.path})
    return row


def judge(*, path: str, is_found: bool, on: datetime.date) -> None:
    """Count one more reader who found, or missed, what he came for. One statement; nothing else is kept.

    No event is recorded: there is nobody who acted, and the trail is no place for a count of clicks.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERDICT, [path, on.replace(day=1), int(is_found), int(not is_found)])
