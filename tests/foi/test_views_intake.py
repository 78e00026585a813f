"""Taking a request in at the desk: one form for every channel, the receipt at once, nothing typed twice or lost."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.documents import filling
from gongkai.foi.actions import numbering
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import codes
from tests.documents import files
from tests.foi import journey

pytestmark = pytest.mark.django_db
NEW = "/desk/requests/new/"
KEY = "k" * 32


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def clerk(office: journey.Office) -> Client:
    client = Client()
    client.force_login(office.officer)
    return client


def typed(office: journey.Office, **changes: Any) -> dict[str, Any]:
    plain = {
        "agency": office.agency.pk,
        "channel": "counter",
        "arrived_on": timezone.localdate().isoformat(),
        "description": "2025 年校车采购合同",
        "kind": "natural",
        "name": "沈知远",
        "phone": "13800138000",
        "wanted_carrier": "paper",
        "wanted_way": "pickup",
        "key": KEY,
    }
    return plain | changes


def test_the_receipt_shows_number_and_query_code_at_once(office: journey.Office, clerk: Client) -> None:
    answer = clerk.post(NEW, typed(office), follow=True)

    row = InfoRequest.objects.get()
    text = answer.content.decode()
    code = numbering.new_code(KEY)
    assert row.number in text
    assert code in text
    assert codes.code_hash(code, row.code_salt) == row.code_hash


def test_the_same_form_sent_twice_is_one_request(office: journey.Office, clerk: Client) -> None:
    clerk.post(NEW, typed(office))
    answer = clerk.post(NEW, typed(office), follow=True)

    assert InfoRequest.objects.count() == 1
    assert numbering.new_code(KEY) in answer.content.decode()


def test_somebody_else_does_not_read_the_code(office: journey.Office, clerk: Client) -> None:
    clerk.post(NEW, typed(office))
    other = Client()
    other.force_login(office.desk)

    text = other.get(reverse("foi:receipt", args=[InfoRequest.objects.get().pk])).content.decode()

    assert numbering.new_code(KEY) not in text


def test_what_is_missing_is_told_and_nothing_typed_is_lost(office: journey.Office, clerk: Client) -> None:
    ahead = timezone.localdate() + datetime.timedelta(days=1)
    answer = clerk.post(NEW, typed(office, phone="", arrived_on=ahead.isoformat(), features="云教〔2025〕1号"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写申请人的联系方式" in text
    assert "云教〔2025〕1号" in text
    assert not InfoRequest.objects.exists()


@pytest.mark.parametrize(
    ("channel", "is_received"), [("counter", True), ("registered_post", True), ("email", False), ("oral", True)]
)
def test_the_day_of_receipt_follows_the_channel(
    office: journey.Office, clerk: Client, channel: str, is_received: bool
) -> None:
    clerk.post(NEW, typed(office, channel=channel))

    assert (InfoRequest.objects.get().received_on is not None) is is_received


def test_a_scan_is_kept_with_the_case(office: journey.Office, clerk: Client) -> None:
    scan = SimpleUploadedFile("申请表.pdf", files.Pdf().page().text(72, 700, "ABC").data())
    clerk.post(NEW, typed(office, scans=scan))

    assert InfoRequest.objects.get().files.get().kind == "scan"


def test_a_damaged_scan_is_refused_with_its_name(office: journey.Office, clerk: Client) -> None:
    answer = clerk.post(NEW, typed(office, scans=SimpleUploadedFile("申请表.pdf", b"no pdf at all")))

    assert answer.status_code == 422
    assert "申请表.pdf" in answer.content.decode()
    assert not InfoRequest.objects.exists()


def test_the_law_of_every_channel_is_shown(clerk: Client) -> None:
    text = clerk.get(NEW).content.decode()

    assert text.count("第三十一条") >= 8


def test_the_receipt_can_be_had_as_a_word_file(office: journey.Office, clerk: Client) -> None:
    clerk.post(NEW, typed(office))
    row = InfoRequest.objects.get()

    answer = clerk.get(reverse("foi:receipt-file", args=[row.pk, "docx"]))

    text = filling.text(answer.content)
    assert row.number in text and "沈知远" in text and numbering.new_code(KEY) in text
