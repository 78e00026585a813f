"""The standing public pages of requests: how to ask, what it takes and costs, how others fared; the paper form.

They change with the calendar, the agencies and the counts of the year.
"""

import datetime
import functools
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.documents import application_forms
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import statistics
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency
from gongkai.rules import fees, outcomes, regimes, remedies

AGENCIES_SHOWN = 200
FORM = "requests/form.docx"
_ITEMS, _PAGES = (10, 12, 35), (30, 120, 250)


@dataclass(frozen=True)
class ChannelLine:
    """One way a request can come: which day counts as its receipt, and by which article."""

    name: str
    is_base: bool
    day: str
    article: str


@dataclass(frozen=True)
class TermLine:
    """One term of the law."""

    name: str
    words: str
    article: str


@dataclass(frozen=True)
class Example:
    """What a number of requests or pages costs."""

    count: int
    amount: int


@dataclass(frozen=True)
class OutcomeLine:
    """How many of a year's requests ended in a group of outcomes."""

    name: str
    count: int
    share: int


@dataclass(frozen=True)
class YearLine:
    """The requests of a year, in figures."""

    year: int
    received: int
    answered: int
    late: int
    average: str
    outcomes: tuple[OutcomeLine, ...]


def guide_page(*, on: datetime.date, log_total: int) -> pages.Page:
    """The entrance: channels, terms, fees, remedies, agencies, and the figures of this year and the last."""
    regime = regimes.for_day(on)
    title = pgettext("public", "Ask for information")
    agencies = list(Agency.objects.alive(on).in_tree_order()[:AGENCIES_SHOWN])
    context = {
        "page_title": title,
        "section": "requests",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "regime": regime,
        "channels": _channels(regime),
        "terms": _terms(regime),
        "item_examples": [Example(each, fees.by_items(each, on=on).amount_yuan) for each in _ITEMS],
        "page_examples": [Example(each, fees.by_pages(each, on=on).amount_yuan) for each in _PAGES],
        "remedy": remedies.for_reply(decided_on=on, outcome="DISCLOSED", agency_kind="department").paragraph(),
        "refused": remedies.for_reply(decided_on=on, outcome="REFUSE_LAW", agency_kind="department").paragraph(),
        "agencies": [(each, org_pages.agency_address(each)) for each in agencies],
        "is_cut": len(agencies) == AGENCIES_SHOWN,
        "years": _years(on),
        "log_total": pages.count(log_total),
        "updated": pages.day(on),
    }
    return pages.Page("requests/index.html", "foi/public/guide.html", context, about="requests")


def form_page() -> pages.Page:
    """The paper form, without an agency's name."""
    return pages.Page(FORM, content=_blank_form(), about="requests")


@functools.cache
def _blank_form() -> bytes:
    # Always the same, and asked for whenever something is published.
    return application_forms.blank()


def _channels(regime: regimes.Regime) -> list[ChannelLine]:
    found = []
    for each in regimes.channels():
        receipt = regime.receipt(each.id)
        day = regimes.receipt_day_label(receipt.day)
        found.append(ChannelLine(each.label, each.is_base, day, regime.article(receipt.article)))
    return sorted(found, key=lambda line: not line.is_base)


def _terms(regime: regimes.Regime) -> list[TermLine]:
    days = _("{n} working days")
    lines = [
        TermLine(_("Answer"), days.format(n=regime.reply.working_days), regime.article(regime.reply.article)),
        TermLine(
            _("Extension, once"), days.format(n=regime.extension.working_days), regime.article(regime.extension.article)
        ),
    ]
    if regime.correction.notice_within is not None:
        lines.append(
            TermLine(
                _("Notice that a correction is needed"),
                days.format(n=regime.correction.notice_within),
                regime.article(regime.correction.article),
            )
        )
    third = regime.consultations.get("third_party")
    if third is not None and third.working_days is not None:
        words = _("{n} working days, left out of the term").format(n=third.working_days)
        lines.append(TermLine(_("Opinion of a third party"), words, regime.article(third.excluded)))
    if regime.fee is not None:
        lines.append(
            TermLine(_("Payment of a fee"), days.format(n=regime.fee.working_days), regime.article(regime.fee.article))
        )
    return lines


def _years(on: datetime.date) -> list[YearLine]:
    return [line for year in (on.year, on.year - 1) if (line := _year(year)).received or line.answered]


def _year(year: int) -> YearLine:
    times = statistics.times(Agency.objects.all(), year)
    counted = statistics.by_outcome(Agency.objects.all(), year)
    groups: dict[str, int] = {}
    for (code, _ground), number in counted.items():
        group = outcomes.outcome(code).group
        groups[group] = groups.get(group, 0) + number
    answered = sum(groups.values())
    lines = tuple(
        OutcomeLine(outcomes.group_label(group), number, max(1, round(100 * number / answered)))
        for group, number in sorted(groups.items(), key=lambda pair: -pair[1])
    )
    average = f"{times.average:.1f}" if times.average is not None else "—"
    received = InfoRequest.objects.filter(statistics.new(year)).count()
    return YearLine(year, received, answered, times.late, average, lines)
