"""Whether snapshots still have the figures they were frozen with, and counts those that they count."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery

from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Figure, Finding, Report, Snapshot
from gongkai.annualreports.queries import courses, hashing, rollup


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


def damaged_rollups() -> Iterator[str]:
    """In words: roll-ups in which a figure is not the sum of its parts."""
    rows = Snapshot.objects.filter(origin=Snapshot.Origin.ROLLED_UP).select_related("report__agency").order_by("pk")
    for snapshot in rows.iterator(chunk_size=100):
        found = rollup.frozen(snapshot.report, snapshot)
        wrong = [each.cell for each in snapshot.figures.all() if each.number != found.number(each.cell)]
        if wrong:
            yield f"年度报告 {snapshot.report} 第 {snapshot.number} 版汇总数与各部分之和不符：{'、'.join(wrong[:5])}"


def misplaced() -> Iterator[Filing]:
    """Filings whose stage is not that of the newest step of their report."""
    newest = Step.objects.filter(report=OuterRef("report")).order_by("-number").values("kind")[:1]
    for each in Filing.objects.select_related("report").annotate(last=Subquery(newest)).order_by("pk"):
        if courses.STAGE_AFTER.get(each.last, Filing.Stage.DRAFT) != each.stage:
            yield each


def miscounted() -> Iterator[Report]:
    """Reports whose counts of open findings differ from their findings."""
    waiting = Q(findings__state=Finding.State.OPEN, findings__gone_at__isnull=True)
    rows = Report.objects.annotate(
        errors=Count("findings", filter=waiting & Q(findings__severity=Finding.Severity.ERROR)),
        warnings=Count("findings", filter=waiting & Q(findings__severity=Finding.Severity.WARNING)),
    )
    yield from rows.exclude(error_count=F("errors"), warning_count=F("warnings")).order_by("pk")
