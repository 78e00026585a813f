"""Vocabularies of the directory: topics, genres, validity and disclosure attributes, as versioned data."""

import dataclasses
import datetime
import functools
import pathlib
from typing import Any

import yaml

_DATA = pathlib.Path(__file__).parent / "data"


class UnknownVocabulary(LookupError):
    """No vocabulary of that code in that version."""


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One word; `group` is document or web for a genre, `certainty` says how sure its wording is."""

    code: str
    label: str
    parent_code: str
    group: str
    note: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Vocabulary:
    """One version of a list of words, parents before their children."""

    code: str
    version: int
    title: str
    since: datetime.date
    source: str
    terms: tuple[Term, ...]

    def find(self, word: str) -> Term | None:
        """The term of a code, a label, or a path such as 综合政务\\政务公开; None for any other word."""
        plain = word.strip()
        parent, _stroke, child = plain.replace("/", "\\").replace("＼", "\\").rpartition("\\")
        if parent:
            above = self.find(parent)
            return next(
                (each for each in self.terms if above and each.parent_code == above.code and each.label == child), None
            )
        matching = [each for each in self.terms if plain in (each.code, each.label)]
        return min(matching, key=lambda each: bool(each.parent_code), default=None)

    def path(self, term: Term) -> str:
        """How a term is printed: 一级\\二级."""
        above = next((each for each in self.terms if each.code == term.parent_code), None)
        return f"{self.path(above)}\\{term.label}" if above else term.label


def load() -> tuple[Vocabulary, ...]:
    """Every vocabulary in every version, oldest version first."""
    return _load()


def named(code: str, *, on: datetime.date | None = None) -> Vocabulary:
    """The newest version of a vocabulary, or the one in force on a day. Raises UnknownVocabulary."""
    versions = [each for each in _load() if each.code == code and (on is None or each.since <= on)]
    if not versions:
        raise UnknownVocabulary(code)
    return max(versions, key=lambda each: each.version)


@functools.cache
def _load() -> tuple[Vocabulary, ...]:
    found: list[Vocabulary] = []
    for path in sorted(_DATA.glob("vocabularies-*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [_vocabulary(each, data["version"], data["since"]) for each in data["vocabularies"]]
    return tuple(found)


def _vocabulary(data: dict[str, Any], version: int, since: datetime.date) -> Vocabulary:
    terms = tuple(
        Term(
            each["code"],
            each["label"],
            each.get("parent", ""),
            each.get("group", ""),
            each.get("note", ""),
            each["certainty"],
        )
        for each in data["terms"]
    )
    return Vocabulary(data["code"], version, data["title"], since, data["source"], terms)
