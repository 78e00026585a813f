"""Columns merged for good, and the directory of ended agencies handed over."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.catalog import queries
from gongkai.catalog.actions import columns, refusals
from gongkai.catalog.models import Column, Obligation
from gongkai.events.models import Event
from gongkai.orgs import actions as agencies
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "person:1", "at": clock.NOW}
DAY = clock.TODAY


def merge(column: Column, into: Column) -> Column:
    return columns.merge_column(column=column, into=into, on=DAY, **WHO)


def test_a_merged_column_is_closed_its_duties_go_along_and_earlier_ones_follow():
    first, second, third = (ColumnFactory() for _ in range(3))
    duty = ObligationFactory(column=first)
    ended = ObligationFactory(column=first, ended_on=DAY)
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert (first.closed_on, first.merged_into) == (DAY, third)
    duty.refresh_from_db()
    ended.refresh_from_db()
    assert (duty.column, ended.column) == (third, first)
    assert Event.objects.filter(kind="column.merged", about=first.reference).count() == 1


def test_what_cannot_be_merged_is_refused_in_words():
    above = ColumnFactory()
    below, closed = ColumnFactory(parent=above), ColumnFactory(closed_on=DAY)
    merged = merge(ColumnFactory(), above)
    for column, into in ((above, below), (below, below), (below, closed), (merged, below), (below, merged)):
        with pytest.raises(refusals.Refused):
            merge(column, into)
    for act in (columns.reopen_column, columns.move_column):
        with pytest.raises(refusals.Refused):
            act(column=merged, **({"to": None} if act is columns.move_column else {}), **WHO)


def test_the_database_keeps_a_merged_column_closed_and_merged():
    merged = merge(ColumnFactory(), ColumnFactory())
    for change in ({"closed_on": None}, {"merged_into": None}, {"merged_into": merged}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Column.objects.filter(pk=merged.pk).update(**change)


@pytest.fixture
def ended() -> dict[str, Any]:
    """A bureau merged into another, with a column, a twin, two duties; one of them the other has as well."""
    root = AgencyFactory(short_name="市政府")
    old, new = AgencyFactory(parent=root, short_name="旧局"), AgencyFactory(parent=root, short_name="新局")
    guides = ColumnFactory(owner=root, name="公开指南")
    place = {
        "root": root,
        "own": ColumnFactory(owner=old, name="专有栏目"),
        "twin": ColumnFactory(owner=old, parent=guides, name="旧局"),
        "heir": ColumnFactory(owner=new, parent=guides, name="新局"),
    }
    place["duty"] = ObligationFactory(agency=old, column=place["twin"], title="指南")
    place["double"] = ObligationFactory(agency=old, column=place["own"], title="预算")
    ObligationFactory(agency=new, column=place["heir"], title="预算")
    agencies.merge(predecessors=[old], into=new, on=DAY, **WHO)
    return place | {"old": Agency.objects.get(pk=old.pk), "new": new}


def test_what_an_ended_agency_left_is_found_with_its_heir(ended):
    ColumnFactory(owner=AgencyFactory())
    (found,) = queries.left_behind(Agency.objects.all(), on=DAY)
    assert (found.agency, found.columns, found.duties, found.heirs) == (ended["old"], 2, 2, (ended["new"],))


def test_the_heir_gets_columns_and_duties_and_twins_are_merged(ended):
    assert columns.hand_over(agency=ended["old"], to=ended["new"], on=DAY, **WHO) == (1, 1, 1)
    for name in ("own", "twin", "duty", "double"):
        ended[name].refresh_from_db()
    assert ended["own"].owner == ended["new"]
    assert ended["twin"].merged_into == ended["heir"]
    assert (ended["duty"].agency, ended["duty"].column) == (ended["new"], ended["heir"])
    assert (ended["double"].agency, ended["double"].ended_on) == (ended["old"], DAY)
    assert queries.left_behind(Agency.objects.all(), on=DAY) == []


def test_nothing_is_handed_over_by_or_to_the_wrong_agency(ended):
    with pytest.raises(refusals.Refused):
        columns.hand_over(agency=ended["new"], to=ended["root"], on=DAY, **WHO)
    with pytest.raises(refusals.Refused):
        columns.hand_over(agency=ended["old"], to=ended["old"], on=DAY, **WHO)
    assert Obligation.objects.filter(agency=ended["old"], ended_on__isnull=True).count() == 2


def test_the_desk_merges_moves_and_hands_over_within_ones_scope(client, ended, django_assert_max_num_queries):
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, ended["root"], with_subtree=True))
    url = reverse("catalog:hand-over")
    client.get(url)
    with django_assert_max_num_queries(12):
        assert ended["old"].name in client.get(url).content.decode()
    client.post(url, {"agency": ended["old"].pk, "to": AgencyFactory().pk})
    assert Column.objects.get(pk=ended["own"].pk).owner == ended["old"]
    client.post(url, {"agency": ended["old"].pk, "to": ended["new"].pk})
    own = Column.objects.get(pk=ended["own"].pk)
    assert own.owner == ended["new"]
    client.post(reverse("catalog:move", args=[own.pk]), {"parent": "", "owner": ended["root"].pk})
    own.refresh_from_db()
    assert own.owner == ended["root"]
    other = ColumnFactory(owner=ended["root"])
    client.post(reverse("catalog:merge", args=[own.pk]), {"into": other.pk})
    own.refresh_from_db()
    assert own.merged_into == other
    assert other.name in client.get(reverse("catalog:column", args=[own.pk])).content.decode()
    foreign = ColumnFactory(owner=AgencyFactory())
    assert client.post(reverse("catalog:merge", args=[foreign.pk]), {"into": other.pk}).status_code == 403


def test_an_agency_that_ends_tomorrow_has_left_nothing_yet(ended):
    assert queries.left_behind(Agency.objects.all(), on=DAY - datetime.timedelta(days=1)) == []
