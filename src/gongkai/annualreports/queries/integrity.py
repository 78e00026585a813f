"""Whether snapshots still have the figures they were frozen with, and counts those that they count."""

from collections.abc import Iterator

from django.db.models import Count, F, Prefetch, Q

from gongkai.annualreports.models.reports import Figure, Finding, Report, Snapshot
from gongkai.annualreports.queries import hashing


def damaged_snapshots() -> Iterator[str]:
    """In words: snapshots whose figures no longer have their hash, or whose number of figures is another."""
    rows = Snapshot.objects.select_related("report").prefetch_related(
        Prefetch("figures", Figure.objects.order_by("position"))
    )
    for snapshot in rows.order_by("pk").iterator(chunk_size=100):
        figures = list(snapshot.figures.all())
        is_whole = len(figures) == snapshot.figure_count
        if not is_whole or hashing.content_hash(edition=snapshot.edition, figures=figures) != snapshot.content_hash:
            yield f"年度报告 {snapshot.report} 第 {snapshot.number} 版的数据与冻结时的校验值不符，请从备份恢复"


def miscounted() -> Iterator[Report]:
    """Reports whose counts of open findings differ from their findings."""
    waiting = Q(findings__state=Finding.State.OPEN, findings__gone_at__isnull=True)
    rows = Report.objects.annotate(
        errors=Count("findings", filter=waiting & Q(findings__severity=Finding.Severity.ERROR)),
        warnings=Count("findings", filter=waiting & Q(findings__severity=Finding.Severity.WARNING)),
    )
    yield from rows.exclude(error_count=F("errors"), warning_count=F("warnings")).order_by("pk")
