"""What is known of reports: tables filled, the paper with marks, what may be seen, what changed, what is public."""

from decimal import Decimal
from typing import Any

import pytest

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Role
from gongkai.annualreports.actions import amending
from gongkai.annualreports.models.reports import Figure, Report
from gongkai.annualreports.queries import comparison, desk, evidence, integrity, library, paper, recognition, statutory
from tests.annualreports import town
from tests.annualreports.town import NOW, Town
from tests.factories import clock
from tests.factories.accounts import PersonFactory, person_with
from tests.factories.annualreports import (
    BatchFileFactory,
    FigureFactory,
    OriginalFactory,
    ReportFactory,
    SnapshotFactory,
    published_report,
)
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Town:
    return town.town()


def access(person: Any) -> accounts.Access:
    return accounts.access_of(person, on=clock.TODAY)


# --- statutory ---


def test_a_snapshot_fills_the_tables_of_its_form(place: Town) -> None:
    figures = town.cells()
    report = place.report(cells=figures, wrong={"table3.granted.natural": None})
    assert report.snapshot is not None
    sheet = statutory.sheet(report.snapshot)
    filled = {
        cell.id: cell.figure
        for table in sheet.tables
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
    }
    assert filled.pop("table3.granted.natural") is None
    assert {name: int(each.number) for name, each in filled.items() if each} == {
        name: number for name, number in figures.items() if name != "table3.granted.natural"
    }
    assert [table.table.number for table in sheet.tables] == [2, 3, 4]
    assert {each.indicator for each in sheet.prose} >= {"disclosed.by_channel.website", "requests.received.total"}
    assert sheet.tables[1].blocks[0].unit == "件"


def test_a_snapshot_without_a_form_has_figures_alone() -> None:
    figure = FigureFactory(snapshot__edition="", indicator="", label="编发简报")
    sheet = statutory.sheet(figure.snapshot)
    assert (sheet.form, sheet.tables, sheet.prose) == (None, (), (figure,))
    assert statutory.name_of(figure) == "编发简报"


def test_a_table_goes_before_the_text_and_exact_before_approximate() -> None:
    snapshot = SnapshotFactory(figure_count=3)
    FigureFactory(snapshot=snapshot, position=1, number=100, is_approximate=True)
    FigureFactory(snapshot=snapshot, position=2, number=98, stated=Figure.Stated.TABLE)
    FigureFactory(snapshot=snapshot, position=3, number=97, period=Figure.Period.LAST_YEAR)
    best = statutory.by_indicator(snapshot.figures.order_by("position"))
    assert {name: each.number for name, each in best.items()} == {"disclosed.total": Decimal(98)}


# --- evidence ---


def test_the_words_of_a_figure_are_marked_in_the_paper() -> None:
    figure = FigureFactory()
    mark = evidence.mark_of(figure)
    assert mark is not None
    pieces = evidence.shown(figure.snapshot.original, [mark]).pieces
    marked = [run for piece in pieces for run in piece.runs if run.is_marked]
    assert [run.text for run in marked] == [figure.snapshot.original.text[9:21]]
    assert marked[0].is_first


def test_the_cell_of_a_figure_is_marked_in_its_table(place: Town) -> None:
    report = place.report()
    assert report.snapshot is not None and report.snapshot.original is not None
    figure = report.snapshot.figures.get(cell="table3.new.total")
    mark = evidence.mark_of(figure)
    assert mark is not None
    shown = evidence.shown(report.snapshot.original, [mark])
    cells = [cell for piece in shown.pieces for row in piece.rows for cell in row if cell.is_marked]
    assert [cell.runs[0].text for cell in cells] == [str(int(figure.number))]


def test_a_long_paper_is_cut_around_the_mark() -> None:
    line = "公开工作按计划推进。" * 10
    count = 2000
    blocks = [["paragraph", n * (len(line) + 1), n * (len(line) + 1) + len(line), 0, None, None] for n in range(count)]
    original = OriginalFactory(text="\n".join([line] * count), outline={"blocks": blocks, "tables": [], "chapters": []})
    middle = blocks[count // 2][1]
    shown = evidence.shown(original, [evidence.Mark(middle, middle + 4)])
    assert shown.is_cut_before and shown.is_cut_after
    assert any(run.is_marked for piece in shown.pieces for run in piece.runs)
    assert len(shown.pieces) < count
    whole = evidence.shown(OriginalFactory(), [])
    assert not whole.is_cut_before and not whole.is_cut_after


def test_places_are_said_in_words() -> None:
    chapters = [["三、收到和处理申请情况", 1, 10, 90]]
    place = {"text": "（七）总计 | 48", "start": 20, "page": 4, "table": 1, "row": 25}
    assert (
        evidence.place_in_words(place, chapters) == "“三、收到和处理申请情况”一章，第4页，表格第26行，「（七）总计|48」"
    )
    assert evidence.place_in_words({"text": "", "start": -1}, chapters) == ""
    assert "…" in evidence.place_in_words({"text": "字" * 90, "start": 0}, [])


# --- desk ---


def test_an_officer_sees_the_own_subtree_and_a_superior_all_below(place: Town) -> None:
    mine, theirs = ReportFactory(agency=place.bureau), ReportFactory(agency=place.other)
    outside = ReportFactory(agency=None, keeper=place.city, body="邻市人民政府")
    strange = ReportFactory()
    assert set(desk.visible(access(place.officer))) == {mine}
    assert set(desk.visible(access(place.superior))) == {mine, theirs, outside}
    assert strange not in desk.visible(access(place.office))
    assert not desk.within(access(person_with(Role.INSPECTOR, place.city)), desk.Permission.REPORT_READ).exists()


def test_what_waits_is_counted_in_one_query(place: Town, django_assert_num_queries: Any) -> None:
    ReportFactory(agency=place.bureau, error_count=1)
    ReportFactory(agency=place.other, warning_count=2)
    ReportFactory(agency=AgencyFactory(), error_count=5)
    stuck = BatchFileFactory(batch__agency=place.city, batch__author=place.office, state="unassigned", message="？")
    mine = access(place.office)
    with django_assert_num_queries(1):
        found = desk.waiting(mine)
    assert (found.reports, found.errors, found.stuck, found.batch_id) == (2, 1, 1, stuck.batch_id)
    nobody = access(PersonFactory())
    with django_assert_num_queries(0):
        assert desk.waiting(nobody).is_empty


def test_versions_say_who_changed_what_and_why(place: Town) -> None:
    report = place.report()
    assert report.snapshot is not None
    figure = report.snapshot.figures.get(cell="table3.new.total")
    amending.correct_figure(
        report=report, snapshot=report.snapshot, figure=figure, number=Decimal(1), reason="原件如此", by=place.office,
        at=NOW,
    )  # fmt: skip
    newest, oldest = desk.versions(report)
    assert newest.correction is not None
    assert (newest.correction.reason, oldest.correction) == ("原件如此", None)
    assert "新收政府信息公开申请" in newest.name
    (change,) = desk.changes(oldest.snapshot, newest.snapshot)
    assert change.old is not None and change.new is not None
    assert (change.old.number, change.new.number) == (figure.number, Decimal(1))


# --- comparison and library ---


def test_reports_stand_side_by_side_per_inhabitant(place: Town, django_assert_num_queries: Any) -> None:
    rows = [place.report(year=2024), place.report(year=2025, cells=town.cells(seed=5))]
    for row in rows:
        row.inhabitants = 100_000
    with django_assert_num_queries(2):
        compared = paper.compare(rows)
    assert [column.year for column in compared.columns] == [2024, 2025]
    received = next(row for row in compared.rows if row.id == "requests.received.total")
    assert compared.per_inhabitant(received)[0] == received.values[0] / 10  # type: ignore[operator]
    chart = next(each for each in comparison.charted(compared) if each.id == "requests.received.total")
    assert chart.svg.startswith("<svg") and chart.has_shares
    assert [line.value for line in chart.lines] == list(received.values)


def test_the_library_holds_what_is_public_newest_first() -> None:
    agency = AgencyFactory()
    old, new = published_report(agency=agency, year=2023), published_report(agency=agency, year=2024)
    ReportFactory(agency=agency, year=2025)
    assert list(library.reports()) == [new, old]
    assert library.years() == [2024, 2023]


def test_a_page_of_the_library_is_made_in_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    report = published_report()
    published_report(agency=report.agency, year=2024)
    with django_assert_num_queries(5):
        found = library.page_of(report.pk)
        assert found is not None
        assert len(found.sheet.figures) == 1
        assert [each.year for each in found.years] == [2024, 2025]
        assert found.report.public_snapshot is not None and found.report.public_snapshot.original is not None
        assert found.report.public_snapshot.original.file.sha256
    assert library.page_of(ReportFactory().pk) is None


def test_a_series_has_each_year_once() -> None:
    report = published_report()
    published_report(agency=report.agency, year=2024)
    found = library.series(report, ["disclosed.total", "requests.received.total"])
    assert [(year, int(each.number)) for year, each in found["disclosed.total"]] == [(2024, 120), (2025, 120)]
    assert found["requests.received.total"] == []


def test_a_withdrawn_report_leaves_its_word(place: Town) -> None:
    report = published_report(agency=place.bureau)
    amending.withdraw(report=report, reason="数据有误", by=place.office, at=NOW)
    release = library.withdrawn(report.pk)
    assert release is not None and release.note == "数据有误"
    assert library.page_of(report.pk) is None
    assert library.withdrawn(ReportFactory().pk) is None


# --- recognition and integrity ---


@pytest.mark.parametrize("printed", ["云州市人民政府", "云州市政府", "云州市", " 云州市 人民政府 "])
def test_a_government_is_known_by_its_usual_names(place: Town, printed: str) -> None:
    assert recognition.agency_named(printed, near=place.bureau) == place.city


def test_a_short_name_counts_below_alone(place: Town) -> None:
    assert recognition.agency_named("市教育局", near=place.city) == place.bureau
    assert recognition.agency_named("市教育局", near=place.other) is None


def test_the_doctor_finds_what_was_changed_behind_the_guards(place: Town) -> None:
    report = place.report()
    assert list(integrity.damaged_snapshots()) == []
    Report.objects.filter(pk=report.pk).update(error_count=9)
    assert list(integrity.miscounted()) == [report]
    SnapshotFactory(figure_count=1)
    assert len(list(integrity.damaged_snapshots())) == 1
