"""A letter read in the system: proof of delivery for who chose that way, and nothing but a record for others."""

import datetime

import pytest

from gongkai.events.models import Event
from gongkai.foi.actions import composing, fees, kinds, letters, reading
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Entry
from gongkai.rules import service
from tests.foi import journey

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 16)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def answered(office: journey.Office, way: str) -> InfoRequest:
    return office.decided(office.received(wanted_way=way), "DISCLOSED", ON)


def read(row: InfoRequest, hour: int = 17) -> object:
    letter = row.letters.get(state="issued", kind="reply_disclosed")
    letter.info_request = row
    return reading.read_online(letter=letter, file_kind="pdf", by="applicant:1", at=journey.moment(ON, hour))


def test_reading_delivers_the_reply_once_and_says_when(office: journey.Office) -> None:
    row = answered(office, "website")

    first, second = read(row), read(row, 18)

    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("closed", ON)
    assert second is None
    assert first is not None and "2026-03-16 17:00" in first.note  # type: ignore[attr-defined]
    assert Event.objects.filter(kind=kinds.DOWNLOADED).count() == 2


@pytest.mark.parametrize("way", ["post", "email", "pickup"])
def test_who_chose_another_way_has_read_and_not_received(office: journey.Office, way: str) -> None:
    row = answered(office, way)
    assert read(row) is None
    row.refresh_from_db()
    assert row.state == "decided"
    assert not service.proves_arrival(way) and service.article("website")


def test_the_days_to_pay_begin_when_the_fee_notice_is_read(office: journey.Office) -> None:
    row = office.received(wanted_way="website")
    fee = fees.notice_fee(
        info_request=row, basis="items", count=20, on=journey.DAY, by=office.officer, at=journey.NOW, already=15
    )
    letter = office.clear(office.letter(row, "fee", journey.DAY), journey.DAY)
    letters.issue_letter(letter=letter, on=journey.DAY, by=office.officer, at=journey.NOW)
    letter.info_request = row
    reading.read_online(letter=letter, file_kind="pdf", by="applicant:1", at=journey.moment(ON))
    reading.read_online(letter=letter, file_kind="docx", by="applicant:1", at=journey.moment(ON, 12))

    entries = Entry.objects.filter(info_request=row, kind=Entry.Kind.FEE_NOTICE_RECEIVED)
    assert [(each.on, each.fee_id) for each in entries] == [(ON, fee.pk)]


def test_the_receipt_is_filed_once_under_its_own_number_without_the_code(office: journey.Office) -> None:
    row = office.received()
    letter = composing.file_receipt(info_request=row, by=office.desk, on=journey.DAY, at=journey.NOW)

    assert letter is not None and letter.state == "issued"
    assert "公收" in letter.issue.number
    assert "不保存" in letter.versions.get().body
    assert composing.file_receipt(info_request=row, by=office.desk, on=journey.DAY, at=journey.NOW) is None
