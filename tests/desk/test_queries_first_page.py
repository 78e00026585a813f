"""The statement of the first page: made once for all of the same roles, and yet everybody's own rows of the moment."""

import datetime

import pytest

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.desk.queries import first_page
from gongkai.disclosures.actions import reviewing
from gongkai.disclosures.queries import desk
from gongkai.rules import calendars
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories import clock
from tests.factories.accounts import PersonFactory, person_with
from tests.factories.disclosures import ImportBatchFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
DAYS = calendars.Calendar.load()


def rows_of(access: accounts.Access, at: datetime.datetime = NOW) -> list[first_page.Row]:
    return first_page.rows(access, DAYS, on=clock.TODAY, at=at)


def test_two_who_hold_the_same_roles_see_each_their_own() -> None:
    office = journey.office()
    other = person_with(Role.OFFICER, office.agency)
    back = office.in_review()
    reviewing.send_back(revision=back.revision, kind="business", by=office.reviewer, reason="补数据", at=NOW)  # type: ignore[arg-type]
    ImportBatchFactory(by=other.reference, finished_at=NOW)
    for person, returned, imports in ((office.officer, [back.pk], 0), (other, [], 1), (office.officer, [back.pk], 0)):
        access = accounts.access_of(person, on=clock.TODAY)
        rows = rows_of(access)
        assert [item.pk for item in desk.today(rows, on=clock.TODAY).own.returned] == returned
        assert len(desk.imports_of(rows)) == imports
        assert desk.figures_of(rows) == desk.figures(access, on=clock.TODAY)
    assert desk.imports_of(rows_of(accounts.access_of(other, on=clock.TODAY), NOW + datetime.timedelta(days=4))) == []


def test_who_holds_no_role_has_nothing_waiting() -> None:
    access = accounts.access_of(PersonFactory(home=AgencyFactory()), on=clock.TODAY)
    assert rows_of(access) == []
