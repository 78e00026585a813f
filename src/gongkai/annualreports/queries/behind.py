"""The first records behind a figure of a report, in a few words each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.queries import Access
from gongkai.activities.models import kinds
from gongkai.orgs.models import Agency
from gongkai.rules import outcomes
from gongkai.statistics.queries import counting, indicators, spans
from gongkai.statistics.queries.sources import SOURCES

SHOWN = 5


@dataclass(frozen=True)
class Behind:
    """One record: what it is called, the name of its page with its key, and what else tells it apart."""

    name: str
    page: str
    key: int
    more: str = ""


def first(indicator: str, agency: Agency, year: int, *, access: Access, size: int = SHOWN) -> list[Behind]:
    """The first records that an agency's figure counts, of those the person may open. About five queries."""
    parts = [
        each
        for each in indicators.indicator(indicator).parts
        if access.may(SOURCES[each.source].permission, agency) and each.source.split(".")[0] in _SAID
    ]
    found: list[Behind] = []
    if not parts:
        return found
    scope = spans.Scope(agency, spans.year(year))
    whose = counting.whose(scope)
    for part in parts:
        say, joined = _SAID[part.source.split(".")[0]]
        rows = counting.records(part, scope, whose).select_related(*joined).order_by("pk")
        found += [say(row) for row in rows[: size - len(found)]]
        if len(found) >= size:
            break
    return found


def _item(row: Any) -> Behind:
    said = row.public_revision or row.revision
    return Behind(said.title, "disclosures:item", row.pk, f"{row.first_published_at:%m-%d}")


def _document(row: Any) -> Behind:
    return Behind(row.title, "disclosures:item", row.item_id, row.doc_no)


def _activity(row: Any) -> Behind:
    return Behind(row.title, "activities:activity", row.pk, f"{row.on:%m-%d}" if row.on else str(row.year))


def _number(row: Any) -> Behind:
    label = kinds.kind(row.activity.kind).measure(row.measure).label
    return Behind(row.activity.title, "activities:activity", row.activity_id, f"{label} {row.value.normalize():f}")


def _request(row: Any) -> Behind:
    said = outcomes.outcome(row.counted_outcome).label if row.counted_outcome else ""
    day = row.counted_on or row.received_on
    return Behind(row.number, "foi:case", row.pk, " ".join(each for each in (f"{day:%m-%d}", said) if each))


def _remedy(row: Any) -> Behind:
    said = row.case_no or str(row.get_kind_display())
    return Behind(said, "foi:remedy", row.pk, f"{row.notified_on:%m-%d} {row.body}" if row.notified_on else row.body)


def _fee(row: Any) -> Behind:
    more = f"{row.paid_on:%m-%d}" if row.paid_on else ""
    return Behind(row.info_request.number, "foi:case", row.info_request_id, more)


_SAID: dict[str, tuple[Callable[[Any], Behind], tuple[str, ...]]] = {
    "items": (_item, ("revision", "public_revision")),
    "documents": (_document, ()),
    "activities": (_activity, ()),
    "numbers": (_number, ("activity",)),
    "requests": (_request, ()),
    "remedies": (_remedy, ()),
    "complaints": (_remedy, ()),
    "fees": (_fee, ("info_request",)),
}
