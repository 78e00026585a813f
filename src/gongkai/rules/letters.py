"""Every notice, reply and record of a request: titles, occasion, what it must say, basis, number series."""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any, Literal

from gongkai.rules import datafiles, outcomes, regimes

_NAME = "letters.yaml"
_KINDS = ("process", "reply", "record")
_ADDRESSEES = ("applicant", "third_party", "agency", "inner")


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """A series of numbers of an agency in a year: its word stands after the agency's own."""

    id: str
    word: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """Something a letter says."""

    id: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """A paper of the case. `titles` and `basis` by regime; `fields` beside the common ones; `by_outcome` more fields.

    A process letter leaves the case open, a reply closes it, a record is not sent.
    """

    id: str
    kind: Literal["process", "reply", "record"]
    to: Literal["applicant", "third_party", "agency", "inner"]
    series: str
    has_seal: bool
    has_remedy: bool
    when: str
    titles: Mapping[str, str]
    basis: Mapping[str, str]
    fields: tuple[Field, ...]
    by_outcome: Mapping[str, tuple[Field, ...]]

    def title(self, regime: str) -> str:
        """The printed title. Raises ValueError when the regime has no such letter."""
        if regime not in self.titles:
            raise ValueError(f"{regimes.regime(regime).cite}没有这种文书：{self.id}")
        return self.titles[regime]

    def article(self, regime: str) -> str:
        """The basis in full, empty where the regime has no article for it. Raises ValueError as `title` does."""
        self.title(regime)
        number = self.basis[regime]
        return regimes.regime(regime).article(number) if number else ""

    def required(self, outcome: str = "") -> tuple[Field, ...]:
        """Everything it must say: the common fields, its own, those of the outcome, the remedy paragraph."""
        remedy = (_fields()["remedy"],) if self.has_remedy else ()
        return (*common_fields(), *self.fields, *self.by_outcome.get(outcome, ()), *remedy)


def letters(regime: str | None = None) -> tuple[Letter, ...]:
    """Every letter, or those of a regime, in the order of a case. Raises regimes.NoRegime."""
    if regime is None:
        return tuple(_letters().values())
    regimes.regime(regime)
    return tuple(each for each in _letters().values() if regime in each.titles)


def letter(id: str) -> Letter:
    """The letter by its id. Raises ValueError for an unknown one."""
    if id not in _letters():
        raise ValueError(f"没有这种文书：{id}")
    return _letters()[id]


def for_outcome(code: str, ground: str = "") -> Letter:
    """The reply or record that closes a case with an outcome. Raises ValueError for an unknown outcome or ground."""
    return letter(outcomes.outcome(code).letter_for(ground))


def common_fields() -> tuple[Field, ...]:
    """What every letter says."""
    return tuple(_fields()[each] for each in _raw()["common"])


def series() -> tuple[Series, ...]:
    """The number series an agency keeps."""
    return tuple(_series().values())


def number(*, word: str, series: str, year: int, n: int, style: str = "modern") -> str:
    """A letter's number: the agency's word, the series' word, year and running number; no leading zero.

    Raises ValueError for an unknown series or style and for a number below one.
    """
    patterns = {each["id"]: str(each["pattern"]) for each in _raw()["styles"]}
    if series not in _series() or style not in patterns:
        raise ValueError(f"没有这个文号系列或者写法：{series}、{style}")
    if n < 1:
        raise ValueError(f"文号的顺序号从1开始：{n}")
    return patterns[style].format(word=word, series=_series()[series].word, year=year, n=n)


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, "series", "styles", "common", "fields", "letters")


@functools.cache
def _fields() -> dict[str, Field]:
    labels = datafiles.checked(_raw()["fields"], f"{_NAME} fields", required=dict.fromkeys(_raw()["fields"], str))
    return {id: Field(id, label) for id, label in labels.items()}


@functools.cache
def _series() -> dict[str, Series]:
    required = dict.fromkeys(("id", "word", "label"), str)
    found = [Series(**datafiles.checked(each, f"{_NAME} series", required=required)) for each in _raw()["series"]]
    return {each.id: each for each in found}


@functools.cache
def _letters() -> dict[str, Letter]:
    found = [parse(each) for each in _raw()["letters"]]
    datafiles.unique((each.id for each in found), _NAME)
    return {each.id: each for each in found}


def parse(raw: Any) -> Letter:
    """Check and build a letter from its YAML content. Raises datafiles.DataFault."""
    required: dict[str, type | tuple[type, ...]] = dict.fromkeys(("id", "kind", "to", "series", "when"), str)
    required |= {"seal": bool, "remedy": bool, "titles": dict, "basis": dict, "fields": list}
    each = datafiles.checked(raw, _NAME, required=required, optional={"by_outcome": dict})
    where = f"{_NAME} {each['id']}"
    if each["kind"] not in _KINDS or each["to"] not in _ADDRESSEES or each["series"] not in _series():
        raise datafiles.DataFault(f"{where}: unknown kind, addressee or series")
    if set(each["titles"]) != set(each["basis"]) or not set(each["titles"]) <= {"2008", "2019"}:
        raise datafiles.DataFault(f"{where}: titles and basis must name the same regimes")
    by_outcome = {outcomes.outcome(code).code: _named(ids, where) for code, ids in each.get("by_outcome", {}).items()}
    return Letter(
        id=each["id"],
        kind=each["kind"],
        to=each["to"],
        series=each["series"],
        has_seal=each["seal"],
        has_remedy=each["remedy"],
        when=each["when"],
        titles=each["titles"],
        basis=each["basis"],
        fields=_named(each["fields"], where),
        by_outcome=by_outcome,
    )


def _named(ids: list[str], where: str) -> tuple[Field, ...]:
    if unknown := set(ids) - set(_fields()):
        raise datafiles.DataFault(f"{where}: there is no field {', '.join(sorted(unknown))}")
    return tuple(_fields()[each] for each in ids)
