"""What the database itself must hold: its pages, its references, and the triggers that guard the legal acts."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from gongkai.core.checkup import Finding
from gongkai.core.constraints import Lift, Refuse


def examine_integrity(repair: bool) -> list[Finding]:
    """Look for damaged pages and references to rows that are gone. Only a backup repairs these."""
    findings = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            findings += [
                Finding(_("The database file is damaged: %s") % row[0]) for row in cursor.fetchall() if row[0] != "ok"
            ]
            cursor.execute("PRAGMA foreign_key_check")
            findings += [
                Finding(
                    _("Row %(row)s of %(table)s refers to a row of %(other)s that is gone.")
                    % {"row": row, "table": table, "other": other}
                )
                for table, row, other, _number in cursor.fetchmany(20)
            ]
        else:
            cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
            findings += [
                Finding(_("Constraint %(name)s of %(table)s has not been validated.") % {"name": name, "table": table})
                for table, name in cursor.fetchall()
            ]
    return findings


def guards() -> Iterator[Refuse]:
    """The guards that the applied migrations have put up and none has lifted."""
    loader = MigrationLoader(connection)
    applied = [loader.disk_migrations[key] for key in loader.applied_migrations if key in loader.disk_migrations]
    operations = [operation for migration in applied for operation in migration.operations]
    lifted = {operation.guard.name for operation in operations if isinstance(operation, Lift)}
    yield from (each for each in operations if isinstance(each, Refuse) and each.name not in lifted)


def examine_guards(repair: bool) -> list[Finding]:
    """Find guards that somebody took down or switched off, and put them up again."""
    standing = _standing()
    findings = []
    for guard in guards():
        if standing.get(guard.name):
            continue
        if repair:
            _put_up(guard, switched_off=guard.name in standing)
        findings.append(
            Finding(
                _("The guard %(name)s of table %(table)s is missing.") % {"name": guard.name, "table": guard.table},
                repair,
            )
        )
    return findings


def _standing() -> dict[str, bool]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return {name: True for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgname, tgenabled IN ('O', 'A') FROM pg_trigger WHERE NOT tgisinternal")
        return dict(cursor.fetchall())


def _put_up(guard: Refuse, *, switched_off: bool) -> None:
    with connection.schema_editor() as editor:
        if switched_off:
            editor.execute(f"ALTER TABLE {guard.table} ENABLE TRIGGER {guard.name}", params=None)
            return
        for statement in guard.statements(connection.vendor):
            editor.execute(statement, params=None)
