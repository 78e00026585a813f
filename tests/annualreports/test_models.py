"""The database refuses what bypasses the door: snapshots, figures, corrections and releases are never changed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.annualreports.models.reports import Report
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.annualreports import (
    BatchFileFactory,
    CorrectionFactory,
    FigureFactory,
    FindingFactory,
    OriginalFactory,
    PassageFactory,
    ReleaseFactory,
    ReportFactory,
    SnapshotFactory,
    TextFactory,
    WordingFactory,
    published_report,
)

pytestmark = pytest.mark.django_db
FROZEN = [
    OriginalFactory,
    SnapshotFactory,
    FigureFactory,
    CorrectionFactory,
    ReleaseFactory,
    WordingFactory,
    TextFactory,
]


def refused(act: Any, name: str = "annualreports") -> None:
    with pytest.raises(Exception, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize("maker", FROZEN, ids=lambda maker: maker.__name__)
def test_what_is_frozen_is_never_changed_or_deleted(maker: Any) -> None:
    row = maker()
    refused(row.save, "never_changed")
    refused(lambda: type(row).objects.filter(pk=row.pk).delete(), "never_deleted")


def test_no_figure_is_added_to_a_frozen_snapshot() -> None:
    figure = FigureFactory()
    refused(lambda: FigureFactory(snapshot=figure.snapshot, position=2), "frozen_snapshot")
    refused(lambda: FigureFactory(snapshot=figure.snapshot, position=0), "frozen_snapshot")
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureFactory(snapshot=figure.snapshot, position=1)


def test_a_report_is_never_deleted_and_never_born_public() -> None:
    report = ReportFactory()
    refused(lambda: Report.objects.filter(pk=report.pk).delete(), "never_deleted")
    snapshot = SnapshotFactory()
    refused(lambda: ReportFactory(state="published", public_snapshot=snapshot, published_at=clock.NOW), "born_public")


def test_a_report_shows_only_its_own_snapshots_and_released_ones() -> None:
    report, other = ReportFactory(), SnapshotFactory()
    report.snapshot = other
    refused(report.save, "another_report")
    own = SnapshotFactory(report=report)
    report.snapshot = report.public_snapshot = own
    report.state, report.published_at = "published", clock.NOW
    refused(report.save, "another_report")
    assert published_report().is_public


def test_a_body_has_one_live_report_a_year() -> None:
    report = ReportFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(agency=report.agency, year=report.year)
    outside = ReportFactory(agency=None, keeper=report.agency, body="邻市人民政府")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(agency=None, keeper=report.agency, body="邻市人民政府")
    outside.state = Report.State.WITHDRAWN
    outside.save()
    assert ReportFactory(agency=None, keeper=report.agency, body="邻市人民政府")


def test_a_passage_stays_with_its_report_and_a_text_has_the_figures_of_its_own() -> None:
    passage, text = PassageFactory(), TextFactory()
    refused(lambda: type(passage).objects.filter(pk=passage.pk).delete(), "never_deleted")
    passage.report = text.report
    refused(passage.save, "changes_report")
    refused(lambda: TextFactory(report=ReportFactory(), snapshot=text.snapshot), "foreign_figures")


@pytest.mark.parametrize(
    ("maker", "fields", "name"),
    [
        (FindingFactory, {"state": "dismissed"}, "decision_has_person"),
        (FindingFactory, {"state": "open", "decided_at": clock.NOW}, "decided_by_with"),
        (CorrectionFactory, {"reason": ""}, "correction_has_reason"),
        (CorrectionFactory, {"new_number": None}, "correction_of_something"),
        (ReleaseFactory, {"kind": "withdraw"}, "withdrawal_has_note"),
        (PassageFactory, {"chapter": ""}, "passage_has_chapter"),
        (PassageFactory, {"edited_at": clock.NOW}, "edited_by_with"),
        (ReportFactory, {"body": ""}, "has_body"),
        (ReportFactory, {"year": 1890}, "year_is_one"),
        (BatchFileFactory, {"state": "refused"}, "refusal_has_words"),
        (BatchFileFactory, {"state": "read"}, "read_has_report"),
    ],
)
def test_what_must_never_be_false_is_refused(maker: Any, fields: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        maker(**fields)


def test_a_dismissal_has_its_reason() -> None:
    person = PersonFactory()
    with pytest.raises(IntegrityError, match="dismissal_has_reason"), transaction.atomic():
        FindingFactory(state="dismissed", decided_by=person, decided_at=clock.NOW)
