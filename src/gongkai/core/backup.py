"""One archive of a whole installation: database, files and secret; and an installation built from it.

The archive is a tar with `manifest.json` (what it holds and the SHA-256 of each member), the database
(`database.sqlite3`, or `database.dump` as pg_dump writes it), `files/…`, and what lies beside them (`KEPT`).
The public pages and the index are not in it: they are rebuilt from the database.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from gongkai.core import encryption

FORMAT = 1
MANIFEST = "manifest.json"
# What cannot be made again: the keys of sessions and codes, of personal data, of signed dumps; visits counted so far.
SIGNING, VISITS = "signing-key.pem", "visits.json"
KEPT = ("secret-key", encryption.FILE, SIGNING, VISITS)
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
Progress = Callable[[str], object]


class BackupError(Exception):
    """A backup cannot be made or taken back; the text says why and what to do."""


@dataclass(frozen=True)
class Summary:
    """What an archive holds."""

    members: int
    size: int


def back_up(target: Path, *, progress: Progress) -> Summary:
    """Write the installation into one archive, while it goes on working. The archive appears whole or not at all.

    The database is copied first: files are only ever added, so that every file it speaks of is in the archive.
    """
    if target.exists():
        raise BackupError(_("%(path)s exists already. Choose another name.") % {"path": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        database = Path(folder, NAMES[connection.vendor])
        progress(_("Copying the database"))
        _dump(database)
        written = Path(folder, "archive.tar")
        progress(_("Copying the files"))
        with tarfile.open(written, "w") as archive:
            hashes = {name: _add(archive, name, path) for name, path in _members(database)}
            manifest = {"format": FORMAT, "vendor": connection.vendor, "members": hashes}
            content = json.dumps(manifest, indent=1, sort_keys=True).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        written.chmod(0o600)
        with written.open("rb") as file:
            os.fsync(file.fileno())
        written.replace(target)
    return Summary(members=len(hashes), size=target.stat().st_size)


def _members(database: Path) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    for name in KEPT:
        if (settings.HOME / name).exists():
            yield name, settings.HOME / name
    root = Path(settings.FILES_ROOT)
    for path in sorted(root.rglob("*")) if root.exists() else ():
        if path.is_file():
            yield f"files/{path.relative_to(root).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    entry = tarfile.TarInfo(name)
    with path.open("rb") as file:
        entry.size, entry.mtime = os.fstat(file.fileno()).st_size, int(path.stat().st_mtime)
        entry.mode = 0o600
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(entry, file)
    return digest


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={_database_name()}")


def _database_name() -> str:
    return str(connection.settings_dict["NAME"])


def _run_postgres(program: str, *words: str) -> None:
    """Run a client program of PostgreSQL on our database. Raises BackupError with its own words."""
    given: dict[str, Any] = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    variables = {variable: str(given[key]) for key, variable in names.items() if given[key]}
    if shutil.which(program) is None:
        command = " ".join([program, *words])
        raise BackupError(
            _("%(program)s is not installed (Debian: postgresql-client). The command would be: %(command)s")
            % {"program": program, "command": command}
        )
    done = subprocess.run([program, *words], env={**os.environ, **variables}, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupError(_("%(program)s failed: %(error)s") % {"program": program, "error": done.stderr.strip()})


def restore(source: Path, *, progress: Progress) -> Summary:
    """Build the installation of GONGKAI_HOME and its database from an archive. Refuses where there is one already.

    Every member is checked against the manifest before anything is put in its place.
    """
    if not source.is_file():
        raise BackupError(_("There is no file %(path)s.") % {"path": source})
    _refuse_if_inhabited()
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        progress(_("Checking the archive"))
        manifest = _unpack(source, Path(folder))
        progress(_("Restoring the database"))
        _load(Path(folder, NAMES[connection.vendor]))
        files = Path(folder, "files")
        progress(_("Restoring the files"))
        if files.exists():
            Path(settings.FILES_ROOT).parent.mkdir(parents=True, exist_ok=True)
            if Path(settings.FILES_ROOT).exists():
                Path(settings.FILES_ROOT).rmdir()
            files.replace(settings.FILES_ROOT)
        for kept in (Path(folder, name) for name in KEPT):
            if kept.exists():
                kept.chmod(0o600)
                kept.replace(home / kept.name)
    return Summary(members=len(manifest["members"]), size=source.stat().st_size)


def _refuse_if_inhabited() -> None:
    files = Path(settings.FILES_ROOT)
    if connection.introspection.table_names() or (files.exists() and any(files.iterdir())):
        raise BackupError(
            _("%(home)s holds an installation already. Into an empty one: GONGKAI_HOME=DIR gongkai restore FILE")
            % {"home": settings.HOME}
        )


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        members = manifest["members"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise BackupError(_("%(path)s is not a whole backup: %(error)s") % {"path": source, "error": error}) from error
    if manifest["format"] != FORMAT or manifest["vendor"] != connection.vendor:
        raise BackupError(
            _("This backup is of %(theirs)s, this installation uses %(ours)s. See docs/operations/backup.md")
            % {"theirs": manifest["vendor"], "ours": connection.vendor}
        )
    for name, expected in members.items():
        path = folder / name
        if not path.is_file() or _digest(path) != expected:
            raise BackupError(_("%(name)s in the backup is damaged. Nothing was restored.") % {"name": name})
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)
        return
    _run_postgres(
        "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_database_name()}", str(dump)
    )
