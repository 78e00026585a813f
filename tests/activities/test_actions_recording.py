"""Recording activities: what is refused and why, corrections that keep the earlier version, channels, carrying over."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongkai.accounts.models import Person
from gongkai.activities.actions import recording, refusals
from gongkai.activities.models.records import Activity, Version
from gongkai.activities.queries import integrity
from gongkai.activities.queries.checking import Content
from gongkai.events.models import Event
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.activities import ActivityFactory
from tests.factories.disclosures import StoredFileFactory, published_item

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 2, 3)


@pytest.fixture
def officer() -> Person:
    """Who records."""
    person: Person = PersonFactory()
    return person


def record(officer: Person, **fields: Any) -> Activity:
    """Record a message on WeChat, or what the fields say."""
    plain: dict[str, Any] = {"kind": "publication", "title": "春节假期办事安排", "on": DAY, "channel": "wechat"}
    return recording.record(agency=officer.home, content=Content(**(plain | fields)), by=officer, at=clock.NOW)  # type: ignore[arg-type]


def test_a_record_has_its_numbers_its_version_and_its_event(officer: Person) -> None:
    row = record(officer, kind="training", channel="", title="  业务  培训 ", numbers={"trainees": Decimal(30)})

    assert (row.title, row.year, row.version) == ("业务 培训", 2026, 1)
    assert list(row.numbers.values_list("measure", "value")) == [("trainees", Decimal(30))]
    assert row.versions.get().content["numbers"] == {"trainees": "30"}
    event = Event.objects.get(about=row.reference)
    assert (event.kind, event.agency_id, event.by) == ("activity.recorded", officer.home_id, officer.reference)


RETURN = {"kind": "licence", "on": None, "year": 2025, "channel": "", "link": "https://x.gov.cn/a"}
BAD = [
    ({"kind": "party"}, "kind"),
    ({"title": " "}, "title"),
    ({"on": None}, "on"),
    ({"on": datetime.date(2026, 3, 3)}, "on"),
    ({"on": datetime.date(1999, 3, 3)}, "on"),
    ({"kind": "staff", "channel": "", "numbers": {"full_time": Decimal(1)}}, "on"),
    ({"kind": "staff", "channel": "", "on": None, "year": 2027, "numbers": {"full_time": Decimal(1)}}, "year"),
    ({"kind": "staff", "channel": "", "on": None, "year": 1900, "numbers": {"full_time": Decimal(1)}}, "year"),
    ({"channel": ""}, "channel"),
    ({"channel": "pigeon"}, "channel"),
    ({"kind": "meeting"}, "channel"),
    ({"kind": "training", "channel": ""}, "number_trainees"),
    ({"kind": "training", "channel": "", "numbers": {"trainees": Decimal(-1)}}, "number_trainees"),
    ({"kind": "training", "channel": "", "numbers": {"trainees": Decimal("1.5")}}, "number_trainees"),
    ({"kind": "training", "channel": "", "numbers": {"trainees": Decimal("NaN")}}, "number_trainees"),
    ({"kind": "training", "channel": "", "numbers": {"trainees": Decimal(10) ** 13}}, "number_trainees"),
    ({"kind": "training", "channel": "", "numbers": {"visits": Decimal(1)}}, "number_visits"),
    ({"is_head_present": True}, "is_head_present"),
    ({"answers_concern": True}, "answers_concern"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://x.gov.cn/" + "a" * 500}, "link"),
    (RETURN | {"link": "", "numbers": {"decisions": Decimal(1)}}, "file"),
]


@pytest.mark.parametrize(("fields", "field"), BAD)
def test_what_is_not_sound_is_refused_at_its_field(officer: Person, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(refusals.Faulty) as refused:
        record(officer, **fields)
    assert [each.field for each in refused.value.faults] == [field]
    assert refused.value.sentence
    assert not Activity.objects.exists()


def test_a_signed_number_may_be_below_zero_and_a_return_needs_its_proof_only_once(officer: Person) -> None:
    numbers = {"decisions": Decimal(4), "change": Decimal(-2)}
    row = record(officer, **(RETURN | {"link": "", "file": StoredFileFactory(), "numbers": numbers}))
    assert row.has_proof
    with pytest.raises(refusals.StatedAlready, match="2025"):
        record(officer, **(RETURN | {"numbers": numbers}))


def test_repeats_point_to_the_first_record_of_the_same_agency_and_group(officer: Person) -> None:
    first = record(officer)
    second = record(officer, channel="weibo", same_as=first)
    third = record(officer, channel="gazette", same_as=second)
    assert third.same_as == first

    stranger = ActivityFactory()
    response = record(officer, kind="response", channel="hotline", answers_concern=True)
    for wrong in (stranger, response):
        with pytest.raises(refusals.Faulty):
            record(officer, same_as=wrong)
    with pytest.raises(refusals.Faulty):
        record(officer, item=published_item())
    with pytest.raises(refusals.Faulty):
        record(officer, kind="meeting", channel="", same_as=first)


def test_through_several_channels_the_first_record_counts(officer: Person) -> None:
    content = Content(kind="publication", title="政策问答", on=DAY)
    entries = [(content, ("wechat", "weibo", "weibo", "press"))]
    (first,) = recording.record_through(agency=officer.home, entries=entries, by=officer, at=clock.NOW)  # type: ignore[arg-type]
    assert sorted(first.repeated_by.values_list("channel", flat=True)) == ["press", "weibo"]
    assert not first.is_repeat

    item = published_item(agency=officer.home)
    about = dataclasses.replace(content, item=item)
    recording.record_through(agency=officer.home, entries=[(about, ("wechat", "press"))], by=officer, at=clock.NOW)  # type: ignore[arg-type]
    assert item.activities.count() == 2


def test_a_correction_keeps_the_earlier_version_and_says_why(officer: Person) -> None:
    row = record(officer, kind="training", channel="", numbers={"trainees": Decimal(30)})
    content = dataclasses.replace(recording.content_of(row), numbers={"trainees": Decimal(33)})

    with pytest.raises(refusals.ReasonMissing):
        recording.correct(activity=row, content=content, reason=" ", by=officer, at=clock.NOW)
    row = recording.correct(activity=row, content=content, reason="漏计三人", by=officer, at=clock.NOW, base=1)
    with pytest.raises(refusals.Stale):
        recording.correct(activity=row, content=content, reason="再改", by=officer, at=clock.NOW, base=1)
    with pytest.raises(refusals.Faulty):
        recording.correct(
            activity=row, content=dataclasses.replace(content, title=""), reason="空", by=officer, at=clock.NOW
        )

    assert row.numbers.get().value == 33
    versions = row.versions.order_by("number")
    assert [(each.act, each.reason, each.content["numbers"]["trainees"]) for each in versions] == [
        ("record", "", "30"),
        ("correct", "漏计三人", "33"),
    ]
    assert list(integrity.drifted()) == []


def test_a_first_record_that_becomes_a_repeat_takes_its_repeats_along(officer: Person) -> None:
    first, other = record(officer), record(officer, channel="gazette")
    repeat = record(officer, channel="weibo", same_as=first)
    content = dataclasses.replace(recording.content_of(first), same_as=other)
    recording.correct(activity=first, content=content, reason="与公报相同", by=officer, at=clock.NOW)
    assert set(other.repeated_by.all()) == {first, repeat}


def test_struck_out_it_stays_to_be_read_and_the_next_one_counts(officer: Person) -> None:
    first = record(officer)
    second, third = (record(officer, channel=each, same_as=first) for each in ("weibo", "press"))

    recording.strike(activity=first, reason="重复登记", by=officer, at=clock.NOW)

    assert set(Activity.objects.standing()) == {second, third}
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.same_as, third.same_as) == (None, second)
    assert first.versions.order_by("-number").first().act == Version.Act.STRIKE  # type: ignore[union-attr]
    for act in (
        lambda: recording.strike(activity=first, reason="再次", by=officer, at=clock.NOW),
        lambda: recording.correct(
            activity=first, content=recording.content_of(first), reason="x", by=officer, at=clock.NOW
        ),
    ):
        with pytest.raises(refusals.Struck):
            act()
    with pytest.raises(refusals.Faulty):
        record(officer, same_as=first)
    assert list(integrity.drifted()) == []


def test_what_lasts_is_carried_over_once(officer: Person) -> None:
    point = {"kind": "reading-point", "on": None, "year": 2025, "channel": "", "numbers": {"visits": Decimal(9)}}
    record(officer, **(point | {"title": "档案馆查阅点"}))
    record(officer, kind="staff", on=None, year=2025, channel="", numbers={"full_time": Decimal(1)})

    made = recording.carry_over(agency=officer.home, year=2026, by=officer, at=clock.NOW)  # type: ignore[arg-type]

    assert [(each.kind, each.title, each.year) for each in made] == [("reading-point", "档案馆查阅点", 2026)]
    assert {each.value for each in made[0].numbers.all()} == {0}
    with pytest.raises(refusals.NothingToCarry):
        recording.carry_over(agency=officer.home, year=2026, by=officer, at=clock.NOW)  # type: ignore[arg-type]


def test_the_doctor_names_what_was_changed_past_the_door(officer: Person) -> None:
    row = record(officer)
    Activity.objects.filter(pk=row.pk).update(channel="gazette")
    assert [str(row.pk) in each for each in integrity.drifted()] == [True]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activities_version SET reason = 'x'",
        "DELETE FROM activities_version",
        "DELETE FROM activities_activity",
        "UPDATE activities_activity SET same_as_id = (SELECT MIN(id) FROM activities_activity)",
    ],
)
def test_the_database_refuses_what_bypasses_the_door(officer: Person, statement: str) -> None:
    from django.db import connection

    record(officer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        ActivityFactory()
        cursor.execute(statement)
