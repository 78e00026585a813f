"""Factories for core: workers, appointments and tallies."""

import factory

from gongkai.core import models
from tests.factories import clock


class WorkerFactory(factory.django.DjangoModelFactory):
    """A worker that was alive a moment ago."""

    class Meta:
        model = models.Worker

    name = factory.Sequence(lambda n: f"worker-{n}")
    host = "host"
    pid = 4321
    started_at = clock.NOW
    seen_at = clock.NOW


class AppointmentFactory(factory.django.DjangoModelFactory):
    """A job that is due."""

    class Meta:
        model = models.Appointment

    name = factory.Sequence(lambda n: f"job-{n}")
    next_at = clock.NOW


class TallyFactory(factory.django.DjangoModelFactory):
    """A caller seen once."""

    class Meta:
        model = models.Tally

    key = factory.Sequence(lambda n: f"{n:064x}")
    count = 1
    ends_at = clock.NOW
