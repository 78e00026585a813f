"""The board: chapters, the form with its records, what is left to do; passages written, checked, put right, undone."""

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person, Role
from gongkai.annualreports.actions import compiling, drafting, signing
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.models.texts import Passage
from tests.annualreports import town as towns
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 6)


@dataclass(frozen=True)
class Desk:
    """A bureau's report on 2025 being compiled beside last year's paper, with the officer's browser."""

    town: towns.Town
    report: Report
    client: Client

    def url(self, name: str, *args: object) -> str:
        """An address of the report."""
        return reverse(f"annualreports:{name}", args=[self.report.pk, *args])

    def passage(self, template: str) -> Passage:
        """A passage as it is now."""
        return Passage.objects.select_related("report").get(report=self.report, template=template)

    def post(self, row: Passage, text: str, version: int | None = None, **more: str):  # type: ignore[no-untyped-def]
        """Save a text from the board."""
        said = {"text": text, "version": str(row.version if version is None else version), **more}
        return self.client.post(self.url("passage", row.pk), said, follow=True)


@pytest.fixture
def desk() -> Desk:
    town = towns.town()
    town.report(year=2024)
    plenty.requests(town.bureau, [{"received_on": DAY, "outcome": "DISCLOSED", "counted_on": DAY}] * 3)
    made = compiling.compile_report(agency=town.bureau, year=2025, by="system:test", at=clock.NOW)
    return Desk(town, Report.objects.get(pk=made.report_id), towns.signed_in(town.officer))


def test_the_board_shows_a_chapter_its_last_year_and_what_is_left(desk: Desk) -> None:
    page = desk.client.get(desk.url("board"), {"chapter": "general"}).content.decode()
    assert "（二）依申请公开" in page
    assert "The report on 2024" in page
    assert "to write" in page
    assert "Explain the difference" in page
    assert "cell=table3.new.total" in page  # a number of the text leads to its figure


def test_a_cell_opens_onto_its_records_within_twelve_queries(
    desk: Desk, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    address = desk.url("board")
    desk.client.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = desk.client.get(address, {"chapter": "requests"}).content.decode()
    assert f'href="{desk.url("cell")}?cell=table3.new.total"' in page
    assert "does not add up" in page
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = desk.client.get(desk.url("cell"), {"cell": "table3.new.total"}).content.decode()
    assert "All its records" in page and "last year" in page
    assert desk.client.get(desk.url("cell"), {"cell": "table9.nothing"}).status_code == 404


def test_a_text_is_saved_checked_and_its_wrong_number_put_right(desk: Desk) -> None:
    row = desk.passage("general.requests")
    page = desk.post(row, "全年收到政府信息公开申请5件。").content.decode()
    assert "1 number is not its figure" in page
    row = desk.passage("general.requests")
    page = desk.post(row, row.text, put=str(row.text.index("5件"))).content.decode()
    assert desk.passage("general.requests").text == "全年收到政府信息公开申请3件。"
    assert "is not its figure" not in page


def test_what_is_typed_is_compared_without_saving(desk: Desk) -> None:
    row = desk.passage("general.requests")
    address = desk.url("passage-check", row.pk)
    said = desk.client.post(address, {"text": "全年收到政府信息公开申请5件。"}).content.decode()
    assert "「5」" in said and "<b>3</b>" in said
    assert "agrees" in desk.client.post(address, {"text": "全年收到政府信息公开申请3件。"}).content.decode()
    assert desk.passage("general.requests").version == row.version


def test_what_was_typed_stays_when_somebody_else_was_first(desk: Desk) -> None:
    row = desk.passage("problems.own")
    drafting.write(passage=row, version=row.version, text="栏目更新不够及时。", by=desk.town.office, at=clock.NOW)
    answer = desk.post(row, "解读材料偏少。", version=row.version)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "栏目更新不够及时。" in page and "解读材料偏少。</textarea>" in page
    assert desk.passage("problems.own").text == "栏目更新不够及时。"
    fresh = desk.passage("problems.own")
    assert f'name="version" value="{fresh.version}"' in page
    desk.post(fresh, "解读材料偏少。")
    assert desk.passage("problems.own").text == "解读材料偏少。"


def test_a_wording_is_taken_back_and_a_number_unlinked(desk: Desk) -> None:
    row = desk.passage("general.requests")
    draft = row.text
    desk.post(row, "全年收到政府信息公开申请5件。")
    row = desk.passage("general.requests")
    address = desk.url("passage-act", row.pk, "unlink")
    desk.client.post(address, {"version": row.version, "number": row.text.index("5件")})
    row = desk.passage("general.requests")
    assert row.links == []
    page = desk.client.get(desk.url("passage", row.pk)).content.decode()
    assert "Take this wording" in page and desk.town.officer.name in page
    desk.client.post(desk.url("passage-act", row.pk, "restore"), {"version": row.version})
    assert desk.passage("general.requests").text == draft
    assert desk.client.post(desk.url("passage-act", row.pk, "burn"), {"version": 1}).status_code == 404
    assert (
        desk.client.post(desk.url("passage-act", row.pk, "restore"), {"version": 4, "number": "99"}).status_code == 404
    )


def test_a_paragraph_is_added_and_one_too_long_is_refused(desk: Desk) -> None:
    desk.client.post(desk.url("passage-add"), {"chapter": "remedies"})
    row = Passage.objects.select_related("report").get(report=desk.report, template="", chapter="remedies")
    assert desk.post(row, "长" * 8001).status_code == 422
    desk.post(row, "全年没有发生行政复议。")
    assert "全年没有发生行政复议。" in desk.client.get(desk.url("board"), {"chapter": "remedies"}).content.decode()


def test_differences_are_explained_and_the_author_is_named(desk: Desk) -> None:
    page = desk.client.post(desk.url("explain"), {"reason": "上年按登记簿统计"}, follow=True).content.decode()
    assert "Explain the difference" not in page
    assert "上年按登记簿统计" in page and desk.town.officer.name in page


def test_counting_again_keeps_what_was_written(desk: Desk) -> None:
    row = desk.passage("general.requests")
    desk.post(row, "全年收到政府信息公开申请3件。")
    plenty.requests(desk.town.bureau, [{"received_on": DAY}])
    page = desk.client.post(desk.url("recompile"), {"chapter": "general"}, follow=True).content.decode()
    assert "1 number is not its figure" in page
    assert desk.passage("general.requests").text == "全年收到政府信息公开申请3件。"


def test_a_report_on_its_way_is_read_and_not_written(desk: Desk) -> None:
    signing.send(report=desk.report, by=desk.town.officer, at=clock.NOW)
    row = desk.passage("problems.own")
    assert "<textarea" not in desk.client.get(desk.url("board"), {"chapter": "problems"}).content.decode()
    answer = desk.post(row, "栏目更新不够及时。")
    assert answer.status_code == 422
    assert desk.passage("problems.own").text == ""
    assert "on its way" in desk.client.post(desk.url("recompile"), follow=True).content.decode()


def test_others_see_nothing_and_readers_write_nothing(desk: Desk) -> None:
    stranger = towns.signed_in(person_with(Role.OFFICER, AgencyFactory()))
    assert stranger.get(desk.url("board")).status_code == 404
    reader: Person = person_with(Role.INSPECTOR, desk.town.city, with_subtree=True)
    page = towns.signed_in(reader).get(desk.url("board"), {"chapter": "problems"})
    assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
    row = desk.passage("problems.own")
    refused = towns.signed_in(reader).post(desk.url("passage", row.pk), {"text": "x", "version": "0"})
    assert refused.status_code in (403, 404)


def test_a_paper_report_has_no_board(desk: Desk) -> None:
    paper = Report.objects.get(agency=desk.town.bureau, year=2024)
    assert desk.client.get(reverse("annualreports:board", args=[paper.pk])).status_code == 404


def test_a_report_is_begun_from_the_list(desk: Desk) -> None:
    address = reverse("annualreports:compile")
    assert "Compile" in desk.client.get(reverse("annualreports:list")).content.decode()
    said = {"agency": str(desk.town.bureau.pk), "year": "2026"}
    answer = desk.client.post(address, said, follow=True)
    assert "Annual report on 2026" in answer.content.decode()
    taken = desk.client.post(address, said | {"year": "2024"})
    assert (taken.status_code, "paper" in taken.content.decode()) == (422, True)
    assert desk.client.post(address, said | {"agency": str(desk.town.other.pk)}).status_code == 422
