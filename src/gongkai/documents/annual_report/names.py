"""What people call the indicators of annual reports (`names.yaml`), checked when loaded."""

import datetime
import functools
import pathlib
from collections.abc import Mapping
from typing import Any

import yaml

_FILE = pathlib.Path(__file__).with_name("names.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_PARTS = ("rows", "columns", "names")


class NameFault(ValueError):
    """The data file of names is not as it should be; the message says where."""


def name_of(indicator: str) -> str:
    """The Chinese name of an indicator. Raises KeyError for what is none."""
    content = load()
    if indicator in content["names"]:
        return content["names"][indicator]
    row, _, column = indicator.rpartition(".")
    part = content["columns"][column]
    return f"{content['rows'][row]} · {part}" if part else content["rows"][row]


def is_indicator(indicator: str) -> bool:
    """Whether there is an indicator of this id."""
    content = load()
    row, _, column = indicator.rpartition(".")
    return indicator in content["names"] or (row in content["rows"] and column in content["columns"])


@functools.cache
def load() -> Mapping[str, Mapping[str, str]]:
    """The shipped names: of rows, of columns, and of indicators that are no row and column."""
    with _FILE.open(encoding="utf-8") as stream:
        return parse(yaml.load(stream, Loader=_LOADER))  # noqa: S506 (CSafeLoader is the safe one, in C)


def parse(raw: Any) -> Mapping[str, Mapping[str, str]]:
    """Check and build the names from their YAML content. Raises NameFault."""
    if not isinstance(raw, dict) or set(raw) != {"edition", *_PARTS}:
        raise NameFault(f"the names need exactly edition, {', '.join(_PARTS)}")
    if not isinstance(raw["edition"], datetime.date):
        raise NameFault("edition is not a day")
    for part in _PARTS:
        for name, words in raw[part].items():
            if not isinstance(words, str) or not (words or part == "columns"):
                raise NameFault(f"{part}: {name} has no name")
    if twice := {name for name in raw["names"] if name.rpartition(".")[0] in raw["rows"]} & _grid(raw):
        raise NameFault(f"named as a grid and by itself: {', '.join(sorted(twice))}")
    return {part: raw[part] for part in _PARTS}


def _grid(raw: Any) -> set[str]:
    return {f"{row}.{column}" for row in raw["rows"] for column in raw["columns"]}
