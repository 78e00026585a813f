"""Tests of building the index anew beside the one in use."""

from collections.abc import Callable

import pytest

from gongkai.disclosures.actions import publishing
from gongkai.events import actions as events
from gongkai.events.models import Chain, Subscription
from gongkai.search.actions import indexing, locking, rebuilding
from gongkai.search.queries import generations, results, verification
from tests.factories import clock
from tests.search import town as towns

pytestmark = pytest.mark.django_db

Search = Callable[..., results.SearchResult]


def test_search_goes_on_while_a_new_index_is_written(town: towns.Town, find: Search) -> None:
    seen: list[tuple[str, int]] = []

    def look(done: int, total: int) -> None:
        seen.append((generations.current(), find("石").total))

    before = generations.current()
    rebuilt = rebuilding.rebuild(at=clock.NOW, progress=look)
    assert set(seen) == {(before, 2)}
    assert generations.current() == rebuilt.generation != before
    assert find("石").total == 2


def test_progress_counts_up_to_all(town: towns.Town) -> None:
    told: list[tuple[int, int]] = []
    rebuilding.rebuild(at=clock.NOW, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, len(town.items))
    assert told[-1] == (len(town.items), len(town.items))


def test_what_happens_meanwhile_is_in_the_new_index(town: towns.Town, find: Search) -> None:
    done: list[bool] = []

    def act(progressed: int, total: int) -> None:
        if progressed and not done:
            done.append(True)
            publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
            item = town.publish("新", "榆钱胡同停水通知")
            events.record("item.published", by="person:1", about=item.reference, at=clock.NOW, data={"title": "t"})

    rebuilt = rebuilding.rebuild(at=clock.NOW, progress=act)
    assert rebuilt.caught_up == 2
    assert find("榆钱胡同").total == 1
    assert find().total == len(town.items) - 1
    assert not verification.differences()


def test_the_listener_does_not_hear_again_what_the_rebuild_has_seen(town: towns.Town) -> None:
    listener = Subscription.objects.create(name=rebuilding.LISTENER)
    item = town.items["石"]
    events.record("item.published", by="person:1", about=item.reference, at=clock.NOW, data={"title": "t"})
    rebuilding.rebuild(at=clock.NOW)
    listener.refresh_from_db()
    assert listener.position == Chain.objects.get(pk=1).seq


def test_two_rebuilds_do_not_run_at_once(town: towns.Town) -> None:
    with locking.held(locking.REBUILD, patience=0), pytest.raises(locking.Busy):
        rebuilding.rebuild(at=clock.NOW)


def test_an_update_after_the_change_goes_to_the_new_index(town: towns.Town, find: Search) -> None:
    item = town.publish("新", "榆钱胡同停水通知")
    rebuilt = rebuilding.rebuild(at=clock.NOW)
    indexing.update(item_ids=[item.pk])
    assert generations.current() == rebuilt.generation
    assert find("榆钱胡同").total == 1


def test_what_is_in_use_no_more_is_swept_away_later(town: towns.Town) -> None:
    rebuilding.rebuild(at=clock.NOW)
    assert len(generations.generations()) == 2
    assert rebuilding.sweep() == 1
    assert generations.generations() == [generations.current()]


def test_an_unfinished_rebuild_leaves_the_old_index_in_use(town: towns.Town, find: Search) -> None:
    class Killed(RuntimeError):
        pass

    def die(done: int, total: int) -> None:
        if done:
            raise Killed

    before = generations.current()
    with pytest.raises(Killed):
        rebuilding.rebuild(at=clock.NOW, progress=die)
    assert generations.current() == before
    assert find("石").total == 2
    rebuilding.rebuild(at=clock.NOW)
    assert find("石").total == 2


def test_verification_names_what_differs(town: towns.Town) -> None:
    assert not verification.differences()
    fresh = town.publish("新", "榆钱胡同停水通知")
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    publishing.change_validity(
        item=town.items["办法"], kind="repeal", on=clock.TODAY, reason="代替", by="person:1", at=clock.NOW
    )
    found = verification.differences()
    assert found.missing == (fresh.pk,)
    assert found.stale == (town.items["办法"].pk,)
    assert found.extra == (town.items["石二"].pk,)
    indexing.update(item_ids=found.item_ids)
    assert not verification.differences()
