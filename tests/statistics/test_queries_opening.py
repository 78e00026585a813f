"""A figure opened: added up by the database or agency by agency, it is the same figure and the same records."""

import datetime

import pytest

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.accounts.queries import Access
from gongkai.events import actions as events
from gongkai.orgs.models import Agency, AgencyChange
from gongkai.statistics.actions import keeping
from gongkai.statistics.queries import counting, indicators, opening, spans
from gongkai.statistics.queries.spans import Scope
from tests.factories import clock
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.activities import on_day
from tests.factories.events import EventFactory
from tests.factories.orgs import AgencyChangeFactory, AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
ALL = list(indicators.declared().values())
DAY = datetime.date(2024, 3, 4)
OPENED = ("disclosed.total", "meetings.count", "requests.received.total", "normative_documents.in_force")


@pytest.fixture
def city() -> Agency:
    """A city, the only tree there is, with two bureaus and a station below one; an office gone into a bureau."""
    city: Agency = AgencyFactory()
    east, west = AgencyFactory(parent=city), AgencyFactory(parent=city)
    station = AgencyFactory(parent=east)
    gone = AgencyFactory(parent=west, dissolved_on=datetime.date(2024, 6, 30))
    change = AgencyChangeFactory(kind=AgencyChange.Kind.MERGE, on=datetime.date(2024, 6, 30))
    change.predecessors.set([gone])
    change.successors.set([east])
    for agency in (east, west, station, gone):
        on_day("meeting", agency, DAY)
        plenty.requests(agency, [{"received_on": DAY}, {"received_on": DAY, "outcome": "PARTIAL", "counted_on": DAY}])
    plenty.documents(west, 2024, regulations=(0, 0, 0), normative=(1, 1, 2))
    return city


def _access(agency: Agency, *, with_subtree: bool = True) -> Access:
    person = person_with(Role.OFFICER, agency)
    person.holdings.update(with_subtree=with_subtree)
    for role in (Role.CASE_OFFICER,):
        RoleHoldingFactory(person=person, agency=agency, role=role, with_subtree=with_subtree)
    return accounts.access_of(person, on=clock.NOW.date())


def _keep() -> None:
    while events.seal():
        pass
    keeping.keep(years=[2024], at=clock.NOW)


def _pks(opened: opening.Opened) -> set[int]:
    return set(counting.records(opened.part, opened.scope, opened.whose).values_list("pk", flat=True))


@pytest.mark.parametrize("is_stale", [False, True])
def test_kept_or_counted_the_figure_and_its_records_are_the_same(city: Agency, is_stale: bool) -> None:
    scope, access = Scope(city, spans.year(2024), True), _access(city)
    branches = ["", *(str(each.pk) for each in city.children.order_by("pk"))]
    if is_stale:
        _keep()
        bureau = city.children.first()
        on_day("meeting", bureau, DAY)
        EventFactory(kind="activity.recorded", agency_id=bureau.pk)
    counted = {
        each: [
            opening.opened(
                indicators.indicator(each),
                Scope(city, spans.Span(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), True),
                access,
                branch=branch,
            )
            for branch in branches
        ]
        for each in OPENED
    }
    if not is_stale:
        _keep()
    for id, before in counted.items():
        now = [opening.opened(indicators.indicator(id), scope, access, branch=branch) for branch in branches]
        for one, other in zip(before, now, strict=True):
            assert (one.total, one.listed, one.hidden) == (other.total, other.listed, other.hidden), id
            assert _pks(one) == _pks(other), id
            assert [each.pk for each in one.below] == [each.pk for each in other.below]


def test_a_whole_tree_is_added_up_in_four_questions(city: Agency, django_assert_max_num_queries: object) -> None:
    scope, access = Scope(city, spans.year(2024), True), _access(city)
    _keep()
    for each in ALL:
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            opened = opening.opened(each, scope, access)
        assert opened.total == counting.count(scope, [each])[each.id]
        assert not opened.hidden


def test_who_sees_one_agency_is_told_how_many_are_hidden(city: Agency) -> None:
    _keep()
    bureau = city.children.order_by("pk").first()
    assert bureau is not None
    access = _access(bureau, with_subtree=False)
    opened = opening.opened(indicators.indicator("meetings.count"), Scope(city, spans.year(2024), True), access)
    assert (opened.total, opened.listed, opened.hidden) == (4, 2, 2)
    assert opened.whose is not None
    assert [each.pk for each in opened.below] == [bureau.pk]


def test_beside_another_tree_nobody_is_taken_for_all(city: Agency) -> None:
    other = AgencyFactory()
    on_day("meeting", other, DAY)
    _keep()
    opened = opening.opened(indicators.indicator("meetings.count"), Scope(city, spans.year(2024), True), _access(city))
    assert opened.total == opened.listed == len(_pks(opened)) == 4


def test_the_first_part_with_anything_is_opened(city: Agency) -> None:
    bureau = city.children.order_by("pk").first()
    assert bureau is not None
    scope, one = Scope(bureau, spans.year(2024)), indicators.indicator("disclosed.total")
    on_day("publication", bureau, DAY, channel="press")
    assert opening.opened(one, scope, _access(bureau)).part == one.parts[1]
    assert opening.opened(one, scope, _access(bureau), part=0).part == one.parts[0]
