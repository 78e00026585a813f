"""Compiled reports on the portal: text, files, earlier versions; a withdrawal leaves none of them."""

from pathlib import Path

import pytest
from django.conf import settings

from gongkai.annualreports.actions import amending, printing
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.pages import places
from gongkai.portal.actions import verifying
from gongkai.portal.tasks import following
from tests.annualreports import issued
from tests.documents.report_papers import made
from tests.factories import clock
from tests.portal.conftest import event

EDITION = "form-2021"


@pytest.fixture
def report(db: None, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A compiled report, on a machine without LibreOffice."""
    monkeypatch.setenv("PATH", "")
    return issued.compiled(EDITION, made.figures(EDITION, 6), year=2025)


def hear(report: Report, kind: str = "report.published") -> None:
    following.hear([event(kind, report.reference)])


def printed(text: Text) -> None:
    printing.ask(text=text, at=clock.NOW)
    printing.make(text=text, by="system:worker", at=clock.NOW)


def files(text: Text) -> set[str]:
    return {places.output_path(each) for each in text.outputs.filter(file__isnull=False).select_related("file")}


def there() -> set[str]:
    root = Path(settings.PUBLIC_ROOT)
    return {str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()}


def test_files_follow_when_they_are_made_and_go_with_the_report(report: Report) -> None:
    text = issued.published(report)
    hear(report)
    page = Path(settings.PUBLIC_ROOT) / f"{places.folder(report)}index.html"
    assert "均已登记" in page.read_text()
    assert "docx" not in page.read_text()

    printed(text)
    hear(report, "report.printed")

    assert files(text) <= there()
    assert places.output_address(text.outputs.get(kind="docx")) in page.read_text()
    assert f"{places.folder(report)}report.json" in there()
    assert list(verifying.verify(root=Path(settings.PUBLIC_ROOT))) == []

    amending.withdraw(report=report, reason="数据有误", by="system:test", at=clock.NOW)
    hear(report, "report.withdrawn")

    assert not files(text) & there()
    assert f"{places.folder(report)}report.json" not in there()
    assert "均已登记" not in page.read_text()


def test_an_earlier_version_stays_reachable_until_the_report_is_withdrawn(report: Report) -> None:
    stated = made.figures(EDITION, 6)
    first = issued.published(report)
    printed(first)
    hear(report)
    second = issued.corrected(report, {**stated, "table3.new.total": stated["table3.new.total"] + 1}, note="漏计1件")
    printed(second)
    hear(report)
    earlier = f"{places.version_folder(report, first.number)}index.html"

    assert earlier in there()
    assert files(first) | files(second) <= there()
    page = (Path(settings.PUBLIC_ROOT) / f"{places.folder(report)}index.html").read_text()
    assert f"/{places.version_folder(report, first.number)}" in page
    assert "漏计1件" in page

    amending.withdraw(report=report, reason="数据有误", by="system:test", at=clock.NOW)
    hear(report, "report.withdrawn")

    assert earlier not in there()
    assert not (files(first) | files(second)) & there()
