"""`gongkai doctor`: checks what must hold, says what does not, and repairs what can be repaired."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import checkup


class Command(BaseCommand):
    """Run the checks that the apps have registered."""

    help = "Check what must hold, and repair what can be repaired. Exit code 0: all is well; 1: something is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Repair what can be repaired.")
        parser.add_argument("--only", action="append", default=[], metavar="CHECK", help="Run this check (repeatable).")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["only"]) - set(checkup.CHECKS))
        if unknown:
            known = ", ".join(sorted(checkup.CHECKS))
            raise CommandError(
                _("There is no check %(name)s. There are: %(known)s") % {"name": unknown[0], "known": known}
            )
        left = repaired = 0
        for check, findings in checkup.examine(repair=options["repair"], only=frozenset(options["only"])):
            self.stdout.write(f"{'✗' if findings else '✓'} {check.words} ({check.name})")
            for finding in findings:
                left, repaired = left + (not finding.repaired), repaired + finding.repaired
                mark = _("repaired") if finding.repaired else _("to do")
                self.stdout.write(f"    [{mark}] {finding.text}")
            self.stdout.flush()
        self._close(left, repaired, repairing=options["repair"])

    def _close(self, left: int, repaired: int, *, repairing: bool) -> None:
        if repaired:
            words = ngettext("%(count)s fault was repaired.", "%(count)s faults were repaired.", repaired)
            self.stdout.write(words % {"count": repaired})
        if not left:
            self.stdout.write(_("All is well."))
            return
        words = ngettext("%(count)s fault is left.", "%(count)s faults are left.", left) % {"count": left}
        advice = _("See docs/operations/faults.md") if repairing else _("Next: gongkai doctor --repair")
        self.stdout.write(f"{words} {advice}")
        sys.exit(1)
