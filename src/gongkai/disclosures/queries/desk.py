"""What the desk shows of items: what waits for a person and why, what is listed, and what duty comes near."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.chain_models import OpenStep
from gongkai.disclosures.models import Attachment, Clearance, ImportBatch, Item, Revision
from gongkai.disclosures.queries import belongings, chains, documents_due, review
from gongkai.rules import calendars, terms

State = Item.State
_QUOTED = re.compile("「[^」]*」")
# Items formed earlier than this are imports of old stock, not duties of today.
OLD_STOCK = datetime.timedelta(days=365)
_IMPORT, _WAITS, _BETWEEN = "import", "waits", "\x1f"
_IMPORT_FIGURES = ("read_count", "imported_count", "skipped_count", "refused_count")
_OWN = (State.RETURNED, State.IN_REVIEW, State.SCHEDULED, State.CLEARED)
ENDED = (State.DISCARDED, State.WITHDRAWN, State.PUBLISHED)
# What a task says of an item; to read all the rest of two hundred items took as long as to find them.
_OF_TASKS = (
    *("state", "amendment", "index_no", "first_published_at", "publish_at", "changed_at", "public_revision"),
    *("agency__path", "agency__short_name", "revision__author__name"),
    *("revision__title", "revision__doc_no", "revision__formed_on", "revision__attribute"),
    *("open_step__item", "open_step__due_on", "open_step__step__kind", "open_step__step__name"),
)


@dataclass(frozen=True)
class Duty:
    """How the 20 working days of Article 26 stand for one item on a day."""

    due_on: datetime.date
    used: int
    left: int
    is_late: bool

    @property
    def words(self) -> str:
        """What is left, in words."""
        if self.is_late and not self.left:
            return _("past the last day")
        if self.is_late:
            return ngettext("%(n)d working day late", "%(n)d working days late", -self.left) % {"n": -self.left}
        if not self.left:
            return _("the last day")
        return ngettext("%(n)d working day left", "%(n)d working days left", self.left) % {"n": self.left}


def duty(item: Item, *, on: datetime.date) -> Duty | None:
    """The publication duty of an item never public; None without a date, if not for the public, or of old stock."""
    revision = item.revision
    if item.first_published_at or revision is None or revision.formed_on is None:
        return None
    if revision.attribute != Revision.Attribute.OPEN or item.state in ENDED:
        return None
    if revision.formed_on < on - OLD_STOCK:
        return None
    return duty_from(revision.formed_on, on=on)


def duty_from(formed_on: datetime.date, *, on: datetime.date) -> Duty | None:
    """The duty counted from a day; None for a day outside the years the calendar knows."""
    calendar = calendars.Calendar.load()
    try:
        due_on = terms.publication_due(formed_on, calendar).due_on
        if due_on is None:
            return None
        used = calendar.working_days_between(formed_on, on)
        left = calendar.working_days_between(on, due_on)
    except calendars.UncoveredDay:
        return None
    return Duty(due_on, max(used, 0), left, on > due_on)


def owed(*, on: datetime.date) -> Q:
    """Items under the duty of Article 26: never public, for the public, formed within the last year."""
    first = Q(first_published_at__isnull=True, revision__attribute=Revision.Attribute.OPEN) & ~Q(state__in=ENDED)
    return first & Q(revision__formed_on__gte=on - OLD_STOCK, revision__formed_on__lte=on)


def formed_before_due(day: datetime.date) -> datetime.date:
    """The latest day of forming whose last day to publish lies before a day."""
    calendar = calendars.Calendar.load()
    formed = day - datetime.timedelta(days=20)
    while (due_on := terms.publication_due(formed, calendar).due_on) is not None and due_on >= day:
        formed -= datetime.timedelta(days=1)
    return formed


def some_days_on(day: datetime.date, count: int) -> datetime.date:
    """So many working days after a day."""
    return calendars.Calendar.load().add_working_days(day, count)


def visible(access: Access) -> QuerySet[Item]:
    """The items a person may see, with what a line in a list needs."""
    rows = Item.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related(
        "agency", "revision", "revision__author", "revision__column", "open_step__step__submission"
    )


def queue(access: Access, *, at: datetime.datetime) -> QuerySet[Item]:
    """Items that wait for a step this person may take at a moment, also for who is away, oldest first. One query."""
    return review.waiting_for(access, at=at)


@dataclass(frozen=True)
class Waiting:
    """An item in the queue with the step it waits for."""

    item: Item
    step: OpenStep

    @property
    def words(self) -> str:
        """The step in words."""
        return self.step.step.words

    def left(self, *, on: datetime.date) -> int:
        """Working days left of the step's term, negative when it has passed."""
        return chains.days_left(self.step.due_on, on=on)


def term_words(due_on: datetime.date, *, on: datetime.date) -> str:
    """What is left of a step's term, in words."""
    left = chains.days_left(due_on, on=on)
    if left < 0:
        return ngettext("step overdue by %(n)d working day", "step overdue by %(n)d working days", -left) % {"n": -left}
    if not left:
        return _("the step ends today")
    return ngettext("%(n)d working day left for the step", "%(n)d working days left for the step", left) % {"n": left}


def opinions(items: Iterable[Item]) -> dict[int, list[Clearance]]:
    """The opinions on the newest revisions of items, by revision, in the order given. One query."""
    rows = Clearance.objects.filter(revision__in=[item.revision_id for item in items]).select_related("reviewer")
    found: dict[int, list[Clearance]] = {}
    for row in rows.order_by("at", "id"):
        found.setdefault(row.revision_id, []).append(row)
    return found


def with_steps(items: Iterable[Item]) -> list[Waiting]:
    """Items in review with the step that is open; no query for rows of `queue`, `visible` and `today`."""
    found = [(row, review.open_step(row)) for row in items]
    return [Waiting(row, step) for row, step in found if step is not None]


@dataclass(frozen=True)
class Own:
    """What stands with a person: returned to them, waiting for others, cleared, scheduled by them."""

    returned: list[Item]
    waiting: list[Item]
    cleared: list[Item]
    scheduled: list[Item]


def own(access: Access) -> Own:
    """What a person has to go on with themselves, each list oldest first. One query."""
    return _sorted_by_stage(_own_rows(access))


def _own_rows(access: Access) -> QuerySet[Item]:
    person = access.person
    mine = belongings.kept_by(person)
    in_stage = {stage: Q(amendment=stage) | Q(amendment="", state=stage) for stage in State.values}
    wanted = mine & (in_stage[State.RETURNED] | in_stage[State.IN_REVIEW])
    wanted |= (mine | Q(scheduled_by=person.reference)) & Q(publish_at__isnull=False)
    if access.anywhere(Permission.ITEM_ISSUE):
        issued = access.within(Permission.ITEM_ISSUE)
        wanted |= issued & in_stage[State.CLEARED] & Q(revision__attribute=Revision.Attribute.OPEN)
    # Said first, so that the database begins with the few that are under way.
    under_way = Q(state__in=_OWN) | (Q(amendment__in=_OWN) & ~Q(amendment=""))
    rows = Item.objects.filter(under_way).filter(wanted).select_related("agency", "revision", "revision__author")
    return rows.order_by("changed_at", "id")[:200]


def _sorted_by_stage(rows: Iterable[Item]) -> Own:
    found = Own([], [], [], [])
    for row in rows:
        if row.stage == State.RETURNED:
            found.returned.append(row)
        elif row.stage == State.IN_REVIEW:
            found.waiting.append(row)
        elif row.stage == State.SCHEDULED:
            found.scheduled.append(row)
        elif row.stage == State.CLEARED:
            found.cleared.append(row)
    return found


def approaching(access: Access, *, on: datetime.date, within: int = 10) -> list[tuple[Item, Duty]]:
    """Items never published whose 20 working days end within some working days or have ended, the latest first.

    One query.
    """
    return _near(_owed_rows(access, on=on), on=on, within=within)


def _owed_rows(access: Access, *, on: datetime.date) -> QuerySet[Item]:
    return visible_to_draft(access).filter(owed(on=on)).order_by("revision__formed_on", "id")[:50]


def _near(rows: Iterable[Item], *, on: datetime.date, within: int = 10) -> list[tuple[Item, Duty]]:
    found = [(row, duty(row, on=on)) for row in rows]
    return [(row, due) for row, due in found if due is not None and due.left <= within]


@dataclass(frozen=True)
class Today:
    """What the first page shows of items: the queue, a person's own, those near their last day; documents to explain
    and to judge.
    """

    queue: list[Item]
    own: Own
    coming: list[tuple[Item, Duty]]
    explain: list[Item]
    judge: list[Item]


def waiting(
    access: Access, *, on: datetime.date, at: datetime.datetime, most: int = 100
) -> list[QuerySet[Item, tuple[str, str, int]]]:
    """The rows behind `today` (part, mark, key), the queue up to `most`, to be asked for along with others of a page.

    Keys alone: to read the items in each part as well took Django longer than the database.
    """
    parts = {"queue": queue(access, at=at)[:most], "own": _own_rows(access), "coming": _owed_rows(access, on=on)}
    if access.anywhere(Permission.ITEM_DRAFT):
        parts |= {"explain": documents_due.to_explain(access, on=on), "judge": documents_due.to_judge(access)}
    return [
        Item.objects.filter(pk__in=rows.values("pk")).order_by().values_list(Value(part), Value(_WAITS), "pk")
        for part, rows in parts.items()
    ]


def today(rows: Iterable[tuple[str, str, int]], *, on: datetime.date) -> Today:
    """`queue`, `own` and `approaching` together, from the rows of `waiting`; others are passed over. One query."""
    of: dict[str, list[int]] = {part: [] for part in ("queue", "own", "coming", "explain", "judge")}
    for part, mark, pk in rows:
        if mark == _WAITS:
            of[part].append(pk)
    items = (
        Item.objects.select_related("agency", "revision__author", "open_step__step")
        .only(*_OF_TASKS)
        .in_bulk({pk for keys in of.values() for pk in keys})
    )
    found = {part: [items[pk] for pk in keys if pk in items] for part, keys in of.items()}
    for part in ("queue", "own"):
        found[part].sort(key=lambda row: (row.changed_at, row.pk))
    found["coming"].sort(key=lambda row: ((row.revision and row.revision.formed_on) or on, row.pk))
    coming = _near(found["coming"], on=on)
    return Today(found["queue"], _sorted_by_stage(found["own"]), coming, found["explain"], found["judge"])


def visible_to_draft(access: Access) -> QuerySet[Item]:
    """The items a person may write, with what a line in a list needs."""
    rows = Item.objects.filter(agency__in=access.agencies(Permission.ITEM_DRAFT))
    return rows.select_related("agency", "revision", "revision__author", "revision__column")


def habits(person: Person) -> dict[str, str]:
    """What a person wrote last time into the fields that seldom change. One query."""
    last = Revision.objects.filter(author=person).order_by("-id").values("responsible_unit", "source").first()
    return {name: str(value) for name, value in (last or {}).items() if value}


def recent_imports(person: Person, *, since: datetime.datetime) -> QuerySet[Any, tuple[str, str, int]]:
    """The rows behind `imports_of`: a person's imports that ended since a moment, or still run."""
    wanted = Q(finished_at__gte=since) | Q(state=ImportBatch.State.RUNNING)
    rows = ImportBatch.objects.filter(wanted, by=person.reference).exclude(state=ImportBatch.State.UNDONE).order_by()
    parts = [Cast(name, TextField()) for name in (*_IMPORT_FIGURES, "state", "source")]
    told = Concat(*[each for part in parts for each in (Value(_BETWEEN), part)][1:], output_field=CharField())
    return rows.annotate(of=Value(_IMPORT), told=told).values_list("of", "told", "pk")


def imports_of(rows: Iterable[tuple[str, str, int]]) -> list[ImportBatch]:
    """Imports from their rows, newest first, at most ten; rows of others are passed over. No query."""
    found = []
    for mark, told, pk in rows:
        if mark == _IMPORT:
            *figures, state, source = told.split(_BETWEEN)
            counts = dict(zip(_IMPORT_FIGURES, map(int, figures), strict=True))
            found.append(ImportBatch(pk=pk, state=state, source=source, **counts))
    return sorted(found, key=lambda each: each.pk, reverse=True)[:10]


@dataclass(frozen=True)
class Figures:
    """Counts of the items a person may see; a correction under way counts in both its states, as the list filters."""

    drafts: int
    in_review: int
    returned: int
    published: int
    late: int


def late(rows: QuerySet[Item], *, on: datetime.date) -> QuerySet[Item]:
    """Those whose 20 working days have passed on a day."""
    return rows.filter(owed(on=on), revision__formed_on__lte=formed_before_due(on))


def figures(access: Access, *, on: datetime.date) -> Figures:
    """How many items stand where, as the list filters them. One query."""
    return figures_of(list(counted(access, on=on)))


def counted(access: Access, *, on: datetime.date) -> QuerySet[Item, tuple[str, str, int]]:
    """The rows behind the figures (state or amendment, nothing, how many), so that a page can ask for others with them.

    Each part is counted from an index alone.
    """
    scope = Item.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW)).order_by()
    # Said as a choice too, so that the index of amendments alone is read.
    amended = scope.filter(amendment__in=State.values).exclude(amendment="").annotate(key=F("amendment"))
    overdue = late(scope, on=on).annotate(key=Value("late"))
    by_state, *others = (
        rows.annotate(none=Value("")).values_list("key", "none").annotate(n=Count("pk"))
        for rows in (scope.annotate(key=F("state")), amended, overdue)
    )
    return by_state.union(*others, all=True)


def figures_of(rows: Sequence[tuple[str, str, int]]) -> Figures:
    """The figures from their rows; those of others are passed over."""
    tell = {wanted: sum(n for stage, none, n in rows if stage == wanted and not none) for wanted in State.values}
    return Figures(
        drafts=tell[State.DRAFT],
        in_review=tell[State.IN_REVIEW],
        returned=tell[State.RETURNED],
        published=tell[State.PUBLISHED],
        late=sum(n for stage, none, n in rows if stage == "late" and not none),
    )


def revisions(item: Item) -> QuerySet[Revision]:
    """All revisions of an item, newest first, with author, column, clearances and attachments.

    Four queries; three where the item knows by `has_files` (see `around.marked`) that it has no attachments.
    """
    given = Clearance.objects.select_related("reviewer", "on_behalf__person").order_by("at", "id")
    files = Attachment.objects.select_related("file").order_by("position", "id")
    if not getattr(item, "has_files", True):
        files = files.none()
    return (
        item.revisions.select_related("author", "column", "obligation")
        .prefetch_related(Prefetch("clearances", queryset=given), Prefetch("attachments", queryset=files))
        .order_by("-number")
    )


def last_passed(item: Item, *, before: int) -> Revision | None:
    """The newest revision under a number that any reviewer has passed or returned; else None. One query."""
    seen = Clearance.objects.filter(revision=OuterRef("pk"))
    return item.revisions.filter(Exists(seen), number__lt=before).order_by("-number").first()


def in_stage(stage: str) -> Q:
    """Items of a stage: published ones also by the correction that is under way."""
    return Q(state=stage) | Q(amendment=stage)


@dataclass(frozen=True)
class Repair:
    """One kind of silent repair of an import: how often, and an example."""

    words: str
    count: int
    example: str


def repairs(rows: Iterable[Sequence[str]]) -> list[Repair]:
    """The repairs of some rows, added up by kind (what was written left out), most frequent first."""
    counted: dict[str, list[str]] = {}
    for row in rows:
        for sentence in row:
            counted.setdefault(_QUOTED.sub("「…」", sentence), []).append(sentence)
    found = [Repair(words, len(sentences), sentences[0]) for words, sentences in counted.items()]
    return sorted(found, key=lambda each: (-each.count, each.words))
