"""Figures: a year rebuilt case by case equals the report's table, and every figure opens onto exactly its records."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Sum
from pytest_django import DjangoAssertNumQueries

from bench import years
from gongkai.foi.models.handling import Fee
from gongkai.foi.queries import behind, rollup, statistics
from gongkai.orgs.models import Agency
from tests.foi import journey

pytestmark = pytest.mark.django_db

# Three columns of a table of 2021, made up, with every outcome in it at least once; the sums are worked out by hand.
SMALL_TABLE = {
    "new": [31, 3, 1],
    "carried_in": [2, 0, 0],
    "granted": [4, 1, 1],
    "partial": [2, 0, 0],
    "refused_state_secret": [1, 0, 0],
    "refused_other_law": [1, 0, 0],
    "refused_security": [1, 0, 0],
    "refused_third_party": [2, 0, 0],
    "refused_internal": [1, 0, 0],
    "refused_process": [1, 0, 0],
    "refused_enforcement": [1, 0, 0],
    "refused_query": [1, 0, 0],
    "unable_not_held": [3, 1, 0],
    "unable_to_make": [1, 0, 0],
    "unable_unclear": [1, 0, 0],
    "noact_petition": [2, 0, 0],
    "noact_repeat": [1, 0, 0],
    "noact_publication": [1, 0, 0],
    "noact_abuse": [1, 0, 0],
    "noact_reconfirm": [1, 0, 0],
    "other_no_correction": [2, 1, 0],
    "other_no_payment": [1, 0, 0],
    "other_misc": [1, 0, 0],
    "result_total": [30, 3, 1],
    "carried_out": [3, 0, 0],
}
REMEDIES = {("review", "upheld"): 3, ("review", "pending"): 1, ("suit_direct", "other"): 2}
REMEDIES |= {("suit_after_review", "corrected"): 1}


def small_year() -> years.Year:
    """A year of the form of 2021 with every outcome and every kind of remedy."""
    table = {row: [*counts, 0, 0, 0] for row, counts in SMALL_TABLE.items()}
    expected = {
        f"table3.{row}.{column}": count
        for row, counts in table.items()
        for column, count in zip((*years.COLUMNS, "total"), (*counts, sum(counts)), strict=True)
    }
    expected |= {f"table4.{case}_{result}": count for (case, result), count in REMEDIES.items()}
    expected |= {"table4.review_total": 4, "table4.suit_direct_total": 2, "table4.suit_after_review_total": 1}
    return years.Year("small", 2024, "form-2021", expected, tuple(years._cases(table)), REMEDIES)


BUILT = (*years.SMALL, small_year())


@pytest.fixture(scope="module")
def walked(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, years.Walk]]:
    """Every year that is rebuilt here, built once and taken back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        walks = {year.name: years.Walk(year) for year in BUILT}
        for walk in walks.values():
            walk.rebuild()
        yield walks
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [year.name for year in BUILT])
def test_the_statistics_equal_the_report_cell_by_cell(name: str, walked: dict[str, years.Walk]) -> None:
    assert years.differences(walked[name]) == {}


def test_the_balance_printed_on_the_form_holds(walked: dict[str, years.Walk]) -> None:
    agencies = Agency.objects.filter(pk=walked["small"].agency.pk)
    for year in (2023, 2024, 2025):
        cells = statistics.table(agencies, year, "form-2021")
        for column in (*years.COLUMNS, "total"):
            left = cells[f"table3.new.{column}"] + cells[f"table3.carried_in.{column}"]
            right = cells[f"table3.result_total.{column}"] + cells[f"table3.carried_out.{column}"]
            assert left == right, (year, column)
    before = statistics.table(agencies, 2023, "form-2021")
    after = statistics.table(agencies, 2024, "form-2021")
    assert before["table3.carried_out.total"] == after["table3.carried_in.total"] == 2


@pytest.mark.parametrize(
    ("name", "edition"),
    [("small", "form-2021"), ("small", "form-2019"), ("suizhou", "form-2014"), ("small", "form-2014")],
)
def test_every_figure_opens_onto_exactly_its_records(name: str, edition: str, walked: dict[str, years.Walk]) -> None:
    agencies = Agency.objects.filter(pk=walked[name].agency.pk)
    year = walked[name].year.year
    for cell, value in statistics.table(agencies, year, edition).items():
        records = behind.behind(agencies, year, cell, edition)
        if records.model is Fee:
            assert (records.aggregate(n=Sum("paid_yuan"))["n"] or 0) == value * 10_000
        else:
            assert records.count() == value, cell


def test_a_cell_that_counts_no_records_here_is_refused(walked: dict[str, years.Walk]) -> None:
    with pytest.raises(LookupError):
        behind.behind(Agency.objects.all(), 2024, "table2.rules.made", "form-2021")


def test_a_tree_is_counted_in_a_fixed_number_of_queries(
    walked: dict[str, years.Walk], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        found = statistics.tables(Agency.objects.all(), 2017, "form-2021")
    assert len(found) >= 3
    with django_assert_num_queries(4):
        branches = rollup.rollup(Agency.objects.filter(path__gt=""), 2017, on=journey.DAY)
    own = {each.agency.name: each.own.received for each in branches}
    assert own["suizhou"] == 131


def test_a_request_decided_anew_counts_once(walked: dict[str, years.Walk]) -> None:
    import datetime

    from gongkai.foi.actions import deciding

    office = journey.office()
    row = office.answered("REFUSE_LAW", datetime.date(2026, 3, 10))
    agencies = Agency.objects.filter(pk=office.agency.pk)
    on = datetime.date(2026, 5, 6)
    deciding.reopen(info_request=row, on=on, reason="复议纠正", by=office.desk, at=journey.moment(on))
    assert statistics.table(agencies, 2026)["table3.refused_other_law.natural"] == 1
    office.decided(row, "DISCLOSED", datetime.date(2026, 5, 20))
    cells = statistics.table(agencies, 2026)
    assert cells["table3.granted.natural"] == cells["table3.result_total.total"] == 1
    assert cells["table3.refused_other_law.natural"] == 0


def test_a_renewed_decision_in_a_later_year_leaves_the_earlier_figures(walked: dict[str, years.Walk]) -> None:
    import datetime

    from gongkai.foi.actions import deciding

    office = journey.office()
    row = office.answered("REFUSE_LAW", datetime.date(2024, 12, 10), received=datetime.date(2024, 12, 2))
    on = datetime.date(2025, 3, 3)
    deciding.reopen(info_request=row, on=on, reason="复议纠正", by=office.desk, at=journey.moment(on))
    office.decided(row, "DISCLOSED", datetime.date(2025, 3, 20))
    agencies = Agency.objects.filter(pk=office.agency.pk)
    assert statistics.table(agencies, 2024)["table3.refused_other_law.natural"] == 1
    assert statistics.table(agencies, 2025)["table3.result_total.total"] == 0


def test_times_leave_the_paused_days_out() -> None:
    import datetime

    from gongkai.foi.actions import consulting

    office = journey.office()
    row = office.received(datetime.date(2026, 3, 2))
    asked = consulting.ask_third_party(
        info_request=row, party_name="甲公司", matter="报价", on=datetime.date(2026, 3, 4), by=office.officer,
        at=journey.moment(datetime.date(2026, 3, 4)),
    )  # fmt: skip
    consulting.record_opinion(
        consultation=asked, opinion="agrees", on=datetime.date(2026, 3, 11), by=office.officer,
        at=journey.moment(datetime.date(2026, 3, 11)),
    )  # fmt: skip
    office.decided(row, "DISCLOSED", datetime.date(2026, 3, 16))
    times = statistics.times(Agency.objects.filter(pk=office.agency.pk), 2026)
    assert (times.answered, times.average, times.longest, times.late) == (1, 5, 5, 0)


def test_the_plan_of_a_report_is_the_same_each_time() -> None:
    first = years.by_channel("x", 2017, {"web": 5}, {years.GRANTED: 5})
    again = years.by_channel("x", 2017, {"web": 5}, {years.GRANTED: 5})
    assert first == again
