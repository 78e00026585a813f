"""What normative documents ask of a person today: interpretations that are owed, verdicts of clean-ups."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.desk.queries.tasks import Task
from gongkai.disclosures.models import Item
from gongkai.rules import calendars, terms

# Beyond so many they are told together.
FEW = 5


def of(explain: Sequence[Item], judge: Sequence[Item], *, on: datetime.date) -> list[Task]:
    """The tasks of documents to explain and of documents that wait for a verdict. No query."""
    tasks = [_explain(each, on=on) for each in explain if each.first_published_at]
    if len(tasks) > FEW:
        tasks = [_together(len(tasks), sum(each.is_due for each in tasks))]
    return tasks + ([_judge(len(judge))] if judge else [])


def _explain(item: Item, *, on: datetime.date) -> Task:
    calendar = calendars.Calendar.load()
    assert item.first_published_at is not None
    published = timezone.localtime(item.first_published_at).date()
    day = terms.interpretation_due(published, calendar).due_on
    url = reverse("disclosures:interpretations", args=[item.pk])
    return Task(
        title=_("Explain: %(title)s") % {"title": item.revision.title if item.revision else item},
        url=url,
        why=_("Public since %(day)s; its interpretation is due three working days later.") % {"day": published},
        do=_("Write or link it"),
        do_url=url,
        day=day,
        left=calendar.working_days_between(on, day) if day else None,
        is_due=day is not None and day < on,
        facts=(item.agency.short_name,),
    )


def _together(count: int, late: int) -> Task:
    words = ngettext("%(n)d document wants its interpretation", "%(n)d documents want their interpretation", count)
    why = ngettext("%(n)d of them is overdue.", "%(n)d of them are overdue.", late) % {"n": late}
    url = f"{reverse('disclosures:documents')}?explained=owed"
    return Task(
        title=words % {"n": count},
        url=url,
        why=why if late else _("Each within three working days after it became public."),
        do=_("Open"),
        do_url=url,
        when=_("Interpretations"),
        is_due=bool(late),
    )


def _judge(count: int) -> Task:
    url = reverse("disclosures:cleanups")
    words = ngettext("%(n)d document waits for a verdict", "%(n)d documents wait for a verdict", count)
    return Task(
        title=words % {"n": count},
        url=url,
        why=_("A clean-up of normative documents is under way."),
        do=_("Give verdicts"),
        do_url=url,
        when=_("Clean-up"),
    )
