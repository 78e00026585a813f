"""Recording, sealing and delivering events."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.events import actions, queries
from gongkai.events.models import Chain, DeadLetter, Event, Subscription
from tests.events.conftest import Clock, Ear
from tests.factories import clock
from tests.factories.events import EventFactory

pytestmark = pytest.mark.django_db


def happen(kind: str, about: str = "thing:1", **data: Any) -> Event:
    with transaction.atomic():
        return actions.record(kind, by="person:1", about=about, at=clock.NOW, data=data)


def test_record_refuses_an_undeclared_kind() -> None:
    with pytest.raises(actions.UnknownKind):
        happen("tests.unheard-of")


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(kind: str) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(kind, by="person:1", about="thing:1", at=clock.NOW)


@pytest.mark.django_db(transaction=True)
def test_an_event_disappears_with_the_act_that_failed(kind: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record(kind, by="person:1", about="thing:1", at=clock.NOW)
        raise ZeroDivisionError
    assert not Event.objects.exists()


def test_record_many_writes_all_with_one_statement(kind: str, django_assert_num_queries: Any) -> None:
    events = [actions.event(kind, by="person:1", about=f"thing:{n}", at=clock.NOW) for n in range(100)]
    with django_assert_num_queries(1):
        assert len(actions.record_many(events)) == 100


def test_seal_chains_in_order_and_only_once(kind: str) -> None:
    for number in range(3):
        happen(kind, f"thing:{number}")
    assert actions.seal() == 3
    assert actions.seal() == 0
    sealed = list(Event.objects.order_by("seq"))
    assert [event.seq for event in sealed] == [1, 2, 3]
    assert [event.previous_hash for event in sealed] == ["", sealed[0].hash, sealed[1].hash]
    assert queries.first_broken_link() is None


def test_seal_takes_no_more_than_its_limit(kind: str) -> None:
    for _ in range(5):
        happen(kind)
    assert [actions.seal(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_an_event_that_commits_late_is_sealed_after_those_before_it_and_heard(
    kind: str, ear: Ear, ticking: Clock
) -> None:
    late = Event.objects.count() + 1_000_000
    EventFactory(id=late, about="thing:early")
    actions.seal()
    actions.deliver(worker="w", clock=ticking)
    EventFactory(id=late - 10, about="thing:late")
    actions.seal()
    actions.deliver(worker="w", clock=ticking)
    assert ear.heard == ["thing:early", "thing:late"]
    assert queries.first_broken_link() is None


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "tests.other"), ("by", "person:9"), ("about", "thing:9"), ("data", {"other": 1})]
)
@pytest.mark.parametrize("sealed", [True, False])
def test_the_database_refuses_to_change_an_event(kind: str, field: str, value: Any, sealed: bool) -> None:
    event = happen(kind)
    if sealed:
        actions.seal()
    with pytest.raises(DatabaseError, match="events_event_is_never_changed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**{field: value})


def test_the_database_refuses_to_seal_an_event_twice(kind: str) -> None:
    event = happen(kind)
    actions.seal()
    with pytest.raises(DatabaseError, match="events_event_is_never_changed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(seq=7)


def test_the_database_refuses_to_delete_an_event(kind: str) -> None:
    event = happen(kind)
    with pytest.raises(DatabaseError, match="events_event_is_never_deleted"), transaction.atomic():
        event.delete()


def test_deliver_gives_only_the_kinds_asked_for_and_passes_over_the_others(kind: str, ear: Ear, ticking: Clock) -> None:
    EventFactory(kind="tests.other", about="thing:other")
    EventFactory(about="thing:mine")
    actions.seal()
    assert actions.deliver(worker="w", clock=ticking) == 2
    assert ear.heard == ["thing:mine"]
    assert actions.deliver(worker="w", clock=ticking) == 0


def test_deliver_goes_in_batches(kind: str, only_listeners: dict[str, Any], ticking: Clock) -> None:
    sizes: list[int] = []
    actions.subscribe("counter", [kind], lambda events: sizes.append(len(events)), batch=2)
    for _ in range(5):
        happen(kind)
    actions.seal()
    while actions.deliver(worker="w", clock=ticking):
        pass
    assert sizes == [2, 2, 1]


def test_an_unsealed_event_is_not_delivered(kind: str, ear: Ear, ticking: Clock) -> None:
    happen(kind)
    assert actions.deliver(worker="w", clock=ticking) == 0
    assert ear.heard == []


def test_a_failed_delivery_is_repeated_after_a_while(kind: str, ear: Ear, ticking: Clock) -> None:
    ear.failures = 1
    happen(kind)
    actions.seal()
    assert actions.deliver(worker="w", clock=ticking) == 0
    assert "the ear is deaf" in Subscription.objects.get(name="ear").last_error
    ticking.pass_by(1)
    assert actions.deliver(worker="w", clock=ticking) == 0
    ticking.pass_by(1)
    assert actions.deliver(worker="w", clock=ticking) == 1
    assert ear.heard == ["thing:1"]
    assert Subscription.objects.get(name="ear").attempts == 0


def _deliver_for(seconds: int, ticking: Clock) -> None:
    for _ in range(seconds):
        actions.deliver(worker="w", clock=ticking)
        ticking.pass_by(1)


def test_an_event_that_fails_time_and_again_becomes_a_dead_letter_and_the_rest_go_on(
    kind: str, only_listeners: dict[str, Any], ticking: Clock
) -> None:
    heard: list[str] = []

    def listen(events: Any) -> None:
        if any(event.about == "thing:poison" for event in events):
            raise ValueError("poison")
        heard.extend(event.about for event in events)

    actions.subscribe("taster", [kind], listen)
    for about in ("thing:1", "thing:poison", "thing:2"):
        happen(kind, about)
    actions.seal()
    _deliver_for(200, ticking)
    assert heard == ["thing:1", "thing:2"]
    letter = queries.dead_letters().get()
    assert letter.event.about == "thing:poison"
    assert "poison" in letter.error


def test_retry_delivers_a_dead_letter_and_closes_it(kind: str, ear: Ear, ticking: Clock) -> None:
    ear.failures = actions.ATTEMPTS
    happen(kind)
    actions.seal()
    _deliver_for(200, ticking)
    letter = queries.dead_letters().get()
    actions.retry(letter=letter, at=ticking())
    assert ear.heard == ["thing:1"]
    assert not queries.dead_letters().exists()


def test_retry_that_fails_leaves_the_letter_open(kind: str, ear: Ear, ticking: Clock) -> None:
    ear.failures = actions.ATTEMPTS + 1
    happen(kind)
    actions.seal()
    _deliver_for(200, ticking)
    with pytest.raises(RuntimeError):
        actions.retry(letter=queries.dead_letters().get(), at=ticking())
    assert DeadLetter.objects.get().resolved_at is None


def _leased_by_another(ticking: Clock) -> None:
    Subscription.objects.update_or_create(
        name="ear", defaults={"leased_by": "other", "leased_until": ticking() + actions.LEASE}
    )


def test_a_lease_keeps_other_workers_off_until_it_runs_out(kind: str, ear: Ear, ticking: Clock) -> None:
    _leased_by_another(ticking)
    happen(kind)
    actions.seal()
    assert actions.deliver(worker="w", clock=ticking) == 0
    ticking.pass_by(actions.LEASE.total_seconds() + 1)
    assert actions.deliver(worker="w", clock=ticking) == 1
    assert ear.heard == ["thing:1"]


def test_released_leases_are_taken_over_at_once(kind: str, ear: Ear, ticking: Clock) -> None:
    _leased_by_another(ticking)
    happen(kind)
    actions.seal()
    assert actions.release_leases_of(worker="other") == 1
    assert actions.deliver(worker="w", clock=ticking) == 1


def test_a_worker_that_lost_its_lease_does_not_move_the_place_reached(
    kind: str, only_listeners: dict[str, Any], ticking: Clock
) -> None:
    def slow(events: Any) -> None:
        Subscription.objects.filter(name="slow").update(
            leased_by="other", leased_until=ticking() + datetime.timedelta(hours=1)
        )

    actions.subscribe("slow", [kind], slow)
    happen(kind)
    actions.seal()
    actions.deliver(worker="w", clock=ticking)
    assert Subscription.objects.get(name="slow").position == 0


def test_at_once_hears_after_the_commit_and_not_before(
    kind: str, only_listeners: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    ear = Ear()
    actions.subscribe("quick", [kind], ear, at_once=True)
    with django_capture_on_commit_callbacks(execute=True):
        happen(kind)
        assert ear.heard == []
    assert ear.heard == ["thing:1"]


def test_at_once_hears_nothing_of_what_is_made_anew_afterwards(
    kind: str, ear: Ear, only_listeners: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    actions.subscribe("quick", [kind], ear, at_once=True)
    with django_capture_on_commit_callbacks(execute=True), actions.unheard():
        happen(kind)
    assert not ear.heard
    with django_capture_on_commit_callbacks(execute=True):
        happen(kind)
    assert len(ear.heard) == 1


@pytest.mark.django_db(transaction=True)
def test_at_once_hears_nothing_of_an_act_that_failed(kind: str, only_listeners: dict[str, Any]) -> None:
    ear = Ear()
    actions.subscribe("quick", [kind], ear, at_once=True)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record(kind, by="person:1", about="thing:1", at=clock.NOW)
        raise ZeroDivisionError
    assert ear.heard == []


@pytest.mark.django_db(transaction=True)
def test_a_failure_at_once_does_not_harm_the_act_and_is_made_good_later(
    kind: str, only_listeners: dict[str, Any], ticking: Clock
) -> None:
    ear = Ear(failures=1)
    actions.subscribe("quick", [kind], ear, at_once=True)
    happen(kind)
    assert Event.objects.count() == 1
    actions.seal()
    actions.deliver(worker="w", clock=ticking)
    assert ear.heard == ["thing:1"]


def test_skip_to_end_passes_over_what_waits(kind: str, ear: Ear, ticking: Clock) -> None:
    happen(kind, "thing:old")
    actions.skip_to_end(name="ear")
    happen(kind, "thing:new")
    actions.seal()
    actions.deliver(worker="w", clock=ticking)
    assert ear.heard == ["thing:new"]


def test_the_end_of_the_chain_is_one_row(kind: str) -> None:
    happen(kind)
    actions.seal()
    happen(kind)
    actions.seal()
    assert Chain.objects.get().seq == 2
    assert connection.vendor in {"sqlite", "postgresql"}
