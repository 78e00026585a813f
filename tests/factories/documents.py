"""Factories for what stands around a document: interpretations, clean-up campaigns, policy files."""

import datetime

import factory

from gongkai.disclosures import document_models as models
from tests.factories import clock
from tests.factories.disclosures import ItemFactory
from tests.factories.orgs import AgencyFactory


class InterpretationFactory(factory.django.DjangoModelFactory):
    """A text that explains a document."""

    class Meta:
        model = models.Interpretation

    document = factory.SubFactory(ItemFactory)
    item = factory.SubFactory(ItemFactory, agency=factory.SelfAttribute("..document.agency"))
    kind = models.Interpretation.Kind.TEXT
    by = "person:1"
    at = clock.NOW


class ExemptionFactory(factory.django.DjangoModelFactory):
    """A document that needs no interpretation."""

    class Meta:
        model = models.Exemption

    document = factory.SubFactory(ItemFactory)
    reason = "仅涉及内部管理"
    by = "person:1"
    at = clock.NOW


class CleanupFactory(factory.django.DjangoModelFactory):
    """A campaign over the documents in force today."""

    class Meta:
        model = models.Cleanup

    agency = factory.SubFactory(AgencyFactory)
    title = "规范性文件清理"
    as_of = clock.TODAY
    due_on = clock.TODAY + datetime.timedelta(days=60)
    by = "person:1"
    at = clock.NOW


class CleanupEntryFactory(factory.django.DjangoModelFactory):
    """A document without a verdict."""

    class Meta:
        model = models.CleanupEntry

    cleanup = factory.SubFactory(CleanupFactory)
    item = factory.SubFactory(ItemFactory, agency=factory.SelfAttribute("..cleanup.agency"))


class PolicyFileFactory(factory.django.DjangoModelFactory):
    """The file of a policy that is no document yet."""

    class Meta:
        model = models.PolicyFile

    agency = factory.SubFactory(AgencyFactory)
    title = "养老服务补贴办法"
    by = "person:1"
    at = clock.NOW


class PolicyStepFactory(factory.django.DjangoModelFactory):
    """The policy was taken up."""

    class Meta:
        model = models.PolicyStep

    file = factory.SubFactory(PolicyFileFactory)
    kind = models.PolicyStep.Kind.PROPOSAL
    on = clock.TODAY
    by = "person:1"
    at = clock.NOW
