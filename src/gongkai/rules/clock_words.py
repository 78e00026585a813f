"""What the clock says: its sentences as data, filled in."""

import datetime
import functools
from typing import Any

from gongkai.rules import datafiles, ledgers

_NAME = "clock-words.yaml"
_GROUPS = ("steps", "clauses", "faults", "states")


def step(name: str, **facts: object) -> str:
    """The sentence of a step. Days are written out; raises KeyError for an unknown sentence or a missing fact."""
    return _said("steps", name, facts)


def clause(name: str, **facts: object) -> str:
    """A clause added to a step."""
    return _said("clauses", name, facts)


def fault(name: str, **facts: object) -> str:
    """Why an entry cannot stand."""
    return _said("faults", name, facts)


def state(name: str, **facts: object) -> str:
    """The sentence of a state."""
    return _said("states", name, facts)


def _said(group: str, name: str, facts: dict[str, object]) -> str:
    for key, fact in facts.items():
        if isinstance(fact, datetime.date):
            facts[key] = ledgers.in_words(fact)
    return _words()[group][name].format_map(facts)


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    raw: dict[str, Any] = datafiles.read(_NAME, *_GROUPS)
    for group in _GROUPS:
        datafiles.checked(raw[group], f"{_NAME} {group}", required=dict.fromkeys(raw[group], str))
    return {group: raw[group] for group in _GROUPS}
