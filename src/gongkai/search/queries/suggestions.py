"""What is offered while somebody types: words to search for, agencies, documents by title, number or initials."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tantivy
from django.db.models import Count, Max

from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.language import analysis, folding, pinyin
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency, AgencyName
from gongkai.search.queries import generations, lexicon, schema, sources

LONGEST = 40
WORDS, AGENCIES, DOCUMENTS = 3, 3, 6
# So many are looked at for the best few.
_CANDIDATES = 30
_LETTERS = re.compile("[a-z]{2,}")

Query = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: `kind` is "word", "agency" or "document"; a word has no address, it is searched for."""

    kind: str
    text: str
    address: str = ""
    remark: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """What fits, at most a dozen. At most four queries, and those of sources. Nothing while there is no index."""
    text = " ".join(folding.fold_text(typed[:LONGEST]).split())
    if not analysis.characters(text):
        return []
    words = [Suggestion("word", each) for each in lexicon.current().completions(text, most=WORDS) if each != text]
    return [*words, *_agencies(text), *_documents(text)]


def forget() -> None:
    """Forget what was read, as when the database was exchanged."""
    _agencies_of.cache_clear()


def _agencies(text: str) -> list[Suggestion]:
    wanted = text.replace(" ", "")
    found = [
        (position, name, address)
        for name, address, spellings in _directory()
        if (position := min((each.find(wanted) for each in spellings if wanted in each), default=-1)) >= 0
    ]
    best = sorted(found, key=lambda each: (each[0], len(each[1])))[:AGENCIES]
    return [Suggestion("agency", name, address) for _position, name, address in best]


def _directory() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every agency with its address, and the spellings it is found by. One query while none has changed."""
    stamp = AgencyName.objects.aggregate(count=Count("pk"), last=Max("pk"), agencies=Count("agency", distinct=True))
    return _agencies_of((stamp["count"], stamp["last"] or 0, stamp["agencies"]))


@functools.lru_cache(maxsize=1)
def _agencies_of(stamp: tuple[int, int, int]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    rows = Agency.objects.order_by("sort_path", "pk").only("name", "short_name", "code", "dissolved_on")
    return tuple((row.name, org_pages.agency_address(row), _spellings(row)) for row in rows)


def _spellings(agency: Agency) -> tuple[str, ...]:
    names = {folding.fold_text(agency.name), folding.fold_text(agency.short_name)}
    return (*names, *(pinyin.initials(name) for name in names), *(pinyin.spelt(name) for name in names))


def _documents(text: str) -> list[Suggestion]:
    try:
        opened = generations.opened()
    except generations.IndexMissing:
        return []
    query = _asked(opened.schema, text)
    if query is None:
        return []
    page = opened.searcher.search(query, _CANDIDATES, count=False, weight_by_field="weight")
    ids: list[int] = opened.searcher.fast_field_values("id", [address for _score, address in page.hits])
    rows = Item.objects.public().filter(pk__in=ids).select_related("public_revision", "agency")
    items = {item.pk: item for item in rows}
    others = sources.shown(ids)
    found = dict.fromkeys(_shown(ids, items, others))
    best = sorted(found, key=lambda each: _place(each, text))
    return list({each.text: each for each in reversed(best)}.values())[::-1][:DOCUMENTS]


def _shown(ids: list[int], items: dict[int, Item], others: dict[int, sources.Shown]) -> Iterator[Suggestion]:
    for pk in ids:
        if pk in items and (revision := items[pk].public_revision) is not None:
            remark = revision.doc_no or items[pk].agency.short_name
            yield Suggestion("document", revision.title, item_pages.item_address(pk), remark)
        elif pk in others:
            yield Suggestion("document", others[pk].title, others[pk].address, others[pk].agency_name)


def _place(each: Suggestion, text: str) -> int:
    """Where the typed text stands, soonest first; what was found by initials or in parts keeps its order behind."""
    position = folding.fold_text(each.text).find(text)
    return position if position >= 0 else 1000


def _asked(fields: Any, text: str) -> Any:
    """The query of the engine; None for what is too short to ask."""
    chunks = [_chunk(fields, each) for each in text.split()[:4]]
    asked = [each for each in chunks if each is not None]
    return Query.boolean_query([(MUST, each) for each in asked]) if asked else None


def _chunk(fields: Any, text: str) -> Any:
    characters = analysis.characters(text)
    if not characters:
        return None
    if len(characters) == 1 and not _LETTERS.fullmatch(text):
        return Query.term_query(fields, "title_characters", characters[0], index_option="basic")
    ways = []
    if len(characters) > 1:
        ways.append(_phrase(fields, "title_pairs", characters))
        if any(each.isdigit() for each in text):
            ways.append(_phrase(fields, "number_pairs", characters))
    if _LETTERS.fullmatch(text):
        ways += [
            _phrase(fields, "initial_pairs", text),
            Query.term_query(fields, "title_characters", text, index_option="basic"),
        ]
    return Query.boolean_query([(SHOULD, each) for each in ways])


def _phrase(fields: Any, name: str, characters: list[str] | str) -> Any:
    found = schema.pairs(characters)
    if len(found) == 1:
        return Query.term_query(fields, name, found[0], index_option="freq")
    pairs: list[str | tuple[int, str]] = list(enumerate(found))
    return Query.phrase_query(fields, name, pairs)
