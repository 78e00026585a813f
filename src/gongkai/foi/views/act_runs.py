"""What each act does with its form: one call into the actions, and the notice that goes with it."""

import datetime
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.models import Person
from gongkai.foi.actions import (
    composing,
    consulting,
    deciding,
    fees,
    ledger,
    letters,
    receiving,
    remedies,
    terms,
)
from gongkai.foi.actions import handling as acts
from gongkai.foi.models.cases import Applicant, CaseFile, InfoRequest
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.letters import Letter
from gongkai.foi.queries import letter_values
from gongkai.rules import letters as law

day_words = letter_values.day_words


@dataclass(frozen=True)
class Turn:
    """One act being done: the case, its form, by whom, when."""

    case: InfoRequest
    form: Any
    by: Person
    at: datetime.datetime

    @property
    def data(self) -> dict[str, Any]:
        """What was typed."""
        found: dict[str, Any] = self.form.cleaned_data
        return found

    @property
    def how(self) -> dict[str, Any]:
        """What every action is told."""
        return {"by": self.by, "at": self.at}

    def typed(self, *names: str) -> dict[str, Any]:
        """Some of what was typed."""
        return {name: self.data[name] for name in names if name in self.data}

    def notice(self, kind: str, consultation: Consultation | None = None, **fields: str) -> Letter | None:
        """The letter that goes with the act, if it is wanted and the Regulation knows it."""
        if not self.data.get("make_letter") or self.case.regime not in law.letter(kind).titles:
            return None
        about = letter_values.about(self.case, kind, self.data["on"], consultation=consultation)
        values = {**letter_values.values(about), **fields}
        return composing.notify(
            info_request=self.case, kind=kind, values=values, on=self.data["on"], consultation=consultation, **self.how
        )


def looked(case: InfoRequest, why: str, by: Person, at: datetime.datetime) -> Applicant:
    """Look at an applicant's data."""
    return acts.look(info_request=case, by=by, why=why, at=at)


def confirm(turn: Turn) -> None:
    receiving.confirm_receipt(info_request=turn.case, **turn.typed("on", "note"), **turn.how)
    composing.file_receipt(info_request=turn.case, on=ledger.local_day(turn.at), **turn.how)


def assign(turn: Turn) -> None:
    acts.assign(info_request=turn.case, officer=turn.form.chosen, unit=turn.data["unit"], **turn.how)


def take(turn: Turn) -> None:
    acts.assign(info_request=turn.case, officer=turn.by, **turn.how)


def transfer(turn: Turn) -> None:
    acts.transfer(info_request=turn.case, officer=turn.form.chosen, **turn.typed("unit", "reason"), **turn.how)


def supplement(turn: Turn) -> None:
    uploads = turn.form.uploads(CaseFile.Kind.SUPPLEMENT)
    acts.supplement(info_request=turn.case, files=uploads, **turn.typed("description", "features", "on"), **turn.how)


def search(turn: Turn) -> None:
    fields = turn.typed("on", "unit", "places", "keywords", "period", "result", "found")
    acts.record_search(info_request=turn.case, **fields, **turn.how)


def note(turn: Turn) -> None:
    acts.add_note(info_request=turn.case, text=turn.data["text"], **turn.how)


def attach(turn: Turn) -> None:
    acts.attach(info_request=turn.case, uploads=turn.form.uploads(turn.data["kind"]), **turn.how)


def release(turn: Turn) -> None:
    chosen = turn.form.picked("case_file", turn.form.files_here)
    acts.release(case_file=chosen, on=turn.data["on"], **turn.how)


def relate(turn: Turn) -> None:
    acts.relate(info_request=turn.case, other=turn.form.other, kind=turn.data["kind"], **turn.how)


def wish(turn: Turn) -> None:
    acts.change_delivery_wish(info_request=turn.case, **turn.typed("carrier", "way"), **turn.how)


def void(turn: Turn) -> None:
    ledger.void_entry(entry=turn.form.picked("entry", turn.form.entries), reason=turn.data["reason"], **turn.how)


def ask_correction(turn: Turn) -> Letter | None:
    terms.ask_correction(info_request=turn.case, **turn.typed("points", "on", "until"), **turn.how)
    fields = {"defects": turn.data["points"], "guidance": turn.data["guidance"]}
    return turn.notice("correction", correct_by=day_words(turn.data["until"]), **fields)


def receive_correction(turn: Turn) -> None:
    uploads = turn.form.uploads(CaseFile.Kind.SUPPLEMENT)
    fields = turn.typed("description", "features", "on")
    terms.receive_correction(info_request=turn.case, files=uploads, **fields, **turn.how)


def extend(turn: Turn) -> Letter | None:
    approver = turn.form.chosen
    fields = turn.typed("working_days", "reason", "on")
    terms.extend(info_request=turn.case, approver=approver, **fields, **turn.how)
    due = day_words(turn.case.due_on)
    return turn.notice("extension", reason=turn.data["reason"].removeprefix("因"), due_on=due, approver=_office(turn))


def _office(turn: Turn) -> str:
    """The Regulation asks for the consent of the head of the working body; a letter names the office."""
    return "政府信息公开工作机构负责人"


def ask_reasons(turn: Turn) -> Letter | None:
    terms.ask_reasons(info_request=turn.case, **turn.typed("reason", "on", "until"), **turn.how)
    return turn.notice("reasons", counts=turn.data["reason"], explain_by=day_words(turn.data["until"]))


def receive_reasons(turn: Turn) -> None:
    terms.receive_reasons(info_request=turn.case, **turn.typed("reason", "on"), **turn.how)


def delay(turn: Turn) -> Letter | None:
    terms.delay_term(
        info_request=turn.case, approver=turn.form.chosen, **turn.typed("until", "reason", "on"), **turn.how
    )
    fields = {"agreed_until": day_words(turn.data["until"]), "reason": turn.data["reason"].removeprefix("因")}
    return turn.notice("delayed_term", **fields)


def ask_third_party(turn: Turn) -> Letter | None:
    fields = turn.typed("party_name", "party_contact", "matter", "on", "answer_by")
    asked = consulting.ask_third_party(info_request=turn.case, **fields, **turn.how)
    return turn.notice("third_party_ask", asked)


def ask_co_maker(turn: Turn) -> Letter | None:
    fields = turn.typed("party_name", "matter", "on", "answer_by")
    asked = consulting.ask_co_maker(info_request=turn.case, **fields, **turn.how)
    return turn.notice("comaker_ask", asked)


def consult_agency(turn: Turn) -> None:
    fields = turn.typed("party_name", "matter", "on", "answer_by")
    consulting.consult_agency(info_request=turn.case, **fields, **turn.how)


def _question(turn: Turn) -> Consultation:
    found: Consultation = turn.form.picked("consultation", turn.form.questions)
    return found


def reached(turn: Turn) -> None:
    consulting.note_reached(consultation=_question(turn), on=turn.data["on"], **turn.how)


def remind(turn: Turn) -> None:
    consulting.remind_party(consultation=_question(turn), on=turn.data["on"], **turn.how)


def opinion(turn: Turn) -> None:
    uploads = turn.form.uploads(CaseFile.Kind.OPINION)
    file = acts.attach(info_request=turn.case, uploads=uploads, **turn.how)[0] if uploads else None
    fields = turn.typed("opinion", "reason", "on")
    consulting.record_opinion(consultation=_question(turn), file=file, **fields, **turn.how)


def silence(turn: Turn) -> None:
    consulting.record_silence(consultation=_question(turn), on=turn.data["on"], **turn.how)


def weigh(turn: Turn) -> None:
    consulting.weigh(consultation=_question(turn), **turn.typed("weighing", "reason"), **turn.how)


def notice_fee(turn: Turn) -> Letter | None:
    fields = turn.typed("basis", "count", "on", "already", "lines")
    fees.notice_fee(info_request=turn.case, **fields, **turn.how)
    return turn.notice("fee", fee_account=turn.data["account"])


def _fee(turn: Turn) -> Any:
    return turn.form.picked("fee", turn.form.fees)


def fee_reached(turn: Turn) -> None:
    fees.note_fee_notice_reached(fee=_fee(turn), on=turn.data["on"], **turn.how)


def payment(turn: Turn) -> None:
    fees.record_payment(fee=_fee(turn), **turn.typed("amount_yuan", "on", "receipt_no"), **turn.how)


def decide(turn: Turn) -> Letter | None:
    decision = turn.form.decision()
    fields = turn.typed("basis", "reasons", "on")
    deciding.decide(info_request=turn.case, **decision, **fields, **turn.how)
    letter: Letter | None = decision["letter"]
    return letter


def deliver(turn: Turn) -> None:
    uploads = turn.form.uploads(CaseFile.Kind.PROOF)
    proof = acts.attach(info_request=turn.case, uploads=uploads, **turn.how)[0] if uploads else None
    letter = turn.form.picked("letter", turn.form.letters)
    fields = turn.typed("step", "way", "on", "tracking_no", "note")
    letters.deliver(letter=letter, proof=proof, **fields, **turn.how)


def withdraw(turn: Turn) -> None:
    deciding.withdraw(info_request=turn.case, **turn.typed("on", "reason"), **turn.how)


def lapse(turn: Turn) -> None:
    deciding.close_lapsed(info_request=turn.case, on=turn.data["on"], **turn.how)


def reopen(turn: Turn) -> None:
    deciding.reopen(info_request=turn.case, **turn.typed("on", "reason", "until"), **turn.how)


def remedy(turn: Turn) -> None:
    names = ("kind", "body", "filed_on", "notified_on", "case_no", "claim", "respond_by", "expected_by")
    after = turn.form.picked("after", turn.form.reviews)
    fields = turn.typed(*names)
    remedies.open_remedy(agency=turn.case.agency, info_request=turn.case, after=after, **fields, **turn.how)
