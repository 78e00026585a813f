"""What waits for a person today, and why: reviews, returned texts, schedules, duties that come near, imports."""

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.queries import Access
from gongkai.annualreports.queries import desk as annual_reports
from gongkai.core.permissions import Permission
from gongkai.desk.queries import coordination_tasks, document_tasks, duty_tasks, report_tasks, request_tasks
from gongkai.desk.queries.tasks import Task
from gongkai.disclosures.models import Clearance, ImportBatch, Item
from gongkai.disclosures.queries import desk, duty_board
from gongkai.disclosures.queries.desk import Duty
from gongkai.rules import calendars

SOON = 3
SHOWN = 20


@dataclass(frozen=True)
class Worklist:
    """The tasks by urgency, and what stands at the side."""

    now: list[Task] = field(default_factory=list)
    soon: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)
    coming: list[tuple[Item, Duty]] = field(default_factory=list)
    queue_count: int = 0

    @property
    def count(self) -> int:
        """All tasks."""
        return len(self.now) + len(self.soon) + len(self.later)


def worklist(
    access: Access,
    *,
    at: datetime.datetime,
    items: desk.Today,
    days: calendars.Calendar | None = None,
    owed: Sequence[duty_board.Owed] = (),
    imports: Sequence[ImportBatch] = (),
) -> Worklist:
    """Everything that waits for one person at a moment.

    `items` are those that wait, `owed` is what their agencies have not kept up, `imports` what they have imported
    lately. At most six queries, whatever waits, given the calendar.
    """
    on = timezone.localtime(at).date()
    queue, own = items.queue, items.own
    mine = {item.pk for item in own.waiting}
    given = desk.opinions(own.returned)
    steps = desk.with_steps([*queue, *own.waiting])
    tasks = [_review(each, on=on) for each in steps if each.item.pk not in mine]
    tasks += [_returned(item, given.get(item.revision_id or 0, []), on=on) for item in own.returned]
    tasks += [_cleared(item, access, on=on) for item in own.cleared]
    tasks += [_scheduled(item) for item in own.scheduled]
    coming = items.coming
    shown = {task.url for task in tasks}
    tasks += [_owed(item, duty) for item, duty in coming if _is_mine(item, access) and _address(item) not in shown]
    tasks += [_import(each) for each in imports]
    tasks += [_because(each, "annual-report") for each in report_tasks.of(annual_reports.waiting(access), on=on)]
    tasks += [_because(each, "basic-directory") for each in duty_tasks.of(owed, access, on=on)]
    tasks += [_because(each, "interpretation") for each in document_tasks.of(items.explain, items.judge, on=on)]
    tasks += [_because(each, "coordination") for each in coordination_tasks.of(access, on=on)]
    of_requests, with_others = request_tasks.of(access, on=on, days=days)
    tasks += [_because(each, "request-term") for each in of_requests]
    found = _sorted(tasks, coming, queue_count=len(queue), on=on)
    found.others.extend(_with_others(each, on=on) for each in steps if each.item.pk in mine)
    found.others.extend(with_others)
    return found


def _because(task: Task, topic: str) -> Task:
    return dataclasses.replace(task, topic=topic)


def _is_mine(item: Item, access: Access) -> bool:
    by_me = item.revision is not None and item.revision.author_id == access.person.pk
    return by_me and item.stage == Item.State.DRAFT


def _sorted(tasks: list[Task], coming: list[tuple[Item, Duty]], *, queue_count: int, on: datetime.date) -> Worklist:
    found = Worklist(coming=coming, queue_count=queue_count)
    far = datetime.date.max
    for task in sorted(tasks, key=lambda each: each.duty.due_on if each.duty else each.day or far):
        left = task.duty.left if task.duty else task.left
        is_over = (task.duty is not None and task.duty.is_late) or (left is not None and left <= 0)
        if task.is_due or is_over or task.day == on:
            found.now.append(task)
        elif left is not None and left <= SOON:
            found.soon.append(task)
        else:
            found.later.append(task)
    return found


def _address(item: Item) -> str:
    return reverse("disclosures:item", args=[item.pk])


def _title(item: Item) -> str:
    return item.revision.title if item.revision else str(item)


def _facts(item: Item) -> tuple[str, ...]:
    revision = item.revision
    author = _("Written by %(name)s") % {"name": revision.author.name} if revision else ""
    known = (item.index_no or "", revision.doc_no if revision else "", item.agency.short_name, author)
    return tuple(fact for fact in known if fact)


def _review(waiting: desk.Waiting, *, on: datetime.date) -> Task:
    item = waiting.item
    assert item.revision is not None
    handed = timezone.localtime(item.changed_at).date()
    days = (on - handed).days
    if item.public_revision_id:
        why = _("A correction of a published item waits for your step: %(step)s.")
    else:
        why = _("It waits for your step: %(step)s.")
    waited = ngettext("Waiting for %(n)d day.", "Waiting for %(n)d days.", days) % {"n": days} if days else ""
    return Task(
        title=_("Review: %(title)s") % {"title": _title(item)},
        url=_address(item),
        why=f"{why % {'step': waiting.words}}{waited}{_term(waiting, on=on)}",
        do=_("Review"),
        do_url=reverse("disclosures:review", args=[item.pk]),
        day=handed if days == 0 else None,
        when=_("Today") if days == 0 else "",
        when_note=waiting.words,
        duty=desk.duty(item, on=on),
        is_due=waiting.left(on=on) <= 0,
        facts=_facts(item),
    )


def _term(waiting: desk.Waiting, *, on: datetime.date) -> str:
    """What is left of the step's own term, as a sentence."""
    return _("Term: %(words)s.") % {"words": desk.term_words(waiting.step.due_on, on=on)}


def _with_others(waiting: desk.Waiting, *, on: datetime.date) -> Task:
    item = waiting.item
    days = (on - timezone.localtime(item.changed_at).date()).days
    waited = ngettext("Waiting for %(n)d day.", "Waiting for %(n)d days.", days) % {"n": days} if days else ""
    return Task(
        title=_title(item),
        url=_address(item),
        why=_("It is with others: %(step)s. Nothing is left for you to do now.") % {"step": waiting.words}
        + waited
        + _term(waiting, on=on),
        do=_("Open"),
        do_url=_address(item),
        when=waiting.words,
        duty=desk.duty(item, on=on),
        facts=_facts(item),
    )


def _returned(item: Item, given: Sequence[Clearance], *, on: datetime.date) -> Task:
    last = next((each for each in reversed(given) if each.opinion == Clearance.Opinion.RETURN), None)
    name = last.reviewer.name if last else ""
    return Task(
        title=_("Put right: %(title)s") % {"title": _title(item)},
        url=_address(item),
        why=_("%(name)s returned it to you:") % {"name": name},
        quote=last.reason if last else "",
        do=_("Edit"),
        do_url=reverse("disclosures:edit", args=[item.pk]),
        when=_("Returned"),
        duty=desk.duty(item, on=on),
        is_due=True,
        facts=_facts(item),
    )


def _cleared(item: Item, access: Access, *, on: datetime.date) -> Task:
    may_publish = access.may(Permission.ITEM_ISSUE, item.agency)
    return Task(
        title=_("Publish: %(title)s") % {"title": _title(item)},
        url=_address(item),
        why=_("All reviews are passed; it can be published now or scheduled."),
        do=_("Publish") if may_publish else _("Open"),
        do_url=_address(item),
        when=_("Cleared"),
        duty=desk.duty(item, on=on),
        facts=_facts(item),
    )


def _scheduled(item: Item) -> Task:
    assert item.publish_at is not None
    moment = timezone.localtime(item.publish_at)
    return Task(
        title=_("Goes public by itself: %(title)s") % {"title": _title(item)},
        url=_address(item),
        why=_("Scheduled; nothing is left for you to do."),
        do=_("Open"),
        do_url=_address(item),
        day=moment.date(),
        when_note=moment.strftime("%H:%M"),
        facts=_facts(item),
    )


def _owed(item: Item, duty: Duty) -> Task:
    assert item.revision is not None and item.revision.formed_on is not None
    return Task(
        title=_("Finish and submit: %(title)s") % {"title": _title(item)},
        url=_address(item),
        why=_("Formed on %(day)s; it must be public within 20 working days (Article 26), and is still a draft.")
        % {"day": item.revision.formed_on.isoformat()},
        do=_("Edit"),
        do_url=reverse("disclosures:edit", args=[item.pk]),
        duty=duty,
        facts=_facts(item),
        topic="publication-term",
    )


def _import(batch: ImportBatch) -> Task:
    url = reverse("disclosures:import", args=[batch.pk])
    running = batch.state == ImportBatch.State.RUNNING
    if running:
        why = _("Still running.")
    elif batch.state == ImportBatch.State.FAILED:
        why = _("It stopped before its end.")
    else:
        why = _("Read %(read)d = imported %(imported)d + skipped %(skipped)d + refused %(refused)d.") % {
            "read": batch.read_count,
            "imported": batch.imported_count,
            "skipped": batch.skipped_count,
            "refused": batch.refused_count,
        }
    return Task(
        title=_("Import: %(source)s") % {"source": batch.source},
        url=url,
        why=why,
        do=_("See the report"),
        do_url=url,
        when=_("Running") if running else _("Finished"),
        is_due=bool(batch.refused_count) or batch.state == ImportBatch.State.FAILED,
    )
