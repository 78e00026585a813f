"""All cases of the agencies below: who has received, who is open, who is late."""

import collections
import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.foi.models.cases import OPEN_STATES, InfoRequest
from gongkai.foi.queries import statistics, worklist
from gongkai.orgs.models import Agency


@dataclass(frozen=True)
class Standing:
    """How an agency stands in a year. `total` adds all below it."""

    received: int = 0
    open: int = 0
    late: int = 0
    closed: int = 0
    closed_late: int = 0
    days: int = 0
    timed: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def average_days(self) -> float | None:
        """Working days to an answer on average, the paused ones left out."""
        return self.days / self.timed if self.timed else None


@dataclass(frozen=True)
class Branch:
    """An agency in the tree with its own figures and those of all below it, itself included."""

    agency: Agency
    depth: int
    own: Standing
    total: Standing


def rollup(agencies: QuerySet[Agency], year: int, *, on: datetime.date) -> list[Branch]:
    """The agencies in tree order with their figures, added up over the tree. Four queries, however many agencies."""
    own = _own(agencies, year, on)
    rows = list(agencies.order_by("sort_path", "id"))
    there = {row.pk for row in rows}
    totals: dict[int, Standing] = collections.defaultdict(Standing)
    for row in rows:
        for pk in row.ancestor_ids:
            if pk in there:
                totals[pk] += own.get(row.pk, Standing())
    return [
        Branch(row, sum(1 for pk in row.ancestor_ids[:-1] if pk in there), own.get(row.pk, Standing()), totals[row.pk])
        for row in rows
    ]


def _own(agencies: QuerySet[Agency], year: int, on: datetime.date) -> dict[int, Standing]:
    rows = InfoRequest.objects.filter(agency__in=agencies).order_by().values_list("agency")
    found: dict[int, dict[str, int]] = collections.defaultdict(dict)
    for agency, received in rows.filter(statistics.new(year)).annotate(n=Count("pk")):
        found[agency]["received"] = received
    owed = ~Q(state__in=worklist.WAITING) & Q(due_on__lt=on)
    for agency, opened, late in rows.filter(state__in=OPEN_STATES).annotate(
        n=Count("pk"), late=Count("pk", filter=owed)
    ):
        found[agency] |= {"open": opened, "late": late}
    for agency, late, days, n in (
        rows.filter(statistics.closed(year)).values_list("agency", "was_late", "days_taken").annotate(n=Count("pk"))
    ):
        values = found[agency]
        values["closed"] = values.get("closed", 0) + n
        values["closed_late"] = values.get("closed_late", 0) + (n if late else 0)
        if days is not None:
            values["days"] = values.get("days", 0) + days * n
            values["timed"] = values.get("timed", 0) + n
    return {agency: Standing(**values) for agency, values in found.items()}
