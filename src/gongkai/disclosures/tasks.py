"""What happens to items without anybody waiting for it: imports, the clock, words to people, checks."""

import datetime
import pathlib
import shutil
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.core import background, checkup, schedule
from gongkai.core.permissions import Permission
from gongkai.disclosures.actions import (
    coordinating,
    files,
    importing,
    kinds,
    publishing,
    rebuilding,
    reckoning,
    reminding,
)
from gongkai.disclosures.models import ImportBatch, Item, StoredFile
from gongkai.disclosures.queries import coordination, integrity, review
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.notices import actions as notices


def incoming(batch_id: int) -> pathlib.Path:
    """The folder in which an import's uploaded files wait to be read."""
    return pathlib.Path(settings.FILES_ROOT) / "incoming" / str(batch_id)


@background.background(attempts=3)
def import_files(*, batch_id: int, person_id: int, column_id: int | None = None) -> dict[str, int]:
    """Read the uploaded files of an import. Can be run again: what was reported is passed over."""
    batch = ImportBatch.objects.select_related("agency").get(pk=batch_id)
    folder = incoming(batch_id)
    batch = importing.take_in(
        batch=batch,
        sources=importing.folder_sources(sorted(folder.iterdir())),
        by=Person.objects.get(pk=person_id),
        at=timezone.now(),
        column=Column.objects.get(pk=column_id) if column_id else None,
    )
    shutil.rmtree(folder)
    return {"read": batch.read_count, "imported": batch.imported_count, "refused": batch.refused_count}


@schedule.every("disclosures.publish-due", seconds=15)
def publish_due(now: datetime.datetime) -> None:
    """Publish what was scheduled."""
    publishing.publish_due(at=now)


@schedule.every("disclosures.follow-calendar", seconds=3600)
def follow_calendar(now: datetime.datetime) -> None:
    """Let documents take effect and expire on their day."""
    publishing.follow_calendar(on=timezone.localdate(now), at=now)


@schedule.every("disclosures.remind-of-steps", seconds=3600)
def remind_of_steps(now: datetime.datetime) -> None:
    """Tell reviewers of steps whose term is over."""
    reminding.remind_of_steps(on=timezone.localdate(now), at=now)


@schedule.every("disclosures.follow-coordination", seconds=3600)
def follow_coordination(now: datetime.datetime) -> None:
    """Remind agencies that were asked, and note the silence of those whose term is over."""
    coordinating.follow_terms(on=timezone.localdate(now), at=now)


def ask_again(heard: Sequence[Event]) -> None:
    """Ask those who were asked about an earlier text about the one handed in now."""
    for event in heard:
        item = Item.objects.filter(pk=int(event.about.removeprefix("item:"))).first()
        if item is not None:
            coordinating.ask_again(item=item, by=event.by, at=event.at)


events.subscribe("coordination", [kinds.SUBMITTED], ask_again)


@schedule.every(reckoning.JOB, seconds=3600)
def reckon_duties(now: datetime.datetime) -> None:
    """Reckon what agencies owe the public, and which days of publishing stand out."""
    reckoning.reckon(on=timezone.localdate(now), at=now)


def clear_published(heard: Sequence[Event]) -> None:
    """Take out what has just been made good by what was published."""
    ids = {int(event.about.removeprefix("item:")) for event in heard if event.about.startswith("item:")}
    reckoning.clear_published(item_ids=ids)


events.subscribe("duties", [kinds.PUBLISHED], clear_published)


def tell_people(heard: Sequence[Event]) -> None:
    """Tell those concerned: reviewers of what waits for them, authors of what became of their text."""
    ids = {int(event.about.removeprefix("item:")) for event in heard if event.about.startswith("item:")}
    items = Item.objects.select_related("agency", "revision", "revision__author", "open_step__step").in_bulk(ids)
    for event in heard:
        item = items.get(int(event.about.removeprefix("item:")))
        if item is None or item.revision is None:
            continue
        words, people = _message(event, item)
        people = [person for person in people if person.reference != event.by]
        if people:
            notices.tell(
                people=people, text=words[:300], link=f"/desk/items/{item.pk}/", event_id=event.pk, at=event.at
            )


def _message(event: Event, item: Item) -> tuple[str, Sequence[Person]]:
    title = event.data.get("title", "")
    assert item.revision is not None
    if event.kind == kinds.RETURNED:
        words = _("“%(title)s” was returned: %(reason)s") % {"title": title, "reason": event.data.get("reason", "")}
        return words, [item.revision.author]
    if event.kind == kinds.PUBLISHED:
        return _("“%(title)s” is public") % {"title": title}, [item.revision.author]
    if event.kind == kinds.REMARKED:
        words = _("A remark on “%(title)s”: %(text)s") % {"title": title, "text": event.data.get("text", "")}
        return words, [item.revision.author]
    waiting = review.open_step(item)
    if waiting is None:
        return "", []
    people = review.reviewers(item, waiting, at=event.at)
    if event.kind == kinds.OVERDUE:
        return _("“%(title)s” is past the term of your step") % {"title": title}, people
    return _("“%(title)s” waits for your review") % {"title": title}, people


TOLD_OF = [
    kinds.SUBMITTED,
    kinds.CLEARED,
    kinds.RETURNED,
    kinds.FORCED,
    kinds.REMARKED,
    kinds.OVERDUE,
    kinds.PUBLISHED,
]
events.subscribe("notices", TOLD_OF, tell_people)


def tell_parties(heard: Sequence[Event]) -> None:
    """Tell those who were asked, those who asked, and the office that has to decide between them."""
    for event in heard:
        item = Item.objects.filter(pk=int(event.about.removeprefix("item:"))).select_related("revision__author").first()
        if item is None or item.revision is None:
            continue
        on = timezone.localdate(event.at)
        name, title = event.data.get("agency", ""), event.data.get("title", "")
        rows = coordination.questions().filter(revision__item=item, agency__short_name=name).order_by("-id")
        question = rows.first()
        if question is None:
            continue
        if event.kind in (kinds.ASKED, kinds.REMINDED):
            people = list(accounts.holders(Permission.ITEM_OPINE, question.agency, on=on))
            words = _("Your opinion on “%(title)s” is asked for, until %(day)s") % {
                "title": title,
                "day": question.due_on,
            }
        else:
            people = [item.revision.author]
            if question.is_disputed:
                people += accounts.holders(Permission.ITEM_RULE, question.superior, on=on)
            standing = coordination.standing_words(question, on=on)
            words = _("%(agency)s on “%(title)s”: %(standing)s") % {
                "agency": name,
                "title": title,
                "standing": standing,
            }
        people = [person for person in people if person.reference != event.by]
        if people:
            link = f"/desk/items/coordination/{question.pk}/"
            notices.tell(people=people, text=words[:300], link=link, event_id=event.pk, at=event.at)


events.subscribe(
    "coordination-notices", [kinds.ASKED, kinds.REMINDED, kinds.OPINED, kinds.SILENT, kinds.RULED], tell_parties
)


@checkup.check("items", gettext_lazy("Items say what their history says"))
def examine_items(repair: bool) -> list[checkup.Finding]:
    """Compare each item with its publications and endings; rebuild those that differ."""
    found = []
    for item, differences in integrity.drifted_items():
        words = "；".join(f"{each.field}: {each.stored} ≠ {each.rebuilt}" for each in differences)
        if repair:
            rebuilding.rebuild(item=item, by="system:doctor", at=timezone.now())
        found.append(checkup.Finding(f"信息 {item}（{item.reference}）与其历史不符：{words}", repaired=repair))
    return found


@checkup.check("files", gettext_lazy("Stored files are there and unchanged"))
def examine_files(repair: bool) -> list[checkup.Finding]:
    """Read every stored file and compare it with its hash; nothing but a backup can repair one."""
    found = []
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            files.read_file(stored)
        except files.FileLost as lost:
            names = ", ".join(stored.attachments.values_list("name", flat=True)[:3])
            found.append(checkup.Finding(f"附件 {names}（{stored.sha256[:12]}）：{lost.sentence}"))
    return found
