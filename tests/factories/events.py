"""Factories for events: rows as they are before the seal, and a listener's row."""

import factory

from gongkai.events import models
from tests.factories import clock


class EventFactory(factory.django.DjangoModelFactory):
    """An event that is not sealed yet."""

    class Meta:
        model = models.Event

    kind = "tests.happened"
    by = "person:1"
    about = factory.Sequence(lambda n: f"thing:{n}")
    at = clock.NOW


class ChainFactory(factory.django.DjangoModelFactory):
    """The end of an empty chain."""

    class Meta:
        model = models.Chain


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """A listener that has heard nothing yet."""

    class Meta:
        model = models.Subscription

    name = factory.Sequence(lambda n: f"listener-{n}")


class DeadLetterFactory(factory.django.DjangoModelFactory):
    """A letter that waits for a person."""

    class Meta:
        model = models.DeadLetter

    subscription = factory.SubFactory(SubscriptionFactory)
    event = factory.SubFactory(EventFactory)
    error = "Traceback: it broke"
    failed_at = clock.NOW
