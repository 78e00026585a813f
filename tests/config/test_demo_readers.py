"""The demo's readers: reports with and without an answer, verdicts, a day without colour to come."""

import datetime

import pytest

from gongkai.config.demo import readers
from gongkai.config.demo.schedule import window
from gongkai.config.demo.stage import Stage
from gongkai.portal.models import Mourning, Problem, Verdict
from tests.factories.accounts import person_with
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

NOW = datetime.datetime(2026, 11, 21, 3, 0, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_readers_are_heard_and_answered() -> None:
    agency = AgencyFactory()
    person_with("disclosure-office", agency)
    for _number in range(3):
        published_item(agency=agency)
    readers.add(Stage(now=NOW, span=window(NOW.date())))

    assert Problem.objects.filter(answered_at__isnull=False).count() == 2
    assert Problem.objects.filter(answered_at__isnull=True).exists()
    assert Verdict.objects.get(path="/gaps/").found == 12
    assert Mourning.objects.get().first_on == datetime.date(2026, 12, 13)
