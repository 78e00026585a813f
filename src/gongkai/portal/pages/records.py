"""What is public, as data: each kind of record declared once, for the API, its description and the nightly dump."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.annualreports.models.reports import Figure, Report
from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import library, shelves
from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Attachment, Item
from gongkai.disclosures.queries import public
from gongkai.foi.queries import published
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency
from gongkai.search.queries import contents

Row = dict[str, Any]
Wanted = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of a record: its JSON type ("string", "integer", "number", "boolean", "array"), format, and words."""

    name: str
    words: str | Promise
    type: str = "string"
    format: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of record. `rows(after, size, wanted)` gives the next ones after a number, in the order of numbers.

    Every row has `id`, the number; `filters` are the names that `wanted` may hold, with their types.
    """

    name: str
    title: str | Promise
    words: str | Promise
    fields: tuple[Field, ...]
    rows: Callable[[int, int, Wanted], list[Row]]
    filters: Mapping[str, str]


def items(after: int, size: int, wanted: Wanted) -> list[Row]:
    """Public items with text and attachments. At most six queries."""
    rows = Item.objects.public().filter(pk__gt=after)
    if wanted.get("id"):
        rows = rows.filter(pk=wanted["id"])
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    if wanted.get("column"):
        stands = Q(public_revision__column__slug=wanted["column"], public_revision__column__merged_into__isnull=True)
        rows = rows.filter(stands | Q(public_revision__column__merged_into__slug=wanted["column"]))
    if wanted.get("topic"):
        rows = rows.filter(public_revision__topic__startswith=wanted["topic"])
    if wanted.get("since"):
        rows = rows.filter(published_at__gte=_midnight(wanted["since"]))
    chosen = list(rows.select_related("agency", "public_revision__column__merged_into").order_by("pk")[:size])
    files = contents.attachments(each.public_revision_id for each in chosen if each.public_revision_id)
    answers = published.answered(each.pk for each in chosen)
    return [_item(each, files.get(each.public_revision_id or 0, ()), each.pk in answers) for each in chosen]


def _item(item: Item, files: Sequence[Attachment], is_answer: bool) -> Row:
    revision = item.public_revision
    assert revision is not None
    return {
        "id": item.pk,
        "index_no": item.index_no,
        "title": revision.title,
        "agency": item.agency.code,
        "agency_name": item.agency.name,
        "column": revision.column.standing.slug if revision.column else None,
        "topic": revision.topic or None,
        "genre": revision.genre or None,
        "doc_no": revision.doc_no or None,
        "validity": item.validity or None,
        "formed_on": _day(revision.formed_on),
        "effective_on": _day(revision.effective_on),
        "expires_on": _day(revision.expires_on),
        "published_at": _moment(item.first_published_at),
        "changed_at": _moment(item.published_at),
        "is_answer": is_answer,
        "keywords": revision.keywords or None,
        "summary": revision.summary or None,
        "text": contents.plain_text(revision.body),
        "attachments": [
            {
                "name": each.name,
                "url": settings.SITE_ADDRESS + "/" + quote(item_pages.file_path(each)),
                "size": each.file.size,
                "sha256": each.file.sha256,
            }
            for each in files
        ],
        "url": settings.SITE_ADDRESS + item_pages.item_address(item.pk),
    }


def tombstones(after: int, size: int, wanted: Wanted) -> list[Row]:
    """What was public and was withdrawn: that it was, when, and what the public is told. At most four queries."""
    rows = Item.objects.filter(pk__gt=after, state=Item.State.WITHDRAWN, index_no__isnull=False).order_by("pk")
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    found = {each.item.pk: each for each in public.tombstones(list(rows.values_list("pk", flat=True)[:size]))}
    return [
        {
            "id": pk,
            "index_no": found[pk].item.index_no,
            "title": found[pk].title or None,
            "agency": found[pk].item.agency.code,
            "withdrawn_on": _day(found[pk].on),
            "note": found[pk].note or None,
            "url": settings.SITE_ADDRESS + item_pages.item_address(pk),
        }
        for pk in sorted(found)
    ]


def agencies(after: int, size: int, wanted: Wanted) -> list[Row]:
    """Every agency, the dissolved ones too. One query."""
    rows = Agency.objects.filter(pk__gt=after).select_related("parent").order_by("pk")[:size]
    return [
        {
            "id": each.pk,
            "code": each.code,
            "name": each.name,
            "short_name": each.short_name,
            "kind": each.kind,
            "level": each.level,
            "credit_code": each.credit_code or None,
            "parent": each.parent.code if each.parent else None,
            "founded_on": _day(each.founded_on),
            "dissolved_on": _day(each.dissolved_on),
            "url": settings.SITE_ADDRESS + org_pages.agency_address(each),
        }
        for each in rows
    ]


def columns(after: int, size: int, wanted: Wanted) -> list[Row]:
    """Every column, the closed ones too. One query."""
    rows = Column.objects.filter(pk__gt=after).select_related("parent", "owner").order_by("pk")[:size]
    return [
        {
            "id": each.pk,
            "slug": each.slug,
            "name": each.name,
            "block": each.block,
            "kind": each.kind,
            "parent": each.parent.slug if each.parent else None,
            "owner": each.owner.code,
            "fresh_days": each.fresh_days,
            "closed_on": _day(each.closed_on),
            "url": settings.SITE_ADDRESS + catalog_pages.column_address(each),
        }
        for each in rows
    ]


def reports(after: int, size: int, wanted: Wanted) -> list[Row]:
    """Public annual reports. One query."""
    rows = library.reports().filter(pk__gt=after)
    if wanted.get("year"):
        rows = rows.filter(year=wanted["year"])
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    return [_report(each) for each in rows.order_by("pk")[:size]]


def _report(report: Report) -> Row:
    address = settings.SITE_ADDRESS + places.address(report)
    return {
        "id": report.pk,
        "year": report.year,
        "title": places.title_of(report),
        "body": report.body,
        "agency": report.agency.code if report.agency else None,
        "body_key": shelves.key_of(report),
        "published_at": _moment(report.published_at),
        "figures": report.public_snapshot.figure_count if report.public_snapshot else 0,
        "url": address,
        "data_url": f"{address}data.json",
    }


def figures(after: int, size: int, wanted: Wanted) -> list[Row]:
    """The figures of public annual reports. Two queries."""
    known = library.reports()
    if wanted.get("report"):
        known = known.filter(pk=wanted["report"])
    if wanted.get("year"):
        known = known.filter(year=wanted["year"])
    rows = Figure.objects.filter(pk__gt=after, snapshot__in=known.order_by().values("public_snapshot"))
    if wanted.get("indicator"):
        rows = rows.filter(indicator=wanted["indicator"])
    chosen = list(rows.select_related("snapshot").order_by("pk")[:size])
    of = _by_report(each.snapshot.report_id for each in chosen)
    return [
        {
            "id": each.pk,
            "report": each.snapshot.report_id,
            "year": of[each.snapshot.report_id].year,
            "body_key": shelves.key_of(of[each.snapshot.report_id]),
            "indicator": each.indicator or None,
            "cell": each.cell or None,
            "label": each.label or None,
            "value": str(each.number.normalize()) if each.number % 1 else str(int(each.number)),
            "unit": each.unit or None,
            "period": each.period,
            "is_approximate": each.is_approximate,
        }
        for each in chosen
    ]


def _by_report(ids: Iterable[int]) -> dict[int, Report]:
    found: dict[int, Report] = defaultdict()
    found.update(Report.objects.select_related("agency", "keeper").in_bulk(set(ids)))
    return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _day(day: datetime.date | None) -> str | None:
    return pages.day(day) or None


def _moment(moment: datetime.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


_ID = Field("id", _("Its number; pages go on after it."), "integer")
_URL = Field("url", _("The page for people."), format="uri")
_AGENCY = Field("agency", _("Code of the agency."), is_optional=True)

KINDS: tuple[Kind, ...] = (
    Kind(
        "items",
        _("Published items"),
        _("What is public this moment, with text and attachments."),
        (
            _ID,
            Field("index_no", _("Index number; it never changes.")),
            Field("title", _("Title.")),
            Field("agency", _("Code of the agency.")),
            Field("agency_name", _("Name of the agency.")),
            Field("column", _("Column of the directory."), is_optional=True),
            Field("topic", _("Topic, as a code of the vocabulary."), is_optional=True),
            Field("genre", _("Genre, as a code of the vocabulary."), is_optional=True),
            Field("doc_no", _("Document number."), is_optional=True),
            Field("validity", _("Validity of a normative document."), is_optional=True),
            Field("formed_on", _("Day it was formed."), format="date", is_optional=True),
            Field("effective_on", _("Day it takes effect."), format="date", is_optional=True),
            Field("expires_on", _("Last day it holds."), format="date", is_optional=True),
            Field("published_at", pgettext_lazy("field", "First published."), format="date-time"),
            Field("changed_at", _("Published last, with corrections."), format="date-time"),
            Field("is_answer", _("Whether it answered a request."), "boolean"),
            Field("keywords", _("Keywords."), is_optional=True),
            Field("summary", _("Summary."), is_optional=True),
            Field("text", _("The text without markup.")),
            Field("attachments", _("Attachments: name, url, size in bytes, sha256."), "array"),
            _URL,
        ),
        items,
        {"agency": "string", "column": "string", "topic": "string", "since": "date"},
    ),
    Kind(
        "agencies",
        _("Agencies"),
        _("The tree of agencies; those that ended stay, with their last day."),
        (
            _ID,
            Field("code", _("Code; it stands in addresses.")),
            Field("name", _("Full name.")),
            Field("short_name", _("Short name.")),
            Field("kind", _("Kind of agency.")),
            Field("level", _("Level of government.")),
            Field("credit_code", _("Unified social credit code."), is_optional=True),
            Field("parent", _("Code of the agency above."), is_optional=True),
            Field("founded_on", _("Founded on."), format="date", is_optional=True),
            Field("dissolved_on", _("Ended on."), format="date", is_optional=True),
            _URL,
        ),
        agencies,
        {},
    ),
    Kind(
        "columns",
        _("Columns"),
        _("The tree of the directory."),
        (
            _ID,
            Field("slug", _("Its name in addresses.")),
            Field("name", _("Name.")),
            Field("block", _("Which of the fixed parts it belongs to.")),
            Field("kind", _("Kind of column.")),
            Field("parent", _("The column above."), is_optional=True),
            Field("owner", _("Code of the agency that keeps it.")),
            Field("fresh_days", _("Must be updated every so many days."), "integer", is_optional=True),
            Field("closed_on", _("Closed on."), format="date", is_optional=True),
            _URL,
        ),
        columns,
        {},
    ),
    Kind(
        "reports",
        _("Annual reports"),
        _("The statutory annual reports on disclosure."),
        (
            _ID,
            Field("year", _("The year reported on."), "integer"),
            Field("title", _("Title.")),
            Field("body", _("Name of the body.")),
            _AGENCY,
            Field("body_key", _("The body in addresses.")),
            Field("published_at", pgettext_lazy("field", "Published."), format="date-time", is_optional=True),
            Field("figures", _("How many figures it has."), "integer"),
            _URL,
            Field("data_url", _("All its figures with their evidence."), format="uri"),
        ),
        reports,
        {"year": "integer", "agency": "string"},
    ),
    Kind(
        "figures",
        pgettext_lazy("open data", "Figures"),
        _("Every figure of every public annual report."),
        (
            _ID,
            Field("report", _("Number of the report."), "integer"),
            Field("year", _("The year reported on."), "integer"),
            Field("body_key", _("The body in addresses.")),
            Field("indicator", _("What is counted."), is_optional=True),
            Field("cell", _("The cell of the statutory form."), is_optional=True),
            Field("label", _("The words beside it."), is_optional=True),
            Field("value", _("The number, as a decimal string.")),
            Field("unit", _("Unit."), is_optional=True),
            Field("period", _("Of the year, or cumulated.")),
            Field("is_approximate", _("Whether the report says “about”."), "boolean"),
        ),
        figures,
        {"report": "integer", "year": "integer", "indicator": "string"},
    ),
    Kind(
        "tombstones",
        _("Withdrawn items"),
        _("What was public and was withdrawn."),
        (
            _ID,
            Field("index_no", _("Index number; it never changes.")),
            Field("title", _("Title, where it may still be told."), is_optional=True),
            Field("agency", _("Code of the agency.")),
            Field("withdrawn_on", pgettext_lazy("field", "Withdrawn."), format="date"),
            Field("note", _("What the public is told."), is_optional=True),
            _URL,
        ),
        tombstones,
        {"agency": "string"},
    ),
)
BY_NAME = {each.name: each for each in KINDS}
