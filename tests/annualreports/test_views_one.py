"""The page of one report: figures, what is chosen, corrections, findings, acts, versions, letter, file."""

import io
from typing import Any

import docx
import pytest
from django.urls import reverse

from gongkai.annualreports.models.reports import Finding, Report
from tests.annualreports import town
from tests.annualreports.town import Town, signed_in
from tests.factories.annualreports import published_report

pytestmark = pytest.mark.django_db
CELL = "table3.result_total.total"


@pytest.fixture
def place() -> Town:
    return town.town()


@pytest.fixture
def report(place: Town) -> Report:
    return place.report(wrong={CELL: town.cells()[CELL] + 1})


def url(name: str, *words: Any) -> str:
    return reverse(f"annualreports:{name}", args=words)


def text(place: Town, report: Report, query: str = "") -> str:
    return signed_in(place.office).get(url("report", report.pk) + query).content.decode()


def fresh(report: Report) -> Report:
    return Report.objects.select_related("snapshot").get(pk=report.pk)


def test_the_page_shows_tables_findings_and_the_paper(place: Town, report: Report) -> None:
    shown = text(place, report)
    assert "三、收到和处理政府信息公开申请情况" in shown
    assert f"data-place>{town.cells()[CELL] + 1}</a>" in shown.replace(" aria-current", "")
    assert "现为" in shown
    assert "<mark" not in shown


@pytest.mark.parametrize("what", ["figure", "cell"])
def test_a_chosen_figure_is_marked_in_the_paper(place: Town, report: Report, what: str) -> None:
    assert report.snapshot is not None
    value = report.snapshot.figures.get(cell=CELL).pk if what == "figure" else CELL
    shown = text(place, report, f"?{what}={value}")
    assert f"<mark data-first>{town.cells()[CELL] + 1}</mark>" in shown
    assert "Correct this figure" in shown


def test_a_chosen_finding_is_marked_on_both_sides(place: Town) -> None:
    report = place.report(said=7)
    shown = text(place, report, f"?finding={report.findings.get().pk}")
    assert shown.count("<mark") >= 2


@pytest.mark.parametrize("query", ["?figure=99999", "?figure=x", "?finding=0", "?cell=nothing", "?figure="])
def test_what_is_not_there_cannot_be_chosen(place: Town, report: Report, query: str) -> None:
    assert 'id="chosen"' not in text(place, report, query)


def test_the_page_runs_the_same_queries_for_any_number_of_findings(
    place: Town, report: Report, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(place.office)
    client.get(url("report", report.pk))
    with django_assert_max_num_queries(12):
        client.get(url("report", report.pk))


def correct(place: Town, report: Report, **fields: Any) -> Any:
    assert report.snapshot is not None
    figure = report.snapshot.figures.filter(cell=CELL).first()
    data = {"snapshot": report.snapshot.pk, "figure": figure.pk if figure else "", "number": "48", "reason": "原件如此"}
    return signed_in(place.office).post(url("correct", report.pk), {**data, **fields})


def test_a_figure_is_corrected_with_a_reason(place: Town, report: Report) -> None:
    right = town.cells()[CELL]
    answer = correct(place, report, number=f"{right:,}")
    assert answer["Location"] == f"{url('report', report.pk)}?cell={CELL}#chosen"
    assert fresh(report).error_count == 0
    assert "corrected" in text(place, report)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": ""}, "This field is required"),
        ({"number": "许多"}, "Write a number"),
        ({"number": ""}, "tick that there is none"),
        ({"number": str(town.cells()[CELL] + 1)}, "stands there already"),
        ({"figure": "", "cell": "nothing"}, "has no such cell"),
    ],
)
def test_what_is_wrong_with_a_correction_is_told_and_nothing_lost(
    place: Town, report: Report, fields: dict[str, str], words: str
) -> None:
    answer = correct(place, report, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert fresh(report).snapshot == report.snapshot


def test_a_figure_of_another_report_is_not_corrected_here(place: Town, report: Report) -> None:
    other = place.report(year=2024)
    assert other.snapshot is not None
    assert correct(place, report, snapshot=other.snapshot.pk).status_code == 404


def decide(place: Town, finding: Finding, name: str, **fields: str) -> str:
    address = url("decide", finding.report_id, finding.pk, name)
    return signed_in(place.office).post(address, fields, follow=True).content.decode()


def test_findings_are_accepted_dismissed_and_reopened(place: Town, report: Report) -> None:
    finding = report.findings.order_by("id")[0]
    assert "Dismissed." not in decide(place, finding, "dismiss")
    assert "Dismissed." in decide(place, finding, "dismiss", reason="印刷如此")
    assert "It is open again." in decide(place, finding, "reopen")
    assert "goes into the letter" in decide(place, finding, "accept")
    finding.refresh_from_db()
    assert finding.state == "accepted"
    assert signed_in(place.office).post(url("decide", report.pk, finding.pk, "shout")).status_code == 404


def test_a_report_is_confirmed_published_and_withdrawn(place: Town, report: Report) -> None:
    client = signed_in(place.office)
    client.post(url("act", report.pk, "confirm"))
    assert fresh(report).state == "confirmed"
    assert "It is Confirmed now" in client.post(url("act", report.pk, "confirm"), follow=True).content.decode()
    assert client.get(url("publish", report.pk)).status_code == 200
    client.post(url("publish", report.pk), {"note": ""})
    assert fresh(report).is_public
    assert client.post(url("publish", report.pk), {"note": ""}).status_code == 422
    assert client.post(url("withdraw", report.pk), {"reason": ""}).status_code == 422
    client.post(url("withdraw", report.pk), {"reason": "有误"})
    assert fresh(report).state == "withdrawn"
    assert client.post(url("act", report.pk, "shout")).status_code == 404


def test_an_officer_withdraws_what_was_never_public_and_nothing_else(place: Town, report: Report) -> None:
    public = published_report(agency=place.bureau, year=2020)
    client = signed_in(place.officer)
    assert client.post(url("withdraw", public.pk), {"reason": "x"}).status_code == 404
    assert client.post(url("withdraw", report.pk), {"reason": "读错文件"}).status_code == 302
    assert client.get(url("publish", report.pk)).status_code == 403


def test_what_is_known_of_a_report_is_changed_with_a_reason(place: Town, report: Report) -> None:
    client = signed_in(place.office)
    fields = {"body": "云州市财政局", "year": "2025", "filed_on": "", "inhabitants": "500000", "reason": "认错了"}
    assert client.get(url("describe", report.pk)).status_code == 200
    assert client.post(url("describe", report.pk), {**fields, "reason": ""}).status_code == 422
    assert client.post(url("describe", report.pk), fields).status_code == 302
    assert (fresh(report).agency_id, fresh(report).inhabitants) == (place.other.pk, 500_000)


def test_an_officer_cannot_give_a_report_to_another_agency(place: Town, report: Report) -> None:
    fields = {"body": "云州市财政局", "year": "2025", "reason": "x"}
    answer = signed_in(place.officer).post(url("describe", report.pk), fields)
    assert answer.status_code == 422
    assert fresh(report).agency_id == place.bureau.pk


def test_versions_show_what_was_corrected(place: Town, report: Report) -> None:
    correct(place, report, number="1")
    shown = signed_in(place.office).get(url("versions", report.pk)).content.decode()
    assert "<ins>1</ins>" in shown
    assert "原件如此" in shown
    assert "From version 1 to 2" in shown
    first = signed_in(place.office).get(url("versions", report.pk) + "?to=1&from=9").content.decode()
    assert "There is only one version." in first


def test_the_letter_is_a_word_file(place: Town, report: Report) -> None:
    client = signed_in(place.office)
    answer = client.post(url("letter", report.pk), {"scope": "standing"})
    lines = [each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert any(line.startswith("1．") for line in lines)
    assert "attachment" in answer["Content-Disposition"]
    nothing = client.post(url("letter", report.pk), {"scope": "accepted"}, follow=True)
    assert "no finding to write about" in nothing.content.decode()


def test_the_original_is_downloaded_and_never_shown_as_a_page(place: Town, report: Report) -> None:
    assert report.snapshot is not None and report.snapshot.original is not None
    answer = signed_in(place.office).get(url("original", report.pk, report.snapshot.original.pk))
    assert b"".join(answer.streaming_content).startswith(b"<!doctype html>")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_lost_original_is_told(place: Town, report: Report, settings: Any, tmp_path: Any) -> None:
    assert report.snapshot is not None and report.snapshot.original is not None
    settings.FILES_ROOT = tmp_path / "elsewhere"
    answer = signed_in(place.office).get(url("original", report.pk, report.snapshot.original.pk), follow=True)
    assert "missing or damaged" in answer.content.decode()
