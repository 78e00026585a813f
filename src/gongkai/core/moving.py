"""An installation that began on SQLite moves into PostgreSQL: every row of the file, as it stands there.

Values are carried over as the databases hold them and never through the models, so that what is sealed stays sealed
and what was erased stays erased. Files, keys, pages and index lie in the data folder and stay where they are.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

Progress = Callable[[str], object]
Convert = Callable[[Any], Any]
# What SQLite keeps otherwise than PostgreSQL writes it: truth as a number, moments without their zone, which is UTC.
_CONVERT: dict[str, Convert] = {
    "boolean": bool,
    "timestamp with time zone": lambda text: f"{text}+00",
    "bytea": bytes,
}


class MoveError(Exception):
    """The rows cannot be moved; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Summary:
    """How much was moved."""

    tables: int
    rows: int


def move(source: Path, *, progress: Progress) -> Summary:
    """Carry all rows of a SQLite database over into the PostgreSQL database that is set, which must hold none.

    All or nothing. Whoever writes into the file must have stopped; it is left as it is. Raises MoveError.
    """
    if connection.vendor != "postgresql":
        raise MoveError(_("Set GONGKAI_DATABASE_URL to the PostgreSQL database that the rows shall move into."))
    if not source.is_file():
        raise MoveError(_("There is no file %(path)s.") % {"path": source})
    with closing(sqlite3.connect(source, timeout=5, isolation_level=None)) as rows:
        try:
            rows.execute("BEGIN IMMEDIATE")  # nobody else writes until all is carried over
            _refuse_another_version(rows)
        except sqlite3.DatabaseError as error:
            words = _("%(path)s cannot be read: %(error)s. Is it the database, and has gongkai serve been stopped?")
            raise MoveError(words % {"path": source, "error": error}) from error
        _refuse_if_inhabited()
        progress(_("Making the tables"))
        call_command("migrate", verbosity=0)
        return _carry_all(rows, progress)


def _refuse_another_version(source: sqlite3.Connection) -> None:
    applied = set(source.execute("SELECT app, name FROM django_migrations"))
    loader = MigrationLoader(None)
    if missing := sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - applied):
        words = _("The file is of another version (%(names)s). Run gongkai migrate on it first.")
        raise MoveError(words % {"names": "、".join(missing[:3])})


def _refuse_if_inhabited() -> None:
    people = get_user_model()
    if people._meta.db_table in connection.introspection.table_names() and people._default_manager.exists():
        raise MoveError(_("The database holds an installation already. Name an empty one in GONGKAI_DATABASE_URL."))


def _carry_all(source: sqlite3.Connection, progress: Progress) -> Summary:
    models = apps.get_models(include_auto_created=True)
    tables = sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))} CASCADE")  # what migrations have put in
        for table in tables:
            try:
                moved = _carry(source, cursor, table)
            except (DatabaseError, sqlite3.DatabaseError) as error:
                raise MoveError(_("%(table)s: %(error)s") % {"table": table, "error": error}) from error
            count += moved
            if moved:
                progress(f"{table}: {moved:,}")
        try:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            raise MoveError(str(error)) from error
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return Summary(len(tables), count)


def _carry(source: sqlite3.Connection, cursor: Any, table: str) -> int:
    """Copy one table, column by column as both know it. Returns how many rows."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    columns = cursor.fetchall()
    names = ", ".join(_quoted(name) for name, _kind in columns)
    converters = [_CONVERT.get(kind) for _name, kind in columns]
    found = source.execute(f"SELECT {names} FROM {_quoted(table)}")  # noqa: S608  names of our own tables
    count = 0
    with cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as target:
        for row in _converted(found, converters):
            target.write_row(row)
            count += 1
    return count


def _converted(rows: sqlite3.Cursor, converters: Sequence[Convert | None]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            value if value is None or convert is None else convert(value)
            for value, convert in zip(row, converters, strict=True)
        ]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
