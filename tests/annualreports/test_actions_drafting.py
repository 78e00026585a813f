"""The text of a report: drafted with its figures, written by people, put right after a new count, frozen, explained."""

import datetime
from typing import Any

import pytest

from gongkai.annualreports.actions import checking, compiling, drafting, refusals
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.models.texts import Passage, TextFigure, Wording
from gongkai.annualreports.queries import board, earlier, working
from gongkai.orgs.models import Agency
from tests.annualreports import town as towns
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.activities import ActivityFactory, NumberFactory
from tests.factories.annualreports import FindingFactory, ReportFactory
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 6)
LATER = clock.NOW + datetime.timedelta(hours=1)


@pytest.fixture
def office() -> Agency:
    """A bureau with three requests and a training in 2025."""
    agency: Agency = AgencyFactory(code="bureau", name="云州市教育局")
    NumberFactory(activity=ActivityFactory(kind="training", agency=agency, on=DAY, channel="", title="业务培训"))
    closed = {"received_on": DAY, "outcome": "DISCLOSED", "counted_on": DAY}
    plenty.requests(agency, [closed, {"received_on": DAY}, {"received_on": DAY}])
    return agency


def compiled(agency: Agency, at: datetime.datetime = clock.NOW, **fields: Any) -> Report:
    """The report on 2025, counted and drafted."""
    made = compiling.compile_report(agency=agency, year=2025, by="system:test", at=at, **fields)
    return Report.objects.select_related("snapshot").get(pk=made.report_id)


def passage(report: Report, template: str) -> Passage:
    """A passage by its template."""
    return Passage.objects.select_related("report").get(report=report, template=template)


def written(row: Passage, text: str, **changes: Any) -> Passage:
    """The passage with another text."""
    said: dict[str, Any] = {"version": row.version, "by": PersonFactory(), "at": LATER}
    return drafting.write(passage=row, text=text, **(said | changes))


def flags(row: Passage) -> list[tuple[str, str]]:
    """What a passage has wrong: as printed, and as it should be."""
    found = working.flags_of(row, working.values_of(Report.objects.get(pk=row.report_id)), year=2025)
    return [(each.printed, each.expected) for each in found]


def test_compiling_drafts_every_chapter_and_links_every_number(office: Agency) -> None:
    report = compiled(office)
    row = passage(report, "general.requests")
    assert "申请3件" in row.text
    assert [[start, end, id, row.text[start:end]] for start, end, id, _printed in row.links] == row.links
    assert "培训班1次，接受培训30人次" in passage(report, "general.supervision").text
    assert TextFigure.objects.get(report=report, indicator="trainings.trainees").number == 30
    assert not flags(row)
    assert {each.template for each in working.unwritten(working.passages_of(report))} >= {
        "problems.own",
        "problems.plans",
    }
    assert Wording.objects.filter(passage=row).count() == row.version == 1


def test_a_new_count_redrafts_what_nobody_wrote_and_flags_what_somebody_did(office: Agency) -> None:
    report = compiled(office)
    own = written(passage(report, "general.requests"), "本年度共收到政府信息公开申请3件，均在期限内办理。")
    plenty.requests(office, [{"received_on": DAY}])
    again = compiled(office, LATER)
    own.refresh_from_db()
    assert own.text == "本年度共收到政府信息公开申请3件，均在期限内办理。"
    assert flags(own) == [("3", "4")]
    assert "申请4件" in own.drafted
    assert Finding.objects.filter(report=again, rule="text_table", gone_at__isnull=True).exists()

    put = drafting.put(passage=own, version=own.version, by=PersonFactory(), at=LATER)
    assert put.text == "本年度共收到政府信息公开申请4件，均在期限内办理。"
    assert not flags(put)
    assert not Finding.objects.filter(report=again, rule="text_table", gone_at__isnull=True).exists()


def test_links_follow_an_edit_and_a_wrong_number_is_flagged(office: Agency) -> None:
    row = passage(compiled(office), "general.requests")
    row = written(row, "我局" + row.text.replace("申请3件", "申请8件"))
    assert flags(row)[0] == ("8", "3")
    start = row.text.index("8件")
    row = drafting.unlink(passage=row, version=row.version, start=start, by=PersonFactory(), at=LATER)
    assert start not in [each[0] for each in row.links]
    with pytest.raises(refusals.NoSuchNumber):
        drafting.unlink(passage=row, version=row.version, start=start, by=PersonFactory(), at=LATER)


def test_two_people_at_one_passage_do_not_write_over_each_other(office: Agency) -> None:
    row = passage(compiled(office), "problems.own")
    first = written(row, "栏目更新不够及时。")
    with pytest.raises(refusals.Changed):
        written(row, "解读材料偏少。", version=row.version)
    assert written(row, "栏目更新不够及时。", version=row.version) == first  # the same words disturb nobody
    assert written(first, "解读材料偏少。").version == first.version + 1


def test_every_wording_can_be_taken_back_and_so_can_the_draft(office: Agency) -> None:
    row = passage(compiled(office), "general.requests")
    draft = row.text
    row = written(row, "第一稿。")
    row = written(row, "第二稿。")
    person = PersonFactory()
    row = drafting.restore(passage=row, version=row.version, number=row.previous, by=person, at=LATER)
    assert row.text == "第一稿。"
    row = drafting.restore(passage=row, version=row.version, number=None, by=person, at=LATER)
    assert (row.text, row.links, row.is_edited) == (draft, row.drafted_links, False)
    assert [each.text for each in row.wordings.order_by("number")] == [draft, "第一稿。", "第二稿。", "第一稿。", draft]
    with pytest.raises(Wording.DoesNotExist):
        drafting.restore(passage=row, version=row.version, number=99, by=person, at=LATER)


def test_a_paragraph_of_one_s_own_stands_at_the_end_of_its_chapter(office: Agency) -> None:
    report = compiled(office)
    row = drafting.add(report=report, chapter="remedies", by=PersonFactory(), at=LATER)
    written(Passage.objects.select_related("report").get(pk=row.pk), "全年没有发生行政复议。")
    chapters = {each.chapter.id: each for each in working.by_chapter(report.edition, working.passages_of(report))}
    assert [each.text for each in chapters["remedies"].paragraphs] == ["全年没有发生行政复议。"]
    with pytest.raises(refusals.UnknownCell):
        drafting.add(report=report, chapter="nothing", by=PersonFactory(), at=LATER)


def test_the_text_is_frozen_with_its_figures_once_for_each_wording(office: Agency) -> None:
    report = compiled(office)
    first = drafting.freeze_text(report=report, by="person:1", at=LATER)
    assert drafting.freeze_text(report=report, by="person:1", at=LATER) == first
    assert (first.number, first.snapshot, len(first.content_hash)) == (1, report.snapshot, 64)
    by_id = {each["id"]: each for each in first.chapters}
    assert by_id["opening"]["heading"] == ""
    assert by_id["general"]["paragraphs"][0]["text"].startswith("（")
    written(passage(report, "problems.own"), "栏目更新不够及时。")
    second = drafting.freeze_text(report=report, by="person:1", at=LATER)
    assert (second.number, second.content_hash != first.content_hash) == (2, True)
    with pytest.raises(refusals.WrongState):
        drafting.freeze_text(report=ReportFactory(edition=""), by="person:1", at=LATER)


def test_a_paper_report_has_no_text_to_write() -> None:
    report = towns.town().report()
    with pytest.raises(refusals.WrongState):
        drafting.add(report=report, chapter="general", by=PersonFactory(), at=LATER)


def test_last_year_s_report_stands_beside_and_its_problems_have_a_place() -> None:
    town = towns.town()
    last = town.report(year=2024)
    texts = earlier.texts_of(last, "form-2021")
    assert texts["general"] and texts["problems"]
    (problem, *_rest) = earlier.problems_of(texts)
    report = compiled(town.bureau)
    row = passage(report, "problems.last-1")
    assert (row.about, row.text) == (problem, "")
    figures = working.values_of(report)
    assert figures.before("table3.new.total") == last.snapshot.figures.get(cell="table3.new.total").number  # type: ignore[union-attr]
    assert (
        "同比下降" in passage(report, "general.requests").drafted
        or "未收到" in passage(report, "general.requests").drafted
        or "没有收到" in passage(report, "general.requests").drafted
    )


def test_a_difference_to_last_year_is_explained_once_with_its_author() -> None:
    town = towns.town()
    town.report(year=2024)
    report = compiled(town.bureau)
    assert board.unexplained(report)
    figures = list(report.snapshot.figures.all())  # type: ignore[union-attr]
    assert "table3.carried_in.total" in board.doubted_cells(board.unexplained(report), figures)
    with pytest.raises(refusals.ReasonMissing):
        checking.explain(report=report, rule=board.MUST_EXPLAIN, reason=" ", by=town.office, at=LATER)
    rows = checking.explain(report=report, rule=board.MUST_EXPLAIN, reason="上年按登记簿统计", by=town.office, at=LATER)
    assert {(each.reason, each.decided_by) for each in rows} == {("上年按登记簿统计", town.office)}
    assert not board.unexplained(report)
    with pytest.raises(refusals.NothingFound):
        checking.explain(report=report, rule=board.MUST_EXPLAIN, reason="x", by=town.office, at=LATER)


PROBLEMS = [
    (
        ("一是部分栏目更新不够及时；二是图文解读偏少。下一步按季度检查栏目。",),
        ("部分栏目更新不够及时", "图文解读偏少。"),
    ),
    (("我局将进一步加强培训，解决人员不足问题。",), ()),
    (("无。",), ()),
    ((), ()),
]


@pytest.mark.parametrize(("texts", "problems"), PROBLEMS)
def test_problems_are_told_from_plans(texts: tuple[str, ...], problems: tuple[str, ...]) -> None:
    assert earlier.problems_of({"problems": texts}) == problems


def test_findings_about_the_text_lead_to_their_paragraph(office: Agency) -> None:
    report = compiled(office)
    row = written(passage(report, "general.requests"), "全年收到政府信息公开申请8件。")
    findings = list(report.findings.filter(rule="text_table"))
    whole = working.whole(report, working.passages_of(report))
    assert [each.pk for each in board.places_of(findings, whole).values()] == [row.pk]
    assert board.places_of([FindingFactory()], whole) == {}
