"""Which city a district belongs to (`districts.yaml`), for texts that name the district alone."""

import collections
import datetime
import functools
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

_FILE = pathlib.Path(__file__).with_name("districts.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST = 3


class PlaceFault(ValueError):
    """The data file of districts is not as it should be; the message says where."""


def city_of(district: str) -> str | None:
    """路桥区 → 台州市; None for a name that several cities have, that is too short to tell, or that is unknown."""
    return load().get(district) if len(district) >= _SHORTEST else None


@functools.cache
def load() -> Mapping[str, str]:
    """The city of every district whose name only one city has."""
    with _FILE.open(encoding="utf-8") as stream:
        return parse(yaml.load(stream, Loader=_LOADER))  # noqa: S506 (CSafeLoader is the safe one, in C)


def parse(raw: Any) -> Mapping[str, str]:
    """Check and build from the YAML content. Raises PlaceFault."""
    if not isinstance(raw, dict) or set(raw) != {"edition", "sources", "cities"}:
        raise PlaceFault("the districts need exactly edition, sources, cities")
    if not isinstance(raw["edition"], datetime.date) or not raw["sources"]:
        raise PlaceFault("edition is not a day, or no source is named")
    found: collections.defaultdict[str, set[str]] = collections.defaultdict(set)
    for city, names in raw["cities"].items():
        if not city.endswith("市") or not isinstance(names, str):
            raise PlaceFault(f"{city}: not a city with its districts")
        for name in names.split():
            if not _HAN.fullmatch(name) or name.endswith("区"):
                raise PlaceFault(f"{city}: {name} is not the name of a district without its last character")
            found[f"{name}区"].add(city)
    return {district: next(iter(cities)) for district, cities in found.items() if len(cities) == 1}
