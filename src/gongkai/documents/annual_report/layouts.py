"""How the statutory tables are worded in real reports (`layouts.yaml`), checked when loaded."""

import dataclasses
import datetime
import functools
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from gongkai.documents.annual_report import names, report

_FILE = pathlib.Path(__file__).with_name("layouts.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARTS = {"edition", "sources", "editions", "published", "requests", "remedies", "statistics"}
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")


class LayoutFault(ValueError):
    """The data file of table wordings is not as it should be; the message says where."""


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One figure of a row: the indicator (None: kept under its own words) and its unit."""

    id: str | None
    unit: str


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row by its wording and the figures that follow; `within` is the section it must stand in, if any."""

    says: re.Pattern[str]
    places: Mapping[report.Edition, tuple[Place, ...]]
    within: str = ""
    label: str = ""


@dataclasses.dataclass(frozen=True)
class Layouts:
    """The four tables: published papers, requests, remedies, and the statistics sheet of 2014."""

    edition: datetime.date
    editions: Mapping[report.Edition, re.Pattern[str]]
    opens: Mapping[str, re.Pattern[str]]
    rows: Mapping[str, tuple[Row, ...]]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    remedies: tuple[Place, ...]
    groups: tuple[tuple[str, re.Pattern[str]], ...]
    outcomes: tuple[tuple[str, re.Pattern[str]], ...]


def han(text: str) -> str:
    """Only the Chinese characters of a label."""
    return _NOT_HAN.sub("", text).replace("反覆", "反复").replace("答覆", "答复")


@functools.cache
def load() -> Layouts:
    """The shipped layouts. Raises LayoutFault when the file is damaged."""
    with _FILE.open(encoding="utf-8") as stream:
        return parse(yaml.load(stream, Loader=_LOADER))  # noqa: S506 (CSafeLoader is the safe one, in C)


def parse(raw: Any) -> Layouts:
    """Check and build the layouts from their YAML content."""
    if not isinstance(raw, dict) or set(raw) != _PARTS:
        raise LayoutFault(f"the layouts need exactly {', '.join(sorted(_PARTS))}")
    if not isinstance(raw["edition"], datetime.date):
        raise LayoutFault("edition is not a day")
    requests, remedies = raw["requests"], raw["remedies"]
    columns = [name for name, _ in requests["columns"]]
    unit = requests["unit"]
    grid = [_request_row(name, says, columns, unit) for name, says in requests["rows"]]
    return Layouts(
        edition=raw["edition"],
        editions={edition: _pattern(says) for edition, says in raw["editions"].items()},
        opens={name: _pattern(raw[name]["opens"]) for name in ("published", "requests", "remedies", "statistics")},
        rows={
            "published": tuple(_published_row(each) for each in raw["published"]["rows"]),
            "requests": tuple(grid),
            "statistics": tuple(_statistics_row(each) for each in raw["statistics"]["rows"]),
        },
        columns=tuple((name, _whole(says)) for name, says in requests["columns"]),
        remedies=tuple(
            _place(f"{group}.{column}", remedies["unit"])
            for group, _ in remedies["groups"]
            for column, _ in remedies["columns"]
        ),
        groups=tuple((name, _pattern(says)) for name, says in remedies["groups"]),
        outcomes=tuple((name, _whole(says)) for name, says in remedies["columns"]),
    )


def _place(name: str | None, unit: str) -> Place:
    if name is not None and not names.is_indicator(name):
        raise LayoutFault(f"{name}: there is no such indicator in names.yaml")
    return Place(name, unit)


def _pattern(says: str) -> re.Pattern[str]:
    try:
        return re.compile(says)
    except re.error as fault:
        raise LayoutFault(f"{says!r} is no pattern ({fault})") from fault


def _request_row(name: str, says: str, columns: list[str], unit: str) -> Row:
    places = tuple(
        _place(
            None if name.count(".") == 1 and column != "total" and name.endswith("handling") else f"{name}.{column}",
            unit,
        )
        for column in columns
    )
    return Row(_ending(says), {"2019": places, "2021": places})


def _published_row(raw: Any) -> Row:
    editions = set(raw) - {"says"}
    if not editions or not editions <= {"2019", "2021"}:
        raise LayoutFault(f"{raw.get('says')}: a row needs the figures of an edition")
    places: dict[report.Edition, tuple[Place, ...]] = {
        edition: tuple(_place(name, unit) for name, unit in raw[edition]) for edition in editions
    }
    return Row(_ending(raw["says"]), places)


def _statistics_row(raw: Any) -> Row:
    if not 3 <= len(raw) <= 5:
        raise LayoutFault(f"not a row of the statistics sheet: {raw!r}")
    name, unit, says, label, within = (*raw, "", "")[:5]
    return Row(_ending(says), {"2014": (_place(name, unit),)}, within, label)


def _ending(says: str) -> re.Pattern[str]:
    return _pattern(f"(?:{says})$")


def _whole(says: str) -> re.Pattern[str]:
    return _pattern(f"^(?:{says})$")
