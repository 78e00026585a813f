"""The page on which an applicant follows a request: state, due day and why, letters, files, fee, what can be done."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.foi.models.cases import CaseFile, InfoRequest, RequestText
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.letters import Letter
from gongkai.foi.queries import clocks, followed, letter_values, squares
from gongkai.orgs.models import Agency
from gongkai.rules import clocks as law
from gongkai.rules import explanations, outcomes, remedies

State = InfoRequest.State
_PAUSES = frozenset({"third_party_asked", "comaker_asked", "other_agency_asked", "correction_sent", "fee_noticed"})


@dataclass(frozen=True)
class Step:
    """A line of the explained clock. `look` is pause, now, next or nothing; `note` what the agency wrote to it."""

    on: datetime.date
    what: str
    more: str
    article: str
    look: str
    count: int
    note: str
    is_warning: bool


@dataclass(frozen=True)
class Ways:
    """What can be done against the answer: the paragraph, and the last day to apply, when the receipt is known."""

    paragraph: str
    article: str
    until: datetime.date | None


@dataclass(frozen=True)
class StatusPage:
    """Everything the applicant is shown. Names of third parties, officers and notes are not among it."""

    info_request: InfoRequest
    explanation: explanations.Explanation
    clock: law.State
    grid: squares.Grid | None
    steps: tuple[Step, ...]
    texts: tuple[RequestText, ...]
    letters: tuple[Letter, ...]
    files: tuple[CaseFile, ...]
    own_files: tuple[CaseFile, ...]
    fee: Fee | None
    decision: Decision | None
    outcome: str
    correction: Entry | None
    remedy: Ways | None
    can: frozenset[str]


def status_page(info_request: InfoRequest, on: datetime.date) -> StatusPage:
    """The page of one request, found by number and code. Nine queries."""
    entries = clocks.in_force(info_request.entries.all())
    days = clocks.calendar()
    told = clocks.explain(info_request, entries, days=days)
    state = law.state(clocks.ledger(info_request, entries), days, on)
    files = list(info_request.files.select_related("file").order_by("id"))
    decision = info_request.decisions.order_by("-number").first() if info_request.outcome else None
    letters = followed.letters_of(info_request)
    return StatusPage(
        info_request=info_request,
        explanation=told,
        clock=state,
        grid=squares.grid(told, days, on),
        steps=tuple(_steps(told, state, entries, days, on)),
        texts=tuple(info_request.texts.order_by("number")),
        letters=tuple(letters),
        files=tuple(followed.files_of(info_request)),
        own_files=tuple(each for each in files if each.by.startswith("applicant")),
        fee=info_request.fees.filter(lapsed_on__isnull=True).order_by("-id").first(),
        decision=decision,
        outcome=outcomes.outcome(decision.outcome).label if decision else "",
        correction=_last(entries, Entry.Kind.CORRECTION_SENT) if info_request.state == State.CORRECTION else None,
        remedy=_remedy(info_request, decision, letters),
        can=frozenset(_can(info_request)),
    )


def _steps(
    told: explanations.Explanation,
    state: law.State,
    entries: Sequence[Entry],
    days: clocks.calendars.Calendar,
    on: datetime.date,
) -> list[Step]:
    notes = {
        (each.kind, each.on): each.reason
        for each in entries
        if each.kind in {Entry.Kind.CORRECTION_SENT, Entry.Kind.EXTENDED, Entry.Kind.REASONS_ASKED}
    }
    found = []
    for each in told.steps:
        if told.closed_by and each.kind == "due":
            continue
        what, _stop, more = each.what.partition("。")
        look = "next" if each.kind == "due" and each.on >= on else "pause" if each.kind in _PAUSES else ""
        count = clocks.elapsed(told, each.on, days) if told.base_on < each.on and not told.waiting_for else 0
        note = notes.get((each.kind, each.on), "")
        found.append(Step(each.on, what, more, short(each.article), look, count, note, each.is_warning))
    if not told.closed_by:
        now = Step(on, state.what.rstrip("。"), "", short(state.article), "now", state.elapsed, "", False)
        place = next((number for number, each in enumerate(found) if each.look == "next"), len(found))
        found.insert(place, now)
    return found


def short(article: str) -> str:
    """An article as a margin shows it: the Regulation is named above."""
    return article.replace("《政府信息公开条例》", "《条例》")


def _last(entries: Sequence[Entry], kind: str) -> Entry | None:
    return next((each for each in reversed(entries) if each.kind == kind), None)


def _remedy(info_request: InfoRequest, decision: Decision | None, letters: Sequence[Letter]) -> Ways | None:
    """What the law gives against the answer; nothing after the applicant took the request back."""
    if decision is None or decision.ground == "withdrawn":
        return None
    kind = letter_values.AGENCY_KINDS.get(Agency.Kind(info_request.agency.kind), info_request.agency.kind)
    found = remedies.for_reply(decided_on=decision.on, outcome=decision.outcome, agency_kind=kind)
    arrived = [
        each.on for letter in letters if letter.outcome for each in letter.deliveries.all() if each.step == "arrived"
    ]
    until = found.reconsideration_until(min(arrived), clocks.calendar()) if arrived else None
    return Ways(found.paragraph(), found.reconsideration_article, until)


def _can(info_request: InfoRequest) -> list[str]:
    """What the applicant can do now, by the names of the pages."""
    if not info_request.is_open:
        return []
    by_state = {State.CORRECTION: "correct", State.REASONS: "reasons", State.PAYMENT: "paid"}
    first = by_state.get(State(info_request.state))
    return [*([first] if first else []), "supplement", "wish", "withdraw"]
