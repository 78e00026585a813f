"""`gongkai index`: rebuild the search index while serving, or compare it with the database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.search.actions import locking, rebuilding
from gongkai.search.queries import generations, verification


class Command(BaseCommand):
    """Rebuild or verify."""

    help = (
        "Rebuild the search index from the database; search goes on in the old one until the new one is whole. "
        "With --verify nothing is written: exit code 0 means index and database agree, 1 that they differ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", action="store_true", help="Compare the index with the database.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify()
        else:
            self._rebuild()

    def _rebuild(self) -> None:
        try:
            rebuilt = rebuilding.rebuild(at=timezone.now(), progress=self._progress)
        except locking.Busy as busy:
            raise CommandError(_("Another rebuild is running. Wait for it to end.")) from busy
        words = ngettext(
            "The index holds %(count)s item now. Search uses it from this moment on.",
            "The index holds %(count)s items now. Search uses it from this moment on.",
            rebuilt.item_count,
        )
        self.stdout.write(words % {"count": rebuilt.item_count})

    def _verify(self) -> None:
        try:
            found = verification.differences(progress=self._progress)
        except generations.IndexMissing as missing:
            reason = {"reason": _(missing.reason)}
            raise CommandError(_("There is no search index: %(reason)s.") % reason + " " + _advice()) from missing
        counts = {"compared": found.compared, "missing": len(found.missing)}
        counts |= {"stale": len(found.stale), "extra": len(found.extra)}
        if not found:
            self.stdout.write(_("Index and database agree on %(compared)s items.") % counts)
            return
        words = _("They differ: %(missing)s items are not in the index, %(stale)s are out of date, %(extra)s too many.")
        self.stderr.write(words % counts + " " + _advice())
        sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done}/{total}", ending="\r" if done < total else "\n")
        self.stderr.flush()


def _advice() -> str:
    return _("Next: gongkai index")
