"""Factories for activities: valid, boring records."""

import datetime
from decimal import Decimal

import factory

from gongkai.activities.models import channels, papers, records
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.disclosures import StoredFileFactory, published_item
from tests.factories.orgs import AgencyFactory


class ActivityFactory(factory.django.DjangoModelFactory):
    """A message on WeChat that repeats nothing; no version is written."""

    class Meta:
        model = records.Activity

    agency = factory.SubFactory(AgencyFactory)
    kind = "publication"
    on = clock.TODAY
    year = factory.LazyAttribute(lambda row: (row.on or clock.TODAY).year)
    channel = "wechat"
    title = factory.Sequence(lambda n: f"公众号推送第{n}期")
    author = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..agency"))
    recorded_at = clock.NOW
    changed_at = clock.NOW


class NumberFactory(factory.django.DjangoModelFactory):
    """Thirty people trained."""

    class Meta:
        model = records.Number

    activity = factory.SubFactory(ActivityFactory, kind="training", channel="", title="政务公开培训班")
    measure = "trainees"
    value = Decimal(30)


class VersionFactory(factory.django.DjangoModelFactory):
    """What an activity said first."""

    class Meta:
        model = records.Version

    activity = factory.SubFactory(ActivityFactory)
    number = 1
    act = records.Version.Act.RECORD
    content = factory.LazyAttribute(lambda row: {"title": row.activity.title})
    author = factory.SelfAttribute("activity.author")
    at = clock.NOW


class AccountFactory(factory.django.DjangoModelFactory):
    """A WeChat account that is not connected."""

    class Meta:
        model = channels.Account

    agency = factory.SubFactory(AgencyFactory)
    channel = "wechat"
    name = factory.Sequence(lambda n: f"云州发布{n}")
    responsible = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..agency"))
    opened_on = clock.TODAY - datetime.timedelta(days=400)
    updated_on = clock.TODAY


class AccountCheckFactory(factory.django.DjangoModelFactory):
    """Somebody looked today."""

    class Meta:
        model = channels.AccountCheck

    account = factory.SubFactory(AccountFactory)
    updated_on = clock.TODAY
    by = factory.SelfAttribute("account.responsible")
    at = clock.NOW


class PostingFactory(factory.django.DjangoModelFactory):
    """A public item on its way into an account."""

    class Meta:
        model = channels.Posting

    account = factory.SubFactory(AccountFactory)
    item = factory.LazyAttribute(lambda row: published_item(agency=row.account.agency))
    revision = factory.SelfAttribute("item.public_revision")
    next_at = clock.NOW
    by = factory.SelfAttribute("account.responsible")
    at = clock.NOW


class ReadingPointFactory(factory.django.DjangoModelFactory):
    """A library."""

    class Meta:
        model = papers.ReadingPoint

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"云州市图书馆第{n}阅览室")


class PaperFactory(factory.django.DjangoModelFactory):
    """A leaflet without items, of which no PDF was made."""

    class Meta:
        model = papers.Paper

    agency = factory.SubFactory(AgencyFactory)
    kind = "leaflet"
    year = clock.TODAY.year
    number = factory.Sequence(lambda n: n + 1)
    title = "政府信息公开"
    by = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..agency"))
    at = clock.NOW
    word = factory.SubFactory(StoredFileFactory, kind="docx")


class PaperLineFactory(factory.django.DjangoModelFactory):
    """A public item of a print."""

    class Meta:
        model = papers.PaperLine

    paper = factory.SubFactory(PaperFactory)
    position = 1
    item = factory.LazyAttribute(lambda row: published_item(agency=row.paper.agency))
    revision = factory.SelfAttribute("item.public_revision")


def yearly(kind: str, agency: object, year: int, title: str = "", **numbers: int | str) -> records.Activity:
    """Something that holds for a year, with its numbers."""
    row: records.Activity = ActivityFactory(
        kind=kind, agency=agency, on=None, year=year, channel="", title=title or kind
    )
    for name, value in numbers.items():
        NumberFactory(activity=row, measure=name, value=Decimal(value))
    return row


def on_day(kind: str, agency: object, day: datetime.date, channel: str = "", **fields: object) -> records.Activity:
    """Something that happened on a day."""
    row: records.Activity = ActivityFactory(kind=kind, agency=agency, on=day, channel=channel, title=kind, **fields)
    return row
