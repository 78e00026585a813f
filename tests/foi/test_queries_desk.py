"""What the desk reads: a case in few queries, the worklist by clock, the register, the like and the repeated."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.core import keyset
from gongkai.foi.actions import consulting, handling, letters, receiving, remedies, terms
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import case, clearing, followed, integrity, register, similar, worklist
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
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


def full_case(office: journey.Office) -> InfoRequest:
    """A case in which nearly everything has happened."""
    row = office.received(DAY, features="青财〔2025〕12号")
    office.corrected(row, DAY, DAY)
    handling.record_search(
        info_request=row, by=office.officer, on=DAY, places="档案室", result="found", found="两件", at=journey.NOW
    )
    handling.add_note(info_request=row, text="先问规划科", by=office.desk, at=journey.NOW)
    handling.attach(
        info_request=row, uploads=[receiving.Upload("material", "表.pdf", PDF)], by=office.officer, at=journey.NOW
    )
    handling.relate(info_request=row, other=office.received(DAY), kind="related", by=office.officer, at=journey.NOW)
    asked = consulting.ask_third_party(
        info_request=row, party_name="甲公司", matter="报价", on=DAY, by=office.officer, at=journey.NOW
    )
    consulting.record_opinion(consultation=asked, opinion="agrees", on=DAY, by=office.officer, at=journey.NOW)
    row.refresh_from_db()
    terms.extend(
        info_request=row, working_days=5, reason="量大", approver=office.signer, on=DAY, by=office.officer,
        at=journey.NOW,
    )  # fmt: skip
    office.delivered(office.decided(row, "PARTIAL", ON), ON)
    remedy = remedies.open_remedy(
        agency=office.agency, info_request=row, kind="review", body="市政府", filed_on=ON, notified_on=ON,
        by=office.desk, at=moment(ON),
    )  # fmt: skip
    remedies.add_step(remedy=remedy, on=ON, text="收到通知书", by=office.desk, at=moment(ON))
    return row


class TestCasePage:
    """One case."""

    def test_a_whole_case_is_read_in_few_queries(self, office: journey.Office) -> None:
        row = full_case(office)
        with CaptureQueriesContext(connection) as asked:
            page = case.case_page(InfoRequest.objects.all(), row.pk, ON)
            assert page.info_request.applicant.masked_name == "沈＊＊1"
            assert [each.author.name for each in page.notes] == [office.desk.name]
            assert page.files[0].file.size == len(PDF)
            assert [line.newest.author.name for line in page.letters] == [office.officer.name]
            assert [each.reviewer for each in page.letters[0].clearances] == [
                office.legal, office.secrecy, office.signer,
            ]  # fmt: skip
            assert page.relations[0].other is not None
        assert len(asked) <= 12, "\n".join(each["sql"][:300] for each in asked.captured_queries)
        assert len(page.texts) == 2
        assert page.letters[0].issue is not None
        assert page.letters[0].deliveries[0].on == ON
        assert page.remedies[0].steps[0].text == "收到通知书"
        assert page.clock.code == "answered"
        assert page.consultations[0].party_name == "甲公司"

    def test_what_is_read_at_once_equals_what_is_read_row_by_row(self, office: journey.Office) -> None:
        row = full_case(office)
        page = case.case_page(InfoRequest.objects.all(), row.pk, ON)
        for entry, stored in zip(page.entries, row.entries.order_by("number"), strict=True):
            for field in type(stored)._meta.concrete_fields:
                assert getattr(entry, field.attname) == getattr(stored, field.attname), field.name
        version, stored_version = page.letters[0].newest, row.letters.get().versions.get()
        assert (version.body, version.values, version.at) == (
            stored_version.body, stored_version.values, stored_version.at,
        )  # fmt: skip

    def test_a_case_of_others_is_not_there(self, office: journey.Office) -> None:
        row = office.received(DAY)
        stranger = person_with(Role.CASE_OFFICER, AgencyFactory())
        rows = register.visible(accounts.access_of(stranger, on=DAY))
        with pytest.raises(InfoRequest.DoesNotExist):
            case.case_page(rows, row.pk, DAY)


class TestWorklist:
    """By clock."""

    def why(self, on: Date) -> dict[str, str]:
        return {line.info_request.number: str(line.why) for line in worklist.worklist(InfoRequest.objects.all(), on=on)}

    def test_each_case_stands_there_for_its_most_urgent_reason(self, office: journey.Office) -> None:
        who = {"officer": office.officer, "by": office.desk, "at": journey.NOW}
        plain = office.received(DAY)
        unconfirmed = office.received(DAY, channel="web", confirmed=False)
        lapsed = office.received(DAY)
        terms.ask_correction(
            info_request=lapsed, points="x", on=DAY, until=Date(2026, 3, 6), by=office.officer, at=journey.NOW
        )
        silent = office.received(DAY)
        consulting.ask_third_party(
            info_request=silent, party_name="甲", matter="乙", on=DAY, by=office.officer, at=journey.NOW
        )
        decided = office.decided(office.received(DAY), "DISCLOSED", DAY)
        nobody = office.received(Date(2026, 3, 20))
        for row in (plain, unconfirmed, lapsed, silent, decided):
            handling.assign(info_request=row, **who)
        found = self.why(Date(2026, 3, 26))
        assert found == {
            plain.number: "due", unconfirmed.number: "confirm", lapsed.number: "lapsed", silent.number: "silent",
            decided.number: "deliver", nobody.number: "unassigned",
        }  # fmt: skip
        assert self.why(Date(2026, 3, 31))[plain.number] == "late"

    def test_the_limit_for_a_correction_is_seen_the_day_before(self, office: journey.Office) -> None:
        row = office.received(DAY)
        handling.assign(info_request=row, officer=office.officer, by=office.desk, at=journey.NOW)
        assert self.why(Date(2026, 3, 9)) == {}
        assert self.why(Date(2026, 3, 10)) == {row.number: "correct"}
        assert self.why(Date(2026, 3, 12)) == {}

    def test_days_left_are_working_days(self, office: journey.Office) -> None:
        office.received(DAY)
        (line,) = worklist.worklist(InfoRequest.objects.all(), on=Date(2026, 3, 27))
        assert (line.day, line.left) == (Date(2026, 3, 30), 1)

    def test_it_takes_two_queries(
        self, office: journey.Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(4):
            office.received(DAY)
        with django_assert_num_queries(2):
            assert len(worklist.worklist(InfoRequest.objects.all(), on=Date(2026, 3, 30))) == 4

    def test_the_month_shows_what_ends_on_each_day(self, office: journey.Office) -> None:
        row = office.received(DAY)
        days = {day.on: day for day in worklist.month(InfoRequest.objects.all(), DAY)}
        assert len(days) == 31
        assert days[Date(2026, 3, 30)].due == (row,)
        assert not days[Date(2026, 3, 28)].is_working

    def test_the_figures_add_up(self, office: journey.Office) -> None:
        office.received(DAY)
        office.decided(office.received(DAY), "DISCLOSED", DAY)
        figures = worklist.figures(InfoRequest.objects.all(), on=Date(2026, 3, 31))
        assert (figures.open, figures.late, figures.to_deliver, figures.unassigned) == (1, 1, 1, 1)


class TestRegister:
    """Filters and pages."""

    @pytest.mark.parametrize(
        "filters",
        [
            {"state": "closed"}, {"outcome": "DISCLOSED"}, {"channel": "email"}, {"applicant_kind": "company"},
            {"words": "征地补偿"}, {"words": "2"}, {"words": "公开申〔2026〕2号"}, {"due_to": Date(2026, 3, 30)},
        ],
    )  # fmt: skip
    def test_a_filter_leaves_what_fits(self, filters: dict[str, Any], office: journey.Office) -> None:
        other = office.received(Date(2026, 3, 5))
        fits = office.answered(
            "DISCLOSED",
            ON,
            channel="email",
            description="青石路地块征地补偿安置方案",
            applicant=office.who(kind="company"),
        )
        found = list(register.filtered(InfoRequest.objects.all(), register.Filters(**filters)))
        assert found == [fits]
        assert other not in found

    def test_pages_by_key_show_each_case_once(self, office: journey.Office) -> None:
        made = [office.received(DAY) for _ in range(7)]
        rows = register.filtered(InfoRequest.objects.all(), register.Filters())
        seen, cursor = [], ""
        while True:
            page = keyset.page(rows, by=register.NEWEST, size=3, cursor=cursor)
            seen += page.rows
            if page.older is None:
                break
            cursor = page.older
        assert seen == made[::-1]

    def test_a_line_needs_no_further_query_and_opens_no_applicant(
        self, office: journey.Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        office.received(DAY)
        with CaptureQueriesContext(connection) as captured:
            (row,) = register.filtered(InfoRequest.objects.all(), register.Filters())
            assert row.agency.name
            assert row.officer is None
        assert len(captured) == 1
        assert "foi_applicant" not in captured[0]["sql"]

    def test_the_bearer_of_a_number_is_found_only_with_the_right_to_see_applicants(
        self, office: journey.Office
    ) -> None:
        row = office.received(DAY, applicant=office.who(identity="11010519491231002X"))
        officer, legal = (accounts.access_of(person, on=DAY) for person in (office.officer, office.legal))
        assert list(register.by_identity(officer, " 11010519491231002x")) == [row]
        assert list(register.by_identity(legal, "11010519491231002X")) == []
        assert list(register.by_identity(officer, "")) == []


class TestSimilar:
    """The like and the repeated."""

    def test_the_like_is_found_and_the_unlike_is_not(self, office: journey.Office) -> None:
        like = office.received(DAY, description="青石路片区 2025 年老旧小区改造资金安排表")
        office.received(DAY, description="城东小学学区划分的依据")
        row = office.received(DAY, description="望山区青石路片区老旧小区改造的资金安排表")
        assert [each.info_request for each in similar.similar(row)] == [like]

    def test_what_three_people_want_calls_for_publication_until_it_is_public(self, office: journey.Office) -> None:
        rows = [office.received(DAY, description="青石路片区老旧小区改造资金安排表") for _ in range(3)]
        office.received(DAY, description="城东小学学区划分的依据")
        (wish,) = similar.repeated_wishes(office.agency, since=DAY)
        assert (wish.applicants, set(wish.requests)) == (3, set(rows))

    def test_what_one_person_wants_three_times_does_not(self, office: journey.Office) -> None:
        who = office.who()
        for _ in range(3):
            office.received(DAY, applicant=who)
        assert similar.repeated_wishes(office.agency, since=DAY) == []

    def test_the_same_applicant_is_known_by_the_document_alone(self, office: journey.Office) -> None:
        first = office.received(DAY, applicant=office.who(identity="11010519491231002X", name="沈知远"))
        again = office.received(DAY, applicant=office.who(identity="１１０１０５19491231002x", name="沈 知远"))
        assert list(similar.of_same_applicant(again)) == [first]
        assert similar.same_month(again) == 1


class TestReviewers:
    """Letters that wait."""

    def test_a_letter_waits_for_the_one_whose_step_is_open(self, office: journey.Office) -> None:
        letter = office.letter(office.received(DAY), "reply_disclosed", DAY, outcome="DISCLOSED")
        letters.submit_letter(letter=letter, by=office.officer, at=journey.NOW)
        legal, secrecy = (accounts.access_of(person, on=DAY) for person in (office.legal, office.secrecy))
        assert list(clearing.waiting_for(legal, "legal")) == [letter]
        assert list(clearing.waiting_for(secrecy, "secrecy")) == []
        letters.clear_letter(version=letter.versions.get(), kind="legal", by=office.legal, at=journey.NOW)
        assert list(clearing.waiting_for(legal, "legal")) == []
        assert list(clearing.waiting_for(secrecy, "secrecy")) == [letter]


def test_the_applicant_sees_issued_letters_and_released_files_only(office: journey.Office) -> None:
    row = office.answered("DISCLOSED", ON)
    office.letter(office.received(DAY), "correction", DAY)
    assert [each.kind for each in followed.letters_of(row)] == ["reply_disclosed"]
    (draft,) = handling.attach(
        info_request=row, uploads=[receiving.Upload("released", "表.pdf", PDF)], by=office.officer, at=moment(ON)
    )
    assert list(followed.files_of(row)) == []
    handling.release(case_file=draft, on=ON, by=office.officer, at=moment(ON))
    assert list(followed.files_of(row)) == [draft]


def test_what_drifted_is_found_with_the_fields_that_differ(office: journey.Office) -> None:
    row = office.received(DAY)
    InfoRequest.objects.filter(pk=row.pk).update(due_on=Date(2026, 12, 31))
    (drift,) = integrity.drifted()
    assert drift.fields == {"due_on": (Date(2026, 12, 31), Date(2026, 3, 30))}
