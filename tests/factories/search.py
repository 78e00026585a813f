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
