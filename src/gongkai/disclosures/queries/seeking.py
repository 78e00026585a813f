"""Finding public items by what somebody knows of them: number, title, the name or the bytes of a file, their words."""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.disclosures.models import Attachment, Item, ItemQuerySet, Revision
from gongkai.disclosures.queries import texts

_NUMBER = re.compile(r"#?(\d{1,12})")
_WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)} | {ord("X"): 0xFF38, ord("x"): 0xFF58}
_FIELDS = ("title", "summary", "body", "doc_no", "keywords", "source", "responsible_unit")


def titled(word: str) -> QuerySet[Revision, Any]:
    """The keys of all revisions with a word in the title. Told by an index alone, no text is read."""
    return Revision.objects.filter(_holds("title", word)).values("pk")


def named(word: str) -> QuerySet[Revision, Any]:
    """The keys of all revisions with a word in the title or the document number, from the same index."""
    return Revision.objects.filter(_holds("title", word) | _holds("doc_no", word)).values("pk")


def listed(word: str) -> QuerySet[Item, Any]:
    """The keys of items with a word in the newest title, its document number or the index number."""
    numbered = Item.objects.filter(_holds("index_no", word)).order_by().values("pk")
    return Item.objects.filter(revision__in=named(word)).order_by().values("pk").union(numbered)


def _holds(field: str, word: str) -> Q:
    """That a field has a word in it, large or small; Chinese knows no such thing, and PostgreSQL tells it sooner."""
    has_case = word.upper() != word.lower()
    return Q(**{f"{field}__{'icontains' if has_case else 'contains'}": word})


def by_number_or_title(words: str, rows: ItemQuerySet) -> ItemQuerySet:
    """Those with this index number, document number or number of ours, or with these words in the title."""
    wanted = Q(index_no__iexact=words) | Q(public_revision__doc_no__iexact=words)
    wanted |= Q(public_revision__in=titled(words))
    if match := _NUMBER.fullmatch(words):
        wanted |= Q(pk=int(match[1]))
    return rows.filter(wanted)


def by_file(rows: ItemQuerySet, *, name: str = "", sha256: str = "") -> ItemQuerySet:
    """Those with an attachment whose name has these words, or whose bytes are exactly these."""
    attached = (
        Attachment.objects.filter(file__sha256=sha256) if sha256 else Attachment.objects.filter(name__icontains=name)
    )
    return rows.filter(public_revision__in=attached.values("revision"))


def by_hashes(rows: ItemQuerySet, hashes: Collection[str]) -> ItemQuerySet:
    """Those that offer one of these files."""
    return rows.filter(public_revision__in=Attachment.objects.filter(file__sha256__in=hashes).values("revision"))


def by_words(words: str, rows: ItemQuerySet) -> ItemQuerySet:
    """Those in whose text or record these words stand as written, or with wide digits. Reads every text in scope."""
    wanted = Q()
    for spelling in {words, words.translate(_WIDE)}:
        for field in _FIELDS:
            wanted |= Q(**{f"public_revision__{field}__icontains": spelling})
    return rows.filter(wanted)


def holds(item: Item, words: str) -> bool:
    """Whether a public item's text has these words, whatever markup or blanks stand between their letters."""
    revision = item.public_revision
    if revision is None:
        return False
    whole = "\n".join((revision.title, revision.summary, texts.plain(revision.body)))
    return squeezed(words) in squeezed(whole)


def squeezed(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    return re.sub(r"[\W_]+", "", text.translate({wide: plain for plain, wide in _WIDE.items()})).upper()
