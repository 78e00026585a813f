"""What the public reads around documents: both ways of a link, texts of each time, policies, clean-ups, any day."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.disclosures.actions import cleanups, interpreting, policies, publishing
from gongkai.disclosures.models import Item
from gongkai.portal.pages import documents as pages
from gongkai.portal.tasks import documents
from tests.disclosures import journey
from tests.disclosures.test_actions_documents import amended, document
from tests.factories.orgs import AgencyFactory
from tests.portal.conftest import event

pytestmark = pytest.mark.django_db
NOW, TODAY = journey.NOW, timezone.localdate(journey.NOW)
DAY = datetime.timedelta(days=1)
ON = "/policies/on/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office(AgencyFactory(code="housing", kind="government"))


def page_of(item: Item) -> str:
    return f"items/{item.pk // 1000}/{item.pk}.html"


def read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_a_document_and_its_interpretation_name_each_other(
    office: journey.Office, hear: Callable[..., None], public_root: Path
) -> None:
    one, item = document(office, 1), office.published(title="图解办法")
    interpreting.link(document=one, item=item, kind="picture", by=office.officer, at=NOW)
    hear(item, kind="item.interprets")
    assert "图片图解" in read(public_root, page_of(one)) and page_of(item) in read(public_root, page_of(one))
    assert page_of(one) in read(public_root, page_of(item))


def test_what_repealed_a_document_stands_on_both_pages(
    office: journey.Office, hear: Callable[..., None], public_root: Path
) -> None:
    one, act = document(office, 1), document(office, 2)
    publishing.change_validity(item=one, kind="repeal", on=TODAY, reason="内部理由", act=act, by=office.issuer, at=NOW)
    hear(one, kind="item.validity")
    words = read(public_root, page_of(one))
    assert page_of(act) in words and "内部理由" not in words
    assert page_of(one) in read(public_root, page_of(act))


def test_an_earlier_text_is_kept_and_goes_with_a_withdrawal(
    office: journey.Office, hear: Callable[..., None], public_root: Path
) -> None:
    one = document(office, 1, body="<p>甲</p>")
    amended(office, one, "<p>乙</p>", at=NOW + DAY)
    hear(one)
    earlier = pages.edition_path(one.pk, 1)
    assert "<p>甲</p>" in read(public_root, earlier) and 'content="noindex"' in read(public_root, earlier)
    assert f"/{earlier}" in read(public_root, page_of(one))
    publishing.withdraw(item=one, by=office.issuer, reason="有误", at=NOW + 2 * DAY)
    hear(one, kind="item.withdrawn")
    assert not (public_root / earlier).exists()


def test_a_reader_chooses_a_day_and_gets_the_text_of_that_day(office: journey.Office) -> None:
    one = document(office, 1, body="<p>甲</p>")
    document(office, 2, title="后来的办法", at=NOW + 5 * DAY, formed_on=TODAY + 5 * DAY)
    amended(office, one, "<p>乙</p>", at=NOW + DAY)
    client = Client()
    early = client.get(f"{ON}?day={TODAY}").content.decode()
    assert f"/{pages.edition_path(one.pk, 1)}" in early and "后来的" not in early
    late = client.get(f"{ON}?day={TODAY + 6 * DAY}").content.decode()
    assert f'href="/{page_of(one)}"' in late and "云政发〔2026〕2号" in late
    assert "云政发〔2026〕2号" not in client.get(f"{ON}?day={TODAY + 6 * DAY}&q=之1").content.decode()
    assert "云政发〔2026〕1号" in client.get(f"{ON}?agency={office.agency.pk}").content.decode()
    before = client.get(f"{ON}?day={TODAY - DAY}")
    assert before.status_code == 200 and "云政发" not in before.content.decode()


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "1800-01-01", "2999-01-01"])
def test_a_day_that_is_none_is_told(day: str) -> None:
    assert Client().get(f"{ON}?day={day}").status_code == 422


def test_a_made_up_cursor_and_agency_lead_back(office: journey.Office) -> None:
    assert Client().get(f"{ON}?cursor=nonsense").status_code == 302
    assert Client().get(f"{ON}?agency=nonsense").status_code == 200


def test_a_day_asks_seven_questions_at_most(office: journey.Office, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 4):
        document(office, number)
    with django_assert_max_num_queries(7):
        Client().get(ON)


def test_a_policy_is_read_from_its_draft_to_its_end(office: journey.Office, public_root: Path) -> None:
    file = policies.open_file(agency=office.agency, title="内部名称", by=office.officer, at=NOW)
    documents.hear([event("policy.opened", file.reference)])
    assert not (public_root / pages.file_path(file.pk)).exists()
    draft = office.published(title="征求意见公告")
    policies.add_step(
        file=file,
        kind="consultation",
        on=TODAY,
        item=draft,
        received=9,
        adopted=2,
        note="内部",
        by=office.officer,
        at=NOW,
    )
    documents.hear([event("policy.step", file.reference)])
    words = read(public_root, pages.file_path(file.pk))
    assert "征求意见公告" in words and "9" in words and "内部" not in words
    assert pages.file_path(file.pk) in read(public_root, "policies/files/index.html")
    assert pages.file_path(file.pk) in read(public_root, page_of(draft))
    publishing.withdraw(item=draft, by=office.issuer, reason="有误", at=NOW)
    documents.hear([event("item.withdrawn", draft.reference)])
    assert not (public_root / pages.file_path(file.pk)).exists()


def test_the_results_of_a_cleanup_are_public_with_its_announcement(office: journey.Office, public_root: Path) -> None:
    one = document(office, 1)
    cleanup = cleanups.begin(
        agency=office.agency, title="内部名称", as_of=TODAY, due_on=TODAY, by=office.officer, at=NOW
    )
    rows = cleanup.entries.all()
    cleanups.judge(cleanup=cleanup, entries=rows, verdict="lapse", reason="内部理由", by=office.officer, at=NOW)
    act = office.published(title="清理结果公告")
    cleanups.close(cleanup=cleanup, announcement=act, by=office.officer, at=NOW)
    documents.hear([event("cleanup.closed", cleanup.reference)])
    words = read(public_root, pages.cleanup_path(cleanup.pk))
    assert page_of(one) in words and "待落实" in words and "内部" not in words
    entries = list(cleanup.entries.select_related("item"))
    cleanups.carry_out(cleanup=cleanup, entries=entries, on=TODAY, act=act, by=office.issuer, at=NOW)
    documents.hear([event("item.validity", one.reference)])
    assert "待落实" not in read(public_root, pages.cleanup_path(cleanup.pk))
    publishing.withdraw(item=act, by=office.issuer, reason="有误", at=NOW)
    documents.hear([event("item.withdrawn", act.reference)])
    assert not (public_root / pages.cleanup_path(cleanup.pk)).exists()
