"""`gongkai rotate-keys`: a new key for personal data; everything is sealed anew while the installation runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gongkai.core import encryption, rekeying


class Command(BaseCommand):
    """Add a key, renew what older keys sealed, and on request drop those."""

    help = "Seal all personal data anew under a new key, while the installation runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--go-on", action="store_true", help="Make no new key; renew what is left under old ones.")
        parser.add_argument(
            "--drop-old", action="store_true", help="Make no new key; renew what is left, then forget the old keys."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not (options["go_on"] or options["drop_old"]):
                self.stdout.write(_("The new key is %(key)s.") % {"key": encryption.add_key()})
            count = rekeying.renew(progress=lambda place, done: self.stdout.write(f"  {place}: {done}"))
        except encryption.WrongRing as error:
            raise CommandError(str(error)) from error
        except encryption.Unopenable as error:
            raise CommandError(
                _("A value at %(place)s cannot be opened: its key is lost. gongkai doctor names all of them.")
                % {"place": error}
            ) from error
        self.stdout.write(_("%(count)s values were sealed anew.") % {"count": count})
        left = rekeying.stale()
        if left:
            raise CommandError(_("Something was written under an old key meanwhile. Next: gongkai rotate-keys --go-on"))
        if options["drop_old"]:
            dropped = encryption.drop_old_keys()
            self.stdout.write(_("Forgotten: %(keys)s") % {"keys": ", ".join(dropped) or "—"})
        elif len(encryption.ring().keys) > 1:
            self.stdout.write(_("Make a backup, then tomorrow: gongkai rotate-keys --drop-old"))
