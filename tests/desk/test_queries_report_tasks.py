"""The next step of a report in the worklist of who takes it, and of nobody else."""

from typing import Any

import pytest
from django.utils import timezone

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.annualreports.actions import filing, signing
from gongkai.annualreports.queries import desk
from gongkai.desk.queries import report_tasks
from tests.annualreports import ladder as ladders
from tests.annualreports.ladder import NOW, Ladder

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps() -> Ladder:
    """A bureau below a city."""
    return ladders.ladder()


def titles(person: Person) -> list[str]:
    """What reports ask of a person."""
    access = accounts.access_of(person, on=timezone.localdate())
    tasks = report_tasks.of(desk.waiting(access), on=timezone.localdate())
    return [each.title.partition("：")[0] for each in tasks if "：" in each.title]


def test_each_step_waits_for_who_takes_it(steps: Ladder) -> None:
    report = steps.compiled()
    everybody = (steps.officer, steps.reviewer, steps.issuer, steps.superior)
    steps.sent(report)
    assert [titles(each) for each in everybody] == [[], ["审核"], [], []]
    signing.pass_review(report=report, by=steps.reviewer, at=NOW)
    assert [titles(each) for each in everybody] == [[], [], ["签发"], []]
    signing.sign(report=report, by=steps.issuer, at=NOW)
    assert [titles(each) for each in everybody] == [["报送"], [], [], []]
    filing.file(report=report, by=steps.officer, at=NOW)
    assert [titles(each) for each in everybody] == [[], [], [], ["接收或退回"]]
    filing.return_report(report=report, reason="改", by=steps.superior, at=NOW)
    assert [titles(each) for each in everybody] == [["退回给你"], [], [], []]


def test_many_at_one_stage_are_told_together(steps: Ladder) -> None:
    report = steps.compiled()
    steps.filed(report)
    due = desk.waiting(accounts.access_of(steps.superior, on=timezone.localdate())).due
    tasks = report_tasks.of(desk.Waiting(0, 0, 0, None, due * 20), on=timezone.localdate())
    assert [each.url for each in tasks] == ["/desk/reports/below/?year=2025&state=filed"]


def test_a_person_without_reports_asks_nothing(steps: Ladder, django_assert_num_queries: Any) -> None:
    access = accounts.access_of(Person.objects.create(username="nobody", name="无"), on=timezone.localdate())
    with django_assert_num_queries(0):
        assert desk.waiting(access).is_empty
