"""The command `gongkai`: one list of what an operator or officer can do, each with its own --help.

Commands that need no database (reading a document) start without Django.
"""

import importlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import gongkai


@dataclass(frozen=True)
class Command:
    """A command: what it is for, and where it lives (a Django command, or a module with `main(argv) -> int`).

    `verbs` are those of its verbs that are Django commands of their own.
    """

    summary: str
    django: str = ""
    module: str = ""
    verbs: Mapping[str, str] = field(default_factory=dict)


COMMANDS: dict[str, Command] = {
    "serve": Command("Serve the portal and the desk: web, worker and scheduler under one roof.", django="serve"),
    "worker": Command("Run the worker alone: deliver events, run background tasks.", django="worker"),
    "tick": Command("Do once what is due by the clock: scheduled publications, expiries, clean-up.", django="tick"),
    "demo": Command(
        "Build the demo: a fictional city with four levels and three years of items.",
        module="gongkai.config.demo.command",
    ),
    "import": Command("Take files and folders in as drafts of an agency.", django="import_files"),
    "document": Command("Read a document: its text, tables and header.", module="gongkai.documents.command"),
    "report": Command(
        "Read, check, compare and compile annual reports: the figures and where they stand.",
        module="gongkai.documents.report_command",
        verbs={"compile": "compile_report"},
    ),
    "deadline": Command(
        "Until when a request must be answered, step by step.", module="gongkai.rules.deadline_command"
    ),
    "fee": Command("The processing fee of a request, step by step.", module="gongkai.rules.fee_command"),
    "bake": Command("Write the public pages; --to DIR a whole portal elsewhere; --verify compares.", django="bake"),
    "index": Command("Rebuild the search index while serving.", django="index"),
    "doctor": Command("Check what must hold, and repair what can be repaired.", django="doctor"),
    "createadmin": Command("Make the first operator, who then enters the others.", django="createadmin"),
    "migrate": Command("Bring the database to this version.", django="migrate"),
    "rotate-keys": Command("Seal personal data anew under a new key, while serving.", django="rotate_keys"),
    "backup": Command("Write database, files and secret into one archive.", django="backup"),
    "restore": Command("Build an installation from a backup archive.", django="restore"),
    "move": Command("Move an installation from SQLite into PostgreSQL.", django="move"),
}


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "usage: gongkai COMMAND [--help] …\n\n" + "\n".join(lines) + "\n\nSettings: docs/operations/settings.md"


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns its exit code: 0 well, 1 something failed, 2 wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_overview())
        return 0 if words else 2
    if words[0] in {"-V", "--version"}:
        print(importlib.import_module("importlib.metadata").version(gongkai.__name__))
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    command = COMMANDS.get(words[0])
    if command is not None and len(words) > 1 and words[1] in command.verbs:
        return _run_django(command.verbs[words[1]], [" ".join(words[:2]), *words[2:]])
    if command is not None and command.module:
        result: int = importlib.import_module(command.module).main(words[1:])
        return result
    if command is None and words[0] not in {"shell", "dbshell", "makemigrations", "check", "collectstatic", "test"}:
        print(f"gongkai: there is no command {words[0]!r}.\n\n{_overview()}", file=sys.stderr)
        return 2
    return _run_django(command.django if command else words[0], words)


def _run_django(name: str, words: list[str]) -> int:
    """Run a Django command under the name the operator typed, so that its help and errors show that name."""
    importlib.import_module("django").setup()
    management = importlib.import_module("django.core.management")
    loaded = management.load_command_class(management.get_commands()[name], name)
    database = importlib.import_module("django.db")
    try:
        loaded.run_from_argv(["gongkai", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except (database.OperationalError, database.ProgrammingError) as error:
        advice = _advice(str(error))
        if not advice or "--traceback" in words:
            raise
        print(f"gongkai: {advice}", file=sys.stderr)
        return 1
    return 0


def _advice(error: str) -> str:
    """What an operator can do about an error of the database; empty when it is not the operator's fault."""
    if "no such table" in error or ("relation" in error and "does not exist" in error):
        return "the database is not ready. Next: gongkai migrate"
    if "connection" in error or "unable to open" in error or "could not translate host" in error:
        return f"the database does not answer ({error.strip().splitlines()[0]}). Look at GONGKAI_DATABASE_URL."
    return ""


if __name__ == "__main__":
    sys.exit(main())
