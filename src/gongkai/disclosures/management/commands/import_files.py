"""`gongkai import`: take files and folders in as drafts of an agency."""

import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.core.permissions import Permission
from gongkai.disclosures.actions import importing
from gongkai.disclosures.models import ImportBatch, ImportRow
from gongkai.orgs.models import Agency


class Command(BaseCommand):
    """Exit code 0 when every file was imported or skipped, 1 when some were refused, 2 for wrong usage."""

    help = "Take files and folders (txt, html, docx, xlsx, pdf) in as drafts of an agency."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=pathlib.Path, metavar="PATH", help="file or folder")
        parser.add_argument("--agency", required=True, metavar="CODE", help="the agency that publishes them")
        parser.add_argument("--by", metavar="NAME", help="sign-in name of the author (else an officer of the agency)")
        parser.add_argument("--column", metavar="ADDRESS", help="the column for files that name none")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"没有代码为 {options['agency']} 的机关。", returncode=2)
        missing = [str(path) for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError(f"找不到：{'、'.join(missing)}", returncode=2)
        column = None
        if options["column"]:
            column = Column.objects.open().filter(slug=options["column"]).first()
            if column is None:
                raise CommandError(f"没有地址为 {options['column']} 的栏目。", returncode=2)
        now = timezone.now()
        batch = importing.take_in(
            batch=importing.start(
                agency=agency,
                source="、".join(path.name or str(path) for path in options["paths"]),
                by=self._author(agency, options["by"]),
                at=now,
            ),
            sources=importing.folder_sources(options["paths"]),
            by=self._author(agency, options["by"]),
            at=now,
            column=column,
            progress=self._progress,
        )
        self._report(batch)

    def _author(self, agency: Agency, name: str | None) -> Person:
        people = accounts.holders(Permission.ITEM_IMPORT, agency, on=timezone.localdate())
        person = people.filter(username=name).first() if name else people.first()
        if person is None:
            who = f"{name} 不是" if name else "还没有人是"
            advice = "请在工作台「人员」中授予角色，或用 --by 指定。"
            raise CommandError(f"{who}{agency.name}的信息员。{advice}", returncode=2)
        return person

    def _progress(self, count: int) -> None:
        self.stderr.write(f"已读 {count} 份 …")

    def _report(self, batch: ImportBatch) -> None:
        for row in batch.rows.exclude(outcome=ImportRow.Outcome.IMPORTED).order_by("number"):
            self.stdout.write(f"{row.get_outcome_display()}  {row.place}：{''.join(row.messages)}")
        doubts = sum(bool(row.repairs) for row in batch.rows.all())
        self.stdout.write(
            f"共读 {batch.read_count} 份 = 导入 {batch.imported_count} + 跳过 {batch.skipped_count}"
            f" + 退回 {batch.refused_count}；其中 {doubts} 份有疑点。"
        )
        self.stdout.write(f"下一步：在工作台打开 /desk/items/imports/{batch.pk}/ 核对，再提交审核。")
        if batch.refused_count:
            raise SystemExit(1)
