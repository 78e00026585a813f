"""Pages of figures: the form, the records behind each figure and their export, figures stated by hand."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.accounts.models import Person, Role
from gongkai.orgs.models import Agency
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import indicators
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.activities import ActivityFactory, on_day, yearly
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 6)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def bureau() -> Agency:
    """A bureau with records of most kinds."""
    agency: Agency = AgencyFactory(short_name="市教育局")
    published_item(agency=agency, at=datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC))
    plenty.requests(agency, [{"received_on": DAY}, {"received_on": DAY, "outcome": "PARTIAL", "counted_on": DAY}])
    plenty.remedies(agency, 2, kind="review", result="pending", year=2025)
    plenty.documents(agency, 2025, regulations=(0, 0, 0), normative=(1, 1, 2))
    yearly("staff", agency, 2025, full_time=1, part_time=2)
    for channel in ("wechat", "press"):
        ActivityFactory(agency=agency, on=DAY, channel=channel)
    return agency


@pytest.fixture
def officer(client: Client, bureau: Agency) -> Person:
    """An officer who also handles requests, signed in."""
    person = person_with(Role.OFFICER, bureau)
    RoleHoldingFactory(person=person, agency=bureau, role=Role.CASE_OFFICER)
    client.force_login(person)
    return person


def _address(agency: Agency, indicator: str, more: str = "") -> str:
    return f"/desk/figures/{agency.pk}/2025/{indicator}/{more}"


@pytest.mark.parametrize("year", [2016, 2020, 2025])
def test_the_form_of_a_year_shows_every_cell(client: Client, officer: Person, year: int) -> None:
    page = client.get("/desk/figures/", {"agency": officer.home_id, "year": year}).content.decode()
    edition = {2016: "form-2014", 2020: "form-2019", 2025: "form-2021"}[year]
    for each in indicators.of_edition(edition).values():
        assert f"/desk/figures/{officer.home_id}/{year}/{each.id}/" in page


@pytest.mark.parametrize("query", ["", "?agency=0&year=x&form=y", "?subtree=on&form=form-2014"])
def test_whatever_the_address_says_there_is_a_form(client: Client, officer: Person, query: str) -> None:
    assert client.get(f"/desk/figures/{query}").status_code == 200


COUNTED = {
    "disclosed.total": 4,
    "normative_documents.in_force": 2,
    "normative_documents.repealed": 1,
    "requests.received.total": 2,
    "requests.partial.natural_person": 1,
    "requests.carried_out.total": 1,
    "reconsideration.pending": 2,
    "staff.total": 2,
    "fees.amount": 0,
    "complaints.total": 0,
}


@pytest.mark.parametrize("indicator", COUNTED)
def test_the_list_has_as_many_rows_as_the_figure_says(
    client: Client, officer: Person, indicator: str, django_assert_max_num_queries: Any
) -> None:
    client.get("/desk/figures/")  # so that the session is there
    rows, part = 0, 0
    for part in range(len(indicators.indicator(indicator).parts)):
        with django_assert_max_num_queries(12):
            page = client.get(_address(officer.home, indicator, f"?part={part}")).content.decode()  # type: ignore[arg-type]
        rows += page.count("data-row")
        answer = client.get(_address(officer.home, indicator, f"?part={part}&export=csv"))  # type: ignore[arg-type]
        assert b"".join(answer.streaming_content).decode().count("\n") == page.count("data-row") + 1  # type: ignore[attr-defined]
    assert rows == COUNTED[indicator]


def test_every_indicator_has_its_page(client: Client, officer: Person) -> None:
    ids = [each for each in indicators.declared() if not each.startswith("requests.") or each.endswith(".total")]
    for indicator in ids:
        assert client.get(_address(officer.home, indicator)).status_code == 200, indicator  # type: ignore[arg-type]


def test_a_subtree_is_filtered_by_agency(client: Client, bureau: Agency) -> None:
    school = AgencyFactory(parent=bureau, short_name="某校")
    on_day("meeting", school, DAY)
    on_day("meeting", bureau, DAY)
    client.force_login(person_with(Role.INSPECTOR, bureau, with_subtree=True))
    assert client.get(_address(bureau, "meetings.count", "?subtree=1")).content.decode().count("data-row") == 2
    page = client.get(_address(bureau, "meetings.count", f"?subtree=1&agency={school.pk}")).content.decode()
    assert page.count("data-row") == 1


def test_who_may_not_open_the_records_sees_how_many_there_are(client: Client, bureau: Agency) -> None:
    client.force_login(person_with(Role.REVIEWER, bureau))
    page = client.get(_address(bureau, "requests.received.total")).content.decode()
    assert "其中 2 属于您无权查看的记录" in page
    assert "data-row" not in page


@pytest.mark.parametrize(
    "address", ["0/2025/meetings.count/", "{agency}/1900/meetings.count/", "{agency}/2025/nothing/"]
)
@pytest.mark.parametrize("more", ["", "state/"])
def test_what_is_not_there_is_not_found(client: Client, officer: Person, address: str, more: str) -> None:
    path = f"/desk/figures/{address.format(agency=officer.home_id)}{more}"
    assert client.get(path).status_code == 404


def test_a_figure_is_stated_marked_and_taken_back(client: Client, officer: Person) -> None:
    address = _address(officer.home, "meetings.count", "state/")  # type: ignore[arg-type]
    assert client.get(address).status_code == 200
    data = {"number": "4", "reason": "会议记录未登记"}
    assert "须附依据" in client.post(address, data).content.decode()
    assert client.post(address, {"reason": "x"}).status_code == 422
    assert client.post(address, data | {"link": "https://x.gov.cn/a"}).status_code == 302

    page = client.get("/desk/figures/", {"year": 2025, "form": "form-2014"}).content.decode()
    assert "会议记录未登记" in page
    assert "＊" in page
    assert client.post(address, {"reason": "已登记", "take_back": "1"}).status_code == 302
    assert [each.number for each in Statement.objects.order_by("id")] == [4, None]


def test_the_page_of_records_tells_what_was_stated_and_gives_the_proof(client: Client, officer: Person) -> None:
    proof = SimpleUploadedFile("会议签到表.pdf", PDF, "application/pdf")
    address = _address(officer.home, "staff.full_time", "state/")  # type: ignore[arg-type]
    assert client.post(address, {"number": "4", "reason": "借调人员未登记", "file": proof}).status_code == 302

    page = client.get(_address(officer.home, "staff.full_time")).content.decode()  # type: ignore[arg-type]
    assert "借调人员未登记" in page
    assert "会议签到表.pdf" in page
    assert page.count("data-row") == 1
    statement = Statement.objects.get()
    got = client.get(f"/desk/figures/proof/{statement.pk}/")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert client.get(f"/desk/figures/proof/{statement.pk + 1}/").status_code == 404
    total = client.get(_address(officer.home, "staff.total")).content.decode()  # type: ignore[arg-type]
    assert "随手工填报的数据变动" in total
    client.force_login(person_with(Role.OFFICER, AgencyFactory()))
    assert client.get(f"/desk/figures/proof/{statement.pk}/").status_code == 404


def test_filters_keep_whose_figure_it_is(client: Client, bureau: Agency) -> None:
    school = AgencyFactory(parent=bureau)
    on_day("meeting", school, DAY)
    on_day("meeting", school, datetime.date(2025, 7, 1))
    client.force_login(person_with(Role.INSPECTOR, bureau, with_subtree=True))
    page = client.get(_address(bureau, "meetings.count", "?subtree=1&month=5")).content.decode()
    assert page.count("data-row") == 1
    assert '<input type="hidden" name="subtree" value="1">' in page
    assert f'href="{_address(bureau, "meetings.count", "?subtree=1")}"' in page


def test_an_inspector_states_nothing(client: Client, bureau: Agency) -> None:
    client.force_login(person_with(Role.INSPECTOR, bureau))
    assert client.post(_address(bureau, "meetings.count", "state/"), {"number": 1}).status_code == 403
