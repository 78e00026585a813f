"""Reviewing in the desk: the queue, the page, two reviewers at once, nobody passes their own text."""

import re
from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.disclosures.actions import chains, drafting, reviewing
from gongkai.disclosures.models import Clearance, Item
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_views_items import signed_in, titles
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
QUEUE = "/desk/items/review/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def page(item: Item) -> str:
    return reverse("disclosures:review", args=[item.pk])


def decide(person: Any, item: Item, **changes: Any) -> Any:
    assert item.revision is not None
    data = {"opinion": "pass", "revision": item.revision.pk, "kind": "business", "reason": ""} | changes
    return signed_in(person).post(page(item), data, follow=True)


def queued(text: str) -> list[str]:
    return re.findall(r'<a class="plain" href="/desk/items/\d+/review/"><b>([^<]*)</b>', text)


def test_queue_holds_the_items_whose_open_step_is_mine(office: journey.Office) -> None:
    office.in_review(title="等一审")
    second = office.in_review(title="等保密审查")
    assert second.revision is not None
    reviewing.clear(revision=second.revision, kind="business", by=office.reviewer, at=NOW)
    journey.office().in_review(title="别家的")
    assert queued(signed_in(office.reviewer).get(QUEUE).content.decode()) == ["等一审"]
    assert queued(signed_in(office.secrecy).get(QUEUE).content.decode()) == ["等保密审查"]
    assert queued(signed_in(office.issuer).get(QUEUE).content.decode()) == []


def test_queue_says_when_nothing_waits(office: journey.Office) -> None:
    text = signed_in(office.officer).get(QUEUE).content.decode()
    assert "Nothing waits for your review" in text and titles(text) == []


def test_page_is_not_there_for_foreign_reviewers_and_for_officers(office: journey.Office) -> None:
    item = office.in_review()
    assert signed_in(person_with(Role.REVIEWER, AgencyFactory())).get(page(item)).status_code == 404
    assert signed_in(office.officer).get(page(item)).status_code == 404


def test_passing_goes_on_to_the_next_in_the_queue(office: journey.Office) -> None:
    first, second = office.in_review(title="第一件"), office.in_review(title="第二件")
    answer = decide(office.reviewer, first)
    assert answer.redirect_chain[-1][0] == page(second)
    assert Clearance.objects.get().revision == first.revision
    assert decide(office.reviewer, second).redirect_chain[-1][0] == QUEUE


def test_three_people_clear_an_item_in_the_desk(office: journey.Office) -> None:
    item = office.in_review()
    for person, kind in ((office.reviewer, "business"), (office.secrecy, "secrecy"), (office.issuer, "issue")):
        decide(person, item, kind=kind)
    item.refresh_from_db()
    assert item.state == Item.State.CLEARED


def test_a_return_needs_its_reason_and_keeps_the_page(office: journey.Office) -> None:
    item = office.in_review()
    answer = decide(office.reviewer, item, opinion="return", reason="  ")
    assert answer.status_code == 422
    assert "A return needs its reason" in answer.content.decode()
    decide(office.reviewer, item, opinion="return", reason="请写明幅度")
    item.refresh_from_db()
    assert item.state == Item.State.RETURNED
    assert "请写明幅度" in signed_in(office.officer).get("/desk/").content.decode()


def test_the_second_of_two_reviewers_is_told_who_was_first(office: journey.Office) -> None:
    item = office.in_review()
    second = person_with(Role.REVIEWER, office.agency)
    decide(office.reviewer, item)
    text = decide(second, item, opinion="return", reason="不同意").content.decode()
    assert office.reviewer.name in text and "Nothing of yours was recorded" in text
    assert Clearance.objects.count() == 1


def test_deciding_twice_records_once(office: journey.Office) -> None:
    item = office.in_review()
    decide(office.reviewer, item)
    assert "has just decided" in decide(office.reviewer, item).content.decode()
    assert Clearance.objects.count() == 1


def test_the_author_is_told_and_cannot_pass(office: journey.Office) -> None:
    RoleHoldingFactory(person=office.officer, role=Role.REVIEWER, agency=office.agency)
    item = office.in_review()
    text = signed_in(office.officer).get(page(item)).content.decode()
    assert "somebody else must review it" in text and 'name="opinion"' not in text
    decide(office.officer, item)
    assert not Clearance.objects.exists()


def test_a_step_that_is_not_mine_cannot_be_taken(office: journey.Office) -> None:
    item = office.in_review()
    assert decide(office.reviewer, item, kind="issue").status_code == 404
    assert decide(office.reviewer, item, kind="nonsense").status_code == 404
    assert "An earlier review step" in decide(office.secrecy, item, kind="secrecy").content.decode()


def test_a_decision_on_an_older_revision_is_refused(office: journey.Office) -> None:
    item = office.in_review()
    old = item.revision
    assert old is not None
    reviewing.recall(item=item, by=office.officer, at=NOW)
    drafting.revise(item=item, by=office.officer, content=office.content(title="新稿"), at=NOW, base=1)
    reviewing.submit(item=item, by=office.officer, at=NOW)
    text = decide(office.reviewer, item, revision=old.pk).content.decode()
    assert "reload the page" in text
    assert not Clearance.objects.exists()


def test_a_stop_cannot_be_passed(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000</p>")
    Item.objects.filter(pk=item.pk).update(state=Item.State.IN_REVIEW)  # it was there before the rule
    text = signed_in(office.reviewer).get(page(item)).content.decode()
    assert 'hit--stop">13800138000' in text
    assert decide(office.reviewer, item).status_code == 422
    assert not Clearance.objects.exists()


def test_page_compares_with_what_was_returned_and_shows_the_remark(office: journey.Office) -> None:
    item = office.in_review(body="<p>酌情下调。</p>")
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="写明幅度", at=NOW)
    drafting.revise(
        item=item, by=office.officer, content=office.content(body="<p>按实际等级收取。</p>"), at=NOW, base=1
    )
    item.refresh_from_db()
    reviewing.submit(item=item, by=office.officer, at=NOW)
    client = signed_in(office.reviewer)
    text = client.get(page(item)).content.decode()
    assert "写明幅度" in text and "<del>" in text and "<ins>" in text
    assert "<del>" not in client.get(f"{page(item)}?with=final").content.decode()


def test_a_correction_is_compared_with_the_published_text(office: journey.Office) -> None:
    item = office.published(body="<p>原来的正文。</p>")
    content = office.content(body="<p>更正的正文。</p>")
    drafting.revise(item=item, by=office.officer, content=content, at=NOW, base=1, note="更正")
    reviewing.submit(item=item, by=office.officer, at=NOW)
    text = signed_in(office.reviewer).get(f"{page(item)}?with=public").content.decode()
    assert "<del>原来</del>" in text and "<ins>更正</ins>" in text


def test_queue_runs_the_same_queries_for_any_number_of_rows(
    office: journey.Office, django_assert_num_queries: Any
) -> None:
    client = signed_in(office.reviewer)
    office.in_review()
    client.get(QUEUE)
    with django_assert_num_queries(6):
        client.get(QUEUE)
    for _number in range(8):
        office.in_review()
    with django_assert_num_queries(6):
        client.get(QUEUE)


class TestPassingSeveral:
    """The ticked rows of the queue."""

    def post(self, person: Any, *items: Item) -> str:
        data = {"action": "pass", "row": [item.pk for item in items]}
        return signed_in(person).post(QUEUE + "pass/", data, follow=True).content.decode()

    def test_those_that_can_be_passed_are_and_the_others_keep_their_reason(self, office: journey.Office) -> None:
        steps = [chains.Step("business", 1), chains.Step("secrecy", 1), chains.Step("issue", 1)]
        chains.set_chain(
            agency=office.agency, kind="", name="逐页", steps=steps, are_pages_read=True, by=office.officer, at=NOW
        )
        good = [office.in_review(title=f"第{n}号通告") for n in range(3)]
        attached = drafting.AttachmentContent(journey.stored_text(), "附件.txt")
        unread = office.in_review(title="附件没有看", attachments=(attached,))
        text = self.post(office.reviewer, *good, unread)
        assert "3 items were passed" in text and "Not done for “附件没有看”" in text
        assert set(Clearance.objects.values_list("revision__item", flat=True)) == {item.pk for item in good}

    def test_what_is_not_mine_is_left_alone(self, office: journey.Office) -> None:
        mine, foreign = office.in_review(), journey.office().in_review()
        text = self.post(office.reviewer, mine, foreign)
        assert "1 item was passed" in text and "1 item no longer waits for you" in text
        assert Clearance.objects.get().revision.item == mine

    def test_without_a_tick_it_says_so(self, office: journey.Office) -> None:
        assert "No row was ticked" in self.post(office.reviewer)
