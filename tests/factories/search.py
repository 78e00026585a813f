"""Factories for search."""

import hashlib

import factory

from gongkai.search import models
from tests.factories import clock


class FileTextFactory(factory.django.DjangoModelFactory):
    """What a file says that could be read."""

    class Meta:
        model = models.FileText

    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"text {n}".encode()).hexdigest())
    text = "附件全文"
    read_at = clock.NOW


class SynonymRuleFactory(factory.django.DjangoModelFactory):
    """A word that finds another."""

    class Meta:
        model = models.SynonymRule

    word = factory.Sequence(lambda n: f"词{n}")
    key = factory.LazyAttribute(lambda row: row.word)
    others = ["别的词"]
    changed_by = "person:1"
    changed_at = clock.NOW


class WatchFactory(factory.django.DjangoModelFactory):
    """A search that a mailbox has confirmed to follow."""

    class Meta:
        model = models.Watch

    email = "reader@example.org"
    mailbox = factory.Sequence(lambda n: hashlib.sha256(f"mailbox {n}".encode()).hexdigest())
    parameters = "q=%E9%A2%84%E7%AE%97"
    words = "预算"
    asked_at = clock.NOW
    confirmed_at = clock.NOW
    told_until = clock.NOW
