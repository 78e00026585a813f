"""The tree with its counts, and sheets of agencies: exactly the wrong cells are told, with row, words and reason."""

import datetime

import pytest
from django.utils import translation

from gongkai.orgs import actions, queries
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.orgs import AgencyFactory

WHO = {"by": "person:1", "at": clock.NOW}


def _row(number: int, **cells: str) -> queries.SheetRow:
    return queries.SheetRow(number, {"name": f"第{number}站", "kind": "institution", "level": "city"} | cells)


@pytest.mark.django_db
def test_tree_counts_the_living_and_shows_the_ended_on_wish(django_assert_num_queries):
    root = AgencyFactory()
    child = AgencyFactory(parent=root, position=2)
    AgencyFactory(parent=child)
    ended = AgencyFactory(parent=root, position=1, dissolved_on=datetime.date(2020, 1, 1))

    with django_assert_num_queries(1):
        nodes = queries.tree(Agency.objects.all(), on=clock.TODAY)
    assert [(node.agency == ended, node.depth, node.children, node.below) for node in nodes] == [
        (False, 0, 1, 2),
        (False, 1, 1, 1),
        (False, 2, 0, 0),
    ]
    assert [node.agency for node in queries.tree(Agency.objects.all(), on=clock.TODAY, ended=True)][1] == ended


@pytest.mark.django_db
def test_tree_of_a_part_begins_at_depth_nought():
    root = AgencyFactory()
    child = AgencyFactory(parent=root)
    AgencyFactory(parent=child)
    nodes = queries.tree(Agency.objects.within(child), on=clock.TODAY)
    assert [node.depth for node in nodes] == [0, 1]


@pytest.mark.django_db
def test_names_on_a_day_take_one_query(django_assert_num_queries):
    agencies = [AgencyFactory() for _ in range(5)]
    with django_assert_num_queries(1):
        assert queries.names_on(agencies, clock.TODAY) == {each.pk: each.name for each in agencies}


def test_read_sheet_takes_columns_in_any_order_and_skips_empty_rows():
    heads = [queries.column_name(field) for field in ("level", "code", "kind", "name", "parent")]
    rows = queries.read_sheet([(1, [*heads, "别的"]), (2, ["city", " a ", "office", "甲"]), (3, ["", ""])])
    assert rows == [queries.SheetRow(2, {"level": "city", "code": "a", "kind": "office", "name": "甲"})]


def test_read_sheet_understands_heads_and_kinds_in_every_language_of_ours():
    needs = queries.SHEET_NEEDS
    for language in ("zh-hans", "en"):
        with translation.override(language):
            heads = [queries.column_name(field) for field in needs]
            office = str(Agency.Kind.OFFICE.label)
        with translation.override("zh-hans" if language == "en" else "en"):
            (row,) = queries.read_sheet([(1, heads), (2, ["a", "甲", office, "city"])])
            assert row.details["kind"] == "office"


def test_read_sheet_refuses_a_sheet_without_the_needed_heads():
    with pytest.raises(queries.WrongHead):
        queries.read_sheet([(1, ["甲", "乙"])])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("code", "有 空格"),
        ("name", "长" * 121),
        ("kind", "部门和别的"),
        ("level", "县市"),
        ("credit_code", "91350100M000100Y44"),
        ("division_code", "12345"),
        ("founded_on", "2026-02-30"),
        ("position", "第三"),
        ("email", "not-an-address"),
        ("website", "www"),
        ("postcode", "1234567"),
        ("parent", "nowhere"),
    ],
)
def test_check_sheet_names_row_column_words_and_reason(field, words):
    report = queries.check_sheet([_row(2, **{"code": "a", field: words}), _row(3, code="b")])
    (fault,) = report.faults
    assert (fault.number, fault.column, fault.words) == (2, queries.column_name(field), words)
    assert fault.reason
    assert words in fault.sentence
    assert [row.number for row in report.good] == [3]


@pytest.mark.django_db
def test_check_sheet_finds_empty_needed_cells():
    report = queries.check_sheet([queries.SheetRow(2, {"code": "a"})])
    assert [fault.column for fault in report.faults] == [queries.column_name(f) for f in ("name", "kind", "level")]


@pytest.mark.django_db
def test_check_sheet_finds_doubles_within_and_without():
    AgencyFactory(code="taken")
    report = queries.check_sheet([_row(2, code="taken"), _row(3, code="a"), _row(4, code="a")])
    assert [fault.number for fault in report.faults] == [2, 4]


@pytest.mark.django_db
def test_check_sheet_finds_circles_and_holds_what_hangs_below():
    rows = [
        _row(2, code="a", parent="b"),
        _row(3, code="b", parent="a"),
        _row(4, code="c", parent="a"),
        _row(5, code="d"),
    ]
    report = queries.check_sheet([*rows, _row(6, code="e", parent="e")])
    assert [fault.number for fault in report.faults] == [2, 3, 6]
    assert [row.number for row, _why in report.held] == [4]
    assert [row.number for row in report.good] == [5]


@pytest.mark.django_db
def test_check_sheet_refuses_a_parent_that_ended():
    AgencyFactory(code="gone", dissolved_on=datetime.date(2020, 1, 1))
    assert [fault.number for fault in queries.check_sheet([_row(2, code="a", parent="gone")]).faults] == [2]


@pytest.mark.django_db
def test_check_sheet_tells_exactly_the_37_wrong_of_10000_rows():
    AgencyFactory(code="root")
    rows = [_row(number, code=f"a{number}", parent="root") for number in range(2, 10_002)]
    wrong = {}
    faulty_cells = [("credit_code", "91350100M000100Y44"), ("kind", "局"), ("parent", "nowhere"), ("code", "a2")]
    for place in range(37):
        number = 100 + place * 251
        field, words = faulty_cells[place % 4]
        wrong[number] = (queries.column_name(field), words)
        rows[number - 2] = _row(number, **{"code": f"a{number}", "parent": "root", field: words})

    report = queries.check_sheet(rows)

    assert {fault.number: (fault.column, fault.words) for fault in report.faults} == wrong
    assert (len(report.faults), report.faulty_rows, len(report.good)) == (37, 37, 9_963)


@pytest.mark.django_db
def test_import_agencies_founds_parents_first_whatever_their_order():
    root = AgencyFactory(code="root")
    rows = [
        _row(2, code="c", parent="b", phone="0990-1"),
        _row(3, code="b", parent="root", founded_on="2020-05-01"),
        _row(4, code="d"),
    ]
    founded = actions.import_agencies(rows=rows, **WHO)
    assert {each.code for each in founded} == {"b", "c", "d"}
    c = Agency.objects.select_related("parent").get(code="c")
    assert c.path == f"{root.path}{c.parent.pk}/{c.pk}/"
    assert (c.phone, c.parent.founded_on) == ("0990-1", datetime.date(2020, 5, 1))


@pytest.mark.django_db
def test_import_agencies_takes_none_when_one_is_wrong_and_the_good_ones_on_wish():
    rows = [_row(2, code="a"), _row(3, code="b", kind="局"), _row(4, code="c", parent="b")]
    with pytest.raises(actions.Refused, match="局"):
        actions.import_agencies(rows=rows, **WHO)
    assert not Agency.objects.exists()

    actions.import_agencies(rows=queries.check_sheet(rows).good, **WHO)
    assert [each.code for each in Agency.objects.all()] == ["a"]
