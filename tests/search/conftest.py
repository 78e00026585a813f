"""An index of its own for each test, in the test's folder."""

from collections.abc import Callable, Iterator

import pytest

from gongkai.search.actions import rebuilding
from gongkai.search.queries import engine, generations, matching, results, suggestions, synonyms
from tests.factories import clock
from tests.search import town as towns

Search = Callable[..., results.SearchResult]


@pytest.fixture(autouse=True)
def _no_reader_left() -> Iterator[None]:
    yield
    generations.close()
    synonyms.forget()
    suggestions.forget()


@pytest.fixture
def town(db: None) -> towns.Town:
    """The town with its items, indexed."""
    made = towns.full_town()
    rebuilding.rebuild(at=clock.NOW)
    return made


@pytest.fixture
def find() -> Search:
    """Search with words and filters."""

    def ask(text: str = "", **fields: object) -> results.SearchResult:
        query = {
            name: fields.pop(name) for name in ("where", "order", "page", "size", "with_synonyms") if name in fields
        }
        return results.search(engine.SearchQuery(text=text, filters=matching.Filters(**fields), **query))  # type: ignore[arg-type]

    return ask


@pytest.fixture
def keys(town: towns.Town, find: Search) -> Callable[..., list[str]]:
    """The keys of the items found, best first."""
    return lambda text="", **fields: [town.key_of(hit.item_id) for hit in find(text, size=30, **fields).hits]
