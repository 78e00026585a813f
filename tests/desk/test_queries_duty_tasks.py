"""What duties ask of a person: one task a kind for their own agency, the board for many."""

from typing import Any

import pytest

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.desk.queries import duty_tasks
from gongkai.disclosures.duty_models import Shortfall
from gongkai.disclosures.queries import duty_board
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.catalog import ColumnFactory
from tests.factories.duties import ShortfallFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


def tasks_of(access: Any) -> list[Any]:
    return duty_tasks.of(duty_board.owed_of(duty_board.counted(access)), access, on=clock.TODAY)


def titles(person: Any) -> list[str]:
    return [task.title for task in tasks_of(accounts.access_of(person, on=clock.TODAY))]


def test_an_officer_is_told_each_kind_once_and_the_only_one_by_name(django_assert_num_queries):
    agency = AgencyFactory()
    officer = person_with(Role.OFFICER, agency)
    access = accounts.access_of(officer, on=clock.TODAY)
    for _ in range(3):
        ShortfallFactory(agency=agency)
    stale = ColumnFactory(owner=agency, name="工作动态")
    ShortfallFactory(agency=agency, column=stale, kind=Shortfall.Kind.STALE_COLUMN, due_on=clock.TODAY.replace(day=1))
    ShortfallFactory(agency=agency, column=None, kind=Shortfall.Kind.GUIDE)
    ShortfallFactory()
    with django_assert_num_queries(1):
        tasks = tasks_of(access)
    assert sorted(task.title for task in tasks) == ["公开指南满一年未核对", "栏目未按期更新：工作动态", "空白栏目：3项"]
    assert any("#guide" in task.do_url for task in tasks)


def test_an_office_over_many_agencies_is_shown_the_board():
    city = AgencyFactory()
    office = person_with(Role.DISCLOSURE_OFFICE, city, with_subtree=True)
    for _ in range(4):
        ShortfallFactory(agency=AgencyFactory(parent=city))
    assert titles(office) == ["4个机关有欠项"]


def test_who_writes_nothing_is_told_nothing():
    row = ShortfallFactory()
    assert titles(person_with(Role.REVIEWER, row.agency)) == []
