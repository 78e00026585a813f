"""Three minutes to publish: drop, one screen, handed in; without script; nothing typed or read is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.disclosures.models import Item, Revision
from tests.disclosures import journey
from tests.disclosures.test_actions_recognising import picture, word
from tests.disclosures.test_views_items import signed_in
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
QUICK = "/desk/items/quick/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def drop(client: Client, office: journey.Office, *uploads: SimpleUploadedFile, status: int = 200) -> str:
    answer = client.post(QUICK, {"action": "read", "agency": office.agency.pk, "files": list(uploads)})
    assert answer.status_code == status
    return answer.content.decode()


def notice(name: str = "通知.docx", **parts: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, word(**parts))


def sent(page: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends back of a screen."""
    found: dict[str, Any] = {"attachment": re.findall(r'name="attachment" value="([^"]+)"', page)}
    for name, value in re.findall(r'<input type="(?:text|hidden|date)" name="(\w+)"(?: value="([^"]*)")?', page):
        found.setdefault(name, value)
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found["recognised"] = re.findall(r'name="recognised" value="([^"]+)"', page)[0]
    found["attribute"] = re.findall(r'name="attribute" value="([\w-]+)"[^>]*checked', page)[0]
    body = re.findall(r'<textarea name="body".*?>\n?(.*?)</textarea>', page, re.DOTALL)[0]
    found["body"] = body.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return found | changes


def test_dropping_asks_twelve_queries_at_most(office: journey.Office, django_assert_max_num_queries: Any) -> None:
    client = signed_in(office.officer)
    client.get(QUICK)
    with django_assert_max_num_queries(12):
        text = client.get(QUICK).content.decode()
    assert 'type="file"' in text


def test_a_word_file_becomes_an_item_in_review_in_two_steps(office: journey.Office) -> None:
    client = signed_in(office.officer)
    office.published(title="关于做好防汛工作的通知", doc_no="云政办发〔2026〕1号")
    office.published(title="关于做好防火工作的通知", doc_no="云政办发〔2026〕2号")

    page = drop(client, office, notice())

    assert "as the file says" in page
    assert "like your agency&#x27;s last 2 “通知”" in page
    assert not Item.objects.filter(state="draft").exists()
    first = client.post(QUICK, sent(page, action="submit"))
    confirmed = re.findall(r'name="confirmed" value="(\w+)"', first.content.decode())
    answer = client.post(
        QUICK, sent(first.content.decode(), action="submit", confirmed=confirmed[0] if confirmed else "")
    )
    item = Item.objects.get(revision__title="关于做好供热工作的通知")
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("disclosures:item", args=[item.pk])
    assert item.state == Item.State.IN_REVIEW
    assert item.revision is not None
    assert (item.revision.doc_no, item.revision.column) == ("云政办发〔2026〕12号", office.column)
    assert [each.name for each in item.revision.attachments.all()] == ["通知.docx"]


def test_doubts_and_kept_files_survive_a_form_that_is_sent_back(office: journey.Office) -> None:
    client = signed_in(office.officer)
    text = "关于供热的通知\n成文日期：2026年\n\n各单位：请认真贯彻执行这件事。"
    page = drop(client, office, SimpleUploadedFile("a.txt", text.encode()), SimpleUploadedFile("表.png", picture()))
    assert "Doubtful" in page

    again = client.post(QUICK, sent(page, action="submit", title="", formed_on=""))

    assert again.status_code == 422
    text = again.content.decode()
    assert "Doubtful" in text and "表.png" in text and "请认真贯彻执行这件事。" in text
    assert not Item.objects.exists()


def test_what_the_file_does_not_say_is_asked(office: journey.Office) -> None:
    page = drop(
        signed_in(office.officer), office, SimpleUploadedFile("a.txt", "关于供热的通知\n各单位：请执行。".encode())
    )

    assert page.count("The file does not say; please fill in.") == 2


def test_a_suggestion_is_taken_without_script(office: journey.Office) -> None:
    client = signed_in(office.officer)
    page = drop(client, office, notice())

    taken = client.post(QUICK, sent(page, action=f"take:column:{office.column.pk}", title="我改过的标题"))

    text = taken.content.decode()
    assert re.search(rf'value="{office.column.pk}" selected', text)
    assert "我改过的标题" in text and "通知.docx" in text
    assert not Item.objects.exists()


@pytest.mark.parametrize("action", ["take:title:x", "take:column:999999", "take:", "take:agency:1"])
def test_a_suggestion_nobody_made_changes_nothing(office: journey.Office, action: str) -> None:
    client = signed_in(office.officer)
    answer = client.post(QUICK, sent(drop(client, office, notice()), action=action))

    assert answer.status_code == 200
    assert "关于做好供热工作的通知" in answer.content.decode()
    assert not Item.objects.exists()


def test_forged_findings_of_the_reading_are_ignored(office: journey.Office) -> None:
    client = signed_in(office.officer)
    page = drop(client, office, notice())

    answer = client.post(QUICK, sent(page, action="look", recognised="forged"))

    assert answer.status_code == 200
    assert "as the file says" not in answer.content.decode()


def test_saved_as_draft_keeps_pictures_and_record(office: journey.Office) -> None:
    client = signed_in(office.officer)
    page = drop(client, office, notice(fill=lambda document: document.add_picture(__import__("io").BytesIO(picture()))))

    client.post(QUICK, sent(page, action="save"))

    revision = Revision.objects.get()
    assert revision.body.count("<img") == 1
    name = revision.attachments.exclude(name="通知.docx").get().name
    assert name == "图1.png"
    assert revision.item.state == Item.State.DRAFT


@pytest.mark.parametrize(
    ("uploads", "sentence"),
    [
        ([], "Choose at least one file."),
        ([("坏.docx", word()[:-300])], "已损坏"),
        ([("照片.png", picture())], "不能读出文字"),
        ([(f"{n}.txt", b"x") for n in range(21)], "At most 20 files"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_kept(
    office: journey.Office, uploads: list[tuple[str, bytes]], sentence: str
) -> None:
    given = [SimpleUploadedFile(*each) for each in uploads]

    assert sentence in drop(signed_in(office.officer), office, *given, status=422)
    assert not Item.objects.exists()


def test_two_files_of_one_name_are_told_apart(office: journey.Office) -> None:
    page = drop(
        signed_in(office.officer),
        office,
        notice("a.docx"),
        SimpleUploadedFile("a.docx", word(title="关于另一件事的通知")),
    )

    assert "2-a.docx" in page


def test_an_agency_that_is_not_mine_is_not_written_for(office: journey.Office) -> None:
    client = signed_in(office.officer)
    page = drop(client, office, notice())
    answer = client.post(QUICK, sent(page, action="save", agency=AgencyFactory().pk))

    assert answer.status_code == 422
    assert not Item.objects.exists()


def test_refused_to_who_may_not_draft(office: journey.Office) -> None:
    assert signed_in(office.reviewer).get(QUICK).status_code == 403
