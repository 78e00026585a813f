"""What happens without anybody waiting: postings, prints, reminders, silent accounts; what the doctor looks at."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.activities.actions import accounts, kinds, papers, posting, reminding
from gongkai.activities.models.channels import Posting
from gongkai.activities.models.papers import Paper
from gongkai.activities.queries import integrity
from gongkai.core import checkup, schedule
from gongkai.core.background import background
from gongkai.events import actions as events
from gongkai.events.models import Event


@background()
def send_posting(*, posting_id: int) -> None:
    """Go on with one posting."""
    posting.send(posting=Posting(pk=posting_id), clock=timezone.now)


@background()
def make_pdf(*, paper_id: int) -> None:
    """Make the PDF of a print."""
    papers.make_pdf(paper=Paper(pk=paper_id), at=timezone.now())


@background()
def send_due_postings() -> int:
    """Go on with every posting that is due. Returns how many."""
    return posting.send_due(clock=timezone.now)


@schedule.every("activities.postings", seconds=30)
def send_postings(now: datetime.datetime) -> int:
    """Go on with what waits for a service, or for another try. Returns how many."""
    return posting.send_due(clock=timezone.now)


@schedule.every("activities.remind", seconds=21600)
def remind(now: datetime.datetime) -> int:
    """Remind who records activities of the month that has ended. Returns how many agencies."""
    return reminding.remind(on=timezone.localdate(now), at=now)


@schedule.every("activities.silent-accounts", seconds=21600)
def tell_of_silent_accounts(now: datetime.datetime) -> int:
    """Note accounts that have been silent for too long. Returns how many."""
    return accounts.tell_of_silent(on=timezone.localdate(now), at=now)


def take_back(heard: Sequence[Event]) -> None:
    """After a takedown what is out there is taken back, at once as far as the services answer."""
    posting.hear_withdrawn(heard)
    send_due_postings.enqueue()


events.subscribe("activity-notices", [kinds.REMINDED], reminding.tell_people)
events.subscribe("silent-accounts", [kinds.SILENT], accounts.tell_responsible)
events.subscribe("posting-notices", [kinds.FAILED, kinds.STAYS], posting.tell_people)
events.subscribe("channels-takedown", ["item.withdrawn"], take_back)
events.subscribe("channels-feeds", ["item.published"], posting.hear_published)


@checkup.check("activities", gettext_lazy("Activities say what their newest version says"))
def examine_activities(repair: bool) -> list[checkup.Finding]:
    """Compare every activity with its newest version; only a person can say which is right."""
    return [checkup.Finding(sentence) for sentence in integrity.drifted()]
