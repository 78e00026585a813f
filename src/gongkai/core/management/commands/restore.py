"""`gongkai restore FILE`: an installation from a backup archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gongkai.core import backup


class Command(BaseCommand):
    """Restore."""

    help = "Build an installation from a backup archive. Refuses where there is one already."
    # The database is empty before, so that there is nothing to check yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The archive that `gongkai backup` wrote.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = backup.restore(options["file"], progress=self.stdout.write)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Restored: %(count)s members.") % {"count": done.members})
        self.stdout.write(_("Next: gongkai migrate, gongkai index, gongkai bake, gongkai doctor"))
