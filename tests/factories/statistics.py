"""Factories for statistics: figures stated by hand, sums kept of what was counted."""

from decimal import Decimal

import factory

from gongkai.statistics import models
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.orgs import AgencyFactory


class StatementFactory(factory.django.DjangoModelFactory):
    """Twelve meetings instead of none."""

    class Meta:
        model = models.Statement

    agency = factory.SubFactory(AgencyFactory)
    year = 2025
    indicator = "meetings.count"
    number = Decimal(12)
    counted = Decimal(0)
    reason = "会议由办公室统一登记"
    link = "https://www.example.gov.cn/meetings"
    author = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..agency"))
    at = clock.NOW


class KeptYearFactory(factory.django.DjangoModelFactory):
    """Sums kept of 2025, counted by rules of old."""

    class Meta:
        model = models.KeptYear

    year = 2025
    seq = 0
    definition = "0" * 64
    at = clock.NOW


class KeptSumFactory(factory.django.DjangoModelFactory):
    """One sum kept of 2025."""

    class Meta:
        model = models.KeptSum

    year = 2025
    part = "0" * 16
    agency = factory.SubFactory(AgencyFactory)
    number = Decimal(1)
