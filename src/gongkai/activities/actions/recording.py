"""Recording what an office did: at once, corrected later, struck out; every version is kept."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.activities.actions import kinds as events_of
from gongkai.activities.actions import refusals
from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity, Number, Version
from gongkai.activities.queries import checking
from gongkai.activities.queries.checking import Content
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

_PLAIN = (
    *("kind", "year", "on", "channel", "title", "text", "is_head_present", "answers_concern"),
    *("item", "same_as", "file", "file_title", "link"),
)


@transaction.atomic
def record(*, agency: Agency, content: Content, by: Person, at: datetime.datetime) -> Activity:
    """Record one activity. Raises Faulty, StatedAlready."""
    return record_many(agency=agency, contents=[content], by=by, at=at)[0]


@transaction.atomic
def record_many(*, agency: Agency, contents: Sequence[Content], by: Person, at: datetime.datetime) -> list[Activity]:
    """Record several activities of an agency, all or none. Raises Faulty, StatedAlready."""
    today = timezone.localdate(at)
    rows = [checking.cleaned(each) for each in _as_they_are_now(contents)]
    for each in rows:
        if found := checking.faults(each, agency=agency, today=today):
            raise refusals.Faulty(found)
    made = [Activity(agency=agency, author=by, recorded_at=at, changed_at=at, **_fields(each)) for each in rows]
    try:
        with transaction.atomic():
            Activity.objects.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        raise _stated_already(rows) from error
    _write_numbers(zip(made, (each.numbers for each in rows), strict=True))
    _write_versions(made, rows, Version.Act.RECORD, "", by=by, at=at)
    events.record_many([events_of.event(events_of.RECORDED, each, by=by.reference, at=at) for each in made])
    return made


@transaction.atomic
def record_through(
    *, agency: Agency, entries: Sequence[tuple[Content, Sequence[str]]], by: Person, at: datetime.datetime
) -> list[Activity]:
    """Record activities, each through all its channels: the first record counts, the others repeat it.

    Without channels an entry is one record. Returns the first records. Raises Faulty, StatedAlready.
    """
    firsts = [
        dataclasses.replace(content, channel=channels[0]) if channels else content for content, channels in entries
    ]
    made = record_many(agency=agency, contents=firsts, by=by, at=at)
    repeats = [
        dataclasses.replace(content, channel=channel, same_as=None if content.item else first)
        for (content, channels), first in zip(entries, made, strict=True)
        for channel in dict.fromkeys(channels[1:])
        if channel != channels[0]
    ]
    if repeats:
        record_many(agency=agency, contents=repeats, by=by, at=at)
    return made


@transaction.atomic
def correct(
    *, activity: Activity, content: Content, reason: str, by: Person, at: datetime.datetime, base: int | None = None
) -> Activity:
    """Say it anew; the earlier version stays. `base` is the version the writer has seen.

    Raises Faulty, ReasonMissing, Struck, Stale, StatedAlready.
    """
    row = _locked(activity, reason)
    if base is not None and base != row.version:
        raise refusals.Stale
    new = checking.cleaned(_as_they_are_now([content])[0])
    if found := checking.faults(new, agency=row.agency, today=timezone.localdate(at)):
        raise refusals.Faulty(found)
    if new.same_as is not None:
        _let_go(row, but=new.same_as)
    elif new.item is not None:
        # What repeated this record now repeats the same item.
        row.repeated_by.update(same_as=None, item=new.item)
    for name, value in _fields(new).items():
        setattr(row, name, value)
    row.version, row.changed_at = row.version + 1, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _stated_already([new]) from error
    row.numbers.all().delete()
    _write_numbers([(row, new.numbers)])
    _write_versions([row], [new], Version.Act.CORRECT, reason, by=by, at=at)
    events.record_many([events_of.event(events_of.CORRECTED, row, by=by.reference, at=at, reason=reason.strip())])
    return row


@transaction.atomic
def strike(*, activity: Activity, reason: str, by: Person, at: datetime.datetime) -> Activity:
    """Take a record out of every count; it stays to be read. Raises ReasonMissing, Struck."""
    row = _locked(activity, reason)
    _let_go(row, but=None)
    content = content_of(row)
    row.struck_at, row.changed_at, row.version = at, at, row.version + 1
    row.save(update_fields=["struck_at", "changed_at", "version"])
    _write_versions([row], [content], Version.Act.STRIKE, reason, by=by, at=at)
    events.record_many([events_of.event(events_of.STRUCK, row, by=by.reference, at=at, reason=reason.strip())])
    return row


@transaction.atomic
def carry_over(*, agency: Agency, year: int, by: Person, at: datetime.datetime) -> list[Activity]:
    """Record for a year the reading points and offices that stood in the year before.

    Numbers of reading points begin at zero. Raises NothingToCarry.
    """
    lasting = [
        each.code
        for each in kinds.KINDS.values()
        if each.group == "resources" and each.span == "year" and not each.once
    ]
    there = set(Activity.objects.standing().of(agency).filter(year=year, kind__in=lasting).values_list("kind", "title"))
    before = Activity.objects.standing().of(agency).filter(year=year - 1, kind__in=lasting).order_by("id")
    contents = [
        Content(
            kind=each.kind,
            title=each.title,
            year=year,
            text=each.text,
            numbers={name: Decimal(0) for name in kinds.kind(each.kind).names},
        )
        for each in before
        if (each.kind, each.title) not in there
    ]
    if not contents:
        raise refusals.NothingToCarry
    return record_many(agency=agency, contents=contents, by=by, at=at)


def content_of(activity: Activity) -> Content:
    """What an activity says now, numbers included. One query."""
    values = {name: getattr(activity, name) for name in _PLAIN}
    return Content(**values, numbers=dict(activity.numbers.values_list("measure", "value")))


def _as_they_are_now(contents: Sequence[Content]) -> list[Content]:
    """The contents with the records they repeat read anew. At most one query."""
    wanted = {each.same_as.pk for each in contents if each.same_as is not None}
    if not wanted:
        return list(contents)
    fresh = Activity.objects.select_related("same_as").in_bulk(wanted)
    return [dataclasses.replace(each, same_as=fresh[each.same_as.pk]) if each.same_as else each for each in contents]


def _locked(activity: Activity, reason: str) -> Activity:
    if not reason.strip():
        raise refusals.ReasonMissing
    Activity.objects.select_for_update().get(pk=activity.pk)
    row = Activity.objects.select_related("agency", "item", "same_as", "file").get(pk=activity.pk)
    if row.struck_at is not None:
        raise refusals.Struck
    return row


def _let_go(row: Activity, *, but: Activity | None) -> None:
    """Let what repeated this record repeat another, or make the earliest of them the first."""
    others = list(row.repeated_by.filter(struck_at__isnull=True).order_by("id"))
    row.repeated_by.filter(struck_at__isnull=False).update(same_as=but)
    if not others:
        return
    first = but
    if first is None:
        first = others.pop(0)
        Activity.objects.filter(pk=first.pk).update(same_as=None)
    Activity.objects.filter(pk__in=[each.pk for each in others]).update(same_as=first)


def _fields(content: Content) -> dict[str, Any]:
    return {name: getattr(content, name) for name in _PLAIN} | {"is_only": kinds.kind(content.kind).once}


def _write_numbers(pairs: Any) -> None:
    rows = [
        Number(activity=activity, measure=name, value=value)
        for activity, numbers in pairs
        for name, value in _in_order(activity.kind, numbers)
    ]
    Number.objects.bulk_create(rows, batch_size=500)


def _in_order(kind: str, numbers: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return [(name, numbers[name]) for name in kinds.kind(kind).names if name in numbers]


def _write_versions(
    activities: Sequence[Activity],
    contents: Sequence[Content],
    act: str,
    reason: str,
    *,
    by: Person,
    at: datetime.datetime,
) -> None:
    Version.objects.bulk_create(
        [
            Version(
                activity=activity,
                number=activity.version,
                act=act,
                content=_plain(content),
                reason=reason.strip()[:300],
                author=by,
                at=at,
            )
            for activity, content in zip(activities, contents, strict=True)
        ],
        batch_size=500,
    )


def _plain(content: Content) -> dict[str, Any]:
    return {
        "kind": content.kind,
        "year": content.year,
        "on": content.on.isoformat() if content.on else "",
        "channel": content.channel,
        "title": content.title,
        "text": content.text,
        "is_head_present": content.is_head_present,
        "answers_concern": content.answers_concern,
        "item": content.item.reference if content.item else "",
        "same_as": content.same_as.reference if content.same_as else "",
        "file": content.file.sha256 if content.file else "",
        "file_title": content.file_title,
        "link": content.link,
        "numbers": {name: format(value.normalize(), "f") for name, value in _in_order(content.kind, content.numbers)},
    }


def _stated_already(contents: Sequence[Content]) -> refusals.StatedAlready:
    once = next((each for each in contents if kinds.kind(each.kind).once), contents[0])
    return refusals.StatedAlready(str(kinds.kind(once.kind).label), once.year)
