"""Factories for disclosures: drafts with a revision, and published items made row by row as the guards demand."""

import datetime
import hashlib
from typing import Any

import factory

from gongkai.disclosures import chain_models, check_models, models
from gongkai.disclosures.queries import chains
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


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A revision handed in under the usual three steps."""

    class Meta:
        model = chain_models.Submission
        skip_postgeneration_save = True

    revision = factory.SubFactory(RevisionFactory)
    by = "person:1"
    at = clock.NOW

    @factory.post_generation
    def steps(row: chain_models.Submission, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The steps, by default business review, secrecy review, issue."""
        for number, (kind, days) in enumerate(extracted or chains.DEFAULT, start=1):
            RequiredStepFactory(submission=row, position=number, kind=kind, days=days)


class RequiredStepFactory(factory.django.DjangoModelFactory):
    """A step of a submission."""

    class Meta:
        model = chain_models.RequiredStep

    submission = factory.SubFactory(SubmissionFactory, steps=(("secrecy", 3), ("issue", 2)))
    position = 9
    kind = "second"
    days = 2


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

    @classmethod
    def _create(cls, model_class: type[models.Clearance], *args: Any, **kwargs: Any) -> models.Clearance:
        if not kwargs["revision"].submissions.exists():
            SubmissionFactory(revision=kwargs["revision"])
        clearance: models.Clearance = super()._create(model_class, *args, **kwargs)
        return clearance


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
        given = set(revision.clearances.values_list("kind", flat=True))
        for kind in (kind for kind, _days in chains.DEFAULT if kind not in given):
            ClearanceFactory(revision=revision, kind=kind)
        publication: models.Publication = super()._create(model_class, *args, **kwargs)
        return publication


class ChainFactory(factory.django.DjangoModelFactory):
    """A chain without steps, for every kind of items."""

    class Meta:
        model = chain_models.Chain

    agency = factory.SubFactory(AgencyFactory)
    name = "三审三校"
    by = "person:1"
    since_at = clock.NOW


class ChainStepFactory(factory.django.DjangoModelFactory):
    """A step of a chain."""

    class Meta:
        model = chain_models.ChainStep

    chain = factory.SubFactory(ChainFactory)
    position = 1
    kind = "secrecy"
    name = "保密审查"
    days = 3


class OpenStepFactory(factory.django.DjangoModelFactory):
    """A step an item waits for."""

    class Meta:
        model = chain_models.OpenStep

    item = factory.SubFactory(ItemFactory)
    step = factory.SubFactory(RequiredStepFactory)
    since_at = clock.NOW
    due_on = clock.TODAY


class SubstitutionFactory(factory.django.DjangoModelFactory):
    """Somebody away for ten days."""

    class Meta:
        model = chain_models.Substitution

    person = factory.SubFactory(PersonFactory)
    substitute = factory.SubFactory(PersonFactory)
    begins_at = clock.NOW - datetime.timedelta(days=1)
    ends_at = clock.NOW + datetime.timedelta(days=9)
    reason = "出差"
    by = "person:1"
    at = clock.NOW


class OnBehalfFactory(factory.django.DjangoModelFactory):
    """An opinion given for somebody who is away."""

    class Meta:
        model = chain_models.OnBehalf

    clearance = factory.SubFactory(ClearanceFactory)
    person = factory.LazyAttribute(lambda row: SubstitutionFactory(substitute=row.clearance.reviewer).person)


class ForcedIssueFactory(factory.django.DjangoModelFactory):
    """A forced issue by the head of the chain."""

    class Meta:
        model = chain_models.ForcedIssue

    revision = factory.SubFactory(RevisionFactory)
    content_hash = factory.SelfAttribute("revision.content_hash")
    by = factory.LazyAttribute(lambda row: _head_of(row.revision))
    reason = "防汛预警，必须立即发布"
    at = clock.NOW


def _head_of(revision: models.Revision) -> Any:
    submission = SubmissionFactory(revision=revision, head=PersonFactory())
    return submission.head


class PageTickFactory(factory.django.DjangoModelFactory):
    """The first page of an attachment, read."""

    class Meta:
        model = chain_models.PageTick

    attachment = factory.SubFactory(AttachmentFactory)
    page = 1
    person = factory.SubFactory(PersonFactory)
    at = clock.NOW


class RemarkFactory(factory.django.DjangoModelFactory):
    """A remark on a revision."""

    class Meta:
        model = chain_models.Remark

    revision = factory.SubFactory(RevisionFactory)
    person = factory.SubFactory(PersonFactory)
    text = "请核对"
    at = clock.NOW


class WordListFactory(factory.django.DjangoModelFactory):
    """Empty word lists."""

    class Meta:
        model = check_models.WordList

    agency = factory.SubFactory(AgencyFactory)
    by = "person:1"
    at = clock.NOW


class DismissalFactory(factory.django.DjangoModelFactory):
    """A finding let stand."""

    class Meta:
        model = check_models.Dismissal

    item = factory.SubFactory(ItemFactory)
    fingerprint = factory.Sequence(lambda n: f"{n:032d}")
    label = "电话号码"
    words = "139****0000"
    reason = "值班电话，本人同意公开"
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


class MaskingFactory(factory.django.DjangoModelFactory):
    """A masked original and what came of it."""

    class Meta:
        model = check_models.Masking

    original = factory.SubFactory(RevisionFactory)
    revision = factory.LazyAttribute(lambda row: RevisionFactory(item=row.original.item, number=2))
    label = "公民身份号码"
    count = 1
    by = factory.SubFactory(PersonFactory)
    at = clock.NOW


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
