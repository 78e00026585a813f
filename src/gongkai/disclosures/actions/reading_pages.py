"""Ticking off the pages of attachments as read."""

import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import drafting, kinds, refusals
from gongkai.disclosures.chain_models import PageTick
from gongkai.disclosures.models import Attachment, Item


@transaction.atomic
def tick(*, attachment: Attachment, page: int, by: Person, at: datetime.datetime, item: Item) -> PageTick:
    """Note that somebody has read a page; a second time changes nothing. Raises WrongState for a page it has not."""
    if not 1 <= page <= max(attachment.file.pages or 1, 1):
        raise refusals.WrongState(str(page))
    made, is_new = PageTick.objects.get_or_create(attachment=attachment, page=page, person=by, defaults={"at": at})
    if is_new:
        drafting.record(kinds.PAGE_READ, item, by, at, file=attachment.name, page=page)
    return made
