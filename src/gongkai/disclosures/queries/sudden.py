"""Sudden publishing: days far above an agency's usual pace, dates that do not fit, dates altered after publication."""

import collections
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.disclosures.duty_models import Sudden
from gongkai.disclosures.models import Item, Publication
from gongkai.rules import publishing_pace as pace

Kind = Sudden.Kind
LOOKED_BACK = datetime.timedelta(days=365)
EXAMPLES = 5
_LEAST_TOLD = 0.1
# What a correction of a published item may not quietly change.
_DATES = ("formed_on", "effective_on", "source_published_on")


@dataclass
class Finding:
    """Days of one agency that should be looked at; the fields are those of `Sudden`."""

    agency_id: int
    kind: str
    first_on: datetime.date
    last_on: datetime.date
    count: int = 0
    imported: int = 0
    compared: dict[str, Any] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Odd:
    agency_id: int
    kind: str
    on: datetime.date
    item_id: int
    title: str
    is_imported: bool
    was: datetime.date
    became: datetime.date


def found(*, on: datetime.date) -> list[Finding]:
    """Everything sudden in the year before a day, newest first. Three queries; meant for the background."""
    odd = [*_odd_dates(on=on), *_altered(on=on)]
    findings = [*_surges(on=on), *_together(odd)]
    return sorted(findings, key=lambda each: (each.first_on, each.agency_id, each.kind), reverse=True)


def words(row: Sudden) -> str:
    """What a finding was compared with, in a sentence or two. No query."""
    compared = row.compared
    if row.kind == Kind.SURGE:
        told = {
            "n": row.count,
            "days": (row.last_on - row.first_on).days + 1,
            "first": compared["from"],
            "last": compared["to"],
            "before": compared["count"],
            "usual": f"{compared['usual']:.1f}" if compared["usual"] >= _LEAST_TOLD else f"<{_LEAST_TOLD}",
        }
        sentence = _(
            "%(n)d items in %(days)d days. From %(first)s to %(last)s there were %(before)d in all, "
            "so that %(usual)s would be usual in as many days."
        )
        return sentence % told
    worst = {"days": compared["days"], "was": compared["was"], "became": compared["became"]}
    if row.kind == Kind.FORMED_LONG_BEFORE:
        return _("Up to %(days)d days lie between forming (%(was)s) and publication (%(became)s).") % worst
    if row.kind == Kind.FORMED_AFTER:
        return _("Formed up to %(days)d days after it was public: formed %(was)s, public %(became)s.") % worst
    return _("A date was moved by up to %(days)d days after publication: from %(was)s to %(became)s.") % worst


def imported_words(row: Sudden) -> str:
    """How many of the items an import brought; empty where none. No query."""
    if not row.imported:
        return ""
    return ngettext("%(n)d of them by import", "%(n)d of them by import", row.imported) % {"n": row.imported}


def _surges(*, on: datetime.date) -> Iterator[Finding]:
    since = on - LOOKED_BACK
    first = since - datetime.timedelta(days=pace.COMPARED_DAYS + pace.WINDOW_DAYS)
    rows = (
        Item.objects.filter(first_published_at__gte=_midnight(first), first_published_at__isnull=False)
        .order_by()
        .annotate(day=TruncDate("first_published_at"))
        .values_list("agency_id", "day")
        .annotate(n=Count("pk"), imported=Count("import_batch"))
    )
    counts: dict[int, dict[datetime.date, int]] = collections.defaultdict(dict)
    imports: dict[tuple[int, datetime.date], int] = {}
    for agency_id, day, n, imported in rows:
        counts[agency_id][day] = n
        imports[agency_id, day] = imported
    for agency_id, by_day in counts.items():
        for surge in pace.surges(by_day, since=since, until=on):
            inside = [day for day in by_day if surge.first_on <= day <= surge.last_on]
            yield Finding(
                agency_id=agency_id,
                kind=Kind.SURGE,
                first_on=surge.first_on,
                last_on=surge.last_on,
                count=surge.count,
                imported=sum(imports[agency_id, day] for day in inside),
                compared={
                    "from": surge.compared_from.isoformat(),
                    "to": surge.compared_to.isoformat(),
                    "count": surge.compared_count,
                    "usual": round(surge.usual, 2),
                },
            )


def _odd_dates(*, on: datetime.date) -> Iterator[_Odd]:
    """Items of the last year whose day of forming does not fit the day they became public. One query."""
    rows = (
        Item.objects.public()
        .filter(first_published_at__gte=_midnight(on - LOOKED_BACK), public_revision__formed_on__isnull=False)
        .order_by("pk")
        .values_list(
            "pk", "agency_id", "first_published_at", "public_revision__formed_on", "import_batch_id",
            "public_revision__title",
        )
    )  # fmt: skip
    for pk, agency_id, at, formed_on, batch_id, title in rows.iterator(chunk_size=5000):
        if at is None or formed_on is None:
            continue
        public_on = timezone.localtime(at).date()
        fault = pace.date_fault(formed_on, public_on)
        if fault is not None:
            yield _Odd(agency_id, fault.value, public_on, pk, title or "", batch_id is not None, formed_on, public_on)


def _altered(*, on: datetime.date) -> Iterator[_Odd]:
    """Items one of whose dates was changed by a later publication within the last year. One query."""
    again = Publication.objects.filter(at__gte=_midnight(on - LOOKED_BACK), revision__number__gt=1).values("item_id")
    rows = (
        Publication.objects.filter(item_id__in=again)
        .order_by("item_id", "at", "pk")
        .values(*(f"revision__{name}" for name in _DATES), "item_id", "at")
        .annotate(agency_id=F("item__agency_id"), title=F("revision__title"), batch_id=F("item__import_batch_id"))
    )
    before: dict[str, Any] = {}
    for row in rows:
        if before.get("item_id") == row["item_id"]:
            day = timezone.localtime(row["at"]).date()
            moved = [
                (was, became)
                for name in _DATES
                if (was := before[f"revision__{name}"]) and (became := row[f"revision__{name}"]) and was != became
            ]
            if moved and day >= on - LOOKED_BACK:
                was, became = max(moved, key=lambda pair: abs((pair[1] - pair[0]).days))
                is_imported = row["batch_id"] is not None
                yield _Odd(
                    row["agency_id"], Kind.DATES_ALTERED, day, row["item_id"], row["title"], is_imported, was, became
                )
        before = row


def _together(odd: Iterable[_Odd]) -> Iterator[Finding]:
    """One finding for each agency, kind and day, with the worst of the dates and some of the items."""
    groups: dict[tuple[int, str, datetime.date], list[_Odd]] = collections.defaultdict(list)
    for each in odd:
        groups[each.agency_id, each.kind, each.on].append(each)
    for (agency_id, kind, day), rows in groups.items():
        rows.sort(key=lambda each: (-abs((each.became - each.was).days), each.item_id))
        worst = rows[0]
        yield Finding(
            agency_id=agency_id,
            kind=kind,
            first_on=day,
            last_on=day,
            count=len(rows),
            imported=sum(each.is_imported for each in rows),
            compared={
                "days": abs((worst.became - worst.was).days),
                "was": worst.was.isoformat(),
                "became": worst.became.isoformat(),
            },
            examples=[
                {
                    "id": each.item_id,
                    "title": each.title,
                    "was": each.was.isoformat(),
                    "became": each.became.isoformat(),
                }
                for each in rows[:EXAMPLES]
            ],
        )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
