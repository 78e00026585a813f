"""An installation of its own, as an operator has it: a data folder, a database and the command line."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings


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
