"""The policy library: which lists name a document, and what its front counts."""

import datetime

import pytest
from django.utils import timezone

from gongkai.events.models import Event
from gongkai.portal.pages import lists, policies
from gongkai.portal.tasks import documents as policy_pages
from tests.factories import clock, documents

pytestmark = pytest.mark.django_db


def test_a_numbered_document_stands_in_every_list_of_the_library(city, hear, public_root):
    item = city.publish(title="供热办法", doc_no="云建〔2026〕3号", validity="in-force")
    hear(item)

    library = (public_root / "policies/index.html").read_text(encoding="utf-8")
    level = city.bureau.level
    for folder in ("all", "validity/in-force", f"levels/{level}", "agencies/housing", f"years/{clock.TODAY.year}"):
        page = (public_root / f"policies/{folder}/index.html").read_text(encoding="utf-8")
        assert "供热" in page, folder
        assert f'href="/policies/{folder}/"' in library, folder


def test_what_has_neither_number_nor_validity_is_no_policy(city, hear, public_root):
    hear(city.publish(title="停水公告", doc_no="", validity=""))

    assert not (public_root / "policies/all/index.html").exists()
    assert "停水" not in (public_root / "policies/index.html").read_text(encoding="utf-8")


def test_a_repealed_document_changes_its_shelf(city, hear, public_root):
    item = city.publish(title="供热办法", doc_no="云建〔2026〕3号", validity="in-force")
    hear(item)
    type(item).objects.filter(pk=item.pk).update(validity="repealed")
    hear(item, kind="item.validity")

    assert "供热" in (public_root / "policies/validity/repealed/index.html").read_text(encoding="utf-8")
    assert "供热" not in (public_root / "policies/validity/in-force/index.html").read_text(encoding="utf-8")


def test_the_front_of_the_library_costs_the_same_for_many(city, hear, django_assert_num_queries):
    words, topics = lists.words()
    hear(*(city.publish(doc_no=f"云建〔2026〕{number}号") for number in range(3)))
    with django_assert_num_queries(5):
        policies.library_page(on=clock.TODAY, words=words, topics=topics)


def test_an_unknown_shelf_has_no_page():
    for key in ("policy:agency:99", "policy:level:moon", "policy:topic:none", "policy:validity:odd"):
        assert policies.shelfmark(key, agencies={}, topics={}) is None


def test_the_front_page_names_drafts_as_long_as_they_are_open_for_comment(city, hear, public_root):
    today = timezone.localdate()
    for title, until in (("供热办法（征求意见稿）", 9), ("停车办法（征求意见稿）", -1)):
        item = city.publish(title=title)
        day = today + datetime.timedelta(days=until)
        start = day - datetime.timedelta(days=30)
        step = documents.PolicyStepFactory(kind="consultation", item=item, on=start, until=day)
        hear(item)

    page = (public_root / "index.html").read_text(encoding="utf-8")
    asked = page.partition("向您征求意见")[2].partition("</section>")[0]
    assert "供热办法" in asked and "停车办法" not in asked

    documents.PolicyStepFactory(kind="consultation", item=item, on=today, until=today)
    policy_pages.hear([Event(kind="policy.step-added", about=f"policy:{step.file_id}")])
    assert "停车办法" in (public_root / "index.html").read_text(encoding="utf-8").partition("向您征求意见")[2]
