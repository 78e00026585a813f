"""What an outcome needs before it can be given: the evidence, the question asked, the reason, by article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Consultation, Relation, Search
from gongkai.rules import outcomes, regimes

Kind = Entry.Kind
Opinion = Consultation.Opinion
Weighing = Consultation.Weighing

# Given only by their own acts, which check that the time is over.
BY_LAPSE = frozenset({"OTHER_NO_CORRECTION", "OTHER_NO_PAYMENT"})
_GIVES = frozenset({"DISCLOSED", "PARTIAL"})
_NEEDS_REASONS = frozenset(
    {
        "PARTIAL",
        "REFUSE_SECURITY",
        "REFUSE_INTERNAL",
        "REFUSE_PROCESS",
        "REFUSE_ENFORCEMENT",
        "NONE_TO_MAKE",
        "NONE_STILL_UNCLEAR",
        "NOACT_PETITION",
        "NOACT_ABUSE",
        "NOACT_RECONFIRM",
    }
)


@dataclass(frozen=True)
class Lack:
    """Something that is missing: the sentence that says so, and the article that asks for it."""

    sentence: str
    article: str


@dataclass(frozen=True)
class Facts:
    """What the record of a case holds, as far as outcomes ask for it."""

    info_request: InfoRequest
    entries: Sequence[Entry]
    consultations: Sequence[Consultation]
    searches: Sequence[Search] = field(default=())
    relations: Sequence[Relation] = field(default=())
    basis: str = ""
    reasons: str = ""

    def has(self, *kinds: str) -> bool:
        """Whether an entry of one of these kinds stands."""
        return any(each.kind in kinds for each in self.entries)


def facts(
    info_request: InfoRequest,
    entries: Sequence[Entry],
    consultations: Sequence[Consultation],
    *,
    basis: str = "",
    reasons: str = "",
) -> Facts:
    """The facts of a case whose ledger is at hand. Two queries."""
    return Facts(
        info_request,
        entries,
        consultations,
        searches=list(info_request.searches.all()),
        relations=list(info_request.relations.all()),
        basis=basis.strip(),
        reasons=reasons.strip(),
    )


def lacks(case: Facts, outcome: str, ground: str = "") -> list[Lack]:
    """What is missing for an outcome, most basic first; empty when it can be given. No query.

    Raises ValueError for an outcome or ground that does not exist.
    """
    found = outcomes.outcome(outcome)
    regime = regimes.regime(case.info_request.regime)
    if regime.id not in found.articles:
        return [Lack(_("%(law)s knows no such outcome.") % {"law": regime.cite}, "")]
    if found.needs_ground and not ground:
        return [Lack(_("Choose the ground within this outcome."), found.article(regime.id))]
    if outcome in BY_LAPSE:
        return [
            Lack(_("This follows from a term that ran out; close the request as lapsed."), found.article(regime.id))
        ]
    article = found.article(regime.id, ground)
    missing = [Lack(sentence, article) for check in _CHECKS for sentence in check(case, outcome, ground)]
    if outcome in _BASIS and not case.basis:
        missing.append(Lack(_BASIS[outcome](), article))
    if outcome in _NEEDS_REASONS and not case.reasons:
        missing.append(Lack(_("Write the reasons; the reply has to give them."), article))
    return missing


_BASIS: dict[str, Callable[[], str]] = {
    "REFUSE_SECRET": lambda: _("Name the basis of the classification."),
    "REFUSE_LAW": lambda: _("Name the law or administrative regulation that forbids it."),
    "REFUSE_QUERY": lambda: _("Name the special rule and where to ask."),
    "DISCLOSED_ALREADY": lambda: _("Say where and how it can be had."),
    "NOACT_PUBLICATION": lambda: _("Name the publication and how it can be had."),
}


def _search(case: Facts, outcome: str, ground: str) -> list[str]:
    if outcome != "NONE_NOT_HELD":
        return []
    if ground == "not_exist" and not any(each.result == Search.Result.NOT_FOUND for each in case.searches):
        return [_("Record the search first: “not held” has to be proved by what was searched, by whom and when.")]
    if ground == "not_ours" and not (case.basis or case.reasons):
        return [_("Say why it is not ours, and which agency has it if that is known.")]
    return []


def _third_party(case: Facts, outcome: str, ground: str) -> list[str]:
    asked = [each for each in case.consultations if each.kind == Consultation.Kind.THIRD_PARTY]
    if outcome == "REFUSE_THIRD_PARTY":
        return _refusing_for(asked)
    if outcome in _GIVES:
        if any(each.answered_on is None for each in case.consultations):
            return [_("Somebody has been asked and may still answer; wait for the answer or the end of their time.")]
        if any(each.opinion in {Opinion.OBJECTS, Opinion.PARTLY} and not each.weighing for each in asked):
            return [_("A third party objects: write down first whether the reasons hold.")]
        if outcome == "DISCLOSED" and any(each.weighing == Weighing.UPHELD for each in asked):
            return [_("An objection was found to hold, so not everything can be given.")]
    return []


def _refusing_for(asked: Sequence[Consultation]) -> list[str]:
    if not asked:
        return [_("Ask the third party in writing first.")]
    if all(each.answered_on is None for each in asked):
        return [_("The third party has not answered and may still do so; wait for the result.")]
    if not any(each.weighing == Weighing.UPHELD for each in asked):
        return [_("Write down that the third party's reasons hold; only then can it be refused for them.")]
    return []


def _correction(case: Facts, outcome: str, ground: str) -> list[str]:
    if outcome == "NONE_STILL_UNCLEAR" and not case.has(Kind.CORRECTION_RECEIVED):
        return [_("Ask for a correction first; this outcome is for what is unclear even after it.")]
    return []


def _repeated(case: Facts, outcome: str, ground: str) -> list[str]:
    if outcome == "NOACT_REPEAT" and not case.basis:
        if any(each.kind == Relation.Kind.REPEATS for each in case.relations):
            return []
        return [_("Name the earlier reply: relate the earlier request, or give its number and day.")]
    return []


def _abuse(case: Facts, outcome: str, ground: str) -> list[str]:
    if outcome == "NOACT_ABUSE" and not case.has(Kind.REASONS_ASKED):
        return [_("Ask for the reasons first.")]
    return []


_CHECKS = (_search, _third_party, _correction, _repeated, _abuse)
