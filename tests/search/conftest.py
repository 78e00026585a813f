"""An index of its own for each test, in the test's folder."""

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

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


@pytest.fixture(scope="module")
def standing_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[towns.Town, Path]]:
    """The town with its items, indexed, built once for the tests of a file; and the folder it lies in."""
    home = tmp_path_factory.mktemp("town")
    folders = override_settings(INDEX_ROOT=home / "index", FILES_ROOT=home / "files", MEDIA_ROOT=home / "files")
    with django_db_blocker.unblock(), transaction.atomic():
        with folders:
            made = towns.full_town()
            rebuilding.rebuild(at=clock.NOW)
        yield made, home
        transaction.set_rollback(True)


@pytest.fixture
def town(standing_town: tuple[towns.Town, Path], db: None, settings: Any) -> towns.Town:
    """The town, indexed, to do with as the test likes. Files that only read put `town_to_read` in its place."""
    made, home = standing_town
    shutil.copytree(home, settings.HOME, dirs_exist_ok=True)
    return copy.deepcopy(made)


@pytest.fixture
def town_to_read(standing_town: tuple[towns.Town, Path], settings: Any) -> towns.Town:
    """The town, indexed, which the test leaves as it is."""
    made, home = standing_town
    settings.INDEX_ROOT, settings.FILES_ROOT = home / "index", home / "files"
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
