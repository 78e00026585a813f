"""Following a request by client: number and code, the pass, what is shown, what can be done, downloads, throttling."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.events.models import Event
from gongkai.foi.actions import consulting, files, handling, receiving, terms
from gongkai.foi.models.cases import CaseFile, InfoRequest
from tests.foi import journey

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10
KEY = "k" * 20


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def receipt(office: journey.Office) -> receiving.Receipt:
    """A request of a citizen, entered and confirmed today."""
    return receiving.receive(
        agency=office.agency,
        submission=office.submission(channel="web"),
        arrived_on=today(),
        confirmed_on=today(),
        by=office.desk,
        at=timezone.now(),
        key=KEY,
    )


def look_up(client: Client, receipt: receiving.Receipt, **changed: str) -> Any:
    return client.post("/requests/status/", {"number": receipt.number, "code": receipt.code, **changed})


@pytest.fixture
def inside(client: Client, receipt: receiving.Receipt) -> Client:
    """A browser that has shown number and code."""
    assert look_up(client, receipt).status_code == 302
    return client


def page(client: Client) -> str:
    return str(client.get("/requests/status/").content.decode())


def test_number_and_code_show_the_request(inside: Client, receipt: receiving.Receipt) -> None:
    text = page(inside)
    assert receipt.number in text and "期限" in text and "第三十一条" in text
    assert "沈" in text and "沈知远1" not in text, "the name is masked"


def test_code_is_taken_in_small_letters_and_without_dashes(client: Client, receipt: receiving.Receipt) -> None:
    typed = receipt.code.lower().replace("-", " ")
    assert look_up(client, receipt, code=typed, number=f" {receipt.number} ").status_code == 302


@pytest.mark.parametrize("changed", [{"code": "AAAA-BBBB-CCCC"}, {"number": "云公开申〔1999〕1号"}])
def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(
    client: Client, receipt: receiving.Receipt, changed: dict[str, str]
) -> None:
    refused = look_up(client, receipt, **changed)
    assert refused.status_code == 422
    assert "编号和查询码不相符" in refused.content.decode()
    assert "gongkai_followed" not in refused.cookies


def test_neither_number_nor_code_stands_in_an_address(client: Client, receipt: receiving.Receipt) -> None:
    assert look_up(client, receipt)["Location"] == "/requests/status/"


def test_guessing_is_throttled_even_for_the_right_code(client: Client, receipt: receiving.Receipt) -> None:
    for _try in range(10):
        look_up(client, receipt, code="AAAA-BBBB-CCCC")
    refused = look_up(client, receipt)
    assert refused.status_code == 429
    assert "Retry-After" in refused


def test_a_forged_pass_opens_nothing(client: Client, receipt: receiving.Receipt) -> None:
    client.cookies["gongkai_followed"] = "forged:pass:here"
    assert receipt.number not in page(client)


def test_the_pass_can_be_given_back(inside: Client, receipt: receiving.Receipt) -> None:
    inside.post("/requests/status/leave/")
    assert receipt.number not in page(inside)


def test_private_pages_are_kept_by_no_cache(inside: Client) -> None:
    assert "no-store" in inside.get("/requests/status/")["Cache-Control"]


def test_a_supplement_is_added_with_its_file(inside: Client, receipt: receiving.Receipt) -> None:
    given = io.BytesIO(PNG)
    given.name = "图.png"
    done = inside.post("/requests/status/supplement/", {"text": "小区名称是青石一号", "file": given})
    assert done.status_code == 302
    row = receipt.info_request
    assert row.texts.filter(kind="supplement").count() == 1
    assert CaseFile.objects.get().by == f"applicant:{row.applicant_id}"
    assert "小区名称是青石一号" in page(inside)


def test_a_supplement_with_a_false_file_keeps_the_words(inside: Client, receipt: receiving.Receipt) -> None:
    given = io.BytesIO(b"MZ no picture")
    given.name = "图.png"
    refused = inside.post("/requests/status/supplement/", {"text": "小区名称是青石一号", "file": given})
    assert refused.status_code == 422
    assert "小区名称是青石一号" in refused.content.decode()
    assert not receipt.info_request.texts.filter(kind="supplement").exists()


def test_a_correction_begins_the_term_anew(inside: Client, office: journey.Office, receipt: receiving.Receipt) -> None:
    row = receipt.info_request
    until = today() + datetime.timedelta(days=20)
    terms.ask_correction(
        info_request=row, points="请写明小区名称", on=today(), until=until, by=office.officer, at=timezone.now()
    )
    assert "请写明小区名称" in page(inside)

    inside.post("/requests/status/correct/", {"text": "青石路一号小区 2025 年改造资金安排表"})

    row.refresh_from_db()
    assert row.state == InfoRequest.State.HANDLING
    assert row.subject.startswith("青石路一号")


def test_a_wish_is_changed_and_mail_needs_an_address(inside: Client, receipt: receiving.Receipt) -> None:
    wish = {"carrier": "electronic", "way": "email", "email": "", "address": "", "postcode": ""}
    assert inside.post("/requests/status/wish/", wish).status_code == 422
    inside.post("/requests/status/wish/", {**wish, "email": "shen@example.com", "wants_updates": "on"})
    row = InfoRequest.objects.select_related("applicant").get()
    assert (row.wanted_way, row.applicant.email, row.applicant.wants_updates) == ("email", "shen@example.com", True)


def test_withdrawing_needs_a_tick_and_ends_the_request(inside: Client) -> None:
    assert inside.post("/requests/status/withdraw/", {}).status_code == 422
    inside.post("/requests/status/withdraw/", {"sure": "on", "reason": ""})
    assert InfoRequest.objects.get().state == InfoRequest.State.CLOSED
    assert inside.get("/requests/status/withdraw/").status_code == 409


@pytest.mark.parametrize("name", ["correct", "reasons", "paid"])
def test_what_is_not_waited_for_is_refused(inside: Client, name: str) -> None:
    assert inside.get(f"/requests/status/{name}/").status_code == 409


def test_an_unknown_act_is_not_there(inside: Client) -> None:
    assert inside.get("/requests/status/burn/").status_code == 404


def test_without_the_pass_every_page_leads_to_the_form(client: Client, receipt: receiving.Receipt) -> None:
    for path in ("supplement/", "files/1/", "letters/1.pdf"):
        assert client.get(f"/requests/status/{path}")["Location"] == "/requests/status/"


def test_a_third_party_is_never_named(inside: Client, office: journey.Office, receipt: receiving.Receipt) -> None:
    consulting.ask_third_party(
        info_request=receipt.info_request, party_name="云州建工集团", matter="报价", on=today(), by=office.officer,
        at=timezone.now(), answer_by=today() + datetime.timedelta(days=25),
    )  # fmt: skip
    text = page(inside)
    assert "征求第三方意见" in text and "云州建工" not in text


def released(office: journey.Office, row: InfoRequest, by: Person) -> CaseFile:
    return handling.attach(
        info_request=row, uploads=[receiving.Upload("released", "答复附件.png", PNG)], by=by, at=timezone.now()
    )[0]


def test_only_released_files_go_out_and_each_download_is_recorded(client: Client, office: journey.Office) -> None:
    receipt = receiving.receive(
        agency=office.agency,
        submission=office.submission(),
        arrived_on=journey.DAY,
        by=office.desk,
        at=journey.NOW,
        key=KEY,
    )
    answer_day = journey.later(journey.DAY, 3)
    row = office.delivered(office.decided(receipt.info_request, "DISCLOSED", answer_day), answer_day)
    file = released(office, row, office.officer)
    look_up(client, receipt)
    assert client.get(f"/requests/status/files/{file.pk}/").status_code == 404

    handling.release(case_file=file, on=today(), by=office.officer, at=timezone.now())
    got = client.get(f"/requests/status/files/{file.pk}/")

    assert got.content == PNG
    assert "attachment" in got["Content-Disposition"] and "sandbox" in got["Content-Security-Policy"]
    assert Event.objects.filter(kind="request.downloaded", about=row.reference).count() == 1
    assert files.unseal(file.file) == PNG
    text = page(client)
    assert "予以公开" in text and "行政复议" in text


def test_a_file_of_another_request_is_not_there(inside: Client, office: journey.Office) -> None:
    other = office.received(today())
    file = released(office, other, office.officer)
    assert inside.get(f"/requests/status/files/{file.pk}/").status_code == 404
