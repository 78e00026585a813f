"""The command `gongkai bake`: write the public pages, here or elsewhere, or compare them with the records."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.portal.actions import baking, static_files, verifying, walking
from gongkai.portal.tasks import following, whole


class Command(BaseCommand):
    help = (
        "Write the public pages; with --to DIR a whole portal elsewhere; with --verify compare; "
        "with --check-links walk through every page."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="write a complete portal into this folder")
        parser.add_argument(
            "--processes", type=int, default=1, metavar="N", help="with --to: so many at once (default 1)"
        )
        parser.add_argument(
            "--verify", action="store_true", help="compare files with manifest and database; 1 if they differ"
        )
        parser.add_argument(
            "--check-links",
            action="store_true",
            help="walk through the baked portal (--to DIR: another one): reachable, links, title, tags; 1 if faulty",
        )
        parser.add_argument("--item", type=int, metavar="ID", help="only this item and the lists that name it")
        parser.add_argument("--agency", metavar="CODE", help="only this agency's page, items and lists")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify()
        elif options["check_links"]:
            self._walk(options["to"] or Path(settings.PUBLIC_ROOT))
        elif options["item"] is not None or options["agency"]:
            self._part(options["item"], options["agency"])
        else:
            self._whole(options["to"], options["processes"])

    def _verify(self) -> None:
        found = 0
        for difference in verifying.verify(root=Path(settings.PUBLIC_ROOT)):
            found += 1
            self.stdout.write(difference.words)
        if found:
            raise CommandError(
                _("{count} differences. `gongkai bake` puts them right.").format(count=found), returncode=1
            )
        self.stdout.write(_("Pages, manifest and database agree."))

    def _walk(self, root: Path) -> None:
        faults, page_count, link_count = walking.walk(root)
        for fault in faults:
            self.stdout.write(fault.words)
        counts = {"pages": page_count, "links": link_count, "faults": len(faults)}
        if faults:
            raise CommandError(_("{faults} faults on {pages} pages with {links} links.").format(**counts), returncode=1)
        self.stdout.write(_("{pages} pages, {links} links: all reachable, resolved and well marked.").format(**counts))

    def _part(self, item: int | None, agency: str | None) -> None:
        scope = following.Scope()
        if item is not None:
            if not Item.objects.filter(pk=item).exists():
                raise CommandError(_("There is no item {item}.").format(item=item), returncode=1)
            scope.items.add(item)
        if agency:
            row = Agency.objects.filter(code=agency).first()
            if row is None:
                raise CommandError(_("There is no agency with the code {code}.").format(code=agency), returncode=1)
            scope.agencies.add(row.pk)
            scope.items.update(Item.objects.filter(agency=row, index_no__isnull=False).values_list("pk", flat=True))
        static_files.ensure()
        target = baking.own()
        following.refresh(scope=scope, target=target, at=timezone.now())
        self.stdout.write(_tally(target))

    def _whole(self, to: Path | None, processes: int) -> None:
        if processes < 1 or (processes > 1 and to is None):
            raise CommandError(_("--processes takes a number from 1, and more than 1 only with --to."), returncode=1)
        target = baking.own()
        if to is not None:
            target = baking.Target(to.resolve(), is_recorded=False)
            if to.exists() and any(to.iterdir()) and not (to / baking.MANIFEST).exists():
                raise CommandError(
                    _("{folder} is not empty and holds no portal; name an empty folder.").format(folder=to),
                    returncode=1,
                )
        began = time.monotonic()
        whole.bake_everything(target=target, at=timezone.now(), progress=self._progress, processes=processes)
        spent = time.monotonic() - began
        self.stdout.write(f"{_tally(target)} {spent:.1f} s")
        self.stdout.write(_("The portal lies in {folder}.").format(folder=target.root))

    def _progress(self, part: str, count: int) -> None:
        if count:
            self.stderr.write(f"{part}: {count}")


def _tally(target: baking.Target) -> str:
    words = _("{written} written, {same} as they were, {removed} removed.")
    return words.format(written=target.written, same=target.same, removed=target.removed)
