"""The city's offices as they are drawn up: read from the data file, with codes, contacts and what they sign."""

import csv
import datetime
import functools
import pathlib
from dataclasses import dataclass
from typing import Any

import yaml

from gongkai.config.demo import words

DATA = pathlib.Path(__file__).parent / "data"
AREAS = {
    "990100": "云州市",
    "990102": "望山区",
    "990103": "临江区",
    "990121": "南浦县",
    "990171": "云州高新区",
    "990172": "云州综合物流园",
}


@dataclass(frozen=True)
class Office:
    """One agency of the demo. `since` and `until` are days, or the name of the act that founds or ends it."""

    key: str
    code: str
    parent: str
    kind: str
    level: str
    division: str
    name: str
    short_name: str
    sign: str
    since: str
    until: str
    head: str
    responsible: str
    liaison: str
    address: str
    tail: str
    duties: str

    @property
    def area(self) -> str:
        """The place it works for: the city, a district, a town."""
        if self.kind == "township":
            return self.short_name.removeprefix("望山区").removeprefix("临江区")
        return AREAS[self.division[:6]]

    @property
    def is_government(self) -> bool:
        """Whether it speaks for a whole place: a government, its office, a township."""
        return self.kind in {"government", "office", "township"}

    @property
    def phone(self) -> str:
        """Its telephone, 0990-8861 and four digits."""
        return f"0990-8861 {self.tail}"

    @property
    def credit_code(self) -> str:
        """An invented code with right check characters."""
        prefix = "12" if self.kind == "institution" else "11"
        return words.credit_code(prefix, self.division[:6], 99_000_000 + int(self.tail) * 7)

    def contacts(self) -> dict[str, str]:
        """Contacts, duties and people as an agency's page shows them."""
        return {
            "address": self.address,
            "postcode": "990100" if self.division[:6] != "990121" else "990121",
            "phone": self.phone,
            "fax": f"0990-8862 {self.tail}",
            "email": f"{self.code.lower()}@yunzhou.example",
            "hours": "工作日8:30—12:00，14:00—17:30",
            "website": "https://www.yunzhou.example/",
            "duties": self.duties,
            "head": self.head,
            "responsible": self.responsible,
            "liaison": self.liaison,
        }


@dataclass(frozen=True)
class Subject:
    """A matter the city regulates: who leads, why, whom it reaches, and what is said about it."""

    name: str
    thing: str
    agency: str
    topic: str
    aim: str
    who: str
    words: str
    rules: tuple[str, ...]
    ask: tuple[tuple[str, str], ...]

    @property
    def measures(self) -> str:
        """What the rules on it are called: 犬只管理办法, 停车收费管理办法."""
        return self.name + ("办法" if self.name.endswith("管理") else "管理办法")


@functools.cache
def offices() -> dict[str, Office]:
    """All agencies by key, parents before children."""
    with (DATA / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Office(**row) for row in csv.DictReader(file)}


@functools.cache
def subjects() -> tuple[Subject, ...]:
    """All matters."""
    rows: list[dict[str, Any]] = yaml.load((DATA / "subjects.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(
        Subject(**{**row, "rules": tuple(row["rules"]), "ask": tuple((q, a) for q, a in row["ask"])}) for row in rows
    )


@functools.cache
def subjects_of(key: str) -> tuple[Subject, ...]:
    """The matters an agency leads."""
    return tuple(each for each in subjects() if each.agency == key)


def day_of(value: str) -> datetime.date | None:
    """A day written in the data file, or None where an act's name stands."""
    return datetime.date.fromisoformat(value) if value[:2] == "20" else None
