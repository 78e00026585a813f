"""Serials are given out once, without gap; columns stay a tree; duties, words and templates keep what was."""

import datetime
from concurrent import futures
from typing import Any

import pytest
from django.db import connection, transaction

from gongkai.catalog import queries
from gongkai.catalog.actions import columns, duties, numbers, refusals, vocabularies
from gongkai.catalog.models import Column, IndexCounter
from gongkai.events.models import Event
from gongkai.rules import index_numbers
from tests.factories import clock
from tests.factories.catalog import IndexTemplateFactory, ObligationFactory
from tests.factories.orgs import AgencyFactory


@pytest.mark.django_db
def test_allocate_counts_from_one_and_goes_on():
    assert list(numbers.allocate(prefix="A/2026-")) == [1]
    assert list(numbers.allocate(prefix="A/2026-", count=3)) == [2, 3, 4]
    assert list(numbers.allocate(prefix="B/2026-")) == [1]


@pytest.mark.django_db
def test_allocate_refuses_none():
    with pytest.raises(ValueError):
        numbers.allocate(prefix="A/2026-", count=0)


@pytest.mark.django_db
def test_allocate_takes_one_statement(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        # the savepoint of a nested block is not a statement on rows
        numbers.allocate.__wrapped__(prefix="A/2026-", count=1000)


@pytest.mark.django_db(transaction=True)
def test_allocate_gives_back_what_a_rolled_back_act_took():
    with pytest.raises(RuntimeError), transaction.atomic():
        numbers.allocate(prefix="A/2026-", count=5)
        raise RuntimeError
    assert list(numbers.allocate(prefix="A/2026-")) == [1]


@pytest.mark.django_db(transaction=True)
def test_allocate_is_unique_and_gapless_among_threads():
    def ask(worker: int) -> list[tuple[str, int]]:
        given = []
        try:
            for turn in range(20):
                prefix = "A/2026-" if (worker + turn) % 2 else "B/2026-"
                given += [(prefix, serial) for serial in numbers.allocate(prefix=prefix, count=1 + turn % 3)]
        finally:
            connection.close()
        return given

    with futures.ThreadPoolExecutor(8) as pool:
        given = [each for answer in pool.map(ask, range(8)) for each in answer]

    for prefix in ("A/2026-", "B/2026-"):
        serials = [serial for of, serial in given if of == prefix]
        assert sorted(serials) == list(range(1, len(serials) + 1))
        assert IndexCounter.objects.get(prefix=prefix).last == len(serials)


CREDIT_CODE = "11100000000014349H"
DAY = datetime.date(2026, 3, 2)


@pytest.mark.django_db
def test_next_index_numbers_follow_the_national_pattern_when_nobody_said_otherwise():
    agency = AgencyFactory(credit_code=CREDIT_CODE)
    assert numbers.next_index_numbers(agency=agency, on=DAY) == ["000014349/2026-00001"]
    assert numbers.next_index_numbers(agency=agency, on=DAY, count=2) == [
        "000014349/2026-00002",
        "000014349/2026-00003",
    ]
    assert numbers.next_index_numbers(agency=agency, on=DAY.replace(year=2027)) == ["000014349/2027-00001"]


@pytest.mark.django_db
def test_next_index_numbers_take_the_agencys_own_template_before_the_common_one():
    agency, other = AgencyFactory(code="fgw", division_code="110101"), AgencyFactory(code="jyj")
    IndexTemplateFactory(agency=None, template="{dept}-{yyyy}-{serial:04d}")
    IndexTemplateFactory(agency=agency, template="{division}-{yyyymm}-{serial:03d}")
    IndexTemplateFactory(agency=agency, template="{dept}/{serial}", since=datetime.date(2026, 4, 1))

    assert numbers.next_index_numbers(agency=agency, on=DAY) == ["110101-202603-001"]
    assert numbers.next_index_numbers(agency=agency, on=datetime.date(2026, 4, 1)) == ["fgw/1"]
    assert numbers.next_index_numbers(agency=other, on=DAY) == ["jyj-2026-0001"]


@pytest.mark.django_db
def test_next_index_numbers_refuse_an_agency_without_the_code_needed_and_take_nothing():
    with pytest.raises(index_numbers.MissingValue):
        numbers.next_index_numbers(agency=AgencyFactory(), on=DAY)
    assert not IndexCounter.objects.exists()


WHO = {"by": "person:1", "at": clock.NOW}


def _open(slug: str, parent: Column | None = None, **more: Any) -> Column:
    owner = more.pop("owner", None) or AgencyFactory()
    values = {"name": f"栏目{slug}", "block": "statutory", "kind": "policy", "owner": owner}
    return columns.open_column(slug=slug, parent=parent, **values | more, **WHO)


@pytest.mark.django_db
def test_open_column_places_it_and_tells_the_trail():
    top = _open("policy")
    below = _open("rules", top, position=5, fresh_days=14, legal_item="20-1")
    assert below.path == f"/{top.pk}/{below.pk}/"
    assert below.sort_path == f"{top.sort_path}00005-{below.pk:09d}/"
    assert (below.fresh_days, below.legal_item) == (14, "20-1")
    event = Event.objects.get(kind="column.opened", about=below.reference)
    assert event.agency_id == below.owner_id


@pytest.mark.django_db
def test_open_column_refuses_a_taken_address_or_name_and_a_closed_parent():
    top = _open("policy")
    with pytest.raises(refusals.Refused) as refusal:
        _open("policy", name="别的")
    assert refusal.value.field == "slug"
    with pytest.raises(refusals.Refused) as refusal:
        _open("other", name=top.name)
    assert refusal.value.field == "name"
    closed = columns.close_column(column=top, on=DAY, **WHO)
    with pytest.raises(refusals.Refused):
        _open("below", closed)


@pytest.mark.django_db
def test_edit_column_keeps_its_address_and_moves_its_subtree_in_order():
    one, other = _open("one"), _open("other")
    below = _open("below", one)
    columns.edit_column(column=one, values={"name": "改名", "position": 900, "slug": "x"}, **WHO)
    one.refresh_from_db()
    assert (one.slug, one.name) == ("one", "改名")
    assert list(Column.objects.in_tree_order()) == [other, one, below]
    with pytest.raises(refusals.Refused):
        columns.edit_column(column=one, values={"name": other.name}, **WHO)


@pytest.mark.django_db
def test_move_column_takes_everything_below_along_and_refuses_cycles():
    one, other = _open("one"), _open("other")
    below = _open("below", one)
    deep = _open("deep", below)
    for target in (one, below, deep):
        with pytest.raises(refusals.Cycle):
            columns.move_column(column=one, to=target, **WHO)
    columns.move_column(column=below, to=other, **WHO)
    deep.refresh_from_db()
    assert deep.ancestor_ids == [other.pk, below.pk, deep.pk]
    columns.move_column(column=below, to=None, **WHO)
    deep.refresh_from_db()
    assert deep.ancestor_ids == [below.pk, deep.pk]


@pytest.mark.django_db
def test_close_column_refuses_while_open_ones_hang_below_and_can_be_taken_back():
    top = _open("top")
    below = _open("below", top)
    with pytest.raises(refusals.Refused):
        columns.close_column(column=top, on=DAY, **WHO)
    columns.close_column(column=below, on=DAY, **WHO)
    columns.close_column(column=top, on=DAY, **WHO)
    with pytest.raises(refusals.Refused):
        columns.reopen_column(column=below, **WHO)
    columns.reopen_column(column=top, **WHO)
    assert columns.reopen_column(column=below, **WHO).closed_on is None


@pytest.mark.django_db
def test_taking_over_the_basic_directory_makes_each_duty_once_and_names_items_without_a_column():
    agency = AgencyFactory(kind="government", level="county")
    column = _open("budget", legal_item="20-7", owner=agency)
    taken = duties.take_over_obligations(agency=agency, **WHO)
    assert {each.legal_item for each in taken.made} == {"20-7"}
    assert all(each.column == column and each.term_days == 20 for each in taken.made)
    assert "20-1" in taken.without_column

    again = duties.take_over_obligations(agency=agency, **WHO)
    assert again.made == []
    assert Event.objects.filter(kind="obligations.taken-over").count() == 1


@pytest.mark.django_db
def test_named_entries_are_taken_over_whatever_the_kind_of_agency():
    bureau = AgencyFactory(level="city")
    _open("statistics", legal_item="20-4", owner=bureau)
    taken = duties.take_over_obligations(agency=bureau, codes=["A20-4"], **WHO)
    assert [each.code for each in taken.made] == ["A20-4"]


@pytest.mark.django_db
def test_a_department_takes_over_only_what_binds_every_agency():
    department = AgencyFactory(level="city")
    codes = {each.code for each in queries.due_entries(department)}
    assert "A12-1" in codes
    assert "A20-4" not in codes
    government = AgencyFactory(kind="government", level="nation")
    assert len(queries.due_entries(government)) > len(codes)


@pytest.mark.django_db
def test_duties_are_edited_and_ended():
    duty = ObligationFactory()
    duties.edit_obligation(obligation=duty, values={"fresh_days": 30, "agency": None}, **WHO)
    assert queries.duties(duty.agency, on=DAY).get().fresh_days == 30
    duties.end_obligation(obligation=duty, on=DAY, **WHO)
    assert not queries.duties(duty.agency, on=DAY).exists()


@pytest.mark.django_db
def test_shipped_vocabularies_are_taken_over_once():
    made = vocabularies.load_vocabularies(**WHO)
    assert {"topics", "genres"} <= {each.code for each in made}
    assert vocabularies.load_vocabularies(**WHO) == []
    assert queries.terms("topics", on=DAY)[0].label == "国务院组织机构"


@pytest.mark.django_db
def test_a_new_version_of_a_vocabulary_keeps_the_old_one(django_capture_on_commit_callbacks):
    common = {"code": "kinds-test", "title": "类别", **WHO}
    first = vocabularies.publish_vocabulary(since=DAY, words=[("1", "甲", ""), ("11", "甲一", "1")], **common)
    assert queries.labels("kinds-test") == {"1": "甲", "11": "甲一"}
    later = DAY.replace(year=2027)
    with django_capture_on_commit_callbacks(execute=True):
        second = vocabularies.publish_vocabulary(since=later, words=[("1", "甲改", "")], **common)
    assert (first.version, second.version) == (1, 2)
    assert [each.label for each in queries.terms("kinds-test", on=DAY)] == ["甲", "甲一"]
    assert [each.label for each in queries.terms("kinds-test", on=later)] == ["甲改"]
    assert queries.labels("kinds-test") == {"1": "甲改", "11": "甲一"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [[], [("1", "甲", ""), ("1", "乙", "")], [("11", "甲一", "1")]], ids=["empty", "twice", "orphan"]
)
def test_a_wrong_list_of_words_is_refused(words):
    with pytest.raises(refusals.Refused) as refusal:
        vocabularies.publish_vocabulary(code="x", title="类别", since=DAY, words=words, **WHO)
    assert refusal.value.field == "words"


@pytest.mark.django_db
def test_a_version_that_begins_before_the_last_one_is_refused():
    common = {"code": "x", "title": "类别", "words": [("1", "甲", "")], "since": DAY, **WHO}
    vocabularies.publish_vocabulary(**common)
    with pytest.raises(refusals.Refused):
        vocabularies.publish_vocabulary(**common)


@pytest.mark.django_db
def test_an_index_template_is_checked_against_the_agency_it_is_for():
    agency = AgencyFactory(division_code="990102")
    numbers.set_index_template(agency=agency, template="{division}/{yyyy}-{serial:05d}", since=DAY, **WHO)
    assert queries.index_example(queries.index_template(agency, on=DAY), agency, on=DAY) == "990102/2026-00042"
    for wrong in ("{credit_code}/{yyyy}-{serial:05d}", "{nothing}-{serial}", "no serial"):
        with pytest.raises(refusals.Refused):
            numbers.set_index_template(agency=agency, template=wrong, since=DAY, **WHO)
    numbers.set_index_template(agency=agency, template="{division}-{serial:03d}", since=DAY, **WHO)
    assert queries.index_template(agency, on=DAY) == "{division}-{serial:03d}"


@pytest.mark.django_db
def test_the_column_tree_takes_one_query(django_assert_num_queries):
    top = _open("top")
    below = _open("below", top)
    columns.close_column(column=_open("shut", top), on=DAY, **WHO)
    with django_assert_num_queries(1):
        nodes = queries.column_tree()
        assert [(node.column, node.depth, node.children, node.below) for node in nodes] == [
            (top, 0, 1, 1),
            (below, 1, 0, 0),
        ]
        assert nodes[0].column.owner.short_name
    assert len(queries.column_tree(closed=True)) == 3
