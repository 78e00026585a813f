"""What people do with a report that was read: correct, describe, confirm, publish, withdraw."""

import datetime
from decimal import Decimal

import pytest

from gongkai.annualreports.actions import amending, refusals
from gongkai.annualreports.models.reports import Correction, Finding, Report, Snapshot
from gongkai.events.models import Event
from tests.annualreports import town
from tests.annualreports.town import NOW, Town

pytestmark = pytest.mark.django_db
CELL = "table3.result_total.total"


@pytest.fixture
def place() -> Town:
    return town.town()


@pytest.fixture
def faulty(place: Town) -> Report:
    """A report whose total of outcomes is one too high."""
    return place.report(wrong={CELL: town.cells()[CELL] + 1})


def correct(report: Report, place: Town, number: Decimal | None, **more: object) -> Snapshot:
    assert report.snapshot is not None
    figure = report.snapshot.figures.filter(cell=CELL).first()
    values = {"figure": figure, "reason": "原件如此", "snapshot": report.snapshot, "by": place.office, "at": NOW}
    return amending.correct_figure(report=report, number=number, **(values | more))  # type: ignore[arg-type]


def confirmed(report: Report, place: Town) -> Report:
    assert report.snapshot is not None
    return amending.confirm(report=report, snapshot=report.snapshot, by=place.office, at=NOW)


def test_a_correction_is_a_new_snapshot_and_the_old_one_stays(faulty: Report, place: Town) -> None:
    right = Decimal(town.cells()[CELL])
    assert faulty.error_count > 0
    old = faulty.snapshot
    assert old is not None
    new = correct(faulty, place, right)

    faulty.refresh_from_db()
    assert (faulty.snapshot, new.number, new.origin) == (new, 2, Snapshot.Origin.CORRECTED)
    assert old.figures.get(cell=CELL).number == right + 1
    assert new.figures.get(cell=CELL).number == right
    assert new.figures.get(cell=CELL).words == old.figures.get(cell=CELL).words
    assert new.content_hash != old.content_hash
    assert (faulty.error_count, Finding.objects.filter(state="open").count()) == (0, 0)
    made = Correction.objects.get()
    assert (made.old_number, made.new_number, made.reason, made.author) == (right + 1, right, "原件如此", place.office)


def test_a_figure_that_is_none_is_struck_out(faulty: Report, place: Town) -> None:
    new = correct(faulty, place, None)
    assert not new.figures.filter(cell=CELL).exists()
    assert Correction.objects.get().new_number is None


def test_a_figure_that_was_not_read_is_added(place: Town) -> None:
    report = place.report(wrong={"table3.granted.natural": None})
    assert report.snapshot is not None
    figures = {"figure": None, "cell": "table3.granted.natural"}
    new = correct(report, place, Decimal(5), **figures)
    made = new.figures.get(cell="table3.granted.natural")
    assert (made.number, made.unit, made.indicator, made.start) == (5, "件", "requests.granted.natural_person", None)
    assert Correction.objects.get().figure is None


@pytest.mark.parametrize(
    ("number", "more", "refusal"),
    [
        (Decimal(7), {"reason": "  "}, refusals.ReasonMissing),
        (Decimal(7), {"figure": None, "cell": "table9.nothing"}, refusals.UnknownCell),
        (Decimal(7), {"figure": None, "cell": CELL}, refusals.UnknownCell),
        (Decimal(7), {"figure": None, "cell": ""}, refusals.UnknownCell),
    ],
)
def test_a_correction_needs_a_reason_and_a_cell(
    faulty: Report, place: Town, number: Decimal, more: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        correct(faulty, place, number, **more)
    assert Snapshot.objects.count() == 1


def test_the_same_number_is_no_correction(faulty: Report, place: Town) -> None:
    with pytest.raises(refusals.SameNumber):
        correct(faulty, place, Decimal(town.cells()[CELL] + 1))


def test_who_looked_at_an_older_snapshot_is_told(faulty: Report, place: Town) -> None:
    old = faulty.snapshot
    correct(faulty, place, Decimal(1))
    with pytest.raises(refusals.OtherSnapshot):
        correct(faulty, place, Decimal(2), snapshot=old)


def test_a_report_is_confirmed_once_by_its_newest_figures(faulty: Report, place: Town) -> None:
    old = faulty.snapshot
    assert old is not None
    new = correct(faulty, place, Decimal(1))
    with pytest.raises(refusals.OtherSnapshot):
        amending.confirm(report=faulty, snapshot=old, by=place.office, at=NOW)
    done = amending.confirm(report=faulty, snapshot=new, by=place.office, at=NOW)
    assert (done.state, done.confirmed_by, done.confirmed_at) == ("confirmed", place.office, NOW)
    with pytest.raises(refusals.WrongState):
        amending.confirm(report=faulty, snapshot=new, by=place.office, at=NOW)


def test_only_a_confirmed_report_is_published(faulty: Report, place: Town) -> None:
    with pytest.raises(refusals.WrongState):
        amending.publish(report=faulty, by=place.office, at=NOW)
    done = amending.publish(report=confirmed(faulty, place), by=place.office, at=NOW)
    assert (done.state, done.public_snapshot, done.published_at) == ("published", done.snapshot, NOW)
    assert done.releases.get().kind == "publish"


def test_a_correction_reaches_the_public_when_it_is_published_again(faulty: Report, place: Town) -> None:
    report = amending.publish(report=confirmed(faulty, place), by=place.office, at=NOW)
    first = report.public_snapshot
    with pytest.raises(refusals.WrongState):
        amending.publish(report=report, by=place.office, at=NOW)
    correct(report, place, Decimal(3))
    report.refresh_from_db()
    assert (report.public_snapshot, report.is_amended) == (first, True)
    again = amending.publish(report=report, by=place.office, at=NOW, note="更正总计")
    assert (again.public_snapshot, again.is_amended) == (again.snapshot, False)
    assert list(again.releases.order_by("id").values_list("note", flat=True)) == ["", "更正总计"]


def test_a_withdrawn_report_is_public_no_more_and_makes_room(faulty: Report, place: Town) -> None:
    report = amending.publish(report=confirmed(faulty, place), by=place.office, at=NOW)
    with pytest.raises(refusals.ReasonMissing):
        amending.withdraw(report=report, reason=" ", by=place.office, at=NOW)
    gone = amending.withdraw(report=report, reason="表格有误", by=place.office, at=NOW)
    assert (gone.state, gone.public_snapshot) == ("withdrawn", None)
    assert gone.releases.get(kind="withdraw").note == "表格有误"
    with pytest.raises(refusals.WrongState):
        amending.withdraw(report=gone, reason="再撤", by=place.office, at=NOW)
    assert place.report(cells=town.cells(seed=9)).pk != gone.pk


def test_a_report_that_was_never_public_leaves_no_word_for_the_public(faulty: Report, place: Town) -> None:
    gone = amending.withdraw(report=faulty, reason="读错了文件", by=place.office, at=NOW)
    assert not gone.releases.exists()


def describe(report: Report, place: Town, **changes: object) -> Report:
    values = {
        "keeper": report.keeper, "agency": report.agency, "body": report.body, "year": report.year, "filed_on": None,
        "inhabitants": None, "reason": "补填", "by": place.office, "at": NOW,
    }  # fmt: skip
    return amending.describe(report=report, **(values | changes))  # type: ignore[arg-type]


def test_the_day_of_filing_lets_lateness_be_found(place: Town) -> None:
    report = describe(place.report(), place, filed_on=datetime.date(2026, 2, 9), inhabitants=500_000)
    assert list(report.findings.values_list("rule", flat=True)) == ["filed_late"]
    assert report.inhabitants == 500_000


def test_a_report_is_given_to_the_right_agency_with_a_reason(place: Town) -> None:
    report = place.report(body="云洲市教肓局")
    assert report.agency is None
    done = describe(report, place, agency=place.bureau, reason="原件错字")
    assert (done.agency, done.keeper, done.body) == (place.bureau, place.bureau, "云州市教育局")
    assert Event.objects.get(kind="report.described").data["reason"] == "原件错字"
    with pytest.raises(refusals.ReasonMissing):
        describe(done, place, reason=" ")


def test_a_year_that_is_taken_is_refused(place: Town) -> None:
    place.report(year=2024)
    report = place.report(year=2025)
    with pytest.raises(refusals.TakenYear):
        describe(report, place, year=2024)


def test_a_published_report_keeps_body_and_year(place: Town) -> None:
    report = amending.publish(report=confirmed(place.report(), place), by=place.office, at=NOW)
    with pytest.raises(refusals.WrongState):
        describe(report, place, year=2024)
    assert describe(report, place, inhabitants=7).inhabitants == 7
