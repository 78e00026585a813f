"""The open requests that a person handles."""

from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.core.belongings import Belonging
from gongkai.foi.models.cases import OPEN_STATES, InfoRequest

CASE = "case"


def of(person: Person) -> list[Belonging]:
    """The requests of which a person is the case officer and that are not over. One query."""
    rows = InfoRequest.objects.filter(officer=person, state__in=(*OPEN_STATES, InfoRequest.State.DECIDED))
    found = rows.order_by("due_on", "id").values_list("pk", "number", "subject", "agency__short_name")
    return [
        Belonging(CASE, pk, f"{number} {subject}", agency, reverse("foi:case", args=[pk]))
        for pk, number, subject, agency in found
    ]
