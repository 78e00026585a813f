"""Terms: correction once and restart, extension once and in time, third parties left out, reasons, fees; voiding."""

import datetime
import decimal

import pytest

from gongkai.events.models import Event
from gongkai.foi.actions import consulting, deciding, fees, ledger, refusals, terms
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Entry
from gongkai.foi.queries import clocks, integrity
from tests.foi import journey
from tests.foi.journey import DAY, moment

pytestmark = pytest.mark.django_db
Date = datetime.date


@pytest.fixture
def office() -> journey.Office:
    """An agency with its people."""
    return journey.office()


def due(row: InfoRequest) -> datetime.date | None:
    """The cached due day, which must be the explained one."""
    row.refresh_from_db()
    assert clocks.explain(row).due_on == row.due_on
    assert list(integrity.drifted(InfoRequest.objects.filter(pk=row.pk))) == []
    return row.due_on


class TestCorrection:
    """Article 30."""

    def test_the_term_begins_anew_with_the_correction(self, office: journey.Office) -> None:
        row = office.received(DAY)
        assert row.correction_by == Date(2026, 3, 11)
        office.corrected(row, Date(2026, 3, 6), Date(2026, 3, 16))
        assert due(row) == Date(2026, 4, 14)
        assert row.correction_by is None
        assert row.texts.count() == 2
        assert row.subject == "青石路 1 号小区的资金安排表"

    def test_while_the_applicant_corrects_no_term_runs(self, office: journey.Office) -> None:
        row = office.received(DAY)
        terms.ask_correction(
            info_request=row, points="小区名称", on=DAY, until=Date(2026, 3, 20), by=office.officer, at=journey.NOW
        )
        assert due(row) is None
        assert (row.state, row.clock, row.waits_until) == ("correction", "paused", Date(2026, 3, 20))

    def test_a_second_notice_is_refused_with_its_article(self, office: journey.Office) -> None:
        row = office.received(DAY)
        office.corrected(row, DAY, Date(2026, 3, 4))
        with pytest.raises(refusals.NotByTheLedger) as refused:
            terms.ask_correction(
                info_request=row, points="年度", on=Date(2026, 3, 5), until=Date(2026, 3, 20), by=office.officer,
                at=moment(Date(2026, 3, 5)),
            )  # fmt: skip
        assert refused.value.code == "second_correction"

    @pytest.mark.parametrize(("points", "until"), [(" ", Date(2026, 3, 20)), ("小区名称", DAY)])
    def test_everything_is_listed_and_time_is_left(self, points: str, until: Date, office: journey.Office) -> None:
        with pytest.raises(refusals.Incomplete) as refused:
            terms.ask_correction(
                info_request=office.received(DAY), points=points, on=DAY, until=until, by=office.officer,
                at=journey.NOW,
            )  # fmt: skip
        assert "第三十条" in refused.value.article

    def test_it_lapses_only_after_its_time(self, office: journey.Office) -> None:
        row = office.received(DAY)
        terms.ask_correction(
            info_request=row, points="小区名称", on=DAY, until=Date(2026, 3, 20), by=office.officer, at=journey.NOW
        )
        with pytest.raises(refusals.Because, match="2026-03-20"):
            deciding.close_lapsed(
                info_request=row, on=Date(2026, 3, 20), by=office.officer, at=moment(Date(2026, 3, 20))
            )
        deciding.close_lapsed(info_request=row, on=Date(2026, 3, 23), by=office.officer, at=moment(Date(2026, 3, 23)))
        assert (row.state, row.outcome) == ("closed", "OTHER_NO_CORRECTION")


class TestExtension:
    """Article 33."""

    def extend(self, office: journey.Office, row: InfoRequest, days: int = 20, on: Date = DAY) -> Entry:
        return terms.extend(
            info_request=row, working_days=days, reason="材料多", approver=office.signer, on=on, by=office.officer,
            at=moment(on),
        )  # fmt: skip

    def test_it_moves_the_due_day(self, office: journey.Office) -> None:
        row = office.received(DAY)
        self.extend(office, row, 20)
        assert due(row) == Date(2026, 4, 28)
        assert row.is_extended

    @pytest.mark.parametrize("days", [0, 21])
    def test_longer_than_the_law_allows_is_refused(self, days: int, office: journey.Office) -> None:
        with pytest.raises(refusals.NotByTheLedger) as refused:
            self.extend(office, office.received(DAY), days)
        assert refused.value.code == "extension_length"

    def test_a_second_time_is_refused(self, office: journey.Office) -> None:
        row = office.received(DAY)
        self.extend(office, row, 5)
        with pytest.raises(refusals.NotByTheLedger) as refused:
            self.extend(office, row, 5)
        assert refused.value.code == "second_extension"
        assert row.entries.filter(kind="extended").count() == 1

    def test_after_the_term_is_refused(self, office: journey.Office) -> None:
        with pytest.raises(refusals.NotByTheLedger) as refused:
            self.extend(office, office.received(DAY), 5, on=Date(2026, 3, 31))
        assert refused.value.code == "extension_late"

    def test_without_a_reason_is_refused(self, office: journey.Office) -> None:
        with pytest.raises(refusals.Incomplete):
            terms.extend(
                info_request=office.received(DAY), working_days=5, reason=" ", approver=office.signer, on=DAY,
                by=office.officer, at=journey.NOW,
            )  # fmt: skip

    def test_an_entry_made_by_mistake_is_voided_and_stays(self, office: journey.Office) -> None:
        row = office.received(DAY)
        entry = self.extend(office, row, 20)
        ledger.void_entry(entry=entry, reason="登记错误", by=office.desk, at=journey.NOW)
        assert due(row) == Date(2026, 3, 30)
        assert not row.is_extended
        assert row.entries.filter(kind__in=["extended", "voided"]).count() == 2
        with pytest.raises(refusals.Because):
            ledger.void_entry(entry=entry, reason="再来", by=office.desk, at=journey.NOW)

    def test_an_entry_others_stand_on_cannot_be_voided(self, office: journey.Office) -> None:
        row = office.received(DAY)
        office.corrected(row, DAY, Date(2026, 3, 4))
        sent = row.entries.get(kind="correction_sent")
        with pytest.raises(refusals.NotByTheLedger):
            ledger.void_entry(entry=sent, reason="登记错误", by=office.desk, at=moment(Date(2026, 3, 5)))
        with pytest.raises(refusals.Because):
            ledger.void_entry(
                entry=row.entries.get(kind="received"), reason="x", by=office.desk, at=moment(Date(2026, 3, 5))
            )


class TestConsultation:
    """Articles 32 to 34."""

    def ask(self, office: journey.Office, row: InfoRequest, on: Date = DAY, name: str = "甲公司") -> object:
        return consulting.ask_third_party(
            info_request=row, party_name=name, matter="报价", on=on, by=office.officer, at=moment(on)
        )

    def test_the_days_until_the_last_answer_are_left_out(self, office: journey.Office) -> None:
        row = office.received(DAY)
        first, second = self.ask(office, row, Date(2026, 3, 4)), self.ask(office, row, Date(2026, 3, 4), "乙公司")
        row.refresh_from_db()
        assert (row.state, row.clock, row.waits_until) == ("consulting", "paused", Date(2026, 3, 25))
        for asked, day in ((first, Date(2026, 3, 9)), (second, Date(2026, 3, 11))):
            consulting.record_opinion(
                consultation=asked,
                opinion="agrees",
                on=day,
                by=office.officer,
                at=moment(day),  # type: ignore[arg-type]
            )
        assert due(row) == Date(2026, 4, 7)
        assert (row.state, row.clock) == ("handling", "running")

    def test_the_party_is_never_named_in_the_ledger_the_applicant_reads(self, office: journey.Office) -> None:
        row = office.received(DAY)
        self.ask(office, row, name="欧阳修远")
        self.ask(office, row, name="司马承祯")
        told = " ".join(step.what for step in clocks.explain(row).steps)
        assert "欧阳" not in told
        assert "第2家" in told

    def test_silence_is_noted_only_when_their_time_is_over_and_a_late_answer_still_counts(
        self, office: journey.Office
    ) -> None:
        row = office.received(DAY)
        asked = self.ask(office, row)
        with pytest.raises(refusals.Because, match="2026-03-23"):
            consulting.record_silence(
                consultation=asked,
                on=Date(2026, 3, 23),
                by="system:tick",
                at=moment(Date(2026, 3, 23)),  # type: ignore[arg-type]
            )
        consulting.record_silence(
            consultation=asked,
            on=Date(2026, 3, 24),
            by="system:tick",
            at=moment(Date(2026, 3, 24)),  # type: ignore[arg-type]
        )
        row.refresh_from_db()
        assert row.state == "handling"
        before = due(row)
        consulting.record_opinion(
            consultation=asked, opinion="objects", reason="商业秘密", on=Date(2026, 3, 26), by=office.officer,  # type: ignore[arg-type]
            at=moment(Date(2026, 3, 26)),
        )  # fmt: skip
        assert due(row) == before

    def test_an_opinion_is_given_once(self, office: journey.Office) -> None:
        asked = self.ask(office, office.received(DAY))
        consulting.record_opinion(
            consultation=asked,
            opinion="agrees",
            on=DAY,
            by=office.officer,
            at=journey.NOW,  # type: ignore[arg-type]
        )
        with pytest.raises(refusals.Because):
            consulting.record_opinion(
                consultation=asked,
                opinion="objects",
                on=DAY,
                by=office.officer,
                at=journey.NOW,  # type: ignore[arg-type]
            )

    def test_their_days_count_from_the_day_the_letter_reached_them(self, office: journey.Office) -> None:
        asked = self.ask(office, office.received(DAY))
        consulting.note_reached(
            consultation=asked,
            on=Date(2026, 3, 6),
            by=office.officer,
            at=moment(Date(2026, 3, 6)),  # type: ignore[arg-type]
        )
        assert asked.answer_by == Date(2026, 3, 27)  # type: ignore[attr-defined]

    def test_without_an_objection_there_is_nothing_to_weigh(self, office: journey.Office) -> None:
        asked = self.ask(office, office.received(DAY))
        with pytest.raises(refusals.Because):
            consulting.weigh(
                consultation=asked,
                weighing="upheld",
                reason="x",
                by=office.officer,
                at=journey.NOW,  # type: ignore[arg-type]
            )

    def test_the_first_regulation_sets_no_term_so_the_office_names_one(self, office: journey.Office) -> None:
        row = office.received(Date(2018, 3, 5))
        with pytest.raises(refusals.Incomplete) as refused:
            self.ask(office, row, Date(2018, 3, 6))
        assert refused.value.field == "answer_by"


class TestExcessAndFees:
    """Articles 35 and 42."""

    def test_reasons_then_a_delayed_term(self, office: journey.Office) -> None:
        row = office.received(DAY)
        terms.ask_reasons(
            info_request=row, reason="本月第40件", on=DAY, until=Date(2026, 3, 10), by=office.officer, at=journey.NOW
        )
        assert due(row) == Date(2026, 3, 30)
        assert row.state == "reasons"
        day = Date(2026, 3, 9)
        terms.receive_reasons(info_request=row, reason="学术研究", on=day, by="applicant", at=moment(day))
        terms.delay_term(
            info_request=row, until=Date(2026, 5, 29), reason="量大", approver=office.signer, on=day,
            by=office.officer, at=moment(day),
        )  # fmt: skip
        assert due(row) == Date(2026, 5, 29)

    def test_a_delayed_term_needs_reasons_and_lies_later(self, office: journey.Office) -> None:
        row = office.received(DAY)
        with pytest.raises(refusals.Because) as refused:
            terms.delay_term(
                info_request=row, until=Date(2026, 5, 29), reason="量大", approver=office.signer, on=DAY,
                by=office.officer, at=journey.NOW,
            )  # fmt: skip
        assert "第三十五条" in refused.value.article

    def test_the_first_regulation_knows_no_excess(self, office: journey.Office) -> None:
        row = office.received(Date(2018, 3, 5))
        with pytest.raises(refusals.NoRule):
            terms.ask_reasons(
                info_request=row, reason="多", on=Date(2018, 3, 5), until=Date(2018, 3, 9), by=office.officer,
                at=moment(Date(2018, 3, 5)),
            )  # fmt: skip

    def test_a_fee_by_pages_stops_the_term_until_it_is_paid(self, office: journey.Office) -> None:
        row = office.received(DAY)
        fee = fees.notice_fee(info_request=row, basis="pages", count=120, on=DAY, by=office.officer, at=journey.NOW)
        assert (fee.amount_yuan, due(row), row.state) == (1100, None, "payment")
        with pytest.raises(refusals.Because):
            fees.record_payment(fee=fee, amount_yuan=decimal.Decimal(1000), on=DAY, by=office.officer, at=journey.NOW)
        day = Date(2026, 3, 10)
        fees.record_payment(fee=fee, amount_yuan=decimal.Decimal(1100), on=day, by=office.officer, at=moment(day))
        assert due(row) == Date(2026, 4, 8)

    def test_a_fee_by_items_counts_the_applicants_month(self, office: journey.Office) -> None:
        who = office.who()
        rows = [office.received(DAY, applicant=who) for _ in range(12)]
        fee = fees.notice_fee(info_request=rows[-1], basis="items", count=1, on=DAY, by=office.officer, at=journey.NOW)
        assert (fee.already, fee.amount_yuan) == (11, 100)

    def test_what_is_free_is_not_charged(self, office: journey.Office) -> None:
        row = office.received(DAY)
        for basis, count in (("items", 1), ("pages", 30)):
            with pytest.raises(refusals.Because):
                fees.notice_fee(info_request=row, basis=basis, count=count, on=DAY, by=office.officer, at=journey.NOW)
        assert not Event.objects.filter(kind="request.fee-noticed").exists()

    def test_an_unpaid_fee_ends_the_request(self, office: journey.Office) -> None:
        row = office.received(DAY)
        fee = fees.notice_fee(info_request=row, basis="pages", count=120, on=DAY, by=office.officer, at=journey.NOW)
        day = fee.pay_by + datetime.timedelta(days=1)
        deciding.close_lapsed(info_request=row, on=day, by=office.officer, at=moment(day))
        assert row.outcome == "OTHER_NO_PAYMENT"
        with pytest.raises(refusals.Because):
            fees.record_payment(fee=fee, amount_yuan=decimal.Decimal(1100), on=day, by=office.officer, at=moment(day))

    def test_costs_belong_to_the_first_regulation(self, office: journey.Office) -> None:
        with pytest.raises(refusals.NoRule):
            fees.notice_fee(
                info_request=office.received(DAY), basis="costs", count=1, on=DAY, by=office.officer, at=journey.NOW,
                lines=[{"label": "检索费", "count": 1, "amount_yuan": 5}],
            )  # fmt: skip


def test_every_act_on_a_wrong_state_says_where_the_request_stands(office: journey.Office) -> None:
    row = office.answered("DISCLOSED", Date(2026, 3, 10))
    acts = [
        lambda: terms.ask_correction(
            info_request=row, points="x", on=Date(2026, 3, 11), until=Date(2026, 3, 20), by=office.officer,
            at=moment(Date(2026, 3, 11)),
        ),
        lambda: deciding.withdraw(
            info_request=row, on=Date(2026, 3, 11), reason="", by="applicant", at=moment(Date(2026, 3, 11))
        ),
        lambda: consulting.ask_third_party(
            info_request=row, party_name="甲", matter="乙", on=Date(2026, 3, 11), by=office.officer,
            at=moment(Date(2026, 3, 11)),
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(refusals.WrongState) as refused:
            act()  # type: ignore[no-untyped-call]
        assert refused.value.state
        assert refused.value.sentence
