"""What keeps the index true without anybody asking: listening to events, reading files, rebuilding, checks."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.core import background, checkup, mailing, pages, schedule
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.search.actions import file_texts, following, indexing, locking, rebuilding
from gongkai.search.forms import addresses
from gongkai.search.queries import contents, generations, lexicon, results, sources, verification

KINDS = (
    "item.published",
    "item.validity",
    "item.withdrawn",
    *rebuilding.AGENCY_KINDS,
    "column.moved",
    "column.merged",
    "vocabulary.published",
)


@background.background(attempts=3)
def rebuild_index() -> dict[str, object]:
    """Build the index anew. One that is already being built is left to it."""
    try:
        rebuilt = rebuilding.rebuild(at=timezone.now())
    except locking.Busy:
        return {"rebuilt": False}
    return {"rebuilt": True, "generation": rebuilt.generation, "items": rebuilt.item_count}


@background.background()
def read_files(*, item_ids: list[int]) -> int:
    """Read the attachments of items and let them be found by their words."""
    count = file_texts.read_unread(item_ids=item_ids, at=timezone.now())
    _update_or_rebuild(item_ids)
    return count


@background.background()
def update_within(*, agency_ids: list[int], column_ids: list[int]) -> int:
    """Take items in anew whose agency or column has changed its name or place."""
    return indexing.update_within(agency_ids=agency_ids, column_ids=column_ids)


def hear(heard: Sequence[Event]) -> None:
    """Bring the items of these events up to date; what takes long is left to tasks."""
    if any(each.kind == "vocabulary.published" for each in heard):
        ask_for_rebuild()
    item_ids = rebuilding.touched_items(heard)
    if item_ids and not _update_or_rebuild(item_ids):
        return
    if item_ids and contents.unread_attachments(item_ids):
        read_files.enqueue(item_ids=item_ids)
    agency_ids, column_ids = rebuilding.touched_agencies(heard), rebuilding.touched_columns(heard)
    if agency_ids or column_ids:
        update_within.enqueue(agency_ids=agency_ids, column_ids=column_ids)


def _update_or_rebuild(item_ids: Sequence[int]) -> bool:
    """Update these items; without an index ask for one, which will hold them, and return False."""
    try:
        indexing.update(item_ids=item_ids)
    except generations.IndexMissing:
        ask_for_rebuild()
        return False
    return True


def ask_for_rebuild() -> bool:
    """Queue a rebuild unless one is waiting or running. Returns whether it was queued."""
    waiting = background.waiting_tasks().filter(task_path=rebuild_index.module_path)
    if waiting.exists():
        return False
    rebuild_index.enqueue()
    return True


events.subscribe("search", KINDS, hear)


@schedule.every("search.keep-index", seconds=60)
def keep_index(now: datetime.datetime) -> None:
    """Have a missing index built anew, and remove what rebuilds have left."""
    try:
        generations.current()
        generations.opened()
    except generations.IndexMissing:
        ask_for_rebuild()
    else:
        try:
            rebuilding.sweep()
        except locking.Busy:
            return


@checkup.check("index", gettext_lazy("The search index says what the records say"))
def examine_index(repair: bool) -> list[checkup.Finding]:
    """Compare the index with the database; build a missing one, bring single items up to date."""
    try:
        found = verification.differences()
    except generations.IndexMissing as missing:
        if repair:
            rebuilding.rebuild(at=timezone.now())
        words = _("There is no search index: %(reason)s.") % {"reason": _(missing.reason)}
        return [checkup.Finding(words, repaired=repair)]
    if not found:
        return []
    if repair:
        indexing.update(item_ids=found.item_ids)
        for number, ids in found.source_ids.items():
            indexing.update_source(source=sources.SOURCES[number], ids=ids)
    names = list(map(str, found.item_ids))
    names += [f"{sources.SOURCES[number].prefix}:{each}" for number, ids in found.source_ids.items() for each in ids]
    words = ngettext(
        "The search index differs from the records in %(count)s item: %(ids)s",
        "The search index differs from the records in %(count)s items: %(ids)s",
        len(names),
    )
    some = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
    return [checkup.Finding(words % {"count": len(names), "ids": some}, repaired=repair)]


@schedule.every("search.news", seconds=60 * 60)
def tell_of_news(now: datetime.datetime) -> None:
    """Write to those who follow a search, once a day each, and forget what was never confirmed."""
    following.forget(at=now)
    if not mailing.is_possible():
        return
    with translation.override(pages.LANGUAGE):
        for watch in following.due(at=now):
            asked = addresses.query_of(watch.parameters)
            filters = dataclasses.replace(asked.filters, after=watch.told_until)
            query = dataclasses.replace(asked, filters=filters, order="date", page=1, size=following.MOST_TOLD)
            try:
                found = results.search(query)
            except generations.IndexMissing:
                return
            # What was found by some of its words only is no news.
            hits = () if "relaxed" in found.notes else found.hits
            following.tell(watch=watch, news=[_news(hit) for hit in hits], total=found.total, at=now)


def _news(hit: results.Hit) -> following.News:
    title = "".join(text for text, _is_hit in hit.title)
    return following.News(title, hit.address, hit.agency_name, hit.published_on)


@schedule.every("search.words", seconds=24 * 60 * 60)
def count_words(now: datetime.datetime) -> None:
    """Count the words of what is public anew, for suggestions and guesses."""
    try:
        lexicon.write(generations.current())
    except generations.IndexMissing:
        return
