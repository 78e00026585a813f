"""Following what special topics show: their own texts, the items of their lists, the reports behind their figures."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation

from gongkai.activities.models.records import Activity
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.events.models import Event
from gongkai.portal.actions import baking, blocks, writing
from gongkai.portal.models import BakedFile
from gongkai.portal.pages import channels, lists, site, specials
from gongkai.portal.special_models import Special
from gongkai.portal.tasks import following

ITEM_KINDS = ("item.published", "item.validity", "item.withdrawn")
KINDS = (*ITEM_KINDS, "special.archived", "special.reopened", "report.published", "report.withdrawn")
ACCOUNT_KINDS = (
    "account.opened",
    "account.edited",
    "account.closed",
    "reading-point.opened",
    "reading-point.closed",
    "agency.renamed",
)
CHANNEL_KINDS = ("posting.posted", "posting.gone", "activity.recorded", "activity.corrected", "activity.struck")


def hear(events: Sequence[Event]) -> None:
    """Bring the pages of specials to the state of the database, as far as these events touch them. Safe to repeat."""
    rows = specials.public_specials()
    touched = {int(each.about.partition(":")[2]) for each in events if each.kind in ITEM_KINDS}
    if not rows and not BakedFile.objects.filter(about__startswith="special:").exists():
        return
    news = [each.kind for each in events]
    chosen = [each for each in rows if _concerns(each, touched, news)]
    own = {each.item_id for each in rows} & touched
    is_changed = bool(own) or any(kind.startswith("special.") for kind in news)
    is_gone = bool(Special.objects.filter(item__in=touched).exclude(pk__in=[each.pk for each in rows]).exists())
    if chosen or is_changed or is_gone:
        at, common = timezone.now(), site.common()
        bake(rows=rows, chosen=chosen, target=baking.own(), at=at, common=common)
        # The front page names what is current; what an item's own events change there is baked with the item.
        if is_changed:
            following.bake_home(on=timezone.localdate(at), common=common, target=baking.own(), at=at)


def _concerns(special: Special, touched: set[int], kinds: Sequence[str]) -> bool:
    """Whether something these events speak of stands on the page, or should."""
    if special.item_id in touched or any(kind.startswith("special.") for kind in kinds):
        return True
    revision = special.item.public_revision
    text = specials.text_of(special, revision) if revision else None
    own = blocks.from_json(text.blocks) if text else ()
    if any(each.kind == "figure" for each in own):
        return True
    shown = [each for each in own if each.kind == "list"]
    # What was withdrawn can no longer be looked up by its words, so every list is printed anew.
    if shown and "item.withdrawn" in kinds:
        return True
    return any(specials.wanted(each).filter(pk__in=touched).exists() for each in shown) if touched else False


def bake(
    *,
    rows: Sequence[Special],
    chosen: Sequence[Special],
    target: baking.Target,
    at: datetime.datetime,
    common: dict[str, Any] | None = None,
) -> None:
    """Bake some specials and the list of all, and remove the pages of those that are not public any more."""
    on = timezone.localdate(at)
    common = common or site.common()
    with translation.override(pages.LANGUAGE), writing.exclusive():
        lines = item_pages.Rows(lists.words()[0])
        shown = [each for each in rows if _is_shown(each, on)]
        if target.is_recorded:
            wanted = {specials.path_of(each) for each in shown}
            there = BakedFile.objects.filter(about__startswith="special:").values_list("path", flat=True)
            baking.remove(paths=set(there) - wanted, target=target)
        keys = {each.pk for each in chosen}
        found = [
            specials.special_page(each, each.item.public_revision, on=on, lines=lines)
            for each in shown
            if each.pk in keys and each.item.public_revision is not None
        ]
        found.append(specials.list_page(rows, on=on))
        baking.bake(found=found, common=common, target=target, at=at)


def _is_shown(special: Special, on: datetime.date) -> bool:
    revision = special.item.public_revision
    assert revision is not None
    return specials.stage_of(special, specials.text_of(special, revision), on=on) != "coming"


def bake_all(*, target: baking.Target, at: datetime.datetime, common: dict[str, Any]) -> None:
    """Bake every special, their list, and the lists of accounts and reading points."""
    rows = specials.public_specials()
    bake(rows=rows, chosen=rows, target=target, at=at, common=common)
    bake_accounts(target=target, at=at, common=common)


def bake_accounts(*, target: baking.Target, at: datetime.datetime, common: dict[str, Any] | None = None) -> None:
    """Bake the public lists of accounts and of reading points."""
    common, on = common or site.common(), timezone.localdate(at)
    with translation.override(pages.LANGUAGE), writing.exclusive():
        found = [channels.accounts_page(on=on), channels.points_page(on=on)]
        baking.bake(found=found, common=common, target=target, at=at)


def hear_of_accounts(events: Sequence[Event]) -> None:
    """Bake the lists of accounts and of reading points anew."""
    bake_accounts(target=baking.own(), at=timezone.now())


def hear_of_channels(events: Sequence[Event]) -> None:
    """Bake the pages of items that went into another channel, or are gone from it. Safe to repeat."""
    ids = {int(each.about.partition(":")[2]) for each in events if each.about.startswith("item:")}
    numbers = [int(each.about.partition(":")[2]) for each in events if each.about.startswith("activity:")]
    rows = Activity.objects.filter(pk__in=numbers, item__isnull=False)
    ids |= {pk for pk in rows.values_list("item_id", flat=True) if pk is not None}
    still = sorted(public.public_among(sorted(ids)))
    if still:
        common, at = site.common(), timezone.now()
        with translation.override(pages.LANGUAGE):
            following.refresh_items(still, common=common, target=baking.own(), at=at)
