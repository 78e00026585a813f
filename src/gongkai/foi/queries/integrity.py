"""What must hold of requests: the cache is what the ledger says, numbers have no holes, every receipt is on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from gongkai.catalog.models import IndexCounter
from gongkai.core import encryption
from gongkai.events.models import Event
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.models.letters import Issue, LetterVersion
from gongkai.foi.models.making import Making
from gongkai.foi.queries import calendars, clocks
from gongkai.orgs.models import Agency
from gongkai.rules import ledgers


@dataclass(frozen=True)
class Drift:
    """A request whose row says something else than its ledger: field to (stored, true); or why it cannot be read."""

    info_request: InfoRequest
    fields: dict[str, tuple[Any, Any]]
    fault: str = ""


def drifted(rows: QuerySet[InfoRequest] | None = None) -> Iterator[Drift]:
    """Every request that drifted from its ledger, by id. Four queries for each thousand."""
    days = clocks.calendar()
    wanted = InfoRequest.objects.all() if rows is None else rows
    for row in calendars.with_ledger(wanted.order_by("id")).iterator(chunk_size=1000):
        try:
            fields = calendars.standing_of(row, days).differs(row)
        except ledgers.ImpossibleEntry as impossible:
            yield Drift(row, {}, str(impossible))
            continue
        if fields:
            yield Drift(row, fields)


@dataclass(frozen=True)
class Hole:
    """A series of numbers that does not run from one without gap."""

    agency: Agency
    series: str
    year: int
    count: int
    last: int


def holes() -> list[Hole]:
    """The series, of requests and of letters, that have holes, or whose counter says something else. Four queries."""
    counters = {
        row.prefix: row.last for row in IndexCounter.objects.filter(prefix__startswith="foi:").order_by("prefix")
    }
    found = []
    requests = InfoRequest.objects.order_by().values_list("agency", "year")
    letters = Issue.objects.order_by().values_list("agency", "year", "series")
    counted = [
        (*row[:2], "公开申", *row[2:]) for row in requests.annotate(n=Count("pk"), a=Min("serial"), b=Max("serial"))
    ]
    counted += list(letters.annotate(n=Count("pk"), a=Min("serial"), b=Max("serial")))
    agencies = Agency.objects.in_bulk({row[0] for row in counted})
    for agency, year, series, count, first, last in counted:
        given = counters.get(f"foi:{agency}:{series}:{year}")
        if first != 1 or last != count or (given is not None and given != last):
            found.append(Hole(agencies[agency], series, year, count, max(last, given or 0)))
    return found


def without_receipt() -> QuerySet[InfoRequest]:
    """Requests whose receipt left no event in the trail."""
    reference = Concat(Value("request:"), Cast(OuterRef("pk"), CharField()))
    return InfoRequest.objects.exclude(Exists(Event.objects.filter(kind="request.received", about=reference)))


def counted_wrongly() -> QuerySet[InfoRequest]:
    """Decided requests that no form would count although they were received."""
    return InfoRequest.objects.filter(decided_on__isnull=False, received_on__isnull=False, counted_on__isnull=True)


def unopenable_keys() -> dict[str, int]:
    """Keys that are not on the ring, with how many files they sealed. One query."""
    known = {key.id for key in encryption.ring().keys}
    rows = SealedFile.objects.filter(erased_at__isnull=True).order_by().values_list("key_id").annotate(n=Count("pk"))
    return {key: n for key, n in rows if key not in known}


def orphaned_files() -> QuerySet[SealedFile]:
    """Records of files that belong to nothing: what is left of an act that was broken off."""
    rows = SealedFile.objects.filter(erased_at__isnull=True)
    for model, field in (
        (CaseFile, "file"),
        (LetterVersion, "docx"),
        (LetterVersion, "pdf"),
        (Issue, "docx"),
        (Issue, "pdf"),
        (Making, "result"),
    ):
        rows = rows.exclude(Exists(model.objects.filter(**{field: OuterRef("pk")})))
    return rows.order_by(F("pk"))
