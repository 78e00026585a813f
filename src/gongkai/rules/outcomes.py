"""What can become of a request: outcomes with articles, letters and rows of the forms; kinds of applicant."""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

from gongkai.rules import datafiles, forms, regimes

_NAME = "outcomes.yaml"
_EDITIONS = ("form-2014", "form-2019", "form-2021")


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """A case within an outcome; empty parts are those of the outcome."""

    code: str
    label: str
    articles: Mapping[str, str]
    rows: Mapping[str, str | None]
    letter: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """One result of a request. `articles` by regime (absent: no such outcome; empty: no article of its own), `rows` by
    edition of the form (None: no row). `needs_ground` says that a ground must be chosen."""

    code: str
    label: str
    group: str
    articles: Mapping[str, str]
    rows: Mapping[str, str | None]
    letter: str
    is_review_first: bool
    grounds: tuple[Ground, ...]
    certainty: str

    @property
    def needs_ground(self) -> bool:
        return bool(self.grounds)

    def ground(self, code: str) -> Ground:
        """The ground by its code. Raises ValueError for one that does not belong to this outcome."""
        for each in self.grounds:
            if each.code == code:
                return each
        raise ValueError(f"“{self.label}”没有这种情形：{code}")

    def article(self, regime: str, ground: str = "") -> str:
        """The articles a reply cites, in full; empty where the Regulation has none. Raises ValueError without basis."""
        articles = self.ground(ground).articles if ground else {}
        if regime not in self.articles:
            raise ValueError(f"{regimes.regime(regime).cite}没有“{self.label}”这种办理结果")
        numbers = articles.get(regime) or self.articles[regime]
        return regimes.regime(regime).article(numbers) if numbers else ""

    def letter_for(self, ground: str = "") -> str:
        """The id of the reply (rules.letters) for this outcome."""
        return (self.ground(ground).letter if ground else "") or self.letter


@dataclasses.dataclass(frozen=True, slots=True)
class Applicant:
    """A kind of applicant with its column in each edition of the form (None: the form has no columns)."""

    id: str
    label: str
    old_label: str
    is_person: bool
    columns: Mapping[str, str | None]


def outcomes(regime: str | None = None) -> tuple[Outcome, ...]:
    """Every outcome, or those a regime knows, in the order of the form. Raises regimes.NoRegime."""
    if regime is None:
        return tuple(_outcomes().values())
    regimes.regime(regime)
    return tuple(each for each in _outcomes().values() if regime in each.articles)


def outcome(code: str) -> Outcome:
    """The outcome by its code. Raises ValueError for an unknown one."""
    if code not in _outcomes():
        raise ValueError(f"没有这种办理结果：{code}")
    return _outcomes()[code]


def group_label(group: str) -> str:
    """The heading of a group of outcomes (granted, partial, refused, unable, noact, other)."""
    return {each["id"]: str(each["label"]) for each in _raw()["groups"]}[group]


def form_row(
    edition: str, code: str, ground: str = "", *, mapping: Mapping[str, str | None] | None = None
) -> str | None:
    """The row of an edition of the form in which a request with this outcome counts; None where it has none.

    `mapping` overrides ours by `CODE` or `CODE.ground` (an office may read the form of 2014 otherwise); see
    `checked_mapping`. Raises ValueError for an unknown edition, outcome or ground.
    """
    if edition not in _EDITIONS:
        raise ValueError(f"没有这一版统计表：{edition}")
    found = outcome(code)
    own = found.ground(ground).rows if ground else {}
    for key in (f"{code}.{ground}", code):
        if mapping is not None and key in mapping:
            return mapping[key]
    return own.get(edition, found.rows[edition])


def form_cell(edition: str, code: str, applicant: str, ground: str = "") -> str | None:
    """The id of the form's cell for an outcome and a kind of applicant; None where the form has no such row."""
    row = form_row(edition, code, ground)
    column = applicant_kind(applicant).columns[edition]
    if row is None:
        return None
    return row if column is None else f"table3.{row}.{column}"


def checked_mapping(edition: str, mapping: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The mapping itself when every key is an outcome (and ground) and every row is in the form. Raises ValueError."""
    rows = {cell.row.id for cell in forms.form(edition).cells.values()}
    for key, row in mapping.items():
        code, _, ground = key.partition(".")
        found = outcome(code)
        if ground:
            found.ground(ground)
        if row is not None and row not in rows:
            raise ValueError(f"统计表{edition}没有这一行：{row}")
    return mapping


def applicant_kinds() -> tuple[Applicant, ...]:
    """The kinds of applicant in the order of the form's columns."""
    return tuple(_applicants().values())


def applicant_kind(id: str) -> Applicant:
    """The kind of applicant by its id. Raises ValueError for an unknown one."""
    if id not in _applicants():
        raise ValueError(f"没有这类申请人：{id}")
    return _applicants()[id]


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, "groups", "outcomes", "applicants")


@functools.cache
def _outcomes() -> dict[str, Outcome]:
    groups = {each["id"] for each in _raw()["groups"]}
    found = [parse(each, groups) for each in _raw()["outcomes"]]
    datafiles.unique((each.code for each in found), _NAME)
    return {each.code: each for each in found}


def parse(raw: Any, groups: set[str]) -> Outcome:
    """Check and build an outcome from its YAML content. Raises datafiles.DataFault."""
    texts = dict.fromkeys(("code", "label", "group", "letter", "certainty"), str)
    each = datafiles.checked(
        raw, _NAME, required={**texts, "articles": dict, "rows": dict}, optional={"review_first": bool, "grounds": list}
    )
    where = f"{_NAME} {each['code']}"
    if each["group"] not in groups:
        raise datafiles.DataFault(f"{where}: there is no group {each['group']}")
    if tuple(each["rows"]) != _EDITIONS or not set(each["articles"]) <= {"2008", "2019"}:
        raise datafiles.DataFault(f"{where}: rows need every edition, articles know 2008 and 2019")
    grounds = tuple(_ground(one, where) for one in each.get("grounds", ()))
    datafiles.unique((one.code for one in grounds), where)
    return Outcome(
        code=each["code"],
        label=each["label"],
        group=each["group"],
        articles=each["articles"],
        rows=each["rows"],
        letter=each["letter"],
        is_review_first=each.get("review_first", False),
        grounds=grounds,
        certainty=each["certainty"],
    )


def _ground(raw: Any, where: str) -> Ground:
    each = datafiles.checked(
        raw, where, required={"code": str, "label": str}, optional={"articles": dict, "rows": dict, "letter": str}
    )
    return Ground(each["code"], each["label"], each.get("articles", {}), each.get("rows", {}), each.get("letter", ""))


@functools.cache
def _applicants() -> dict[str, Applicant]:
    found = {}
    required: datafiles.Shape = {"id": str, "label": str, "old_label": str, "person": bool, "columns": dict}
    for raw in _raw()["applicants"]:
        each = datafiles.checked(raw, _NAME, required=required)
        found[each["id"]] = Applicant(
            each["id"], each["label"], each["old_label"], each["person"], dict(each["columns"])
        )
    return found
