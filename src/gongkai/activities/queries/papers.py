"""Prints as the desk asks for them: which items may be printed, what was printed, what each reading point received."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from gongkai.accounts.queries import Access
from gongkai.activities.models.papers import Paper, ReadingPoint
from gongkai.catalog.models import Column
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import seeking
from gongkai.orgs.models import Agency

MOST = 200


@dataclass(frozen=True)
class Wish:
    """Which items are looked for; what is empty does not narrow."""

    agency: Agency
    column: Column | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: str = ""


def printable(wish: Wish) -> QuerySet[Item]:
    """The public items of an agency and all below it that fit, newest first, with what a print says of them."""
    rows = Item.objects.public().filter(agency__in=Agency.objects.within(wish.agency))
    if wish.column:
        columns = Column.objects.filter(path__startswith=wish.column.path)
        rows = rows.filter(public_revision__in=Revision.objects.filter(column__in=columns).values("pk"))
    if wish.since:
        rows = rows.filter(first_published_at__date__gte=wish.since)
    if wish.until:
        rows = rows.filter(first_published_at__date__lte=wish.until)
    for word in wish.words.split():
        rows = rows.filter(public_revision__in=seeking.titled(word))
    return rows.select_related("public_revision", "agency").order_by("-first_published_at", "-pk")


def chosen(ids: Iterable[int], *, agency: Agency) -> list[Item]:
    """These items of an agency and all below it, as far as they are public, oldest first. One query."""
    rows = printable(Wish(agency)).filter(pk__in=list(ids)).order_by("first_published_at", "pk")
    return list(rows[:MOST])


def papers(access: Access) -> QuerySet[Paper]:
    """The prints of the agencies that a person may see."""
    rows = Paper.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_VIEW))
    return rows.select_related("agency", "point", "by", "word", "pdf", "proof").annotate(items=Count("lines"))


def in_hand(access: Access) -> QuerySet[Paper]:
    """The prints for which a person records."""
    rows = Paper.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_RECORD))
    return rows.select_related("agency", "point", "pdf", "word")


def points(access: Access) -> QuerySet[ReadingPoint]:
    """The reading points of agencies that a person may see, each with the lists, items and copies it received."""
    received = Q(papers__confirmed_on__isnull=False)
    rows = ReadingPoint.objects.filter(agency__in=access.agencies(Permission.ACTIVITY_VIEW)).select_related("agency")
    return rows.annotate(
        lists=Count("papers", filter=received, distinct=True),
        received_items=Count("papers__lines", filter=received),
        received_copies=Sum("papers__lines__copies", filter=received),
        last_on=Max("papers__confirmed_on"),
        waiting=Count("papers", filter=Q(papers__confirmed_on__isnull=True, papers__isnull=False), distinct=True),
    ).order_by(F("closed_on").asc(nulls_first=True), "agency__sort_path", "name", "pk")


def public_points() -> list[tuple[ReadingPoint, datetime.date | None]]:
    """The reading points that are open, agency by agency, with the day each last received something. One query."""
    rows = ReadingPoint.objects.filter(closed_on__isnull=True).select_related("agency")
    rows = rows.annotate(last_on=Max("papers__confirmed_on")).order_by("agency__sort_path", "name", "pk")
    return [(row, row.last_on) for row in rows]


def years_of(point: ReadingPoint) -> list[tuple[int, int, int]]:
    """By year what a reading point received: year, items, copies; newest first. One query."""
    rows = point.papers.confirmed().values_list("year").annotate(n=Count("lines"), copies=Sum("lines__copies"))
    return [(year, n, copies or 0) for year, n, copies in rows.order_by("-year")]
