"""Into which columns an agency's items may go: its own, those above, and those of others where it has business."""

import datetime

import pytest

from gongkai.catalog.actions import columns
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import shelves
from tests.disclosures import journey
from tests.disclosures.test_views_items import signed_in
from tests.factories import clock
from tests.factories.accounts import RoleHoldingFactory
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
ON = clock.TODAY


def test_own_columns_those_above_and_those_of_others_with_a_duty_or_something_public() -> None:
    office = journey.office(AgencyFactory(parent=AgencyFactory()))
    assert office.agency.parent is not None
    above = ColumnFactory(owner=office.agency.parent)
    with_duty, practised, foreign, ended = (ColumnFactory() for _each in range(4))
    ObligationFactory(agency=office.agency, column=with_duty)
    ObligationFactory(agency=office.agency, column=ended, ended_on=ON)
    office.published(column=practised)
    shelf = shelves.open_to([office.agency], on=ON)
    assert set(shelf.columns) == {office.column, above, with_duty, practised}
    assert [shelf.takes(each, office.agency) for each in (above, with_duty, practised, foreign, ended)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_practice_grows_old_follows_a_merger_and_helps_nobody_else() -> None:
    office, sibling = journey.office(), AgencyFactory()
    theirs, heir = ColumnFactory(), ColumnFactory()
    office.published(column=theirs)
    columns.merge_column(column=theirs, into=heir, on=ON, by="person:1", at=clock.NOW)
    shelf = shelves.open_to([office.agency, sibling], on=ON)
    assert heir in shelf.columns and theirs not in shelf.columns
    assert shelf.takes(heir, office.agency) and not shelf.takes(heir, sibling)
    later = shelves.open_to([office.agency], on=ON + shelves.PRACTICE + datetime.timedelta(days=1))
    assert heir not in later.columns


def test_the_form_offers_them_and_refuses_what_belongs_to_somebody_else() -> None:
    office = journey.office()
    parent = ColumnFactory(name="便民服务")
    lent, foreign = ColumnFactory(parent=parent, name="营业网点"), ColumnFactory()
    ObligationFactory(agency=office.agency, column=lent)
    page = signed_in(office.officer).get("/desk/items/new/").content.decode()
    assert "便民服务／营业网点" in page and foreign.name not in page
    typed = {"agency": office.agency.pk, "title": "网点", "body": "一处。", "attribute": "open", "action": "save"}
    for column, status in ((foreign, 422), (lent, 302)):
        sent = signed_in(office.officer).post("/desk/items/new/", typed | {"column": column.pk})
        assert sent.status_code == status
    assert [each.revision.column for each in Item.objects.select_related("revision__column")] == [lent]  # type: ignore[union-attr]


def test_of_two_agencies_of_one_officer_each_uses_its_own() -> None:
    office = journey.office()
    other = AgencyFactory()
    RoleHoldingFactory(person=office.officer, role="officer", agency=other)
    typed = {"agency": other.pk, "title": "网点", "body": "一处。", "attribute": "open", "column": office.column.pk}
    sent = signed_in(office.officer).post("/desk/items/new/", typed | {"action": "save"})
    assert sent.status_code == 422
    assert "has nothing public and no duty" in sent.content.decode() and not Item.objects.exists()


def test_an_item_stays_in_the_column_it_is_in() -> None:
    office = journey.office()
    closed = ColumnFactory()
    item = office.drafted(column=closed)
    columns.close_column(column=closed, on=ON, by="person:1", at=clock.NOW)
    page = signed_in(office.officer).get(f"/desk/items/{item.pk}/edit/").content.decode()
    assert f'<option value="{closed.pk}" selected' in page and closed.name in page
