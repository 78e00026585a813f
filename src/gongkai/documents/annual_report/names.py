"""What people call the indicators of annual reports (`names.yaml`)."""

import functools
import pathlib
from collections.abc import Mapping
from typing import Any

import yaml

_FILE = pathlib.Path(__file__).with_name("names.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def name_of(indicator: str) -> str:
    """The Chinese name of an indicator. Raises KeyError for what is none."""
    content = _content()
    if indicator in content["names"]:
        return content["names"][indicator]
    row, _, column = indicator.rpartition(".")
    part = content["columns"][column]
    return f"{content['rows'][row]} · {part}" if part else content["rows"][row]


@functools.cache
def _content() -> Mapping[str, Mapping[str, str]]:
    with _FILE.open(encoding="utf-8") as stream:
        content: Any = yaml.load(stream, Loader=_LOADER)  # noqa: S506 (CSafeLoader is the safe one, in C)
    return {part: content[part] for part in ("rows", "columns", "names")}
