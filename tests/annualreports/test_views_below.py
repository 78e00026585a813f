"""The superior's board: states and terms, filters, export, reminders, lines, papers; bounded queries for thousands."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.annualreports.actions import reminding
from gongkai.annualreports.models.filing import Filing, FilingLine, Reminder
from gongkai.annualreports.models.reports import BatchFile, Report
from gongkai.annualreports.queries import below
from gongkai.events.models import Event
from gongkai.notices.models import Notice
from gongkai.orgs.models import Agency
from tests.annualreports import ladder as ladders
from tests.annualreports import town as towns
from tests.annualreports.ladder import NOW, Ladder
from tests.annualreports.town import signed_in
from tests.factories.accounts import person_with
from tests.factories.annualreports import FindingFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
BOARD = "/desk/reports/below/"


@pytest.fixture
def steps() -> Ladder:
    """A bureau below a city."""
    return ladders.ladder()


def rows(browser: Any, query: str = "") -> list[str]:
    """The names on the board of 2025."""
    answer = browser.get(f"{BOARD}?year=2025{query}")
    return [line.row.short_name for line in answer.context["lines"]]


def test_the_board_shows_every_state(steps: Ladder) -> None:
    steps.filed(steps.compiled())
    AgencyFactory(name="云州市财政局", short_name="市财政局", parent=steps.city)
    browser = signed_in(steps.superior)
    assert rows(browser) == ["市教育局", "市财政局"]
    assert rows(browser, "&state=filed") == ["市教育局"]
    assert rows(browser, "&state=not-begun") == ["市财政局"]
    assert rows(browser, "&state=published") == []
    assert rows(browser, "&q=财政") == ["市财政局"]
    shown = browser.get(f"{BOARD}?year=2025").content.decode()
    assert "Filed" in shown
    assert "Not begun" in shown
    csv = b"".join(browser.get(f"{BOARD}?year=2025&export=csv").streaming_content).decode()
    assert "云州市财政局" in csv
    assert "2026-01-31" in csv


def test_late_copied_and_faulty_ones_are_found(steps: Ladder) -> None:
    report = steps.compiled()
    AgencyFactory(name="望山区人民政府", short_name="望山区", parent=steps.city, kind="government", level="county")
    board = below.on_board(_access(steps.superior), 2025)
    assert list(board.filter(below.overdue(datetime.date(2026, 1, 31)))) == []
    late = board.filter(below.overdue(datetime.date(2026, 2, 1)))
    assert [each.short_name for each in late] == ["市教育局"]
    assert below.summary(board, on=datetime.date(2026, 4, 1)).late == 2
    FindingFactory(report=report, snapshot=report.snapshot, source="copies", severity="warning", sentence="与某局相同")
    Report.objects.filter(pk=report.pk).update(error_count=1)
    browser = signed_in(steps.superior)
    assert rows(browser, "&findings=errors") == rows(browser, "&findings=copies") == ["市教育局"]
    assert "与某局相同" in browser.get(f"{BOARD}?year=2025").content.decode()
    assert rows(browser, "&late=late") == ["市教育局", "望山区"]


def _access(person: Any) -> Any:
    from_person = signed_in(person).get(f"{BOARD}?year=2025")
    return from_person.wsgi_request.access


def test_those_who_did_not_exist_at_the_end_of_the_year_are_not_expected(steps: Ladder) -> None:
    Agency.objects.filter(pk=steps.bureau.pk).update(dissolved_on=datetime.date(2025, 9, 1))
    AgencyFactory(short_name="新局", parent=steps.city, founded_on=datetime.date(2026, 1, 5))
    assert rows(signed_in(steps.superior)) == []


def test_only_those_below_stand_on_the_board(steps: Ladder) -> None:
    office = person_with(Role.SUPERIOR, steps.bureau, with_subtree=True)
    assert rows(signed_in(office)) == []
    assert signed_in(steps.officer).get(BOARD).status_code == 403


def test_three_thousand_agencies_take_no_more_queries(steps: Ladder, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        AgencyFactory(short_name=f"机关{number}", parent=steps.city)
    steps.compiled()
    browser = signed_in(steps.superior)
    browser.get(f"{BOARD}?year=2025")
    with django_assert_max_num_queries(12):
        answer = browser.get(f"{BOARD}?year=2025")
    assert len(answer.context["lines"]) == 50
    assert answer.context["page"].older


# --- reminders ---


def test_one_ticked_or_all_late_are_reminded_once_a_day(steps: Ladder) -> None:
    browser = signed_in(steps.superior)
    for _twice in range(2):
        browser.post("/desk/reports/below/remind/?year=2025", {"action": "remind", "row": steps.bureau.pk})
        browser.post("/desk/reports/below/remind/", {"action": "late", "year": "2025"})
    reminder = Reminder.objects.get()
    assert (reminder.agency, reminder.by) == (steps.bureau, steps.superior.reference)
    event = Event.objects.get(kind="report.reminded")
    reminding.tell_people([event])
    reminding.tell_people([event])
    assert list(Notice.objects.values_list("person", flat=True)) == [steps.officer.pk]
    assert "1 time" in browser.get(f"{BOARD}?year=2025").content.decode()


def test_a_foreign_agency_is_not_reminded(steps: Ladder) -> None:
    beside = AgencyFactory()
    signed_in(steps.superior).post("/desk/reports/below/remind/?year=2025", {"action": "remind", "row": beside.pk})
    assert not Reminder.objects.exists()


def test_who_has_filed_is_not_reminded(steps: Ladder) -> None:
    steps.filed(steps.compiled())
    signed_in(steps.superior).post(
        "/desk/reports/below/remind/?year=2025", {"action": "remind", "row": steps.bureau.pk}
    )
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (datetime.date(2026, 1, 10), None),
        (datetime.date(2026, 1, 12), "before-20"),
        (datetime.date(2026, 1, 30), "before-1"),
        (datetime.date(2026, 2, 1), "after-1"),
        (datetime.date(2026, 3, 2), "after-30"),
    ],
)
def test_the_calendar_reminds_once_at_each_step(steps: Ladder, on: datetime.date, step: str | None) -> None:
    reminding.remind_due(on=on, at=NOW)
    reminding.remind_due(on=on, at=NOW)
    assert list(Reminder.objects.values_list("agency", "step")) == ([(steps.bureau.pk, step)] if step else [])
    told = Event.objects.filter(kind="report.board", agency_id=steps.city.pk).count()
    assert told == (1 if step and step not in {"before-20", "before-7"} else 0)
    heard = list(Event.objects.filter(kind__in=["report.reminded", "report.board"]))
    reminding.tell_people(heard)
    assert Notice.objects.filter(person=steps.officer).exists() == bool(step)
    assert Notice.objects.filter(person=steps.superior).exists() == bool(told)


def test_the_top_and_those_who_file_elsewhere_are_not_reminded(steps: Ladder) -> None:
    FilingLine.objects.create(agency=steps.bureau, reason="垂直管理", set_by=steps.superior, set_at=NOW)
    reminding.remind_due(on=datetime.date(2026, 4, 20), at=NOW)
    assert not Reminder.objects.exists()


def test_who_files_for_many_hears_of_them_together(steps: Ladder) -> None:
    towns_below = [AgencyFactory(parent=steps.bureau, kind="township", level="township") for _each in range(7)]
    everybody = person_with(Role.OFFICER, steps.bureau, with_subtree=True)
    reminding.remind_due(on=datetime.date(2026, 2, 1), at=NOW)
    assert Reminder.objects.count() == len(towns_below) + 1
    reminding.tell_people(list(Event.objects.filter(kind="report.reminded")))
    assert Notice.objects.filter(person=everybody).count() == 1


# --- lines and papers ---


def test_a_line_is_set_in_the_desk(steps: Ladder) -> None:
    office = AgencyFactory(name="云州市人民政府办公室", parent=steps.city)
    browser = signed_in(steps.superior)
    address = reverse("annualreports:line", args=[steps.bureau.pk])
    assert browser.post(address, {"superior": office.pk, "reason": ""}).status_code == 422
    browser.post(address, {"superior": office.pk, "reason": "由办公室汇总"})
    assert FilingLine.objects.get().superior == office
    assert rows(browser, f"&to={office.pk}") == ["市教育局"]
    assert browser.get(reverse("annualreports:line", args=[AgencyFactory().pk])).status_code == 404


def test_a_spreadsheet_form_is_filled_read_confirmed_filed_and_accepted(
    steps: Ladder, django_capture_on_commit_callbacks: Any
) -> None:
    town = AgencyFactory(name="望山区平湖街道办事处", parent=steps.city, kind="township", level="township")
    office = signed_in(person_with(Role.DISCLOSURE_OFFICE, steps.city, with_subtree=True))
    form = office.get(reverse("annualreports:blank-form", args=[town.pk, 2025]))
    book = openpyxl.load_workbook(io.BytesIO(form.content))
    _fill(book, "新收政府信息公开申请数量", 12)
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    filled.name = "统计表.xlsx"  # type: ignore[attr-defined]
    address = reverse("annualreports:paper", args=[town.pk, 2025])
    assert office.post(address, {}).status_code == 422
    assert office.post(address, {"file": filled}).status_code == 302
    row = BatchFile.objects.select_related("batch__agency", "file", "report").get()
    towns.read(row, by=steps.superior)
    report = Report.objects.get(agency=town)
    cells = dict(report.snapshot.figures.values_list("cell", "number"))  # type: ignore[union-attr]
    assert cells["table3.new.natural"] == 12
    office.post(reverse("annualreports:act", args=[report.pk, "confirm"]))
    course = reverse("annualreports:course", args=[report.pk])
    assert reverse("annualreports:step", args=[report.pk, "file"]) in office.get(course).content.decode()
    office.post(reverse("annualreports:step", args=[report.pk, "file"]), {"seen": 0})
    office.post(reverse("annualreports:step", args=[report.pk, "accept"]), {"seen": 1})
    assert Filing.objects.get(report=report).stage == Filing.Stage.ACCEPTED


def _fill(book: Any, label: str, number: int) -> None:
    """Write a number into every empty cell of the rows that a label names, and zeros elsewhere."""
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            words = "".join(str(cell.value or "") for cell in line)
            for cell in line:
                if cell.value is None and type(cell).__name__ == "Cell":
                    cell.value = number if label in words else 0


def test_a_file_for_a_foreign_agency_is_not_taken(steps: Ladder) -> None:
    beside = AgencyFactory()
    browser = signed_in(steps.superior)
    assert browser.get(reverse("annualreports:paper", args=[beside.pk, 2025])).status_code == 404
    assert browser.get(reverse("annualreports:blank-form", args=[beside.pk, 2025])).status_code == 404
