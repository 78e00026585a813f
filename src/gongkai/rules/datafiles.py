"""The dated data files of the law: read once, checked against what they must hold, each with its source."""

import datetime
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

_DATA = pathlib.Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADER: dict[str, type] = {"dated": datetime.date, "source": str, "certainty": str}

Shape = Mapping[str, type | tuple[type, ...]]


class DataFault(ValueError):
    """A data file is not as it should be; the message says where."""


def read(name: str, *parts: str) -> dict[str, Any]:
    """The content of a data file that has the day it was drawn up, its source, its certainty and exactly `parts`."""
    return checked_file(yaml.load((_DATA / name).read_text(encoding="utf-8"), Loader=_LOADER), name, *parts)  # noqa: S506


def plain(text: str) -> Any:
    """YAML text as plain data."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (CSafeLoader is the safe one, in C)


def checked_file(raw: Any, name: str, *parts: str) -> dict[str, Any]:
    """The content itself when it has a header and exactly `parts`. Raises DataFault otherwise."""
    if not isinstance(raw, dict):
        raise DataFault(f"{name}: not a mapping")
    header = {key: raw.get(key) for key in _HEADER}
    checked(header, name, required=_HEADER)
    if different := set(raw) ^ (set(_HEADER) | set(parts)):
        raise DataFault(f"{name}: unknown or missing: {', '.join(sorted(map(str, different)))}")
    return raw


def checked(raw: Any, where: str, *, required: Shape, optional: Shape | None = None) -> dict[str, Any]:
    """The record itself when its keys and types are as declared. Raises DataFault naming the place otherwise."""
    if not isinstance(raw, dict):
        raise DataFault(f"{where}: not a mapping")
    allowed: dict[str, type | tuple[type, ...]] = {**required, **(optional or {})}
    if different := (set(raw) - set(allowed)) | (set(required) - set(raw)):
        raise DataFault(f"{where}: unknown or missing: {', '.join(sorted(map(str, different)))}")
    for key, value in raw.items():
        declared = allowed[key]
        kinds = declared if isinstance(declared, tuple) else (declared,)
        # A bool is an int to Python, never to the law.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise DataFault(f"{where}: {key} is {value!r}")
    return raw


def unique(codes: Iterable[str], where: str) -> None:
    """Raises DataFault when a code stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise DataFault(f"{where}: {code} stands twice")
        seen.add(code)
