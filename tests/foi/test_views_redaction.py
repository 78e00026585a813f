"""The redaction screen: marks live in the form, the preview keeps nothing, the release is proved."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.documents import filling
from gongkai.foi import tasks
from gongkai.foi.actions import files, handling, receiving
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.making import Making
from tests.documents import files as papers
from tests.foi import journey

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def case(office: journey.Office) -> InfoRequest:
    return office.received(timezone.localdate())


@pytest.fixture
def clerk(office: journey.Office) -> Client:
    client = Client()
    client.force_login(office.officer)
    return client


def material(office: journey.Office, case: InfoRequest, name: str, data: bytes) -> CaseFile:
    upload = receiving.Upload(CaseFile.Kind.MATERIAL, name, data)
    return handling.attach(info_request=case, uploads=[upload], by=office.officer, at=timezone.now())[0]


def pdf() -> bytes:
    return papers.Pdf().page().text(72, 700, "Manager").text(72, 660, f"Phone {PHONE}").data()


def word() -> bytes:
    def fill(document: Any) -> None:
        document.add_paragraph("项目经理 张三")
        document.add_paragraph(f"电话 {PHONE}")

    return papers.word(fill)


def url(case: InfoRequest, file: CaseFile) -> str:
    return reverse("foi:redact", args=[case.pk, file.pk])


def released(case: InfoRequest) -> CaseFile:
    return case.files.get(kind=CaseFile.Kind.RELEASED)


def sent(clerk: Client, address: str, typed: dict[str, str]) -> str:
    """Send the marks, let a worker do its work, and read the page that waits for it."""
    answer = clerk.post(address, typed)
    for row in Making.objects.filter(state="waiting"):
        tasks.make.call(making_id=row.pk)
    return (clerk.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()


def test_words_marked_once_are_carried_along(office: journey.Office, case: InfoRequest, clerk: Client) -> None:
    file = material(office, case, "报价单.pdf", pdf())

    first = clerk.post(url(case, file), {"quote": PHONE, "ground": "privacy", "act": "mark"}).content.decode()
    mark = json.dumps({"kind": "quote", "text": PHONE, "ground": "privacy"}, ensure_ascii=False)
    second = clerk.post(url(case, file), {"mark": mark, "remove": "1", "act": "mark"}).content.decode()

    assert first.count('name="mark"') == 1 and PHONE in first
    assert 'name="mark"' not in second
    assert not case.files.filter(kind=CaseFile.Kind.RELEASED).exists()


def test_the_preview_puts_nothing_with_the_case(office: journey.Office, case: InfoRequest, clerk: Client) -> None:
    file = material(office, case, "报价单.pdf", pdf())

    page = sent(clerk, url(case, file), {"quote": PHONE, "ground": "privacy", "act": "preview"})

    address = reverse("foi:making-file", args=[case.pk, Making.objects.get().pk])
    answer = clerk.get(address)
    assert address in page and "文件可以预览" in page
    assert answer.content.startswith(b"%PDF")
    assert PHONE.encode() not in answer.content
    assert case.files.count() == 1


def test_the_release_is_kept_beside_the_untouched_original_with_its_schedule(
    office: journey.Office, case: InfoRequest, clerk: Client
) -> None:
    data = pdf()
    file = material(office, case, "报价单.pdf", data)

    text = sent(clerk, url(case, file), {"quote": PHONE, "ground": "privacy", "act": "release"})

    made = released(case)
    schedule = case.files.get(kind=CaseFile.Kind.EVIDENCE)
    assert "个人隐私（第十五条）" in text
    assert PHONE.encode() not in files.unseal(made.file)
    assert files.unseal(file.file) == data
    assert made.original_id == file.pk
    assert "个人隐私" in filling.text(files.unseal(schedule.file))
    assert PHONE not in filling.text(files.unseal(schedule.file))


def test_a_stretch_of_a_word_file_is_deleted(office: journey.Office, case: InfoRequest, clerk: Client) -> None:
    file = material(office, case, "名单.docx", word())
    page = clerk.get(url(case, file)).content.decode()

    sent(clerk, url(case, file), {"quote": "张三", "ground": "privacy", "act": "release"})

    assert "张三" in page
    assert "张三" not in filling.text(files.unseal(released(case).file))
    assert PHONE in filling.text(files.unseal(released(case).file))


def test_hidden_parts_of_a_workbook_are_shown_and_left_out(
    office: journey.Office, case: InfoRequest, clerk: Client
) -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "公开"
        book.create_sheet("底稿").sheet_state = "hidden"
        book["底稿"]["A1"] = "内部意见"

    file = material(office, case, "明细.xlsx", papers.workbook(fill))

    page = clerk.get(url(case, file)).content.decode()
    done = sent(clerk, url(case, file), {"act": "release"})

    assert "底稿" in page
    assert "底稿" in done
    assert "内部意见".encode() not in files.unseal(released(case).file)


@pytest.mark.parametrize(
    "typed",
    [
        {"quote": PHONE, "act": "release"},
        {"quote": "没有这几个字", "ground": "privacy", "act": "release"},
        {"left": "1", "top": "1", "right": "9", "bottom": "9", "page": "7", "ground": "privacy", "act": "release"},
    ],
)
def test_a_mark_that_cannot_be_refuses_the_release(
    office: journey.Office, case: InfoRequest, clerk: Client, typed: dict[str, str]
) -> None:
    file = material(office, case, "报价单.pdf", pdf())

    page = sent(clerk, url(case, file), typed)

    assert "sumerr" in page or "notice--stop" in page
    assert not case.files.filter(kind=CaseFile.Kind.RELEASED).exists()


@pytest.mark.parametrize(
    "mark", ["", "{", "[]", '{"kind": "area"}', '{"kind": "quote", "ground": "made-up", "text": "x"}']
)
def test_a_mark_that_is_none_is_left_aside(office: journey.Office, case: InfoRequest, clerk: Client, mark: str) -> None:
    file = material(office, case, "报价单.pdf", pdf())

    answer = clerk.post(url(case, file), {"mark": mark, "act": "mark"})

    assert answer.status_code == 200
    assert 'name="mark"' not in answer.content.decode()


def test_only_material_of_the_case_can_be_redacted(office: journey.Office, case: InfoRequest, clerk: Client) -> None:
    other = office.received(timezone.localdate())
    file = material(office, other, "报价单.pdf", pdf())

    assert clerk.get(url(case, file)).status_code == 404


def test_a_page_is_shown_as_a_picture(office: journey.Office, case: InfoRequest, clerk: Client) -> None:
    file = material(office, case, "报价单.pdf", pdf())
    picture = reverse("foi:redact-picture", args=[case.pk, file.pk, 1])
    beyond = reverse("foi:redact-picture", args=[case.pk, file.pk, 9])

    assert clerk.get(picture).content.startswith(b"\x89PNG")
    assert clerk.get(beyond).status_code == 404
