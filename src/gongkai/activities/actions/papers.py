"""Printing public items for notice boards, leaflets and reading points; confirming where they went, which counts."""

import datetime
from collections.abc import Mapping, Sequence

import lxml.html
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.activities.actions import recording, refusals
from gongkai.activities.models.papers import Paper, PaperLine, ReadingPoint
from gongkai.activities.models.records import Activity
from gongkai.activities.queries.checking import Content
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.actions import files
from gongkai.disclosures.models import Item, StoredFile
from gongkai.documents import notice_papers, printing
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

POINT_OPENED = events.declare("reading-point.opened", gettext_lazy("Entered the reading point “{name}”"))
POINT_CLOSED = events.declare("reading-point.closed", gettext_lazy("Closed the reading point “{name}”"))
MADE = events.declare("paper.made", gettext_lazy("Printed {number} with {count} items"))
CONFIRMED = events.declare("paper.confirmed", gettext_lazy("{number} was confirmed by {name} on {on}"))
Kind = Paper.Kind
_CHANNEL = {Kind.BOARD: "board", Kind.LEAFLET: "print", Kind.HANDOVER: "reading-point"}
_BUILDERS = {
    Kind.BOARD: notice_papers.board_sheet,
    Kind.LEAFLET: notice_papers.leaflet,
    Kind.HANDOVER: notice_papers.handover_list,
}
# 政府信息公开条例第二十五条 obliges to hand public information over to libraries and archives.
_HANDED = ("根据《中华人民共和国政府信息公开条例》第二十五条，现将主动公开的政府信息移送查阅点，供公众查阅。",)
_HOW = (
    "登录政府信息公开网站查询，或扫描右侧信息旁的二维码直接查看全文。",
    "到公共图书馆、国家档案馆、政务服务大厅设置的政府信息查阅点查阅。",
    "没有主动公开的，可以向政府信息公开工作机构提出公开申请。",
)
_MOST_PARAGRAPHS = 60


class NothingChosen(refusals.Refused):
    """A print needs items."""

    words = gettext_lazy("Tick the items first; only public ones can be printed.")


class NoReceiver(refusals.Refused):
    """A hand-over list goes to a reading point of the agency that is open."""

    words = gettext_lazy("Choose the reading point it goes to.")


class ConfirmedAlready(refusals.Refused):
    """Where a print went is confirmed once."""

    words = gettext_lazy("This was confirmed before.")


class PointKnown(refusals.Refused):
    """Two reading points of an agency have two names."""

    words = gettext_lazy("A reading point of this name is entered already.")


@transaction.atomic
def open_point(
    *, agency: Agency, name: str, kind: str, address: str, by: Person, at: datetime.datetime
) -> ReadingPoint:
    """Enter a reading point. Raises PointKnown."""
    try:
        with transaction.atomic():
            row = ReadingPoint.objects.create(
                agency=agency, name=" ".join(name.split()), kind=kind, address=address.strip()
            )
    except IntegrityError as error:
        raise PointKnown from error
    _tell(POINT_OPENED, f"reading-point:{row.pk}", agency, by, at, name=row.name)
    return row


@transaction.atomic
def close_point(*, point: ReadingPoint, on: datetime.date, by: Person, at: datetime.datetime) -> ReadingPoint:
    """Nothing more goes there; what it received stays on record."""
    point.closed_on = on
    point.save(update_fields=["closed_on"])
    _tell(POINT_CLOSED, f"reading-point:{point.pk}", point.agency, by, at, name=point.name)
    return point


@transaction.atomic
def make(
    *,
    agency: Agency,
    kind: str,
    title: str,
    items: Sequence[Item],
    by: Person,
    at: datetime.datetime,
    point: ReadingPoint | None = None,
    copies: Mapping[int, int] | None = None,
) -> Paper:
    """Number and keep a print of public items as Word; the PDF follows by `make_pdf`. `copies` by item, else one.

    Raises NothingChosen, NoReceiver.
    """
    public = [each for each in items if each.is_public and each.public_revision is not None]
    if not public:
        raise NothingChosen
    if kind == Kind.HANDOVER and (point is None or point.closed_on is not None or point.agency_id != agency.pk):
        raise NoReceiver
    Agency.objects.select_for_update().get(pk=agency.pk)
    on = timezone.localdate(at)
    last = Paper.objects.filter(agency=agency, kind=kind, year=on.year).aggregate(last=Max("number"))["last"]
    row = Paper(
        agency=agency,
        kind=kind,
        year=on.year,
        number=(last or 0) + 1,
        title=title.strip()[:100] or str(Kind(kind).label),
        point=point if kind == Kind.HANDOVER else None,
        by=by,
        at=at,
    )
    lines = [
        PaperLine(position=number, item=each, revision=each.public_revision, copies=(copies or {}).get(each.pk, 1))
        for number, each in enumerate(public, start=1)
    ]
    made = _BUILDERS[Kind(kind)](_composed(row, lines, on))
    row.word = files.store_file(data=made, name=f"{row.reference_no}.docx", at=at)
    row.save(force_insert=True)
    for line in lines:
        line.paper = row
    PaperLine.objects.bulk_create(lines)
    _tell(MADE, row.reference, agency, by, at, number=row.reference_no, count=len(lines))
    return row


def make_pdf(*, paper: Paper, at: datetime.datetime) -> Paper:
    """Make the PDF of a print, once; why it could not be made is kept. Safe to repeat."""
    row = Paper.objects.select_related("word").get(pk=paper.pk)
    if row.pdf_id is not None:
        return row
    try:
        made = printing.pdf_of(files.read_file(row.word))
    except printing.NoPrinter as fault:
        row.pdf_error = fault.message[:300]
    else:
        row.pdf, row.pdf_error = files.store_file(data=made, name=f"{row.reference_no}.pdf", at=at), ""
    row.save(update_fields=["pdf", "pdf_error"])
    return row


@transaction.atomic
def confirm(
    *,
    paper: Paper,
    on: datetime.date,
    name: str,
    by: Person,
    at: datetime.datetime,
    proof: StoredFile | None = None,
    proof_name: str = "",
) -> Paper:
    """Posted, handed out or received on a day: each item then counts once in that channel. `name`: who says so.

    Raises ReasonMissing without a name, ConfirmedAlready, Faulty.
    """
    Paper.objects.select_for_update().get(pk=paper.pk)
    row = Paper.objects.select_related("agency", "point", "pdf", "word").get(pk=paper.pk)
    if row.confirmed_on is not None:
        raise ConfirmedAlready
    if not name.strip():
        raise refusals.ReasonMissing
    row.confirmed_on, row.confirmed_name = on, name.strip()[:100]
    row.proof, row.proof_name = proof, proof_name[-200:] if proof else ""
    row.save(update_fields=["confirmed_on", "confirmed_name", "proof", "proof_name"])
    for line in row.lines.select_related("item__agency", "revision").order_by("position"):
        line.activity = _record(row, line, by=by, at=at)
        line.save(update_fields=["activity"])
    _tell(
        CONFIRMED,
        row.reference,
        row.agency,
        by,
        at,
        number=row.reference_no,
        name=row.confirmed_name,
        on=on.isoformat(),
    )
    return row


def _record(row: Paper, line: PaperLine, *, by: Person, at: datetime.datetime) -> Activity:
    """The record of the item in this channel; it counts there once, however many sheets name it."""
    channel = _CHANNEL[Kind(row.kind)]
    there = Activity.objects.standing().filter(item=line.item, kind="publication", channel=channel)
    first = there.order_by("pk").first()
    if first is not None:
        return first
    assert row.confirmed_on is not None
    proof = row.proof or row.pdf or row.word
    content = Content(
        kind="publication",
        title=line.revision.title,
        on=row.confirmed_on,
        channel=channel,
        text=_("Print %s") % row.reference_no + (f"，{row.point.name}" if row.point else ""),
        item=line.item,
        file=proof,
        file_title=row.proof_name or f"{row.reference_no}.{proof.kind}",
    )
    return recording.record(agency=line.item.agency, content=content, by=by, at=at)


def _composed(row: Paper, lines: Sequence[PaperLine], on: datetime.date) -> notice_papers.Paper:
    return notice_papers.Paper(
        sender=row.agency.name,
        title=row.title,
        number=row.reference_no,
        on=on,
        entries=tuple(_entry(each) for each in lines),
        receiver=row.point.name if row.point else "",
        lines=_HANDED if row.kind == Kind.HANDOVER else _HOW,
        site_address=settings.SITE_ADDRESS,
    )


def _entry(line: PaperLine) -> notice_papers.Entry:
    item, revision = line.item, line.revision
    assert item.first_published_at is not None
    return notice_papers.Entry(
        title=revision.title,
        doc_no=revision.doc_no,
        index_no=item.index_no or "",
        published_on=timezone.localdate(item.first_published_at),
        address=settings.SITE_ADDRESS + item_pages.item_address(item.pk),
        paragraphs=_paragraphs(revision.body),
        summary=revision.summary,
        copies=line.copies,
    )


def _paragraphs(body: str) -> tuple[str, ...]:
    """The text of a body, paragraph by paragraph; a table's rows as lines."""
    if not body.strip():
        return ("（正文见附件，请扫码查看。）",)
    tree = lxml.html.fragment_fromstring(body, create_parent="div")
    found = []
    for each in tree.iter("p", "h2", "h3", "h4", "li", "tr"):
        if each.tag != "tr" and any(True for _above in each.iterancestors("td", "th")):
            continue
        parts = [" ".join(cell.text_content().split()) for cell in each] if each.tag == "tr" else []
        words = "　".join(parts) if each.tag == "tr" else " ".join(each.text_content().split())
        if words:
            found.append(words)
    if len(found) > _MOST_PARAGRAPHS:
        found = [*found[:_MOST_PARAGRAPHS], "（以下内容请扫码查看全文。）"]
    return tuple(found)


def _tell(kind: str, about: str, agency: Agency, by: Person, at: datetime.datetime, **data: object) -> None:
    events.record(kind, by=by.reference, about=about, at=at, agency_id=agency.pk, data=data)
