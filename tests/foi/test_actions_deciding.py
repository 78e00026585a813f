"""Deciding: what each outcome needs, the reply that was passed and no other, delivery, reopening, remedies."""

import datetime
from typing import Any

import pytest

from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.foi.actions import deciding, handling, letters, publishing, receiving, refusals, remedies
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Relation
from gongkai.foi.queries import possible
from gongkai.rules import outcomes
from tests.factories.catalog import ColumnFactory
from tests.foi import journey
from tests.foi.journey import DAY, moment
from tests.foi.test_actions_receiving import PDF

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 3, 10)


@pytest.fixture
def office() -> journey.Office:
    """An agency with its people."""
    return journey.office()


def decide(office: journey.Office, row: InfoRequest, outcome: str, **fields: Any) -> Any:
    """Try to decide on the tenth."""
    return deciding.decide(info_request=row, outcome=outcome, on=ON, by=office.officer, at=moment(ON), **fields)


EVERY = [
    (each.code, ground.code)
    for each in outcomes.outcomes("2019")
    for ground in (each.grounds or (None,))  # type: ignore[union-attr]
    if each.code not in {"OTHER_NO_CORRECTION", "OTHER_NO_PAYMENT"}
    for ground in [ground or type("None", (), {"code": ""})]
]


@pytest.mark.parametrize(("outcome", "ground"), EVERY)
def test_every_outcome_of_the_law_can_be_reached(outcome: str, ground: str, office: journey.Office) -> None:
    row = office.answered(outcome, ON, ground=ground)
    assert (row.state, row.outcome, row.ground) == ("closed", outcome, ground)
    assert (row.counted_outcome, row.counted_on) == (outcome, ON)


@pytest.mark.parametrize(
    ("outcome", "ground", "article"),
    [
        ("NONE_NOT_HELD", "not_exist", "第三十六条第四项"),
        ("REFUSE_THIRD_PARTY", "privacy", "第三十二条"),
        ("REFUSE_LAW", "", "第十四条"),
        ("PARTIAL", "", "第三十七条"),
        ("NONE_STILL_UNCLEAR", "", "第三十条"),
        ("NOACT_ABUSE", "", "第三十五条"),
        ("NOACT_REPEAT", "", "第三十六条第六项"),
        ("OTHER_NO_CORRECTION", "", "第三十条"),
    ],
)
def test_an_outcome_without_what_it_needs_is_refused_with_its_article(
    outcome: str, ground: str, article: str, office: journey.Office
) -> None:
    row = office.received(DAY)
    with pytest.raises(refusals.Missing) as refused:
        decide(office, row, outcome, ground=ground)
    assert article in refused.value.article
    assert refused.value.sentence
    row.refresh_from_db()
    assert row.outcome == ""


def test_an_outcome_with_grounds_needs_one_that_is_its_own(office: journey.Office) -> None:
    row = office.received(DAY)
    with pytest.raises(refusals.Missing):
        decide(office, row, "REFUSE_PROCESS", reasons="理由")
    with pytest.raises(ValueError, match="没有这种情形"):
        decide(office, row, "REFUSE_PROCESS", ground="privacy", reasons="理由")


class TestReply:
    """The letter behind a decision."""

    def reply(self, office: journey.Office, row: InfoRequest, outcome: str = "DISCLOSED") -> Any:
        return office.letter(row, "reply_disclosed", DAY, outcome=outcome)

    def test_a_reply_that_was_not_passed_does_not_go_out(self, office: journey.Office) -> None:
        row = office.received(DAY)
        letter = self.reply(office, row)
        with pytest.raises(refusals.WrongLetter):
            decide(office, row, "DISCLOSED")
        with pytest.raises(refusals.WrongLetter):
            decide(office, row, "DISCLOSED", letter=letter)

    def test_a_reply_of_another_outcome_or_case_does_not_go_out(self, office: journey.Office) -> None:
        row, other = office.received(DAY), office.received(DAY)
        foreign = office.clear(self.reply(office, other), DAY)
        with pytest.raises(refusals.WrongLetter):
            decide(office, row, "DISCLOSED", letter=foreign)
        own = office.clear(self.reply(office, row), DAY)
        with pytest.raises(refusals.WrongLetter):
            decide(office, row, "DISCLOSED_ALREADY", basis="网站", letter=own)

    def test_a_reply_must_fit_its_outcome(self, office: journey.Office) -> None:
        with pytest.raises(refusals.WrongLetter):
            self.reply(office, office.received(DAY), "PARTIAL")
        with pytest.raises(refusals.Incomplete):
            self.reply(office, office.received(DAY), "")

    def test_nobody_passes_their_own_letter(self, office: journey.Office) -> None:
        letter = letters.draft_letter(
            info_request=office.received(DAY), kind="reply_disclosed", title="答复书", body="正文", by=office.legal,
            at=journey.NOW, outcome="DISCLOSED",
        )  # fmt: skip
        letters.submit_letter(letter=letter, by=office.legal, at=journey.NOW)
        with pytest.raises(refusals.OwnLetter):
            letters.clear_letter(version=letter.versions.get(), kind="legal", by=office.legal, at=journey.NOW)

    def test_steps_come_in_order_and_once(self, office: journey.Office) -> None:
        letter = self.reply(office, office.received(DAY))
        letters.submit_letter(letter=letter, by=office.officer, at=journey.NOW)
        version = letter.versions.get()
        with pytest.raises(refusals.NotItsTurn):
            letters.clear_letter(version=version, kind="sign", by=office.signer, at=journey.NOW)
        letters.clear_letter(version=version, kind="legal", by=office.legal, at=journey.NOW)
        with pytest.raises(refusals.AlreadyDecided):
            letters.clear_letter(version=version, kind="legal", by=office.signer, at=journey.NOW)

    def test_a_returned_letter_is_changed_and_passed_anew(self, office: journey.Office) -> None:
        letter = self.reply(office, office.received(DAY))
        letters.submit_letter(letter=letter, by=office.officer, at=journey.NOW)
        version = letter.versions.get()
        letters.clear_letter(version=version, kind="legal", by=office.legal, at=journey.NOW)
        with pytest.raises(refusals.Incomplete):
            letters.return_letter(version=version, kind="secrecy", reason=" ", by=office.secrecy, at=journey.NOW)
        letters.return_letter(version=version, kind="secrecy", reason="坐标", by=office.secrecy, at=journey.NOW)
        letter.refresh_from_db()
        with pytest.raises(refusals.WrongLetter):
            letters.submit_letter(letter=letter, by=office.officer, at=journey.NOW)
        letters.revise_letter(letter=letter, title="答复书", body="改", by=office.officer, at=journey.NOW, base=1)
        with pytest.raises(refusals.StaleVersion):
            letters.revise_letter(letter=letter, title="答复书", body="再", by=office.officer, at=journey.NOW, base=1)
        office.clear(letter, DAY)
        assert letter.state == "cleared"

    def test_changing_a_passed_letter_undoes_its_passes(self, office: journey.Office) -> None:
        row = office.received(DAY)
        letter = office.clear(self.reply(office, row), DAY)
        letters.revise_letter(letter=letter, title="答复书", body="改", by=office.officer, at=journey.NOW, base=1)
        with pytest.raises(refusals.WrongLetter):
            decide(office, row, "DISCLOSED", letter=letter)

    def test_numbers_are_taken_when_issued_in_the_series_of_the_kind(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        issue = row.letters.get().issue
        assert issue.number == f"{office.agency.short_name}公复〔2026〕1号"
        notice = office.letter(office.received(DAY), "correction", DAY)
        assert letters.issue_letter(letter=notice, on=DAY, by=office.officer, at=journey.NOW).series == "公补"

    def test_a_reply_is_not_issued_without_the_decision(self, office: journey.Office) -> None:
        letter = office.clear(self.reply(office, office.received(DAY)), DAY)
        with pytest.raises(refusals.WrongLetter):
            letters.issue_letter(letter=letter, on=DAY, by=office.officer, at=journey.NOW)

    def test_an_extension_goes_out_with_a_signature_only(self, office: journey.Office) -> None:
        letter = office.letter(office.received(DAY), "extension", DAY)
        assert (letter.needs_legal, letter.needs_secrecy, letter.needs_sign) == (False, False, True)
        office.clear(letter, DAY)
        assert letters.issue_letter(letter=letter, on=DAY, by=office.officer, at=journey.NOW).pk

    def test_the_finished_letter_is_filed_once_and_opens_again(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        issue = row.letters.get().issue
        letters.file_issue(issue=issue, docx=None, pdf=PDF, by=office.officer, at=moment(ON))
        assert letters.open_letter(issue.pdf) == PDF
        with pytest.raises(refusals.WrongLetter):
            letters.file_issue(issue=issue, docx=None, pdf=PDF, by=office.officer, at=moment(ON))


class TestDelivery:
    """Sent, arrived, came back."""

    def test_the_reply_sent_closes_the_request(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        assert row.state == "decided"
        assert office.delivered(row, Date(2026, 3, 11), way="express").closed_on == Date(2026, 3, 11)

    def test_what_came_back_does_not_close_it(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        letters.deliver(letter=row.letters.get(), step="failed", way="express", on=ON, by=office.officer, at=moment(ON))
        row.refresh_from_db()
        assert row.state == "decided"

    def test_post_needs_its_tracking_number(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        with pytest.raises(refusals.Incomplete) as refused:
            letters.deliver(
                letter=row.letters.get(), step="sent", way="registered", on=ON, by=office.officer, at=moment(ON)
            )
        assert refused.value.field == "tracking_no"

    def test_nothing_goes_out_before_it_was_issued(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        with pytest.raises(refusals.Because):
            letters.deliver(letter=row.letters.get(), step="sent", way="hand", on=DAY, by=office.officer, at=moment(ON))

    def test_only_files_prepared_for_it_are_released_and_only_after_the_decision(self, office: journey.Office) -> None:
        row = office.received(DAY)
        kinds = ("material", "released")
        files = [
            handling.attach(
                info_request=row, uploads=[receiving.Upload(kind, "表.pdf", PDF)], by=office.officer, at=journey.NOW
            )[0]
            for kind in kinds
        ]
        with pytest.raises(refusals.WrongState):
            handling.release(case_file=files[1], on=DAY, by=office.officer, at=journey.NOW)
        office.decided(row, "DISCLOSED", ON)
        with pytest.raises(refusals.Because):
            handling.release(case_file=files[0], on=ON, by=office.officer, at=moment(ON))
        handling.release(case_file=files[1], on=ON, by=office.officer, at=moment(ON))
        assert handling.open_file(case_file=files[1], by="applicant", at=moment(ON)) == PDF


class TestAfterwards:
    """Withdrawal, remedies, reopening, publication."""

    def test_withdrawing_counts_as_other(self, office: journey.Office) -> None:
        row = office.received(DAY)
        deciding.withdraw(info_request=row, on=DAY, reason="已拿到", by="applicant", at=journey.NOW)
        assert (row.state, row.outcome, row.ground) == ("closed", "OTHER_MISC", "withdrawn")

    def test_what_was_never_confirmed_can_be_withdrawn_and_is_not_counted(self, office: journey.Office) -> None:
        row = office.received(DAY, channel="web", confirmed=False)
        deciding.withdraw(info_request=row, on=DAY, reason="", by="applicant", at=journey.NOW)
        assert (row.state, row.counted_on) == ("closed", None)

    def test_a_corrected_decision_takes_the_request_up_again_until_the_day_that_was_set(
        self, office: journey.Office
    ) -> None:
        row = office.answered("REFUSE_LAW", ON)
        remedy = remedies.open_remedy(
            agency=office.agency, info_request=row, kind="review", body="市人民政府", filed_on=Date(2026, 3, 20),
            notified_on=Date(2026, 3, 23), by=office.desk, at=moment(Date(2026, 3, 23)),
        )  # fmt: skip
        assert remedy.respond_by == Date(2026, 3, 30)
        remedies.respond(remedy=remedy, on=Date(2026, 3, 27), by=office.desk, at=moment(Date(2026, 3, 27)))
        day = Date(2026, 4, 15)
        remedies.decide_remedy(
            remedy=remedy, result="corrected", on=day, text="撤销，责令重新答复", redo_by=Date(2026, 5, 6),
            by=office.desk, at=moment(day),
        )  # fmt: skip
        row.refresh_from_db()
        assert (row.state, row.outcome, row.due_on) == ("handling", "", Date(2026, 5, 6))
        assert row.counted_outcome == "REFUSE_LAW"
        with pytest.raises(refusals.Because):
            remedies.decide_remedy(remedy=remedy, result="upheld", on=day, text="", by=office.desk, at=moment(day))

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"kind": "x"}, "kind"), ({"body": " "}, "body"), ({"notified_on": Date(2026, 3, 1)}, "notified_on")],
    )
    def test_a_remedy_that_cannot_be_is_refused(
        self, fields: dict[str, Any], field: str, office: journey.Office
    ) -> None:
        plain: dict[str, Any] = {"kind": "review", "body": "市政府", "filed_on": DAY, "notified_on": DAY}
        with pytest.raises(refusals.Incomplete) as refused:
            remedies.open_remedy(agency=office.agency, by=office.desk, at=journey.NOW, **(plain | fields))
        assert refused.value.field == field

    def test_an_answer_becomes_a_public_item_by_the_same_review(self, office: journey.Office) -> None:
        row = office.answered("DISCLOSED", ON)
        column = ColumnFactory(owner=office.agency)
        item = publishing.propose_publication(
            info_request=row, title="青石路片区改造资金安排表", body="<p>见附件。</p>", column=column,
            by=office.officer, at=moment(ON),
        )  # fmt: skip
        assert (item.state, item.agency) == (Item.State.DRAFT, office.agency)
        assert Relation.objects.get(item=item).info_request == row
        with pytest.raises(refusals.Because):
            publishing.propose_publication(
                info_request=row, title="再一次", body="<p>x</p>", column=column, by=office.officer, at=moment(ON)
            )

    @pytest.mark.parametrize("left", ["11010519491231002X", "13800138000", "沈知远"])
    def test_personal_data_left_in_the_text_stops_it(self, left: str, office: journey.Office) -> None:
        row = office.answered("DISCLOSED", ON, applicant=office.who(name="沈知远"))
        with pytest.raises(refusals.PersonalData):
            publishing.propose_publication(
                info_request=row, title="资金安排表", body=f"<p>{left}申请的资金安排</p>", column=None,
                by=office.officer, at=moment(ON),
            )  # fmt: skip
        assert not Item.objects.exists()

    def test_a_refusal_is_nothing_to_publish(self, office: journey.Office) -> None:
        with pytest.raises(refusals.Because):
            publishing.propose_publication(
                info_request=office.answered("REFUSE_LAW", ON), title="x", body="y", column=None,
                by=office.officer, at=moment(ON),
            )  # fmt: skip


class TestPossible:
    """What is offered next, and why the rest is not."""

    def names(self, row: InfoRequest, on: Date = DAY) -> dict[str, possible.Act]:
        return {act.name: act for act in possible.possible(row, on)}

    def test_a_request_to_be_confirmed_asks_for_that_first(self, office: journey.Office) -> None:
        acts = self.names(office.received(DAY, channel="web", confirmed=False))
        assert acts["confirm_receipt"].is_next
        assert "第三十一条" in acts["confirm_receipt"].article
        assert acts["extend"].why_not

    def test_what_cannot_be_done_says_why(self, office: journey.Office) -> None:
        row = office.received(DAY)
        office.corrected(row, DAY, Date(2026, 3, 4))
        acts = self.names(row, Date(2026, 3, 5))
        assert acts["ask_correction"].why_not
        assert not acts["ask_third_party"].why_not
        assert acts["decide"].why_not
        assert acts["extend"].until == row.due_on

    def test_a_cleared_reply_waits_for_the_decision(self, office: journey.Office) -> None:
        row = office.received(DAY)
        office.clear(office.letter(row, "reply_disclosed", DAY, outcome="DISCLOSED"), DAY)
        assert self.names(row)["decide"].is_next
        assert not self.names(row)["decide"].why_not

    def test_a_decided_one_waits_for_delivery(self, office: journey.Office) -> None:
        row = office.decided(office.received(DAY), "DISCLOSED", ON)
        acts = self.names(row, ON)
        assert acts["deliver"].is_next
        assert {"reopen", "propose_publication", "open_remedy"} <= set(acts)

    def test_what_is_offered_can_be_done(self, office: journey.Office) -> None:
        row = office.received(DAY)
        given = {each.outcome.code for each in possible.outlooks(row, DAY) if not each.lacks}
        assert "DISCLOSED" in given
        assert not given & {"REFUSE_THIRD_PARTY", "NONE_NOT_HELD", "OTHER_NO_PAYMENT"}


def test_each_act_leaves_one_event(office: journey.Office) -> None:
    row = office.received(DAY)
    before = Event.objects.count()
    deciding.withdraw(info_request=row, on=DAY, reason="", by="applicant", at=journey.NOW)
    assert Event.objects.count() == before + 1
