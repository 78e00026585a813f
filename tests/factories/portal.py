"""Factories for portal: lists, places in lists, baked files, days of mourning, what readers say, takedowns."""

import hashlib

import factory

from gongkai.portal import models
from tests.factories import clock
from tests.factories.disclosures import ItemFactory
from tests.factories.orgs import AgencyFactory


class ListingFactory(factory.django.DjangoModelFactory):
    """An empty list."""

    class Meta:
        model = models.Listing

    key = factory.Sequence(lambda n: f"list-{n}")


class ListingEntryFactory(factory.django.DjangoModelFactory):
    """An item's place on the first page."""

    class Meta:
        model = models.ListingEntry

    listing = factory.SubFactory(ListingFactory)
    item_id = factory.Sequence(lambda n: n + 1)
    page = 1
    published_at = clock.NOW


class BakedFileFactory(factory.django.DjangoModelFactory):
    """The record of a baked file; no file is written."""

    class Meta:
        model = models.BakedFile

    path = factory.Sequence(lambda n: f"items/{n}/index.html")
    sha256 = hashlib.sha256(b"page").hexdigest()
    baked_at = clock.NOW


class MourningFactory(factory.django.DjangoModelFactory):
    """One day without colour: today."""

    class Meta:
        model = models.Mourning

    first_on = last_on = clock.TODAY
    reason = "国务院公告"
    entered_by = "person:1"
    entered_at = clock.NOW


class ProblemFactory(factory.django.DjangoModelFactory):
    """A report that waits for its answer."""

    class Meta:
        model = models.Problem

    code = factory.Sequence(lambda n: f"CODE{n:04}")
    kind = "content"
    path = "/items/0/1.html"
    words = "第二段的金额写错了"
    agency = factory.SubFactory(AgencyFactory)
    received_at = clock.NOW


class VerdictFactory(factory.django.DjangoModelFactory):
    """The verdicts of a month on a page."""

    class Meta:
        model = models.Verdict

    path = factory.Sequence(lambda n: f"/columns/{n}/")
    month = clock.TODAY.replace(day=1)
    found = 3
    missed = 1


class TakedownFactory(factory.django.DjangoModelFactory):
    """A takedown that is under way."""

    class Meta:
        model = models.Takedown

    reason = "含有个人信息"
    ordered_by = "person:1"
    ordered_at = clock.NOW


class TakedownLineFactory(factory.django.DjangoModelFactory):
    """An item that waits to be removed."""

    class Meta:
        model = models.TakedownLine

    takedown = factory.SubFactory(TakedownFactory)
    item = factory.SubFactory(ItemFactory)


class RedirectFactory(factory.django.DjangoModelFactory):
    """An address of a site that was here before."""

    class Meta:
        model = models.Redirect

    path = factory.Sequence(lambda n: f"info/{n}.html")
    target = "/directory/"
    reason = "旧网站"
    by = "person:1"
    at = clock.NOW
