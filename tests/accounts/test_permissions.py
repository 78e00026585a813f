"""Who hands out what to whom: a table of cases over a small tree of agencies."""

import pytest

from gongkai.accounts import permissions, queries
from gongkai.accounts.models import Person, Role
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import PersonFactory, RoleHoldingFactory, person_with
from tests.factories.orgs import AgencyFactory


@pytest.fixture
def tree(db):
    root = AgencyFactory()
    bureau = AgencyFactory(parent=root)
    return {
        "root": root,
        "bureau": bureau,
        "station": AgencyFactory(parent=bureau),
        "other": AgencyFactory(parent=root),
    }


def _held(person: Person) -> tuple[queries.Held, ...]:
    return queries.access_of(person, on=clock.TODAY).held


@pytest.mark.parametrize(
    ("own", "at", "wide", "role", "where", "role_wide", "may"),
    [
        (Role.OPERATOR, "root", True, Role.OPERATOR, "station", True, True),
        (Role.OPERATOR, "root", False, Role.OFFICER, "root", False, True),
        (Role.OPERATOR, "root", False, Role.OFFICER, "root", True, False),
        (Role.OPERATOR, "root", False, Role.OFFICER, "bureau", False, False),
        (Role.DISCLOSURE_OFFICE, "bureau", True, Role.ISSUER, "station", True, True),
        (Role.DISCLOSURE_OFFICE, "bureau", True, Role.ISSUER, "root", False, False),
        (Role.DISCLOSURE_OFFICE, "bureau", True, Role.ISSUER, "other", False, False),
        (Role.DISCLOSURE_OFFICE, "bureau", True, Role.OPERATOR, "bureau", False, False),
        (Role.DISCLOSURE_OFFICE, "bureau", True, Role.DISCLOSURE_OFFICE, "bureau", True, True),
        (Role.ISSUER, "root", True, Role.OFFICER, "root", False, False),
        (Role.OFFICER, "root", True, Role.OFFICER, "root", False, False),
    ],
)
def test_may_hand_out(tree, own, at, wide, role, where, role_wide, may):
    held = _held(person_with(own, tree[at], with_subtree=wide))
    assert permissions.may_hand_out(held, role=role, agency=tree[where], with_subtree=role_wide) is may


def test_nobody_administers_a_person_who_holds_a_stronger_role(tree):
    office = person_with(Role.DISCLOSURE_OFFICE, tree["bureau"], with_subtree=True)
    access = queries.access_of(office, on=clock.TODAY)
    plain = person_with(Role.OFFICER, tree["station"])
    operator = person_with(Role.OPERATOR, tree["bureau"])
    elsewhere = person_with(Role.OFFICER, tree["other"])
    abroad = PersonFactory(home=tree["bureau"])
    RoleHoldingFactory(person=abroad, role=Role.OFFICER, agency=tree["root"])

    may = [queries.may_administer(access, each, on=clock.TODAY) for each in (plain, operator, elsewhere, abroad)]
    assert may == [True, False, False, False]


def test_a_role_to_come_protects_its_holder_already(tree):
    access = queries.access_of(person_with(Role.DISCLOSURE_OFFICE, tree["bureau"]), on=clock.TODAY)
    person = PersonFactory(home=tree["bureau"])
    RoleHoldingFactory(person=person, role=Role.OPERATOR, since=clock.TODAY.replace(year=2030))
    assert not queries.may_administer(access, person, on=clock.TODAY)


def test_people_of_no_agency_are_seen_from_the_top_only(tree):
    nowhere = PersonFactory(home=None)
    top = queries.access_of(person_with(Role.OPERATOR, tree["root"], with_subtree=True), on=clock.TODAY)
    low = queries.access_of(person_with(Role.DISCLOSURE_OFFICE, tree["bureau"], with_subtree=True), on=clock.TODAY)
    assert nowhere in queries.people(top, Permission.PERSON_VIEW)
    assert nowhere not in queries.people(low, Permission.PERSON_VIEW)


def test_every_role_permits_something_and_only_administrators_hand_out():
    assert set(permissions.ROLE_PERMISSIONS) == set(Role.values)
    for role, handed in permissions.HANDS_OUT.items():
        assert Permission.PERSON_EDIT in permissions.ROLE_PERMISSIONS[role]
        assert handed <= set(Role.values)


def test_access_answers_without_queries(tree, django_assert_num_queries):
    person = person_with(Role.OFFICER, tree["bureau"], with_subtree=True)
    with django_assert_num_queries(1):
        access = queries.access_of(person, on=clock.TODAY)
        assert access.may(Permission.ITEM_DRAFT, tree["station"])
        assert not access.may(Permission.ITEM_DRAFT, tree["root"])
        assert access.anywhere(Permission.ITEM_DRAFT)
    assert set(access.agencies(Permission.ITEM_DRAFT)) == {tree["bureau"], tree["station"]}
    assert not Agency.objects.none() & access.agencies(Permission.ITEM_ISSUE)
