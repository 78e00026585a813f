"""What is public already, for those about to ask for it: the finder that requests use."""

from collections.abc import Iterator, Sequence

from gongkai.foi.queries import published
from gongkai.language import analysis
from gongkai.search.queries import engine, generations, matching, results, wanted

# A wish is longer than a search: where nothing has most of its words, its weightiest words alone are tried.
_WEIGHTIEST = (5, 3, 2)


def find(text: str, limit: int) -> Sequence[published.Found]:
    """The items that fit a wish best; none while there is no index, or when nothing shares its weightiest words."""
    for words in _attempts(text):
        try:
            result = results.search(engine.SearchQuery(text=words, size=limit, filters=matching.Filters(is_item=True)))
        except generations.IndexMissing:
            return ()
        if result.hits:
            return [
                published.Found(
                    hit.item_id, hit.title, hit.passages[0].pieces if hit.passages else (), hit.published_on
                )
                for hit in result.hits
            ]
    return ()


def _attempts(text: str) -> Iterator[str]:
    short = text[: wanted.LONGEST_TEXT]
    if not short.strip():
        return
    # Single characters say nothing of what is wanted, and would be marked everywhere.
    found = [group.surface for group in analysis.query_terms(short).groups]
    surfaces = list(dict.fromkeys(word for word in found if len(word) > 1))
    yield " ".join(surfaces) or short
    weighty = sorted(surfaces, key=lambda word: (-len(word), surfaces.index(word)))
    for most in _WEIGHTIEST:
        if most < len(surfaces):
            yield " ".join(weighty[:most])
