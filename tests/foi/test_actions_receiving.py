"""Receiving: every channel, one number, one code, one receipt; the same form twice is one request."""

import datetime
import re

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.documents import faults
from gongkai.events.models import Event
from gongkai.foi.actions import receiving, refusals
from gongkai.foi.models.cases import Applicant, CaseFile, InfoRequest, NumberRule, RequestText
from gongkai.foi.queries import followed
from gongkai.rules import regimes
from tests.factories.foi import NumberRuleFactory
from tests.foi import journey
from tests.foi.journey import DAY, NOW

pytestmark = pytest.mark.django_db
Date = datetime.date
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)
AT_ONCE = ["counter", "oral", "registered_post"]
WHEN_CONFIRMED = ["ordinary_post", "other_unit", "web", "email", "fax"]


def receive(office: journey.Office, **fields: object) -> receiving.Receipt:
    """A receipt for a boring submission of today."""
    own = {name: fields.pop(name) for name in list(fields) if name in {"arrived_on", "confirmed_on", "key", "regime"}}
    plain = {"arrived_on": DAY} | own
    return receiving.receive(
        agency=office.agency, submission=office.submission(**fields), by=office.desk, at=NOW, **plain
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", AT_ONCE)
def test_some_channels_begin_the_term_on_the_day_of_arrival(channel: str) -> None:
    receipt = receive(journey.office(), channel=channel)
    assert receipt.received_on == DAY
    assert receipt.due_on == Date(2026, 3, 30)
    assert receipt.info_request.state == "handling"


@pytest.mark.parametrize("channel", WHEN_CONFIRMED)
def test_other_channels_wait_for_confirmation(channel: str) -> None:
    office = journey.office()
    receipt = receive(office, channel=channel)
    assert (receipt.received_on, receipt.info_request.state) == (None, "entered")

    row = receiving.confirm_receipt(
        info_request=receipt.info_request, on=Date(2026, 3, 4), by=office.desk, at=journey.moment(Date(2026, 3, 4))
    )

    assert (row.received_on, row.due_on, row.state) == (Date(2026, 3, 4), Date(2026, 4, 1), "handling")


def test_every_channel_of_the_law_is_known() -> None:
    assert {each.id for each in regimes.channels()} == {*AT_ONCE, *WHEN_CONFIRMED}


def test_a_receipt_leaves_everything_a_case_begins_with_and_one_event() -> None:
    office = journey.office()
    files = (receiving.Upload("identity", "身份证.pdf", PDF),)
    receipt = receive(office, files=files, features="青财〔2025〕12号")
    row = receipt.info_request
    assert row.number == f"{office.agency.short_name}公开申〔2026〕1号"
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", receipt.code)
    assert RequestText.objects.get().features == "青财〔2025〕12号"
    assert list(row.entries.values_list("kind", flat=True)) == ["received"]
    (event,) = Event.objects.filter(about=row.reference)
    assert event.kind == "request.received"
    assert CaseFile.objects.get().name == "身份证.pdf"


def test_nothing_personal_is_in_the_event() -> None:
    office = journey.office()
    receive(office, applicant=office.who(name="欧阳修远"), description="欧阳修远本人的房屋征收补偿协议")
    (event,) = Event.objects.filter(kind="request.received")
    assert "欧阳" not in str(event.data)


def test_numbers_run_by_agency_and_year() -> None:
    one, other = journey.office(), journey.office()
    numbers = [receive(each).info_request.serial for each in (one, one, other, one)]
    assert numbers == [1, 2, 1, 3]


def test_an_agency_writes_its_numbers_by_its_own_rule() -> None:
    office = journey.office()
    NumberRuleFactory(agency=office.agency, template="云住建{series}〔{year}〕{serial}号")
    NumberRule.objects.create(
        agency=office.agency, series="公开申", template="（{year}）第{serial}号", since=Date(2030, 1, 1)
    )
    assert receive(office).number == "云住建公开申〔2026〕1号"


def test_the_code_is_kept_hashed_and_opens_the_case_with_its_number_only() -> None:
    receipt = receive(journey.office())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foi_inforequest")
        assert receipt.code not in str(cursor.fetchall())
    assert followed.find(receipt.number, receipt.code.lower().replace("-", " ")) == receipt.info_request
    assert followed.find(receipt.number, "AAAA-AAAA-AAAA") is None
    assert followed.find("云公开申〔2026〕99号", receipt.code) is None


def test_the_same_form_submitted_twice_is_one_request_with_one_code() -> None:
    office = journey.office()
    first = receive(office, key="k" * 32)
    again = receive(office, key="k" * 32)
    assert (again.number, again.code, again.is_repeat) == (first.number, first.code, True)
    assert InfoRequest.objects.count() == Applicant.objects.count() == 1
    assert receive(office, key="l" * 32).number != first.number


def test_a_short_key_is_refused() -> None:
    with pytest.raises(refusals.Incomplete):
        receive(journey.office(), key="short")


def test_a_submission_without_text_or_name_is_refused_with_its_article() -> None:
    office = journey.office()
    with pytest.raises(refusals.Incomplete) as refused:
        receive(office, description="  ")
    assert "第二十九条" in refused.value.article
    with pytest.raises(refusals.Incomplete):
        receive(office, applicant=office.who(name=" "))
    assert InfoRequest.objects.count() == Applicant.objects.count() == 0


def test_a_day_in_the_future_is_refused() -> None:
    with pytest.raises(refusals.FutureDay):
        receive(journey.office(), arrived_on=journey.later(DAY, 1))


def test_a_file_of_a_wrong_kind_leaves_nothing_behind() -> None:
    office = journey.office()
    with pytest.raises(faults.UnreadableFile):
        receive(office, files=(receiving.Upload("scan", "申请.pdf", b"MZ not a pdf"),))
    assert InfoRequest.objects.count() == Applicant.objects.count() == Event.objects.count() == 0


def test_a_failed_receipt_gives_its_number_back() -> None:
    office = journey.office()
    receive(office)
    with pytest.raises(RuntimeError), transaction.atomic():
        receive(office)
        raise RuntimeError
    assert receive(office).info_request.serial == 2


def test_a_request_of_the_first_regulation_gets_its_term() -> None:
    office = journey.office()
    day = Date(2019, 5, 14)
    row = office.received(day)
    assert (row.regime, row.due_on) == ("2008", Date(2019, 6, 4))


def test_confirmation_across_the_change_of_law_changes_the_regulation() -> None:
    office = journey.office()
    row = office.received(Date(2019, 5, 14), channel="web", confirmed=False)
    receiving.confirm_receipt(
        info_request=row, on=Date(2019, 5, 15), by=office.desk, at=journey.moment(Date(2019, 5, 15))
    )
    assert row.regime == "2019"


def test_the_database_refuses_a_second_request_under_one_key_or_number() -> None:
    office = journey.office()
    first = receive(office, key="k" * 32).info_request
    other = receive(office).info_request
    for field in ("submission_hash", "number"):
        with pytest.raises(IntegrityError), transaction.atomic():
            InfoRequest.objects.filter(pk=other.pk).update(**{field: getattr(first, field)})
