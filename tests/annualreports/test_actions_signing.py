"""Signing: different people, the text that was reviewed, errors settled first, and what the database refuses itself."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.annualreports.actions import amending, checking, compiling, drafting, refusals, signing
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Finding, Report, Snapshot
from gongkai.events.models import Event
from tests.annualreports import ladder as ladders
from tests.annualreports.ladder import NOW, Ladder
from tests.factories.annualreports import FindingFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
Stage = Filing.Stage


@pytest.fixture
def steps() -> Ladder:
    """A bureau below a city."""
    return ladders.ladder()


@pytest.fixture
def report(steps: Ladder) -> Report:
    """Its compiled report."""
    return steps.compiled()


def test_a_report_is_sent_passed_and_signed_by_three_people(steps: Ladder, report: Report) -> None:
    filing = steps.signed(report)
    assert (filing.stage, filing.text, filing.signed_text) == (Stage.SIGNED, report.texts.get(), report.texts.get())
    assert list(report.steps.order_by("number").values_list("kind", "by")) == [
        ("send", steps.officer.pk),
        ("pass", steps.reviewer.pk),
        ("sign", steps.issuer.pk),
    ]
    report.refresh_from_db()
    assert (report.state, report.confirmed_by) == (Report.State.CONFIRMED, steps.issuer)
    kinds = ["report.sent", "report.passed", "report.signed"]
    assert list(Event.objects.filter(kind__in=kinds).order_by("id").values_list("kind", flat=True)) == kinds


def test_nobody_takes_two_of_the_three_steps(steps: Ladder, report: Report) -> None:
    steps.sent(report)
    with pytest.raises(refusals.SamePerson):
        signing.pass_review(report=report, by=steps.officer, at=NOW)
    signing.pass_review(report=report, by=steps.reviewer, at=NOW)
    for person in (steps.officer, steps.reviewer):
        with pytest.raises(refusals.SamePerson):
            signing.sign(report=report, by=person, at=NOW)


def test_a_change_needs_a_new_review(steps: Ladder, report: Report) -> None:
    steps.passed(report)
    passage = report.passages.exclude(text="").first()
    assert passage is not None
    with pytest.raises(refusals.UnderWay):
        drafting.write(passage=passage, version=passage.version, text="改了", by=steps.officer, at=NOW)
    plenty.requests(steps.bureau, [{"received_on": ladders.DAY}])
    with pytest.raises(refusals.UnderWay):
        compiling.compile_report(agency=steps.bureau, year=2025, by=steps.officer, at=NOW)
    signing.send_back(report=report, reason="补充一件申请", by=steps.issuer, at=NOW)
    steps.compiled()
    with pytest.raises(refusals.WrongState):
        signing.sign(report=report, by=steps.issuer, at=NOW)
    filing = steps.signed(report)
    assert filing.text is not None
    assert filing.text.number == 2


def test_an_error_is_settled_or_explained_before_the_signature(steps: Ladder, report: Report) -> None:
    assert report.snapshot is not None
    finding = FindingFactory(report=report, snapshot=report.snapshot)
    steps.passed(report)
    with pytest.raises(refusals.Blocked) as refused:
        signing.sign(report=report, by=steps.issuer, at=NOW)
    assert refused.value.count == 1
    checking.accept(finding=finding, by=steps.officer, at=NOW)
    with pytest.raises(refusals.Blocked):
        signing.sign(report=report, by=steps.issuer, at=NOW)
    checking.reopen(finding=finding, by=steps.officer, at=NOW)
    checking.dismiss(finding=finding, reason="职能划转，口径不同", by=steps.officer, at=NOW)
    assert signing.sign(report=report, by=steps.issuer, at=NOW).stage == Stage.SIGNED


def test_who_looks_at_an_older_page_is_told(steps: Ladder, report: Report) -> None:
    signing.send(report=report, by=steps.officer, at=NOW, seen=0)
    with pytest.raises(refusals.WrongState):
        signing.send(report=report, by=steps.officer, at=NOW, seen=0)
    signing.send_back(report=report, reason="退回", by=steps.reviewer, at=NOW, seen=1)
    steps.sent(report)
    with pytest.raises(refusals.OtherStep):
        signing.pass_review(report=report, by=steps.reviewer, at=NOW, seen=1)


def test_what_has_no_text_is_not_sent_and_a_reason_is_wanted(steps: Ladder, report: Report) -> None:
    report.passages.update(text="")
    with pytest.raises(refusals.NoText):
        steps.sent(report)
    with pytest.raises(refusals.ReasonMissing):
        signing.send_back(report=report, reason=" ", by=steps.reviewer, at=NOW)
    with pytest.raises(refusals.ReasonMissing):
        signing.reopen(report=report, reason="", by=steps.reviewer, at=NOW)


def test_a_signed_report_is_published_with_its_text_and_corrected_with_a_note(steps: Ladder, report: Report) -> None:
    with pytest.raises(refusals.NotSigned):
        amending.confirm(report=report, snapshot=report.snapshot, by=steps.issuer, at=NOW)  # type: ignore[arg-type]
    steps.signed(report)
    public = amending.publish(report=report, by=steps.issuer, at=NOW)
    assert public.public_text == report.texts.get()
    with pytest.raises(refusals.WrongState):
        amending.publish(report=report, by=steps.issuer, at=NOW)
    signing.reopen(report=report, reason="第三章漏一句", by=steps.officer, at=NOW)
    passage = report.passages.exclude(text="").first()
    assert passage is not None
    drafting.write(passage=passage, version=passage.version, text=f"{passage.text}补充。", by=steps.officer, at=NOW)
    with pytest.raises(refusals.NotSigned):
        amending.publish(report=report, by=steps.issuer, at=NOW, note="补充一句")
    steps.signed(report)
    with pytest.raises(refusals.NoteMissing):
        amending.publish(report=report, by=steps.issuer, at=NOW)
    public = amending.publish(report=report, by=steps.issuer, at=NOW, note="第三章补充一句")
    assert public.public_text is not None
    assert public.public_text.number == 2
    assert list(public.releases.order_by("id").values_list("text__number", "note")) == [(1, ""), (2, "第三章补充一句")]


# --- past the door ---


def step(report: Report, kind: str, by: Any, **changes: Any) -> Step:
    """A step written straight into the table."""
    text = report.texts.order_by("-number").first()
    assert text is not None
    values: dict[str, Any] = {
        "report": report,
        "number": report.steps.count() + 1,
        "kind": kind,
        "text": text,
        "snapshot": text.snapshot,
        "content_hash": text.content_hash,
        "superior_id": report.keeper.parent_id,
        "by": by,
        "at": NOW,
    }
    return Step.objects.create(**values | changes)


def refused(name: str, report: Report, kind: str, by: Any, **changes: Any) -> None:
    """The database itself says no, by name."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        step(report, kind, by, **changes)


def test_the_database_refuses_the_same_person_and_another_text(steps: Ladder, report: Report) -> None:
    steps.sent(report)
    refused("signature_without_review", report, "sign", steps.issuer)
    refused("reviewed_by_its_writer", report, "pass", steps.officer)
    refused("step_of_another_text|review_of_what_was_not_sent", report, "pass", steps.reviewer, content_hash="0" * 64)
    refused("step_out_of_order|review_of_what_was_not_sent", report, "pass", steps.reviewer, number=7)
    refused("sent_or_filed_twice", report, "send", steps.officer)
    signing.pass_review(report=report, by=steps.reviewer, at=NOW)
    refused("signed_by_its_writer_or_reviewer", report, "sign", steps.reviewer)
    refused("filed_without_signature", report, "file", steps.officer)
    finding = FindingFactory(report=report, snapshot=report.snapshot)
    refused("signed_with_errors", report, "sign", steps.issuer)
    Finding.objects.filter(pk=finding.pk).delete()
    signing.sign(report=report, by=steps.issuer, at=NOW)
    refused("decided_without_filing", report, "accept", steps.superior)
    step(report, "file", steps.officer)
    refused("accepted_by_who_signed_or_filed", report, "accept", steps.issuer)


def test_the_database_refuses_a_stage_without_its_step_and_changes_meanwhile(steps: Ladder, report: Report) -> None:
    steps.sent(report)
    for name, statement in (
        ("stage_without_step", "UPDATE annualreports_filing SET stage = 'signed'"),
        ("filing_is_never_deleted", "DELETE FROM annualreports_filing"),
        ("step_is_never_changed", "UPDATE annualreports_step SET by_id = by_id + 1"),
        ("step_is_never_deleted", "DELETE FROM annualreports_step"),
        ("passage_of_filed_report", "UPDATE annualreports_passage SET text = 'x'"),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="figures_of_filed_report"), transaction.atomic():
        Snapshot.objects.create(
            report=report, number=9, origin="computed", figure_count=0, content_hash="0" * 64, by="x", at=NOW
        )
    with pytest.raises(DatabaseError, match="release_unsigned"), transaction.atomic():
        report.releases.create(kind="publish", snapshot=report.snapshot, by="x", at=NOW)
