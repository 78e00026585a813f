"""From dropped files to reports: what is read, recognised, refused, known, replaced, and read again."""

import pytest

from gongkai.annualreports.actions import intake, refusals
from gongkai.annualreports.models.reports import BatchFile, Finding, Report, Snapshot
from gongkai.disclosures.models import StoredFile
from gongkai.events.models import Event
from tests.annualreports import town
from tests.annualreports.town import NOW, Town
from tests.factories.orgs import AgencyFactory, AgencyNameFactory

pytestmark = pytest.mark.django_db
State = BatchFile.State


@pytest.fixture
def place() -> Town:
    return town.town()


def test_a_report_is_read_frozen_and_checked(place: Town) -> None:
    figures = town.cells()
    report = place.report(cells=figures)
    assert (report.body, report.year, report.edition, report.state) == ("云州市教育局", 2025, "form-2021", "read")
    assert (report.agency, report.keeper) == (place.bureau, place.bureau)
    assert report.snapshot is not None
    assert (report.snapshot.number, report.snapshot.origin) == (1, Snapshot.Origin.READ)
    stated = {each.cell: int(each.number) for each in report.snapshot.figures.exclude(cell="")}
    assert stated == figures
    assert (report.error_count, report.warning_count) == (0, 0)


def test_a_figure_keeps_the_cell_it_was_read_from(place: Town) -> None:
    report = place.report()
    assert report.snapshot is not None and report.snapshot.original is not None
    figure = report.snapshot.figures.get(cell="table3.new.total")
    assert figure.table is not None and figure.row is not None and figure.column is not None
    assert str(int(figure.number)) in report.snapshot.original.text[figure.start : figure.end]


def test_each_act_records_one_event(place: Town) -> None:
    place.report()
    kinds = list(Event.objects.filter(kind__startswith="report.").order_by("id").values_list("kind", flat=True))
    assert kinds == ["report.received", "report.read", "report.checked"]
    assert Event.objects.get(kind="report.read").agency_id == place.bureau.pk


def test_a_body_outside_the_tree_is_kept_by_who_read_it(place: Town) -> None:
    report = place.report(body="随州市人民政府")
    assert (report.agency, report.keeper, report.body) == (None, place.city, "随州市人民政府")


@pytest.mark.parametrize("printed", ["云州市教育局", "云州市教育委员会", "市教育局"])
def test_an_agency_is_known_by_its_names_of_now_and_then(place: Town, printed: str) -> None:
    AgencyNameFactory(agency=place.bureau, name="云州市教育委员会", short_name="市教委")
    report = place.report(body=printed)
    assert report.agency == place.bureau


def test_a_name_of_two_agencies_means_neither(place: Town) -> None:
    AgencyFactory(name="云州市教育局", short_name="教育局")
    assert place.report().agency is None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空"),
        ("菜单.txt", "周一 红烧肉\n".encode(), "没有找到政府信息公开年度报告"),
        ("坏.pdf", b"%PDF-1.4 broken", "坏.pdf"),
        ("照片.exe", b"MZ\x90\x00", "照片.exe"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(place: Town, name: str, data: bytes, words: str) -> None:
    row = place.take_in((name, data))[0]
    assert row.state == State.REFUSED
    assert words in row.message
    assert not Report.objects.exists()


def test_a_file_over_the_limit_is_refused(place: Town, settings: object) -> None:
    settings.UPLOAD_LIMIT = 100  # type: ignore[attr-defined]
    row = place.take_in(("大.html", town.page("云州市教育局")))[0]
    assert (row.state, row.file) == (State.REFUSED, None)


def test_the_same_file_twice_is_known_and_kept_once(place: Town) -> None:
    data = town.page("云州市教育局")
    first, second = place.take_in(("一.html", data), ("二.html", data))
    again = place.take_in(("三.html", data))[0]
    assert [each.state for each in (first, second, again)] == [State.READ, State.KNOWN, State.KNOWN]
    assert second.report == again.report == first.report
    assert StoredFile.objects.count() == Report.objects.count() == 1


def test_another_copy_waits_for_a_word_and_then_replaces(place: Town) -> None:
    report = place.report()
    other = place.take_in(("改.html", town.page("云州市教育局", cells=town.cells(seed=2))))[0]
    assert (other.state, other.report) == (State.SECOND_COPY, report)

    waiting = intake.replace(batch_file=other, by=place.office, at=NOW)
    done = town.read(town.rows(waiting.batch)[0], by=place.office)

    report.refresh_from_db()
    assert done.state == State.READ
    assert list(report.snapshots.order_by("number").values_list("number", "origin")) == [(1, "read"), (2, "read")]
    assert report.snapshot is not None and report.snapshot.original is not None
    assert report.snapshot.original.name == "改.html"
    assert Event.objects.filter(kind="report.replaced").count() == 1


def test_a_confirmed_report_is_only_read_again_after_a_replacement(place: Town) -> None:
    from gongkai.annualreports.actions import amending

    report = place.report()
    assert report.snapshot is not None
    amending.confirm(report=report, snapshot=report.snapshot, by=place.office, at=NOW)
    other = place.take_in(("改.html", town.page("云州市教育局", cells=town.cells(seed=2))))[0]
    town.read(town.rows(intake.replace(batch_file=other, by=place.office, at=NOW).batch)[0], by=place.office)
    report.refresh_from_db()
    assert (report.state, report.confirmed_by) == (Report.State.READ, None)


def test_a_report_that_does_not_say_whose_it_is_waits_for_a_word(place: Town) -> None:
    data = town.page("本机关").replace(b"2025", "本年度".encode())
    row = place.take_in(("无名.html", data))[0]
    assert row.state == State.UNASSIGNED
    assert row.message

    waiting = intake.assign(batch_file=row, body=" 云州市教育局 ", year=2024, by=place.office, at=NOW)
    done = town.read(town.rows(waiting.batch)[0], by=place.office)

    assert done.state == State.READ
    assert done.report is not None
    assert (done.report.agency, done.report.year) == (place.bureau, 2024)


def test_a_word_without_a_name_is_refused(place: Town) -> None:
    data = town.page("本机关").replace(b"2025", "本年度".encode())
    row = place.take_in(("无名.html", data))[0]
    with pytest.raises(refusals.ReasonMissing):
        intake.assign(batch_file=row, body="  ", year=2024, by=place.office, at=NOW)


def test_only_what_waits_for_a_word_takes_one(place: Town) -> None:
    row = place.take_in(("一.html", town.page("云州市教育局")))[0]
    with pytest.raises(refusals.WrongState):
        intake.assign(batch_file=row, body="云州市教育局", year=2024, by=place.office, at=NOW)
    with pytest.raises(refusals.WrongState):
        intake.replace(batch_file=row, by=place.office, at=NOW)


def test_the_report_of_an_agency_that_is_not_mine_is_refused(place: Town) -> None:
    dropped = [intake.Dropped("财政.html", town.page("云州市财政局"))]
    batch = intake.receive_files(agency=place.bureau, dropped=dropped, by=place.officer, at=NOW)
    row = town.read(town.rows(batch)[0], by=place.officer, may=False)
    assert row.state == State.REFUSED
    assert "云州市财政局" in row.message


def test_what_was_not_taken_in_is_read_again(place: Town) -> None:
    rows = place.take_in(("一.html", town.page("云州市教育局")), ("菜单.txt", "红烧肉".encode()), ("空.txt", b""))
    again = intake.rerun(batch=rows[0].batch, by=place.office, at=NOW)
    assert [each.name for each in again] == ["菜单.txt"]
    rows[0].batch.refresh_from_db()
    assert rows[0].batch.finished_at is None


def test_reading_a_file_that_is_done_changes_nothing(place: Town) -> None:
    row = place.take_in(("一.html", town.page("云州市教育局")))[0]
    town.read(town.rows(row.batch)[0], by=place.office)
    assert Snapshot.objects.count() == 1


def test_last_years_report_is_found_whichever_is_read_first(place: Town) -> None:
    last = town.cells()
    now = town.cells(seed=3, last=last)
    wrong = {
        f"table3.{row}.natural": now[f"table3.{row}.natural"] + 2 for row in ("carried_in", "granted", "result_total")
    }
    wrong |= {
        f"table3.{row}.total": now[f"table3.{row}.total"] + 2 for row in ("carried_in", "granted", "result_total")
    }
    place.report(year=2024, cells=last)
    report = place.report(year=2025, cells=now, wrong=wrong)
    assert set(report.findings.values_list("rule", flat=True)) == {"carry_over"}
    assert report.error_count == Finding.objects.filter(severity="error").count() == 2


def test_a_batch_is_finished_with_its_last_file(place: Town) -> None:
    dropped = [intake.Dropped("一.html", town.page("云州市教育局")), intake.Dropped("菜单.txt", "红烧肉".encode())]
    batch = intake.receive_files(agency=place.city, dropped=dropped, by=place.office, at=NOW)
    town.read(town.rows(batch)[0], by=place.office)
    batch.refresh_from_db()
    assert batch.finished_at is None
    town.read(town.rows(batch)[1], by=place.office)
    batch.refresh_from_db()
    assert batch.finished_at == NOW


def test_a_batch_of_nothing_but_refused_files_is_finished_at_once(place: Town) -> None:
    batch = intake.receive_files(agency=place.city, dropped=[intake.Dropped("空.txt", b"")], by=place.office, at=NOW)
    batch.refresh_from_db()
    assert batch.finished_at == NOW
