"""The doctor's look at the database: missing guards are put up again, broken references are named."""

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.core import guards
from tests.factories.events import EventFactory

pytestmark = pytest.mark.django_db


def take_down(name: str, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
        else:
            cursor.execute(f"DROP TRIGGER {name}")


def test_all_guards_stand_after_migration() -> None:
    assert len(list(guards.guards())) > 10
    assert guards.examine_guards(False) == []
    assert guards.examine_integrity(False) == []


@pytest.mark.django_db(transaction=True)
def test_a_guard_taken_down_is_found_and_put_up_again() -> None:
    take_down("events_event_is_never_deleted", "events_event")
    finding = guards.examine_guards(False)
    assert len(finding) == 1
    assert "events_event_is_never_deleted" in finding[0].text
    assert guards.examine_guards(True)[0].repaired
    assert guards.examine_guards(False) == []
    event = EventFactory()
    with pytest.raises(DatabaseError, match="events_event_is_never_deleted"), transaction.atomic():
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_a_guard_switched_off_is_found_and_switched_on() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch a trigger off")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER events_event_is_never_deleted")
    assert len(guards.examine_guards(True)) == 1
    assert guards.examine_guards(False) == []


@pytest.mark.django_db(transaction=True)
def test_a_reference_to_nothing_is_named() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does not allow it at all")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(
            "INSERT INTO orgs_agencyname (agency_id, name, short_name, since) VALUES (999, 'x', 'x', '2000-01-01')"
        )
        cursor.execute("PRAGMA foreign_keys = ON")
        assert "orgs_agencyname" in guards.examine_integrity(False)[0].text
        cursor.execute("DELETE FROM orgs_agencyname")
