"""The demo's activities: every office that records has three years of them, and its form is not empty."""

import datetime
import random

import pytest

from gongkai.activities.models.records import Activity
from gongkai.activities.queries import checking, integrity
from gongkai.config.demo import activities
from gongkai.config.demo.schedule import window
from gongkai.config.demo.stage import Stage
from gongkai.statistics.queries import filling, spans
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

NOW = datetime.datetime(2026, 11, 21, 3, 0, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_three_years_of_an_office_are_recorded() -> None:
    agency = AgencyFactory()
    person_with("officer", agency)
    activities.add(Stage(now=NOW, span=window(NOW.date())))
    assert set(Activity.objects.values_list("year", flat=True)) == {2024, 2025, 2026}
    assert list(integrity.drifted()) == []
    cells = filling.fill(spans.Scope(agency, spans.year(2025)), "form-2014").cells
    assert (cells["s9_meetings"].number, cells["s8_offices"].number, cells["s2_press"].number) == (3, 1, 1)
    assert cells["s9_meetings"].is_entered
    assert cells["s1_total"].number == 12


@pytest.mark.django_db
def test_what_is_drawn_up_is_sound() -> None:
    agency = AgencyFactory()
    rnd = random.Random(1)
    drawn = [*activities._year(2025, rnd), *activities._days(2025, NOW.date(), rnd)]
    for content, channels in drawn:
        one = checking.cleaned(content.__class__(**{**content.__dict__, "channel": channels[0] if channels else ""}))
        assert checking.faults(one, agency=agency, today=NOW.date()) == []
