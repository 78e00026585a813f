"""Writing an item: saving, submitting, lost updates, attachments, preview; nothing typed is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.disclosures.actions import drafting
from gongkai.disclosures.models import Item, Revision
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_views_items import signed_in
from tests.factories.accounts import person_with
from tests.factories.disclosures import draft_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
NEW = "/desk/items/new/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def typed(office: journey.Office, **changes: Any) -> dict[str, Any]:
    """What a filled form sends."""
    plain = {
        "agency": office.agency.pk,
        "title": "关于公布便民服务点的通告",
        "column": office.column.pk,
        "body": "现将便民服务点予以公布。\n\n请广大市民知悉。",
        "body_format": "text",
        "attribute": "open",
        "action": "save",
    }
    return plain | changes


def edit(item: Item) -> str:
    return reverse("disclosures:edit", args=[item.pk])


def confirmation(text: str) -> str:
    found = re.search(r'name="confirmed" value="(\w+)"', text)
    assert found is not None
    return found[1]


def test_form_shows_itself_without_script_as_a_plain_box(office: journey.Office) -> None:
    text = signed_in(office.officer).get(NEW).content.decode()
    assert re.search(r'<textarea name="body"', text)
    assert "An empty line begins a new paragraph." in text


def test_a_new_form_begins_with_what_seldom_changes(office: journey.Office) -> None:
    office.drafted(responsible_unit="便民服务科")
    assert "便民服务科" in signed_in(office.officer).get(NEW).content.decode()


def test_saving_makes_a_draft_of_paragraphs(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(NEW, typed(office, doc_no="云政发[2026]第08号"), follow=True)
    revision = Revision.objects.get()
    assert revision.body == "<p>现将便民服务点予以公布。</p><p>请广大市民知悉。</p>"
    assert revision.doc_no == "云政发〔2026〕8号"
    assert "云政发〔2026〕8号" in answer.content.decode()
    assert revision.item.state == Item.State.DRAFT
    assert revision.author == office.officer


def test_editor_html_is_cleaned(office: journey.Office) -> None:
    body = '<h2 onclick="x()">一、范围</h2><p>正文<script>alert(1)</script></p><table><tr><td>1</td></tr></table>'
    signed_in(office.officer).post(NEW, typed(office, body=body, body_format="html"))
    kept = Revision.objects.get().body
    assert "<h2>一、范围</h2>" in kept and "<table>" in kept
    assert "script" not in kept and "onclick" not in kept


def test_new_is_refused_to_reviewers(office: journey.Office) -> None:
    assert signed_in(office.reviewer).get(NEW).status_code == 403


def test_an_agency_that_is_not_mine_cannot_be_chosen(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(NEW, typed(office, agency=AgencyFactory().pk))
    assert answer.status_code == 422
    assert not Item.objects.exists()


def test_a_foreign_item_cannot_be_edited(office: journey.Office) -> None:
    assert signed_in(office.officer).get(edit(draft_item(agency=AgencyFactory()))).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Title"),
        ({"title": "长" * 201}, "200"),
        ({"attribute": "closed"}, "Say why it is not public on our own motion."),
        ({"effective_on": "2026-03-02", "expires_on": "2026-03-01"}, "It would expire before it takes effect."),
        ({"formed_on": "2026年2月30日"}, "There is no such day"),
        ({"formed_on": "2999-01-01"}, "This day lies ahead"),
        ({"column": "999999"}, "999999"),
    ],
)
def test_a_wrong_form_keeps_everything_typed(office: journey.Office, changes: dict[str, Any], sentence: str) -> None:
    answer = signed_in(office.officer).post(NEW, typed(office, keywords="独特的关键词", **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "独特的关键词" in text and "请广大市民知悉。" in text
    assert 'class="sumerr"' in text
    assert not Item.objects.exists()


def test_the_same_form_sent_twice_makes_one_item(office: journey.Office) -> None:
    client = signed_in(office.officer)
    key = re.search(r'name="key" value="(\w+)"', client.get(NEW).content.decode())
    assert key is not None
    for _time in range(2):
        answer = client.post(NEW, typed(office, key=key[1]))
        assert answer.status_code == 302
    assert Item.objects.count() == 1


def test_submitting_asks_to_look_at_warnings_and_then_takes_them(office: journey.Office) -> None:
    client = signed_in(office.officer)
    first = client.post(NEW, typed(office, action="submit"))
    assert first.status_code == 422 and not Item.objects.exists()
    seal = confirmation(first.content.decode())
    assert client.post(NEW, typed(office, action="submit", confirmed=seal)).status_code == 302
    assert Item.objects.get().state == Item.State.IN_REVIEW


def test_a_confirmation_holds_for_the_warnings_seen_and_no_others(office: journey.Office) -> None:
    client = signed_in(office.officer)
    seal = confirmation(client.post(NEW, typed(office, action="submit")).content.decode())
    other = typed(office, action="submit", confirmed=seal, body="根据云政发[2026]8号办理。")
    assert client.post(NEW, other).status_code == 422


def test_personal_data_stops_a_submission_but_not_a_draft(office: journey.Office) -> None:
    client = signed_in(office.officer)
    body = "联系人王某，手机 13800138000。"
    stopped = client.post(NEW, typed(office, action="submit", body=body))
    text = stopped.content.decode()
    assert stopped.status_code == 422
    assert "It cannot be submitted yet" in text and "138****8000" in text
    assert client.post(NEW, typed(office, body=body)).status_code == 302
    assert Item.objects.get().state == Item.State.DRAFT


def test_submitting_without_column_or_text_names_both(office: journey.Office) -> None:
    client = signed_in(office.officer)
    text = client.post(NEW, typed(office, action="submit", column="")).content.decode()
    assert "Choose a column first." in text
    text = client.post(NEW, typed(office, action="submit", body="")).content.decode()
    assert "There is neither text nor attachment." in text


def test_a_lost_update_shows_both_texts_and_saves_on_the_second_try(office: journey.Office) -> None:
    item = office.drafted()
    other = person_with(Role.OFFICER, office.agency, name="李沐阳")
    drafting.revise(item=item, by=other, content=office.content(body="<p>别人改的正文。</p>"), at=NOW, base=1)
    client = signed_in(office.officer)
    mine = typed(office, body="我改的正文。", base=1)
    stale = client.post(edit(item), mine)
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "李沐阳" in text and "<del>" in text and "<ins>" in text and "我改的正文。" in text
    assert re.search(r'name="base" value="2"', text)
    assert client.post(edit(item), mine | {"base": 2}).status_code == 302
    item.refresh_from_db()
    assert item.revision is not None and item.revision.number == 3
    assert item.revision.body == "<p>我改的正文。</p>"


def test_saving_an_unchanged_draft_adds_no_revision(office: journey.Office) -> None:
    item = office.drafted(body="<p>正文。</p>")
    assert signed_in(office.officer).post(edit(item), typed(office, body="正文。", base=1)).status_code == 302
    assert item.revisions.count() == 1


def test_an_item_in_review_cannot_be_edited(office: journey.Office) -> None:
    item = office.in_review()
    answer = signed_in(office.officer).get(edit(item), follow=True)
    assert "reload the page" in answer.content.decode()
    assert signed_in(office.officer).post(edit(item), typed(office, base=1)).status_code == 409


def test_a_correction_says_what_changed(office: journey.Office) -> None:
    item = office.published()
    client = signed_in(office.officer)
    missing = client.post(edit(item), typed(office, base=1, body="更正后的正文。"))
    assert missing.status_code == 422
    assert client.post(edit(item), typed(office, base=1, body="更正后的正文。", note="更正日期")).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.amendment) == (Item.State.PUBLISHED, Item.State.DRAFT)
    assert item.revision is not None and item.revision.change_note == "更正日期"


def test_attachments_are_added_ordered_and_removed(office: journey.Office) -> None:
    client = signed_in(office.officer)
    uploads = [SimpleUploadedFile(f"附件{n}.txt", f"第{n}份".encode()) for n in (1, 2, 3)]
    client.post(NEW, typed(office, files=uploads))
    item = Item.objects.get()
    text = client.get(edit(item)).content.decode()
    tokens = re.findall(r'name="attachment" value="([^"]+)"', text)
    again = typed(office, base=1, attachment=tokens, attachment_order=["3", "2", "1"], attachment_remove=[tokens[1]])
    client.post(edit(item), again)
    item.refresh_from_db()
    assert item.revision is not None
    names = list(item.revision.attachments.order_by("position").values_list("name", flat=True))
    assert names == ["附件3.txt", "附件1.txt"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空文件"),
        ("假.docx", b"just text", "扩展名"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧"),
    ],
)
def test_a_bad_attachment_is_explained_and_the_rest_is_kept(
    office: journey.Office, name: str, data: bytes, words: str
) -> None:
    client = signed_in(office.officer)
    uploads = [SimpleUploadedFile("好.txt", "内容".encode()), SimpleUploadedFile(name, data)]
    answer = client.post(NEW, typed(office, files=uploads))
    text = answer.content.decode()
    if answer.status_code == 302:
        pytest.fail(f"{name} was taken")
    assert answer.status_code == 422 and words in text
    assert "好.txt" in text and "请广大市民知悉。" in text


def test_an_attachment_larger_than_the_limit_is_refused(office: journey.Office, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    upload = SimpleUploadedFile("大.txt", b"x" * 1001)
    answer = signed_in(office.officer).post(NEW, typed(office, files=[upload]))
    assert answer.status_code == 422 and "超过上限" in answer.content.decode()


def test_a_made_up_attachment_token_attaches_nothing(office: journey.Office) -> None:
    signed_in(office.officer).post(NEW, typed(office, attachment=["eyJhIjoxfQ:xyz"], attachment_order=["1"]))
    assert not Revision.objects.get().attachments.exists()


def test_preview_prints_the_public_page_and_saves_nothing(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(NEW, typed(office, action="preview", title="预览的标题"))
    assert answer.status_code == 200
    assert "portal/item.html" in {template.name for template in answer.templates}
    assert not Item.objects.exists()


def test_preview_of_a_revision_is_for_my_agency(office: journey.Office) -> None:
    item = office.drafted(title="待预览")
    address = reverse("disclosures:preview", args=[item.pk, 1])
    assert signed_in(office.reviewer).get(address).status_code == 200
    assert signed_in(office.reviewer).get(reverse("disclosures:preview", args=[item.pk, 9])).status_code == 404
    stranger: Client = signed_in(person_with(Role.OFFICER, AgencyFactory()))
    assert stranger.get(address).status_code == 404
