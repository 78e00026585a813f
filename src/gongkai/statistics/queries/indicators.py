"""Every indicator, declared once: what it means, its unit, the records it counts, the cells of the forms it fills.

An id is the name of the statistic as reports are read (`rules.forms`). Where an edition counts the same name otherwise,
its own indicator has the cell behind the name: `reconsideration.total:s4`.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.activities.models import kinds
from gongkai.documents.annual_report import names
from gongkai.rules import forms, outcomes, regimes, remedies
from gongkai.statistics.queries.sources import SOURCES

_TEN_THOUSAND = Decimal(10_000)
_OTHER_CHANNELS = tuple(each for each in kinds.CHANNELS if each not in kinds.STATUTORY_CHANNELS)
_RESPONSES = tuple(each.code for each in kinds.KINDS.values() if each.group == "response")


@dataclass(frozen=True)
class Choice:
    """Which values some fields of a source may have together."""

    fields: tuple[str, ...]
    values: frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """The records of one source that an indicator counts; a sum is divided by `per`."""

    source: str
    choices: tuple[Choice, ...] = ()
    per: Decimal = Decimal(1)

    @functools.cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields it chooses by."""
        return tuple(dict.fromkeys(name for choice in self.choices for name in choice.fields))


@dataclass(frozen=True)
class Indicator:
    """One statistic. Its figure is the sum over its parts, whose records never overlap. `cells` are edition and id."""

    id: str
    meaning: Any
    unit: str
    parts: tuple[Part, ...]
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_amount(self) -> bool:
        """Whether it sums what records state, rather than counting records."""
        return any(SOURCES[each.source].measure for each in self.parts)


class NoIndicator(LookupError):
    """Nothing is counted under this id."""


def indicator(id: str) -> Indicator:
    """The indicator by its id. Raises NoIndicator."""
    if id not in declared():
        raise NoIndicator(id)
    return declared()[id]


@functools.cache
def declared() -> Mapping[str, Indicator]:
    """Every indicator by its id: those of the forms in their order, then what else is counted."""
    found: dict[str, Indicator] = {}
    for edition in reversed(forms.load()):
        for cell in edition.cells.values():
            parts = _parts_of(edition.edition, cell)
            name = cell.indicator or cell.id
            same = found.get(name)
            if same is not None and (same.parts != parts or same.unit != cell.unit):
                name = f"{name}:{cell.id}"
                same = None
            if same is None:
                found[name] = Indicator(name, _meaning(cell), cell.unit, parts, ((edition.edition, cell.id),))
            else:
                found[name] = replace(same, cells=(*same.cells, (edition.edition, cell.id)))
    return found | {each.id: each for each in _BESIDES}


@functools.cache
def of_edition(edition: str) -> Mapping[str, Indicator]:
    """The indicators of a form by its cells, in the order of the form. Raises ValueError for an unknown form."""
    by_cell = {cell: each for each in declared().values() for form, cell in each.cells if form == edition}
    return {cell: by_cell[cell] for cell in forms.form(edition).cells}


def _meaning(cell: forms.Cell) -> str:
    if cell.indicator is None:
        return cell.name
    return names.name_of(cell.indicator)


def _parts_of(edition: str, cell: forms.Cell) -> tuple[Part, ...]:
    if cell.table == "table3":
        return (_of_table3(edition, cell),)
    if cell.table == "table4":
        return (_of_table4(cell),)
    if cell.id.startswith("s3"):
        return (_of_s3(cell.id),)
    return _DECLARED[cell.indicator or cell.id]


def _one(field: str, *values: Any) -> Choice:
    return Choice((field,), frozenset((value,) for value in values))


def _part(source: str, *choices: Choice, per: Decimal = Decimal(1)) -> tuple[Part, ...]:
    return (Part(source, choices, per),)


# --- requests and remedies, as `rules` puts them into rows and columns ---


def _of_table3(edition: str, cell: forms.Cell) -> Part:
    row, column = cell.row.id, cell.column.id
    applicants = [each.id for each in outcomes.applicant_kinds() if column in ("total", each.columns[edition])]
    choices = () if column == "total" else (_one("applicant_kind", *applicants),)
    if row in ("new", "carried_in", "carried_out"):
        return Part(f"requests.{row}", choices)
    return Part("requests.closed", (*choices, _ending_in(edition, None if row == "result_total" else [row])))


def _ending_in(edition: str, rows: Iterable[str] | None) -> Choice:
    """The outcomes that count in some rows of a form, with their grounds; in any row, without `rows`."""
    wanted = None if rows is None else set(rows)
    pairs = [
        (each.code, ground) for each in outcomes.outcomes() for ground in ("", *(one.code for one in each.grounds))
    ]
    found = {pair: outcomes.form_row(edition, *pair) for pair in pairs}
    fitting = (pair for pair, row in found.items() if row is not None and (wanted is None or row in wanted))
    return Choice(("counted_outcome", "counted_ground"), frozenset(fitting))


def _of_table4(cell: forms.Cell) -> Part:
    kind = _one("kind", cell.row.id)
    return Part("remedies", (kind,) if cell.column.id == "total" else (kind, _one("standing", cell.column.id)))


_S3_PARTS = {
    "s3_r4_refused": ("s3_r4_state_secret", "s3_r4_trade_secret", "s3_r4_privacy", "s3_r4_security",
                      "s3_r4_not_gov_info", "s3_r4_other_law"),
}  # fmt: skip


def _of_s3(cell: str) -> Part:
    if cell == "s3_received":
        return Part("requests.new")
    if cell in ("s3_in_person", "s3_fax", "s3_online", "s3_letter"):
        return Part("requests.new", (_one("channel", *(each.id for each in regimes.channels() if each.row == cell)),))
    if cell == "s3_closed":
        return Part("requests.closed")
    if cell in ("s3_closed_on_time", "s3_closed_extended"):
        return Part("requests.closed", (_one("closing", cell.removeprefix("s3_closed_")),))
    rows = None if cell == "s3_replied" else [cell, *_S3_PARTS.get(cell, ())]
    return Part("requests.closed", (_ending_in("form-2014", rows),))


def _ended_remedies(*kinds_of_case: str, result: str = "") -> tuple[Part, ...]:
    results = [each.id for each in remedies.results() if each.id != "pending"]
    return _part("remedies", _one("kind", *kinds_of_case), _one("standing", *([result] if result else results)))


# --- everything else ---


def _recorded(kind: str, *choices: Choice) -> tuple[Part, ...]:
    return _part("activities", _one("kind", kind), *choices)


def _stated(kind: str, measure: str, *more: str, per: Decimal = Decimal(1)) -> tuple[Part, ...]:
    return _part("numbers", _one("activity__kind", kind), _one("measure", measure, *more), per=per)


def _document(which: str, source: str) -> tuple[Part, ...]:
    return _part(f"documents.{source}", _one("document", which))


_PUBLICATION = _one("kind", "publication")
_HEAD = _one("is_head_present", True)
_SUITS = ("suit_direct", "suit_after_review")
_DECLARED: dict[str, tuple[Part, ...]] = {
    # One information counts once: items, and publications that repeat nothing.
    "disclosed.total": (Part("items"), *_recorded("publication", _one("repeats", "nothing"))),
    "disclosed.by_channel.website": (
        Part("items"),
        Part("activities", (_PUBLICATION, _one("channel", "website"), _one("repeats", "nothing", "record"))),
    ),
    **{
        f"disclosed.by_channel.{channel}": _recorded("publication", _one("channel", channel))
        for channel in ("gazette", "weibo", "wechat")
    },
    "disclosed.by_channel.other": _recorded("publication", _one("channel", *_OTHER_CHANNELS)),
    "responses.hot_topics": _part(
        "activities", _one("kind", *_RESPONSES), _one("answers_concern", True), _one("repeats", "nothing")
    ),
    "responses.press_conferences": _recorded("press"),
    "responses.press_conferences_principal": _recorded("press", _HEAD),
    "responses.online_interviews": _recorded("interview"),
    "responses.online_interviews_principal": _recorded("interview", _HEAD),
    "responses.interpretations": (Part("items.explaining"), *_recorded("interpretation")),
    "responses.weibo_wechat": _recorded("response", _one("channel", "weibo", "wechat")),
    "responses.other": _recorded(
        "response", _one("channel", *(each for each in kinds.CHANNELS if each not in ("weibo", "wechat")))
    ),
    "normative_documents.disclosed": _document("normative", "disclosed"),
    **{
        f"{name}.{column}": _document(which, source)
        for name, which in (("regulations", "rules"), ("normative_documents", "normative"))
        for column, source in (
            ("issued", "made"),
            ("repealed", "ended"),
            ("in_force", "in_force"),
            ("new_made", "made"),
            ("new_disclosed", "disclosed"),
            ("disclosed_total", "public"),
        )
    },
    "reconsideration.total": _ended_remedies("review"),
    "litigation.total": _ended_remedies(*_SUITS),
    **{f"reconsideration.{each}": _ended_remedies("review", result=each) for each in ("upheld", "corrected", "other")},
    **{f"litigation.{each}": _ended_remedies(*_SUITS, result=each) for each in ("upheld", "corrected", "other")},
    "complaints.total": _part("complaints"),
    "fees.amount": (*_part("fees", per=_TEN_THOUSAND), *_stated("fee", "amount", per=_TEN_THOUSAND)),
    "organisation.units": _recorded("office"),
    "reading_points.count": _recorded("reading-point"),
    "staff.total": _stated("staff", "full_time", "part_time"),
    "staff.full_time": _stated("staff", "full_time"),
    "staff.part_time": _stated("staff", "part_time"),
    "budget.amount": _stated("funds", "amount"),
    "meetings.count": _recorded("meeting"),
    "trainings.count": _recorded("training"),
    "trainings.trainees": _stated("training", "trainees"),
    **{
        f"{name}.{column}": _stated(kind, measure)
        for name, kind in (
            ("licensing", "licence"),
            ("other_services", "other-service"),
            ("penalty", "penalty"),
            ("coercion", "coercion"),
        )
        for column, measure in (
            ("decisions", "decisions"),
            ("items_last_year", "items_last_year"),
            ("items_change", "change"),
        )
    },
    "admin_fees.amount": _stated("charges", "amount"),
    "admin_fees.items_last_year": _stated("charges", "items_last_year"),
    "admin_fees.items_change": _stated("charges", "change"),
    "procurement.count": _stated("procurement", "projects"),
    "procurement.amount": _stated("procurement", "amount"),
}
_BESIDES = (
    Indicator("open_days.count", _("Open days"), "次", _recorded("open-day")),
    Indicator("open_days.units", _("Units open on open days"), "个", _stated("open-day", "units")),
    Indicator("open_days.leaflets", _("Leaflets given out on open days"), "份", _stated("open-day", "leaflets")),
    Indicator("open_days.boards", _("Boards shown on open days"), "块", _stated("open-day", "boards")),
    Indicator("open_days.visitors", _("Visitors of open days"), "人次", _stated("open-day", "visitors")),
    Indicator("open_days.questions", _("Questions answered on open days"), "个", _stated("open-day", "questions")),
    Indicator("reading_points.visits", _("Visits to reading points"), "人次", _stated("reading-point", "visits")),
    Indicator("reading_points.files", _("Files consulted at reading points"), "份", _stated("reading-point", "files")),
    Indicator("guide.changes", _("Work on the disclosure guide"), "次", _recorded("guide")),
    Indicator("directory.changes", _("Work on the directory"), "次", _recorded("directory")),
)
