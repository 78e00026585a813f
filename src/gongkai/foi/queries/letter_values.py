"""What the record of a case already knows for the fields of a letter, so that nobody types it again."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from gongkai.foi.models.cases import Channel, InfoRequest
from gongkai.foi.models.handling import Consultation, Fee, Relation, Search
from gongkai.orgs.models import Agency
from gongkai.rules import letter_wording, letters, outcomes, remedies

Kind = Consultation.Kind
# The kinds of agencies as `rules.remedies` names them.
AGENCY_KINDS = {Agency.Kind.OFFICE: "general_office"}
# Filled when the letter is issued; until then the name of the applicant stands in no draft.
KEPT = ("number", "signed_on", "applicant")
# Made by us and not asked for in the form.
AUTOMATIC = frozenset(
    {*KEPT, "agency", "case_number", "received_on", "subject", "basis", "contact", "remedy", "addressee"}
)
_CHOICES = "□ 同意公开　　□ 部分同意公开　　□ 不同意公开"
_EFFECTS = {
    "correction": "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
    "fee": "逾期不缴纳的，视为放弃申请，本机关不再处理该申请。",
}
_SILENCE = {
    "third_party_ask": "逾期没有提出意见的，由本机关依照《政府信息公开条例》的规定决定是否公开。",
    "comaker_ask": "逾期没有提出意见的，视为同意公开。",
}


@dataclass(frozen=True)
class About:
    """What a letter is about: the case, and the question or fee it belongs to."""

    info_request: InfoRequest
    kind: str
    on: datetime.date
    outcome: str = ""
    ground: str = ""
    consultation: Consultation | None = None
    searches: Sequence[Search] = field(default=())
    consultations: Sequence[Consultation] = field(default=())
    fees: Sequence[Fee] = field(default=())
    relations: Sequence[Relation] = field(default=())


def about(
    info_request: InfoRequest,
    kind: str,
    on: datetime.date,
    *,
    outcome: str = "",
    ground: str = "",
    consultation: Consultation | None = None,
) -> About:
    """Read what a letter of a case is about. Four queries."""
    return About(
        info_request=info_request,
        kind=kind,
        on=on,
        outcome=outcome,
        ground=ground,
        consultation=consultation,
        searches=list(info_request.searches.select_related("searcher").order_by("on", "id")),
        consultations=list(info_request.consultations.order_by("id")),
        fees=list(info_request.fees.order_by("id")),
        relations=list(info_request.relations.filter(kind=Relation.Kind.REPEATS).select_related("other")),
    )


def day_words(day: datetime.date | None) -> str:
    """A day as letters write it: 2026年9月24日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def asked_for(kind: str, outcome: str = "") -> list[letters.Field]:
    """The fields of a letter that somebody has to fill or check, in their order; the free text last."""
    found = [each for each in letters.letter(kind).required(outcome) if each.id not in AUTOMATIC]
    return sorted(found, key=lambda each: each.id == "body")


def basis(info_request: InfoRequest, kind: str, outcome: str = "", ground: str = "") -> str:
    """The articles a letter cites."""
    own = letters.letter(kind).article(info_request.regime)
    return (outcomes.outcome(outcome).article(info_request.regime, ground) or own) if outcome else own


def remedy(info_request: InfoRequest, outcome: str, on: datetime.date) -> str:
    """The remedy paragraph of a reply decided on a day. Empty where no law of remedies is known."""
    kind = AGENCY_KINDS.get(Agency.Kind(info_request.agency.kind), info_request.agency.kind)
    try:
        found = remedies.for_reply(decided_on=on, outcome=outcome, agency_kind=kind)
    except remedies.NoRemedy:
        return ""
    return found.paragraph()


def values(given: About) -> dict[str, str]:
    """Every field of the letter that the record can fill; the rest is empty. No query."""
    row = given.info_request
    known = dict.fromkeys(letter_wording.known_fields(given.kind), "")
    found = {
        "agency": row.agency.name,
        "case_number": row.number,
        "received_on": day_words(row.received_on or row.arrived_on),
        "subject": row.subject,
        "basis": basis(row, given.kind, given.outcome, given.ground),
        "contact": "，".join(each for each in (row.agency.phone, row.agency.address) if each),
        "channel": str(Channel(row.channel).label),
        "due_on": day_words(row.due_on),
        "form": str(InfoRequest.Carrier(row.wanted_carrier).label),
        "effect": _EFFECTS.get(given.kind, ""),
        "silence_effect": _SILENCE.get(given.kind, ""),
        "choices": _CHOICES,
        "place": row.agency.address or row.agency.name,
        "search": "；".join(_search(each) for each in given.searches),
        "earlier_reply": "；".join(_earlier(each) for each in given.relations),
        "signed_on": "",
    }
    if letters.letter(given.kind).has_remedy:
        found["remedy"] = remedy(row, given.outcome or "DISCLOSED", given.on)
    for part in (_of_question, _of_fee, _of_state):
        found |= part(given)
    return {name: found.get(name, "") for name in known}


def _search(each: Search) -> str:
    parts = [f"{day_words(each.on)}由{each.unit}{each.searcher.name}检索{each.places}"]
    parts += [f"检索词“{each.keywords}”"] if each.keywords else []
    parts += [f"时间范围{each.period}"] if each.period else []
    return "，".join([*parts, f"结果：{Search.Result(each.result).label}"])


def _earlier(each: Relation) -> str:
    other = each.other
    return f"{other.number}，{day_words(other.decided_on)}答复" if other else ""


def _of_question(given: About) -> dict[str, str]:
    asked = [each for each in given.consultations if each.kind == Kind.THIRD_PARTY]
    found = {
        "consulted": "；".join(
            f"{day_words(each.asked_on)}征求意见，结果：{Consultation.Opinion(each.opinion).label}" for each in asked
        ),
        "weighing": "；".join(each.weighing_reason for each in asked if each.weighing_reason),
    }
    one = given.consultation
    if one is not None:
        found |= {
            "party": one.party_name,
            "content": one.matter,
            "text": one.matter,
            "relation": "上述内容可能涉及你方的合法权益。",
            "asked_on": day_words(one.asked_on),
            "answer_by": day_words(one.answer_by),
            "opinion": str(Consultation.Opinion(one.opinion).label),
            "reason": one.weighing_reason,
        }
    elif given.kind == "third_party_tell_applicant":
        found["reason"] = "涉及第三方合法权益"
    return found


def _of_fee(given: About) -> dict[str, str]:
    fee = given.fees[-1] if given.fees else None
    if fee is None:
        return {}
    return {
        "fee_mode": str(Fee.Basis(fee.basis).label),
        "fee_count": str(fee.count),
        "fee_steps": "；".join(str(each.get("what") or each.get("label") or "") for each in fee.lines),
        "fee_amount": f"{fee.amount_yuan}元",
        "pay_within": f"{day_words(fee.pay_by)}前",
        "fee_notice": day_words(fee.noticed_on),
        "pay_by": day_words(fee.pay_by),
    }


def _of_state(given: About) -> dict[str, str]:
    row = given.info_request
    until = day_words(row.waits_until)
    return {"correct_by": until, "explain_by": until, "confirmed_at": _moment(timezone.localtime(row.changed_at))}


def _moment(at: datetime.datetime) -> str:
    return f"{day_words(at.date())}{at:%H:%M}"
