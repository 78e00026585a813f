"""Which public pages show the directory: a column's head, the tree, the topics, and what should be here and is not.

Column pages change with the column, with what is published in it, and day by day with its duty to stay fresh.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog.models import Column, Obligation, Term
from gongkai.core import pages

TOPICS = "topics"
GENRES = "genres"
SOON = datetime.timedelta(days=7)

# Regulation 2019, Article 20 (1)-(15) and Article 21, in the short words people look for.
LEGAL_ITEMS: dict[str, Promise] = {
    "20-1": gettext_lazy("Regulations and normative documents"),
    "20-2": gettext_lazy("Functions, bodies and responsible persons"),
    "20-3": gettext_lazy("Plans"),
    "20-4": gettext_lazy("Statistics"),
    "20-5": gettext_lazy("Administrative licences"),
    "20-6": gettext_lazy("Penalties and coercive measures"),
    "20-7": gettext_lazy("Budgets and final accounts"),
    "20-8": gettext_lazy("Administrative fees"),
    "20-9": gettext_lazy("Government procurement"),
    "20-10": gettext_lazy("Major construction projects"),
    "20-11": gettext_lazy("Livelihood and social security"),
    "20-12": gettext_lazy("Emergencies"),
    "20-13": gettext_lazy("Supervision and inspection"),
    "20-14": gettext_lazy("Civil service recruitment"),
    "20-15": gettext_lazy("Other statutory content"),
    "21": gettext_lazy("Local matters (Article 21)"),
}
_NUMERALS = "零一二三四五六七八九十"
_LEGAL_CODE = re.compile(r"(20|21)(?:-(\d{1,2}))?")


@dataclass(frozen=True)
class Topic:
    """A topic: its code, its label, the class above it (empty for a class)."""

    code: str
    label: str
    parent_code: str


@dataclass(frozen=True)
class Freshness:
    """A column's or a duty's standing on a day: the tag, the day of the last item, the day the next is due."""

    tag: pages.Tag
    last: str
    due: str


@dataclass(frozen=True)
class Branch:
    """A column in the tree with its count and what hangs below it."""

    column: Column
    address: str
    total: str
    children: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One of the fixed parts of the platform; with an address where it is a single column."""

    key: str
    name: str
    address: str
    total: str
    branches: Sequence[Branch]


@dataclass(frozen=True)
class Duty:
    """An entry of the basic directory and whether it is met."""

    obligation: Obligation
    total: int
    freshness: Freshness
    shape: str

    @property
    def is_missing(self) -> bool:
        """Nothing has been published for it."""
        return self.total == 0


@dataclass(frozen=True)
class Coverage:
    """The duties of an agency and how many are met."""

    duties: tuple[Duty, ...]

    @property
    def met(self) -> int:
        """How many have something published."""
        return sum(not duty.is_missing for duty in self.duties)

    @property
    def missing(self) -> tuple[Duty, ...]:
        """Those for which nothing is there."""
        return tuple(duty for duty in self.duties if duty.is_missing)

    @property
    def late(self) -> int:
        """How many are there but should have been renewed."""
        return sum(duty.shape == "soon" for duty in self.duties)


def column_address(column: Column) -> str:
    """The address of a column's front page."""
    return f"/columns/{column.slug}/"


def topics() -> dict[str, Topic]:
    """Every topic by code, in the newest version that knows it, in order. One query."""
    return {
        term.code: Topic(term.code, term.label, term.parent_code)
        for term in Term.objects.filter(vocabulary__code=TOPICS).order_by("vocabulary__version", "position", "pk")
    }


def topic_labels(known: Mapping[str, Topic]) -> dict[str, str]:
    """How a topic is written out: class\\topic."""
    return {
        code: f"{known[topic.parent_code].label}\\{topic.label}" if topic.parent_code in known else topic.label
        for code, topic in known.items()
    }


def genres() -> dict[str, str]:
    """Labels of genres by code. One query."""
    terms = Term.objects.filter(vocabulary__code=GENRES).order_by("vocabulary__version", "position", "pk")
    return dict(terms.values_list("code", "label"))


def legal_basis(code: str) -> str:
    """A statutory item as it is cited: 《条例》第二十条第（七）项; empty for a code that names none."""
    found = _LEGAL_CODE.fullmatch(code)
    if found is None:
        return ""
    article = "二十" if found[1] == "20" else "二十一"
    return f"《条例》第{article}条" + (f"第（{_numeral(int(found[2]))}）项" if found[2] else "")


def _numeral(number: int) -> str:
    if number <= 10:
        return _NUMERALS[number]
    return "十" + (_NUMERALS[number - 10] if number < 20 else "")


def freshness(fresh_days: int | None, last: datetime.date | None, *, on: datetime.date) -> Freshness:
    """Whether something published last on a day is fresh enough. Without a duty whatever is there is enough."""
    if last is None:
        return Freshness(pages.Tag(_("nothing yet"), "stop" if fresh_days else ""), "", "")
    due = last + datetime.timedelta(days=fresh_days) if fresh_days else None
    if due is not None and due < on:
        return Freshness(pages.Tag(_("renewal overdue"), "stop"), pages.day(last), pages.day(due))
    if due is not None and due - on <= SOON:
        return Freshness(pages.Tag(_("renewal due soon"), "warn"), pages.day(last), pages.day(due))
    return Freshness(pages.Tag(_("up to date"), "ok"), pages.day(last), pages.day(due))


def duty_words(fresh_days: int | None) -> str:
    """A duty to stay fresh in words; empty where there is none."""
    return _("every {days} days").format(days=fresh_days) if fresh_days else ""


def tree(columns: Iterable[Column], totals: Mapping[int, int], *, depth: int | None = None) -> list[Branch]:
    """Columns in tree order as branches; `totals` by id. Columns below `depth` are left to their own pages."""
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for column in columns:
        if depth is not None and column.depth > depth:
            continue
        branch = Branch(column, column_address(column), pages.count(totals.get(column.pk, 0)))
        branches[column.pk] = branch
        above = branches.get(column.parent_id or 0)
        (above.children if above else roots).append(branch)
    return roots


def blocks(roots: Sequence[Branch]) -> list[Part]:
    """The fixed parts of the platform with their columns; empty parts are left out.

    A part that is one column is that column: its name opens it, and what hangs below it stands in its place.
    """
    found = []
    for block in Column.Block:
        inside = [branch for branch in roots if branch.column.block == block]
        if len(inside) == 1 and inside[0].children:
            only = inside[0]
            found.append(Part(block.value, str(block.label), only.address, only.total, only.children))
        elif inside:
            found.append(Part(block.value, str(block.label), "", "", inside))
    return found


def coverage(
    obligations: Sequence[Obligation],
    *,
    totals: Mapping[int, int],
    latest: Mapping[int, datetime.date],
    on: datetime.date,
) -> Coverage:
    """How duties are met; `totals` and `latest` by the obligation's id."""
    duties = []
    for each in obligations:
        total = totals.get(each.pk, 0)
        state = freshness(each.fresh_days, latest.get(each.pk), on=on)
        shape = "no0" if not total else "soon" if state.tag.shape in {"warn", "stop"} else ""
        duties.append(Duty(each, total, state, shape))
    return Coverage(tuple(duties))


def duties_in_force(*, on: datetime.date, agency_id: int | None = None) -> list[Obligation]:
    """The entries of the basic directory that hold on a day, in order. One query."""
    rows = Obligation.objects.exclude(ended_on__lte=on).select_related("agency", "column")
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return list(rows.order_by("agency__sort_path", "column__sort_path", "code", "pk"))
