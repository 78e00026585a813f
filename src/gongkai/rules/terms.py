"""Terms of publishing: twenty working days after forming, three for explaining, how long a column may stand still."""

import calendar as months_of_years
import dataclasses
import datetime
import functools
import pathlib

import yaml

from gongkai.rules import calendars

_DATA = pathlib.Path(__file__).parent / "data" / "terms.yaml"


@dataclasses.dataclass(frozen=True, slots=True)
class PublicationTerm:
    """The duty in force from `since` to `until` (None: still), in working days."""

    since: datetime.date
    until: datetime.date | None
    working_days: int
    article: str


@dataclasses.dataclass(frozen=True, slots=True)
class FreshnessLimit:
    """How long a kind of column may go without a new item, in days or in months."""

    kind: str
    label: str
    since: datetime.date
    days: int | None
    months: int | None
    source: str
    certainty: str

    def last_day(self, updated_on: datetime.date) -> datetime.date:
        """The last day on which a column updated on a day is still fresh."""
        if self.days is not None:
            return updated_on + datetime.timedelta(days=self.days)
        years, month = divmod(updated_on.month - 1 + (self.months or 0), 12)
        year, month = updated_on.year + years, month + 1
        last = months_of_years.monthrange(year, month)[1]
        return datetime.date(year, month, min(updated_on.day, last))


@dataclasses.dataclass(frozen=True, slots=True)
class Due:
    """The last day to publish, the article, and whether the day may still move with a holiday notice.

    `due_on` is None when no term applied: information formed before the Regulation came into force.
    """

    due_on: datetime.date | None
    working_days: int | None
    article: str
    provisional: bool


def publication_due(formed_on: datetime.date, calendar: calendars.Calendar) -> Due:
    """Until when information formed or changed on a day must be public; the day itself is not counted."""
    term = _publication_term(formed_on)
    if term is None:
        return Due(None, None, "《政府信息公开条例》2008年5月1日施行前形成的信息，不计算公开期限", provisional=False)
    due_on = calendar.add_working_days(formed_on, term.working_days)
    provisional = calendar.provisional_between(formed_on, due_on)
    return Due(due_on, term.working_days, term.article, provisional)


def interpretation_due(published_on: datetime.date, calendar: calendars.Calendar) -> Due:
    """Until when a document made public on a day must be explained; the day itself is not counted."""
    term = next((each for each in reversed(_interpretation()) if each.since <= published_on), None)
    if term is None:
        return Due(None, None, "2016年11月10日前公布的文件，不计算解读期限", provisional=False)
    due_on = calendar.add_working_days(published_on, term.working_days)
    return Due(due_on, term.working_days, term.article, calendar.provisional_between(published_on, due_on))


def freshness_limit(kind: str, on: datetime.date) -> FreshnessLimit | None:
    """The limit for a kind of column (news, notice, policy) in force on a day; None where there is none."""
    limits = [each for each in _freshness() if each.kind == kind and each.since <= on]
    return max(limits, key=lambda each: each.since, default=None)


def is_stale(kind: str, updated_on: datetime.date, on: datetime.date) -> bool:
    """True when a column last updated on a day has stood still for longer than its limit."""
    limit = freshness_limit(kind, on)
    return limit is not None and on > limit.last_day(updated_on)


def _publication_term(on: datetime.date) -> PublicationTerm | None:
    for term in _publication():
        if term.since <= on and (term.until is None or on <= term.until):
            return term
    return None


def _publication() -> tuple[PublicationTerm, ...]:
    return _terms("publication")


def _interpretation() -> tuple[PublicationTerm, ...]:
    return _terms("interpretation")


@functools.cache
def _terms(name: str) -> tuple[PublicationTerm, ...]:
    return tuple(
        PublicationTerm(each["since"], each.get("until"), each["working_days"], each["article"])
        for each in yaml.safe_load(_DATA.read_text(encoding="utf-8"))[name]
    )


@functools.cache
def _freshness() -> tuple[FreshnessLimit, ...]:
    return tuple(
        FreshnessLimit(
            each["kind"],
            each["label"],
            each["since"],
            each.get("days"),
            each.get("months"),
            each["source"],
            each["certainty"],
        )
        for each in yaml.safe_load(_DATA.read_text(encoding="utf-8"))["freshness"]
    )
