"""Factories for what agencies owe: shortfalls, sudden publishing, yearly confirmations."""

import factory

from gongkai.disclosures import duty_models as models
from tests.factories import clock
from tests.factories.catalog import ColumnFactory
from tests.factories.orgs import AgencyFactory


class ShortfallFactory(factory.django.DjangoModelFactory):
    """An empty column."""

    class Meta:
        model = models.Shortfall

    agency = factory.SubFactory(AgencyFactory)
    kind = models.Shortfall.Kind.EMPTY_COLUMN
    column = factory.SubFactory(ColumnFactory, owner=factory.SelfAttribute("..agency"))
    noticed_on = clock.TODAY


class SuddenFactory(factory.django.DjangoModelFactory):
    """Forty items on a day."""

    class Meta:
        model = models.Sudden

    agency = factory.SubFactory(AgencyFactory)
    kind = models.Sudden.Kind.SURGE
    first_on = clock.TODAY
    last_on = clock.TODAY
    count = 40


class ConfirmationFactory(factory.django.DjangoModelFactory):
    """The guide, looked at today."""

    class Meta:
        model = models.Confirmation

    agency = factory.SubFactory(AgencyFactory)
    subject = models.Confirmation.Subject.GUIDE
    on = clock.TODAY
    by = "person:1"
    at = clock.NOW
