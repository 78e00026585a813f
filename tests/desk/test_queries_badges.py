"""The numbers beside the menu: the very items of the queue, for whoever asks and whenever, and notices not seen."""

import datetime
from typing import Any

import pytest

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.desk.queries import badges
from gongkai.disclosures.actions import absences
from gongkai.disclosures.queries import desk
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import AgencyFactory

DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_it_counts_the_queue_of_each_person_in_one_query(django_assert_num_queries: Any) -> None:
    office = journey.office()
    office.in_review()
    office.in_review(title="第二件")
    substitute = person_with(Role.OFFICER, office.agency)
    stranger = person_with(Role.REVIEWER, AgencyFactory())
    people = [office.officer, office.reviewer, office.secrecy, substitute, stranger]
    absences.be_away(
        person=office.reviewer,
        substitute=substitute,
        begins_at=NOW,
        ends_at=NOW + DAY,
        reason="出差",
        by=office.reviewer,
        at=NOW,
    )
    for at, expected in ((NOW + DAY / 2, [0, 2, 0, 2, 0]), (NOW + 2 * DAY, [0, 2, 0, 0, 0])):
        held = [accounts.access_of(each, on=clock.TODAY) for each in people]
        assert [desk.queue(each, at=at).count() for each in held] == expected
        for access, count in zip(held, expected, strict=True):
            badges.of(access, at=at)
            with django_assert_num_queries(1):
                assert badges.of(access, at=at).queue == (0 if access.person == substitute else count)
    NoticeFactory(person=office.reviewer)
    NoticeFactory(person=office.reviewer, seen_at=NOW)
    assert badges.of(held[1], at=NOW) == badges.Badges(2, 1)
