"""A whole installation from the command line: serve, health, a worker that dies, backup and restore."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.core.installation import Installation, address_of

PATIENCE = 60


@pytest.fixture
def new_installation(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Installation]]:
    """Makes empty installations on the kind of database the tests run on; their databases are dropped afterwards."""
    made: list[str] = []
    server = dict(connection.settings_dict)

    def make(name: str) -> Installation:
        if connection.vendor == "sqlite":
            return Installation(tmp_path / name)
        database = f"gongkai_{name}_{os.getpid()}"
        _ask_server(server, f"CREATE DATABASE {database}")
        made.append(database)
        return Installation(tmp_path / name, address_of(database, server))

    yield make
    for database in made:
        _ask_server(server, f"DROP DATABASE {database} WITH (FORCE)")


def _ask_server(server: dict[str, str], sql: str) -> None:
    import psycopg

    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    words = {word: server[key] for key, word in names.items() if server[key]}
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as link:
        link.execute(sql)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ask(port: int, path: str) -> tuple[int, dict[str, bool]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
    except (urllib.error.URLError, ConnectionError):
        return 0, {}


def _wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


@contextlib.contextmanager
def serving(place: Installation, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = place.start("serve", "--port", str(port), *words)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said


def _worker_pids() -> set[int]:
    pids = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cmdline").read_bytes().endswith(b"gongkai.config.cli\0worker\0"):
                pids.add(int(folder.name))
    return pids


def _children_of(parent: int, pids: set[int]) -> set[int]:
    mine = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == parent:
                mine.add(pid)
    return mine


@pytest.mark.django_db
def test_serve_lives_gets_ready_replaces_a_dead_worker_and_stops_in_good_order(
    new_installation: Callable[[str], Installation],
) -> None:
    place, port = new_installation("served"), _free_port()
    serve = ("serve", "--port", str(port))
    (unready, said), (migrated, _said) = place.try_all(serve, ("migrate", "-v", "0"))
    assert (unready, migrated) == (1, 0)
    assert "gongkai migrate" in said
    with serving(place, port) as process:
        _wait_for(lambda: _ask(port, "/healthz") == (200, {"alive": True}), "the web process")
        _wait_for(lambda: _ask(port, "/readyz")[0] == 200, "the worker")
        assert f"--port {port}" not in place.run(*serve, code=1)
        (first,) = _children_of(process.pid, _worker_pids())
        os.kill(first, signal.SIGKILL)
        _wait_for(lambda: bool(_children_of(process.pid, _worker_pids()) - {first}), "a new worker")
    assert _ask(port, "/healthz")[0] == 0


@pytest.mark.django_db
def test_the_web_alone_is_alive_and_says_that_no_worker_is(new_installation: Callable[[str], Installation]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the same on both databases")
    place, port = new_installation("webonly"), _free_port()
    place.take_tables()
    with serving(place, port, "--web-only"):
        _wait_for(lambda: _ask(port, "/healthz")[0] == 200, "the web process")
        assert _ask(port, "/readyz") == (
            503,
            {"ready": False, "database": True, "migrations": True, "worker": False},
        )


ADD = "from gongkai.orgs.models import Agency; Agency.objects.create(code='a', name='甲局', short_name='甲')"
SHOW = "from gongkai.orgs.models import *; print(Agency.objects.get())"


@pytest.mark.django_db
def test_backup_and_restore_bring_back_database_files_and_keys_but_nothing_from_what_is_damaged(
    new_installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    if connection.vendor == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    place, archive = new_installation("first"), tmp_path / "gongkai.tar"
    place.take_tables()
    place.run("shell", "-v", "0", "-c", ADD)
    (place.home / "files" / "ab").mkdir(parents=True)
    (place.home / "files" / "ab" / "abcd").write_bytes(b"bytes of a file")
    for key in ("personal-keys", "signing-key.pem", "visits.json"):
        (place.home / key).write_text(f"{key} of the first")
    place.run("backup", str(archive))
    assert archive.stat().st_mode & 0o077 == 0
    again = place.try_all(("backup", str(archive)), ("restore", str(archive)))
    assert [code for code, _said in again] == [1, 1]

    other = new_installation("second")
    other.run("restore", str(archive))
    assert (other.home / "files" / "ab" / "abcd").read_bytes() == b"bytes of a file"
    for key in ("secret-key", "personal-keys", "signing-key.pem", "visits.json"):
        assert (other.home / key).read_text() == (place.home / key).read_text()
        assert (other.home / key).stat().st_mode & 0o077 == 0
    shown, (sound, words) = other.try_all(
        ("shell", "-v", "0", "-c", SHOW), ("doctor", "--only", "trail", "--only", "guards", "--only", "database")
    )
    assert shown == (0, "甲局\n")
    assert sound == 0, words

    _expect_nothing_of_what_is_damaged(new_installation("third"), archive, tmp_path)


FILL = """
import datetime
from django.db import transaction
from gongkai.accounts.models import Person
from gongkai.events import actions
from gongkai.orgs.models import Agency
at = datetime.datetime(2026, 3, 1, 16, 30, 0, 250, tzinfo=datetime.UTC)
agency = Agency.objects.create(code='a', name='甲局', short_name='甲', founded_on=at.date())
Person.objects.create(username='chen', name='陈', home=agency, phone='139 0000 0000')
with transaction.atomic():
    data = {'title': '公告', 'n': [1, None, 2.5]}
    actions.record('item.drafted', by='person:1', about='item:1', at=at, agency_id=agency.pk, data=data)
actions.seal()
"""
LOOK = """
from gongkai.accounts.models import Person
from gongkai.events.models import Event
from gongkai.orgs.models import Agency
row, person = Event.objects.get(), Person.objects.get()
print(row.at.isoformat(), row.data, person.is_active, person.phone, person.home.founded_on, sep='|')
print(Agency.objects.create(code='b', name='乙局', short_name='乙').pk > person.home.pk)
"""


@pytest.mark.django_db
def test_an_installation_moves_from_sqlite_into_postgresql_whole_or_not_at_all(
    new_installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    small = Installation(tmp_path / "small")
    file = small.home / "gongkai.sqlite3"
    small.take_tables()
    if connection.vendor == "sqlite":
        ((code, said),) = small.try_all(("move", str(file)))
        assert code == 1 and "GONGKAI_DATABASE_URL" in said
        return
    small.run("shell", "-v", "0", "-c", FILL)
    text, older = tmp_path / "text.sqlite3", tmp_path / "older.sqlite3"
    text.write_text("not a database at all")
    shutil.copy(file, older)
    with contextlib.closing(sqlite3.connect(older)) as opened:
        opened.execute("DELETE FROM django_migrations WHERE app = 'foi'")
        opened.commit()
    large = Installation(small.home, new_installation("large").database_url)
    refused = large.try_all(*(("move", str(each)) for each in (tmp_path / "nothing", text, older)))
    assert [code for code, _said in refused] == [1, 1, 1]
    assert "foi.0001_tables" in refused[2][1]
    moved, again, sound, (_code, seen) = large.try_all(
        ("move", str(file)),
        ("move", str(file)),
        ("doctor", "--only", "trail", "--only", "guards", "--only", "database"),
        ("shell", "-v", "0", "-c", LOOK),
    )
    assert (moved[0], again[0], sound[0]) == (0, 1, 0), (moved, again, sound)
    told = ["2026-03-01T16:30:00.000250+00:00", "{'n': [1, None, 2.5], 'title': '公告'}", "True", "139 0000 0000"]
    assert seen.splitlines() == ["|".join([*told, "2026-03-01"]), "True"]


def _expect_nothing_of_what_is_damaged(place: Installation, archive: Path, folder: Path) -> None:
    copies = [shutil.copy(archive, folder / f"{harm.__name__}.tar") for harm in HARMS]
    for harm, copy in zip(HARMS, copies, strict=True):
        harm(copy)
    ends = place.try_all(("restore", "nothing.tar"), *(("restore", str(copy)) for copy in copies))
    assert [code for code, _said in ends] == [1] * (1 + len(HARMS))
    assert "nothing.tar" in ends[0][1]
    assert not (place.home / "files").exists()


def _change_a_byte(archive: Path) -> None:
    with tarfile.open(archive) as opened:
        place = opened.getmember("files/ab/abcd").offset_data
    with archive.open("r+b") as file:
        file.seek(place)
        file.write(b"X")


def _cut_off(archive: Path) -> None:
    os.truncate(archive, archive.stat().st_size // 2)


def _replace(archive: Path) -> None:
    archive.write_text("not an archive")


HARMS = (_change_a_byte, _cut_off, _replace)
