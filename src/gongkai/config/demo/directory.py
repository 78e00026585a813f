"""The directory as it is drawn up: six channels, the columns below them, and one for each agency where that is due."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from gongkai.config.demo import city
from gongkai.config.demo.city import Office
from gongkai.config.demo.texts import enforcement

OFFICE = "office"


@dataclass(frozen=True)
class Shelf:
    """One column: where it hangs, whose it is, how often it must be fed. `office` names whose items alone it takes."""

    slug: str
    name: str
    parent: str
    block: str
    kind: str
    legal: str
    fresh: int | None
    owner: str
    position: int
    text: str
    office: str = ""


@functools.cache
def shelves() -> tuple[Shelf, ...]:
    """All columns, parents before children."""
    rows: list[dict[str, Any]] = yaml.load((city.DATA / "columns.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(_grown(rows, parent="", above={"owner": OFFICE, "legal": ""}))


def _grown(rows: Sequence[Mapping[str, Any]], *, parent: str, above: Mapping[str, Any]) -> Iterator[Shelf]:
    for place, row in enumerate(rows, start=1):
        values = {**above, **{key: row[key] for key in ("owner", "legal", "block", "kind") if key in row}}
        each = row.get("each", "")
        yield Shelf(
            slug=row["slug"],
            name=row["name"],
            parent=parent,
            block=values["block"],
            kind=values["kind"],
            legal=values["legal"],
            fresh=None if each else row.get("fresh"),
            owner=values["owner"],
            position=place * 10,
            text=row.get("text", ""),
        )
        yield from _grown(row.get("children", ()), parent=row["slug"], above=values)
        if each:
            yield from _one_each(row, values, chosen(each))


def _one_each(row: Mapping[str, Any], values: Mapping[str, Any], offices: Sequence[Office]) -> Iterator[Shelf]:
    for place, office in enumerate(offices, start=1):
        yield Shelf(
            slug=f"{row['slug']}-{office.code.lower()}",
            name=office.short_name,
            parent=row["slug"],
            block=values["block"],
            kind=values["kind"],
            legal=values["legal"],
            fresh=row.get("fresh"),
            owner=office.key,
            position=place * 10,
            text="",
            office=office.key,
        )


def chosen(name: str) -> list[Office]:
    """The agencies of a set named in the data file. Raises KeyError for an unknown one."""
    living = [each for each in city.offices().values() if not each.until.startswith("20")]
    leaders = ({each.agency for each in city.subjects()} | {"wltj", "spj", "sjj", "tyjr"}) - {OFFICE}
    tests = {
        "all": lambda each: True,
        "bodies": lambda each: each.kind != "institution",
        "departments": lambda each: each.level == "city" and each.kind in {"department", "office"},
        "issuers": lambda each: each.level == "city" and each.key in leaders,
        "licensing": lambda each: each.key in enforcement.PERMITS,
        "enforcing": lambda each: each.key in enforcement.FAULTS,
        "budgets": lambda each: each.kind != "vertical" and each.key != "zdgc",
        "townships": lambda each: each.kind == "township",
        "governments": lambda each: each.kind == "government" and each.level == "county",
        "local": lambda each: each.kind == "government" and each.level == "county",
    }
    return [each for each in living if tests[name](each)]


def government_of(office: Office) -> Office:
    """The government an agency belongs to: itself, or the nearest above that is one."""
    offices = city.offices()
    while office.kind != "government":
        office = offices[office.parent]
    return office


def slug_for(pattern: str, office: Office) -> str:
    """The column an office's item goes to: {code} is the office's, {gov} that of its government."""
    return pattern.format(code=office.code.lower(), gov=government_of(office).code.lower())
