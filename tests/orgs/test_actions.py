"""Dated acts keep history: names, predecessors, successors; the tree stays a tree."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection

from gongkai.events.models import Event
from gongkai.orgs import actions, queries
from gongkai.orgs.models import Agency, AgencyChange
from tests.factories import clock
from tests.factories.orgs import AgencyFactory, AgencyNameFactory

DAY = datetime.date(2026, 2, 2)
WHO = {"by": "person:1", "at": clock.NOW}


def _found(code: str, parent: Agency | None = None, **details: Any) -> Agency:
    details = {"name": f"机关{code}", "kind": "department", "level": "city"} | details
    return actions.found(code=code, parent=parent, on=datetime.date(2020, 1, 1), **WHO, **details)


def _founding(code: str, parent: Agency | None = None, **details: Any) -> actions.Founding:
    return actions.Founding(code=code, name=f"机关{code}", kind="department", level="city", parent=parent, **details)


@pytest.mark.django_db
def test_found_places_an_agency_and_remembers_its_name():
    root = _found("root")
    child = _found("child", root, position=7, contacts={"phone": "0990-88610000", "nonsense": "x"})

    assert child.path == f"/{root.pk}/{child.pk}/"
    assert child.sort_path == f"{root.sort_path}00007-{child.pk:09d}/"
    assert child.phone == "0990-88610000"
    assert queries.name_on(child, clock.TODAY) == "机关child"
    assert [act.change.kind for act in queries.history(child)] == ["found"]
    event = Event.objects.get(kind="agency.founded", about=child.reference)
    assert (event.by, event.agency_id, event.data["code"]) == ("person:1", child.pk, "child")


@pytest.mark.django_db
def test_found_makes_the_same_paths_as_the_factory():
    root = AgencyFactory()
    one, other = _found("a", root), AgencyFactory(parent=root)
    assert one.sort_path.replace(f"{one.pk:09d}", "") == other.sort_path.replace(f"{other.pk:09d}", "")


@pytest.mark.django_db
def test_found_all_takes_a_fixed_number_of_statements(django_assert_max_num_queries):
    root = _found("root")
    with django_assert_max_num_queries(16):
        actions.found_all(foundings=[_founding(f"a{n}", root) for n in range(100)], on=DAY, **WHO)


@pytest.mark.django_db
def test_found_refuses_a_code_already_borne():
    _found("a")
    with pytest.raises(actions.WrongCode) as refusal:
        _found("a")
    assert refusal.value.field == "code"


@pytest.mark.django_db
def test_found_refuses_a_code_twice_in_one_go():
    with pytest.raises(actions.WrongCode):
        actions.found_all(foundings=[_founding("a"), _founding("a")], **WHO)
    assert not Agency.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "code"), [("credit_code", "91350100M000100Y44"), ("division_code", "99010")])
def test_found_refuses_a_wrong_code(field, code):
    with pytest.raises(actions.WrongCode) as refusal:
        _found("a", **{field: code})
    assert refusal.value.field == field


@pytest.mark.django_db
def test_found_refuses_a_parent_that_ended():
    parent = AgencyFactory(dissolved_on=datetime.date(2019, 1, 1))
    with pytest.raises(actions.NotAlive):
        _found("a", parent)


@pytest.mark.django_db
def test_found_refuses_a_day_to_come():
    with pytest.raises(actions.WrongDay):
        actions.found(code="a", name="甲", kind="department", level="city", on=datetime.date(2026, 3, 3), **WHO)


@pytest.mark.django_db
def test_rename_keeps_the_old_name_for_the_years_before():
    agency = _found("a")
    renamed = actions.rename(
        agency=agency, name="市数据局", short_name="数据局", on=DAY, basis="云编〔2026〕3号", **WHO
    )

    assert (renamed.name, renamed.short_name) == ("市数据局", "数据局")
    assert queries.name_on(renamed, DAY - datetime.timedelta(days=1)) == "机关a"
    assert queries.name_on(renamed, DAY) == "市数据局"
    act = queries.history(renamed)[0]
    assert (act.change.kind, act.change.basis, act.predecessors) == ("rename", "云编〔2026〕3号", (renamed,))


@pytest.mark.django_db
def test_rename_refuses_a_day_before_the_name_in_force():
    agency = _found("a")
    actions.rename(agency=agency, name="乙", on=DAY, **WHO)
    with pytest.raises(actions.WrongDay):
        actions.rename(agency=agency, name="丙", on=DAY, **WHO)


@pytest.mark.django_db
def test_move_takes_everything_below_along():
    root = _found("root")
    old, new = _found("old", root), _found("new", root)
    child = _found("child", old)
    grandchild = _found("grandchild", child)

    actions.move(agency=child, to=new, on=DAY, **WHO)

    grandchild.refresh_from_db()
    assert grandchild.path == f"/{root.pk}/{new.pk}/{child.pk}/{grandchild.pk}/"
    assert grandchild.sort_path.startswith(Agency.objects.get(pk=new.pk).sort_path)
    order = Agency.objects.in_tree_order().values_list("code", flat=True)
    assert list(order) == ["root", "old", "new", "child", "grandchild"]


@pytest.mark.django_db
def test_move_refuses_a_cycle_with_a_sentence():
    root = _found("root")
    child = _found("child", root)
    grandchild = _found("grandchild", child)
    for target in (root, child, grandchild):
        with pytest.raises(actions.Cycle, match="机关"):
            actions.move(agency=root, to=target, on=DAY, **WHO)
    root.refresh_from_db()
    assert root.parent is None


@pytest.mark.django_db
def test_move_refuses_what_ended():
    root, other = _found("root"), AgencyFactory(dissolved_on=datetime.date(2021, 1, 1))
    with pytest.raises(actions.NotAlive):
        actions.move(agency=root, to=other, on=DAY, **WHO)


@pytest.mark.django_db
def test_merge_into_one_that_stands_ends_the_others_and_takes_what_hung_below():
    root = _found("root")
    health, family = _found("health", root), _found("family", root)
    station = _found("station", family)

    successor = actions.merge(predecessors=[family], into=health, on=DAY, **WHO)

    family.refresh_from_db()
    station.refresh_from_db()
    assert family.dissolved_on == DAY
    assert station.parent == successor == health
    assert queries.successors(family) == [health]
    assert [act.change.kind for act in queries.history(health)] == ["merge", "found"]


@pytest.mark.django_db
def test_merge_into_a_new_one():
    root = _found("root")
    one, other = _found("one", root), _found("other", root)
    merged = actions.merge(predecessors=[one, other], into=_founding("new", root), on=DAY, **WHO)
    for ended in Agency.objects.filter(pk__in=[one.pk, other.pk]):
        assert queries.successors(ended) == [merged]
    assert merged.founded_on == DAY


@pytest.mark.django_db
def test_merge_refuses_one_alone_and_a_successor_below():
    root = _found("root")
    child = _found("child", root)
    with pytest.raises(actions.Refused):
        actions.merge(predecessors=[root], into=root, on=DAY, **WHO)
    with pytest.raises(actions.Refused):
        actions.merge(predecessors=[root], into=_founding("new"), on=DAY, **WHO)
    with pytest.raises(actions.Cycle):
        actions.merge(predecessors=[root], into=child, on=DAY, **WHO)
    assert not Agency.objects.filter(dissolved_on__isnull=False).exists()


@pytest.mark.django_db
def test_split_ends_one_and_founds_several():
    root = _found("root")
    agency = _found("a", root)
    child = _found("child", agency)
    one, other = actions.split(agency=agency, into=[_founding("b", root), _founding("c", root)], on=DAY, **WHO)
    agency.refresh_from_db()
    child.refresh_from_db()
    assert agency.dissolved_on == DAY
    assert child.parent == one
    assert queries.successors(agency) == [one, other]


@pytest.mark.django_db
def test_split_may_leave_the_old_one_standing():
    agency = _found("a")
    actions.split(agency=agency, into=[_founding("b", agency)], on=DAY, ends=False, **WHO)
    agency.refresh_from_db()
    assert agency.dissolved_on is None
    with pytest.raises(actions.Refused):
        actions.split(agency=agency, into=[_founding("c", agency)], on=DAY, **WHO)


@pytest.mark.django_db
def test_split_refuses_successors_below_the_one_that_ends():
    agency = _found("a")
    with pytest.raises(actions.Cycle):
        actions.split(agency=agency, into=[_founding("b", agency), _founding("c", agency)], on=DAY, **WHO)
    assert not Agency.objects.filter(code="b").exists()


@pytest.mark.django_db
def test_dissolve_refuses_while_agencies_stand_below_and_offers_to_move_them():
    root = _found("root")
    agency = _found("a", root)
    child = _found("child", agency)

    with pytest.raises(actions.LivingChildren) as refusal:
        actions.dissolve(agency=agency, on=DAY, **WHO)
    assert refusal.value.children == [child]

    actions.dissolve(agency=agency, on=DAY, children_to=root, **WHO)
    child.refresh_from_db()
    assert child.path == f"/{root.pk}/{child.pk}/"
    assert queries.successors(Agency.objects.get(pk=agency.pk)) == []


@pytest.mark.django_db
def test_dissolve_refuses_a_second_time_and_an_heir_below():
    root = _found("root")
    agency = _found("a", root)
    child = _found("child", agency)
    with pytest.raises(actions.Cycle):
        actions.dissolve(agency=agency, on=DAY, children_to=child, **WHO)
    actions.dissolve(agency=child, on=DAY, **WHO)
    with pytest.raises(actions.NotAlive):
        actions.dissolve(agency=child, on=clock.TODAY, **WHO)


@pytest.mark.django_db
def test_edit_contacts_records_which_changed_and_the_yearly_check():
    agency = AgencyFactory(phone="1")
    edited = actions.edit_contacts(
        agency=agency, contacts={"phone": "2", "fax": "", "name": "不改"}, checked_on=DAY, **WHO
    )
    assert (edited.phone, edited.contacts_checked_on, edited.name) == ("2", DAY, agency.name)
    assert Event.objects.get(kind="agency.contacts-edited").data["checked"] == "2026-02-02"


@pytest.mark.django_db
def test_edit_codes_refuses_the_code_of_another_and_takes_its_own_again():
    AgencyFactory(credit_code="11100000000014349H")
    agency = AgencyFactory()
    values = {"division_code": "", "kind": "office", "level": "city"}
    with pytest.raises(actions.WrongCode):
        actions.edit_codes(agency=agency, credit_code="11100000000014349H", **values, **WHO)
    agency = actions.edit_codes(agency=agency, credit_code="", **values, **WHO)
    assert agency.kind == "office"


@pytest.mark.django_db
def test_set_positions_orders_with_all_below():
    root = _found("root")
    one, other = _found("one", root), _found("other", root)
    _found("below", one)
    actions.set_positions(parent=root, order=[other, one], **WHO)
    assert list(Agency.objects.in_tree_order().values_list("code", flat=True)) == ["root", "other", "one", "below"]
    with pytest.raises(actions.Refused):
        actions.set_positions(parent=one, order=[other], **WHO)


@pytest.mark.django_db
def test_name_before_the_first_known_one_is_that_one():
    agency = AgencyFactory()
    assert queries.name_on(agency, DAY) == agency.name
    AgencyNameFactory(agency=agency, name="旧名")
    assert queries.name_on(agency, datetime.date(1990, 1, 1)) == "旧名"


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_cycle():
    root = _found("root")
    one, other = _found("one", root), _found("other", root)
    refused = []

    def go(agency: Agency, to: Agency) -> None:
        try:
            actions.move(agency=agency, to=to, on=DAY, **WHO)
        except actions.Cycle as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    for each in Agency.objects.select_related("parent"):
        assert each.path == f"{each.parent.path if each.parent else '/'}{each.pk}/"


@pytest.mark.django_db
def test_every_act_records_exactly_one_event_of_its_own():
    root = _found("root")
    one, other = _found("one", root), _found("other", root)
    before = Event.objects.count()
    actions.rename(agency=one, name="乙", on=DAY, **WHO)
    actions.move(agency=one, to=other, on=DAY, **WHO)
    actions.dissolve(agency=one, on=DAY, **WHO)
    assert Event.objects.count() == before + 3
    assert AgencyChange.objects.filter(by="person:1").count() == 6
