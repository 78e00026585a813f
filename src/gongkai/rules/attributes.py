"""Disclosure attributes (公开属性) and the reasons the Regulations give for them."""

import dataclasses
import datetime
import functools
import pathlib

import yaml

_DATA = pathlib.Path(__file__).parent / "data" / "attributes.yaml"

OPEN = "open"
ON_REQUEST = "on-request"
CLOSED = "closed"
LABELS = {OPEN: "主动公开", ON_REQUEST: "依申请公开", CLOSED: "不予公开"}

# Other words that pages print for the same attributes.
_SYNONYMS = {"免予公开": CLOSED, "不公开": CLOSED, "公开": OPEN, "申请公开": ON_REQUEST}


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """Why information has its attribute, by which article and when; `exception` says when it is open all the same."""

    code: str
    attribute: str
    label: str
    article: str
    since: datetime.date
    until: datetime.date | None
    exception: str
    certainty: str


def attribute_of(word: str) -> str | None:
    """The code of an attribute written as code or in Chinese; None for any other word."""
    plain = word.strip()
    if plain in LABELS:
        return plain
    by_label = {label: code for code, label in LABELS.items()}
    return by_label.get(plain) or _SYNONYMS.get(plain)


def reasons(attribute: str, on: datetime.date) -> tuple[Reason, ...]:
    """The reasons for an attribute in force on a day; none before 1 May 2008. Raises ValueError for no attribute."""
    if attribute not in LABELS:
        raise ValueError(f"no disclosure attribute: {attribute}")
    return tuple(
        each
        for each in _reasons()
        if each.attribute == attribute and each.since <= on and (each.until is None or on <= each.until)
    )


@functools.cache
def _reasons() -> tuple[Reason, ...]:
    return tuple(
        Reason(
            each["code"],
            each["attribute"],
            each["label"],
            each["article"],
            each["since"],
            each.get("until"),
            each.get("exception", ""),
            each["certainty"],
        )
        for each in yaml.safe_load(_DATA.read_text(encoding="utf-8"))["reasons"]
    )
