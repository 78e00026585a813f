"""The pages of review chains: set, stand in, force, mark, read page by page; and no page is a way around a step."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.disclosures.actions import absences, chains, checks, drafting, importing, intake, reminding, reviewing
from gongkai.disclosures.actions.chains import Step
from gongkai.disclosures.chain_models import Chain, ForcedIssue, OpenStep, Substitution
from gongkai.disclosures.models import Clearance, Item
from gongkai.disclosures.queries import checking
from gongkai.events.models import Event
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_views_items import signed_in
from tests.disclosures.test_views_review import decide, page, queued
from tests.factories import clock
from tests.factories.accounts import person_with

pytestmark = pytest.mark.django_db
QUEUE = "/desk/items/review/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def chain_data(office: journey.Office, **changes: Any) -> dict[str, Any]:
    rows = (("business", "一审", 2), ("second", "二审", 2), ("secrecy", "保密", 3), ("issue", "签发", 2))
    data: dict[str, Any] = {"agency": office.agency.pk, "kind": "", "name": "四步", "is_apart": "on", "head": ""}
    for number, (kind, name, days) in enumerate(rows, start=1):
        data |= {f"kind-{number}": kind, f"name-{number}": name, f"days-{number}": days}
    return data | changes


def forced_chain(office: journey.Office) -> None:
    steps = [Step("business", 1), Step("secrecy", 1), Step("issue", 1)]
    chains.set_chain(
        agency=office.agency, kind="", name="三步", steps=steps, head=office.issuer, by=office.officer, at=NOW
    )


def away_now(office: journey.Office, substitute: Any) -> Substitution:
    now = timezone.now()
    return absences.be_away(
        person=office.reviewer,
        substitute=substitute,
        begins_at=now - DAY,
        ends_at=now + DAY,
        reason="休假",
        by=office.reviewer,
        at=now,
    )


def test_the_office_sets_a_chain_and_a_bad_one_is_told(office: journey.Office) -> None:
    editor = signed_in(person_with(Role.DISCLOSURE_OFFICE, office.agency))
    address = reverse("disclosures:chain-new")
    bad = editor.post(address, chain_data(office, **{"kind-3": ""}))
    assert bad.status_code == 422 and "secrecy review must be" in bad.content.decode()
    assert editor.post(address, chain_data(office)).status_code == 302
    chain = Chain.objects.get()
    assert "二审" in editor.get(reverse("disclosures:chains")).content.decode()
    assert editor.get(reverse("disclosures:chain", args=[chain.pk])).status_code == 200
    assert signed_in(office.officer).post(address, chain_data(office)).status_code == 403
    editor.post(reverse("disclosures:chain-end", args=[chain.pk]))
    assert not Chain.objects.filter(ended_at__isnull=True).exists()


def test_a_substitute_sees_the_queue_and_decides_for_who_is_away(office: journey.Office) -> None:
    substitute = person_with(Role.SECRECY, office.agency)
    item = office.in_review(title="等一审")
    assert queued(signed_in(substitute).get(QUEUE).content.decode()) == []
    assert decide(substitute, item).status_code == 200 and not Clearance.objects.exists()
    away_now(office, substitute)
    assert queued(signed_in(substitute).get(QUEUE).content.decode()) == ["等一审"]
    assert office.reviewer.name in signed_in(substitute).get(page(item)).content.decode()
    decide(substitute, item)
    assert Clearance.objects.get().on_behalf.person == office.reviewer
    # The second step would be theirs by role; by the same person it is not taken.
    assert queued(signed_in(substitute).get(QUEUE).content.decode()) == []
    decide(substitute, item, kind="secrecy")
    assert Clearance.objects.count() == 1


def test_being_away_is_noted_and_ended_by_oneself_alone(office: journey.Office) -> None:
    client = signed_in(office.reviewer)
    today = timezone.localdate()
    data = {"substitute": office.issuer.pk, "begins_on": today, "ends_on": today + DAY, "reason": "休假"}
    assert client.post(reverse("disclosures:absences"), data).status_code == 302
    row = Substitution.objects.get()
    assert signed_in(office.secrecy).post(reverse("disclosures:absence-end", args=[row.pk])).status_code == 404
    assert "休假" in client.get(reverse("disclosures:absences")).content.decode()
    client.post(reverse("disclosures:absence-end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None
    assert client.post(reverse("disclosures:absences"), data | {"reason": ""}).status_code == 422


def test_only_the_head_finds_the_page_to_force_and_everybody_the_list(office: journey.Office) -> None:
    forced_chain(office)
    item = office.in_review(title="紧急公告")
    address = reverse("disclosures:force", args=[item.pk])
    assert signed_in(office.reviewer).post(address, {"reason": "急"}).status_code == 404
    head = signed_in(office.issuer)
    assert head.post(address, {"reason": " "}).status_code == 422
    assert head.post(address, {"reason": "汛情"}).status_code == 302
    assert ForcedIssue.objects.get().by == office.issuer
    assert "汛情" in signed_in(office.officer).get(reverse("disclosures:forced")).content.decode()
    assert "紧急公告" not in signed_in(journey.office().officer).get(reverse("disclosures:forced")).content.decode()
    assert "汛情" in signed_in(office.officer).get(reverse("disclosures:item", args=[item.pk])).content.decode()


def test_no_act_publishes_what_still_waits_for_a_step(office: journey.Office) -> None:
    forced_chain(office)
    item = office.in_review()
    client = signed_in(office.issuer)
    for name in ("publish", "schedule"):
        address = (
            reverse("disclosures:act", args=[item.pk, name])
            if name == "publish"
            else reverse("disclosures:schedule", args=[item.pk])
        )
        client.post(address, {"publish_at": "2099-01-01T09:00"})
    item.refresh_from_db()
    assert item.state == Item.State.IN_REVIEW


def test_an_import_brings_drafts_whatever_its_columns_say(office: journey.Office) -> None:
    sheet = "标题,状态,发布日期\n关于某事的通知,published,2026-01-05\n"
    source = intake.Source("目录.csv", "目录.csv", lambda: sheet.encode())
    batch = importing.start(agency=office.agency, source="目录.csv", by=office.officer, at=NOW)
    importing.take_in(batch=batch, sources=[source], by=office.officer, at=NOW)
    assert set(batch.items.values_list("state", flat=True)) == {Item.State.DRAFT}


def test_marked_words_are_shown_to_the_author_at_their_place(office: journey.Office) -> None:
    item = office.in_review(body="<p>第一段。</p><p>低于等级的，酌情下调。</p>")
    wrong = decide(office.reviewer, item, opinion="return", reason="幅度", marks="没有的话｜改")
    assert wrong.status_code == 422 and "没有的话" in wrong.content.decode()
    decide(office.reviewer, item, opinion="return", reason="幅度", marks="酌情下调 | 写明幅度")
    author = signed_in(office.officer)
    for name in ("item", "edit"):
        text = author.get(reverse(f"disclosures:{name}", args=[item.pk])).content.decode()
        assert 'hit--mark">酌情下调' in text and "写明幅度" in text


def test_a_change_shows_the_reviewer_only_what_changed(office: journey.Office) -> None:
    body = "".join(f"<p>第{n}段不变。</p>" for n in range(5))
    item = office.in_review(body=f"{body}<p>酌情下调。</p>")
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="幅度", at=NOW)
    changed = office.content(body=f"{body}<p>按实际等级收取。</p>")
    drafting.revise(item=item, by=office.officer, content=changed, at=NOW, base=1)
    reviewing.submit(item=item, by=office.officer, at=NOW)
    text = signed_in(office.reviewer).get(page(item)).content.decode()
    assert "5 paragraphs unchanged" in text and "第3段不变" not in text and "<ins>" in text


def test_a_finding_is_masked_and_let_stand_by_one_click(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000，值班电话：010-66123456。</p>")
    assert item.revision is not None
    found = {each.text: each for each in checking.check(item.revision, agency=item.agency, on=clock.TODAY)}
    author, stranger = signed_in(office.officer), signed_in(journey.office().officer)
    mask = reverse("disclosures:mask", args=[item.pk, found["13800138000"].fingerprint])
    dismiss = reverse("disclosures:dismiss", args=[item.pk, found["010-66123456"].fingerprint])
    assert stranger.post(mask).status_code == stranger.post(dismiss, {"reason": "x"}).status_code == 404
    assert signed_in(office.reviewer).post(mask).status_code == 403
    author.post(mask)
    author.post(dismiss, {"reason": "公开的值班电话"})
    text = author.get(reverse("disclosures:item", args=[item.pk])).content.decode()
    assert "138****8000" in text and "公开的值班电话" in text
    assert author.get(reverse("disclosures:preview", args=[item.pk, 1])).status_code == 200
    assert Event.objects.filter(kind="item.original-opened").count() == 1
    assert signed_in(office.reviewer).get(reverse("disclosures:preview", args=[item.pk, 1])).status_code == 404


def test_the_form_masks_what_was_just_typed(office: journey.Office) -> None:
    author = signed_in(office.officer)
    data = {
        "agency": office.agency.pk, "title": "名单", "column": office.column.pk, "body": "手机 13800138000",
        "attribute": "open", "action": "look",
    }  # fmt: skip
    text = author.post(reverse("disclosures:new"), data).content.decode()
    assert 'hit--stop">13800138000' in text and not Item.objects.exists()
    fingerprint = text.split('value="mask:')[1].split('"')[0]
    author.post(reverse("disclosures:new"), data | {"action": f"mask:{fingerprint}"})
    revision = Item.objects.get().revision
    assert revision is not None and "138****8000" in revision.body and revision.number == 2


def test_pages_are_read_and_ticked_off(office: journey.Office, settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path
    item = office.in_review(attachments=(drafting.AttachmentContent(journey.stored_text(), "附件.txt"),))
    assert item.revision is not None
    attachment = item.revision.attachments.get()
    address = reverse("disclosures:pages", args=[item.pk, attachment.pk, 1])
    client = signed_in(office.reviewer)
    assert "便民服务点名单" in client.get(address).content.decode()
    assert client.get(address.replace("/1/", "/7/")).status_code == 404
    client.post(address)
    assert "1 of 1 pages ticked off" in client.get(page(item)).content.decode()
    assert signed_in(journey.office().reviewer).get(address).status_code == 404


def test_the_offices_words_are_kept_on_their_page(office: journey.Office) -> None:
    editor = signed_in(person_with(Role.DISCLOSURE_OFFICE, office.agency))
    data = {"agency": office.agency.pk, "phrase_lines": "持续优化营商环境", "wrong_lines": "单独一行"}
    assert "第 1 行" in editor.post(reverse("disclosures:words"), data).content.decode()
    editor.post(reverse("disclosures:words"), data | {"wrong_lines": "云洲市→云州市"})
    assert "云洲市→云州市" in editor.get(reverse("disclosures:words")).content.decode()


def test_a_step_past_its_term_is_told_once_a_week(office: journey.Office) -> None:
    item = office.in_review()
    late = OpenStep.objects.get(item=item).due_on + DAY
    assert reminding.remind_of_steps(on=late - DAY, at=NOW) == 0
    assert reminding.remind_of_steps(on=late, at=NOW) == 1
    assert reminding.remind_of_steps(on=late + DAY, at=NOW) == 0
    assert reminding.remind_of_steps(on=late + 7 * DAY, at=NOW) == 1
    assert "overdue" in signed_in(office.reviewer).get(QUEUE).content.decode()
    assert "step overdue" in signed_in(office.reviewer).get("/desk/").content.decode()


def test_the_pages_stay_within_twelve_queries(
    office: journey.Office, django_assert_max_num_queries: Any, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    forced_chain(office)
    stored = drafting.AttachmentContent(journey.stored_text(), "附件.txt")
    item = office.in_review(body="<p>值班电话：010-66123456。</p>", attachments=(stored,))
    assert item.revision is not None
    phone = next(each for each in checking.check(item.revision, agency=item.agency, on=clock.TODAY) if each.kind)
    checks.dismiss(item=item, fingerprint=phone.fingerprint, reason="公开", by=office.officer, at=NOW)
    attachment = item.revision.attachments.get()
    paths = [reverse(f"disclosures:{name}") for name in ("chains", "absences", "forced", "queue")]
    paths += [reverse("disclosures:pages", args=[item.pk, attachment.pk, 1]), page(item)]
    client = signed_in(office.reviewer)
    for path in paths:
        with django_assert_max_num_queries(12):
            client.get(path)
    with django_assert_max_num_queries(16):
        client.get(reverse("disclosures:item", args=[item.pk]))
