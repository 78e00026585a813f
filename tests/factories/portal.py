"""Factories for portal: lists, places in lists, baked files."""

import hashlib

import factory

from gongkai.portal import models
from tests.factories import clock


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
