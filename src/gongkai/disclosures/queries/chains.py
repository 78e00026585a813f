"""Which steps an item has to pass: the chain its agency set for its kind, and where a handed-in text stands in it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.chain_models import Chain, ChainStep, ForcedIssue, RequiredStep, Submission
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.rules import calendars

Kind = Clearance.Kind
# What holds where no office has set a chain: business review, secrecy review, issue; working days for each.
DEFAULT = ((Kind.BUSINESS, 3), (Kind.SECRECY, 3), (Kind.ISSUE, 2))


def chain_for(revision: Revision, item: Item) -> Chain | None:
    """The chain in force for an item: of the nearest agency above it, for its column's kind before the general one.

    None where none is set: then `DEFAULT` holds. At most three queries.
    """
    kind = revision.column.kind if revision.column else ""
    rows = Chain.objects.filter(ended_at__isnull=True, agency__in=item.agency.ancestor_ids, kind__in={kind, ""})
    found = list(rows.select_related("agency").prefetch_related(_steps("steps", ChainStep)))
    return max(found, key=lambda each: (each.agency.depth, each.kind != ""), default=None)


def _steps(name: str, model: type[ChainStep] | type[RequiredStep]) -> "Prefetch[Any]":
    return Prefetch(name, queryset=model.objects.select_related("person").order_by("position"))


def chains(access: Access) -> QuerySet[Chain]:
    """The chains in force in the agencies a person may see, with agency, head and steps."""
    rows = Chain.objects.filter(ended_at__isnull=True, agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related("agency", "head").prefetch_related(_steps("steps", ChainStep))


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


def submission_of(revision: Revision) -> Submission | None:
    """The last submission of a revision with its frozen steps in `steps`. Two queries."""
    rows = Submission.objects.filter(revision=revision).select_related("head", "chain")
    return rows.prefetch_related(_steps("steps", RequiredStep)).order_by("-pk").first()


@dataclass(frozen=True)
class Standing:
    """Where a handed-in revision stands: its frozen steps, the opinions so far by kind, whether the head forced it."""

    steps: Sequence[RequiredStep]
    decided: Mapping[str, str]
    is_forced: bool = False

    @property
    def open_step(self) -> RequiredStep | None:
        """The step that is open; None when all passed or one returned. A forced text waits for secrecy alone."""
        if Clearance.Opinion.RETURN in self.decided.values():
            return None
        wanted = (each for each in self.steps if not self.is_forced or each.kind == Kind.SECRECY)
        return next((each for each in wanted if each.kind not in self.decided), None)

    def after(self, clearance: Clearance) -> "Standing":
        """Where it stands once this opinion was given too."""
        return replace(self, decided={**self.decided, clearance.kind: clearance.opinion})


def standing(revision: Revision) -> Standing:
    """Where a revision stands in its frozen chain. Four queries."""
    submission = submission_of(revision)
    decided = dict(Clearance.objects.filter(revision=revision).values_list("kind", "opinion"))
    forced = ForcedIssue.objects.filter(revision=revision).exists()
    return Standing(list(submission.steps.all()) if submission else (), decided, forced)


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
