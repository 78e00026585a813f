"""Special topics as readers see them: their list, and each composed of its blocks with what stands behind them now."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.pages import places as report_places
from gongkai.annualreports.queries import shelves
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Attachment, Item, Revision
from gongkai.disclosures.queries import public, seeking
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency
from gongkai.portal.actions import blocks, specials
from gongkai.portal.special_models import Special, SpecialText
from gongkai.statistics.queries import counting, indicators, spans

FOLDER = "specials/"
Stage = Literal["coming", "current", "archived"]


@dataclass(frozen=True)
class Figure:
    """A figure ready to print; without a number there is none to state."""

    name: str
    number: str
    unit: str
    note: str
    address: str


def public_specials() -> list[Special]:
    """The specials whose item is public, newest first, with what their pages need. One query."""
    rows = Special.objects.filter(item__state__in=["published"], item__public_revision__isnull=False)
    rows = rows.select_related("item__agency", "item__public_revision__special_text")
    return list(rows.order_by("-item__first_published_at", "-pk"))


def text_of(special: Special, revision: Revision) -> SpecialText | None:
    """The blocks of a revision; None when it was written without blocks, or they are not what was reviewed."""
    text: SpecialText | None = getattr(revision, "special_text", None)
    if text is None:
        return None
    text.special, text.revision = special, revision
    return text if specials.is_what_was_reviewed(text) else None


def stage_of(special: Special, text: SpecialText | None, *, on: datetime.date) -> Stage:
    """Whether it is shown already, still, or as archived."""
    if text is not None and text.shown_from and text.shown_from > on:
        return "coming"
    is_over = text is not None and text.shown_until is not None and text.shown_until < on
    return "archived" if is_over or special.archived_at is not None else "current"


def path_of(special: Special) -> str:
    """Where its page lies."""
    return f"{FOLDER}{special.slug}/index.html"


def lines(rows: Sequence[Special], stage: Stage, *, on: datetime.date) -> list[dict[str, Any]]:
    """Those at one stage, as lists print them. No query."""
    return [_line(each) for each in rows if stage_of(each, text_of(each, _revision(each)), on=on) == stage]


def list_page(rows: Sequence[Special], *, on: datetime.date) -> pages.Page:
    """The list of all specials: current, and archived. No query."""
    title = _("Special topics")
    context = {
        "page_title": title,
        "section": "specials",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "current": lines(rows, "current", on=on),
        "archived": lines(rows, "archived", on=on),
        "updated": pages.day(on),
    }
    return pages.Page(f"{FOLDER}index.html", "portal/specials.html", context, about="specials")


def _revision(special: Special) -> Revision:
    assert special.item.public_revision is not None
    return special.item.public_revision


def _line(special: Special) -> dict[str, Any]:
    revision = _revision(special)
    return {
        "title": pages.breakable(revision.title),
        "address": specials.address_of(special.slug),
        "summary": revision.summary,
        "kind": special.get_kind_display(),
        "agency": special.item.agency.short_name,
        "day": pages.day(special.item.first_published_at),
    }


def special_page(
    special: Special,
    revision: Revision,
    *,
    on: datetime.date,
    lines: item_pages.Rows,
    files: Mapping[str, str] | None = None,
) -> pages.Page:
    """The page of one special as a revision has it. `files` gives the addresses of pictures for a preview."""
    text = text_of(special, revision)
    addresses = files if files is not None else _pictures(revision)
    parts = [_part(each, on=on, lines=lines, files=addresses) for each in blocks.from_json(text.blocks if text else ())]
    item = special.item
    context = {
        "page_title": revision.title,
        "section": "specials",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(_("Special topics"), f"/{FOLDER}"),
            pages.Crumb(revision.title),
        ),
        "title": pages.breakable(revision.title),
        "summary": revision.summary,
        "kind": special.get_kind_display(),
        "agency": item.agency.name,
        "agency_address": org_pages.agency_address(item.agency),
        "is_archived": stage_of(special, text, on=on) == "archived",
        "parts": parts,
        "body": "" if text else mark_safe(revision.body),  # noqa: S308  cleaned on the way in by an allow-list
        "record_address": item_pages.item_address(item.pk) if item.is_public else "",
        "published": pages.day(item.first_published_at),
        "updated": pages.day(on),
    }
    return pages.Page(path_of(special), "portal/special.html", context, about=special.reference)


def _pictures(revision: Revision) -> dict[str, str]:
    attached = Attachment.objects.filter(revision=revision).select_related("file")
    return {each.name: f"/{quote(item_pages.file_path(each))}" for each in attached}


def _part(
    block: blocks.Block, *, on: datetime.date, lines: item_pages.Rows, files: Mapping[str, str]
) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": block.kind, "block": block}
    if block.kind == "list":
        rows = listed(block)
        found |= {"rows": [lines.printed(row) for row in rows], "more": _more(block)}
    elif block.kind == "figure":
        found["figure"] = figure_of(block, on=on)
    elif block.kind == "picture":
        found["address"] = files.get(block.file, "")
    return found


def wanted(block: blocks.Block) -> QuerySet[Item]:
    """The public items a list shows, newest first."""
    rows = Item.objects.public()
    if block.agency.key:
        agency = Agency.objects.filter(pk=int(block.agency.key)).first()
        rows = rows.filter(agency__in=Agency.objects.within(agency)) if agency else rows.none()
    if block.column.key:
        column = Column.objects.filter(pk=int(block.column.key)).first()
        rows = rows.filter(public_revision__column__path__startswith=column.path) if column else rows.none()
    if block.topic.key:
        rows = rows.filter(public_revision__topic=block.topic.key)
    for word in block.words.split():
        rows = rows.filter(public_revision__in=seeking.titled(word))
    # A special never lists itself or its like: they are no documents.
    return rows.exclude(pk__in=Special.objects.values("item")).order_by("-first_published_at", "-pk")


def listed(block: blocks.Block) -> list[public.Row]:
    """The items of a list as it shows them. At most four queries."""
    ids = list(wanted(block).values_list("pk", flat=True)[: block.number])
    rows = public.rows(ids)
    return [rows[pk] for pk in ids if pk in rows]


def _more(block: blocks.Block) -> str:
    """Where the whole list is, when it is one of the portal's own."""
    only = [name for name in ("agency", "column", "topic") if getattr(block, name).key]
    if block.words or len(only) != 1:
        return f"/search/?q={quote(block.words)}" if block.words and not only else ""
    if only == ["column"]:
        slug = Column.objects.filter(pk=int(block.column.key)).values_list("slug", flat=True).first()
        return f"/columns/{slug}/" if slug else ""
    if only == ["topic"]:
        return f"/topics/{quote(item_pages.topic_slug(block.topic.key))}/"
    code = Agency.objects.filter(pk=int(block.agency.key)).values_list("code", flat=True).first()
    return f"/agencies/{code}/items/" if code else ""


def figure_of(block: blocks.Block, *, on: datetime.date) -> Figure:
    """The figure of a block as it stands now."""
    name = block.title or block.indicator.words
    agency = Agency.objects.filter(pk=int(block.agency.key)).first()
    where = f"{block.agency.words}，{block.year}"
    if agency is None:
        return Figure(name, "—", "", where, "")
    if block.source == "report":
        report = (
            Report.objects.public().filter(agency=agency, year=block.year).select_related("agency", "keeper").first()
        )
        stated = shelves.stated([report], [block.indicator.key]).get(report.pk, {}) if report else {}
        figure = stated.get(block.indicator.key)
        address = report_places.address(report) if report else ""
        if figure is None:
            return Figure(name, "—", "", _("{where}: not stated").format(where=where), address)
        note = _("{where}, annual report").format(where=where)
        return Figure(name, f"{figure.number.normalize():,f}", figure.unit, note, address)
    try:
        indicator = indicators.indicator(block.indicator.key)
    except indicators.NoIndicator:
        return Figure(name, "—", "", where, "")
    span = spans.until(on) if block.year == on.year else spans.year(block.year)
    value = counting.count(spans.Scope(agency, span, with_subtree=True), [indicator])[indicator.id]
    note = _("{where}, with all below it, counted from the records").format(where=where)
    shown = f"{value:,}" if isinstance(value, int) else f"{value.normalize():,f}"
    return Figure(name, shown, indicator.unit, note, org_pages.agency_address(agency))
