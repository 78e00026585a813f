"""What can be done next with a request, and why the rest cannot, each with its article."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.foi.models.cases import OPEN_STATES, InfoRequest
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.letters import Letter
from gongkai.foi.queries import clocks, closing
from gongkai.rules import explanations, outcomes, regimes
from gongkai.rules import letters as law

State = InfoRequest.State
Kind = Entry.Kind


@dataclass(frozen=True)
class Act:
    """One act: its name (as the action), words for it, its article; `why_not` when it cannot be done now.

    `until` is the last day for it where the law sets one; `is_next` marks what the case waits for.
    """

    name: str
    words: str
    article: str = ""
    why_not: str = ""
    until: datetime.date | None = None
    is_next: bool = False


@dataclass(frozen=True)
class Outlook:
    """An outcome of the statutory list with what it still lacks; empty `lacks`: it can be given."""

    outcome: outcomes.Outcome
    article: str
    lacks: tuple[closing.Lack, ...]


@dataclass(frozen=True)
class Case:
    """What the answers below look at; made by `load`, or from what a page has already read."""

    info_request: InfoRequest
    entries: Sequence[Entry]
    consultations: Sequence[Consultation]
    letters: Sequence[Letter]
    explanation: explanations.Explanation
    on: datetime.date
    facts: closing.Facts = field(repr=False)

    @property
    def regime(self) -> regimes.Regime:
        """The Regulation that binds the request."""
        return regimes.regime(self.info_request.regime)

    def has(self, *kinds: str) -> bool:
        """Whether an entry of one of these kinds stands."""
        return any(each.kind in kinds for each in self.entries)


def load(info_request: InfoRequest, on: datetime.date) -> Case:
    """Read a case for the questions below. Six queries."""
    entries = clocks.in_force(info_request.entries.all())
    consultations = list(info_request.consultations.order_by("id"))
    return Case(
        info_request,
        entries,
        consultations,
        list(info_request.letters.order_by("id")),
        clocks.explain(info_request, entries),
        on,
        closing.facts(info_request, entries, consultations),
    )


def possible(info_request: InfoRequest, on: datetime.date, case: Case | None = None) -> list[Act]:
    """Every act on a request in the order of its journey. Six queries, none when the case is given."""
    given = case or load(info_request, on)
    return [act for offer in _OFFERS for act in offer(given)]


def outlooks(info_request: InfoRequest, on: datetime.date, case: Case | None = None) -> list[Outlook]:
    """Every outcome the Regulation knows, with what it lacks, in the order of the form.

    A missing basis or reason is told of too; what is chosen in the form of the decision (ground) is not.
    """
    given = case or load(info_request, on)
    found = []
    for each in outcomes.outcomes(info_request.regime):
        ground = each.grounds[0].code if each.grounds else ""
        lacks = tuple(closing.lacks(given.facts, each.code, ground))
        found.append(Outlook(each, each.article(info_request.regime), lacks))
    return found


def _only(case: Case, *states: str) -> str:
    """Why not, when the request stands elsewhere."""
    if case.info_request.state in states:
        return ""
    return _("The request stands at “%(state)s” now.") % {"state": State(case.info_request.state).label}


def _receipt(case: Case) -> list[Act]:
    if case.info_request.state != State.ENTERED:
        return []
    article = case.regime.article(case.regime.receipt(case.info_request.channel).article)
    return [Act("confirm_receipt", _("Confirm the receipt with the applicant"), article, is_next=True)]


def _assigning(case: Case) -> list[Act]:
    why = _only(case, *OPEN_STATES, State.DECIDED)
    is_next = not why and case.info_request.officer_id is None
    return [
        Act("assign", _("Assign"), why_not=why, is_next=is_next),
        Act("transfer", _("Hand to another unit"), why_not=_only(case, *OPEN_STATES)),
    ]


def _correction(case: Case) -> list[Act]:
    rule = case.regime.correction
    article = case.regime.article(rule.article)
    if case.info_request.state == State.CORRECTION:
        return [Act("receive_correction", _("Enter the correction"), article, is_next=True)]
    why = _only(case, State.HANDLING)
    if not why and rule.times is not None and case.has(Kind.CORRECTION_SENT):
        why = _("A correction is asked for once only, and it was.")
    if not why and _is_late(case):
        why = _("The term is over.")
    limit = case.explanation.correction_until
    if not why and limit is not None and case.on > limit:
        why = _("The seventh working day (%(day)s) is over; a notice now would be late.") % {"day": limit.isoformat()}
    return [Act("ask_correction", _("Ask for a correction"), article, why, until=limit)]


def _is_late(case: Case) -> bool:
    return case.explanation.due_on is not None and case.on > case.explanation.due_on


def _searching(case: Case) -> list[Act]:
    why = _only(case, *OPEN_STATES)
    is_next = not why and case.info_request.state == State.HANDLING and not case.facts.searches
    return [
        Act(
            "record_search",
            _("Record a search"),
            outcomes.outcome("NONE_NOT_HELD").article(case.regime.id, "not_exist"),
            why,
            None,
            is_next,
        )
    ]


def _consulting(case: Case) -> list[Act]:
    why = _only(case, State.HANDLING, State.CONSULTING)
    acts = []
    for party, name, words in (
        ("third_party", "ask_third_party", _("Ask a third party")),
        ("comaker", "ask_co_maker", _("Ask the co-making agency")),
        ("other_agency", "consult_agency", _("Ask another agency")),
    ):
        rule = case.regime.consultations.get(party)
        acts.append(Act(name, words, case.regime.article(rule.asking) if rule else "", why))
    open_ones = [each for each in case.consultations if each.answered_on is None]
    if open_ones:
        first = min(each.answer_by for each in open_ones)
        acts.append(Act("record_opinion", _("Enter an opinion"), until=first, is_next=True))
        over = "" if case.on > first else _("They may still answer until %(day)s.") % {"day": first.isoformat()}
        acts.append(Act("record_silence", _("Note that nobody answered in time"), why_not=over))
    objecting = {Consultation.Opinion.OBJECTS, Consultation.Opinion.PARTLY}
    if any(each.opinion in objecting and not each.weighing for each in case.consultations):
        rule = case.regime.consultations.get("third_party")
        article = case.regime.article(rule.asking) if rule else ""
        acts.append(Act("weigh", _("Weigh the objection"), article, is_next=True))
    return acts


def _extension(case: Case) -> list[Act]:
    why = _only(case, State.HANDLING, State.CONSULTING, State.REASONS)
    if not why and case.explanation.is_extended:
        why = _("The term has been extended once and cannot be extended again.")
    if not why and _is_late(case):
        why = _("The term is over, so it can no longer be extended.")
    article = case.regime.article(case.regime.extension.article)
    return [Act("extend", _("Extend the term"), article, why, until=case.explanation.due_on)]


def _excess(case: Case) -> list[Act]:
    rule = case.regime.excessive
    if rule is None:
        return []
    article = case.regime.article(rule.article)
    if case.info_request.state == State.REASONS:
        return [Act("receive_reasons", _("Enter the applicant's reasons"), article, is_next=True)]
    given = case.has(Kind.REASONS_GIVEN)
    why = _only(case, State.HANDLING)
    acts = [Act("ask_reasons", _("Ask for reasons"), article, why or (_("They were asked already.") if given else ""))]
    if given and not case.has(Kind.DELAYED_TERM):
        acts.append(Act("delay_term", _("Set a delayed term"), article, why))
    return acts


def _fee(case: Case) -> list[Act]:
    if case.info_request.state == State.PAYMENT:
        return [Act("record_payment", _("Enter the payment"), is_next=True)]
    rule = case.regime.fee
    if rule is None or case.on < rule.since:
        return []
    return [Act("notice_fee", _("Send a fee notice"), case.regime.article(rule.article), _only(case, State.HANDLING))]


def _reply(case: Case) -> list[Act]:
    why = _only(case, State.HANDLING, State.CONSULTING, State.REASONS)
    replies = [each for each in case.letters if law.letter(each.kind).kind == "reply" and each.state != "discarded"]
    reply = replies[-1] if replies else None
    has_search = bool(case.facts.searches)
    acts = []
    if reply is None or reply.state == Letter.State.ISSUED:
        acts.append(Act("draft_letter", _("Draft the reply"), why_not=why, is_next=not why and has_search))
    elif reply.state in {Letter.State.DRAFT, Letter.State.RETURNED}:
        acts.append(Act("revise_letter", _("Go on with the reply"), why_not=why, is_next=not why))
        returned = _("It was returned: change it first.") if reply.state == Letter.State.RETURNED else ""
        acts.append(Act("submit_letter", _("Submit the reply for review"), why_not=why or returned))
    elif reply.state == Letter.State.IN_REVIEW:
        acts.append(Act("recall_letter", _("Take the reply back from review"), why_not=why))
    cleared = reply is not None and reply.state == Letter.State.CLEARED
    lacking = why or ("" if cleared else _("The reply has to be drafted, passed in three reviews and signed first."))
    article = case.regime.article(case.regime.reply.article)
    acts.append(Act("decide", _("Decide and issue the reply"), article, lacking, case.explanation.due_on, cleared))
    return acts


def _ending(case: Case) -> list[Act]:
    state = case.info_request.state
    acts = [Act("withdraw", _("Enter the applicant's withdrawal"), why_not=_only(case, *OPEN_STATES))]
    if state in {State.CORRECTION, State.PAYMENT}:
        until = case.info_request.waits_until
        waits = until is not None and case.on <= until
        day = until.isoformat() if until else ""
        why = _("The applicant still has until %(day)s.") % {"day": day} if waits else ""
        rule = (
            case.regime.correction.article
            if state == State.CORRECTION or case.regime.fee is None
            else case.regime.fee.article
        )
        acts.append(Act("close_lapsed", _("Close as lapsed"), case.regime.article(rule), why, is_next=not why))
    if state == State.DECIDED:
        acts.append(Act("deliver", _("Record the delivery"), is_next=True))
    if state in {State.DECIDED, State.CLOSED}:
        erased = _("The personal data of this case were erased.") if case.info_request.erased_at else ""
        acts.append(Act("open_remedy", _("Enter a remedy"), why_not=""))
        acts.append(Act("reopen", _("Take the request up again"), why_not=erased))
    return acts


def publication(info_request: InfoRequest) -> Act | None:
    """Making the answer a public item, where something was given; no query."""
    if info_request.outcome not in {"DISCLOSED", "PARTIAL"}:
        return None
    regime = regimes.regime(info_request.regime)
    article = regime.article("第四十四条") if regime.id == "2019" else ""
    return Act("propose_publication", _("Make the answer a public item"), article)


def _after(case: Case) -> list[Act]:
    offered = publication(case.info_request)
    return [offered] if offered else []


_OFFERS: tuple[Callable[[Case], list[Act]], ...] = (
    _receipt,
    _assigning,
    _correction,
    _searching,
    _consulting,
    _extension,
    _excess,
    _fee,
    _reply,
    _ending,
    _after,
)
