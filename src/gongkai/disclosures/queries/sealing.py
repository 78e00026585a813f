"""Masked originals: revisions from which something was masked are closed to all but author and secrecy reviewers."""

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.check_models import Masking
from gongkai.disclosures.models import Item, Revision


def closed_to(access: Access, item: Item) -> set[int]:
    """The revisions of an item that this person may not open. One query."""
    if access.may(Permission.ITEM_SECRECY, item.agency):
        return set()
    rows = Masking.objects.filter(original__item=item).exclude(original__author=access.person)
    return set(rows.values_list("original", flat=True))


def is_sealed(revision: Revision) -> bool:
    """Whether something was masked from this revision on. One query."""
    return Masking.objects.filter(original=revision).exists()
