"""What the public library of reports needs: what is in it by year and body, one report, its years side by side."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Correction, Figure, Finding, Release, Report
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import statutory


@dataclass(frozen=True)
class PublicReport:
    """All that a report's page shows. `report.public_snapshot` has its `original` and `original.file` at hand."""

    report: Report
    sheet: statutory.Sheet
    years: tuple[Report, ...]
    corrections: tuple[Correction, ...]
    releases: tuple[Release, ...]
    outputs: tuple[Output, ...] = ()

    @property
    def text(self) -> Text | None:
        """The text that went public with the figures, if it was written here."""
        return self.versions[-1].text if self.versions else None

    @property
    def text_before(self) -> Text | None:
        """The text of the version before, which the present one corrects."""
        earlier = [each.text for each in self.versions[:-1] if each.text is not None]
        return earlier[-1] if earlier else None

    @property
    def versions(self) -> tuple[Release, ...]:
        """What was published since it was withdrawn last, oldest first; the last is what the public reads."""
        found: list[Release] = []
        for each in self.releases:
            found = [] if each.kind == Release.Kind.WITHDRAW else [*found, each]
        return tuple(found)

    def outputs_of(self, text: Text | None) -> list[Output]:
        """The files of a text."""
        return [each for each in self.outputs if text is not None and each.text_id == text.pk]


def number_of(release: Release) -> int:
    """The number a published version bears: that of its text, or of its figures where there is no text."""
    return release.text.number if release.text is not None else release.snapshot.number


def reports() -> QuerySet[Report]:
    """The public ones, newest year first, then in the order of the tree; outside bodies after it. One query."""
    rows = Report.objects.public().select_related("agency", "keeper", "public_snapshot")
    return rows.order_by("-year", "agency__sort_path", "body", "id")


def years() -> list[int]:
    """The years that have a public report, newest first. One query."""
    return list(Report.objects.public().order_by("-year").values_list("year", flat=True).distinct())


def page_of(report_id: int) -> PublicReport | None:
    """A public report with its figures, the other years of the body, what was corrected; None if it is not public.

    Five queries, six where a text went public with it.
    """
    rows = Report.objects.public().select_related(
        "agency", "keeper", "public_snapshot__original__file", "public_snapshot__report"
    )
    report = rows.filter(pk=report_id).first()
    if report is None or report.public_snapshot is None:
        return None
    corrections = Correction.objects.filter(
        snapshot__report=report, snapshot__number__lte=report.public_snapshot.number
    ).select_related("snapshot", "figure")
    releases = tuple(
        report.releases.select_related("snapshot__original__file", "text__snapshot", "text__report").order_by(
            "at", "id"
        )
    )
    texts = [each.text_id for each in releases if each.text_id is not None]
    outputs = Output.objects.filter(text__in=texts, file__isnull=False).select_related("file").order_by("id")
    return PublicReport(
        report=report,
        sheet=statutory.sheet(report.public_snapshot),
        years=tuple(Report.objects.public().of_body(report).select_related("agency", "keeper").order_by("year")),
        corrections=tuple(corrections.order_by("snapshot__number")),
        releases=releases,
        outputs=tuple(outputs) if texts else (),
    )


def withdrawn(report_id: int) -> Release | None:
    """The withdrawal of a report that was public once, for its tombstone; else None. One query."""
    rows = Release.objects.filter(report=report_id, report__state=Report.State.WITHDRAWN)
    rows = rows.filter(kind=Release.Kind.WITHDRAW).select_related("report__agency", "report__keeper", "snapshot")
    return rows.order_by("-id").first()


def series(report: Report, indicators: list[str]) -> dict[str, list[tuple[int, Figure]]]:
    """The figures of some statistics over the public years of a body, oldest first. Two queries."""
    rows = list(Report.objects.public().of_body(report).order_by("year"))
    snapshots = {each.public_snapshot_id: each.year for each in rows}
    figures = Figure.objects.filter(snapshot__in=snapshots, indicator__in=indicators).order_by("position")
    by_snapshot: dict[int, list[Figure]] = {}
    for figure in figures:
        by_snapshot.setdefault(figure.snapshot_id, []).append(figure)
    found: dict[str, list[tuple[int, Figure]]] = {name: [] for name in indicators}
    for number, year in snapshots.items():
        for name, figure in statutory.by_indicator(by_snapshot.get(number or 0, ())).items():
            found[name].append((year, figure))
    return found


def accepted(report: Report) -> list[Finding]:
    """The findings that a person accepted and that still hold, for offices that publish them. One query."""
    rows = report.findings.filter(state=Finding.State.ACCEPTED, gone_at__isnull=True)
    return list(rows.order_by("position", "id"))
