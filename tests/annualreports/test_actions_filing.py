"""Filing upward: taken back, returned with remarks and answered, accepted once; lines; papers of those outside."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from gongkai.annualreports.actions import amending, filing, intake, refusals, signing
from gongkai.annualreports.models.filing import Filing, FilingLine, Remark
from gongkai.annualreports.models.reports import BatchFile, Report
from gongkai.annualreports.queries import courses
from tests.annualreports import ladder as ladders
from tests.annualreports import town as towns
from tests.annualreports.ladder import NOW, Ladder
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
Stage = Filing.Stage
CELL = "table3.new.total"


@pytest.fixture
def steps() -> Ladder:
    """A bureau below a city."""
    return ladders.ladder()


@pytest.fixture
def report(steps: Ladder) -> Report:
    """Its compiled report."""
    return steps.compiled()


def test_a_signed_report_is_filed_to_the_agency_above_and_accepted(steps: Ladder, report: Report) -> None:
    with pytest.raises(refusals.WrongState):
        filing.file(report=report, by=steps.officer, at=NOW)
    done = steps.accepted(report)
    assert (done.stage, done.superior, done.accepted_by_agency) == (Stage.ACCEPTED, steps.city, steps.city)
    assert done.accepted_snapshot == report.snapshot
    for act in (filing.file, filing.accept):
        with pytest.raises(refusals.WrongState):
            act(report=report, by=steps.superior, at=NOW)


def test_two_at_once_and_twice_the_same(steps: Ladder, report: Report) -> None:
    steps.signed(report)
    filing.file(report=report, by=steps.officer, at=NOW, seen=3)
    with pytest.raises(refusals.WrongState):
        filing.file(report=report, by=steps.officer, at=NOW, seen=3)
    filing.take_back(report=report, reason="漏附件", by=steps.officer, at=NOW, seen=4)
    with pytest.raises(refusals.WrongState):
        filing.accept(report=report, by=steps.superior, at=NOW, seen=4)
    steps.filed(report)
    with pytest.raises(refusals.OtherStep):
        filing.accept(report=report, by=steps.superior, at=NOW, seen=4)
    assert report.steps.count() == 9


def test_who_signed_does_not_accept(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    for person in (steps.officer, steps.reviewer, steps.issuer):
        with pytest.raises(refusals.SamePerson):
            filing.accept(report=report, by=person, at=NOW)


def test_it_is_returned_with_remarks_that_are_answered_before_it_goes_on(steps: Ladder, report: Report) -> None:
    with pytest.raises(refusals.WrongState):
        filing.add_remark(report=report, cell=CELL, words="请核对", by=steps.superior, at=NOW)
    steps.filed(report)
    chapter = next(each for each in report.texts.get().chapters if each["paragraphs"])
    filing.add_remark(report=report, cell=CELL, words="与去年结转数不符", by=steps.superior, at=NOW)
    filing.add_remark(report=report, chapter=chapter["id"], paragraph=1, words="文字过简", by=steps.superior, at=NOW)
    dropped = filing.add_remark(report=report, words="整体", by=steps.superior, at=NOW)
    filing.drop_remark(remark=dropped, by=steps.superior, at=NOW)
    with pytest.raises(refusals.RemarksUnsent):
        filing.accept(report=report, by=steps.superior, at=NOW)

    filing.return_report(report=report, by=steps.superior, at=NOW)

    remarks = list(report.remarks.order_by("id"))
    assert [each.quote for each in remarks] == ["", chapter["paragraphs"][0]["text"][:300]]
    assert courses.course(report).filing.stage == Stage.RETURNED
    with pytest.raises(refusals.AnswersMissing):
        steps.sent(report)
    with pytest.raises(refusals.ReasonMissing):
        filing.answer_remark(remark=remarks[0], words=" ", by=steps.officer, at=NOW)
    for each in remarks:
        filing.answer_remark(remark=each, words="已核对，系上年漏报", by=steps.officer, at=NOW)
    with pytest.raises(DatabaseError, match="never_reworded"), transaction.atomic():
        Remark.objects.filter(pk=remarks[0].pk).update(words="别的话")
    assert steps.accepted(report).stage == Stage.ACCEPTED


@pytest.mark.parametrize(
    "place",
    [{"cell": "table9.none"}, {"chapter": "requests", "paragraph": 99}, {"chapter": "none", "paragraph": 1}],
)
def test_a_remark_is_about_a_place_there_is(steps: Ladder, report: Report, place: dict[str, object]) -> None:
    steps.filed(report)
    with pytest.raises(refusals.UnknownCell):
        filing.add_remark(report=report, words="请核对", by=steps.superior, at=NOW, **place)  # type: ignore[arg-type]


def test_nothing_is_returned_or_taken_back_without_a_reason(steps: Ladder, report: Report) -> None:
    steps.filed(report)
    with pytest.raises(refusals.ReasonMissing):
        filing.return_report(report=report, by=steps.superior, at=NOW)
    with pytest.raises(refusals.ReasonMissing):
        filing.take_back(report=report, reason="", by=steps.officer, at=NOW)


def test_what_was_accepted_stays_while_it_is_corrected(steps: Ladder, report: Report) -> None:
    steps.accepted(report)
    with pytest.raises(refusals.UnderWay):
        steps.compiled()
    done = signing.reopen(report=report, reason="更正", by=steps.officer, at=NOW)
    assert (done.stage, done.accepted_snapshot) == (Stage.DRAFT, report.snapshot)


def test_the_office_set_for_an_agency_goes_before_the_tree(steps: Ladder, report: Report) -> None:
    office = AgencyFactory(name="云州市人民政府办公室", parent=steps.city)
    with pytest.raises(refusals.ReasonMissing):
        filing.set_line(agency=steps.bureau, superior=office, reason="", by=steps.superior, at=NOW)
    filing.set_line(agency=steps.bureau, superior=office, reason="由办公室汇总", by=steps.superior, at=NOW)
    assert courses.superior_of(steps.bureau) == office
    assert list(courses.filing_to(office)) == [steps.bureau]
    assert list(courses.filing_to(steps.city)) == [office]
    with pytest.raises(refusals.InCircle):
        filing.set_line(agency=office, superior=steps.bureau, reason="错", by=steps.superior, at=NOW)
    filing.set_line(agency=steps.bureau, superior=None, reason="垂直管理", by=steps.superior, at=NOW)
    steps.signed(report)
    with pytest.raises(refusals.NoSuperior):
        filing.file(report=report, by=steps.officer, at=NOW)
    filing.set_line(agency=steps.bureau, superior=steps.city, reason="恢复", by=steps.superior, at=NOW)
    assert not FilingLine.objects.exists()
    assert courses.superior_of(steps.bureau) == steps.city
    assert filing.file(report=report, by=steps.officer, at=NOW).superior == steps.city


# --- on paper ---


def paper(steps: Ladder, agency: object, **changes: object) -> BatchFile:
    """The bureau's report as a web page, taken in and read."""
    data = towns.page(str(agency), 2025, **changes)
    batch = filing.receive_paper(
        agency=agency, year=2025, dropped=intake.Dropped("年报.html", data), by=steps.superior, at=NOW,
        filed_on=datetime.date(2026, 1, 20),
    )  # type: ignore[arg-type]  # fmt: skip
    return towns.read(towns.rows(batch)[0], by=steps.superior)


def read_report(steps: Ladder, agency: object) -> Report:
    """The report that was read from it."""
    row = paper(steps, agency)
    assert row.report is not None, row.message
    return Report.objects.get(pk=row.report.pk)


def test_a_paper_is_read_confirmed_filed_and_accepted(steps: Ladder) -> None:
    town = AgencyFactory(name="望山区平湖街道办事处", parent=steps.city, kind="township", level="township")
    report = read_report(steps, town)
    with pytest.raises(refusals.WrongState):
        filing.file(report=report, by=steps.superior, at=NOW)
    assert report.snapshot is not None
    amending.confirm(report=report, snapshot=report.snapshot, by=steps.superior, at=NOW)
    filing.file(report=report, by=steps.superior, at=NOW)
    with pytest.raises(refusals.UnderWay):
        paper(steps, town)
    done = filing.accept(report=report, by=steps.superior, at=NOW)
    assert (done.stage, done.is_on_paper, done.text) == (Stage.ACCEPTED, True, None)


def test_a_returned_paper_is_replaced_by_the_next(steps: Ladder) -> None:
    town = AgencyFactory(name="望山区平湖街道办事处", parent=steps.city)
    report = read_report(steps, town)
    assert report.snapshot is not None
    amending.confirm(report=report, snapshot=report.snapshot, by=steps.superior, at=NOW)
    filing.file(report=report, by=steps.superior, at=NOW)
    filing.return_report(report=report, reason="表三合计不对", by=steps.superior, at=NOW)
    row = paper(steps, town, cells=towns.cells(seed=4))
    assert (row.state, row.report) == (BatchFile.State.READ, report)
    report.refresh_from_db()
    assert (report.state, report.snapshots.count()) == (Report.State.READ, 2)


def test_no_paper_takes_the_place_of_a_report_written_here(steps: Ladder, report: Report) -> None:
    with pytest.raises(refusals.Compiled):
        paper(steps, report.agency)
