"""What the database says of items, read for the index."""

import html
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import Max, Q
from django.utils import timezone

from gongkai.catalog.models import Term
from gongkai.disclosures.models import Attachment, Item, ItemQuerySet
from gongkai.foi.queries import published
from gongkai.search.models import FileText
from gongkai.search.queries import schema

CHUNK = 500
TOPICS = "topics"
GENRES = "genres"

_BREAK = re.compile(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|tr|table|blockquote|section|article|caption)|br|hr)\b[^>]*>", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def plain_text(markup: str) -> str:
    """The text of cleaned markup, a line for each block."""
    text = _TAG.sub("", _CELL.sub(" ", _BREAK.sub("\n", markup)))
    return _LINES.sub("\n", _BLANKS.sub(" ", html.unescape(text))).strip()


def ranges(*, size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """The ids of public items in ranges of `size` rows each, the last one included in its range."""
    last = 0
    while True:
        ids = list(Item.objects.public().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size])
        if not ids:
            return
        yield ids[0], ids[-1]
        last = ids[-1]


def last_id() -> int:
    """The highest id of any item; 0 without items."""
    return Item.objects.aggregate(last=Max("pk"))["last"] or 0


def public_count() -> int:
    """How many items are public."""
    return Item.objects.public().count()


def ids_between(first: int, last: int) -> list[int]:
    """Ids of public items in a range, the last one included."""
    return list(Item.objects.public().filter(pk__gte=first, pk__lte=last).order_by("pk").values_list("pk", flat=True))


def entries_between(first: int, last: int) -> list[schema.Entry]:
    """The public items with ids in a range, as the index takes them. Five queries."""
    return _entries(list(_public().filter(pk__gte=first, pk__lte=last).order_by("pk")))


def entries(ids: Iterable[int]) -> list[schema.Entry]:
    """The public ones among these items, as the index takes them. Five queries."""
    return _entries(list(_public().filter(pk__in=list(ids)).order_by("pk")))


def ids_within(*, agency_ids: Collection[int], column_ids: Collection[int], after: int, size: int) -> list[int]:
    """Public items of these agencies or in these columns with an id above `after`, in order."""
    within = Q(agency_id__in=agency_ids) | Q(public_revision__column_id__in=column_ids)
    found = Item.objects.public().filter(within, pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:size])


def attachments(revision_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The attachments of revisions, in their order. One query."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(revision__in=list(revision_ids)).select_related("file")
    for each in rows.order_by("revision", "position", "pk"):
        found[each.revision_id].append(each)
    return found


def texts(hashes: Iterable[str]) -> dict[str, str]:
    """What has been read from files with these hashes. One query; none without hashes."""
    wanted = list(hashes)
    if not wanted:
        return {}
    return dict(FileText.objects.filter(sha256__in=wanted).values_list("sha256", "text"))


def unread_attachments(ids: Iterable[int]) -> list[Attachment]:
    """The attachments of public items that have not been read yet. Two queries."""
    revisions = Item.objects.public().filter(pk__in=list(ids)).values("public_revision")
    rows = list(Attachment.objects.filter(revision__in=revisions).select_related("file").order_by("pk"))
    known = set(
        FileText.objects.filter(sha256__in={each.file.sha256 for each in rows}).values_list("sha256", flat=True)
    )
    return [each for each in rows if each.file.sha256 not in known]


def terms() -> dict[tuple[str, str], Term]:
    """Topics and genres by vocabulary and code, in the newest version that knows them. One query."""
    rows = Term.objects.filter(vocabulary__code__in=(TOPICS, GENRES)).select_related("vocabulary")
    return {(term.vocabulary.code, term.code): term for term in rows.order_by("vocabulary__version", "pk")}


def _public() -> ItemQuerySet:
    return Item.objects.public().select_related("public_revision", "public_revision__column__merged_into", "agency")


def _entries(items: Sequence[Item]) -> list[schema.Entry]:
    if not items:
        return []
    files = attachments(item.public_revision_id for item in items if item.public_revision_id)
    read = texts({each.file.sha256 for every in files.values() for each in every})
    words = terms()
    answers = published.answered(item.pk for item in items)
    return [
        _entry(
            item,
            files.get(item.public_revision_id or 0, ()),
            read,
            words,
            kind=schema.ANSWER if item.pk in answers else schema.ITEM,
        )
        for item in items
    ]


def _entry(
    item: Item,
    files: Sequence[Attachment],
    read: Mapping[str, str],
    words: Mapping[tuple[str, str], Term],
    *,
    kind: str,
) -> schema.Entry:
    revision = item.public_revision
    assert revision is not None
    assert item.first_published_at is not None
    genre = words.get((GENRES, revision.genre))
    names = (each.name for each in files)
    aside = (revision.keywords, revision.source, revision.responsible_unit, genre.label if genre else "", *names)
    body = "\n".join(filter(None, (revision.summary, plain_text(revision.body), *aside)))
    topic = words.get((TOPICS, revision.topic))
    parent = topic.parent_code if topic else ""
    return schema.Entry(
        item_id=item.pk,
        title=revision.title,
        body=body,
        files=tuple(text for each in files if (text := read.get(each.file.sha256, ""))),
        numbers=tuple(filter(None, (revision.doc_no, item.index_no or "", revision.source_index_no))),
        agency_names=(item.agency.name, item.agency.short_name),
        agency_ids=tuple(item.agency.ancestor_ids),
        column_ids=tuple(revision.column.standing.ancestor_ids) if revision.column else (),
        topics=tuple(filter(None, (parent, revision.topic))),
        genre=revision.genre,
        validity=item.validity,
        published_at=int(item.first_published_at.timestamp()),
        published_on=timezone.localdate(item.first_published_at),
        kind=kind,
    )
