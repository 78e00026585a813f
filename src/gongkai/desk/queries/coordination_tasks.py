"""What other agencies ask of a person today: opinions to give, disputes to decide."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.accounts.queries import Access
from gongkai.desk.queries.tasks import Task
from gongkai.disclosures.coordination_models import Question
from gongkai.disclosures.queries import chains, coordination


def of(access: Access, *, on: datetime.date) -> list[Task]:
    """One task for each question a person may answer or dispute they may decide. One query at most."""
    return [_task(each, on=on) for each in coordination.waiting(access)]


def _task(question: Question, *, on: datetime.date) -> Task:
    url = reverse("disclosures:question", args=[question.pk])
    asker, title = question.revision.item.agency.short_name, question.revision.title
    if question.is_disputed:
        said = question.given
        return Task(
            title=_("Decide between agencies: %(title)s") % {"title": title},
            url=url,
            why=_("%(asker)s and %(agency)s do not agree about it; your office decides.")
            % {"asker": asker, "agency": question.agency.short_name},
            quote=said.text if said is not None else "",
            do=pgettext("co-ordination", "Decide"),
            do_url=url,
            when=_("Opinions of other agencies"),
            is_due=True,
            facts=(asker, question.agency.short_name),
        )
    left = chains.days_left(question.due_on, on=on)
    return Task(
        title=_("Give your opinion: %(title)s") % {"title": title},
        url=url,
        why=_("%(asker)s asks before it publishes. Article 11 of the Regulation wants it agreed and confirmed.")
        % {"asker": asker},
        do=_("Answer"),
        do_url=url,
        day=question.due_on,
        left=left,
        is_due=left <= 0,
        facts=(question.agency.short_name,),
    )
