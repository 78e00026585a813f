"""The way of a report in the desk: every step by who may take it, remarks and answers, what strangers see."""

from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import Report
from tests.annualreports import ladder as ladders
from tests.annualreports.ladder import Ladder
from tests.annualreports.town import signed_in
from tests.factories.accounts import person_with
from tests.factories.annualreports import FindingFactory
from tests.factories.orgs import AgencyFactory

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


def page(report: Report, name: str = "course", *args: Any) -> str:
    """An address of the report."""
    return reverse(f"annualreports:{name}", args=[report.pk, *args])


def post(person: Any, report: Report, act: str, *, note: str = "", seen: int | None = None) -> Any:
    """Take a step from its page."""
    count = report.steps.count() if seen is None else seen
    return signed_in(person).post(page(report, "step", act), {"seen": count, "note": note}, follow=True)


def stage(report: Report) -> str:
    """Where it stands."""
    return Filing.objects.get(report=report).stage


def test_the_whole_way_in_the_desk(steps: Ladder, report: Report) -> None:
    for person, act, after in (
        (steps.officer, "send", Stage.IN_REVIEW),
        (steps.reviewer, "pass", Stage.REVIEWED),
        (steps.issuer, "sign", Stage.SIGNED),
        (steps.officer, "file", Stage.FILED),
        (steps.superior, "accept", Stage.ACCEPTED),
    ):
        shown = signed_in(person).get(page(report)).content.decode()
        assert page(report, "step", act) in shown
        post(person, report, act)
        assert stage(report) == after
    shown = signed_in(steps.officer).get(page(report)).content.decode()
    assert steps.superior.name in shown
    assert page(report, "step", "reopen") in shown
    signed_in(steps.issuer).post(page(report, "publish"), {"note": ""})
    report.refresh_from_db()
    assert report.is_public


def test_a_step_that_is_not_mine_is_not_there(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    assert signed_in(steps.reviewer).get(page(report, "step", "accept")).status_code == 404
    assert signed_in(steps.officer).post(page(report, "step", "sign"), {"seen": 4}).status_code == 404
    assert signed_in(steps.officer).get(page(report, "step", "nonsense")).status_code == 404
    assert signed_in(steps.officer).post(page(report, "remark"), {"words": "x"}).status_code == 403


def test_a_foreign_user_sees_and_takes_nothing(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    beside = AgencyFactory(name="云州市财政局", parent=steps.city)
    for role in (Role.DISCLOSURE_OFFICE, Role.SUPERIOR):
        stranger = signed_in(person_with(role, beside, with_subtree=True))
        for address in (page(report), page(report, "step", "accept"), page(report, "step", "take-back")):
            assert stranger.get(address).status_code == 404
            assert stranger.post(address, {"seen": 4, "note": "x"}).status_code in {404, 405}
        assert stranger.post(page(report, "remark"), {"words": "x"}).status_code == 404
    assert stage(report) == Stage.FILED


def test_an_older_page_and_a_second_click_change_nothing(steps: Ladder, report: Report) -> None:
    post(steps.officer, report, "send", seen=0)
    assert "In review" in post(steps.officer, report, "send", seen=0).content.decode()
    assert report.steps.count() == 1
    post(steps.reviewer, report, "back", note="改一改")
    post(steps.officer, report, "send")
    shown = post(steps.reviewer, report, "pass", seen=1).content.decode()
    assert "Somebody took a step" in shown
    assert stage(report) == Stage.IN_REVIEW


def test_who_took_part_is_told_that_the_next_step_is_for_another(steps: Ladder, report: Report) -> None:
    both = person_with(Role.DISCLOSURE_OFFICE, steps.bureau)
    post(both, report, "send")
    shown = signed_in(both).get(page(report)).content.decode()
    assert "is for somebody else" in shown
    assert page(report, "step", "pass") not in shown


def test_what_blocks_a_signature_is_said_with_a_link(steps: Ladder, report: Report) -> None:
    finding = FindingFactory(report=report, snapshot=report.snapshot)
    steps.passed(report)
    link = f"{page(report, 'report')}?finding={finding.pk}#finding-{finding.pk}"
    assert link in signed_in(steps.issuer).get(page(report)).content.decode()
    assert link in signed_in(steps.issuer).get(page(report, "step", "sign")).content.decode()
    answer = post(steps.issuer, report, "sign")
    assert answer.status_code == 422
    assert stage(report) == Stage.REVIEWED


def test_remarks_on_a_cell_and_a_paragraph_are_answered(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    superior, officer = signed_in(steps.superior), signed_in(steps.officer)
    assert "Remark on" in superior.get(f"{page(report)}?cell=table3.new.total").content.decode()
    superior.post(page(report, "remark"), {"cell": "table3.new.total", "words": "与上年结转不符"})
    chapter = next(each["id"] for each in report.texts.get().chapters if each["paragraphs"])
    superior.post(page(report, "remark"), {"chapter": chapter, "paragraph": 1, "words": "过简"})
    assert superior.post(page(report, "remark"), {"words": " "}).status_code == 422
    assert page(report, "step", "return") in superior.get(page(report)).content.decode()
    assert "过简" in superior.get(page(report, "step", "return")).content.decode()
    post(steps.superior, report, "return")
    assert stage(report) == Stage.RETURNED
    assert post(steps.officer, report, "send").status_code == 422
    for each in report.remarks.all():
        officer.post(page(report, "answer", each.pk), {"words": "已改"})
    post(steps.officer, report, "send")
    assert stage(report) == Stage.IN_REVIEW
    assert "已改" in superior.get(page(report), follow=True).content.decode()


def test_a_noted_remark_can_be_dropped(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    superior = signed_in(steps.superior)
    superior.post(page(report, "remark"), {"words": "整体"})
    superior.post(page(report, "drop-remark", report.remarks.get().pk))
    assert not report.remarks.exists()


def test_the_page_stays_within_its_queries(steps: Ladder, report: Report, django_assert_max_num_queries: Any) -> None:
    FindingFactory(report=report, snapshot=report.snapshot)
    steps.passed(report)
    browser = signed_in(steps.issuer)
    browser.get(page(report))
    with django_assert_max_num_queries(12):
        browser.get(page(report))
    with django_assert_max_num_queries(12):
        browser.get(page(report, "step", "sign"))
