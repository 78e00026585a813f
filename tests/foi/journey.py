"""The people and acts that the tests of this room walk with: a request from its receipt to any outcome."""

import datetime
import itertools
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.foi.actions import consulting, deciding, handling, letters, receiving, terms
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.letters import Letter
from gongkai.orgs.models import Agency
from gongkai.rules import letters as law
from gongkai.rules import outcomes
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

DAY = datetime.date(2026, 3, 2)


def moment(day: datetime.date, hour: int = 10) -> datetime.datetime:
    """A moment of a day where the office stands."""
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=timezone.get_default_timezone())


NOW = moment(DAY)


def later(day: datetime.date, days: int) -> datetime.date:
    """Some days on."""
    return day + datetime.timedelta(days=days)


@dataclass
class Office:
    """An agency with everybody a request needs."""

    agency: Agency
    officer: Person
    desk: Person
    legal: Person
    secrecy: Person
    signer: Person
    names: Any = field(default_factory=lambda: itertools.count(1))

    def who(self, **fields: Any) -> receiving.Who:
        """A citizen nobody has seen before."""
        n = next(self.names)
        plain = {"kind": "natural", "name": f"沈知远{n}", "identity_kind": "id-card", "identity": f"TEST{n:014d}"}
        return receiving.Who(**(plain | {"phone": "13800138000"} | fields))

    def submission(self, *, channel: str = "counter", applicant: receiving.Who | None = None, **fields: Any) -> Any:
        """A boring submission."""
        plain: dict[str, Any] = {"description": "望山区青石路片区 2025 年老旧小区改造的资金安排表和竣工验收结果"}
        return receiving.Submission(channel=channel, applicant=applicant or self.who(), **(plain | fields))

    def received(self, on: datetime.date = DAY, *, confirmed: bool = True, **fields: Any) -> InfoRequest:
        """A request entered on a day, its receipt confirmed the same day where that is needed."""
        receipt = receiving.receive(
            agency=self.agency,
            submission=self.submission(**fields),
            arrived_on=on,
            confirmed_on=on if confirmed else None,
            by=self.desk,
            at=moment(on),
        )
        return receipt.info_request

    def corrected(self, row: InfoRequest, asked: datetime.date, got: datetime.date) -> InfoRequest:
        """Asked for a correction on one day, received on another."""
        terms.ask_correction(
            info_request=row,
            points="请写明小区名称",
            on=asked,
            until=later(asked, 15),
            by=self.officer,
            at=moment(asked),
        )
        terms.receive_correction(
            info_request=row, description="青石路 1 号小区的资金安排表", on=got, by="applicant", at=moment(got)
        )
        return row

    def letter(self, row: InfoRequest, kind: str, day: datetime.date, **fields: Any) -> Letter:
        """A letter's draft."""
        plain = {"title": law.letter(kind).title(row.regime), "body": "正文。"}
        return letters.draft_letter(info_request=row, kind=kind, by=self.officer, at=moment(day), **(plain | fields))

    def clear(self, letter: Letter, day: datetime.date) -> Letter:
        """All passes a letter needs."""
        letters.submit_letter(letter=letter, by=self.officer, at=moment(day))
        version = letter.versions.order_by("-number")[0]
        version.letter = letter
        people = {"legal": self.legal, "secrecy": self.secrecy, "sign": self.signer}
        for step, person in people.items():
            if getattr(letter, f"needs_{step}"):
                letters.clear_letter(version=version, kind=step, by=person, at=moment(day))
        return letter

    def prepared(self, row: InfoRequest, outcome: str, day: datetime.date, ground: str = "") -> None:
        """What an outcome needs on the record."""
        if ground == "not_exist":
            handling.record_search(
                info_request=row, by=self.officer, on=day, places="综合档案室", result="not-found", at=moment(day)
            )
        if outcome == "REFUSE_THIRD_PARTY":
            asked = consulting.ask_third_party(
                info_request=row, party_name="云州建工", matter="报价", on=day, by=self.officer, at=moment(day),
                answer_by=later(day, 15),
            )  # fmt: skip
            consulting.record_opinion(
                consultation=asked, opinion="objects", on=day, reason="商业秘密", by=self.officer, at=moment(day, 11)
            )
            consulting.weigh(
                consultation=asked, weighing="upheld", reason="理由成立", by=self.officer, at=moment(day, 12)
            )
            row.refresh_from_db()
        if outcome == "NONE_STILL_UNCLEAR":
            self.corrected(row, day, day)
        if outcome == "NOACT_ABUSE":
            terms.ask_reasons(
                info_request=row, reason="本月第31件", on=day, until=later(day, 10), by=self.officer, at=moment(day)
            )
            terms.receive_reasons(info_request=row, reason="研究需要", on=day, by=self.officer, at=moment(day))

    def decided(self, row: InfoRequest, outcome: str, on: datetime.date, ground: str = "") -> InfoRequest:
        """Decided with an outcome, by a reply that walked the whole way where one is needed."""
        self.prepared(row, outcome, on, ground)
        wanted = law.for_outcome(outcome, ground)
        reply = None
        if wanted.kind == "reply":
            reply = self.clear(self.letter(row, wanted.id, on, outcome=outcome, ground=ground), on)
        deciding.decide(
            info_request=row, outcome=outcome, ground=ground, basis="依据", reasons="理由", letter=reply, on=on,
            by=self.officer, at=moment(on, 15),
        )  # fmt: skip
        return row

    def delivered(self, row: InfoRequest, on: datetime.date, way: str = "website") -> InfoRequest:
        """The reply sent."""
        reply = row.letters.filter(state="issued", outcome=row.outcome).order_by("-id")[0]
        reply.info_request = row
        letters.deliver(
            letter=reply, step="sent", way=way, on=on, tracking_no="EMS1", by=self.officer, at=moment(on, 16)
        )
        row.refresh_from_db()
        return row

    def answered(self, outcome: str, on: datetime.date, *, received: datetime.date = DAY, **fields: Any) -> InfoRequest:
        """From the counter to the letter box."""
        ground = fields.pop("ground", "")
        if not ground and outcomes.outcome(outcome).grounds:
            ground = outcomes.outcome(outcome).grounds[0].code
        row = self.decided(self.received(received, **fields), outcome, on, ground)
        return self.delivered(row, on) if row.state == InfoRequest.State.DECIDED else row


def office(agency: Agency | None = None) -> Office:
    """An agency with a case officer, the disclosure office, and those who pass letters."""
    agency = agency or AgencyFactory()
    return Office(
        agency=agency,
        officer=person_with(Role.CASE_OFFICER, agency),
        desk=person_with(Role.DISCLOSURE_OFFICE, agency),
        legal=person_with(Role.LEGAL, agency),
        secrecy=person_with(Role.SECRECY, agency),
        signer=person_with(Role.ISSUER, agency),
    )
