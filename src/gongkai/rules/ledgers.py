"""The ledger of a request: what happened on which day. The deadline is replayed from it, never stored over it."""

import dataclasses
import datetime
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.rules import datafiles

_NAME = "ledger.yaml"
CLOSING = frozenset({"answered", "withdrawn", "closed"})


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry; `rank` orders one day; `end` is the kind that ends what this one begins."""

    id: str
    label: str
    rank: int
    end: str


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    `on` may be missing only for an extension (then: told in time). `working_days` is the length of an extension,
    `until_on` the day a notice sets: the last day to correct, the new due day of an extension, of a delayed term or of
    a request taken up again, the day a third party should answer by under R2008. `party` names who was consulted when
    there are several.
    """

    kind: str
    on: datetime.date | None
    working_days: int | None = None
    until_on: datetime.date | None = None
    party: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Ledger:
    """A request's days. `channel` (rules.regimes.channels) and `regime` (2008, 2019) are empty where not given."""

    received_on: datetime.date
    entries: tuple[Entry, ...] = ()
    channel: str = ""
    regime: str = ""


class ImpossibleEntry(ValueError):
    """An entry that cannot stand where it stands; `code` says why, the message says it to a clerk."""

    def __init__(self, entry: Entry, code: str, reason: str) -> None:
        super().__init__(f"“{describe(entry)}”不成立：{reason}")
        self.entry = entry
        self.code = code


def kinds() -> tuple[Kind, ...]:
    """Every kind of entry in its order within a day."""
    return tuple(_kinds().values())


def kind(id: str) -> Kind:
    """The kind by its id. Raises ValueError for an unknown one."""
    if id not in _kinds():
        raise ValueError(f"没有这种记录：{id}")
    return _kinds()[id]


def party_label(party: str) -> str:
    """Who is consulted, in words: third_party, comaker, other_agency."""
    return _parties()[party]


def consulted(kind_id: str) -> tuple[str, str] | None:
    """The party and the step (asked, received, answered) of a kind of consultation; None for other kinds."""
    return _consulted().get(kind_id)


def describe(entry: Entry) -> str:
    """An entry in words: its label and day, and whom it concerns."""
    label = _kinds()[entry.kind].label if entry.kind in _kinds() else entry.kind
    day = in_words(entry.on) if entry.on else ""
    return f"{day}{label}{f'（{entry.party}）' if entry.party else ''}"


def in_words(day: datetime.date) -> str:
    """A day as a clerk writes it: 2024年9月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


def ordered(ledger: Ledger) -> tuple[Entry, ...]:
    """The dated entries by day, within a day by their rank. Raises ImpossibleEntry for what no ledger can hold."""
    known = _kinds()
    dated: list[tuple[datetime.date, int, Entry]] = []
    for entry in ledger.entries:
        if entry.kind not in known:
            raise ImpossibleEntry(entry, "unknown_kind", "没有这种记录")
        if entry.on is None:
            if entry.kind != "extended":
                raise ImpossibleEntry(entry, "no_day", "没有写明日期")
            continue
        if entry.on < ledger.received_on:
            raise ImpossibleEntry(entry, "before_receipt", f"早于收到申请之日（{in_words(ledger.received_on)}）")
        dated.append((entry.on, known[entry.kind].rank, entry))
    dated.sort(key=lambda each: each[:2])
    return tuple(each[2] for each in dated)


def until(ledger: Ledger, on: datetime.date) -> Ledger:
    """The ledger as it stood at the end of a day."""
    entries = tuple(each for each in ledger.entries if each.on is None or each.on <= on)
    return dataclasses.replace(ledger, entries=entries)


def to_plain(ledger: Ledger) -> dict[str, Any]:
    """The ledger as data for JSON; `from_plain` gives it back."""
    return {
        "received_on": ledger.received_on.isoformat(),
        "channel": ledger.channel,
        "regime": ledger.regime,
        "entries": [
            {
                "kind": each.kind,
                "on": each.on.isoformat() if each.on else None,
                "working_days": each.working_days,
                "until_on": each.until_on.isoformat() if each.until_on else None,
                "party": each.party,
            }
            for each in ledger.entries
        ],
    }


def from_plain(raw: Mapping[str, Any]) -> Ledger:
    """The ledger of `to_plain`. Raises ValueError where a part is missing or no date."""
    return Ledger(
        received_on=datetime.date.fromisoformat(raw["received_on"]),
        entries=tuple(
            Entry(
                kind=each["kind"],
                on=_day(each["on"]),
                working_days=each["working_days"],
                until_on=_day(each["until_on"]),
                party=each["party"],
            )
            for each in raw["entries"]
        ),
        channel=raw["channel"],
        regime=raw["regime"],
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, "kinds", "parties")


@functools.cache
def _kinds() -> dict[str, Kind]:
    return _parsed(_raw()["kinds"])


def _parsed(raw: Iterable[Any]) -> dict[str, Kind]:
    found = []
    required = {"id": str, "label": str, "rank": int}
    for each in raw:
        checked = datafiles.checked(each, _NAME, required=required, optional={"end": str})
        found.append(Kind(checked["id"], checked["label"], checked["rank"], checked.get("end", "")))
    datafiles.unique((each.id for each in found), _NAME)
    by_id = {each.id: each for each in found}
    if lost := {each.end for each in found if each.end} - set(by_id):
        raise datafiles.DataFault(f"{_NAME}: there is no kind {', '.join(sorted(lost))}")
    return by_id


@functools.cache
def _parties() -> dict[str, str]:
    return {each["id"]: each["label"] for each in _raw()["parties"]}


@functools.cache
def _consulted() -> dict[str, tuple[str, str]]:
    return {f"{party}_{step}": (party, step) for party in _parties() for step in ("asked", "received", "answered")}
