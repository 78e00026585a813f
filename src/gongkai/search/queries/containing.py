"""Every public item that says something, in its text or in an attachment: for whoever must take all of them down.

What is missed stays public, so two ways are gone: the words as they are written, read in the database, and the index,
which also finds them across markup, width and blanks.
"""

from gongkai.disclosures.models import Attachment, ItemQuerySet
from gongkai.disclosures.queries import seeking
from gongkai.search.models import FileText
from gongkai.search.queries import engine, generations

MOST_OF_INDEX = 500


def containing(words: str, rows: ItemQuerySet, *, most: int) -> tuple[list[int], set[int], bool]:
    """Ids of items among `rows`, those of them whose attachments hold the words, and whether there are more.

    Four queries.
    """
    in_text = set(seeking.by_words(words, rows).order_by("-published_at").values_list("pk", flat=True)[: most + 1])
    hashes = FileText.objects.filter(text__icontains=words).values("sha256")
    held = Attachment.objects.filter(file__sha256__in=hashes).values("revision")
    in_files = set(
        rows.filter(public_revision__in=held).order_by("-published_at").values_list("pk", flat=True)[: most + 1]
    )
    near = rows.filter(pk__in=_asked(words) - in_text - in_files).select_related("public_revision")
    in_text |= {item.pk for item in near if seeking.holds(item, words)}
    found = sorted(in_text | in_files, reverse=True)
    return found[:most], in_files, len(found) > most


def _asked(words: str) -> set[int]:
    """What the index answers to the words as a phrase; nothing where there is no index."""
    phrase = words.replace('"', " ").strip()
    try:
        found = engine.find(
            engine.SearchQuery(text=f'"{phrase}"', size=MOST_OF_INDEX, order="date", with_synonyms=False)
        )
    except generations.IndexMissing:
        return set()
    return set(found.ids)
