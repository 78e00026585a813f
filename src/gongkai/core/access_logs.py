"""How often addresses were fetched, and what was read by day, as far as the access logs of the server in front tell.

Contract: lines of nginx's or Apache's "combined" or "common" form, in plain files or compressed (.gz), rotated ones
beside them. Whose address asked is never read out; only counts leave this module.
"""

import datetime
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

_LINE = re.compile(
    r'\[(?P<at>\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "GET (?P<path>[^ "?]+)[^"]*" (?P<status>\d{3})'
)
# The last of the quoted words of the combined form says which program asked; the common form has none.
_PROGRAM = re.compile(r'" "([^"]*)"\s*$')
_ROBOT = re.compile(
    r"bot|spider|crawl|slurp|curl|wget|python|java/|go-http|headless|monitor|scan|feed|^-?$", re.IGNORECASE
)
_FETCHED = frozenset(("200", "206", "304"))
_MOST_BYTES = 4 * 1024**3
_TIME = "%d/%b/%Y:%H:%M:%S %z"


@dataclass(frozen=True)
class Fetches:
    """Counts by address, and the time the logs cover; without a log nothing is known.

    `is_cut`: the logs were too long to be read to their end. `unreadable`: files that could not be opened.
    """

    counts: dict[str, int] = field(default_factory=dict)
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    is_cut: bool = False
    unreadable: int = 0

    @property
    def is_known(self) -> bool:
        """Whether any log was read."""
        return self.since is not None


def files(pattern: str) -> list[Path]:
    """The logs that a setting names, oldest first: paths parted by commas, a name with * for what rotation adds."""
    named = [Path(each.strip()) for each in pattern.split(",") if each.strip()]
    found = {log for each in named for log in each.parent.glob(each.name)}
    return sorted((each for each in found if each.is_file()), key=lambda each: (each.stat().st_mtime, each.name))


def count(addresses: Collection[str], *, logs: Sequence[Path], prefixes: Sequence[str] = ("",)) -> Fetches:
    """How often these addresses were fetched; an address below one of the `prefixes` counts as the address itself.

    Answers that gave nothing (404) and HEAD do not count; a copy the reader had already (304) does.
    """
    wanted = {prefix + address: address for address in addresses for prefix in prefixes}
    counts: Counter[str] = Counter()
    reader = _Reader(logs)
    for match, _line in reader.fetched():
        path = wanted.get(unquote(match["path"]))
        if path is not None:
            counts[path] += 1
    return Fetches(dict(counts), reader.since, reader.until, reader.is_cut, reader.unreadable)


@dataclass(frozen=True)
class Visits:
    """What was read: by day and kind, and how often each page; `since` and `until` as the logs reach."""

    days: dict[datetime.date, dict[str, int]]
    names: dict[str, int]
    since: datetime.datetime | None
    until: datetime.datetime | None
    is_cut: bool


def visits(*, logs: Sequence[Path], read_as: Callable[[str], tuple[Sequence[str], str]]) -> Visits:
    """What people read; programs that name themselves as such are left out.

    `read_as` says of a path as which kinds it counts, none for what is no visit, and under which name; an empty name
    is not listed.
    """
    days: dict[str, Counter[str]] = {}
    names: Counter[str] = Counter()
    reader = _Reader(logs)
    for match, line in reader.fetched():
        program = _PROGRAM.search(line)
        if program is not None and _ROBOT.search(program[1]):
            continue
        kinds, name = read_as(unquote(match["path"]))
        if kinds:
            days.setdefault(match["at"][:11], Counter()).update(kinds)
        if name:
            names[name] += 1
    dated = {day.date(): dict(found) for text, found in days.items() if (day := _moment(f"{text}:00:00:00 +0000"))}
    return Visits(dated, dict(names), reader.since, reader.until, reader.is_cut)


class _Reader:
    """Goes through logs once, and knows afterwards how far they reached."""

    def __init__(self, logs: Sequence[Path]) -> None:
        self.logs = logs
        self.since: datetime.datetime | None = None
        self.until: datetime.datetime | None = None
        self.is_cut, self.unreadable = False, 0

    def fetched(self) -> Iterator[tuple[re.Match[str], str]]:
        """Each line of a fetch that gave something."""
        left, last = _MOST_BYTES, ""
        for log in self.logs:
            try:
                for line in _lines(log):
                    left -= len(line)
                    if left < 0:
                        self.is_cut = True
                        break
                    match = _LINE.search(line)
                    if match is None:
                        continue
                    last = match["at"]
                    self.since = self.since or _moment(last)
                    if match["status"] in _FETCHED:
                        yield match, line
            except (OSError, EOFError, zlib.error):
                self.unreadable += 1
        self.until = _moment(last) if last else None


def _lines(log: Path) -> Iterator[str]:
    if log.suffix == ".gz":
        with gzip.open(log, "rt", encoding="utf-8", errors="replace") as opened:
            yield from opened
    else:
        with log.open(encoding="utf-8", errors="replace") as opened:
            yield from opened


def _moment(written: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(written, _TIME)
    except ValueError:
        return None
