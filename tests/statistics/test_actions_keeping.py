"""Kept sums: whatever was done since, the figure is that of the records; the doctor finds what bypassed the door."""

import datetime
from decimal import Decimal

import pytest

from gongkai.catalog.models import Column
from gongkai.core import checkup
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.statistics import tasks
from gongkai.statistics.actions import keeping
from gongkai.statistics.models import KeptSum, KeptYear
from gongkai.statistics.queries import counting, indicators, integrity, spans
from gongkai.statistics.queries import keeping as kept
from gongkai.statistics.queries.spans import Scope
from tests.factories import clock
from tests.factories.activities import ActivityFactory, NumberFactory, on_day
from tests.factories.events import EventFactory
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
ALL = list(indicators.declared().values())
DAY = datetime.date(2024, 3, 4)


@pytest.fixture
def city() -> Agency:
    """A city with two bureaus, each with a meeting, a training, requests and documents in 2024."""
    city: Agency = AgencyFactory()
    for bureau in (AgencyFactory(parent=city), AgencyFactory(parent=city)):
        on_day("meeting", bureau, DAY)
        training = ActivityFactory(agency=bureau, kind="training", channel="", on=DAY)
        NumberFactory(activity=training, measure="trainees", value=Decimal(30))
        plenty.requests(bureau, [{"received_on": DAY}, {"received_on": DAY, "outcome": "PARTIAL", "counted_on": DAY}])
    plenty.documents(city, 2024, regulations=(0, 0, 0), normative=(1, 1, 2))
    AgencyFactory()
    return city


def _keep(year: int = 2024, *, anew: bool = False) -> int:
    while events.seal():
        pass
    return keeping.keep(years=[year], at=clock.NOW, anew=anew)


def _equal(city: Agency) -> None:
    for scope in (Scope(city, spans.year(2024), True), Scope(city, spans.year(2024))):
        values = counting.count(scope, ALL)
        assert kept.count(scope, ALL) == values
        sums = kept.by_agency([part for each in ALL for part in each.parts], scope, counting.whose(scope))
        assert {each.id: sum(sum(sums[part].values()) for part in each.parts) for each in ALL} == values

    parts = [part for each in ALL for part in each.parts]
    every = kept.by_agency(parts, Scope(city, spans.year(2024), True), None)
    whole = kept.whole(parts, spans.year(2024))
    for part in parts if whole is not None else ():
        having = [number for number in every[part].values() if number]
        assert whole is not None
        assert whole[part].number == sum(having), part
        assert whole[part].agencies >= len(having), part


def test_kept_sums_are_what_the_records_come_to(city: Agency) -> None:
    _equal(city)
    assert _keep() > 0
    _equal(city)
    assert _keep() == 0
    assert not any(number == 0 for number in KeptSum.objects.values_list("number", flat=True))


def test_what_was_done_since_is_counted_anew_sealed_or_not(city: Agency) -> None:
    _keep()
    bureau = city.children.first()
    on_day("meeting", bureau, DAY)
    plenty.requests(bureau, [{"received_on": DAY}])
    EventFactory(kind="activity.recorded", agency_id=bureau.pk)

    _equal(city)
    while events.seal():
        pass
    _equal(city)
    standing = kept.relied_on(spans.year(2024))
    assert standing is not None
    assert standing.agencies == {bureau.pk}
    assert _keep() > 0
    assert kept.relied_on(spans.year(2024)) == kept.Standing(frozenset(), are_documents_stale=False)
    _equal(city)


def test_a_change_of_the_directory_counts_the_documents_of_all_anew(city: Agency) -> None:
    _keep()
    Column.objects.update(legal_item="20-7")
    EventFactory(kind="column.edited", agency_id=None)
    _equal(city)
    assert kept.count(Scope(city, spans.year(2024)), ALL)["normative_documents.in_force"] == 0
    assert kept.whole(indicators.indicator("normative_documents.in_force").parts, spans.year(2024)) is None
    _keep()
    assert list(integrity.differing(2024)) == []
    _equal(city)


@pytest.mark.parametrize("kind", ["person.signed-in", "request.looked", "agency.renamed"])
def test_what_changes_no_figure_leaves_the_sums_alone(city: Agency, kind: str) -> None:
    _keep()
    EventFactory(kind=kind, agency_id=city.pk)
    standing = kept.relied_on(spans.year(2024))
    assert standing is not None
    assert not standing.agencies


def test_sums_counted_by_other_rules_and_parts_of_a_year_are_not_relied_on(city: Agency) -> None:
    _keep()
    assert kept.relied_on(spans.until(DAY)) is None
    assert kept.relied_on(spans.year(2023)) is None
    KeptYear.objects.update(definition="of old")
    assert kept.relied_on(spans.year(2024)) is None
    _equal(city)
    assert _keep() > 0
    assert kept.relied_on(spans.year(2024)) is not None


def test_the_doctor_finds_and_repairs_what_was_changed_past_the_door(city: Agency) -> None:
    _keep()
    assert tasks.examine_sums(False) == []
    on_day("meeting", city, DAY)
    KeptSum.objects.filter(number=30).first().delete()  # type: ignore[union-attr]
    found = tasks.examine_sums(False)
    assert len(found) == 2
    assert all("留存" in each.text and not each.repaired for each in found)
    assert all(each.repaired for each in tasks.examine_sums(True))
    assert tasks.examine_sums(False) == []
    assert "figures" in checkup.CHECKS


def test_the_clock_keeps_every_year_there_can_be(city: Agency) -> None:
    assert tasks.keep(clock.NOW) > 0
    assert set(range(2014, clock.NOW.year + 1)) == set(KeptYear.objects.values_list("year", flat=True))
