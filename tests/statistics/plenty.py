"""Many records at once, written row by row of the real tables: what a year of an office leaves behind."""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F

from gongkai.activities.models.records import Activity
from gongkai.foi.models.cases import Applicant, InfoRequest
from gongkai.foi.models.clock import Decision
from gongkai.foi.models.remedies import Remedy
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.catalog import ColumnFactory
from tests.factories.disclosures import EndingFactory, published_item

_serials = itertools.count(1)


def activities(
    agency: Agency, count: int, *, kind: str = "publication", year: int, firsts: Sequence[Activity] = (), **fields: Any
) -> list[Activity]:
    """So many activities of a kind on the first days of a year; `firsts` are what they repeat, one each."""
    person = PersonFactory(home=agency)
    rows = [
        Activity(
            agency=agency,
            kind=kind,
            on=datetime.date(year, 1 + number % 12, 1 + number % 28),
            year=year,
            title=f"{kind} {number}",
            same_as=firsts[number] if number < len(firsts) else None,
            author=person,
            recorded_at=clock.NOW,
            changed_at=clock.NOW,
            **fields,
        )
        for number in range(count)
    ]
    return Activity.objects.bulk_create(rows, batch_size=2000)


PERIOD = 84  # as often as the days of `activities` come again


def crowd(agency: Agency, count: int, *, year: int, channel: str) -> None:
    """So many publications for which nobody asks one by one: copies of the first, written by the database itself."""
    first, *_others = activities(agency, min(count, PERIOD), year=year, channel=channel)
    table, quote = Activity._meta.db_table, connection.ops.quote_name
    names = ", ".join(quote(each.column) for each in Activity._meta.concrete_fields if not each.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) WITH RECURSIVE round(n) AS "
            f"(SELECT 1 UNION ALL SELECT n + 1 FROM round WHERE n < %s) SELECT {names} FROM {table}, round "
            "WHERE id >= %s AND id < %s AND n * %s + id - %s < %s",
            [count // PERIOD + 1, first.pk, first.pk + PERIOD, PERIOD, first.pk, count],
        )


def requests(agency: Agency, plans: Iterable[dict[str, Any]]) -> list[InfoRequest]:
    """Requests as planned: `received_on`, and `outcome`, `ground` and `counted_on` where they were decided."""
    wanted = [dict(plan) for plan in plans]
    applicants = Applicant.objects.bulk_create([Applicant() for _plan in wanted], batch_size=2000)
    rows = []
    for applicant, plan in zip(applicants, wanted, strict=True):
        serial = next(_serials)
        outcome = plan.pop("outcome", "")
        rows.append(
            InfoRequest(
                agency=agency,
                applicant=applicant,
                year=plan["received_on"].year,
                serial=serial,
                number=f"申{serial}",
                code_salt="salt",
                code_hash=f"{serial:064d}",
                arrived_on=plan["received_on"],
                entered_at=clock.NOW,
                entered_by="person:1",
                regime="2019",
                subject="一件申请",
                state="handling",
                counted_outcome=outcome,
                counted_ground=plan.pop("ground", ""),
                changed_at=clock.NOW,
                **{"channel": "web", "applicant_kind": "natural"} | plan,
            )
        )
    made = InfoRequest.objects.bulk_create(rows, batch_size=2000)
    ended = [row for row in made if row.counted_on is not None]
    decisions = [
        Decision(
            info_request=row,
            number=1,
            outcome=row.counted_outcome,
            ground=row.counted_ground,
            on=row.counted_on,
            by="person:1",
            at=clock.NOW,
        )
        for row in ended
    ]
    Decision.objects.bulk_create(decisions, batch_size=2000)
    InfoRequest.objects.filter(agency=agency, counted_on__isnull=False).update(
        state="closed",
        clock="stopped",
        outcome=F("counted_outcome"),
        ground=F("counted_ground"),
        decided_on=F("counted_on"),
        closed_on=F("counted_on"),
    )
    return made


def documents(agency: Agency, year: int, *, regulations: Sequence[int], normative: Sequence[int]) -> None:
    """Documents of which so many were made and ended in a year, and were in force at its end."""
    column = ColumnFactory(owner=agency, legal_item="20-1")
    for (made, ended, in_force), number in ((regulations, "云州市人民政府令第{}号"), (normative, "云政规〔{}〕1号")):
        standing = in_force - made
        for n in range(standing + ended + made):
            day = datetime.date(year if n >= standing + ended else year - 2, 6, 1 + n % 28)
            at = datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)
            item = published_item(
                agency=agency,
                at=at,
                column=column,
                doc_no=number.format(n + 1),
                formed_on=day,
                index_no=f"{number[:3]}/{n}",
            )
            if standing <= n < standing + ended:
                EndingFactory(item=item, on=datetime.date(year, 9, 1), kind=("repeal", "expire", "void")[n % 3])


def remedies(agency: Agency, count: int, *, kind: str, result: str, year: int) -> list[Remedy]:
    """So many remedies of a kind that ended so in a year; pending ones were brought in it."""
    pending = result == Remedy.Result.PENDING
    return Remedy.objects.bulk_create(
        [
            Remedy(
                agency=agency,
                kind=kind,
                body="云州市人民政府",
                filed_on=datetime.date(year, 3, 1),
                notified_on=datetime.date(year, 3, 5),
                result=result,
                result_on=None if pending else datetime.date(year, 5, 6),
                opened_by="person:1",
                opened_at=clock.NOW,
            )
            for _number in range(count)
        ]
    )
