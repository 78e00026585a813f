"""A roll-up in the desk: parts as they stand and as frozen, each cell onto its parts, who is missing, strangers."""

from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.annualreports.models.reports import Report
from tests.annualreports import ladder as ladders
from tests.annualreports.ladder import DAY, Ladder
from tests.annualreports.town import signed_in
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps() -> Ladder:
    """A bureau with two requests below a city with one."""
    steps = ladders.ladder()
    plenty.requests(steps.city, [{"received_on": DAY}])
    return steps


def address(steps: Ladder, year: int = 2025) -> str:
    """The roll-up of the city."""
    return reverse("annualreports:rollup", args=[steps.city.pk, year])


def test_each_cell_opens_onto_its_parts_before_and_after_it_is_frozen(steps: Ladder) -> None:
    AgencyFactory(name="云州市财政局", parent=steps.city)
    report = steps.compiled()
    steps.accepted(report)
    office = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.city, with_subtree=True))
    shown = office.get(f"{address(steps)}?cell=table3.new.natural").content.decode()
    to_report = f"{reverse('annualreports:report', args=[report.pk])}?cell=table3.new.natural#chosen"
    to_records = reverse("statistics:records", args=[steps.city.pk, 2025, "requests.received.natural_person"])
    assert to_report in shown
    assert to_records in shown
    assert "云州市财政局" in shown
    office.post(address(steps))
    made = Report.objects.get(agency=steps.city)
    frozen = office.get(f"{reverse('annualreports:parts', args=[made.pk])}?cell=table3.new.natural").content.decode()
    assert to_report in frozen
    assert "云州市财政局" in frozen
    assert office.get(reverse("annualreports:parts", args=[report.pk])).status_code == 404
    course = office.get(reverse("annualreports:course", args=[made.pk])).content.decode()
    assert f"{reverse('annualreports:parts', args=[made.pk])}?cell=table3.new.total#chosen" in course


def test_a_stranger_sees_no_roll_up(steps: Ladder) -> None:
    stranger = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.bureau, with_subtree=True))
    assert stranger.get(address(steps)).status_code == 404
    assert stranger.post(address(steps)).status_code == 404


def test_a_year_that_has_no_form_or_has_not_begun_is_not_there(steps: Ladder) -> None:
    office = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.city, with_subtree=True))
    assert office.get(address(steps, 2010)).status_code == 404
    assert office.get(address(steps, 2090)).status_code == 404


def test_what_is_on_its_way_is_not_rolled_up_anew(steps: Ladder) -> None:
    office = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.city, with_subtree=True))
    office.post(address(steps))
    made = Report.objects.get(agency=steps.city)
    office.post(reverse("annualreports:step", args=[made.pk, "send"]), {"seen": 0})
    plenty.requests(steps.city, [{"received_on": DAY}])
    assert "on its way" in office.post(address(steps), follow=True).content.decode()
    assert made.snapshots.count() == 1


def test_the_pages_stay_within_their_queries(steps: Ladder, django_assert_max_num_queries: Any) -> None:
    steps.accepted(steps.compiled())
    office = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.city, with_subtree=True))
    office.post(address(steps))
    made = Report.objects.get(agency=steps.city)
    office.get(address(steps))
    office.get(address(steps))
    with django_assert_max_num_queries(12):
        office.get(address(steps))
    with django_assert_max_num_queries(12):
        office.get(reverse("annualreports:parts", args=[made.pk]))
