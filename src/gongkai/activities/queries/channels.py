"""Accounts and postings as desk and public pages ask for them: who keeps what, what stands where, what failed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

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


def postings(access: Access) -> QuerySet[Posting]:
    """The postings of items, or into accounts, of the agencies that a person may see."""
    held = access.agencies(Permission.ACTIVITY_VIEW)
    rows = Posting.objects.filter(Q(item__agency__in=held) | Q(account__agency__in=held))
    return rows.select_related("account__responsible", "item__agency", "revision", "by")


def in_hand(access: Access) -> QuerySet[Posting]:
    """The postings into accounts for which a person sends."""
    rows = Posting.objects.filter(account__agency__in=access.agencies(Permission.CHANNEL_POST))
    return rows.select_related("account", "item__agency", "revision", "by")


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
    for each in sent.order_by("posted_at", "pk"):
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
    for place, item_id in _by_hand(wanted):
        found[item_id].append(place)
    return {
        pk: sorted(rows, key=lambda place: (place.on or datetime.date.min, place.label)) for pk, rows in found.items()
    }


@dataclass(frozen=True)
class Short:
    """A channel of an item in one line: the channel, the account, the state in words and shape, and the address."""

    label: str
    account: str
    words: str
    look: str
    address: str


def in_short(item: Item) -> list[Short]:
    """Every channel of an item with its state, sent from here or recorded. One query."""
    sent = Posting.objects.filter(item=item).values_list("account__channel", "account__name", "state", "address")
    recorded = (
        Activity.objects.standing()
        .filter(item=item, kind="publication", postings__isnull=True)
        .annotate(account=Value(""), state=Value("recorded"))
        .values_list("channel", "account", "state", "link")
    )
    found = []
    for channel, account, state, address in sent.order_by().union(recorded.order_by(), all=True):
        words = _("recorded by hand") if state == "recorded" else str(Posting.State(state).label)
        look = "ok" if state == "recorded" else Posting(state=state).look
        found.append(Short(str(kinds.CHANNELS.get(channel, channel)), account, words, look, address))
    return sorted(found, key=lambda each: (each.label, each.account))


def by_hand(item: Item) -> list[Place]:
    """The channels of one item that somebody recorded. One query."""
    return [place for place, _item_id in _by_hand([item.pk])]


def _by_hand(ids: Iterable[int]) -> Iterable[tuple[Place, int]]:
    rows = Activity.objects.standing().filter(item__in=list(ids), kind="publication")
    # What was sent from here stands where its posting says, or, taken back, nowhere any more.
    for row in rows.filter(postings__isnull=True).order_by("on", "pk"):
        if row.item_id is not None and row.channel in kinds.CHANNELS:
            yield Place(row.channel, row.channel_label, "", row.on, row.link, row.pk, row.has_proof), row.item_id


def public_accounts() -> list[Account]:
    """The accounts of the public list, agency by agency; those closed stand at the end. One query."""
    rows = Account.objects.filter(is_listed=True).select_related("agency")
    return sorted(rows, key=lambda each: (each.closed_on is not None, each.agency.sort_path, each.channel, each.pk))


def deletes(account: Account) -> bool:
    """Whether what stands there can be deleted from here."""
    return is_connected(account) and known.connector(account.connector).can_delete
