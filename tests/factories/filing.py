"""Factories for the way of a report: a draft's filing, a step over a text, remarks, lines, reminders, parts."""

import factory

from gongkai.annualreports.models import filing as models
from gongkai.annualreports.models.reports import Snapshot
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.annualreports import ReportFactory, SnapshotFactory, TextFactory
from tests.factories.orgs import AgencyFactory


class FilingFactory(factory.django.DjangoModelFactory):
    """A report that has just begun its way."""

    class Meta:
        model = models.Filing

    report = factory.SubFactory(ReportFactory)
    changed_at = clock.NOW


class StepFactory(factory.django.DjangoModelFactory):
    """A text sent to review, whose figures are the newest of its report."""

    class Meta:
        model = models.Step

    text = factory.SubFactory(TextFactory)
    report = factory.SelfAttribute("text.report")
    snapshot = factory.SelfAttribute("text.snapshot")
    content_hash = factory.SelfAttribute("text.content_hash")
    number = 1
    kind = models.Step.Kind.SEND
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW

    @classmethod
    def _create(cls, model_class: type[models.Step], *args: object, **kwargs: object) -> models.Step:
        """The figures are made the newest first, as the guards demand."""
        report, snapshot = kwargs["report"], kwargs["snapshot"]
        type(report)._default_manager.filter(pk=report.pk).update(snapshot=snapshot)  # type: ignore[attr-defined]
        row: models.Step = super()._create(model_class, *args, **kwargs)
        return row


class RemarkFactory(factory.django.DjangoModelFactory):
    """A remark on a cell that has not been sent yet."""

    class Meta:
        model = models.Remark

    report = factory.SubFactory(ReportFactory)
    cell = "table3.new.total"
    words = "与去年结转数不符，请核对"
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


class FilingLineFactory(factory.django.DjangoModelFactory):
    """An agency that files to another than the one above it."""

    class Meta:
        model = models.FilingLine

    agency = factory.SubFactory(AgencyFactory)
    superior = factory.SubFactory(AgencyFactory)
    reason = "由市政府办公室统一汇总"
    set_by = factory.SubFactory(PersonFactory)
    set_at = clock.NOW


class ReminderFactory(factory.django.DjangoModelFactory):
    """A reminder ten days ahead."""

    class Meta:
        model = models.Reminder

    agency = factory.SubFactory(AgencyFactory)
    year = 2025
    step = "before-10"
    due_on = clock.TODAY
    by = "system:tick"
    at = clock.NOW


class PartFactory(factory.django.DjangoModelFactory):
    """The own records in a roll-up."""

    class Meta:
        model = models.Part

    snapshot = factory.SubFactory(SnapshotFactory, origin=Snapshot.Origin.ROLLED_UP, original=None)
    position = 1
    kind = models.Part.Kind.OWN
    agency = factory.SelfAttribute("snapshot.report.keeper")
    body = factory.SelfAttribute("snapshot.report.body")
    numbers = factory.LazyFunction(lambda: {"table3.new.total": "3"})
