"""The public form by client: its steps, what is kept, errors, files, the one submission, the receipt."""

import datetime
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.core import challenge
from gongkai.core.models import Tally
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.intake import Draft, PendingFile
from gongkai.foi.queries import drafts
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
CARD = "11010519491231002X"
WISH = "望山区青石路片区 2025 年老旧小区改造的资金安排表"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


@pytest.fixture
def agency() -> Any:
    return AgencyFactory(name="云州市住房和城乡建设局", short_name="市住建局")


def what(**more: str) -> dict[str, str]:
    return {"description": WISH, "features": "", **more}


def who(**more: str) -> dict[str, str]:
    plain = {"kind": "natural", "name": "沈知远", "identity_kind": "id-card", "identity": CARD, "phone": "13800138000"}
    return {**plain, **more}


def how(**more: str) -> dict[str, str]:
    return {"carrier": "electronic", "way": "website", "email": "", "address": "", "postcode": "", **more}


def fill(client: Client, agency: Any) -> None:
    """All steps but the last."""
    client.post("/requests/apply/", what())
    client.post("/requests/apply/where/", {"agency": "other", "other": agency.pk, "meant": agency.pk})
    client.post("/requests/apply/who/", who())
    client.post("/requests/apply/how/", how())


def key_of(client: Client) -> str:
    draft = drafts.find(client.cookies["gongkai_draft"].value, at=timezone.now())
    assert draft is not None
    return drafts.written(draft).key


def answered(client: Client) -> dict[str, str]:
    """The question of the check page with its answer."""
    page = client.get("/requests/apply/check/").content.decode()
    token = re.findall(r'name="question" value="([^"]+)"', page)[0]
    key, now = key_of(client), timezone.now()
    answer = next(str(n) for n in range(30) if challenge.is_right(str(n), token, key, at=now))
    return {"question": token, "answer": answer}


def ticket(client: Client) -> list[str]:
    """Number and query code as the receipt shows them."""
    page = client.get("/requests/apply/receipt/").content.decode()
    return re.findall(r'<dd id="(?:number|code)">([^<]+)</dd>', page)


def test_a_request_walks_from_the_wish_to_the_receipt(client: Client, agency: Any) -> None:
    fill(client, agency)

    done = client.post("/requests/apply/check/", answered(client))

    assert done.status_code == 302
    row = InfoRequest.objects.get()
    number, code = ticket(client)
    assert number == row.number
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert (row.agency, row.channel, row.applicant.name, row.entered_by) == (agency, "web", "沈知远", "applicant")
    assert WISH in row.subject


def test_each_step_goes_on_to_the_next(client: Client, agency: Any) -> None:
    assert client.get("/requests/apply/").status_code == 200
    assert client.post("/requests/apply/", what())["Location"] == "/requests/apply/where/"
    chosen = {"agency": "other", "other": agency.pk}
    assert client.post("/requests/apply/where/", chosen)["Location"] == "/requests/apply/who/"
    assert client.post("/requests/apply/who/", who())["Location"] == "/requests/apply/how/"
    assert client.post("/requests/apply/how/", how())["Location"] == "/requests/apply/check/"


@pytest.mark.parametrize("step", ["where", "who", "how", "check"])
def test_a_step_that_is_not_reached_leads_back(client: Client, step: str) -> None:
    assert client.get(f"/requests/apply/{step}/").status_code == 302


def test_an_error_names_the_field_and_keeps_everything(client: Client, agency: Any) -> None:
    fill(client, agency)

    page = client.post("/requests/apply/who/", who(identity="110105194902301234", agent="李代理"))

    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_identity"' in text
    assert "2月30日" in text.replace(" ", "")
    assert 'value="沈知远"' in text and 'value="李代理"' in text
    assert 'aria-invalid="true"' in text


@pytest.mark.parametrize(
    ("number", "words"),
    [("1101051949", "18"), ("11010519491231002A", "X"), ("110105194912310021", "最后一位"), ("", "身份证明")],
)
def test_a_wrong_identity_number_says_where(client: Client, agency: Any, number: str, words: str) -> None:
    fill(client, agency)
    assert words in client.post("/requests/apply/who/", who(identity=number)).content.decode()


def test_going_back_loses_nothing(client: Client, agency: Any) -> None:
    fill(client, agency)

    left = client.post("/requests/apply/who/", {**who(identity="123"), "go": "back"})

    assert left["Location"] == "/requests/apply/where/"
    assert 'value="123"' in client.get("/requests/apply/who/").content.decode()


def test_the_last_page_sends_back_to_the_step_that_is_wrong(client: Client, agency: Any) -> None:
    fill(client, agency)
    client.post("/requests/apply/who/", {**who(identity="123"), "go": "back"})

    sent = client.get("/requests/apply/check/")

    assert sent["Location"] == "/requests/apply/who/?again=1"
    assert "sumerr" in client.get(sent["Location"]).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"way": "email"}, "电子邮箱"),
        ({"way": "post"}, "地址"),
        ({"carrier": "paper", "way": "website"}, "纸质"),
        ({"wants_updates": "on"}, "邮箱"),
        ({"email": "no address"}, "name@example.com"),
        ({"postcode": "12"}, "邮政编码"),
    ],
)
def test_the_chosen_way_needs_its_contact(client: Client, agency: Any, fields: dict[str, str], words: str) -> None:
    fill(client, agency)
    page = client.post("/requests/apply/how/", how(**fields))
    assert page.status_code == 422
    assert words in page.content.decode()


def test_somebody_who_cannot_be_reached_is_asked_for_a_way(client: Client, agency: Any) -> None:
    fill(client, agency)
    client.post("/requests/apply/who/", who(phone=""))
    assert client.post("/requests/apply/how/", how()).status_code == 422


def test_submitting_twice_makes_one_request(client: Client, agency: Any) -> None:
    fill(client, agency)
    answer = answered(client)
    client.post("/requests/apply/check/", answer)
    first = ticket(client)

    again = client.post("/requests/apply/check/", answer)

    assert again["Location"] == "/requests/apply/receipt/"
    assert ticket(client) == first
    assert InfoRequest.objects.count() == 1


def test_a_wrong_answer_asks_anew_and_loses_nothing(client: Client, agency: Any) -> None:
    fill(client, agency)
    page = client.post("/requests/apply/check/", {**answered(client), "answer": "99"})
    assert page.status_code == 422
    assert WISH in page.content.decode()
    assert not InfoRequest.objects.exists()


def test_the_work_of_the_browser_is_enough(client: Client, agency: Any) -> None:
    fill(client, agency)
    text = re.findall(r'data-work="([^"]+)"', client.get("/requests/apply/check/").content.decode())[0]
    key, now = key_of(client), timezone.now()
    proof = next(f"{text}:{n}" for n in range(10**7) if challenge.is_done(f"{text}:{n}", key, at=now))

    client.post("/requests/apply/check/", {"proof": proof})

    assert InfoRequest.objects.count() == 1


def test_the_work_of_another_form_is_not_enough(client: Client, agency: Any) -> None:
    text = challenge.work("another form", at=timezone.now(), bits=1).text
    fill(client, agency)
    client.post("/requests/apply/check/", {"proof": f"{text}:1"})
    assert not InfoRequest.objects.exists()


def test_a_file_in_a_plain_form_is_kept_though_a_box_is_wrong(client: Client, agency: Any) -> None:
    fill(client, agency)
    given = {"identity_file": io.BytesIO(PNG)}
    given["identity_file"].name = "身份证.png"

    client.post("/requests/apply/who/", {**who(name=""), **given})
    client.post("/requests/apply/who/", who())
    client.post("/requests/apply/check/", answered(client))

    row = CaseFile.objects.get()
    assert (row.kind, row.name) == ("identity", "身份证.png")
    assert not PendingFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [("证.png", b"MZ not a picture"), ("证.exe", b"MZ\x90"), ("证.png", b""), ("证.pdf", PNG)],
)
def test_a_file_that_is_not_what_it_claims_is_refused_by_name(
    client: Client, agency: Any, name: str, data: bytes
) -> None:
    fill(client, agency)
    given = io.BytesIO(data)
    given.name = name
    page = client.post("/requests/apply/who/", {**who(), "identity_file": given})
    if data:
        assert page.status_code == 422
        assert "identity_file" in page.content.decode()
    assert not PendingFile.objects.exists()


def test_a_file_can_be_taken_back(client: Client, agency: Any) -> None:
    fill(client, agency)
    given = io.BytesIO(PNG)
    given.name = "a.png"
    client.post("/requests/apply/who/", {**who(name=""), "identity_file": given})

    client.post("/requests/apply/who/", {**who(), "drop": PendingFile.objects.get().token})

    assert not PendingFile.objects.exists()


def test_the_draft_lies_sealed_and_goes_with_one_button(client: Client, agency: Any) -> None:
    fill(client, agency)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM foi_draft")
        assert "沈" not in cursor.fetchone()[0]

    client.post("/requests/apply/discard/")

    assert not Draft.objects.exists()
    assert WISH not in client.get("/requests/apply/").content.decode()


def test_another_browser_sees_nothing_of_a_draft(client: Client, agency: Any) -> None:
    fill(client, agency)
    other = Client()
    other.cookies["gongkai_draft"] = "guessed"
    assert WISH not in other.get("/requests/apply/").content.decode()


def test_private_pages_are_kept_by_no_cache(client: Client, agency: Any) -> None:
    fill(client, agency)
    for step in ("", "where/", "who/", "how/", "check/"):
        answer = client.get(f"/requests/apply/{step}")
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused(agency: Any) -> None:
    assert Client(enforce_csrf_checks=True).post("/requests/apply/", what()).status_code == 403


def test_the_agency_of_the_address_is_asked(client: Client, agency: Any) -> None:
    page = client.get(f"/requests/apply/?agency={agency.code}&q=校车").content.decode()
    assert f'value="{agency.code}"' in page and "校车" in page
    client.post("/requests/apply/", what(asked=agency.code))
    assert f'value="{agency.pk}"' in client.get("/requests/apply/where/").content.decode()


def test_the_wrong_agency_is_told_of_once(client: Client, agency: Any) -> None:
    right = AgencyFactory(name="云州市教育局", short_name="市教育局", phone="0990-88612026")
    client.post("/requests/apply/", what(description="云州市教育局 2025 年校车采购合同"))
    wrong = {"agency": "other", "other": agency.pk}

    told = client.post("/requests/apply/where/", wrong)

    text = told.content.decode()
    assert told.status_code == 200
    assert "第十条" in text and right.phone in text and right.name in text
    on = client.post("/requests/apply/where/", {**wrong, "meant": agency.pk})
    assert on["Location"] == "/requests/apply/who/"


def test_too_many_drafts_must_wait_and_are_told_how_long(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.core import throttle
    from gongkai.foi.views import public

    monkeypatch.setattr(public, "DRAFTS", throttle.Limit("foi.drafts", 1, 3600))
    client.post("/requests/apply/", what())
    refused = Client().post("/requests/apply/", what())
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "127.0.0.1" not in "".join(Tally.objects.values_list("key", flat=True))


def test_old_drafts_are_forgotten(client: Client, agency: Any) -> None:
    from gongkai.foi.actions import drafting

    fill(client, agency)
    later = timezone.now() + datetime.timedelta(days=8)
    assert drafting.forget_old(at=later) == 1
    assert not Draft.objects.exists()


def test_nothing_personal_reaches_a_log_or_the_trail(
    client: Client, agency: Any, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    from gongkai.events.models import Event

    caplog.set_level("DEBUG")
    fill(client, agency)
    client.post("/requests/apply/who/", who(identity="110105194902301234"))
    client.post("/requests/apply/who/", who())
    client.post("/requests/apply/how/", how(email="shen@example.com"))
    client.post("/requests/apply/check/", answered(client))

    _number, code = ticket(client)
    said = caplog.text + "".join(capsys.readouterr()) + str(list(Event.objects.values()))
    for secret in ("沈知远", CARD, "13800138000", "shen@example.com", code, client.cookies["gongkai_draft"].value):
        assert secret not in said


def test_matches_are_asked_for_in_the_body_and_come_as_a_piece(client: Client, agency: Any) -> None:
    assert client.get("/requests/apply/matches/?description=x").status_code == 405
    piece = client.post("/requests/apply/matches/", {"description": "校车采购合同"})
    assert piece.status_code == 200
    assert "<html" not in piece.content.decode()


def test_the_receipt_comes_as_a_file_with_number_and_code(client: Client, agency: Any) -> None:
    from gongkai.documents import reading

    fill(client, agency)
    client.post("/requests/apply/check/", answered(client))

    got = client.get("/requests/apply/receipt/receipt.docx")

    text = reading.read(got.content, name="receipt.docx").text
    assert all(words in text for words in ticket(client))
    assert "attachment" in got["Content-Disposition"]
    assert Client().get("/requests/apply/receipt/receipt.docx").status_code == 302
