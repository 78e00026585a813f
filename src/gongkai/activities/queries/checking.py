"""What an activity must say before it is recorded, and what is wrong with it, field by field."""

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity
from gongkai.disclosures.models import Item, StoredFile
from gongkai.orgs.models import Agency

YEARS = range(2000, 2101)
_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Content:
    """What an activity says. `year` is that of the day where there is one; `numbers` by the names of its kind."""

    kind: str
    title: str
    on: datetime.date | None = None
    year: int = 0
    channel: str = ""
    text: str = ""
    is_head_present: bool = False
    answers_concern: bool = False
    item: Item | None = None
    same_as: Activity | None = None
    file: StoredFile | None = None
    file_title: str = ""
    link: str = ""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one field, in the words of a clerk."""

    field: str
    sentence: str


def cleaned(content: Content) -> Content:
    """The same with blanks taken off, the first record in place of a repeat, and the year of the day."""
    first = content.same_as.same_as or content.same_as if content.same_as is not None else None
    return dataclasses.replace(
        content,
        title=" ".join(content.title.split())[:200],
        text=content.text.strip(),
        year=content.on.year if content.on is not None else content.year,
        same_as=first if content.item is None else None,
        file_title=content.file_title[-200:] if content.file is not None else "",
    )


def faults(content: Content, *, agency: Agency, today: datetime.date) -> list[Fault]:
    """What keeps a cleaned content from being recorded for an agency; nothing when it is sound. No query."""
    try:
        kind = kinds.kind(content.kind)
    except kinds.UnknownKind:
        return [Fault("kind", _("There is no such kind of activity."))]
    found = [] if content.title else [Fault("title", _("Give it a title."))]
    found += _time(content, kind, today)
    found += _channel(content, kind)
    found += _numbers(content, kind)
    found += _repeat(content, kind, agency)
    if content.is_head_present and not kind.with_head:
        found.append(Fault("is_head_present", _("Of this kind it is not asked whether the head took part.")))
    if content.answers_concern and not kind.with_concern:
        found.append(Fault("answers_concern", _("Of this kind it is not asked whether it answers a concern.")))
    if content.link and not (content.link.startswith(("http://", "https://")) and len(content.link) <= 500):
        found.append(Fault("link", _("Give a whole address that begins with https:// or http://.")))
    if kind.needs_proof and content.file is None and not content.link:
        found.append(Fault("file", _("This kind needs a proof: a file or a link.")))
    return found


def _time(content: Content, kind: kinds.Kind, today: datetime.date) -> list[Fault]:
    if kind.span == "day" and content.on is None:
        return [Fault("on", _("Give the day."))]
    if kind.span == "year" and content.on is not None:
        return [Fault("on", _("This kind holds for a year; give the year alone."))]
    if content.year not in YEARS:
        return [Fault("on" if kind.span == "day" else "year", _("Give a year between 2000 and 2100."))]
    if (content.on or datetime.date(content.year, 1, 1)) > today:
        return [Fault("on" if content.on else "year", _("It has not come yet."))]
    return []


def _channel(content: Content, kind: kinds.Kind) -> list[Fault]:
    if kind.channels and content.channel not in kind.channels:
        return [Fault("channel", _("Name the channel."))]
    if not kind.channels and content.channel:
        return [Fault("channel", _("This kind has no channel."))]
    return []


def _numbers(content: Content, kind: kinds.Kind) -> list[Fault]:
    found = [
        Fault(f"number_{name}", _("This kind has no number “%s”.") % name)
        for name in content.numbers
        if name not in kind.names
    ]
    for measure in kind.measures:
        value = content.numbers.get(measure.name)
        if value is None:
            continue
        if not value.is_finite() or abs(value) >= _MOST:
            found.append(Fault(f"number_{measure.name}", _("This is no number that can be counted.")))
        elif value < 0 and not measure.is_signed:
            found.append(Fault(f"number_{measure.name}", _("It cannot be below zero.")))
        elif value != round(value, measure.places):
            words = _("It has at most %d decimals.") if measure.places else _("It must be a whole number.")
            found.append(Fault(f"number_{measure.name}", words % measure.places if measure.places else words))
    if kind.measures and not content.numbers:
        found.append(Fault(f"number_{kind.measures[0].name}", _("Give at least one number.")))
    return found


def _repeat(content: Content, kind: kinds.Kind, agency: Agency) -> list[Fault]:
    if not kind.can_repeat and (content.item is not None or content.same_as is not None):
        return [Fault("same_as", _("A record of this kind repeats no other one."))]
    if content.item is not None and content.item.agency_id != agency.pk:
        return [Fault("same_as", _("The item belongs to another agency."))]
    first = content.same_as
    if first is None:
        return []
    if first.agency_id != agency.pk or first.struck_at is not None:
        return [Fault("same_as", _("There is no such record of this agency."))]
    if kinds.kind(first.kind).group != kind.group:
        return [Fault("same_as", _("A publication repeats a publication, a response a response."))]
    return []
