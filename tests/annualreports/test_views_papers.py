"""The desk's page of a report's files: versions with downloads, the draft, making what is missing, the difference."""

import io
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.annualreports.actions import printing
from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Report
from tests.annualreports import issued, town
from tests.annualreports.town import Town, signed_in
from tests.documents.report_papers import made
from tests.factories import clock

pytestmark = pytest.mark.django_db
EDITION = "form-2021"
MOST_QUERIES = 12


@pytest.fixture
def place() -> Town:
    return town.town()


@pytest.fixture
def report(place: Town, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A compiled report, on a machine without LibreOffice."""
    monkeypatch.setenv("PATH", "")
    return issued.compiled(EDITION, made.figures(EDITION, 3), agency=place.bureau, keeper=place.bureau, year=2025)


def url(name: str, *words: Any) -> str:
    return reverse(f"annualreports:{name}", args=words)


def test_a_report_that_was_never_sent_has_its_draft_only(place: Town, report: Report) -> None:
    client = signed_in(place.office)

    shown = client.get(url("files", report.pk)).content.decode()
    draft = client.get(url("draft", report.pk, "docx"))

    assert url("draft", report.pk, "xlsx") in shown
    assert url("print", report.pk, 1) not in shown
    words = [each.text for each in docx.Document(io.BytesIO(draft.content)).paragraphs]
    assert "（草稿，尚未签发）" in words
    assert draft["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "sandbox" in draft["Content-Security-Policy"]


def test_files_are_wanted_made_and_downloaded(place: Town, report: Report) -> None:
    text = issued.signed(report)
    client = signed_in(place.office)

    assert client.post(url("print", report.pk, text.pk)).url == url("files", report.pk)
    assert "data-running" in client.get(url("files", report.pk)).content.decode()
    printing.make(text=text, by="system:worker", at=clock.NOW)
    output = text.outputs.get(kind="docx")
    got = client.get(url("output", report.pk, output.pk))

    assert made.read_back(b"".join(got.streaming_content), "年报.docx") == made.figures(EDITION, 3)
    shown = client.get(url("files", report.pk)).content.decode()
    assert "libreoffice-writer-nogui" in shown
    assert url("print", report.pk, text.pk) in shown


def test_a_text_is_one_json_document(place: Town, report: Report) -> None:
    text = issued.signed(report)

    got = signed_in(place.office).get(url("document", report.pk, text.pk))

    assert got.json()["sha256"] == text.content_hash


def test_a_correction_shows_the_difference_to_the_public_version(place: Town, report: Report) -> None:
    stated = made.figures(EDITION, 3)
    issued.published(report)
    other = {**stated, "table3.new.total": stated["table3.new.total"] + 1}
    issued.corrected(report, other, note="漏计1件")
    client = signed_in(place.office)
    client.get(url("files", report.pk))

    with CaptureQueriesContext(connection) as queries:
        shown = client.get(url("files", report.pk)).content.decode()

    assert f"<del>{stated['table3.new.total']:,}</del>" in shown
    assert f"<ins>{other['table3.new.total']:,}</ins>" in shown
    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize("kind", ["json", "exe"])
def test_an_unknown_kind_of_draft_is_not_there(place: Town, report: Report, kind: str) -> None:
    assert signed_in(place.office).get(url("draft", report.pk, kind)).status_code == 404


def test_a_draft_that_cannot_be_printed_says_why(place: Town, report: Report) -> None:
    got = signed_in(place.office).get(url("draft", report.pk, "pdf"), follow=True)

    assert "libreoffice-writer-nogui" in got.content.decode()


def test_a_file_of_another_report_is_not_there(place: Town, report: Report) -> None:
    text = issued.signed(report)
    printing.ask(text=text, at=clock.NOW)
    other = issued.compiled(EDITION, made.figures(EDITION, 3), agency=place.bureau, keeper=place.bureau, year=2024)

    got = signed_in(place.office).get(url("output", other.pk, Output.objects.first().pk))

    assert got.status_code == 404
