"""What every test stands on: its own data folders, no network, and a clean list of listeners."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_socket
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations
from django.utils import translation

from gongkai.config import translations

LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_configure() -> None:
    """Bring the compiled catalogues up to date; let invented cases be the same each time, on slow machines too."""
    translations.compile_all()
    hypothesis.settings.register_profile(
        "house", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("house")


# What takes long is begun first, so that no processor waits for another at the end. Of the browser's tests the journeys
# go before those that fill the same office with one of everything.
LONG = (
    "browser/test_item_journey.py",
    "browser/test_request_journey.py",
    "browser/test_desk_request_journey.py",
    "browser/test_report_journey.py",
    "browser",
    "config",
    "core/test_installation.py",
    "foi/test_queries_statistics.py",
    "portal",
    "foi",
    "statistics",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: _rank(item.path.relative_to(Path(__file__).parent)))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of the search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def _rank(path: Path) -> int:
    return next((rank for rank, name in enumerate(LONG) if path.as_posix().startswith(name)), len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Run a file's tests on one processor, and all of a browser's journeys, so that what they share is built once."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "browser" if "browser" in Path(file).parts else file

    config.option.loadscopereorder = False  # the order above
    return Together(config, log)


def pytest_runtest_setup() -> None:
    """Refuse every socket but loopback and unix ones; a test that wants the network is a wrong test."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards() -> Iterator[None]:
    """Let tests with real transactions empty the tables on SQLite, where the append-only guards refuse deletion.

    PostgreSQL truncates, which no row trigger sees. The guards come back in the same transaction.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_without_guards(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        down, up = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
        flush(self, [*down, *sql_list, *up])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_guards)
        yield


@pytest.fixture(autouse=True)
def _own_language(settings: Any) -> None:
    """Each test begins in the installation's language, whatever the page before it was asked for in."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Each test writes pages, index and files below its own folder."""
    home = tmp_path / "home"
    settings.HOME = home
    settings.PUBLIC_ROOT = home / "public"
    settings.INDEX_ROOT = home / "index"
    settings.FILES_ROOT = settings.MEDIA_ROOT = home / "files"
    settings.STATIC_ROOT = settings.PUBLIC_ROOT / "static"


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """Each test begins with nothing kept; rows of another test may have borne the same keys."""
    cache.clear()


@pytest.fixture
def only_listeners(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """An empty table of listeners for tests of delivery itself; the apps' own come back afterwards."""
    from gongkai.events import actions

    listeners: dict[str, Any] = {}
    monkeypatch.setattr(actions, "LISTENERS", listeners)
    yield listeners
