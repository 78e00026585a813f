"""A year as far as it has come: every figure of a form, month by month, against the same days last year."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.cache import cache

from gongkai.orgs.models import Agency
from gongkai.statistics.queries import counting, indicators, keeping, spans
from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.indicators import Indicator
from gongkai.statistics.queries.sources import SOURCES
from gongkai.statistics.queries.spans import Scope

# So many seconds counted numbers are kept at most; they hold longer, but nobody looks that long.
KEPT = 3600


@dataclass(frozen=True)
class Course:
    """One figure over the year: the number now and on the same day of last year, and both by month.

    `months` are as many as have begun; they are empty for what stands on a day rather than happens on days. What
    holds for a whole year is in the number and in no month.
    """

    indicator: Indicator
    now: Number
    before: Number
    months: tuple[Number, ...] = ()
    months_before: tuple[Number, ...] = ()

    @property
    def change(self) -> Number:
        """How much more it is than last year."""
        return self.now - self.before

    @property
    def percent(self) -> int | None:
        """The change in percent of last year, rounded; None where last year had nothing."""
        return round(self.change * 100 / self.before) if self.before else None

    @property
    def lines(self) -> list[tuple[int, Number, Number]]:
        """Month, number of this year, number of last year."""
        pairs = zip(self.months, self.months_before, strict=True)
        return [(number, now, before) for number, (now, before) in enumerate(pairs, start=1)]


@dataclass(frozen=True)
class Progress:
    """The figures of a scope that ends on a day, by the ids of their indicators, with those of the year before."""

    scope: Scope
    last: Scope
    courses: Mapping[str, Course]


def progress(*, agency: Agency, on: datetime.date, with_subtree: bool, edition: str) -> Progress:
    """The figures of a form and what else is counted, from the first of January to a day. At most seven queries.

    Figures stated by hand hold for whole years and are not among them. What was counted is kept until something is
    done that can change a figure. Raises ValueError for an unknown edition.
    """
    wanted = {each.id: each for each in indicators.of_edition(edition).values()}
    wanted |= {each.id: each for each in indicators.declared().values() if not each.id.startswith("requests.")}
    scope = Scope(agency, spans.until(on), with_subtree)
    last = Scope(agency, spans.until(_a_year_before(on)), with_subtree)
    places = spans.places() if with_subtree else None
    whose = [counting.whose(each, places=places) for each in (scope, last)]
    key = hashlib.sha256(f"{on} {edition} {whose} {keeping.mark()}".encode()).hexdigest()
    if (found := cache.get(key)) is None:
        asked = zip((scope, last), whose, strict=True)
        found = [counting.by_month(each, wanted.values(), counted=counted) for each, counted in asked]
        cache.set(key, found, timeout=KEPT)
    now, before = found
    return Progress(
        scope, last, {id: _course(each, now[id], before[id], months=on.month) for id, each in wanted.items()}
    )


def _course(one: Indicator, now: list[Number], before: list[Number], *, months: int) -> Course:
    happens = all(SOURCES[part.source].day for part in one.parts)
    by_month = (tuple(now[1 : months + 1]), tuple(before[1 : months + 1])) if happens else ((), ())
    return Course(one, sum(now, start=0), sum(before, start=0), *by_month)


def _a_year_before(day: datetime.date) -> datetime.date:
    if (day.month, day.day) == (2, 29):
        return datetime.date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
