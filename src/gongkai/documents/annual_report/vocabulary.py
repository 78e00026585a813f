"""The indicators of annual reports and their wordings (`vocabulary.yaml`), checked when loaded."""

import dataclasses
import datetime
import functools
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from gongkai.documents.annual_report import names

_FILE = pathlib.Path(__file__).with_name("vocabulary.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARTS = {
    "edition",
    "sources",
    "units",
    "topics",
    "channels",
    "publishing",
    "list_openers",
    "organisations",
    "not_a_category",
    "not_a_category_of",
    "indicators",
    "absences",
}
_INDICATOR = {"id", "unit", "units", "says", "topic", "topic_text", "unless", "unless_text", "needs", "label", "period"}
_AROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_OPTIONAL = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)(?:[?*]|\{0,\d+\})|[^()](?:[?*]|\{0,\d+\})")
_CHOICE = re.compile(r"\(\?:([\u4e00-\u9fff]+(?:\|[\u4e00-\u9fff]+)*)\)")
_GROUP = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\]]*\]")
_ASIDE = 0xE000  # private characters stand for the groups set aside
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_ID = re.compile(r"[a-z_]+(?:\.[a-z_]+){1,3}")


class VocabularyFault(ValueError):
    """The data file of indicators is not as it should be; the message says where."""


@dataclasses.dataclass(frozen=True)
class Indicator:
    """One wording of an indicator: which clauses state it, in which counting words, under which topics."""

    id: str
    unit: str
    units: frozenset[str]
    says: str
    topics: frozenset[str]
    topic_text: str
    unless: str
    unless_text: str
    needs: str
    has_label: bool
    period: str
    anchors: tuple[str, ...] = ()

    def fits(self, clause: str) -> bool:
        """Whether the clause (`#` for the number) states this indicator."""
        if self.anchors and not any(anchor in clause for anchor in self.anchors):
            return False
        if _pattern(self.says).search(clause) is None:
            return False
        if self.needs and _pattern(self.needs).search(clause) is None:
            return False
        return not (self.unless and _pattern(self.unless).search(clause))

    def is_about(self, background: str) -> bool:
        """Whether the sentence up to here speaks of what the wording needs, and of nothing it excludes."""
        if self.topic_text and _pattern(self.topic_text).search(background) is None:
            return False
        return not (self.unless_text and _pattern(self.unless_text).search(background))


@dataclasses.dataclass(frozen=True)
class Channel:
    """A channel of publication: the end of its indicator's id, its family and the words that name it."""

    id: str
    family: str
    words: re.Pattern[str]


@dataclasses.dataclass(frozen=True)
class Absence:
    """How a zero is said in words: what is denied, by id of the indicator, and the unit of the zero."""

    denials: re.Pattern[str]
    not_when: re.Pattern[str]
    subjects: Mapping[str, re.Pattern[str]]
    units: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """Everything the prose reader knows about wordings."""

    edition: datetime.date
    indicators: tuple[Indicator, ...]
    units: Mapping[str, frozenset[str]]
    topics: Mapping[str, re.Pattern[str]]
    channels: tuple[Channel, ...]
    publishing: re.Pattern[str]
    list_openers: re.Pattern[str]
    organisations: re.Pattern[str]
    not_a_category: re.Pattern[str]
    not_a_category_of: Mapping[str, re.Pattern[str]]
    absence: Absence

    @functools.cached_property
    def by_unit(self) -> Mapping[str, tuple[Indicator, ...]]:
        """The indicators that a counting word allows, in order."""
        every = {unit for indicator in self.indicators for unit in indicator.units}
        return {unit: tuple(each for each in self.indicators if unit in each.units) for unit in every}


@functools.cache
def load() -> Vocabulary:
    """The shipped vocabulary. Raises VocabularyFault when the file is damaged."""
    with _FILE.open(encoding="utf-8") as stream:
        return parse(yaml.load(stream, Loader=_LOADER))  # noqa: S506 (CSafeLoader is the safe one, in C)


def parse(raw: Any) -> Vocabulary:
    """Check and build a vocabulary from its YAML content."""
    if not isinstance(raw, dict) or set(raw) != _PARTS:
        raise VocabularyFault(f"the vocabulary needs exactly {', '.join(sorted(_PARTS))}")
    if not isinstance(raw["edition"], datetime.date) or not raw["sources"]:
        raise VocabularyFault("edition is not a day, or no source is named")
    units = {name: frozenset(map(str, members)) for name, members in raw["units"].items()}
    topics = {name: _any_of(words) for name, words in raw["topics"].items()}
    indicators = tuple(_indicator(each, units=units, topics=set(topics)) for each in raw["indicators"])
    absence = raw["absences"]
    if unknown := [name for name in absence["subjects"] if not names.is_indicator(name)]:
        raise VocabularyFault(f"absences: there is no indicator {', '.join(unknown)}")
    return Vocabulary(
        edition=raw["edition"],
        indicators=indicators,
        units=units,
        topics=topics,
        channels=tuple(_channel(name, each) for name, each in raw["channels"].items()),
        publishing=_checked(raw["publishing"], "publishing"),
        list_openers=_checked(raw["list_openers"], "list_openers"),
        organisations=_checked(raw["organisations"], "organisations"),
        not_a_category=_checked(raw["not_a_category"], "not_a_category"),
        not_a_category_of={
            unit: _checked(says, f"not_a_category_of {unit}") for unit, says in raw["not_a_category_of"].items()
        },
        absence=Absence(
            denials=_checked(absence["denials"], "denials"),
            not_when=_checked(absence["not_when"], "not_when"),
            subjects={name: _any_of(words) for name, words in absence["subjects"].items()},
            units=dict(absence["units"]),
        ),
    )


def _indicator(raw: Any, *, units: Mapping[str, frozenset[str]], topics: set[str]) -> Indicator:
    name = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise VocabularyFault(f"not an indicator: {raw!r}")
    if unknown := set(raw) - _INDICATOR:
        raise VocabularyFault(f"{name}: unknown {', '.join(sorted(unknown))}")
    if not names.is_indicator(name):
        raise VocabularyFault(f"{name}: there is no such indicator in names.yaml")
    if not raw.get("says") or not raw.get("unit"):
        raise VocabularyFault(f"{name}: no wording or no unit")
    allowed = raw["units"]
    if isinstance(allowed, str) and allowed not in units:
        raise VocabularyFault(f"{name}: there is no group of units {allowed}")
    if missing := set(raw.get("topic", ())) - topics:
        raise VocabularyFault(f"{name}: there is no topic {', '.join(sorted(missing))}")
    for pattern in (*raw["says"], *(raw.get(key, "") for key in ("unless", "unless_text", "needs", "topic_text"))):
        _checked(pattern, name)
    return Indicator(
        id=name,
        unit=raw["unit"],
        units=units[allowed] if isinstance(allowed, str) else frozenset(map(str, allowed)),
        says="|".join(raw["says"]),
        topics=frozenset(raw.get("topic", ())),
        topic_text=raw.get("topic_text", ""),
        unless=raw.get("unless", ""),
        unless_text=raw.get("unless_text", ""),
        needs=raw.get("needs", ""),
        has_label=bool(raw.get("label")),
        period=raw.get("period", "year"),
        anchors=_anchors(raw["says"]),
    )


def _anchors(wordings: list[str]) -> tuple[str, ...]:
    """Words of which a clause must hold one for any of the wordings to fit; empty when that cannot be told.

    Most wordings are never compiled for a report, because their words do not occur in it.
    """
    found: list[str] = []
    for wording in wordings:
        flat = _OPTIONAL.sub("?", _AROUND.sub("", wording))
        choices: list[str] = []

        def set_aside(match: re.Match[str], aside: list[str] = choices) -> str:
            aside.append(match[1])
            return chr(_ASIDE + len(aside) - 1)

        rest = _GROUP.sub(" ", _CHOICE.sub(set_aside, flat))
        literal = max(_HAN_RUN.findall(rest), key=len, default="")
        kept = [choices[ord(each) - _ASIDE] for each in rest if ord(each) >= _ASIDE]
        if "|" in rest:
            return ()
        if literal:
            found.append(literal)
        elif kept:
            found.extend(kept[0].split("|"))
        else:
            return ()
    return tuple(dict.fromkeys(found))


def _channel(name: str, raw: Any) -> Channel:
    if set(raw) != {"family", "words"}:
        raise VocabularyFault(f"channel {name} needs family and words")
    return Channel(name, raw["family"], _any_of(raw["words"]))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return _checked("|".join(words), "a list of words")


def _checked(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as fault:
        raise VocabularyFault(f"{where}: {pattern!r} is no pattern ({fault})") from fault


@functools.cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
