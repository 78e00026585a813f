"""The basic directory (基本目录): what the Regulation orders to be public, by whom, by when and where."""

import dataclasses
import datetime
import functools
import pathlib

import yaml

_DATA = pathlib.Path(__file__).parent / "data"


@dataclasses.dataclass(frozen=True, slots=True)
class Obligation:
    """One entry: `legal_item` is article and item (20-7), `working_days` the term after the information is formed.

    Entries with a fixed date a year have `deadline` instead of a term. `levels` are province, city, county, township.
    """

    code: str
    legal_item: str
    title: str
    content: str
    basis: str
    working_days: int | None
    deadline: str
    agency: str
    channel: str
    audience: str
    mode: str
    levels: tuple[str, ...]
    since: datetime.date


def entries(level: str | None = None) -> tuple[Obligation, ...]:
    """Every entry, or those of a level, in the order of the articles. Raises ValueError for an unknown level."""
    if level is None:
        return _entries()
    if not any(level in each.levels for each in _entries()):
        raise ValueError(f"no entries for level: {level}")
    return tuple(each for each in _entries() if level in each.levels)


def legal_items() -> tuple[str, ...]:
    """The statutory items in their order: 12, 19, 20-1 … 20-15, 21-1, 21-2, 49."""
    return tuple(dict.fromkeys(each.legal_item for each in _entries()))


@functools.cache
def _entries() -> tuple[Obligation, ...]:
    data = yaml.safe_load((_DATA / "obligations-2019.yaml").read_text(encoding="utf-8"))
    found = []
    for own in data["entries"]:
        each = {**data["defaults"], **own}
        found.append(
            Obligation(
                code=each["code"],
                legal_item=each["item"],
                title=each["title"],
                content=each["content"],
                basis=f"《政府信息公开条例》{each['basis']}",
                working_days=each["working_days"],
                deadline=each.get("deadline", ""),
                agency=each["agency"],
                channel=each["channel"],
                audience=each["audience"],
                mode=each["mode"],
                levels=tuple(each["levels"]),
                since=data["since"],
            )
        )
    return tuple(found)
