"""Which public pages show an item: its own page with the QR code, or the tombstone after it was withdrawn.

They change when the item is published anew, changes its standing or is withdrawn, and when an item it names does.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.conf import settings
from django.template import loader
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gongkai.core import pages
from gongkai.disclosures.models import Attachment, Ending, Item
from gongkai.disclosures.queries import public

NAME_BYTES = 180
CODE_MARGIN = 2
_DARK = re.compile(b"[^\\x00]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")

VALIDITY: dict[str, tuple[Promise, str]] = {
    Item.Validity.PENDING: (gettext_lazy("not yet in force"), "wait"),
    Item.Validity.IN_FORCE: (gettext_lazy("in force"), "ok"),
    Item.Validity.AMENDED: (gettext_lazy("amended"), "warn"),
    Item.Validity.REPEALED: (gettext_lazy("repealed"), "off"),
    Item.Validity.EXPIRED: (gettext_lazy("expired"), "off"),
    Item.Validity.VOID: (gettext_lazy("declared void"), "off"),
}
HISTORY: dict[str, Promise] = {
    Ending.Kind.AMEND: gettext_lazy("Amended."),
    Ending.Kind.REPEAL: gettext_lazy("Repealed."),
    Ending.Kind.EXPIRE: gettext_lazy("Its term of validity ended."),
    Ending.Kind.VOID: gettext_lazy("Declared void."),
    Ending.Kind.RESTORE: gettext_lazy("In force from this day."),
}


@dataclass(frozen=True)
class Words:
    """The labels of codes: topics (with the class above them), genres, statutory items."""

    topics: Mapping[str, str]
    genres: Mapping[str, str]
    legal_items: Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """A row of the header table."""

    label: str
    value: str
    address: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class FileView:
    """An attachment as the page shows it."""

    kind: str
    name: str
    address: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Change:
    """A line of the change notes."""

    at: str
    words: str
    note: str = ""
    address: str = ""
    link: str = ""
    act_address: str = ""
    act: str = ""


@dataclass(frozen=True)
class RowView:
    """An item as a line of a list."""

    address: str
    title: SafeString
    when: str
    day: str
    tag: pages.Tag | None
    remarks: tuple[str, ...]


def item_path(item_id: int) -> str:
    """Where an item's page lies; a folder holds a thousand."""
    return f"items/{item_id // 1000}/{item_id}.html"


def item_address(item_id: int) -> str:
    """The address of an item's page."""
    return f"/{item_path(item_id)}"


def code_path(item_id: int) -> str:
    """Where the QR code of an item's page lies."""
    return f"items/{item_id // 1000}/{item_id}.svg"


def file_path(attachment: Attachment) -> str:
    """Where the public copy of an attachment lies: under its hash, by the name it is downloaded by."""
    return f"files/{attachment.file.sha256[:2]}/{attachment.file.sha256}/{safe_name(attachment.name)}"


def safe_name(name: str) -> str:
    """A file name that no file system and no address minds: no separators, not hidden, not too long."""
    clean = _UNSAFE.sub("_", name).strip().lstrip(".") or "file"
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = clean, "", ""
    cut = stem.encode()[: NAME_BYTES - len(extension.encode()) - 1].decode(errors="ignore")
    return f"{cut}{dot}{extension}"


def tag(validity: str) -> pages.Tag | None:
    """The standing of a document in words and shape; None for what has none."""
    known = VALIDITY.get(validity)
    return pages.Tag(str(known[0]), known[1]) if known else None


class Rows:
    """Prints items as lines of lists. A line is printed once however many lists name it, as long as it stays the same.

    `is_short` leaves out the year.
    """

    def __init__(self, words: Words, *, is_short: bool = False) -> None:
        self._words = words
        self._is_short = is_short
        self._template = loader.get_template("portal/_row.html")
        self._printed: dict[public.Row, SafeString] = {}

    def printed(self, each: public.Row) -> SafeString:
        """The line of an item."""
        line = self._printed.get(each)
        if line is None:
            rendered = self._template.render({"row": self._view(each), "short": self._is_short})
            line = self._printed[each] = SafeString(rendered)
        return line

    def _view(self, each: public.Row) -> RowView:
        genre = self._words.genres.get(each.genre, "")
        remarks = [each.agency_short_name, each.doc_no, genre or each.column_name or ""]
        if each.validity == Item.Validity.PENDING and each.effective_on:
            remarks.append(_("in force from {day}").format(day=pages.day(each.effective_on)))
        day = pages.day(each.published_at)
        return RowView(
            address=item_address(each.item_id),
            title=pages.breakable(each.title),
            when=day[5:],
            day=day,
            tag=tag(each.validity),
            remarks=tuple(filter(None, remarks)),
        )


def item_page(each: public.PublicItem, words: Words) -> pages.Page:
    """The page of a public item."""
    item, revision = each.item, each.revision
    changes = _changes(each)
    own = each.columns[-1] if each.columns else None
    address = settings.SITE_ADDRESS + item_address(item.pk)
    published = pages.minute(item.first_published_at)
    cite = f"{item.agency.name}：《{revision.title}》" + (f"（{revision.doc_no}）" if revision.doc_no else "")
    crumbs = [pages.Crumb(pgettext("portal", "Home"), "/")]
    crumbs += [pages.Crumb(column.name, f"/columns/{column.slug}/") for column in each.columns]
    context = {
        "page_title": revision.title,
        "section": own.block if own else "",
        "crumbs": crumbs,
        "column_name": own.name if own else "",
        "item": item,
        "revision": revision,
        "title": pages.breakable(revision.title),
        "kicker": words.genres.get(revision.genre, "") or (own.name if own else ""),
        "tag": tag(item.validity),
        "standing": _standing(each),
        "fields": _fields(each, words),
        "body": mark_safe(revision.body),  # noqa: S308  cleaned on the way in by an allow-list
        "files": [_file(attachment) for attachment in each.attachments],
        "files_size": pages.size(sum(attachment.file.size for attachment in each.attachments)),
        "changes": changes,
        "corrections": len(each.publications) - 1,
        "replaced": [_link(relative) for relative in each.replaced],
        "code_address": f"/{code_path(item.pk)}",
        "cite": f"{cite}，{pages.day(item.first_published_at)}，{address}",
        "address": address,
        "published": published,
        "source": revision.source or item.agency.name,
        "author": revision.responsible_unit,
        "updated": changes[0].at if changes else published,
    }
    return pages.Page(item_path(item.pk), "portal/item.html", context, about=item.reference)


def code_page(item_id: int) -> pages.Page:
    """The QR code of an item's address."""
    content = code_image(settings.SITE_ADDRESS + item_address(item_id))
    return pages.Page(code_path(item_id), content=content, about=f"item:{item_id}")


def code_image(address: str) -> bytes:
    """The QR code of an address as SVG. One mask for all: choosing the best of eight costs ten times as much."""
    code = segno.make(address, error="m", boost_error=False, micro=False, mask=3)
    side = len(code.matrix) + 2 * CODE_MARGIN
    runs = "".join(
        f"M{run.start() + CODE_MARGIN} {y + CODE_MARGIN}h{len(run[0])}v1h-{len(run[0])}z"
        for y, line in enumerate(code.matrix)
        for run in _DARK.finditer(bytes(line))
    )
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    )
    return text.encode()


def tombstone_page(each: public.Tombstone) -> pages.Page:
    """What stands in the place of a withdrawn item."""
    item = each.item
    context = {
        "page_title": each.title or _("Withdrawn information"),
        "crumbs": [pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(_("Withdrawn information"))],
        "title": pages.breakable(each.title) if each.title else "",
        "note": each.note,
        "item": item,
        "withdrawn": pages.day(each.on),
        "published": pages.day(item.first_published_at),
        "updated": pages.day(each.on),
    }
    return pages.Page(item_path(item.pk), "portal/tombstone.html", context, about=f"tombstone:{item.pk}")


def _fields(each: public.PublicItem, words: Words) -> list[Field]:
    item, revision = each.item, each.revision
    topic = words.topics.get(revision.topic, revision.topic)
    legal = revision.legal_item or (each.columns[-1].legal_item if each.columns else "")
    found = [
        Field(_("Index number"), item.index_no or "", is_number=True),
        Field(_("Document number"), revision.doc_no),
        Field(_("Publisher"), item.agency.name, f"/agencies/{item.agency.code}/"),
        Field(
            _("Topic"), topic, f"/topics/{quote(topic_slug(revision.topic))}/" if revision.topic in words.topics else ""
        ),
        Field(_("Formed on"), pages.day(revision.formed_on)),
        Field(_("Published on"), pages.minute(item.first_published_at)),
        Field(_("In force from"), pages.day(revision.effective_on)),
        Field(_("Valid until"), pages.day(revision.expires_on)),
        Field(_("Legal basis"), words.legal_items.get(legal, "")),
        Field(_("Source"), revision.source),
        Field(_("Responsible unit"), revision.responsible_unit),
        Field(_("Number at the source"), revision.source_index_no),
        Field(_("Published at the source on"), pages.day(revision.source_published_on)),
        Field(_("Keywords"), revision.keywords),
    ]
    shown = [field for field in found if field.value]
    if item.validity:
        shown.append(Field(_("Repealed on"), pages.day(_ended_on(each)) or pgettext("portal", "none")))
    return shown


def topic_slug(code: str) -> str:
    """A topic's code as a step of an address."""
    return re.sub(r"[^\w.-]+", "-", code).strip(".-") or "other"


def _ended_on(each: public.PublicItem) -> datetime.date | None:
    ends = {Ending.Kind.REPEAL, Ending.Kind.EXPIRE, Ending.Kind.VOID}
    if each.item.validity not in {Item.Validity.REPEALED, Item.Validity.EXPIRED, Item.Validity.VOID}:
        return None
    days = [standing.ending.on for standing in each.standings if standing.ending.kind in ends]
    return days[-1] if days else None


def _standing(each: public.PublicItem) -> str:
    """One sentence on the document's validity."""
    item, revision = each.item, each.revision
    if item.validity == Item.Validity.PENDING and revision.effective_on:
        return _("It takes effect on {day}.").format(day=pages.day(revision.effective_on))
    if item.validity in {Item.Validity.IN_FORCE, Item.Validity.AMENDED} and revision.expires_on:
        return _("It holds until {day}.").format(day=pages.day(revision.expires_on))
    ended = _ended_on(each)
    if ended:
        return _("It has not been in force since {day}; the text is kept for reference.").format(day=pages.day(ended))
    return ""


def _file(attachment: Attachment) -> FileView:
    return FileView(
        kind=(attachment.name.rpartition(".")[2] if "." in attachment.name else attachment.file.kind)[:5].upper(),
        name=attachment.name.rpartition(".")[0] or attachment.name,
        address=f"/{quote(file_path(attachment))}",
        size=pages.size(attachment.file.size),
        sha256=attachment.file.sha256,
    )


def _changes(each: public.PublicItem) -> list[Change]:
    """The change notes, newest first."""
    found = []
    for number, publication in enumerate(each.publications):
        words = _("First published.") if number == 0 else _("Corrected: {note}").format(note=publication.note or "—")
        found.append((publication.at, Change(pages.minute(publication.at), words)))
    for standing in each.standings:
        ending, successor = standing.ending, standing.successor
        words = str(HISTORY.get(ending.kind, ""))
        if words:
            links = (
                *(_link(successor) if successor else ("", "")),
                *(_link(standing.act) if standing.act else ("", "")),
            )
            words += _(" With effect from {day}.").format(day=pages.day(ending.on)) if standing.act else ""
            found.append((ending.at, Change(pages.minute(ending.at), words, ending.public_note, *links)))
    return [change for _at, change in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _link(relative: public.Relative) -> tuple[str, str]:
    return item_address(relative.item_id), relative.doc_no or relative.title


def item_pages(items: Sequence[public.PublicItem], words: Words) -> list[pages.Page]:
    """The pages of public items, each with its QR code."""
    return [page for each in items for page in (item_page(each, words), code_page(each.item.pk))]
