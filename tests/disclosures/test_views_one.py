"""One item: its page, the acts on it, differences, files; foreign ones are not there."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.disclosures.actions import drafting, files
from gongkai.disclosures.models import Item
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_views_items import signed_in
from tests.factories.accounts import person_with
from tests.factories.disclosures import draft_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def page(item: Item, name: str = "item", *rest: Any) -> str:
    return reverse(f"disclosures:{name}", args=[item.pk, *rest])


def do(person: Any, item: Item, name: str) -> str:
    text = signed_in(person).post(page(item, "act", name), follow=True).content.decode()
    item.refresh_from_db()
    return text


def test_page_shows_text_record_chain_and_trail(office: journey.Office) -> None:
    item = office.in_review(title="公告", doc_no="云政发〔2026〕8号")
    text = signed_in(office.officer).get(page(item)).content.decode()
    for part in ("公告", "云政发〔2026〕8号", "Business review", "Submitted", "revision 1"):
        assert part in text


def test_page_of_a_foreign_item_is_not_there(office: journey.Office) -> None:
    item = draft_item(agency=AgencyFactory())
    assert signed_in(office.officer).get(page(item)).status_code == 404
    for name in ("act", "withdraw", "standing", "schedule", "compare", "edit", "review"):
        args = ("submit",) if name == "act" else ()
        for person in (office.officer, office.issuer, office.reviewer):
            answer = signed_in(person).post(page(item, name, *args))
            assert answer.status_code in {403, 404}, name


def test_page_runs_the_same_queries_for_any_number_of_revisions(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    item = office.drafted()
    for base in range(1, 8):
        drafting.revise(item=item, by=office.officer, content=office.content(title=f"第{base}稿"), at=NOW, base=base)
    client = signed_in(office.officer)
    client.get(page(item))
    with django_assert_max_num_queries(12):
        client.get(page(item))


def test_steps_lead_from_draft_to_public(office: journey.Office) -> None:
    item = office.drafted()
    do(office.officer, item, "submit")
    assert item.state == Item.State.IN_REVIEW
    do(office.officer, item, "recall")
    assert item.state == Item.State.DRAFT
    do(office.officer, item, "submit")
    office.clear(item)
    do(office.issuer, item, "publish")
    assert item.state == Item.State.PUBLISHED


def test_publishing_twice_is_told_in_a_sentence(office: journey.Office) -> None:
    item = office.published()
    assert "reload the page" in do(office.issuer, item, "publish")


def test_an_officer_cannot_publish(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    assert signed_in(office.officer).post(page(item, "act", "publish")).status_code == 404
    item.refresh_from_db()
    assert item.state == Item.State.CLEARED


def test_an_unknown_act_is_not_there(office: journey.Office) -> None:
    assert signed_in(office.officer).post(page(office.drafted(), "act", "explode")).status_code == 404


def test_a_step_that_cannot_be_done_says_why(office: journey.Office) -> None:
    text = signed_in(office.officer).get(page(office.drafted(column=None))).content.decode()
    assert "Choose a column first." in text
    assert page(office.drafted(column=None), "act", "submit") not in text


def test_personal_data_stops_a_submission_from_the_page(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000</p>")
    assert "personal data" in do(office.officer, item, "submit")
    assert item.state == Item.State.DRAFT


def test_discard_offers_the_way_back(office: journey.Office) -> None:
    item = office.drafted()
    text = do(office.officer, item, "discard")
    assert item.state == Item.State.DISCARDED
    assert page(item, "act", "restore") in text
    do(office.officer, item, "restore")
    assert item.state == Item.State.DRAFT


def test_withdraw_asks_for_a_reason_and_keeps_what_was_typed(office: journey.Office) -> None:
    item = office.published()
    client = signed_in(office.issuer)
    empty = client.post(page(item, "withdraw"), {"reason": " ", "public_note": "因内容有误撤下"})
    assert empty.status_code == 422 and "因内容有误撤下" in empty.content.decode()
    client.post(page(item, "withdraw"), {"reason": "含个人信息", "public_note": "因内容有误撤下"})
    item.refresh_from_db()
    ending = item.endings.get()
    assert item.state == Item.State.WITHDRAWN
    assert (ending.reason, ending.title_shown) == ("含个人信息", False)


def test_withdraw_is_refused_to_officers(office: journey.Office) -> None:
    assert signed_in(office.officer).get(page(office.published(), "withdraw")).status_code == 403


def test_repeal_names_its_successor(office: journey.Office) -> None:
    old, new = office.published(doc_no="云政发〔2026〕8号"), office.published(doc_no="云政发〔2026〕9号")
    client = signed_in(office.issuer)
    wrong = {"kind": "repeal", "on": "2026-03-02", "reason": "被代替", "successor": "没有这个号"}
    assert "No published item bears this number." in client.post(page(old, "standing"), wrong).content.decode()
    assert client.post(page(old, "standing"), wrong | {"successor": "云政发〔2026〕9号"}).status_code == 302
    old.refresh_from_db()
    assert old.validity == Item.Validity.REPEALED
    assert old.endings.get().successor == new


def test_schedule_wants_a_moment_ahead(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    client = signed_in(office.issuer)
    past = client.post(page(item, "schedule"), {"publish_at": "2020-01-01T09:00"})
    assert past.status_code == 422 and "has passed" in past.content.decode()
    ahead = (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=400)).strftime("%Y-%m-%dT09:00")
    text = client.post(page(item, "schedule"), {"publish_at": ahead}, follow=True).content.decode()
    item.refresh_from_db()
    assert item.state == Item.State.SCHEDULED
    assert page(item, "act", "unschedule") in text


def test_compare_shows_words_and_fields_between_any_two_revisions(office: journey.Office) -> None:
    item = office.drafted(body="<p>由双方协商约定。</p>", keywords="物业")
    contents = (("<p>由双方在合同中约定。</p>", "物业"), ("<p>由双方在合同中约定。</p>", "物业 收费"))
    for base, (body, keywords) in enumerate(contents, start=1):
        content = office.content(body=body, keywords=keywords)
        drafting.revise(item=item, by=office.officer, content=content, at=NOW, base=base)
    client = signed_in(office.reviewer)
    first = client.get(page(item, "compare"), {"from": "1", "to": "2"}).content.decode()
    assert "<del>协商</del>" in first and "<ins>在合同中</ins>" in first
    latest = client.get(page(item, "compare")).content.decode()
    assert "<del>" not in latest and "Keywords" in latest
    assert client.get(page(item, "compare"), {"from": "x", "to": "99"}).status_code == 200


def test_attachments_are_served_as_files_to_my_agency_alone(office: journey.Office) -> None:
    stored = files.store_file(data="清单".encode(), name="清单.txt", at=NOW)
    item = office.drafted(attachments=(drafting.AttachmentContent(stored, "清单.txt"),))
    assert item.revision is not None
    address = page(item, "file", item.revision.attachments.get().pk)
    answer = signed_in(office.reviewer).get(address)
    assert b"".join(answer.streaming_content).decode() == "清单"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = signed_in(person_with(Role.OFFICER, AgencyFactory()))
    assert stranger.get(address).status_code == 404
    other = office.drafted()
    assert signed_in(office.reviewer).get(page(other, "file", item.revision.attachments.get().pk)).status_code == 404


def test_a_lost_file_is_told_in_a_sentence(office: journey.Office) -> None:
    stored = files.store_file(data="清单".encode(), name="清单.txt", at=NOW)
    item = office.drafted(attachments=(drafting.AttachmentContent(stored, "清单.txt"),))
    files.path_of(stored).unlink()
    assert item.revision is not None
    answer = signed_in(office.officer).get(page(item, "file", item.revision.attachments.get().pk), follow=True)
    assert "restore it from the backup" in answer.content.decode()
