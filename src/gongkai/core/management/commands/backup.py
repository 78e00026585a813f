"""`gongkai backup FILE`: the whole installation in one archive, while it goes on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from gongkai.core import backup


class Command(BaseCommand):
    """Back up."""

    help = "Write database, files and secret into one archive. Keep it as safe as the installation itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The archive to write, such as gongkai.tar.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = backup.back_up(options["file"], progress=self.stdout.write)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        words = {"file": options["file"], "count": done.members, "size": filesizeformat(done.size)}
        self.stdout.write(_("%(file)s: %(count)s members, %(size)s.") % words)
        self.stdout.write(_("Try it: GONGKAI_HOME=DIR gongkai restore %(file)s") % words)
