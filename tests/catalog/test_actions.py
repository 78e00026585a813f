"""Serials are given out once, without gap, whoever asks and how many at a time."""

import threading

import pytest
from django.db import connection, transaction

from gongkai.catalog import actions
from gongkai.catalog.models import IndexCounter


@pytest.mark.django_db
def test_allocate_counts_from_one_and_goes_on():
    assert list(actions.allocate(prefix="A/2026-")) == [1]
    assert list(actions.allocate(prefix="A/2026-", count=3)) == [2, 3, 4]
    assert list(actions.allocate(prefix="B/2026-")) == [1]


@pytest.mark.django_db
def test_allocate_refuses_none():
    with pytest.raises(ValueError):
        actions.allocate(prefix="A/2026-", count=0)


@pytest.mark.django_db
def test_allocate_takes_one_statement(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        # the savepoint of a nested block is not a statement on rows
        actions.allocate.__wrapped__(prefix="A/2026-", count=1000)


@pytest.mark.django_db(transaction=True)
def test_allocate_gives_back_what_a_rolled_back_act_took():
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.allocate(prefix="A/2026-", count=5)
        raise RuntimeError
    assert list(actions.allocate(prefix="A/2026-")) == [1]


@pytest.mark.django_db(transaction=True)
def test_allocate_is_unique_and_gapless_among_threads():
    given: dict[str, list[int]] = {"A/2026-": [], "B/2026-": []}
    faults: list[BaseException] = []

    def ask(worker: int) -> None:
        try:
            for turn in range(20):
                prefix = "A/2026-" if (worker + turn) % 2 else "B/2026-"
                serials = list(actions.allocate(prefix=prefix, count=1 + turn % 3))
                given[prefix].extend(serials)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[worker]) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    for prefix, serials in given.items():
        assert sorted(serials) == list(range(1, len(serials) + 1))
        assert IndexCounter.objects.get(prefix=prefix).last == len(serials)
