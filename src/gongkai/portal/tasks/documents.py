"""Following documents: the files of policies and the results of clean-ups, when they or what they name change."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from gongkai.core import pages
from gongkai.disclosures.document_models import Cleanup, PolicyFile
from gongkai.disclosures.queries import cleanups, policies
from gongkai.events.models import Event
from gongkai.portal.actions import baking, writing
from gongkai.portal.pages import documents, site
from gongkai.portal.tasks import following

POLICY_KINDS = ("policy.opened", "policy.named", "policy.step", "policy.step-removed")
LINK_KINDS = ("item.interprets", "item.interpreted", "item.interprets-no-more", "item.interpreted-no-more")
KINDS = (*following.ITEM_KINDS, *POLICY_KINDS, "cleanup.closed")
CHUNK = 50


def hear(events: Sequence[Event]) -> None:
    """Bring the pages of policies and clean-ups to the state of the database, as far as events touch them."""
    named: dict[str, set[int]] = {"item": set(), "policy": set(), "cleanup": set()}
    for each in events:
        kind, _colon, number = each.about.partition(":")
        if kind in named and number.isdecimal():
            named[kind].add(int(number))
    files = named["policy"] | policies.naming(named["item"])
    closed = named["cleanup"] | _cleanups_naming(named["item"])
    if not files and not closed:
        return
    at, target, common = timezone.now(), baking.own(), site.common()
    if named["policy"]:
        # The pages of the items of these files name them, and the front page those open for comment.
        rows = PolicyFile.objects.filter(pk__in=named["policy"])
        items = {pk for pair in rows.values_list("document", "steps__item") for pk in pair if pk is not None}
        with translation.override(pages.LANGUAGE):
            following.bake_items(sorted(items), common=common, target=target, at=at)
            following.bake_home(on=timezone.localdate(at), common=common, target=target, at=at)
    bake(files=files, closed=closed, common=common, target=target, at=at)


def _cleanups_naming(items: Iterable[int]) -> set[int]:
    ids = list(items)
    rows = Cleanup.objects.filter(Q(entries__item__in=ids) | Q(announcement__in=ids), closed_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def bake(
    *,
    files: Iterable[int],
    closed: Iterable[int],
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
) -> None:
    """Bake these files and clean-ups with their lists, and remove the pages of those that are public no longer."""
    wanted, results = sorted(set(files)), sorted(set(closed))
    with translation.override(pages.LANGUAGE):
        for start in range(0, len(wanted), CHUNK):
            with writing.exclusive():
                _bake_files(wanted[start : start + CHUNK], common=common, target=target, at=at)
        for pk in results:
            with writing.exclusive():
                row = cleanups.closed().filter(pk=pk).first()
                if row is None:
                    baking.remove(paths=[documents.cleanup_path(pk)], target=target)
                else:
                    baking.bake(found=[documents.cleanup_page(row)], common=common, target=target, at=at)
        bake_lists(common=common, target=target, at=at)


def _bake_files(ids: Sequence[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    rows = {row.pk: row for row in policies.public().filter(pk__in=ids)}
    baking.remove(paths=[documents.file_path(pk) for pk in ids if pk not in rows], target=target)
    found = [documents.policy_page(rows[pk]) for pk in sorted(rows)]
    baking.bake(found=found, common=common, target=target, at=at)


def bake_lists(*, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake the lists of files and of results."""
    with writing.exclusive():
        found = [documents.files_page(), documents.cleanups_page()]
        baking.bake(found=found, common=common, target=target, at=at)


def bake_all(*, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """Bake everything of this kind."""
    files = policies.public().values_list("pk", flat=True)
    closed = cleanups.closed().values_list("pk", flat=True)
    bake(files=files, closed=closed, common=common, target=target, at=at)
