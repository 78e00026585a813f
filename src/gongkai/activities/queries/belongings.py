"""The official accounts for which a person is responsible."""

from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.activities.models.channels import Account
from gongkai.core.belongings import Belonging

ACCOUNT = "account"


def of(person: Person) -> list[Belonging]:
    """The accounts in use that name a person as responsible. One query."""
    rows = Account.objects.open().filter(responsible=person).order_by("agency", "id")
    return [
        Belonging(ACCOUNT, pk, name, agency, reverse("activities:account", args=[pk]))
        for pk, name, agency in rows.values_list("pk", "name", "agency__short_name")
    ]
