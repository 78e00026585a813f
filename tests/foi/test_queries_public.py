"""Which agency to ask, which items fit, the squares of a term, and what an applicant is shown."""

import datetime

import pytest
from django.utils import timezone

from gongkai.foi.actions import publishing
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import addressees, followed, published, squares, status
from gongkai.rules import calendars, deadlines, ledgers
from tests.factories import catalog as catalog_factories
from tests.factories.orgs import AgencyFactory
from tests.foi import journey

ON = datetime.date(2026, 11, 20)


def match(agency: object, number: int = 1) -> published.Match:
    found = published.Found(number, (("x", False),), (), ON)
    return published.Match(found, "/", agency.pk, agency.name, False)  # type: ignore[attr-defined]


@pytest.fixture
def town(db: None) -> dict[str, object]:
    city = AgencyFactory(name="云州市人民政府", short_name="市政府", kind="government")
    east = AgencyFactory(name="望山区人民政府", short_name="望山区政府", kind="government", parent=city)
    west = AgencyFactory(name="临江区人民政府", short_name="临江区政府", kind="government", parent=city)
    return {
        "city": city,
        "east": east,
        "west": west,
        "west office": AgencyFactory(name="临江区教育局", short_name="临江区教育局", parent=west),
        "housing": AgencyFactory(
            name="云州市住房和城乡建设局", short_name="市住建局", parent=city, duties="负责老旧小区改造和住房保障"
        ),
    }


def names(text: str, matches: list[published.Match], **more: object) -> list[str]:
    return [each.agency.name for each in addressees.suggested(text, matches, on=ON, **more)]  # type: ignore[arg-type]


def test_the_agency_that_is_named_comes_first(town: dict) -> None:
    assert names("临江区教育局的采购合同", [])[0] == "临江区教育局"
    assert names("望山区的事，问市住建局", [])[0] == "云州市住房和城乡建设局"


def test_the_area_and_the_duties_are_read(town: dict) -> None:
    found = names("望山区青石路老旧小区改造住房", [])
    assert "望山区人民政府" in found and "云州市住房和城乡建设局" in found


def test_another_district_is_passed_over_though_it_published_the_like(town: dict) -> None:
    assert "临江区人民政府" not in names("望山区校车采购", [match(town["west"])])


def test_who_published_the_like_is_suggested_and_who_was_asked_stands_first(town: dict) -> None:
    assert names("校车采购", [match(town["housing"])]) == ["云州市住房和城乡建设局"]
    assert names("校车采购", [match(town["housing"])], asked=town["east"])[0] == "望山区人民政府"


@pytest.mark.parametrize(
    ("asked", "text", "better"),
    [
        ("east", "临江区教育局的采购合同", "临江区教育局"),
        ("west office", "望山区校车采购", "望山区人民政府"),
        ("housing", "云州市住房和城乡建设局的采购", None),
        ("housing", "校车采购", None),
    ],
)
def test_the_wrong_agency_is_doubted(town: dict, asked: str, text: str, better: str | None) -> None:
    found = addressees.doubts(town[asked], text, [], on=ON)
    assert [each.better.name for each in found if each.better] == ([better] if better else [])
    assert all("第十条" in each.article for each in found)


def test_the_maker_of_the_like_is_named(town: dict) -> None:
    (doubt,) = addressees.doubts(town["east"], "校车", [match(town["housing"])], on=ON)
    assert doubt.better == town["housing"] and "第三十六条第五项" in doubt.article


def test_a_dissolved_agency_is_doubted(db: None) -> None:
    gone = AgencyFactory(dissolved_on=datetime.date(2020, 1, 1))
    assert addressees.doubts(gone, "校车采购", [], on=ON)


def test_an_answer_made_public_is_marked_as_one(db: None) -> None:
    office = journey.office()
    row = office.answered("DISCLOSED", journey.later(journey.DAY, 3))
    column = catalog_factories.ColumnFactory(owner=office.agency)
    item = publishing.propose_publication(
        info_request=row, title="资金安排表", body="<p>表</p>", column=column, by=office.officer, at=journey.NOW
    )
    assert published.answered([item.pk, item.pk + 1]) == {item.pk}


def grid(on: datetime.date, *entries: ledgers.Entry, received: datetime.date) -> squares.Grid | None:
    days = calendars.Calendar.load()
    told = deadlines.explain(ledgers.Ledger(received, entries), days)
    return squares.grid(told, days, on)


def test_the_squares_are_those_of_the_drawing() -> None:
    day = datetime.date
    entries = (
        ledgers.Entry("correction_sent", day(2026, 10, 8)),
        ledgers.Entry("correction_received", day(2026, 10, 12)),
        ledgers.Entry("third_party_asked", day(2026, 10, 26)),
        ledgers.Entry("third_party_answered", day(2026, 11, 4)),
        ledgers.Entry("extended", day(2026, 11, 16), working_days=15),
    )
    found = grid(ON, *entries, received=day(2026, 9, 24))
    assert found is not None
    first, second = found.rows
    assert (first.working_days, first.since, second.working_days, second.since) == (
        20, day(2026, 10, 13), 15, day(2026, 11, 19),
    )  # fmt: skip
    assert (found.counted, found.left_out, found.remaining) == (22, 7, 13)
    assert second.squares[1].mark == "t" and second.squares[1].number == 22
    assert second.squares[-1].mark == "e" and second.squares[-1].number == 35
    assert sum(each.mark == "p" for each in first.squares) == 7


def test_a_late_request_has_no_day_left_and_no_today() -> None:
    found = grid(datetime.date(2026, 12, 31), received=datetime.date(2026, 9, 24))
    assert found is not None
    assert (found.remaining, found.has_today) == (0, False)


def test_while_nothing_runs_yet_there_is_no_grid() -> None:
    asked = ledgers.Entry("correction_sent", datetime.date(2026, 9, 24))
    assert grid(ON, asked, received=datetime.date(2026, 9, 24)) is None


@pytest.mark.django_db
def test_an_applicant_sees_the_clock_and_nobodys_name(django_assert_max_num_queries: object) -> None:
    office = journey.office()
    row = office.received(timezone.localdate())
    row = InfoRequest.objects.select_related("agency", "applicant").get(pk=row.pk)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = status.status_page(row, timezone.localdate())
    assert [each.look for each in page.steps][-2:] == ["now", "next"]
    assert page.can == {"supplement", "wish", "withdraw"}
    assert not any(office.officer.name in each.what + each.more for each in page.steps)


@pytest.mark.django_db
def test_number_and_code_must_both_be_right() -> None:
    from gongkai.foi.actions import receiving

    office = journey.office()
    receipt = receiving.receive(
        agency=office.agency, submission=office.submission(), arrived_on=journey.DAY, by=office.desk, at=journey.NOW
    )
    assert followed.find(receipt.number, receipt.code) == receipt.info_request
    assert followed.find(receipt.number, "2222-2222-2222") is None
    assert followed.find("no number", receipt.code) is None
