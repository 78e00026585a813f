"""What a request costs: the processing fee per item or per page since 2021, the local cost fees of the years before."""

import dataclasses
import datetime
import decimal
import functools
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from gongkai.rules import datafiles

_NAME = "fees.yaml"


class NoTariff(ValueError):
    """Nothing could be charged on the day, or no tariff of that place is known."""


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One band of the reckoning: from the `first` to the `last` item or page, each at `rate_yuan`."""

    first: int
    last: int
    count: int
    rate_yuan: int
    amount_yuan: int
    what: str
    article: str


@dataclasses.dataclass(frozen=True, slots=True)
class Fee:
    """A processing fee with its steps; `mode` is items or pages, never both."""

    mode: Literal["items", "pages"]
    amount_yuan: int
    steps: tuple[Step, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a local bill."""

    id: str
    label: str
    count: int
    yuan_each: decimal.Decimal
    amount_yuan: decimal.Decimal


@dataclasses.dataclass(frozen=True, slots=True)
class LocalFee:
    """Cost fees under a local tariff: `due_yuan` is zero where they were waived, `full_yuan` what was waived."""

    place: str
    lines: tuple[Line, ...]
    full_yuan: decimal.Decimal
    due_yuan: decimal.Decimal
    waiver: str
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class Waiver:
    """A group freed from local cost fees on proof."""

    id: str
    label: str
    article: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Band:
    first: int
    rate: int
    step: int = 0
    rise: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Scale:
    unit: str
    counted: str
    article: str
    bands: tuple[_Band, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Tariff:
    since: datetime.date
    until: datetime.date | None
    article: str
    items: _Scale
    pages: _Scale


@dataclasses.dataclass(frozen=True, slots=True)
class _Local:
    place: str
    label: str
    since: datetime.date
    until: datetime.date
    source: str
    certainty: str
    rates: Mapping[str, tuple[str, decimal.Decimal]]


def by_items(items: int, *, already: int = 0, on: datetime.date | None = None) -> Fee:
    """The fee for `items` requests of one applicant, after `already` others in the same calendar month.

    `on` picks the tariff of a day, by default the one in force. Raises ValueError for negative counts, NoTariff.
    """
    return _reckoned("items", _tariff(on).items, items, already)


def by_pages(pages: int, *, on: datetime.date | None = None) -> Fee:
    """The fee for the pages given on one request. Raises as `by_items` does."""
    return _reckoned("pages", _tariff(on).pages, pages, 0)


def counted(mode: Literal["items", "pages"], on: datetime.date | None = None) -> str:
    """How items or pages are counted, in words."""
    tariff = _tariff(on)
    return tariff.items.counted if mode == "items" else tariff.pages.counted


def places(on: datetime.date) -> tuple[tuple[str, str], ...]:
    """The places (id, name) whose local tariff of a day is known."""
    return tuple((each.place, each.label) for each in _local() if each.since <= on <= each.until)


def local(place: str, counts: Mapping[str, int], *, on: datetime.date, waiver: str = "") -> LocalFee:
    """Cost fees of the years of the first Regulation: `counts` by the ids of the tariff (search, copy_a4, …).

    Raises NoTariff where none is known or charging had ended, ValueError for an unknown rate, count or waiver.
    """
    tariff = next((each for each in _local() if each.place == place and each.since <= on <= each.until), None)
    if tariff is None:
        raise NoTariff(f"{on.isoformat()}没有{place}的收费标准")
    if waiver and waiver not in {each.id for each in waivers()}:
        raise ValueError(f"没有这种减免：{waiver}")
    lines = []
    for id, count in counts.items():
        if id not in tariff.rates:
            raise ValueError(f"{tariff.label}没有这项收费：{id}")
        label, yuan = tariff.rates[id]
        lines.append(Line(id, label, _count(count, label), yuan, yuan * count))
    full = sum((each.amount_yuan for each in lines), decimal.Decimal(0))
    return LocalFee(place, tuple(lines), full, decimal.Decimal(0) if waiver else full, waiver, tariff.source)


def waivers() -> tuple[Waiver, ...]:
    """The groups freed from local cost fees."""
    required = dict.fromkeys(("id", "label", "article"), str)
    return tuple(Waiver(**datafiles.checked(each, f"{_NAME} waivers", required=required)) for each in _raw()["waivers"])


def to_plain(fee: Fee) -> dict[str, Any]:
    """The fee as data for JSON."""
    return {
        "amount_yuan": fee.amount_yuan,
        "steps": [
            {
                "from": each.first,
                "to": each.last,
                "count": each.count,
                "rate_yuan": each.rate_yuan,
                "amount_yuan": each.amount_yuan,
                "what": each.what,
                "article": each.article,
            }
            for each in fee.steps
        ],
    }


def _reckoned(mode: Literal["items", "pages"], scale: _Scale, count: int, already: int) -> Fee:
    _count(count, scale.unit)
    _count(already, scale.unit)
    steps = []
    for first, last, rate in _spans(scale.bands, already + count):
        start = max(first, already + 1)
        if start <= last:
            steps.append(_step(scale, start, last, rate))
    return Fee(mode, sum(each.amount_yuan for each in steps), tuple(steps))


def _spans(bands: tuple[_Band, ...], total: int) -> Iterable[tuple[int, int, int]]:
    """First, last and rate of every band up to `total`; a rising band is cut into its steps."""
    for place, band in enumerate(bands):
        end = min(total, bands[place + 1].first - 1) if place + 1 < len(bands) else total
        first, rate = band.first, band.rate
        while first <= end:
            last = min(end, first + band.step - 1) if band.step else end
            yield first, last, rate
            first, rate = last + 1, rate + band.rise


def _step(scale: _Scale, first: int, last: int, rate: int) -> Step:
    count, unit = last - first + 1, scale.unit
    span = f"第{first}{unit}" if first == last else f"第{first}{unit}至第{last}{unit}"
    price = f"每{unit}{rate}元，计{count * rate}元" if rate else "不收费"
    return Step(first, last, count, rate, count * rate, f"{span}，共{count}{unit}，{price}。", scale.article)


def _count(number: int, what: str) -> int:
    if number < 0:
        raise ValueError(f"{what}数不能小于0：{number}")
    return number


def _tariff(on: datetime.date | None) -> _Tariff:
    if on is None:
        return _tariffs()[-1]
    for each in _tariffs():
        if each.since <= on and (each.until is None or on <= each.until):
            return each
    raise NoTariff(f"信息处理费自{_tariffs()[0].since.isoformat()}起收取，{on.isoformat()}没有标准")


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, "processing", "local", "waivers")


@functools.cache
def _tariffs() -> tuple[_Tariff, ...]:
    found = []
    required: datafiles.Shape = {
        "since": datetime.date,
        "until": (datetime.date, type(None)),
        "article": str,
        "items": dict,
        "pages": dict,
    }
    for raw in _raw()["processing"]:
        each = datafiles.checked(raw, f"{_NAME} processing", required=required)
        scales = [_scale(each[mode], mode) for mode in ("items", "pages")]
        found.append(_Tariff(each["since"], each["until"], each["article"], *scales))
    return tuple(sorted(found, key=lambda each: each.since))


def _scale(raw: Any, mode: str) -> _Scale:
    where = f"{_NAME} {mode}"
    each = datafiles.checked(raw, where, required={"unit": str, "counted": str, "article": str, "bands": list})
    bands = []
    for band in each["bands"]:
        one = datafiles.checked(band, where, required={"from": int, "rate": int}, optional={"step": int, "rise": int})
        bands.append(_Band(one["from"], one["rate"], one.get("step", 0), one.get("rise", 0)))
    if [band.first for band in bands] != sorted({band.first for band in bands}) or bands[0].first != 1:
        raise datafiles.DataFault(f"{where}: bands begin at 1 and rise")
    return _Scale(each["unit"], each["counted"], each["article"], tuple(bands))


@functools.cache
def _local() -> tuple[_Local, ...]:
    texts = dict.fromkeys(("place", "label", "source", "certainty"), str)
    required: datafiles.Shape = {**texts, "since": datetime.date, "until": datetime.date, "rates": list}
    found = []
    for raw in _raw()["local"]:
        each = datafiles.checked(raw, f"{_NAME} local", required=required)
        rates = {
            one["id"]: (str(one["label"]), decimal.Decimal(one["yuan"]))
            for one in (
                datafiles.checked(rate, f"{_NAME} rate", required=dict.fromkeys(("id", "label", "unit", "yuan"), str))
                for rate in each["rates"]
            )
        }
        found.append(_Local(**{**each, "rates": rates}))
    return tuple(found)
