"""An installation of its own, as an operator has it: a data folder, a database and the command line."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

TRY_ALL = """
import contextlib, io, json, sys
from gongkai.config import cli

ends = []
for words in json.loads(sys.argv[1]):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = cli.main(words)
    ends.append((code, said.getvalue()))
print(json.dumps(ends))
"""


@dataclass(frozen=True)
class Installation:
    """A data folder and, on PostgreSQL, the address of a database."""

    home: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables its commands run with; nothing of the tests' own leaks in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
        return {**kept, "GONGKAI_HOME": str(self.home), "GONGKAI_DATABASE_URL": self.database_url, "PYTHONPATH": "src"}

    def take_tables(self) -> None:
        """Come by all tables and guards: from the tests' own empty database where that is a file, else by migrating."""
        own = _own_database(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
        if self.database_url or own is None:
            self.run("migrate", "-v", "0")
            return
        self.home.mkdir(parents=True)
        # By a connection of its own, which sees nothing of a test under way.
        with (
            contextlib.closing(sqlite3.connect(own)) as source,
            contextlib.closing(sqlite3.connect(self.home / "gongkai.sqlite3")) as target,
        ):
            source.backup(target)

    def command(self, *words: str) -> list[str]:
        """The command line of `gongkai` here."""
        return [sys.executable, "-m", "gongkai.config.cli", *words]

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command, expect an exit code, return all it said."""
        done = subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=settings.PACKAGE.parents[1],
            capture_output=True,
            text=True,
            timeout=180,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, f"gongkai {' '.join(words)} ended with {done.returncode}:\n{said}"
        return said

    def try_all(self, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
        """Run several commands one after the other in one process; the exit code of each and all it said.

        For commands that end at once: starting a process takes longer than they do.
        """
        done = subprocess.run(
            [sys.executable, "-c", TRY_ALL, json.dumps(commands)],
            env=self.environment,
            cwd=settings.PACKAGE.parents[1],
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [(code, said) for code, said in json.loads(done.stdout)]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command that goes on."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=settings.PACKAGE.parents[1],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def address_of(database: str, server: dict[str, str]) -> str:
    """The address of another database on the server that Django's settings describe."""
    user, password, host, port = (str(server[key] or "") for key in ("USER", "PASSWORD", "HOST", "PORT"))
    who = quote(user) + (f":{quote(password)}" if password else "")
    if host.startswith("/"):
        return f"postgresql://{who}@/{database}?host={host}"
    return f"postgresql://{who}@{host or 'localhost'}{':' + port if port else ''}/{database}"


def _own_database(name: str) -> Path | None:
    """The file of the tests' own database; None when no test collected here has asked for one."""
    path = Path(name)
    return path if path.is_file() and path.stat().st_size else None
