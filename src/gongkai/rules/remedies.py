"""What an applicant can do against a reply: reconsideration and suit by day, outcome and agency; how results count."""

import calendar as months_of_years
import dataclasses
import datetime
import functools
from typing import Any

from gongkai.rules import calendars, datafiles, outcomes

_NAME = "remedies.yaml"
_PARTS = (
    *("reconsideration", "litigation", "review_first", "reviewers", "competence", "sentences"),
    *("proceedings", "terms", "cases", "results"),
)
_SPAN: datafiles.Shape = {"since": datetime.date, "until": (datetime.date, type(None))}
_LENGTHS = ("working_days", "days", "months")
Day = datetime.date


class NoRemedy(ValueError):
    """No law of remedies is known for the day or the kind of agency."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews: an id and the words that stand where the name is not known."""

    id: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """A term of a proceeding: exactly one of working days, days and months."""

    proceeding: str
    id: str
    label: str
    article: str
    working_days: int = 0
    days: int = 0
    months: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Remedy:
    """What the remedy paragraph of a reply says. `reviewers` in the order to be named; the applicant may choose."""

    reviewers: tuple[Reviewer, ...]
    reviewers_article: str
    reconsideration_days: int
    reconsideration_article: str
    is_review_first: bool
    review_first_article: str
    litigation_months: int
    litigation_article: str
    after_review_days: int
    after_review_article: str

    def paragraph(self, *, paper: str = "本答复", reviewer: str = "", court: str = "") -> str:
        """The paragraph for a letter; without names, the kind of body and 有管辖权的人民法院 stand in it."""
        name = "review_first" if self.is_review_first else "choice"
        sentence: str = _raw()["sentences"][name]
        return sentence.format(
            paper=paper,
            days=self.reconsideration_days,
            months=self.litigation_months,
            after_days=self.after_review_days,
            reviewer=reviewer or "或者".join(each.label for each in self.reviewers),
            court=court or "有管辖权的人民法院",
        )

    def reconsideration_until(self, received_on: Day, calendar: calendars.Calendar) -> Day:
        """The last day to apply for reconsideration after the reply was received."""
        return _not_resting(received_on + datetime.timedelta(days=self.reconsideration_days), calendar)

    def litigation_until(self, received_on: Day, calendar: calendars.Calendar) -> Day | None:
        """The last day to sue without reconsideration; None where reconsideration comes first."""
        return None if self.is_review_first else _not_resting(_months_on(received_on, self.litigation_months), calendar)

    def after_review_until(self, decision_received_on: Day, calendar: calendars.Calendar) -> Day:
        """The last day to sue after the reconsideration decision was received."""
        return _not_resting(decision_received_on + datetime.timedelta(days=self.after_review_days), calendar)


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """A kind of remedy case as the forms count it; `proceeding` is empty for complaints."""

    id: str
    label: str
    proceeding: str
    old: str


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What became of a remedy case, as the forms count it."""

    id: str
    label: str


def for_reply(*, decided_on: Day, outcome: str, agency_kind: str) -> Remedy:
    """What can be done against a reply with an outcome (rules.outcomes), decided on a day by a kind of agency.

    Kinds are those of agencies: government, general_office, department, vertical, dispatched, township, institution.
    Raises NoRemedy before 1 May 2008 or for an unknown kind, ValueError for an unknown outcome.
    """
    found = outcomes.outcome(outcome)
    review = _in_force("reconsideration", decided_on)
    suit = _in_force("litigation", decided_on)
    competence = _in_force("competence", decided_on)
    if agency_kind not in competence["kinds"]:
        raise NoRemedy(f"没有这类机关：{agency_kind}")
    who = competence["kinds"][agency_kind]
    first = _raw()["review_first"]
    is_first = found.is_review_first and decided_on >= first["since"]
    return Remedy(
        reviewers=tuple(_reviewers()[each] for each in who["reviewers"]),
        reviewers_article=f"{competence['law']}{who['article']}",
        reconsideration_days=review["days"],
        reconsideration_article=f"{review['law']}{review['article']}",
        is_review_first=is_first,
        review_first_article=first["article"] if is_first else "",
        litigation_months=suit["months"],
        litigation_article=f"{suit['law']}{suit['article']}",
        after_review_days=suit["after_days"],
        after_review_article=f"{suit['law']}{suit['after_article']}",
    )


def proceeding_for(case: str, *, on: Day) -> str:
    """The usual proceeding of a kind of case begun on a day: disclosure cases are reviewed summarily since 2024."""
    found = case_kind(case)
    simple = f"{found.proceeding}_simple"
    known = {each["id"] for each in _raw()["proceedings"]}
    return simple if simple in known and terms(simple, on=on) else found.proceeding


def terms(proceeding: str, *, on: Day) -> tuple[Term, ...]:
    """The terms of a proceeding begun on a day, in their order; empty where there is no such proceeding then.

    Raises ValueError for an unknown proceeding.
    """
    if proceeding not in {each["id"] for each in _raw()["proceedings"]}:
        raise ValueError(f"没有这种程序：{proceeding}")
    return tuple(
        term
        for since, until, term in _terms()
        if term.proceeding == proceeding and since <= on and (until is None or on <= until)
    )


def term_until(term: Term, start: Day, calendar: calendars.Calendar) -> Day:
    """The last day of a term begun on `start`; a last day of rest moves to the next working day."""
    if term.working_days:
        return calendar.add_working_days(start, term.working_days)
    if term.days:
        return _not_resting(start + datetime.timedelta(days=term.days), calendar)
    return _not_resting(_months_on(start, term.months), calendar)


def case_kinds() -> tuple[Case, ...]:
    """The kinds of remedy case."""
    return tuple(Case(each["id"], each["label"], each["proceeding"] or "", each["old"]) for each in _raw()["cases"])


def case_kind(id: str) -> Case:
    """The kind of case by its id. Raises ValueError for an unknown one."""
    for each in case_kinds():
        if each.id == id:
            return each
    raise ValueError(f"没有这类案件：{id}")


def results() -> tuple[Result, ...]:
    """The results as the forms count them."""
    return tuple(Result(each["id"], each["label"]) for each in _raw()["results"])


def form_cell(edition: str, case: str, result: str) -> str | None:
    """The id of the form's cell that counts a case with a result; None where the edition has none.

    Raises ValueError for an unknown edition, case or result.
    """
    found = case_kind(case)
    if result not in {each.id for each in results()}:
        raise ValueError(f"没有这种结果：{result}")
    if edition == "form-2014":
        if case == "complaint":
            return found.old
        return None if result == "pending" else f"{found.old}_{result}"
    if edition not in ("form-2019", "form-2021"):
        raise ValueError(f"没有这一版统计表：{edition}")
    return None if case == "complaint" else f"table4.{case}_{result}"


def _in_force(part: str, on: Day) -> dict[str, Any]:
    for each in _rules()[part]:
        if each["since"] <= on and (each["until"] is None or on <= each["until"]):
            return each
    raise NoRemedy(f"{on.isoformat()}没有可适用的救济规定")


def _not_resting(day: Day, calendar: calendars.Calendar) -> Day:
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)


def _months_on(day: Day, months: int) -> Day:
    years, month = divmod(day.month - 1 + months, 12)
    last = months_of_years.monthrange(day.year + years, month + 1)[1]
    return datetime.date(day.year + years, month + 1, min(day.day, last))


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, *_PARTS)


@functools.cache
def _rules() -> dict[str, list[dict[str, Any]]]:
    """The dated rules, checked."""
    law: datafiles.Shape = {**_SPAN, "law": str, "article": str}
    shapes: dict[str, datafiles.Shape] = {
        "reconsideration": {**law, "days": int},
        "litigation": {**law, "months": int, "after_days": int, "after_article": str},
        "competence": {**_SPAN, "law": str, "kinds": dict},
    }
    found = {}
    for part, shape in shapes.items():
        found[part] = [datafiles.checked(each, f"{_NAME} {part}", required=shape) for each in _raw()[part]]
    for each in found["competence"]:
        for kind, who in each["kinds"].items():
            datafiles.checked(who, f"{_NAME} {kind}", required={"reviewers": list, "article": str})
            if unknown := set(who["reviewers"]) - set(_reviewers()):
                raise datafiles.DataFault(f"{_NAME} {kind}: there is no reviewer {', '.join(sorted(unknown))}")
    return found


@functools.cache
def _reviewers() -> dict[str, Reviewer]:
    return {each["id"]: Reviewer(each["id"], each["label"]) for each in _raw()["reviewers"]}


@functools.cache
def _terms() -> tuple[tuple[Day, Day | None, Term], ...]:
    required: datafiles.Shape = {**_SPAN, **dict.fromkeys(("proceeding", "id", "label", "article"), str)}
    found = []
    for raw in _raw()["terms"]:
        each = datafiles.checked(raw, f"{_NAME} terms", required=required, optional=dict.fromkeys(_LENGTHS, int))
        lengths = {name: each[name] for name in _LENGTHS if name in each}
        if len(lengths) != 1:
            raise datafiles.DataFault(f"{_NAME} {each['id']}: exactly one of {', '.join(_LENGTHS)}")
        term = Term(each["proceeding"], each["id"], each["label"], each["article"], **lengths)
        found.append((each["since"], each["until"], term))
    return tuple(found)
