"""How often addresses were fetched, as far as the access logs of the server in front tell.

Contract: lines of nginx's or Apache's "combined" or "common" form, in plain files or compressed (.gz), rotated ones
beside them. Whose address asked is never read out; only counts leave this module.
"""

import datetime
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

_LINE = re.compile(
    r'\[(?P<at>\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "GET (?P<path>[^ "?]+)[^"]*" (?P<status>\d{3})'
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
    since: datetime.datetime | None = None
    last = ""
    left, unreadable, is_cut = _MOST_BYTES, 0, False
    for log in logs:
        try:
            for line in _lines(log):
                left -= len(line)
                if left < 0:
                    is_cut = True
                    break
                match = _LINE.search(line)
                if match is None:
                    continue
                last = match["at"]
                since = since or _moment(last)
                path = wanted.get(unquote(match["path"]))
                if path is not None and match["status"] in _FETCHED:
                    counts[path] += 1
        except (OSError, EOFError, zlib.error):
            unreadable += 1
    return Fetches(dict(counts), since, _moment(last) if last else None, is_cut, unreadable)


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
