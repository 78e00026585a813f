"""Tests of what keeps the index true without anybody asking."""

import logging
import pathlib
import shutil
from collections.abc import Callable

import pytest

from gongkai.core import background, checkup
from gongkai.disclosures.actions import files, publishing
from gongkai.disclosures.models import StoredFile
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.search import tasks
from gongkai.search.actions import file_texts, rebuilding
from gongkai.search.models import FileText
from gongkai.search.queries import generations, results
from tests.factories import clock
from tests.factories.disclosures import AttachmentFactory, draft_item
from tests.search import town as towns

pytestmark = pytest.mark.django_db

Search = Callable[..., results.SearchResult]


def heard(about: str, kind: str = "item.published") -> list[Event]:
    return [Event(kind=kind, by="person:1", about=about, at=clock.NOW)]


def run_tasks() -> int:
    return background.run_due_tasks("tests")


def test_search_listens(db: None) -> None:
    assert events.LISTENERS["search"].kinds == set(tasks.KINDS)


def test_a_published_item_is_found_after_its_event(town: towns.Town, find: Search) -> None:
    item = town.publish("新", "榆钱胡同停水通知")
    tasks.hear(heard(item.reference))
    assert find("榆钱胡同").total == 1
    assert run_tasks() == 0


def test_a_withdrawn_item_is_gone_after_its_event(town: towns.Town, find: Search) -> None:
    item = town.items["石二"]
    publishing.withdraw(item=item, by="person:1", reason="涉及个人信息", at=clock.NOW)
    tasks.hear(heard(item.reference, "item.withdrawn"))
    assert find().total == len(town.items) - 1


def test_an_event_without_an_index_has_one_built_once(town: towns.Town, find: Search) -> None:
    shutil.rmtree(generations.root())
    tasks.hear(heard(town.items["石"].reference))
    tasks.hear(heard(town.items["石二"].reference))
    assert run_tasks() == 1
    assert find("石").total == 2


def test_the_clock_has_a_missing_index_built_and_sweeps(town: towns.Town, find: Search) -> None:
    rebuilding.rebuild(at=clock.NOW)
    tasks.keep_index(clock.NOW)
    assert generations.generations() == [generations.current()]
    shutil.rmtree(generations.root())
    tasks.keep_index(clock.NOW)
    assert run_tasks() == 1
    assert find("石").total == 2


def test_a_moved_agency_takes_its_items_along(town: towns.Town, find: Search) -> None:
    street, finance = town.agencies["青石街道"], town.agencies["财政局"]
    street.parent, street.path = finance, f"{finance.path}{street.pk}/"
    street.save()
    tasks.hear(heard(street.reference, "agency.moved"))
    run_tasks()
    assert town.items["石"].pk in {hit.item_id for hit in find("青石路", agency=finance.pk).hits}
    assert find(agency=town.agencies["望山区"].pk).total == 4


def test_a_moved_column_takes_its_items_along(town: towns.Town, find: Search) -> None:
    budgets, notices = town.columns["预算"], town.columns["通知"]
    budgets.parent, budgets.path = notices, f"{notices.path}{budgets.pk}/"
    budgets.save()
    tasks.hear(heard(budgets.reference, "column.moved"))
    run_tasks()
    assert find(column=notices.pk).total == len(town.items)


def test_a_new_vocabulary_has_the_index_built_anew(town: towns.Town) -> None:
    before = generations.current()
    tasks.hear(heard("vocabulary:1", "vocabulary.published"))
    assert run_tasks() == 1
    assert generations.current() != before


def stored(name: str, data: bytes) -> StoredFile:
    return files.store_file(data=data, name=name, at=clock.NOW)


def test_the_words_of_an_attachment_are_read_by_a_task(town: towns.Town, find: Search) -> None:
    item = draft_item(title="计划公布", agency=town.agencies["财政局"])
    AttachmentFactory(revision=item.revision, file=stored("名单.txt", "榆钱胡同六号院".encode()), name="名单.txt")
    towns.make_public(item)
    tasks.hear(heard(item.reference))
    assert find("计划公布").total == 1
    assert find("榆钱胡同").total == 0
    assert run_tasks() == 1
    assert [file.name for file in find("榆钱胡同").hits[0].files] == ["名单.txt"]


def test_a_file_that_cannot_be_read_does_not_stop_the_item(
    town: towns.Town, find: Search, caplog: pytest.LogCaptureFixture
) -> None:
    item = draft_item(title="计划公布", agency=town.agencies["财政局"])
    lost = stored("丢失.txt", "榆钱胡同".encode())
    (pathlib.Path(files.settings.FILES_ROOT) / lost.path).unlink()
    picture = stored("图.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    AttachmentFactory(revision=item.revision, file=lost, name="丢失.txt")
    AttachmentFactory(revision=item.revision, file=picture, name="图.png")
    towns.make_public(item)
    tasks.hear(heard(item.reference))
    with caplog.at_level(logging.WARNING):
        run_tasks()
    assert find("计划公布").total == 1
    assert FileText.objects.exclude(failure="").count() == 2
    assert {record.message for record in caplog.records} == {"attachment not searchable"}
    assert file_texts.read_unread(item_ids=[item.pk], at=clock.NOW) == 0


def test_the_text_of_a_large_file_is_limited(town: towns.Town) -> None:
    item = draft_item(title="长文", agency=town.agencies["财政局"])
    AttachmentFactory(revision=item.revision, file=stored("长.txt", ("榆钱胡同。" * 60_000).encode()), name="长.txt")
    towns.make_public(item)
    file_texts.read_unread(item_ids=[item.pk], at=clock.NOW)
    assert len(FileText.objects.get().text) == file_texts.LONGEST


def test_the_doctor_finds_and_repairs_a_missing_index(town: towns.Town, find: Search) -> None:
    assert tasks.examine_index(False) == []
    shutil.rmtree(generations.root())
    (finding,) = tasks.examine_index(False)
    assert not finding.repaired
    (finding,) = tasks.examine_index(True)
    assert finding.repaired
    assert tasks.examine_index(False) == []
    assert find("石").total == 2
    assert "index" in checkup.CHECKS


def test_the_doctor_finds_and_repairs_single_items(town: towns.Town, find: Search) -> None:
    town.publish("新", "榆钱胡同停水通知")
    (finding,) = tasks.examine_index(False)
    assert str(town.items["新"].pk) in finding.text
    tasks.examine_index(True)
    assert find("榆钱胡同").total == 1
