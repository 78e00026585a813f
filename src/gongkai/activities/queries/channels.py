"""Accounts and postings as desk and public pages ask for them: who keeps what, what stands where, what failed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.accounts.queries import Access
from gongkai.activities.models import kinds
from gongkai.activities.models.channels import Account, Posting
from gongkai.activities.models.records import Activity
from gongkai.core.channels import known
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Item

_STANDING = (Posting.State.POSTED, Posting.State.DELETING, Posting.State.STAYS)


@dataclass(frozen=True)
class Place:
    """A channel that an item went into: in words, the account, the day, where it is read; `record` is its number."""

    channel: str
    label: str
    account: str
    on: datetime.date | None
    address: str
    record: int | None
    has_proof: bool
    posting: Posting | None = None


def accounts(access: Access) -> QuerySet[Account]:
    """The accounts of the agencies that a person may see."""
    rows = Account.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_VIEW))
    return rows.select_related("agency", "responsible")


def editable(access: Access) -> QuerySet[Account]:
    """The accounts that a person keeps."""
    rows = Account.objects.filter(agency__in=access.agencies(Permission.CHANNEL_EDIT))
    return rows.select_related("agency", "responsible")


def postings(access: Access, permission: Permission = Permission.ACTIVITY_VIEW) -> QuerySet[Posting]:
    """The postings of items of the agencies in which a person holds a permission."""
    held = access.agencies(permission)
    rows = Posting.objects.filter(Q(item__agency__in=held) | Q(account__agency__in=held))
    return rows.select_related("account__responsible", "item__agency", "revision", "by")


def usable(item: Item, access: Access) -> list[Account]:
    """The connected accounts into which this person may send this item: its agency's, and those above it. One query.

    Who may send for a bureau alone does not reach the account of the government above it.
    """
    if not access.anywhere(Permission.CHANNEL_POST):
        return []
    above = [int(part) for part in item.agency.path.split("/") if part]
    rows = Account.objects.open().exclude(connector="").filter(agency__in=above)
    rows = rows.filter(agency__in=access.agencies(Permission.CHANNEL_POST))
    return [each for each in rows.order_by("channel", "name", "pk") if is_connected(each)]


def is_connected(account: Account) -> bool:
    """Whether something can be sent there now."""
    if account.closed_on is not None or account.connector not in known.CONNECTORS:
        return False
    return bool(account.credentials) or not known.connector(account.connector).credentials


def silent(*, on: datetime.date) -> list[Account]:
    """Accounts in use that have been silent for longer than their rule allows. One query."""
    rows = Account.objects.open().filter(is_automatic=False).select_related("agency", "responsible").order_by("pk")
    return [each for each in rows if each.is_silent(on)]


def places(ids: Iterable[int]) -> dict[int, list[Place]]:
    """By item: every channel it went into, oldest first, with address or proof. Two queries."""
    wanted = list(ids)
    found: dict[int, list[Place]] = defaultdict(list)
    sent = Posting.objects.filter(item__in=wanted, state__in=_STANDING).select_related("account", "revision")
    shared: set[int] = set()
    for each in sent.order_by("posted_at", "pk"):
        shared |= {each.activity_id} if each.activity_id else set()
        found[each.item_id].append(
            Place(
                channel=each.account.channel,
                label=each.account.channel_label,
                account=each.account.name,
                on=each.posted_at.date() if each.posted_at else None,
                address=each.address,
                record=each.activity_id,
                has_proof=bool(each.address),
                posting=each,
            )
        )
    recorded = Activity.objects.standing().filter(item__in=wanted, kind="publication").exclude(pk__in=shared)
    # What was sent and taken back keeps its record for the figures, and stands nowhere any more.
    for row in recorded.exclude(Q(postings__isnull=False)).order_by("on", "pk"):
        if row.item_id is not None and row.channel in kinds.CHANNELS:
            place = Place(row.channel, row.channel_label, "", row.on, row.link, row.pk, row.has_proof)
            found[row.item_id].append(place)
    return {
        pk: sorted(rows, key=lambda place: (place.on or datetime.date.min, place.label)) for pk, rows in found.items()
    }


def public_accounts() -> list[Account]:
    """The accounts of the public list, agency by agency; those closed stand at the end. One query."""
    rows = Account.objects.filter(is_listed=True).select_related("agency")
    return sorted(rows, key=lambda each: (each.closed_on is not None, each.agency.sort_path, each.channel, each.pk))
