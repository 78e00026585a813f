"""`gongkai move FILE`: from SQLite into PostgreSQL."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gongkai.core import moving


class Command(BaseCommand):
    """Move."""

    help = "Carry all rows of a SQLite database over into the PostgreSQL database that GONGKAI_DATABASE_URL names."
    # The database is empty before, so that there is nothing to check yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The SQLite database: gongkai.sqlite3.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = moving.move(options["file"], progress=self.stdout.write)
        except moving.MoveError as error:
            raise CommandError(str(error)) from error
        words = _("Moved: %(rows)s rows of %(tables)s tables. The file was left as it is.")
        self.stdout.write(words % {"rows": f"{done.rows:,}", "tables": done.tables})
        self.stdout.write(_("Next: gongkai doctor, then gongkai serve with the same GONGKAI_DATABASE_URL"))
