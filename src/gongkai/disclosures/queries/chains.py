"""Which steps an item has to pass: the chain its agency set for its kind, and where a handed-in text stands in it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.chain_models import Chain, ChainStep, ForcedIssue, RequiredStep
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.rules import calendars

Kind = Clearance.Kind
# What holds where no office has set a chain: business review, secrecy review, issue; working days for each.
DEFAULT = ((Kind.BUSINESS, 3), (Kind.SECRECY, 3), (Kind.ISSUE, 2))


def chain_for(revision: Revision, item: Item) -> Chain | None:
    """The chain in force for an item: of the nearest agency above it, for its column's kind before the general one.

    None where none is set: then `DEFAULT` holds, after one query. At most three.
    """
    return chains_for([(revision, item)])[0]


def chains_for(handed: Sequence[tuple[Revision, Item]]) -> list[Chain | None]:
    """As `chain_for`, for several texts, in the order given. As many queries as for one."""
    prefetch_related_objects([item for _revision, item in handed], "agency")
    prefetch_related_objects([revision for revision, _item in handed], "column")
    above = {pk for _revision, item in handed for pk in item.agency.ancestor_ids}
    rows = Chain.objects.filter(ended_at__isnull=True, agency__in=above).select_related("head")
    set_there = list(rows.annotate(path=F("agency__path")))
    found = [_nearest(set_there, revision, item) for revision, item in handed]
    prefetch_related_objects([each for each in found if each is not None], _steps())
    return found


def _nearest(there: Iterable[Any], revision: Revision, item: Item) -> Chain | None:
    kinds, above = {revision.column.kind if revision.column else "", ""}, set(item.agency.ancestor_ids)
    here = [each for each in there if each.agency_id in above and each.kind in kinds]
    # The longest path is nearest.
    return max(here, key=lambda each: (len(each.path), each.kind != "", each.pk), default=None)


def _steps() -> "Prefetch[Any]":
    return Prefetch("steps", queryset=ChainStep.objects.select_related("person").order_by("position"))


def chains(access: Access) -> QuerySet[Chain]:
    """The chains in force in the agencies a person may see, with agency, head and steps."""
    rows = Chain.objects.filter(ended_at__isnull=True, agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related("agency", "head").prefetch_related(_steps())


def frozen_steps(revision: Revision) -> list[RequiredStep]:
    """The steps of the last submission of a revision, with submission and forced issue at hand. One query."""
    rows = RequiredStep.objects.filter(submission__revision=revision).select_related(
        "person", "submission__revision__forced_issue__by"
    )
    found = list(rows.order_by("submission", "position"))
    return [each for each in found if each.submission_id == found[-1].submission_id]


def forced_issue(steps: Sequence[RequiredStep]) -> ForcedIssue | None:
    """The forced issue of the revision that these frozen steps are of; no query."""
    if not steps:
        return None
    found: ForcedIssue | None = getattr(steps[0].submission.revision, "forced_issue", None)
    return found


@dataclass(frozen=True)
class Opinion:
    """What was said at one step (`Clearance.Opinion`), by whom, and for whom where a substitute said it."""

    kind: str
    said: str
    reviewer_id: int
    for_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where a handed-in revision stands: its frozen steps, the opinions so far, and the head who forced it."""

    steps: Sequence[RequiredStep]
    opinions: Sequence[Opinion] = ()
    forced_by: int | None = None

    @property
    def open_step(self) -> RequiredStep | None:
        """The step that is open; None when all passed or one returned. A forced text waits for secrecy alone."""
        if any(each.said == Clearance.Opinion.RETURN for each in self.opinions):
            return None
        wanted = (each for each in self.steps if self.forced_by is None or each.kind == Kind.SECRECY)
        return next((each for each in wanted if self.on(each.kind) is None), None)

    def on(self, kind: str) -> Opinion | None:
        """What was said at a step."""
        return next((each for each in self.opinions if each.kind == kind), None)

    def took(self, person: Person) -> bool:
        """Whether a person, or somebody on their behalf, took a step or forced the issue."""
        seats = {seat for each in self.opinions for seat in (each.reviewer_id, each.for_id)}
        return person.pk in seats | {self.forced_by}

    def after(self, opinion: Opinion) -> "Standing":
        """Where it stands once this was said too."""
        return replace(self, opinions=[*self.opinions, opinion])


def standing(revision: Revision) -> Standing:
    """Where a revision stands in its frozen chain. Two queries."""
    return standings([revision])[revision.pk]


def standings(revisions: Sequence[Revision]) -> dict[int, Standing]:
    """Where revisions stand in their frozen chains, by their keys. Two queries."""
    rows = RequiredStep.objects.filter(submission__revision__in=revisions).select_related("submission")
    rows = rows.annotate(forced_by=F("submission__revision__forced_issue__by")).order_by("submission", "position")
    steps: dict[int, list[Any]] = {each.pk: [] for each in revisions}
    for each in rows:
        steps[each.submission.revision_id].append(each)
    opinions: dict[int, list[Opinion]] = {each.pk: [] for each in revisions}
    given = Clearance.objects.filter(revision__in=revisions).order_by("pk")
    for key, kind, said, by, away in given.values_list("revision", "kind", "opinion", "reviewer", "on_behalf__person"):
        opinions[key].append(Opinion(kind, said, by, away))
    return {
        key: Standing(
            [each for each in own if each.submission_id == own[-1].submission_id],
            opinions[key],
            own[-1].forced_by if own else None,
        )
        for key, own in steps.items()
    }


def decided(revisions: Sequence[Revision]) -> set[int]:
    """The keys of those about which somebody has decided something: an opinion, or a forced issue. Two queries."""
    opinions = Clearance.objects.filter(revision__in=revisions).values_list("revision", flat=True)
    forced = ForcedIssue.objects.filter(revision__in=revisions).values_list("revision", flat=True)
    return {*opinions, *forced}


def due_on(since: datetime.datetime, days: int) -> datetime.date:
    """The last day of a step that began at a moment; in calendar days where the calendar ends."""
    day = timezone.localtime(since).date()
    try:
        return calendars.Calendar.load().add_working_days(day, days)
    except calendars.UncoveredDay:
        return day + datetime.timedelta(days=days)


def days_left(due: datetime.date, *, on: datetime.date) -> int:
    """Working days left until the last day of a step, negative when it has passed."""
    try:
        left = calendars.Calendar.load().working_days_between(on, due)
    except calendars.UncoveredDay:
        left = (due - on).days
    return left if due >= on else min(left, -1)


def names(steps: Iterable[RequiredStep]) -> str:
    """Some steps in words."""
    return "、".join(each.words for each in steps)
