"""Tests of search after something has changed: published, withdrawn, attached, an index gone or damaged."""

import datetime
from collections.abc import Callable

import pytest

from gongkai.disclosures.actions import publishing
from gongkai.search.actions import rebuilding
from gongkai.search.models import FileText
from gongkai.search.queries import generations, results
from tests.factories import clock
from tests.factories.disclosures import AttachmentFactory, StoredFileFactory, draft_item
from tests.search import town as towns

pytestmark = pytest.mark.django_db


Search = Callable[..., results.SearchResult]
Keys = Callable[..., list[str]]


def test_a_period_begins_and_ends_at_midnight_here(town: towns.Town, keys: Keys) -> None:
    last_minute = datetime.datetime(2024, 12, 31, 15, 59, tzinfo=datetime.UTC)
    town.publish("岁末", "岁末值班安排", at=last_minute)
    rebuilding.rebuild(at=clock.NOW)
    assert keys("值班", until=datetime.date(2024, 12, 31)) == ["岁末"]
    assert keys("值班", since=datetime.date(2025, 1, 1)) == []
    assert keys("值班", year=2024) == ["岁末"]


def test_a_withdrawn_item_is_not_found_before_the_index_hears_of_it(town: towns.Town, find: Search) -> None:
    assert find("采石场").total == 1
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    found = find("采石场")
    assert (found.hits, found.total) == ((), 0)


def test_drafts_are_never_found(town: towns.Town, find: Search) -> None:
    draft_item(title="尚未公开的火山监测报告")
    rebuilding.rebuild(at=clock.NOW)
    assert find("火山").total == 0


def test_titles_and_passages_are_marked_in_the_spelling_they_have(town: towns.Town, find: Search) -> None:
    town.publish("繁体", "關於開放資料的公告", "各機關應當開放資料，便於取用。")
    rebuilding.rebuild(at=clock.NOW)
    hit = find("开放数据 公告").hits[0]
    assert ("".join(text for text, _is_hit in hit.title)) == "關於開放資料的公告"
    assert any(is_hit for _text, is_hit in hit.title)
    assert any(is_hit for _text, is_hit in hit.passages[0].pieces)


def test_markup_never_reaches_a_passage(town: towns.Town, find: Search) -> None:
    town.publish("表", "价格监测表", '甲</p><table><tr><td>猪肉</td><td>每斤&lt;20元</td></tr></table><p class="x">乙')
    rebuilding.rebuild(at=clock.NOW)
    assert find("猪肉").hits[0].passages[0].text.split() == ["猪肉", "每斤<20元", "乙"]


def test_words_in_an_attachment_are_found_and_counted_by_rows(town: towns.Town, find: Search) -> None:
    item = draft_item(agency=town.agencies["住建局"])
    stored = StoredFileFactory(kind="xlsx")
    FileText.objects.create(sha256=stored.sha256, text="计划表\n序号 小区\n1 榆钱胡同\n2 榆钱后街", read_at=clock.NOW)
    AttachmentFactory(revision=item.revision, file=stored, name="计划表.xlsx")
    town.items["附件"] = towns.make_public(item)
    rebuilding.rebuild(at=clock.NOW)
    found = find("榆钱")
    (file,) = found.hits[0].files
    assert (file.name, file.row_count) == ("计划表.xlsx", 2)
    assert [town.key_of(hit.item_id) for hit in find("榆钱", where="attachments").hits] == ["附件"]
    assert find("榆钱", where="title").total == 0


def test_without_an_index_it_is_said(db: None, find: Search) -> None:
    with pytest.raises(generations.IndexMissing) as missing:
        find("预算")
    assert missing.value.reason == generations.ABSENT


@pytest.mark.parametrize("content", ["", "../etc", "v1-", "\xff\xfe"])
def test_a_damaged_pointer_is_said(town: towns.Town, find: Search, content: str) -> None:
    (generations.root() / generations.POINTER).write_text(content, encoding="latin-1")
    with pytest.raises(generations.IndexMissing):
        find("预算")


def test_an_index_of_another_version_is_not_read(town: towns.Town, find: Search) -> None:
    (generations.root() / generations.POINTER).write_text("v0-000001")
    with pytest.raises(generations.IndexMissing) as missing:
        find("预算")
    assert missing.value.reason == generations.OTHER_VERSION
