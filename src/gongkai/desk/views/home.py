"""The pages of the desk that span apps: today, notices, tasks, the trail."""

import dataclasses
import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.core import background, lists, toasts
from gongkai.core.models import Worker
from gongkai.core.permissions import SIGNED_IN, Permission, requires
from gongkai.desk.queries import first_page, worklist
from gongkai.desk.queries import trail as trail_queries
from gongkai.disclosures.queries import desk, duty_board
from gongkai.events import actions as event_actions
from gongkai.events import queries as events
from gongkai.events.models import DeadLetter, Event
from gongkai.foi.queries import clocks
from gongkai.foi.queries import worklist as requests
from gongkai.notices import actions as notice_actions
from gongkai.notices.models import Notice
from gongkai.rules import calendars


@requires(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponseBase:
    """What is waiting for me, and why."""
    access = request.access  # type: ignore[attr-defined]
    now = timezone.now()
    today = timezone.localdate()
    sees_requests = access.anywhere(Permission.REQUEST_VIEW)
    days = clocks.calendar() if sees_requests else calendars.Calendar.load()
    rows = first_page.rows(access, days, on=today, at=now)
    owed, imports = duty_board.owed_of(rows), desk.imports_of(rows)
    items = desk.today(rows, on=today)
    found = worklist.worklist(access, at=now, days=days, items=items, owed=owed, imports=imports)
    unread = list(Notice.objects.filter(person=request.user.pk, seen_at__isnull=True).order_by("-id")[:100])
    context = {
        "today": today,
        "work": found,
        "queue_count": found.queue_count,
        "unread": len(unread),
        "notices": unread[:8],
        "figures": desk.figures_of(rows) if access.anywhere(Permission.ITEM_VIEW) else None,
        "requests": requests.figures_of(rows) if sees_requests else None,
        "may_enter": access.anywhere(Permission.REQUEST_ENTER),
        "coming": [(item, duty) for item, duty in found.coming if not duty.is_late][:6],
        "may_draft": access.anywhere(Permission.ITEM_DRAFT),
        "rest": _next_working_day(today, days),
    }
    return render(request, "desk/home.html", context)


def _next_working_day(today: datetime.date, days: calendars.Calendar) -> datetime.date | None:
    """The next working day when tomorrow is none."""
    following = days.add_working_days(today, 1)
    return following if (following - today).days > 1 else None


class Notices(lists.List):
    """Words to me."""

    title = gettext_lazy("Notices")
    page_size = 50
    template = "desk/notices.html"
    columns = (
        lists.Column("text", gettext_lazy("Notice"), lead=True, link=lambda row: row.link),
        lists.Column("at", gettext_lazy("When")),
        lists.Column("seen", gettext_lazy("State"), template="desk/cells/seen.html", value=lambda row: row.seen_at),
    )
    filters = (
        lists.Choice(
            "state", gettext_lazy("State"), (("unread", gettext_lazy("Unread")),), {"unread": Q(seen_at__isnull=True)}
        ),
    )
    empty_title = gettext_lazy("No notices yet")
    empty_text = gettext_lazy("You are told here when a text is returned to you, waits for you, or has gone public.")

    def rows(self) -> QuerySet[Notice]:
        """My own."""
        return Notice.objects.filter(person=self.request.user.pk)


@requires(SIGNED_IN)
def notices(request: HttpRequest) -> HttpResponseBase:
    """Words to me, newest first."""
    return lists.respond(request, Notices)


@requires(SIGNED_IN)
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponseBase:
    """Mark all my notices as seen."""
    notice_actions.mark_seen(person=request.user, at=timezone.now())  # type: ignore[arg-type]
    return redirect("desk:notices")


@requires(Permission.TASK_VIEW)
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Background work: what waits, runs, died; how far the listeners are; who works."""
    now = timezone.now()
    access = request.access  # type: ignore[attr-defined]
    waiting = list(background.waiting_tasks()[:50])
    context = {
        "heading": _("Tasks"),
        "running": [row for row in waiting if row.status == background.Status.RUNNING],
        "waiting": [row for row in waiting if row.status == background.Status.READY],
        "dead": [(row, background.last_error(row)) for row in background.dead_tasks()[:50]],
        "letters": [(letter, events.words(letter.event)) for letter in events.dead_letters()[:50]],
        "backlogs": events.backlogs(),
        "workers": [(worker, background.is_dead(worker, now=now)) for worker in Worker.objects.order_by("name")],
        "may_retry": access.anywhere(Permission.TASK_RETRY),
        "now": now,
    }
    return render(request, "desk/tasks.html", context)


@requires(Permission.TASK_RETRY)
@require_POST
def task_retry(request: HttpRequest, task_id: str) -> HttpResponseBase:
    """Queue a dead task again."""
    try:
        background.retry(str(task_id), now=timezone.now())
    except background.TaskNotDead:
        toasts.warn(request, _("This task is not dead any more; somebody else has retried it."))
    else:
        toasts.say(request, _("The task is queued again."))
    return redirect("desk:tasks")


@requires(Permission.TASK_RETRY)
@require_POST
def letter_retry(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Deliver a dead letter again."""
    letter = get_object_or_404(DeadLetter.objects.select_related("event", "subscription"), pk=letter_id)
    if letter.resolved_at is not None or letter.subscription.name not in event_actions.LISTENERS:
        toasts.warn(request, _("This letter no longer waits."))
        return redirect("desk:tasks")
    event_actions.retry(letter=letter, at=timezone.now())
    toasts.say(request, _("The event was delivered."))
    return redirect("desk:tasks")


def _kind_options(request: HttpRequest) -> list[lists.Option]:
    rooms = sorted({name.partition(".")[0] for name in event_actions.KINDS})
    return [lists.Option(room, ROOMS.get(room, room)) for room in rooms]


ROOMS = {
    "item": gettext_lazy("Items"),
    "import": gettext_lazy("Imports"),
    "agency": gettext_lazy("Agencies"),
    "person": gettext_lazy("People"),
    "role": gettext_lazy("Roles"),
    "column": gettext_lazy("Columns"),
    "obligation": gettext_lazy("Duties"),
    "report": gettext_lazy("Annual reports"),
}


def _agency_options(request: HttpRequest) -> list[lists.Option]:
    agencies = request.access.agencies(Permission.TRAIL_VIEW).in_tree_order()  # type: ignore[attr-defined]
    return [lists.Option(str(pk), name) for pk, name in agencies.values_list("pk", "short_name")]


class Trail(lists.List):
    """Who did what to what."""

    title = gettext_lazy("Trail")
    template = "desk/trail.html"
    search_label = gettext_lazy("Person, or item:12")
    columns = (
        lists.Column("at", gettext_lazy("When")),
        lists.Column(
            "entry", gettext_lazy("What"), lead=True, template="desk/cells/act.html", text=lambda row: row.entry.text
        ),
        lists.Column("by", gettext_lazy("Who"), value=lambda row: row.entry.who),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.entry.agency),
        lists.Column("kind", gettext_lazy("Kind"), template="desk/cells/code.html"),
        lists.Column("seq", gettext_lazy("Seal"), template="desk/cells/seal.html", text=lambda row: row.hash),
    )
    filters = (
        lists.Choice("kind", gettext_lazy("Kind"), _kind_options, events.of_room),
        lists.Choice(
            "agency", gettext_lazy("Agency"), _agency_options, lambda rows, value: rows.filter(agency_id=value)
        ),
        lists.Dates("at", gettext_lazy("When"), "at"),
    )
    export_name = "trail"
    empty_title = gettext_lazy("Nothing has been recorded yet")

    def rows(self) -> QuerySet[Event]:
        """The trail of my agencies."""
        return trail_queries.visible(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[Event], words: str) -> QuerySet[Event]:
        """By the name of who acted, or by the reference of what it is about."""
        return rows.filter(Q(about=words) | Q(by__in=trail_queries.references_named(words)))

    def prepare(self, rows: list[Event]) -> None:
        """Words and names."""
        may_open = self.request.access.anywhere(Permission.ITEM_VIEW)  # type: ignore[attr-defined]
        for row, entry in zip(rows, trail_queries.presented(rows), strict=True):
            row.entry = entry if may_open else dataclasses.replace(entry, link="")  # type: ignore[attr-defined]

    def extra(self) -> dict[str, object]:
        """How far the chain is sealed."""
        sealed, last = trail_queries.sealed_to()
        return {"sealed": sealed, "last_hash": last}


@requires(Permission.TRAIL_VIEW)
def trail(request: HttpRequest) -> HttpResponseBase:
    """The audit trail of the agencies I may see."""
    return lists.respond(request, Trail)
