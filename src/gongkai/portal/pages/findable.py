"""Annual reports as search finds them: title, body and text of the paper; they change with their public snapshot."""

from collections.abc import Sequence

from django.utils import timezone, translation

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import library
from gongkai.core import pages
from gongkai.search.queries import schema, sources

LONGEST_TEXT = 100_000


def reports(ids: Sequence[int]) -> list[Report]:
    """The public ones among these reports with their papers, in order. One query."""
    rows = library.reports().filter(pk__in=list(ids)).select_related("public_snapshot__original")
    return list(rows.order_by("pk"))


def report_ids(after: int, size: int) -> list[int]:
    """Public reports with an id above `after`, in order."""
    rows = Report.objects.public().filter(pk__gt=after, published_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:size])


def report_entries(ids: Sequence[int]) -> list[schema.Entry]:
    """Reports as the index takes them."""
    with translation.override(pages.LANGUAGE):
        return [_entry(each) for each in reports(ids) if each.published_at is not None]


def shown_reports(ids: Sequence[int]) -> dict[int, sources.Shown]:
    """Reports as results show them, by id."""
    with translation.override(pages.LANGUAGE):
        return {
            each.pk: sources.Shown(
                title=places.title_of(each),
                text=_text(each),
                address=places.address(each),
                agency_name=each.agency.short_name if each.agency else each.body,
                published_on=timezone.localdate(each.published_at),
            )
            for each in reports(ids)
            if each.published_at is not None
        }


REPORTS = sources.Source(
    kind=schema.REPORT,
    number=1,
    prefix="report",
    ids=report_ids,
    entries=report_entries,
    shown=shown_reports,
)


def _entry(report: Report) -> schema.Entry:
    assert report.published_at is not None
    names = (report.agency.name, report.agency.short_name) if report.agency else (report.body,)
    return schema.Entry(
        item_id=report.pk,
        title=places.title_of(report),
        body=f"{report.body}\n{report.year}年\n{_text(report)}",
        files=(),
        numbers=(),
        agency_names=names,
        agency_ids=tuple(report.agency.ancestor_ids) if report.agency else (),
        column_ids=(),
        topics=(),
        genre="",
        validity="",
        published_at=int(report.published_at.timestamp()),
        published_on=timezone.localdate(report.published_at),
        kind=schema.REPORT,
        source=1,
    )


def _text(report: Report) -> str:
    snapshot = report.public_snapshot
    original = snapshot.original if snapshot else None
    return original.text[:LONGEST_TEXT] if original else ""
