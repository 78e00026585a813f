"""Counts: every figure opens onto exactly its records; trees, heirs, and how many queries it takes."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gongkai.activities.models import kinds
from gongkai.foi.queries import statistics as of_requests
from gongkai.orgs import actions as orgs
from gongkai.orgs.models import Agency
from gongkai.rules import forms, outcomes
from gongkai.statistics.queries import counting, indicators, spans
from gongkai.statistics.queries.spans import Scope
from tests.factories.activities import ActivityFactory, NumberFactory, on_day
from tests.factories.disclosures import EndingFactory, ItemFactory, published_item
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

ALL = list(indicators.declared().values())
DAYS = st.dates(datetime.date(2023, 11, 1), datetime.date(2025, 2, 28))
PAIRS = [
    (each.code, ground)
    for each in outcomes.outcomes()
    for ground in ((each.grounds and [g.code for g in each.grounds]) or [""])
]


@st.composite
def requests(draw: Any) -> dict[str, Any]:
    """A request of any kind, open or decided."""
    received = draw(DAYS)
    plan = {
        "received_on": received,
        "channel": draw(st.sampled_from(["web", "fax", "counter", "ordinary_post", "email"])),
        "applicant_kind": draw(st.sampled_from([each.id for each in outcomes.applicant_kinds()])),
        "is_extended": draw(st.booleans()),
        "was_late": draw(st.booleans()),
    }
    if draw(st.booleans()):
        outcome, ground = draw(st.sampled_from(PAIRS))
        counted = received + datetime.timedelta(days=draw(st.integers(0, 90)))
        plan |= {"outcome": outcome, "ground": ground, "counted_on": counted}
    return plan


@st.composite
def records(draw: Any) -> dict[str, Any]:
    """An activity of any kind with what its kind knows."""
    kind = draw(st.sampled_from(list(kinds.KINDS.values())))
    day = draw(DAYS)
    return {
        "kind": kind.code,
        "on": day if kind.span == "day" else None,
        "year": day.year,
        "channel": draw(st.sampled_from(kind.channels)) if kind.channels else "",
        "is_head_present": kind.with_head and draw(st.booleans()),
        "answers_concern": kind.with_concern and draw(st.booleans()),
        "repeats": draw(st.booleans()),
        "struck": draw(st.integers(0, 5)) == 0,
        "numbers": {each.name: draw(st.integers(0, 9)) for each in kind.measures},
    }


WORLD = st.lists(st.tuples(st.integers(0, 3), st.one_of(requests(), records())), min_size=20, max_size=40)


def _tree() -> list[Agency]:
    city = AgencyFactory()
    county = AgencyFactory(parent=city)
    return [city, county, AgencyFactory(parent=county), AgencyFactory(parent=city)]


def _fill(agencies: list[Agency], world: list[tuple[int, dict[str, Any]]]) -> None:
    firsts: dict[tuple[int, str], Any] = {}
    items = [published_item(agency=each, at=datetime.datetime(2024, 4, 1, tzinfo=datetime.UTC)) for each in agencies]
    for number, plan in world:
        agency = agencies[number]
        if "received_on" in plan:
            plenty.requests(agency, [plan])
            continue
        plan = dict(plan)
        kind, numbers, struck = kinds.kind(plan["kind"]), plan.pop("numbers"), plan.pop("struck")
        first = firsts.get((number, kind.group))
        if plan.pop("repeats") and kind.can_repeat:
            plan |= {"same_as": first} if first is not None else {"item": items[number]}
        now = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
        row = ActivityFactory(agency=agency, author__home=agency, struck_at=now if struck else None, **plan)
        for name, value in numbers.items():
            NumberFactory(activity=row, measure=name, value=Decimal(value))
        if row.same_as is None and row.item is None and not struck:
            firsts.setdefault((number, kind.group), row)


@pytest.mark.django_db
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=WORLD)
def test_every_figure_opens_onto_exactly_its_records(world: list[tuple[int, dict[str, Any]]]) -> None:
    agencies = _tree()
    _fill(agencies, world)
    span = spans.year(2024)
    branches = counting.tree(agencies[0], span, ALL)
    city, county = branches[:2]
    scopes = [(Scope(city.agency, span, True), city.total), (Scope(county.agency, span), county.own)]
    for scope, values in scopes:
        assert counting.count(scope, ALL) == values
        whose = counting.whose(scope)
        for each in ALL:
            behind = [(part, counting.records(part, scope, whose)) for part in each.parts]
            if each.is_amount:
                assert sum((counting.figure(part, rows) for part, rows in behind), start=0) == values[each.id], each.id
            else:
                listed = [(part.source, pk) for part, rows in behind for pk in rows.values_list("pk", flat=True)]
                assert len(set(listed)) == len(listed) == values[each.id], each.id


@pytest.mark.django_db
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=WORLD)
def test_what_is_counted_keeps_the_relations_of_the_forms(world: list[tuple[int, dict[str, Any]]]) -> None:
    agencies = _tree()
    _fill(agencies, world)
    for edition in forms.load():
        by_cell = indicators.of_edition(edition.edition)
        values = counting.count(Scope(agencies[0], spans.year(2024), True), by_cell.values())
        last = counting.count(Scope(agencies[0], spans.year(2023), True), by_cell.values())
        for relation in edition.relations:
            if relation.severity != "error" or (edition.edition == "form-2019" and "2014" in relation.id):
                continue
            left = sum(values[by_cell[cell].id] for cell in relation.left)
            right = sum(values[by_cell[cell].id] for cell in relation.right)
            right += sum(last[by_cell[cell].id] for cell in relation.last)
            right -= sum(values[by_cell[cell].id] for cell in relation.minus)
            assert left == right if relation.kind == "equal" else left <= right, relation.id


@pytest.mark.django_db
def test_requests_are_counted_as_the_register_counts_them() -> None:
    agency = AgencyFactory()
    days = [datetime.date(2024, month, 9) for month in range(1, 13)]
    plans: list[dict[str, Any]] = [{"received_on": day, "channel": "fax"} for day in days[:3]]
    for number, (outcome, ground) in enumerate(PAIRS):
        kind = outcomes.applicant_kinds()[number % 6].id
        received = days[number % 12] - datetime.timedelta(days=40)
        ended = {"outcome": outcome, "ground": ground, "counted_on": days[number % 12]}
        plans.append({"received_on": received, "applicant_kind": kind, "is_extended": number % 3 == 0, **ended})
    plenty.requests(agency, plans)
    plenty.remedies(agency, 2, kind="review", result="upheld", year=2024)
    plenty.remedies(agency, 3, kind="suit_direct", result="pending", year=2023)
    plenty.remedies(agency, 1, kind="complaint", result="pending", year=2024)

    for edition in ("form-2014", "form-2019", "form-2021"):
        by_cell = indicators.of_edition(edition)
        values = counting.count(Scope(agency, spans.year(2024)), by_cell.values())
        theirs = of_requests.table(Agency.objects.filter(pk=agency.pk), 2024, edition)
        assert {cell: values[by_cell[cell].id] for cell in theirs} == theirs


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_a_tree_takes_the_same_queries_however_large(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = AgencyFactory()
    for agency in [AgencyFactory(parent=city) for _n in range(count)]:
        on_day("meeting", agency, datetime.date(2024, 3, 4))
    wanted = indicators.of_edition("form-2021").values()
    with django_assert_num_queries(5):
        branches = counting.tree(city, spans.year(2024), wanted)
    assert len(branches) == count + 1


@pytest.mark.django_db
def test_one_item_in_many_channels_counts_once_and_once_a_channel() -> None:
    agency = AgencyFactory()
    day = datetime.date(2024, 5, 6)
    item = published_item(agency=agency, at=datetime.datetime(2024, 5, 5, tzinfo=datetime.UTC))
    for channel in ("wechat", "weibo", "website"):
        on_day("publication", agency, day, channel, item=item)
    first = on_day("publication", agency, day, "gazette")
    on_day("publication", agency, day, "press", same_as=first)

    names = ("total", *(f"by_channel.{each}" for each in ("gazette", "website", "weibo", "wechat", "other")))
    wanted = [indicators.indicator(f"disclosed.{name}") for name in names]
    values = counting.count(Scope(agency, spans.year(2024)), wanted)
    assert list(values.values()) == [2, 1, 1, 1, 1, 1]


@pytest.mark.django_db
def test_an_item_withdrawn_within_the_year_is_not_counted_and_later_still_is() -> None:
    agency = AgencyFactory()
    for year in (2024, 2025):
        item = published_item(
            agency=agency, at=datetime.datetime(2024, 5, 5, tzinfo=datetime.UTC), index_no=f"甲/{year}"
        )
        item.state, item.public_revision = "withdrawn", None
        item.save()
        EndingFactory(item=item, kind="withdraw", on=datetime.date(year, 6, 1))
    ItemFactory(agency=agency)
    assert counting.count(Scope(agency, spans.year(2024)), [indicators.indicator("disclosed.total")]) == {
        "disclosed.total": 1
    }


@pytest.mark.django_db
def test_the_year_ends_at_midnight_where_the_office_stands() -> None:
    agency = AgencyFactory()
    published_item(agency=agency, at=datetime.datetime(2024, 12, 31, 15, 59, tzinfo=datetime.UTC), index_no="甲/1")
    published_item(agency=agency, at=datetime.datetime(2024, 12, 31, 16, 1, tzinfo=datetime.UTC), index_no="甲/2")
    wanted = [indicators.indicator("disclosed.total")]
    assert counting.count(Scope(agency, spans.year(2024)), wanted)["disclosed.total"] == 1
    assert counting.count(Scope(agency, spans.year(2025)), wanted)["disclosed.total"] == 1
    assert counting.count(Scope(agency, spans.month(2024, 12)), wanted)["disclosed.total"] == 1
    assert counting.count(Scope(agency, spans.until(datetime.date(2024, 12, 30))), wanted)["disclosed.total"] == 0


MEETINGS = [indicators.indicator("meetings.count")]


def _meetings(agency: Agency, year: int, *, with_subtree: bool = False) -> object:
    return counting.count(Scope(agency, spans.year(year), with_subtree), MEETINGS)["meetings.count"]


@pytest.mark.django_db
def test_a_merged_agency_counts_for_its_heir_from_the_year_of_the_merger() -> None:
    now = datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC)
    city = AgencyFactory()
    old, heir = AgencyFactory(parent=city), AgencyFactory(parent=city)
    for year in (2023, 2024):
        on_day("meeting", old, datetime.date(year, 2, 1))
    on_day("meeting", heir, datetime.date(2024, 9, 1))

    orgs.merge(predecessors=[old], into=heir, on=datetime.date(2024, 7, 1), by="person:1", at=now)

    assert [_meetings(old, 2023), _meetings(heir, 2023)] == [1, 0]
    assert [_meetings(old, 2024), _meetings(heir, 2024)] == [0, 2]
    assert _meetings(city, 2024, with_subtree=True) == 2
    own = {each.agency: each.own["meetings.count"] for each in counting.tree(city, spans.year(2024), MEETINGS)}
    assert [own[each] for each in (city, old, heir)] == [0, 0, 2]


@pytest.mark.django_db
def test_of_a_split_agency_the_first_new_one_counts_and_one_that_goes_on_keeps_its_own() -> None:
    now = datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC)
    city = AgencyFactory()
    ended, lasting = AgencyFactory(parent=city), AgencyFactory(parent=city)
    for agency in (ended, lasting):
        on_day("meeting", agency, datetime.date(2024, 2, 1))

    def two(name: str) -> list[orgs.Founding]:
        return [orgs.Founding(f"{name}{n}", f"{name}{n}", "department", "city", parent=city) for n in (1, 2)]

    day = datetime.date(2024, 7, 1)
    one, other = orgs.split(agency=ended, into=two("a"), on=day, by="person:1", at=now)
    orgs.split(agency=lasting, into=two("b")[:1], on=day, by="person:1", at=now, ends=False)

    assert [_meetings(each, 2024) for each in (ended, one, other, lasting)] == [0, 1, 0, 1]
    assert _meetings(city, 2024, with_subtree=True) == 2


@pytest.mark.django_db
def test_a_dissolved_agency_without_heir_still_counts_above() -> None:
    now = datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC)
    city = AgencyFactory()
    gone = AgencyFactory(parent=city)
    on_day("meeting", gone, datetime.date(2024, 2, 1))
    orgs.dissolve(agency=gone, on=datetime.date(2024, 7, 1), by="person:1", at=now)
    assert _meetings(city, 2024, with_subtree=True) == 1
