"""Kinds of activity as data: what is counted of each, through which channels, for a day or a year, with what proof."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Span = Literal["day", "year"]


@dataclass(frozen=True)
class Measure:
    """A number stated with a kind of activity; `places` decimals; `is_signed` when it may be below zero."""

    name: str
    label: Any
    unit: str
    places: int = 0
    is_signed: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of activity.

    `span` says whether it happens on a day or holds for a year; `once` that an agency states it once a year.
    `channels` are those it may go through (empty: none is asked). `can_repeat` lets a record say that it is the same
    information or matter as another one, so that it counts only under its channel. `with_head` asks whether the head
    of the agency took part, `with_concern` whether it answered a matter of public concern. `needs_proof` refuses it
    without file or link.
    """

    code: str
    label: Any
    group: str
    span: Span = "day"
    measures: tuple[Measure, ...] = ()
    channels: tuple[str, ...] = ()
    once: bool = False
    can_repeat: bool = False
    with_head: bool = False
    with_concern: bool = False
    needs_proof: bool = False
    hint: Any = ""

    def measure(self, name: str) -> Measure:
        """The number of this name. Raises KeyError."""
        return {each.name: each for each in self.measures}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its numbers."""
        return tuple(each.name for each in self.measures)


CHANNELS: dict[str, Any] = {
    "website": pgettext_lazy("channel", "Website"),
    "gazette": _("Gazette"),
    "weibo": _("Weibo"),
    "wechat": _("WeChat"),
    "press": _("Newspapers"),
    "broadcast": _("Radio and television"),
    "hotline": _("Hotline"),
    "mailbox": _("Leader's mailbox"),
    "print": _("Printed matter"),
    "board": _("Notice boards and screens"),
    "email": _("E-mail bulletin"),
    "rss": _("RSS feed"),
    "reading-point": _("Reading points"),
    "other": _("Other channel"),
}
# Rows of the form of 2014 that are channels of their own; all others count as "other".
STATUTORY_CHANNELS = ("gazette", "website", "weibo", "wechat")
GROUPS: dict[str, Any] = {
    "publication": _("Publication"),
    "response": _("Response and explanation"),
    "work": _("Meetings, training, participation"),
    "resources": _("Organisation and means"),
    "returns": _("Yearly returns"),
}

_ITEMS = (
    Measure("items_last_year", _("items last year"), "项"),
    Measure("change", _("change this year"), "项", is_signed=True),
)
_DECISIONS = Measure("decisions", _("decisions this year"), "件")


def _return(code: str, label: Any, *measures: Measure) -> Kind:
    return Kind(code, label, "returns", "year", measures, once=True, needs_proof=True)


_ALL = (
    Kind(
        "publication",
        _("Publication in another channel"),
        "publication",
        channels=tuple(CHANNELS),
        can_repeat=True,
        hint=_("One record for each information and channel; name the item it repeats, if there is one."),
    ),
    Kind("press", _("Press conference"), "response", can_repeat=True, with_head=True, with_concern=True),
    Kind("interview", _("Online interview"), "response", can_repeat=True, with_head=True, with_concern=True),
    Kind(
        "interpretation",
        _("Interpretation of a policy"),
        "response",
        can_repeat=True,
        with_concern=True,
        hint=_("An interpretation published here is linked with its document and counted there; record others here."),
    ),
    Kind(
        "response",
        _("Response to public concern"),
        "response",
        channels=tuple(CHANNELS),
        can_repeat=True,
        with_concern=True,
        hint=_("One record for each matter and channel; a further channel names the first record."),
    ),
    Kind("meeting", _("Meeting on disclosure"), "work"),
    Kind("training", _("Training"), "work", measures=(Measure("trainees", _("people trained"), "人次"),)),
    Kind(
        "open-day",
        _("Open day"),
        "work",
        measures=(
            Measure("units", _("units open"), "个"),
            Measure("leaflets", _("leaflets"), "份"),
            Measure("boards", _("boards"), "块"),
            Measure("visitors", _("visitors"), "人次"),
            Measure("questions", _("questions answered"), "个"),
        ),
    ),
    Kind("guide", _("Work on the disclosure guide"), "work"),
    Kind("directory", _("Work on the directory"), "work"),
    Kind(
        "reading-point",
        _("Reading point"),
        "resources",
        "year",
        (Measure("visits", _("visits"), "人次"), Measure("files", _("files consulted"), "份")),
        hint=_("One record for each reading point and year."),
    ),
    Kind("office", _("Dedicated office"), "resources", "year", hint=_("One record for each office and year.")),
    Kind(
        "staff",
        _("Staff"),
        "resources",
        "year",
        (Measure("full_time", _("full-time"), "人"), Measure("part_time", _("part-time"), "人")),
        once=True,
    ),
    Kind("funds", _("Funds"), "resources", "year", (Measure("amount", _("amount"), "万元", 4),), once=True),
    Kind(
        "fee",
        _("Fee taken outside of the register"),
        "resources",
        measures=(Measure("amount", _("amount"), "元", 2),),
        needs_proof=True,
        hint=_("Fees of requests that are handled here are counted there."),
    ),
    _return("licence", _("Licences"), _DECISIONS, *_ITEMS),
    _return("other-service", _("Other services to the public"), _DECISIONS, *_ITEMS),
    _return("penalty", _("Penalties"), _DECISIONS, *_ITEMS),
    _return("coercion", _("Coercive measures"), _DECISIONS, *_ITEMS),
    _return("charges", _("Administrative charges"), Measure("amount", _("amount"), "万元", 4), *_ITEMS),
    _return(
        "procurement",
        _("Central procurement"),
        Measure("projects", _("projects"), "项"),
        Measure("amount", _("amount"), "元", 2),
    ),
)
KINDS: dict[str, Kind] = {each.code: each for each in _ALL}


class UnknownKind(LookupError):
    """There is no such kind of activity."""


def kind(code: str) -> Kind:
    """The kind by its code. Raises UnknownKind."""
    if code not in KINDS:
        raise UnknownKind(code)
    return KINDS[code]
