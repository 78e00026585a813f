"""What agencies owe: empty and stale columns and duties, yearly checks, sudden days; cleared by publishing."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection

from gongkai.catalog.models import Column
from gongkai.disclosures.actions import confirming, reckoning
from gongkai.disclosures.duty_models import Confirmation, Shortfall, Sudden
from gongkai.disclosures.queries import sudden
from gongkai.events.models import Event
from tests.factories import clock
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.factories.disclosures import PublicationFactory, RevisionFactory, draft_item, published_item
from tests.factories.duties import ConfirmationFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
TODAY, NOW = clock.TODAY, clock.NOW
Kind = Shortfall.Kind


def ago(days: int) -> datetime.datetime:
    return NOW - datetime.timedelta(days=days)


@pytest.fixture
def agency() -> Any:
    return AgencyFactory(contacts_checked_on=TODAY)


def owed(on: datetime.date = TODAY) -> dict[str, list[str]]:
    """By kind the names of what is owed."""
    reckoning.reckon(on=on, at=NOW)
    found: dict[str, list[str]] = {}
    for row in Shortfall.objects.select_related("column", "obligation").order_by("pk"):
        name = row.obligation.title if row.obligation else row.column.name if row.column else ""
        found.setdefault(row.kind, []).append(name)
    return found


@pytest.mark.parametrize(
    ("fields", "days", "kind"),
    [
        ({"kind": "news"}, 14, None),
        ({"kind": "news"}, 15, Kind.STALE_COLUMN),
        ({"kind": "policy"}, 182, Kind.STALE_COLUMN),
        ({"kind": "policy"}, 180, None),
        ({"kind": "static"}, 3000, None),
        ({"kind": "static", "fresh_days": 30}, 30, None),
        ({"kind": "static", "fresh_days": 30}, 31, Kind.STALE_COLUMN),
        ({"kind": "policy", "fresh_days": 700}, 600, None),
        ({"kind": "policy", "block": "reports"}, 300, None),
        ({"kind": "news", "closed_on": TODAY}, 300, None),
    ],
)
def test_a_column_is_stale_after_its_own_term_or_that_of_its_kind(agency, fields, days, kind):
    column = ColumnFactory(owner=agency, name="栏目", **fields)
    published_item(agency=agency, column=column, at=ago(days))
    assert owed() == ({kind: ["栏目"]} if kind else {})


def test_a_column_without_items_is_empty_unless_others_below_it_have_some(agency):
    above = ColumnFactory(owner=agency, name="上级", fresh_days=30)
    below = ColumnFactory(owner=agency, name="下级", parent=above, kind="static")
    ColumnFactory(owner=agency, name="空白")
    published_item(agency=AgencyFactory(contacts_checked_on=TODAY), column=below, at=ago(5))
    assert owed() == {Kind.EMPTY_COLUMN: ["空白"]}
    assert owed(TODAY + datetime.timedelta(days=40))[Kind.STALE_COLUMN] == ["上级"]


def test_a_duty_is_met_by_items_that_name_it_or_stand_alone_in_its_column(agency):
    column, shared = (ColumnFactory(owner=agency, kind="static") for _ in range(2))
    ObligationFactory(agency=agency, column=column, title="独占")
    named = ObligationFactory(agency=agency, column=shared, title="点名", fresh_days=30)
    ObligationFactory(agency=agency, column=shared, title="同栏")
    ObligationFactory(agency=agency, column=shared, title="已停", ended_on=TODAY)
    published_item(agency=agency, column=column, at=ago(900))
    published_item(agency=agency, column=shared, obligation=named, at=ago(31))
    assert owed() == {Kind.EMPTY_DUTY: ["同栏"], Kind.STALE_DUTY: ["点名"]}


def test_what_stays_keeps_its_day_and_what_is_made_good_goes(agency):
    ColumnFactory(owner=agency, name="甲", kind="static")
    second = ColumnFactory(owner=agency, name="乙", kind="static")
    owed()
    published_item(agency=agency, column=second)
    assert owed(TODAY + datetime.timedelta(days=3)) == {Kind.EMPTY_COLUMN: ["甲"]}
    assert Shortfall.objects.get().noticed_on == TODAY


def test_an_ended_agency_owes_no_duties_but_its_columns_still_stand(agency):
    agency.dissolved_on = TODAY
    agency.save()
    column = ColumnFactory(owner=agency, name="遗留")
    ObligationFactory(agency=agency, column=column)
    assert owed() == {Kind.EMPTY_COLUMN: ["遗留"]}


def test_publishing_clears_columns_and_duties_at_once_and_nothing_else(agency):
    above = ColumnFactory(owner=agency, kind="static", fresh_days=5)
    column = ColumnFactory(owner=agency, parent=above, kind="static")
    other = ColumnFactory(owner=agency, name="别处", kind="static")
    ObligationFactory(agency=agency, column=column)
    ObligationFactory(agency=agency, column=other, title="别的")
    owed()
    item = published_item(agency=agency, column=column)
    reckoning.clear_published(item_ids=[item.pk])
    kept = {row.obligation.title if row.obligation else row.column.name for row in Shortfall.objects.all()}
    assert kept == {"别处", "别的"}
    reckoning.clear_published(item_ids=[draft_item(agency=agency, column=other).pk])
    assert Shortfall.objects.count() == 2


def test_guide_and_rules_are_due_a_year_after_the_oldest_was_changed_or_all_were_confirmed(agency):
    for block in (Column.Block.GUIDE, Column.Block.RULES):
        column = ColumnFactory(owner=agency, block=block, kind="static")
        published_item(agency=agency, column=column, at=ago(400))
        published_item(agency=agency, column=column, at=ago(10))
    assert set(owed()) == {Kind.GUIDE, Kind.RULES}
    confirming.confirm(agency=agency, subject="guide", by="person:1", at=NOW, note="已逐条核对")
    assert not Shortfall.objects.filter(kind=Kind.GUIDE).exists()
    assert set(owed()) == {Kind.RULES}
    assert Event.objects.filter(kind="agency.confirmed", about=agency.reference).exists()
    assert set(owed(TODAY + datetime.timedelta(days=366))) == {Kind.GUIDE, Kind.RULES, Kind.CONTACTS}


def test_confirming_the_contacts_sets_the_day_the_public_sees(agency):
    agency.contacts_checked_on = None
    agency.save()
    assert owed() == {Kind.CONTACTS: [""]}
    confirming.confirm(agency=agency, subject="contacts", by="person:1", at=NOW)
    agency.refresh_from_db()
    assert agency.contacts_checked_on == TODAY
    assert owed() == {}


def test_nothing_public_can_be_confirmed_as_still_true(agency):
    with pytest.raises(confirming.NothingToConfirm):
        confirming.confirm(agency=agency, subject="guide", by="person:1", at=NOW)
    assert not Confirmation.objects.exists()


def test_the_database_refuses_to_change_or_delete_a_confirmation():
    row = ConfirmationFactory()
    for sql in ("UPDATE disclosures_confirmation SET note = 'x'", "DELETE FROM disclosures_confirmation"):
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT try")
            try:
                cursor.execute(sql)
            finally:
                cursor.execute("ROLLBACK TO SAVEPOINT try")
    assert Confirmation.objects.get() == row


def test_much_at_once_is_told_with_what_it_was_compared_with(agency):
    column = ColumnFactory(owner=agency, kind="static")
    published_item(agency=agency, column=column, at=ago(60))
    for _ in range(10):
        published_item(agency=agency, column=column, at=ago(3))
    owed()
    (row,) = Sudden.objects.all()
    assert (row.kind, row.count, row.compared["count"]) == (Sudden.Kind.SURGE, 10, 1)
    assert "发布10条" in sudden.words(row) and "共发布1条" in sudden.words(row)


def test_dates_that_do_not_fit_are_told_with_the_items(agency):
    column = ColumnFactory(owner=agency, kind="static")
    published_item(agency=agency, column=column, formed_on=TODAY + datetime.timedelta(days=4), title="晚于公开")
    published_item(agency=agency, column=column, formed_on=TODAY - datetime.timedelta(days=500), title="早于公开")
    published_item(agency=agency, column=column, formed_on=TODAY - datetime.timedelta(days=9))
    owed()
    found = {row.kind: row for row in Sudden.objects.all()}
    assert set(found) == {Sudden.Kind.FORMED_AFTER, Sudden.Kind.FORMED_LONG_BEFORE}
    assert found["formed-after"].examples[0]["title"] == "晚于公开"
    assert "500" in sudden.words(found["formed-long-before"])


def test_a_date_altered_by_a_later_publication_is_told(agency):
    item = published_item(agency=agency, formed_on=TODAY - datetime.timedelta(days=90), at=ago(50))
    later = RevisionFactory(item=item, number=2, column=item.revision.column, formed_on=TODAY)
    PublicationFactory(revision=later, at=ago(1))
    owed()
    (row,) = Sudden.objects.filter(kind=Sudden.Kind.DATES_ALTERED)
    assert (row.compared["days"], row.examples[0]["id"]) == (90, item.pk)
    assert "90" in sudden.words(row)
