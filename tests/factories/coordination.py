"""Factories for agencies that ask each other about a text, and for texts passed on."""

import datetime

import factory

from gongkai.disclosures import coordination_models, keeping_models
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.disclosures import ItemFactory, RevisionFactory
from tests.factories.orgs import AgencyFactory


class QuestionFactory(factory.django.DjangoModelFactory):
    """Another agency asked about a revision, not yet answered."""

    class Meta:
        model = coordination_models.Question

    revision = factory.SubFactory(RevisionFactory)
    content_hash = factory.SelfAttribute("revision.content_hash")
    agency = factory.SubFactory(AgencyFactory)
    superior = factory.SelfAttribute("revision.item.agency")
    text = "涉及贵单位的数据，请核实"
    regime = "2019"
    silence = "consent"
    days = 5
    due_on = clock.NOW.date() + datetime.timedelta(days=7)
    by = "person:1"
    at = clock.NOW


class OpinionFactory(factory.django.DjangoModelFactory):
    """An agency that agrees."""

    class Meta:
        model = coordination_models.Opinion

    question = factory.SubFactory(QuestionFactory)
    kind = "agree"
    by = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..question.agency"))
    on = clock.NOW.date()
    at = clock.NOW


class RulingFactory(factory.django.DjangoModelFactory):
    """The office lets a text go out against an objection."""

    class Meta:
        model = coordination_models.Ruling

    question = factory.LazyFunction(lambda: OpinionFactory(kind="disagree", text="数据有误").question)
    verdict = "publish"
    reason = "数据已经核实"
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


class HasteFactory(factory.django.DjangoModelFactory):
    """A text that goes out at once."""

    class Meta:
        model = coordination_models.Haste

    revision = factory.SubFactory(RevisionFactory)
    content_hash = factory.SelfAttribute("revision.content_hash")
    ground = "clarify"
    reason = "网传消息不实"
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


class KeeperFactory(factory.django.DjangoModelFactory):
    """An item passed on to somebody of its agency."""

    class Meta:
        model = keeping_models.Keeper

    item = factory.SubFactory(ItemFactory)
    person = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..item.agency"))
    by = "person:1"
    at = clock.NOW
