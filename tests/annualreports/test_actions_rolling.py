"""Rolling up: 随州 2017, forms of several editions, merged and ended agencies, who is missing, sums that hold."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.annualreports.actions import amending, filing, refusals, rolling
from gongkai.annualreports.models.filing import Part
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.queries import integrity, rollup
from gongkai.events.models import Event
from gongkai.orgs import actions as orgs
from gongkai.orgs.models import Agency
from tests.annualreports import ladder as ladders
from tests.annualreports.ladder import DAY, NOW, Ladder
from tests.factories.activities import on_day
from tests.factories.annualreports import OriginalFactory, ReportFactory
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
TOTAL = "table3.new.total"


@pytest.fixture
def steps() -> Ladder:
    """A bureau with two requests of 2025 below a city."""
    return ladders.ladder()


def rolled(agency: Agency, year: int = 2025, **fields: Any) -> Snapshot:
    """The roll-up of a year."""
    return rolling.roll_up(agency=agency, year=year, by="system:test", at=NOW, **fields)


def values(snapshot: Snapshot) -> dict[str, Decimal]:
    """Figures by cell."""
    return dict(snapshot.figures.values_list("cell", "number"))


def on_paper(
    steps: Ladder, agency: Agency, numbers: dict[str, int], *, year: int = 2025, edition: str = "form-2021"
) -> Report:
    """The accepted report of an agency that filed a paper which states only these figures, by what they count."""
    report: Report = ReportFactory(agency=agency, year=year, edition=edition)
    figures = [
        Figure(position=place, indicator=name, number=number, unit="条", stated="prose", words=f"{number}条")
        for place, (name, number) in enumerate(numbers.items(), start=1)
    ]
    snapshot = Snapshot.objects.create(
        report=report, number=1, origin="read", original=OriginalFactory(report=report), edition=edition,
        figure_count=len(figures), content_hash="1" * 64, by="person:1", at=NOW,
    )  # fmt: skip
    for each in figures:
        each.snapshot = snapshot
    Figure.objects.bulk_create(figures)
    report.snapshot = snapshot
    report.save()
    amending.confirm(report=report, snapshot=snapshot, by=steps.superior, at=NOW)
    filing.file(report=report, by=steps.superior, at=NOW)
    filing.accept(report=report, by=steps.superior, at=NOW)
    return report


def test_own_records_and_accepted_reports_add_up_and_each_cell_shows_its_parts(steps: Ladder) -> None:
    plenty.requests(steps.city, [{"received_on": DAY}])
    town = AgencyFactory(name="望山区人民政府", parent=steps.city, kind="government", level="county")
    missing = AgencyFactory(name="云州市财政局", parent=steps.city)
    steps.accepted(steps.compiled())
    on_paper(steps, town, {"requests.received.total": 40})

    snapshot = rolled(steps.city)

    assert (snapshot.origin, values(snapshot)[TOTAL]) == ("rolled-up", 43)
    found = rollup.frozen(snapshot.report, snapshot)
    assert [(each.kind, each.body, each.numbers.get(TOTAL)) for each in found.sources] == [
        ("own", "云州市人民政府", 1),
        ("report", "云州市教育局", 2),
        ("report", "望山区人民政府", 40),
        ("missing", "云州市财政局", None),
    ]
    assert [each.body for each in found.silent("table4.review_upheld")] == ["望山区人民政府"]
    assert "尚缺1个：云州市财政局" in snapshot.note
    assert found.missing[0].agency == missing
    assert rolled(steps.city) == snapshot
    assert Event.objects.filter(kind="report.rolled-up").count() == 1
    assert list(integrity.damaged_rollups()) == []
    assert steps.sent(Report.objects.get(pk=snapshot.report_id)).snapshot == snapshot


def test_the_roll_up_of_suizhou_2017(steps: Ladder) -> None:
    """随州市 2017年：各级共 71144 条，其中市本级 31248 条、县市区 39896 条；微博 3723 条，微信 6042 条。"""
    city = AgencyFactory(name="随州市人民政府", kind="government")
    steps = Ladder(city, steps.bureau, steps.officer, steps.reviewer, steps.issuer, steps.superior)
    plenty.crowd(city, 31248, year=2017, channel="website")
    counties = {
        "随县人民政府": (13000, 1000, 2000),
        "广水市人民政府": (15000, 1700, 2042),
        "曾都区人民政府": (11896, 1023, 2000),
    }
    for name, (total, weibo, wechat) in counties.items():
        county = AgencyFactory(name=name, parent=city, kind="government", level="county")
        stated = {
            "disclosed.total": total,
            "disclosed.by_channel.weibo": weibo,
            "disclosed.by_channel.wechat": wechat,
        }
        on_paper(steps, county, stated, year=2017, edition="")

    snapshot = rolled(city, 2017)

    found = values(snapshot)
    assert snapshot.edition == "form-2014"
    assert (found["s1_total"], found["s1_website"], found["s1_weibo"], found["s1_wechat"]) == (71144, 31248, 3723, 6042)
    parts = rollup.frozen(snapshot.report, snapshot)
    assert [int(each.numbers["s1_total"]) for each in parts.counted] == [31248, 13000, 15000, 11896]
    assert sum(int(each.numbers["s1_total"]) for each in parts.counted[1:]) == 39896
    assert [each.body for each in parts.silent("s1_website")] == list(counties)


def test_an_agency_merged_within_the_year_counts_once(steps: Ladder) -> None:
    merged = AgencyFactory(name="云州市体育局", parent=steps.city)
    plenty.requests(merged, [{"received_on": DAY}])
    ended = datetime.date(2025, 9, 1)
    orgs.merge(predecessors=[merged], into=steps.bureau, on=ended, by="person:1", at=NOW)
    steps.accepted(steps.compiled())
    found = rollup.gather(steps.city, 2025, "form-2021")
    assert [(each.kind, each.agency) for each in found.sources[1:]] == [("report", steps.bureau), ("within", merged)]
    assert found.number(TOTAL) == 3
    assert found.missing == ()
    # It reported its part on paper, because it did not work here: then its paper counts besides.
    on_paper(steps, merged, {"requests.received.total": 9})
    found = rollup.gather(steps.city, 2025, "form-2021")
    assert [(each.kind, each.agency) for each in found.counted] == [
        ("own", steps.city), ("report", steps.bureau), ("report", merged),
    ]  # fmt: skip
    # In the year after nothing is expected of it.
    assert merged not in [each.agency for each in rollup.gather(steps.city, 2026, "form-2021").sources]


def test_the_part_year_of_who_was_merged_into_a_paper_is_within_the_paper(steps: Ladder) -> None:
    heir = AgencyFactory(name="望山区人民政府", parent=steps.city)
    merged = AgencyFactory(name="望山新区管理委员会", parent=steps.city)
    orgs.merge(predecessors=[merged], into=heir, on=datetime.date(2025, 9, 1), by="person:1", at=NOW)
    on_paper(steps, heir, {"requests.received.total": 40})
    on_paper(steps, merged, {"requests.received.total": 9})
    found = rollup.gather(steps.city, 2025, "form-2021")
    assert found.number(TOTAL) == 40
    assert [each.agency for each in found.within] == [merged]


def test_who_ended_without_successor_is_counted_from_its_records(steps: Ladder) -> None:
    gone = AgencyFactory(name="云州市重点工程办公室", parent=steps.city)
    plenty.requests(gone, [{"received_on": DAY}])
    orgs.dissolve(agency=gone, on=datetime.date(2025, 10, 1), by="person:1", at=NOW)
    found = rollup.gather(steps.city, 2025, "form-2021")
    assert [(each.kind, int(each.numbers[TOTAL])) for each in found.counted] == [("own", 0), ("ended", 1)]


def test_a_return_takes_a_report_out_and_a_withdrawal_too(steps: Ladder) -> None:
    steps.filed(steps.compiled())
    assert [each.kind for each in rollup.gather(steps.city, 2025, "form-2021").sources] == ["own", "missing"]


def test_it_is_not_rolled_up_while_it_is_on_its_way(steps: Ladder) -> None:
    on_day("meeting", steps.city, DAY)
    report = Report.objects.get(pk=rolled(steps.city).report_id)
    steps.sent(report)
    steps.accepted(steps.compiled())
    with pytest.raises(refusals.UnderWay):
        rolled(steps.city)


def test_parts_are_never_changed(steps: Ladder) -> None:
    snapshot = rolled(steps.city)
    for statement in ("UPDATE annualreports_part SET body = 'x'", "DELETE FROM annualreports_part"):
        with pytest.raises(DatabaseError, match="annualreports_part_is_never"), transaction.atomic():
            connection.cursor().execute(statement)
    Part.objects.create(
        snapshot=snapshot, position=99, kind="own", agency=steps.city, body="另一个", numbers={TOTAL: "5"}
    )
    assert len(list(integrity.damaged_rollups())) == 1
