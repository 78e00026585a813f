"""Factories for orgs: agencies in a tree, their names and changes."""

import datetime
from typing import Any

import factory

from gongkai.orgs import models
from tests.factories import clock


class AgencyFactory(factory.django.DjangoModelFactory):
    """A department; give `parent` to hang it below another agency."""

    class Meta:
        model = models.Agency

    code = factory.Sequence(lambda n: f"agency-{n}")
    name = factory.Sequence(lambda n: f"云州市第{n}局")
    short_name = factory.Sequence(lambda n: f"第{n}局")
    kind = models.Agency.Kind.DEPARTMENT
    level = models.Agency.Level.CITY
    parent = None
    position = 100

    @classmethod
    def _create(cls, model_class: type[models.Agency], *args: Any, **kwargs: Any) -> models.Agency:
        agency: models.Agency = super()._create(model_class, *args, **kwargs)
        above, order = (agency.parent.path, agency.parent.sort_path) if agency.parent else ("/", "/")
        agency.path = f"{above}{agency.pk}/"
        agency.sort_path = f"{order}{agency.position:05d}-{agency.pk:09d}/"
        agency.save(update_fields=["path", "sort_path"])
        return agency


class AgencyNameFactory(factory.django.DjangoModelFactory):
    """A name an agency bore since 2000."""

    class Meta:
        model = models.AgencyName

    agency = factory.SubFactory(AgencyFactory)
    name = factory.SelfAttribute("agency.name")
    short_name = factory.SelfAttribute("agency.short_name")
    since = datetime.date(2000, 1, 1)


class AgencyChangeFactory(factory.django.DjangoModelFactory):
    """A founding, without agencies; add them to `successors`."""

    class Meta:
        model = models.AgencyChange

    kind = models.AgencyChange.Kind.FOUND
    on = clock.TODAY
    by = "person:1"
    at = clock.NOW
