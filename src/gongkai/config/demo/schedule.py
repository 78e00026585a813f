"""Which office writes what on which day: three years of fixed dates and chance, the same for the same seed and day."""

import datetime
import functools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.config.demo import city, directory, kinds
from gongkai.config.demo.city import Office, Subject
from gongkai.config.demo.kinds import Kind
from gongkai.rules import calendars

YEARS = 3
DUE_SHARE = 0.6
OPEN_CONSULTATIONS = 2
NEXT_SAME = datetime.timedelta(days=400)


@dataclass(frozen=True)
class Slot:
    """One paper to be written."""

    day: datetime.date
    kind: Kind
    office: Office
    subject: Subject | None

    @property
    def column(self) -> str:
        """The address of the column it goes to."""
        pattern = self.kind.column
        if pattern == kinds.DOCUMENTS:
            pattern = kinds.DOCUMENT_COLUMNS.get(self.office.key, pattern)
            pattern = pattern if self.office.level == "city" else kinds.LOCAL_DOCUMENTS
        elif pattern == "news-depts" and self.office.level != "city":
            pattern = "news-areas-{gov}"
        if pattern in {"news-depts", "others-requests", "others-proposals"} and self.subject is not None:
            pattern = kinds.MATTERS.get(self.subject.thing, pattern)
        return directory.slug_for(pattern, self.office)


@dataclass(frozen=True)
class Window:
    """The years of the demo, and the days on which offices came and went."""

    start: datetime.date
    end: datetime.date
    acts: dict[str, datetime.date]

    def lives(self, office: Office, day: datetime.date) -> bool:
        """Whether an office stood on a day."""
        since = city.day_of(office.since) or self.acts.get(office.since)
        until = city.day_of(office.until) or self.acts.get(office.until if office.until != "split" else "")
        if office.key == "wltj":
            until = self.acts["split"]
        return (since is None or since <= day) and (until is None or day < until)


@functools.cache
def _calendar() -> calendars.Calendar:
    return calendars.Calendar.load()


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the next one on which offices work."""
    while not _calendar().is_working_day(day):
        day += datetime.timedelta(days=1)
    return day


def working_day_before(day: datetime.date) -> datetime.date:
    """The last working day before a day."""
    day -= datetime.timedelta(days=1)
    while not _calendar().is_working_day(day):
        day -= datetime.timedelta(days=1)
    return day


def back(day: datetime.date, count: int) -> datetime.date:
    """Some working days earlier."""
    for _step in range(count):
        day = working_day_before(day)
    return day


def window(end: datetime.date) -> Window:
    """The three years that end on a day, and when the city's offices changed in them."""
    start = end.replace(day=1, year=end.year - YEARS)
    offsets = {"merge": 190, "rename": 270, "town": 430, "split": 520, "end": 800}
    return Window(start, end, {name: working_day(start + datetime.timedelta(days=n)) for name, n in offsets.items()})


def slots(span: Window, *, count: int, rnd: random.Random) -> list[Slot]:
    """So many papers over the window, by day. Fixed ones first, up to a share; the rest by chance."""
    due = [slot for slot in _due(span, rnd) if span.lives(slot.office, slot.day)]
    room = int(count * DUE_SHARE)
    if len(due) > room:
        due = rnd.sample(due, room)
    return sorted([*due, *_chance(span, count - len(due), rnd)], key=lambda slot: slot.day)


def lately(span: Window, *, count: int, rnd: random.Random) -> list[Slot]:
    """Papers of the last weeks that are still on their way, by day: the oldest has used up its twenty working days."""
    first = back(span.end, 23)
    recent = Window(first, back(span.end, 5), span.acts)
    found: list[Slot] = []
    while len(found) < count:
        found += [slot for slot in _chance(recent, count, rnd) if not slot.kind.quick]
    return sorted(found[:count], key=lambda slot: slot.day)


def consulted(span: Window) -> list[Slot]:
    """Drafts about which the public is being asked at the end of the window, so that the front page names some."""
    kind = next(each for each in kinds.CHANCE if each.column == "documents-draft")
    found: list[Slot] = []
    for subject in city.subjects():
        day = back(span.end, 13 - 4 * len(found))
        office = city.offices().get(subject.agency)
        if office is not None and span.lives(office, day) and office.key not in {each.office.key for each in found}:
            found.append(Slot(day, kind, office, subject))
        if len(found) == OPEN_CONSULTATIONS:
            break
    return found


def _offices(kind: Kind) -> Sequence[Office]:
    offices = city.offices()
    keys = kind.offices.split()
    if len(keys) == 1 and keys[0] not in offices:
        return directory.chosen(keys[0])
    if keys == ["gov"] or len(keys) > 1 or keys[0] != "office":
        return [offices[key] for key in keys]
    return [offices["office"]]


def _due(span: Window, rnd: random.Random) -> Iterator[Slot]:
    for kind in kinds.DUE:
        for office in _offices(kind):
            if kind.once:
                first = max(span.start, span.acts.get(office.since, span.start))
                yield Slot(working_day(first + datetime.timedelta(days=rnd.randint(2, 45))), kind, office, None)
                continue
            for year in range(span.start.year, span.end.year + 1):
                for month in kind.months:
                    last = min(kind.days[1], 28 if month == 2 else 30)
                    low = 10 if month == 1 and kind.days[0] < 8 else kind.days[0]
                    day = datetime.date(year, month, rnd.randint(min(low, last), last))
                    day = working_day(day + datetime.timedelta(days=40 if _reports_late(kind, office) else 0))
                    if span.start <= day < span.end:
                        yield Slot(day, kind, office, None)


def _reports_late(kind: Kind, office: Office) -> bool:
    """Departments report by the end of January, governments by the end of March."""
    return kind.column == "reports-{code}" and office.kind == "government"


def _chance(span: Window, count: int, rnd: random.Random) -> Iterator[Slot]:
    weights = [kind.weight for kind in kinds.CHANCE]
    length = (span.end - span.start).days
    last: dict[tuple[str, str, str], datetime.date] = {}
    days = sorted(span.start + datetime.timedelta(days=int(length * rnd.random() ** 0.85)) for _n in range(count))
    for number, day in enumerate(days):
        day = min(working_day(day), working_day_before(span.end))
        for _attempt in range(50):
            # Each kind comes up at least once, however few items are wanted.
            first = kinds.CHANCE[number % len(kinds.CHANCE)] if number < len(kinds.CHANCE) <= count // 2 else None
            kind = first if first is not None and not _attempt else rnd.choices(kinds.CHANCE, weights)[0]
            subject = rnd.choice(city.subjects()) if kind.by_subject else None
            office = _writer(kind, subject, day, span, rnd)
            if office is None:
                continue
            key = (kind.write.__name__, office.key, subject.name if subject else "")
            if kind.normative and subject is not None and day - last.get(key, datetime.date.min) < NEXT_SAME:
                continue
            last[key] = day
            yield Slot(day, kind, office, subject)
            break


def _writer(kind: Kind, subject: Subject | None, day: datetime.date, span: Window, rnd: random.Random) -> Office | None:
    offices = city.offices()
    if kind.offices == "subject" and subject is not None:
        leads = ["wltj", "wlj"] if subject.agency == "wlj" else [subject.agency]
        if subject.agency == "office" or rnd.random() < 0.62:
            names = leads
        elif kind.normative and rnd.random() < 0.5:
            names = [rnd.choice(("gov", "office"))]
        else:
            names = [rnd.choice(("wsb", "ljb", "npb"))]
        alive = [offices[name] for name in names if span.lives(offices[name], day)]
        return alive[0] if alive else None
    office = rnd.choice(_offices(kind))
    return office if span.lives(office, day) else None
