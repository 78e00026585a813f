"""The command `gongkai bake`: write the public pages, here or elsewhere, or compare them with the records."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.portal.actions import baking, static_files, verifying
from gongkai.portal.tasks import following, whole


class Command(BaseCommand):
    help = "Write the public pages; with --to DIR a whole portal elsewhere; with --verify compare."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="write a complete portal into this folder")
        parser.add_argument(
            "--verify", action="store_true", help="compare files with manifest and database; 1 if they differ"
        )
        parser.add_argument("--item", type=int, metavar="ID", help="only this item and the lists that name it")
        parser.add_argument("--agency", metavar="CODE", help="only this agency's page, items and lists")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify()
        elif options["item"] is not None or options["agency"]:
            self._part(options["item"], options["agency"])
        else:
            self._whole(options["to"])

    def _verify(self) -> None:
        found = 0
        for difference in verifying.verify(root=Path(settings.PUBLIC_ROOT)):
            found += 1
            self.stdout.write(difference.words)
        if found:
            raise CommandError(f"{found} differences. `gongkai bake` puts them right.", returncode=1)
        self.stdout.write("Pages, manifest and database agree.")

    def _part(self, item: int | None, agency: str | None) -> None:
        scope = following.Scope()
        if item is not None:
            if not Item.objects.filter(pk=item).exists():
                raise CommandError(f"There is no item {item}.", returncode=1)
            scope.items.add(item)
        if agency:
            row = Agency.objects.filter(code=agency).first()
            if row is None:
                raise CommandError(f"There is no agency with the code {agency!r}.", returncode=1)
            scope.agencies.add(row.pk)
            scope.items.update(Item.objects.filter(agency=row, index_no__isnull=False).values_list("pk", flat=True))
        static_files.ensure()
        target = baking.own()
        following.refresh(scope=scope, target=target, at=timezone.now())
        self.stdout.write(f"{target.written} written, {target.same} as they were, {target.removed} removed.")

    def _whole(self, to: Path | None) -> None:
        target = baking.own()
        if to is not None:
            target = baking.Target(to.resolve(), is_recorded=False)
            if to.exists() and any(to.iterdir()) and not (to / baking.MANIFEST).exists():
                raise CommandError(f"{to} is not empty and holds no portal; name an empty folder.", returncode=1)
        began = time.monotonic()
        whole.bake_everything(target=target, at=timezone.now(), progress=self._progress)
        spent = time.monotonic() - began
        self.stdout.write(
            f"{target.written} written, {target.same} as they were, {target.removed} removed, in {spent:.1f} s.\n"
            f"The portal lies in {target.root}."
        )

    def _progress(self, part: str, count: int) -> None:
        if count:
            self.stderr.write(f"{part}: {count}")
