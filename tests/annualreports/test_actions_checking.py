"""Findings: computed again and again, decided by people, decisions stay; texts copied between bodies."""

from decimal import Decimal

import pytest

from gongkai.annualreports.actions import amending, checking, refusals
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.queries import desk
from gongkai.config.demo import report_texts
from tests.annualreports import town
from tests.annualreports.town import NOW, Town

pytestmark = pytest.mark.django_db
CELL = "table3.result_total.total"


@pytest.fixture
def place() -> Town:
    return town.town()


@pytest.fixture
def report(place: Town) -> Report:
    return place.report(wrong={CELL: town.cells()[CELL] + 1})


def first(report: Report) -> Finding:
    return desk.standing(report)[0]


def test_a_finding_says_where_both_sides_stand(report: Report) -> None:
    finding = report.findings.get(rule="sum", sentence__contains="行")
    assert finding.severity == "error"
    assert town.cells()[CELL] + 1 in finding.numbers
    assert finding.stated[0]["table"] is not None
    assert finding.against
    assert finding.english


def test_checking_again_finds_the_same_once(report: Report, place: Town) -> None:
    before = set(report.findings.values_list("pk", "fingerprint"))
    checking.recheck(report=report, by=place.office, at=NOW)
    assert set(report.findings.values_list("pk", "fingerprint")) == before


def test_a_decision_outlives_the_next_check(report: Report, place: Town) -> None:
    finding = checking.dismiss(finding=first(report), by=place.office, at=NOW, reason="印刷如此")
    checking.recheck(report=report, by=place.office, at=NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.reason, finding.decided_by) == ("dismissed", "印刷如此", place.office)
    report.refresh_from_db()
    assert report.error_count == report.findings.filter(state="open", severity="error").count()


def test_what_is_found_no_more_goes_unless_it_was_decided(report: Report, place: Town) -> None:
    accepted = checking.accept(finding=first(report), by=place.office, at=NOW)
    assert report.snapshot is not None
    figure = report.snapshot.figures.get(cell=CELL)
    amending.correct_figure(
        report=report, snapshot=report.snapshot, figure=figure, number=figure.number - Decimal(1), reason="改",
        by=place.office, at=NOW,
    )  # fmt: skip
    accepted.refresh_from_db()
    assert accepted.gone_at == NOW
    assert list(report.findings.all()) == [accepted]
    assert desk.standing(report) == []
    assert desk.findings(report) == [accepted]


def test_a_finding_is_decided_once_and_can_be_taken_up_again(report: Report, place: Town) -> None:
    finding = first(report)
    count = Report.objects.get(pk=report.pk).error_count
    checking.accept(finding=finding, by=place.office, at=NOW)
    assert Report.objects.get(pk=report.pk).error_count == count - 1
    with pytest.raises(refusals.WrongState):
        checking.dismiss(finding=finding, by=place.office, at=NOW, reason="不是")
    again = checking.reopen(finding=finding, by=place.office, at=NOW)
    assert (again.state, again.decided_by, again.reason) == ("open", None, "")
    assert Report.objects.get(pk=report.pk).error_count == count
    with pytest.raises(refusals.WrongState):
        checking.reopen(finding=finding, by=place.office, at=NOW)


def test_a_dismissal_needs_its_reason(report: Report, place: Town) -> None:
    with pytest.raises(refusals.ReasonMissing):
        checking.dismiss(finding=first(report), by=place.office, at=NOW, reason=" ")


def test_findings_of_a_withdrawn_report_are_left_alone(report: Report, place: Town) -> None:
    amending.withdraw(report=report, reason="撤", by=place.office, at=NOW)
    with pytest.raises(refusals.WrongState):
        checking.accept(finding=first(report), by=place.office, at=NOW)


def test_copied_text_is_found_in_both_and_stays_through_other_checks(place: Town) -> None:
    rows = [place.report(body=name, more=report_texts.SHARED) for name in ("临江区人民政府", "望山区人民政府")]
    lonely = place.report(body="南浦县人民政府", cells=town.cells(seed=4), dice=2)
    count = checking.look_for_copies(reports=[*rows, lonely], by="system:worker", at=NOW)
    assert count == 2
    found = rows[0].findings.get(rule="copied_text")
    assert "望山区人民政府" in found.sentence
    assert found.stated[0]["start"] >= 0
    checking.recheck(report=rows[0], by=place.office, at=NOW)
    assert rows[0].findings.filter(rule="copied_text").exists()
    assert not lonely.findings.exists()


def test_copied_text_goes_when_the_other_report_went(place: Town) -> None:
    rows = [place.report(body=name, more=report_texts.SHARED) for name in ("临江区人民政府", "望山区人民政府")]
    checking.look_for_copies(reports=rows, by="system:worker", at=NOW)
    checking.look_for_copies(reports=rows[:1], by="system:worker", at=NOW)
    assert not rows[0].findings.exists()
