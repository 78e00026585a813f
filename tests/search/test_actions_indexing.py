"""Tests of single items taken in and out, by one writer at a time."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy

from gongkai.disclosures.actions import publishing
from gongkai.search.actions import indexing, locking, rebuilding
from gongkai.search.queries import generations, results
from tests.factories import clock
from tests.search import town as towns

pytestmark = pytest.mark.django_db

Search = Callable[..., results.SearchResult]

HOLDER = """
import sys, time, pathlib, fcntl
import tantivy
root = pathlib.Path(sys.argv[1])
lock = (root / "writer.lock").open("ab")
fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
index = tantivy.Index.open(str(root / sys.argv[2]))
writer = index.writer(15_000_000, 1)
document = tantivy.Document()
document.add_unsigned("id", 999_999)
document.add_text("body", "幽灵")
writer.add_document(document)
print("holding", flush=True)
time.sleep(60)
"""


def test_a_new_item_is_found_after_its_update(town: towns.Town, find: Search) -> None:
    item = town.publish("新", "榆钱胡同停水通知")
    assert find("榆钱胡同").total == 0
    assert indexing.update(item_ids=[item.pk]) == 1
    assert find("榆钱胡同").total == 1


def test_an_update_can_be_repeated(town: towns.Town, find: Search) -> None:
    for _time in range(3):
        indexing.update(item_ids=[town.items["石"].pk])
    assert find("青石路").total == 1


def test_a_withdrawn_item_leaves_the_index(town: towns.Town, find: Search) -> None:
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    assert find().total == len(town.items)
    assert indexing.update(item_ids=[town.items["石二"].pk]) == 0
    assert find().total == len(town.items) - 1


def test_items_that_never_were_do_no_harm(town: towns.Town, find: Search) -> None:
    assert indexing.update(item_ids=[10**12, 10**12]) == 0
    assert indexing.update(item_ids=[]) == 0
    assert find().total == len(town.items)


def test_an_agency_renamed_is_found_by_its_new_name(town: towns.Town, find: Search) -> None:
    street = town.agencies["青石街道"]
    street.name = street.short_name = "榆钱街道"
    street.save()
    assert indexing.update_within(agency_ids=[street.pk], column_ids=[]) == 1
    assert [hit.item_id for hit in find("榆钱街道").hits] == [town.items["石"].pk]


def test_two_writers_take_turns(town: towns.Town, find: Search) -> None:
    ids = [item.pk for item in town.items.values()]
    name = generations.current()
    entered = threading.Event()
    order: list[str] = []

    def second() -> None:
        entered.wait(10)
        with locking.held(locking.WRITER, patience=10):
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with locking.held(locking.WRITER, patience=10):
        entered.set()
        indexing.put(name, ids)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    assert find().total == len(ids)


def test_a_batch_that_fails_leaves_nothing_and_does_not_block_the_next(town: towns.Town, find: Search) -> None:
    name = generations.current()
    with pytest.raises(RuntimeError) as failed, indexing.writer(name) as (_schema, target):
        target.delete_documents_by_query(tantivy.Query.all_query())
        raise RuntimeError
    indexing.put(name, [town.items["石"].pk])
    assert failed.value
    assert find().total == len(town.items)


def test_a_writer_that_finds_the_lock_held_gives_up_in_the_end(town: towns.Town) -> None:
    with (
        locking.held(locking.WRITER, patience=0),
        pytest.raises(locking.Busy),
        locking.held(locking.WRITER, patience=0.05),
    ):
        pass


def test_a_killed_writer_leaves_neither_lock_nor_half_a_batch(town: towns.Town, find: Search) -> None:
    root, name = generations.root(), generations.current()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root), name], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    with pytest.raises(locking.Busy), locking.held(locking.WRITER, patience=0):
        pass
    assert find("石").total == 2, "reading goes on while another writes"
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    item = town.publish("新", "榆钱胡同停水通知")
    indexing.update(item_ids=[item.pk])
    assert find("榆钱胡同").total == 1
    assert find("幽灵").total == 0


def test_a_deleted_folder_is_said_and_a_rebuild_brings_it_back(town: towns.Town, find: Search) -> None:
    find("石")
    for path in sorted(generations.root().rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    generations.root().rmdir()
    with pytest.raises(generations.IndexMissing):
        find("石")
    with pytest.raises(generations.IndexMissing):
        indexing.update(item_ids=[town.items["石"].pk])
    rebuilding.rebuild(at=clock.NOW)
    assert find("石").total == 2


def test_files_missing_from_the_index_are_said(town: towns.Town, find: Search) -> None:
    find("石")
    folder = generations.root() / generations.current()
    (folder / "meta.json").write_text("{")
    with pytest.raises(generations.IndexMissing) as missing:
        find("石")
    assert missing.value.reason == generations.DAMAGED
