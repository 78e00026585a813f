"""Factories for accounts: people, and people with a role."""

from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from gongkai.accounts import models
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.orgs import AgencyFactory

PASSWORD = "a long enough password"


class PersonFactory(factory.django.DjangoModelFactory):
    """An active person without any role, whose password is `PASSWORD`."""

    class Meta:
        model = models.Person

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"王小{n}")
    home = factory.SubFactory(AgencyFactory)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class RoleHoldingFactory(factory.django.DjangoModelFactory):
    """An information officer's role in the person's own agency, held for long."""

    class Meta:
        model = models.RoleHolding

    person = factory.SubFactory(PersonFactory)
    role = models.Role.OFFICER
    agency = factory.SelfAttribute("person.home")
    since = clock.TODAY.replace(year=2000)


def person_with(role: str, agency: Agency, *, with_subtree: bool = False, **fields: Any) -> models.Person:
    """A person of this agency who holds the role there, if wanted with all below it."""
    person: models.Person = PersonFactory(home=agency, **fields)
    RoleHoldingFactory(person=person, role=role, agency=agency, with_subtree=with_subtree)
    return person
