"""Serials are given out once, without gap, whoever asks and how many at a time."""

import datetime
from concurrent import futures

import pytest
from django.db import connection, transaction
from tests.factories.catalog import IndexTemplateFactory
from tests.factories.orgs import AgencyFactory

from gongkai.catalog import actions
from gongkai.catalog.models import IndexCounter
from gongkai.rules import index_numbers


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
    def ask(worker: int) -> list[tuple[str, int]]:
        given = []
        try:
            for turn in range(20):
                prefix = "A/2026-" if (worker + turn) % 2 else "B/2026-"
                given += [(prefix, serial) for serial in actions.allocate(prefix=prefix, count=1 + turn % 3)]
        finally:
            connection.close()
        return given

    with futures.ThreadPoolExecutor(8) as pool:
        given = [each for answer in pool.map(ask, range(8)) for each in answer]

    for prefix in ("A/2026-", "B/2026-"):
        serials = [serial for of, serial in given if of == prefix]
        assert sorted(serials) == list(range(1, len(serials) + 1))
        assert IndexCounter.objects.get(prefix=prefix).last == len(serials)


CREDIT_CODE = "11100000000014349H"
DAY = datetime.date(2026, 3, 2)


@pytest.mark.django_db
def test_next_index_numbers_follow_the_national_pattern_when_nobody_said_otherwise():
    agency = AgencyFactory(credit_code=CREDIT_CODE)
    assert actions.next_index_numbers(agency=agency, on=DAY) == ["000014349/2026-00001"]
    assert actions.next_index_numbers(agency=agency, on=DAY, count=2) == [
        "000014349/2026-00002",
        "000014349/2026-00003",
    ]
    assert actions.next_index_numbers(agency=agency, on=DAY.replace(year=2027)) == ["000014349/2027-00001"]


@pytest.mark.django_db
def test_next_index_numbers_take_the_agencys_own_template_before_the_common_one():
    agency, other = AgencyFactory(code="fgw", division_code="110101"), AgencyFactory(code="jyj")
    IndexTemplateFactory(agency=None, template="{dept}-{yyyy}-{serial:04d}")
    IndexTemplateFactory(agency=agency, template="{division}-{yyyymm}-{serial:03d}")
    IndexTemplateFactory(agency=agency, template="{dept}/{serial}", since=datetime.date(2026, 4, 1))

    assert actions.next_index_numbers(agency=agency, on=DAY) == ["110101-202603-001"]
    assert actions.next_index_numbers(agency=agency, on=datetime.date(2026, 4, 1)) == ["fgw/1"]
    assert actions.next_index_numbers(agency=other, on=DAY) == ["jyj-2026-0001"]


@pytest.mark.django_db
def test_next_index_numbers_refuse_an_agency_without_the_code_needed_and_take_nothing():
    with pytest.raises(index_numbers.MissingValue):
        actions.next_index_numbers(agency=AgencyFactory(), on=DAY)
    assert not IndexCounter.objects.exists()
