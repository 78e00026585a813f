"""How far somebody is on the tour of the desk."""

import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.desk.models import Visited
from gongkai.desk.queries import tour


class NoStep(LookupError):
    """The tour has no such step."""


@transaction.atomic
def visit(*, person: Person, step: str, at: datetime.datetime, is_done: bool = True) -> None:
    """Note that a step is done, or not yet after all. No event: it is nobody else's business. Raises NoStep."""
    if step not in {each.id for each in tour.STEPS}:
        raise NoStep(step)
    if is_done:
        Visited.objects.get_or_create(person=person, step=step, defaults={"at": at})
    else:
        Visited.objects.filter(person=person, step=step).delete()
