"""Factories for notices."""

import factory

from gongkai.notices import models
from tests.factories import clock
from tests.factories.accounts import PersonFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    """An unseen word to a person."""

    class Meta:
        model = models.Notice

    person = factory.SubFactory(PersonFactory)
    text = "有一件信息等待您审核"
    link = "/desk/"
    at = clock.NOW


class MessageFactory(factory.django.DjangoModelFactory):
    """A notice that waits to be mailed."""

    class Meta:
        model = models.Message

    notice = factory.SubFactory(NoticeFactory)
    way = models.Message.Way.EMAIL
    next_at = clock.NOW
