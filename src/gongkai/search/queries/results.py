"""Results made ready for people: found items as the database knows them, marked passages, facets with names."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from gongkai.catalog.models import Column, Term
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Attachment, Item
from gongkai.foi.queries import published
from gongkai.language import analysis, folding
from gongkai.orgs.models import Agency
from gongkai.search.queries import contents, engine, lexicon, schema, sources, synonyms, wanted
from gongkai.search.queries.engine import SearchQuery

MOST_FACET_VALUES = 10
# Up to so many results a misspelling is suspected.
FEW = 2
_PASSAGE = 110
_LONGEST_TITLE = 800
_FILES_READ = 3

Words = Mapping[tuple[str, str], Term]
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FileHit:
    """Where an attachment answers: its name, the passage, and for tables how many rows do (0 for other files)."""

    name: str
    passage: analysis.Fragment
    row_count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A found record. Title and passages come as pieces `(text, is_hit)`. `item_id` is 0 for what is no item."""

    item_id: int
    kind: str
    address: str
    title: Pieces
    passages: tuple[analysis.Fragment, ...]
    files: tuple[FileHit, ...]
    doc_no: str
    index_no: str
    validity: str
    agency_name: str
    published_on: datetime.date
    published_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with the number of items that filtering by it would leave; `key` is what the filter takes."""

    key: str
    name: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What the page shows. `total` is what the index counts; `facets` by name of filter.

    `notes`: "nothing-searchable", "shortened" (only the beginning was searched), "relaxed" (nothing had all words).
    `meant`: a text that finds more, where little was found and a word of it may be misspelt.
    """

    query: SearchQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    synonyms: tuple[str, ...]
    notes: frozenset[str]
    words: tuple[str, ...]
    agency: Agency | None
    column: Column | None
    seconds: float
    meant: str = ""

    @property
    def pages(self) -> int:
        """How many pages can be turned to; the last ones of a very long result cannot."""
        reachable = min(self.total, engine.DEEPEST)
        return -(-reachable // self.query.size)


def search(query: SearchQuery) -> SearchResult:
    """Search and make ready. At most ten queries, and those of sources. Raises IndexMissing.

    Only items public this moment are among the hits, whatever the index believes.
    """
    agency = Agency.objects.filter(pk=query.filters.agency).first() if query.filters.agency else None
    column = Column.objects.filter(pk=query.filters.column).first() if query.filters.column else None
    depths = {"agency_depth": agency.depth if agency else None, "column_depth": column.depth if column else None}
    thesaurus = synonyms.kept() if query.with_synonyms and query.text.strip() else None
    found = engine.find(query, thesaurus=thesaurus, **depths)
    if query.page > 1 and found.total and not found.ids:
        query = replace(query, page=-(-min(found.total, engine.DEEPEST) // query.size))
        found = engine.find(query, thesaurus=thesaurus, **depths)
    hits = _hits(found)
    words = contents.terms()
    facets = {
        "agency": _agencies(found, agency),
        "column": _columns(found, column),
        "topic": _topics(found, query.filters.topic, words),
        "genre": _genres(found, query.filters.genre, words),
        "year": tuple(sorted(_plain(found, "year", str(query.filters.year or "")), key=_newest_first)),
        "validity": _validities(found, query.filters.validity),
        "kind": _plain(found, "kind", query.filters.kind),
    }
    notes = {
        "nothing-searchable": bool(query.text.strip()) and not found.wanted.parts,
        "shortened": found.wanted.is_shortened,
        "relaxed": found.is_relaxed,
    }
    return SearchResult(
        query=query,
        hits=hits,
        total=max(found.total - (len(found.ids) - len(hits)), 0),
        facets=facets,
        synonyms=found.wanted.synonyms,
        notes=frozenset(name for name, holds in notes.items() if holds),
        words=tuple(group.surface for group in found.wanted.groups),
        agency=agency,
        column=column,
        seconds=found.seconds,
        meant=_meant(query, found, thesaurus),
    )


def _meant(query: SearchQuery, found: engine.Found, thesaurus: synonyms.Thesaurus | None) -> str:
    """What may have been meant, if it finds more; nothing is guessed of quoted words, or where enough was found."""
    is_quoted = found.wanted.text != wanted.without_quotes(found.wanted.text)
    if query.page > 1 or is_quoted or not found.wanted.parts or (found.total > FEW and not found.is_relaxed):
        return ""
    guess = lexicon.current().corrected(found.wanted.text)
    if folding.fold_text(guess) == folding.fold_text(found.wanted.text):
        return ""
    other = engine.find(replace(query, text=guess, size=1), thesaurus=thesaurus)
    better = other.total > found.total if not found.is_relaxed else other.total > 0 and not other.is_relaxed
    return guess if better else ""


def _hits(found: engine.Found) -> tuple[Hit, ...]:
    others = sources.shown(found.ids)
    rows = Item.objects.public().filter(pk__in=found.ids).select_related("public_revision", "agency")
    items = {item.pk: item for item in rows}
    with_files = [items[pk].public_revision_id for pk in found.ids if pk in found.in_files and pk in items]
    files = contents.attachments(filter(None, with_files)) if with_files else {}
    read = contents.texts({each.file.sha256 for every in files.values() for each in every[:_FILES_READ]})
    answers = published.answered(items)
    marking = found.wanted.marking
    hits = []
    for pk in found.ids:
        item = items.get(pk)
        if item is not None:
            kind = schema.ANSWER if pk in answers else schema.ITEM
            hits.append(_hit(item, kind, marking, files.get(item.public_revision_id or 0, ()), read))
        elif pk in others:
            hits.append(_other(others[pk], sources.SOURCES[schema.origin(pk)[0]].kind, marking))
    return tuple(hits)


def _other(row: sources.Shown, kind: str, marking: analysis.Query) -> Hit:
    return Hit(
        item_id=0,
        kind=kind,
        address=row.address,
        title=_whole(row.title, marking),
        passages=tuple(analysis.highlight(row.text, marking, width=_PASSAGE, limit=2)),
        files=(),
        doc_no="",
        index_no="",
        validity="",
        agency_name=row.agency_name,
        published_on=row.published_on,
    )


def _hit(item: Item, kind: str, marking: analysis.Query, files: Sequence[Attachment], read: Mapping[str, str]) -> Hit:
    revision = item.public_revision
    assert revision is not None
    assert item.first_published_at is not None
    text = contents.plain_text(revision.body)
    passages = analysis.highlight(text, marking, width=_PASSAGE, limit=2)
    if revision.summary and not _is_marked(passages):
        in_summary = analysis.highlight(revision.summary, marking, width=_PASSAGE, limit=1)
        passages = in_summary if _is_marked(in_summary) or not passages else passages
    return Hit(
        item_id=item.pk,
        kind=kind,
        address=item_pages.item_address(item.pk),
        title=_whole(revision.title, marking),
        passages=tuple(passages),
        files=tuple(filter(None, (_file_hit(each, read.get(each.file.sha256, ""), marking) for each in files))),
        doc_no=revision.doc_no,
        index_no=item.index_no or "",
        validity=item.validity,
        agency_name=item.agency.short_name or item.agency.name,
        published_on=timezone.localdate(item.first_published_at),
        published_at=item.first_published_at,
    )


def _whole(title: str, marking: analysis.Query) -> Pieces:
    """The whole title in pieces."""
    found = analysis.highlight(title, marking, width=_LONGEST_TITLE, limit=1)
    if not found:
        return ((title, False),)
    before, after = title[: found[0].start], title[found[0].end :]
    return tuple(piece for piece in ((before, False), *found[0].pieces, (after, False)) if piece[0])


def _is_marked(passages: Sequence[analysis.Fragment]) -> bool:
    return any(is_hit for passage in passages for _text, is_hit in passage.pieces)


def _file_hit(attachment: Attachment, text: str, marking: analysis.Query) -> FileHit | None:
    passages = analysis.highlight(text, marking, width=_PASSAGE // 2, limit=1)
    if not _is_marked(passages):
        return None
    is_table = attachment.file.kind in {"xlsx", "csv"}
    return FileHit(attachment.name, passages[0], _row_count(text, marking) if is_table else 0)


def _row_count(text: str, marking: analysis.Query) -> int:
    """How many lines hold one of the words; tables are read a line for each row."""
    words = [group.surface for group in marking.groups]
    return sum(any(word in line for word in words) for line in folding.fold_text(text).split("\n"))


def _agencies(found: engine.Found, chosen: Agency | None) -> tuple[FacetValue, ...]:
    counts = _level(found, "agency")
    rows = Agency.objects.filter(pk__in=[int(key) for key in counts]).values_list("pk", "short_name", "name")
    names = {str(pk): short or name for pk, short, name in rows}
    own = [FacetValue(str(chosen.pk), chosen.short_name or chosen.name, found.total, True)] if chosen else []
    return (*own, *_named(counts, names))


def _columns(found: engine.Found, chosen: Column | None) -> tuple[FacetValue, ...]:
    counts = _level(found, "column")
    names = {str(pk): name for pk, name in Column.objects.filter(pk__in=map(int, counts)).values_list("pk", "name")}
    own = [FacetValue(str(chosen.pk), chosen.name, found.total, True)] if chosen else []
    return (*own, *_named(counts, names))


def _level(found: engine.Found, name: str) -> Mapping[str, int]:
    """The most frequent values of the level that was counted."""
    counts = next((counts for field, counts in found.counts.items() if field.startswith(f"{name}_")), {})
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], int(pair[0])))[:MOST_FACET_VALUES])


def _topics(found: engine.Found, chosen: str, words: Words) -> tuple[FacetValue, ...]:
    counts = found.counts.get("topic_1" if chosen else "topic_0", {})
    names = {code: term.label for (vocabulary, code), term in words.items() if vocabulary == contents.TOPICS}
    own = [FacetValue(chosen, names.get(chosen, chosen), found.total, True)] if chosen else []
    below = {key: count for key, count in counts.items() if key != chosen}
    return (*own, *_named(below, {key: names.get(key, key) for key in below}))


def _genres(found: engine.Found, chosen: str, words: Words) -> tuple[FacetValue, ...]:
    values = _plain(found, "genre", chosen)
    labels = {value.key: words.get((contents.GENRES, value.key)) for value in values}
    return tuple(replace(value, name=term.label if (term := labels[value.key]) else value.key) for value in values)


def _validities(found: engine.Found, chosen: str) -> tuple[FacetValue, ...]:
    values = _plain(found, "validity", chosen)
    labels = dict(Item.Validity.choices)
    return tuple(replace(value, name=str(labels.get(value.key, value.key))) for value in values)


def _plain(found: engine.Found, name: str, chosen: str) -> tuple[FacetValue, ...]:
    counts = found.counts.get(name, {})
    if chosen:
        return (FacetValue(chosen, chosen, found.total, True),)
    return _named(counts, {key: key for key in counts})


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[FacetValue, ...]:
    """Values with a name, the most frequent first."""
    found = [FacetValue(key, names[key], count) for key, count in counts.items() if key in names]
    return tuple(sorted(found, key=lambda value: (-value.count, value.name))[:MOST_FACET_VALUES])


def _newest_first(value: FacetValue) -> int:
    return -int(value.key)
