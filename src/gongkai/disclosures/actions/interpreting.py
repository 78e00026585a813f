"""Explaining documents: linking an interpretation with its document, beginning one, saying that none is needed."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.disclosures.actions import drafting, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.document_models import Exemption, Interpretation
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import normative

GENRE = "interpretation"


@transaction.atomic
def link(*, document: Item, item: Item, kind: str, by: By, at: datetime.datetime) -> Interpretation:
    """Say that an item explains a document; both pages name each other from then on.

    Raises NotPublic (the document), NoDocument, OfOthers, LinkedAlready.
    """
    row = drafting.locked(document)
    if row.state != Item.State.PUBLISHED or document.pk == item.pk:
        raise refusals.NotPublic
    if not normative.is_document(row, on=at.date()):
        raise refusals.NoDocument
    own, other = item.agency.path, document.agency.path
    if not (own.startswith(other) or other.startswith(own)):
        raise refusals.OfOthers
    if Interpretation.objects.filter(document=row, item=item).exists():
        raise refusals.LinkedAlready
    made = Interpretation.objects.create(
        document=row, item=item, kind=Interpretation.Kind(kind), by=kinds.reference(by), at=at
    )
    _record((kinds.INTERPRETS, kinds.INTERPRETED), made, by, at, what=str(made.get_kind_display()))
    return made


@transaction.atomic
def unlink(*, interpretation: Interpretation, by: By, at: datetime.datetime) -> None:
    """Take a link away again."""
    row = Interpretation.objects.select_related("document__revision", "item__revision").get(pk=interpretation.pk)
    row.delete()
    _record((kinds.INTERPRETS_NO_MORE, kinds.INTERPRETED_NO_MORE), row, by, at)


@transaction.atomic
def begin(*, document: Item, kind: str, column: Column | None, by: Person, at: datetime.datetime) -> Item:
    """Draft an interpretation of a document in the document's own agency, already linked. Raises as `link`."""
    assert document.public_revision is not None or document.revision is not None
    revision = document.public_revision or document.revision
    assert revision is not None
    title = _("Interpretation of “%(title)s”") % {"title": revision.title}
    content = drafting.Content(title=title[:200], column=column, genre=GENRE, topic=revision.topic)
    item = drafting.draft(agency=document.agency, by=by, content=content, at=at)
    link(document=document, item=item, kind=kind, by=by, at=at)
    return item


@transaction.atomic
def exempt(*, document: Item, reason: str, by: By, at: datetime.datetime) -> Exemption:
    """Say that a document needs no interpretation, and why. Raises ReasonMissing, NoDocument, LinkedAlready."""
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(document)
    if not normative.is_document(row, on=at.date()):
        raise refusals.NoDocument
    if Exemption.objects.filter(document=row).exists():
        raise refusals.LinkedAlready
    made = Exemption.objects.create(document=row, reason=reason.strip(), by=kinds.reference(by), at=at)
    drafting.record(kinds.EXEMPTED, row, by, at, reason=reason.strip())
    return made


@transaction.atomic
def owe_again(*, document: Item, by: By, at: datetime.datetime) -> None:
    """Take the exemption of a document back."""
    row = drafting.locked(document)
    deleted, _rows = Exemption.objects.filter(document=row).delete()
    if deleted:
        drafting.record(kinds.OWES_AGAIN, row, by, at)


def _record(pair: tuple[str, str], row: Interpretation, by: By, at: datetime.datetime, **data: object) -> None:
    """One event about each of the two, naming the other."""
    assert row.item.revision is not None and row.document.revision is not None
    drafting.record(pair[0], row.item, by, at, other=row.document.revision.title, document=row.document_id, **data)
    drafting.record(pair[1], row.document, by, at, other=row.item.revision.title, interpretation=row.item_id, **data)
