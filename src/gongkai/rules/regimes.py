"""The two Regulations as they bind a request: terms, extension, correction, consultation, fees, receipt day."""

import dataclasses
import datetime
import functools
from typing import Any, Literal

from gongkai.rules import datafiles

ReceiptDay = Literal["handed", "signed", "confirmed", "arrived"]
Silence = Literal["decide", "consent"]

_NAME = "regimes.yaml"
_RULE: datafiles.Shape = {"article": str, "source": str, "certainty": str}


class NoRegime(ValueError):
    """No Regulation was in force on the day, or none has that id."""


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """A number of working days and the article that sets it."""

    working_days: int
    article: str
    source: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Correction:
    """Notice within so many working days (None: no limit), so many times (None: no limit), restarting the term."""

    notice_within: int | None
    times: int | None
    restarts: bool
    article: str
    source: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Consultation:
    """Who is asked, within how many working days they answer (None: no limit), and what their silence means."""

    party: str
    working_days: int | None
    silence: Silence
    asking: str
    excluded: str
    source: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Excessive:
    """Requests clearly beyond reason in number or frequency: a delayed term without a cap."""

    article: str
    source: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Fee:
    """Days to pay after the notice is received; the handling term begins anew after payment. None before `since`."""

    since: datetime.date
    working_days: int
    article: str
    source: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """Which day is the day of receipt for a channel."""

    channel: str
    day: ReceiptDay
    article: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Channel:
    """A way a request arrives; a base channel may not be refused; `row` is its row in the form of 2014."""

    id: str
    label: str
    is_base: bool
    row: str


@dataclasses.dataclass(frozen=True, slots=True)
class Regime:
    """A Regulation in force from `since` to `until` (None: still)."""

    id: str
    title: str
    cite: str
    since: datetime.date
    until: datetime.date | None
    reply: Term
    extension: Term
    correction: Correction
    consultations: dict[str, Consultation]
    excessive: Excessive | None
    fee: Fee | None
    receipt_article: str
    receipts: dict[str, Receipt]

    def article(self, number: str) -> str:
        """An article of this Regulation in full; a paper cited by its own number stays as it is."""
        return f"{self.cite}{number}" if number.startswith("第") else number

    def receipt(self, channel: str) -> Receipt:
        """How the day of receipt is set for a channel. Raises ValueError for an unknown one."""
        if channel not in self.receipts:
            raise ValueError(f"没有这种提交途径：{channel}")
        return self.receipts[channel]


def regime(id: str) -> Regime:
    """The regime by its id, 2008 or 2019. Raises NoRegime for another."""
    if id not in _loaded():
        raise NoRegime(f"没有这部条例：{id}（可用：{'、'.join(_loaded())}）")
    return _loaded()[id]


def regimes() -> tuple[Regime, ...]:
    """Every regime, the oldest first."""
    return tuple(_loaded().values())


def for_day(received_on: datetime.date) -> Regime:
    """The regime that binds a request received on a day. Raises NoRegime before 1 May 2008."""
    for each in _loaded().values():
        if each.since <= received_on and (each.until is None or received_on <= each.until):
            return each
    raise NoRegime(f"《政府信息公开条例》自2008年5月1日起施行，{received_on.isoformat()}尚无可适用的条例")


def channels() -> tuple[Channel, ...]:
    """Every way a request arrives."""
    return _channels()


def channel(id: str) -> Channel:
    """The channel by its id. Raises ValueError for an unknown one."""
    for each in _channels():
        if each.id == id:
            return each
    raise ValueError(f"没有这种提交途径：{id}")


def receipt_day_label(day: ReceiptDay) -> str:
    """The kind of receipt day in words."""
    return {each["id"]: str(each["label"]) for each in _raw()["receipt_days"]}[day]


def reminders() -> tuple[int, ...]:
    """How many working days before the due day an officer is reminded, furthest first."""
    return tuple(_raw()["reminders"])


@functools.cache
def _raw() -> dict[str, Any]:
    return datafiles.read(_NAME, "regimes", "channels", "receipt_days", "reminders")


@functools.cache
def _channels() -> tuple[Channel, ...]:
    found = []
    for raw in _raw()["channels"]:
        each = datafiles.checked(raw, f"{_NAME} channels", required={"id": str, "label": str, "base": bool, "row": str})
        found.append(Channel(each["id"], each["label"], each["base"], each["row"]))
    datafiles.unique((each.id for each in found), _NAME)
    return tuple(found)


@functools.cache
def _loaded() -> dict[str, Regime]:
    found = [parse(each) for each in _raw()["regimes"]]
    datafiles.unique((each.id for each in found), _NAME)
    return {each.id: each for each in found}


def parse(raw: Any) -> Regime:
    """Check and build a regime from its YAML content. Raises datafiles.DataFault."""
    whole = datafiles.checked(
        raw,
        _NAME,
        required={
            "id": str,
            "title": str,
            "cite": str,
            "since": datetime.date,
            "until": (datetime.date, type(None)),
            "reply": dict,
            "extension": dict,
            "correction": dict,
            "consultations": list,
            "receipt_article": str,
            "receipt": list,
            "excessive": (dict, type(None)),
            "fee": (dict, type(None)),
        },
    )
    where = f"{_NAME} {whole['id']}"
    consultations = [_consultation(each, where) for each in whole["consultations"]]
    receipts = [_receipt(each, where) for each in whole["receipt"]]
    datafiles.unique((each.party for each in consultations), where)
    if [each.channel for each in receipts] != [each.id for each in _channels()]:
        raise datafiles.DataFault(f"{where}: receipt must name every channel once, in order")
    return Regime(
        id=whole["id"],
        title=whole["title"],
        cite=whole["cite"],
        since=whole["since"],
        until=whole["until"],
        reply=_term(whole["reply"], where),
        extension=_term(whole["extension"], where),
        correction=_correction(whole["correction"], where),
        consultations={each.party: each for each in consultations},
        excessive=_excessive(whole["excessive"], where),
        fee=_fee(whole["fee"], where),
        receipt_article=whole["receipt_article"],
        receipts={each.channel: each for each in receipts},
    )


def _term(raw: Any, where: str) -> Term:
    return Term(**datafiles.checked(raw, f"{where} term", required={"working_days": int, **_RULE}))


def _correction(raw: Any, where: str) -> Correction:
    number = (int, type(None))
    required = {"notice_within": number, "times": number, "restarts": bool, **_RULE}
    return Correction(**datafiles.checked(raw, f"{where} correction", required=required))


def _consultation(raw: Any, where: str) -> Consultation:
    texts = dict.fromkeys(("party", "silence", "asking", "excluded", "source", "certainty"), str)
    found = datafiles.checked(raw, f"{where} consultation", required={**texts, "working_days": (int, type(None))})
    if found["silence"] not in ("decide", "consent"):
        raise datafiles.DataFault(f"{where}: silence means decide or consent, not {found['silence']}")
    return Consultation(**found)


def _excessive(raw: Any, where: str) -> Excessive | None:
    return None if raw is None else Excessive(**datafiles.checked(raw, f"{where} excessive", required=_RULE))


def _fee(raw: Any, where: str) -> Fee | None:
    required: datafiles.Shape = {"since": datetime.date, "working_days": int, **_RULE}
    return None if raw is None else Fee(**datafiles.checked(raw, f"{where} fee", required=required))


def _receipt(raw: Any, where: str) -> Receipt:
    required = dict.fromkeys(("channel", "day", "article", "certainty"), str)
    found = datafiles.checked(raw, f"{where} receipt", required=required)
    if found["day"] not in ("handed", "signed", "confirmed", "arrived"):
        raise datafiles.DataFault(f"{where}: there is no receipt day {found['day']}")
    return Receipt(**found)
