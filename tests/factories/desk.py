"""Factories for hand-overs and the tour."""

import factory

from gongkai.desk import models
from tests.factories import clock
from tests.factories.accounts import PersonFactory


class HandoverFactory(factory.django.DjangoModelFactory):
    """What stood with somebody went to others."""

    class Meta:
        model = models.Handover

    person = factory.SubFactory(PersonFactory)
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


class PassedFactory(factory.django.DjangoModelFactory):
    """One text that went to somebody."""

    class Meta:
        model = models.Passed

    handover = factory.SubFactory(HandoverFactory)
    kind = "text"
    subject = 1
    title = "关于公布便民服务点的通告"
    to = factory.SubFactory(PersonFactory)


class VisitedFactory(factory.django.DjangoModelFactory):
    """A step of the tour done."""

    class Meta:
        model = models.Visited

    person = factory.SubFactory(PersonFactory)
    step = "today"
    at = clock.NOW
