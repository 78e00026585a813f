"""Letters at the desk: from the choice to the issued file, the office's own template, who may pass what."""

import datetime
import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.documents import filling, printing
from gongkai.foi import tasks
from gongkai.foi.actions import composing
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.letters import Issue, Letter, LetterClearance
from gongkai.foi.models.making import Making
from gongkai.foi.queries import templates
from gongkai.rules import letter_wording
from gongkai.rules import letters as law
from tests.foi import journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def case(office: journey.Office) -> InfoRequest:
    return office.received(timezone.localdate())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *words: Any) -> str:
    return reverse(f"foi:{name}", args=words)


def drafted(office: journey.Office, case: InfoRequest) -> Letter:
    client = signed_in(office.officer)
    client.post(
        url("letter-new", case.pk) + "?outcome=PARTIAL",
        {"v_given": "资金安排表", "v_withheld": "个人电话，第十五条", "v_remedy": "可以申请行政复议。", "v_body": ""},
    )
    return Letter.objects.get()


def test_a_reply_is_made_from_the_record_and_the_fields_typed(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)

    body = letter.versions.get().body
    assert letter.outcome == "PARTIAL"
    assert "资金安排表" in body and "第三十七条" in body and case.number in body
    assert case.applicant.name not in body
    assert case.applicant.masked_name in body


def test_what_was_passed_goes_out_with_number_day_and_name(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)
    signed_in(office.officer).post(url("letter-act", case.pk, letter.pk, "submit"))
    for person, kind in ((office.legal, "legal"), (office.secrecy, "secrecy"), (office.signer, "sign")):
        version = letter.versions.get()
        signed_in(person).post(
            url("letter", case.pk, letter.pk), {"opinion": "pass", "version": version.pk, "kind": kind}
        )
    page = signed_in(office.officer).get(url("act", case.pk, "decide")).content.decode()
    answer = signed_in(office.officer).post(
        url("act", case.pk, "decide"),
        {"what": letter.pk, "basis": "", "reasons": "涉及个人隐私", "on": timezone.localdate().isoformat()},
    )

    issue = Issue.objects.get()
    text = filling.text(composing.finished(issue) or b"")
    assert "部分公开" in page
    assert answer.status_code == 302
    assert issue.number in text and case.applicant.name in text
    assert LetterClearance.objects.count() == 3


def test_the_author_does_not_pass_their_own_letter(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)
    signed_in(office.officer).post(url("letter-act", case.pk, letter.pk, "submit"))

    answer = signed_in(office.officer).post(
        url("letter", case.pk, letter.pk), {"opinion": "pass", "version": letter.versions.get().pk, "kind": "legal"}
    )

    assert answer.status_code == 404
    assert not LetterClearance.objects.exists()


def test_a_return_needs_its_reason(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)
    signed_in(office.officer).post(url("letter-act", case.pk, letter.pk, "submit"))

    answer = signed_in(office.legal).post(
        url("letter", case.pk, letter.pk), {"opinion": "return", "version": letter.versions.get().pk, "kind": "legal"}
    )

    assert answer.status_code == 422


def test_the_word_file_can_be_changed_by_hand_and_handed_in(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)
    client = signed_in(office.officer)
    word = client.get(url("letter-file", case.pk, letter.pk, 1, "docx")).content
    document = docx.Document(io.BytesIO(word))
    document.add_paragraph("另附说明一份。")
    changed = io.BytesIO()
    document.save(changed)

    client.post(
        url("letter-edit", case.pk, letter.pk),
        {"base": 1, "note": "加一句", "file": SimpleUploadedFile("答复书.docx", changed.getvalue()), "v_remedy": "x"},
    )

    newest = letter.versions.get(number=2)
    assert "另附说明一份。" in newest.body
    assert "{{ number }}" in filling.text(word)


def test_a_notice_goes_out_with_its_act_under_the_next_number(office: journey.Office, case: InfoRequest) -> None:
    today = timezone.localdate().isoformat()
    until = (timezone.localdate() + datetime.timedelta(days=20)).isoformat()
    signed_in(office.officer).post(
        url("act", case.pk, "ask_correction"),
        {"on": today, "points": "请写明小区名称\n请写明年份", "guidance": "", "until": until, "make_letter": "on"},
    )

    case.refresh_from_db()
    letter = Letter.objects.get()
    assert case.state == "correction"
    assert letter.state == "issued"
    assert "请写明小区名称" in letter.versions.get().body
    assert "公补" in letter.issue.number


def test_a_refusal_is_told_in_the_form_with_its_article(office: journey.Office, case: InfoRequest) -> None:
    client = signed_in(office.officer)
    answer = client.post(
        url("act", case.pk, "ask_correction"),
        {"on": timezone.localdate().isoformat(), "points": "x", "until": timezone.localdate().isoformat()},
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "sumerr" in text and "第三十条" in text


@pytest.mark.parametrize("kind", [each.id for each in law.letters()])
def test_every_shipped_template_knows_its_fields(kind: str) -> None:
    regime = next(iter(law.letter(kind).titles))

    found = filling.check(templates.shipped(kind, regime), known=letter_wording.known_fields(kind))

    assert {"body"} <= found


def own_template(*paragraphs: str) -> SimpleUploadedFile:
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    written = io.BytesIO()
    document.save(written)
    return SimpleUploadedFile("补正告知书.docx", written.getvalue())


def test_an_agency_uses_its_own_template(office: journey.Office, case: InfoRequest) -> None:
    client = signed_in(office.desk)
    client.post(url("template", "correction"), {"file": own_template("{{ agency }}请您补正：{{ defects }}")})
    test_a_notice_goes_out_with_its_act_under_the_next_number(office, case)

    assert "请您补正：请写明小区名称" in Letter.objects.get().versions.get().body.replace("\n", "")


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("{{ defekts }}", "defekts"),
        ("{{ defects|safe }}", "不能用别的写法"),
        ("{% for each in defects %}x{% endfor %}", "不能用别的写法"),
        ("{{ agency.__class__ }}", "不能用别的写法"),
    ],
)
def test_a_template_with_a_wrong_field_is_refused_by_name(office: journey.Office, paragraph: str, told: str) -> None:
    answer = signed_in(office.desk).post(url("template", "correction"), {"file": own_template(paragraph)})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_what_is_no_word_file_is_no_template(office: journey.Office) -> None:
    answer = signed_in(office.desk).post(
        url("template", "correction"), {"file": SimpleUploadedFile("a.docx", b"nothing")}
    )

    assert answer.status_code == 422


def test_words_that_look_like_fields_stay_words(office: journey.Office) -> None:
    case = office.received(timezone.localdate(), description="{{ number }} {% if x %} 的合同")
    letter = drafted(office, case)

    text = letter.versions.get().body
    assert "｛｛ number ｝｝" in text


def test_without_libreoffice_the_word_file_is_there_and_the_page_names_the_package(
    office: journey.Office, case: InfoRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    letter = drafted(office, case)
    client = signed_in(office.officer)

    waits = client.get(url("letter-file", case.pk, letter.pk, 1, "pdf"))
    tasks.make.call(making_id=Making.objects.get().pk)

    assert printing.PACKAGE in client.get(waits["Location"]).content.decode()
    assert client.get(url("letter-file", case.pk, letter.pk, 1, "docx")).status_code == 200


@pytest.mark.skipif(not printing.is_installed(), reason="LibreOffice is not installed")
def test_the_pdf_is_made_from_the_word_file(office: journey.Office, case: InfoRequest) -> None:
    letter = drafted(office, case)
    client, address = signed_in(office.officer), url("letter-file", case.pk, letter.pk, 1, "pdf")

    client.get(address)
    tasks.make.call(making_id=Making.objects.get().pk)
    answer = client.get(address)

    assert answer.content.startswith(b"%PDF")
