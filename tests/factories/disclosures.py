"""Factories for disclosures: drafts with a revision, and published items made row by row as the guards demand."""

import datetime
import hashlib
from typing import Any

import factory

from gongkai.disclosures import models
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.catalog import ColumnFactory
from tests.factories.orgs import AgencyFactory


class ItemFactory(factory.django.DjangoModelFactory):
    """A bare item without text; most tests want `draft_item` or `published_item`."""

    class Meta:
        model = models.Item

    agency = factory.SubFactory(AgencyFactory)
    created_at = clock.NOW
    changed_at = clock.NOW


class RevisionFactory(factory.django.DjangoModelFactory):
    """A first revision of an item, open to the public, in a column of the item's agency."""

    class Meta:
        model = models.Revision

    item = factory.SubFactory(ItemFactory)
    number = 1
    author = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..item.agency"))
    created_at = clock.NOW
    title = factory.Sequence(lambda n: f"关于印发第{n}号办法的通知")
    body = "<p>各有关单位：现将办法印发给你们，请遵照执行。</p>"
    column = factory.SubFactory(ColumnFactory, owner=factory.SelfAttribute("..item.agency"))
    content_hash = factory.LazyAttribute(lambda row: hashlib.sha256(f"{row.title}\n{row.body}".encode()).hexdigest())


class StoredFileFactory(factory.django.DjangoModelFactory):
    """The record of a stored file; no bytes are written."""

    class Meta:
        model = models.StoredFile

    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 1000
    kind = "pdf"
    stored_at = clock.NOW


class AttachmentFactory(factory.django.DjangoModelFactory):
    """An attachment of a revision that nobody has cleared yet."""

    class Meta:
        model = models.Attachment

    revision = factory.SubFactory(RevisionFactory)
    file = factory.SubFactory(StoredFileFactory)
    name = factory.Sequence(lambda n: f"附件{n}.pdf")


class ClearanceFactory(factory.django.DjangoModelFactory):
    """Somebody else's pass of the business review."""

    class Meta:
        model = models.Clearance

    revision = factory.SubFactory(RevisionFactory)
    kind = models.Clearance.Kind.BUSINESS
    opinion = models.Clearance.Opinion.PASS
    reviewer = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..revision.item.agency"))
    content_hash = factory.SelfAttribute("revision.content_hash")
    at = clock.NOW


class PublicationFactory(factory.django.DjangoModelFactory):
    """A publication of a fully cleared revision; the clearances are made with it."""

    class Meta:
        model = models.Publication

    revision = factory.SubFactory(RevisionFactory)
    item = factory.SelfAttribute("revision.item")
    content_hash = factory.SelfAttribute("revision.content_hash")
    by = "person:1"
    at = clock.NOW

    @classmethod
    def _create(cls, model_class: type[models.Publication], *args: Any, **kwargs: Any) -> models.Publication:
        revision = kwargs["revision"]
        missing = set(models.Clearance.Kind) - set(revision.clearances.values_list("kind", flat=True))
        for kind in sorted(missing):
            ClearanceFactory(revision=revision, kind=kind)
        publication: models.Publication = super()._create(model_class, *args, **kwargs)
        return publication


class EndingFactory(factory.django.DjangoModelFactory):
    """A repeal."""

    class Meta:
        model = models.Ending

    item = factory.SubFactory(ItemFactory)
    kind = models.Ending.Kind.REPEAL
    on = clock.TODAY
    reason = "被新办法代替"
    by = "person:1"
    at = clock.NOW


class ImportBatchFactory(factory.django.DjangoModelFactory):
    """A finished import of nothing."""

    class Meta:
        model = models.ImportBatch

    agency = factory.SubFactory(AgencyFactory)
    source = "文件夹"
    state = models.ImportBatch.State.DONE
    by = "person:1"
    at = clock.NOW


class ImportRowFactory(factory.django.DjangoModelFactory):
    """A refused row of an import."""

    class Meta:
        model = models.ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda n: n + 1)
    place = "文件夹/通知.docx"
    outcome = models.ImportRow.Outcome.REFUSED


class SavedViewFactory(factory.django.DjangoModelFactory):
    """A saved view of one's drafts."""

    class Meta:
        model = models.SavedView

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"视图{n}")
    query = "state=draft"


ITEM_FIELDS = {field.name for field in models.Item._meta.get_fields()}


def draft_item(**fields: Any) -> models.Item:
    """A draft with its first revision. Names of the item's fields go to the item, all others to the revision."""
    item_fields = {name: fields.pop(name) for name in list(fields) if name in ITEM_FIELDS}
    item: models.Item = ItemFactory(**item_fields)
    item.revision = RevisionFactory(item=item, **fields)
    item.save(update_fields=["revision"])
    return item


def published_item(*, at: datetime.datetime = clock.NOW, **fields: Any) -> models.Item:
    """An item that is public since a moment: revision, three passes, publication, index number, in that order."""
    index_no = fields.pop("index_no", None)
    item = draft_item(**fields)
    PublicationFactory(revision=item.revision, at=at)
    item.state = models.Item.State.PUBLISHED
    item.public_revision = item.revision
    item.index_no = index_no or f"99010/2026-{item.pk:05d}"
    item.first_published_at = item.published_at = item.changed_at = at
    item.save()
    return item
