"""Reading the trail and proving that it is unbroken."""

import pytest
from django.db import connection

from gongkai.events import actions, queries
from gongkai.events.models import Chain, Event
from tests.factories.events import DeadLetterFactory, EventFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[Event]:
    for _ in range(5):
        EventFactory(data={"name": "甲", "rate": 0.1, "nested": {"b": 1, "a": [1, None]}})
    actions.seal()
    return list(Event.objects.order_by("seq"))


def tamper(sql: str) -> None:
    """Change a row as somebody with the database's own password could: past the guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_event'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)
        for _, create in triggers:
            cursor.execute(create)


def test_an_untouched_chain_holds(sealed: list[Event]) -> None:
    assert queries.first_broken_link() is None


def test_an_empty_trail_holds() -> None:
    assert queries.first_broken_link() is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE events_event SET about = 'thing:other' WHERE id = {id}", "its content was changed"),
        ("UPDATE events_event SET \"by\" = 'person:2' WHERE id = {id}", "its content was changed"),
        ("UPDATE events_event SET data = '{{}}' WHERE id = {id}", "its content was changed"),
        ("UPDATE events_event SET at = '2020-01-01 00:00:00+00:00' WHERE id = {id}", "its content was changed"),
        ("UPDATE events_event SET previous_hash = 'abc' WHERE id = {id}", "it does not follow the event before it"),
        ("DELETE FROM events_event WHERE id = {id}", "an event is missing"),
    ],
)
def test_tampering_is_found_at_the_first_broken_link(sealed: list[Event], change: str, reason: str) -> None:
    tamper(change.format(id=sealed[2].pk))
    broken = queries.first_broken_link()
    assert broken is not None
    assert (broken.seq, broken.reason) == (3, reason)


def test_cutting_off_the_end_is_found(sealed: list[Event]) -> None:
    tamper(f"DELETE FROM events_event WHERE id = {sealed[-1].pk}")
    broken = queries.first_broken_link()
    assert broken == queries.BrokenLink(5, None, "the last events are missing")


def test_a_chain_without_its_end_is_found(sealed: list[Event]) -> None:
    Chain.objects.all().delete()
    assert queries.first_broken_link() is not None


def test_words_fill_in_what_the_event_knows(kind: str) -> None:
    assert queries.words(EventFactory(data={"name": "甲"})) == "something happened to 甲"
    assert queries.words(EventFactory(data={})) == "something happened to …"
    assert queries.words(EventFactory(kind="tests.forgotten")) == "tests.forgotten"


def test_about_gives_the_newest_first() -> None:
    first, second = EventFactory(about="thing:1"), EventFactory(about="thing:1")
    EventFactory(about="thing:2")
    assert list(queries.about("thing:1")) == [second, first]


def test_backlogs_count_what_waits(sealed: list[Event]) -> None:
    SubscriptionFactory(name="ear", position=2, attempts=1, last_error="deaf")
    assert queries.backlogs() == [queries.Backlog("ear", 3, 1, "deaf")]


def test_dead_letters_leave_out_the_resolved_ones() -> None:
    open_letter = DeadLetterFactory()
    DeadLetterFactory(resolved_at=open_letter.failed_at)
    assert list(queries.dead_letters()) == [open_letter]
