"""Making and changing special topics, and laying them in the archive. Review and publication are those of the item."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.disclosures.actions import drafting, refusals
from gongkai.disclosures.models import Item, StoredFile
from gongkai.documents import cleaning
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.portal.actions import blocks
from gongkai.portal.special_models import Special, SpecialText

MADE = events.declare("special.made", gettext_lazy("Made the special topic “{title}”"))
ARCHIVED = events.declare("special.archived", gettext_lazy("Laid the special topic “{title}” in the archive"))
REOPENED = events.declare("special.reopened", gettext_lazy("Took the special topic “{title}” out of the archive"))
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")


class UnfitSpecial(refusals.Refused):
    """Something about the page as a whole is not sound; `field` says what."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field)
        self.field, self._sentence = field, words

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return self._sentence


@dataclass(frozen=True)
class Composition:
    """What a special says: title, summary, column, blocks, pictures by their names, and the days it is shown."""

    title: str
    summary: str
    column: Column | None
    blocks: tuple[blocks.Block, ...]
    pictures: Sequence[tuple[StoredFile, str]] = ()
    shown_from: datetime.date | None = None
    shown_until: datetime.date | None = None


@transaction.atomic
def make(
    *, agency: Agency, slug: str, kind: str, composition: Composition, by: Person, at: datetime.datetime
) -> Special:
    """Begin a special with its first text, a draft. Raises UnfitSpecial, UnfitBlock, Incomplete."""
    if not _SLUG.fullmatch(slug):
        raise UnfitSpecial("slug", _("The address is made of small letters, digits and hyphens, three at least."))
    content = _content(slug, composition, at)
    item = drafting.draft(agency=agency, by=by, content=content, at=at)
    try:
        with transaction.atomic():
            special = Special.objects.create(item=item, slug=slug, kind=kind, made_at=at)
    except IntegrityError as error:
        raise UnfitSpecial("slug", _("Another page has this address.")) from error
    assert item.revision is not None
    _keep(special, item.revision.pk, composition)
    _record(MADE, special, item, by, at)
    return special


@transaction.atomic
def change(
    *, special: Special, composition: Composition, by: Person, at: datetime.datetime, base: int, note: str = ""
) -> Special:
    """Write a new text: a draft, or the correction of what is public. Raises as `make` and `drafting.revise`."""
    content = _content(special.slug, composition, at)
    revision = drafting.revise(item=special.item, by=by, content=content, at=at, base=base, note=note)
    _keep(special, revision.pk, composition)
    return special


@transaction.atomic
def archive(*, special: Special, by: Person, at: datetime.datetime) -> Special:
    """Mark it as archived; it stays to be read, with the mark. Nothing happens when it is already."""
    row = Special.objects.select_for_update().get(pk=special.pk)
    if row.archived_at is None:
        row.archived_at, row.archived_by = at, by.reference
        row.save(update_fields=["archived_at", "archived_by"])
        _record(ARCHIVED, row, row.item, by, at)
    return row


@transaction.atomic
def reopen(*, special: Special, by: Person, at: datetime.datetime) -> Special:
    """Take the mark away. Nothing happens when there is none."""
    row = Special.objects.select_for_update().get(pk=special.pk)
    if row.archived_at is not None:
        row.archived_at = row.archived_by = None
        row.save(update_fields=["archived_at", "archived_by"])
        _record(REOPENED, row, row.item, by, at)
    return row


def address_of(slug: str) -> str:
    """Where readers find a special."""
    return f"/specials/{slug}/"


def is_what_was_reviewed(text: SpecialText) -> bool:
    """Whether the blocks are those whose words the reviewers passed. The special and the revision must be at hand."""
    said = blocks.body_of(
        blocks.from_json(text.blocks),
        address=address_of(text.special.slug),
        shown_from=text.shown_from,
        shown_until=text.shown_until,
    )
    return cleaning.clean_html(said) == text.revision.body


def _content(slug: str, composition: Composition, at: datetime.datetime) -> drafting.Content:
    names = [name for _file, name in composition.pictures]
    sound = blocks.checked(composition.blocks, files=names, this_year=at.year)
    if not sound:
        raise UnfitSpecial("blocks", _("The page has no block yet."))
    since, until = composition.shown_from, composition.shown_until
    if since and until and until < since:
        raise UnfitSpecial("shown_until", _("It would end before it begins."))
    return drafting.Content(
        title=composition.title,
        summary=composition.summary,
        body=blocks.body_of(sound, address=address_of(slug), shown_from=since, shown_until=until),
        column=composition.column,
        formed_on=at.date(),
        attachments=tuple(drafting.AttachmentContent(file, name) for file, name in composition.pictures),
    )


def _keep(special: Special, revision_id: int, composition: Composition) -> None:
    SpecialText.objects.create(
        special=special,
        revision_id=revision_id,
        blocks=blocks.as_json(composition.blocks),
        shown_from=composition.shown_from,
        shown_until=composition.shown_until,
    )


def _record(kind: str, special: Special, item: Item, by: Person, at: datetime.datetime) -> None:
    title = item.revision.title if item.revision else special.slug
    events.record(
        kind, by=by.reference, about=special.reference, at=at, agency_id=item.agency_id, data={"title": title}
    )
