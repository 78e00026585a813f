"""Forms that were really published come out of records: of a district, of a city, of a city with its counties."""

import datetime

import pytest

from gongkai.orgs.models import Agency
from gongkai.rules import outcomes
from gongkai.statistics.queries import counting, filling, indicators, spans
from tests.factories.activities import ActivityFactory, on_day, yearly
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db

# 长春市朝阳区 2016年度：表中印出的每一个数。
CHAOYANG_2016 = {
    "s1_total": 3649, "s1_normative_disclosed": 0, "s1_normative_made": 0, "s1_gazette": 0, "s1_website": 3649,
    "s1_weibo": 0, "s1_wechat": 10, "s1_other": 2217, "s2_total": 151, "s2_press": 0, "s2_press_head": 0,
    "s2_interview": 2, "s2_interview_head": 1, "s2_articles": 0, "s2_social": 0, "s2_other": 149, "s3_received": 2,
    "s3_in_person": 0, "s3_fax": 0, "s3_online": 1, "s3_letter": 1, "s3_closed": 2, "s3_closed_on_time": 2,
    "s3_replied": 2, "s3_r2_granted": 2, "s4": 0, "s5": 0, "s6": 0, "s7": 0, "s8_offices": 1, "s8_reading_points": 64,
    "s8_staff": 65, "s8_staff_full": 0, "s8_staff_part": 65, "s8_funds": 5, "s9_meetings": 4, "s9_courses": 12,
    "s9_trainees": 304,
}  # fmt: skip


def _cells(agency: Agency, year: int, edition: str, *, with_subtree: bool = False) -> dict[str, object]:
    filled = filling.fill(spans.Scope(agency, spans.year(year), with_subtree), edition)
    return {id: filling.plain(each.number) for id, each in filled.cells.items()}


def test_the_form_of_a_district_of_2016_comes_out_of_its_records() -> None:
    agency = AgencyFactory(name="长春市朝阳区人民政府")
    day = datetime.date(2016, 5, 4)
    noon = datetime.datetime(2016, 5, 4, 4, tzinfo=datetime.UTC)
    own = [published_item(agency=agency, at=noon, index_no=f"朝阳/{n}") for n in range(9)]
    elsewhere = plenty.activities(agency, 3640, year=2016, channel="website")
    plenty.activities(agency, 10, year=2016, channel="wechat", firsts=elsewhere)
    plenty.activities(agency, 2208, year=2016, channel="board", firsts=elsewhere)
    for item in own:
        ActivityFactory(agency=agency, on=day, channel="print", item=item)
    on_day("interview", agency, day, is_head_present=True, answers_concern=True)
    on_day("interview", agency, day, answers_concern=True)
    plenty.activities(agency, 149, kind="response", year=2016, channel="hotline", answers_concern=True)
    done = {"outcome": "DISCLOSED", "counted_on": day}
    plenty.requests(agency, [{"received_on": day, "channel": channel, **done} for channel in ("web", "ordinary_post")])
    yearly("office", agency, 2016)
    for number in range(64):
        yearly("reading-point", agency, 2016, title=f"第{number}查阅点")
    yearly("staff", agency, 2016, full_time=0, part_time=65)
    yearly("funds", agency, 2016, amount=5)
    plenty.activities(agency, 4, kind="meeting", year=2016)
    for row in plenty.activities(agency, 12, kind="training", year=2016):
        row.numbers.create(measure="trainees", value=25 + (row.title == "training 0") * 4)

    cells = _cells(agency, 2016, "form-2014")

    assert {name: cells[name] for name in CHAOYANG_2016} == CHAOYANG_2016
    assert sum(1 for name in cells if name not in CHAOYANG_2016 and cells[name]) == 0


HUAIAN = ("natural", "company", "research", "charity", "legal_service", "other_org")
# 淮安市 2024年：表二、表三、表四。
HUAIAN_2024 = {
    "new": (3001, 53, 0, 0, 61, 4), "carried_in": (34, 0, 0, 0, 0, 0), "granted": (1288, 21, 0, 0, 50, 3),
    "partial": (447, 7, 0, 0, 0, 0), "refused_state_secret": (2, 0, 0, 0, 0, 0),
    "refused_other_law": (30, 1, 0, 0, 0, 0), "refused_security": (5, 0, 0, 0, 0, 0),
    "refused_third_party": (6, 0, 0, 0, 0, 0), "refused_internal": (7, 1, 0, 0, 0, 0),
    "refused_process": (12, 0, 0, 0, 0, 0), "refused_enforcement": (9, 0, 0, 0, 0, 0),
    "refused_query": (105, 0, 0, 0, 0, 0), "unable_not_held": (746, 12, 0, 0, 10, 1),
    "unable_to_make": (11, 0, 0, 0, 0, 0), "unable_unclear": (1, 0, 0, 0, 0, 0), "noact_petition": (56, 6, 0, 0, 0, 0),
    "noact_repeat": (25, 0, 0, 0, 0, 0), "noact_publication": (0, 0, 0, 0, 0, 0), "noact_abuse": (0, 0, 0, 0, 0, 0),
    "noact_reconfirm": (1, 0, 0, 0, 0, 0), "other_no_correction": (67, 3, 0, 0, 1, 0),
    "other_no_payment": (6, 0, 0, 0, 0, 0), "other_misc": (108, 2, 0, 0, 0, 0),
    "result_total": (2932, 53, 0, 0, 61, 4), "carried_out": (103, 0, 0, 0, 0, 0),
}  # fmt: skip
REMEDIES = {"review": (72, 64, 178, 37), "suit_direct": (13, 4, 8, 1), "suit_after_review": (12, 1, 1, 6)}
RESULTS = ("upheld", "corrected", "other", "pending")


def _outcome_of(row: str) -> tuple[str, str]:
    for each in outcomes.outcomes("2019"):
        for ground in (*(one.code for one in each.grounds), "") if each.grounds else ("",):
            if outcomes.form_row("form-2021", each.code, ground) == row:
                return each.code, ground
    raise LookupError(row)


def _cases(table: dict[str, tuple[int, ...]]) -> list[dict[str, object]]:
    """Cases behind a table: those carried in were received the year before, those carried out are open."""
    plans: list[dict[str, object]] = []
    settled = [row for row in table if row not in {"new", "carried_in", "carried_out", "result_total"}]
    for column, kind in enumerate(HUAIAN):
        endings = [_outcome_of(row) for row in settled for _n in range(table[row][column])]
        late = table["carried_in"][column]
        for number, (outcome, ground) in enumerate(endings):
            received = datetime.date(2023, 12, 20) if number < late else datetime.date(2024, 1 + number % 10, 7)
            done = datetime.date(2024, 12, 31) if number % 2 else datetime.date(2024, 11, 1)
            plans.append(
                {
                    "received_on": received,
                    "applicant_kind": kind,
                    "outcome": outcome,
                    "ground": ground,
                    "counted_on": done,
                }
            )
        for number in range(table["carried_out"][column]):
            done = {"counted_on": datetime.date(2025, 1, 9), "outcome": "DISCLOSED"} if number % 2 else {}
            plans.append({"received_on": datetime.date(2024, 12, 19), "applicant_kind": kind, **done})
    return plans


def test_the_three_tables_of_a_city_of_2024_come_out_of_its_cases() -> None:
    agency = AgencyFactory(name="淮安市人民政府")
    plenty.requests(agency, _cases(HUAIAN_2024))
    for kind, counts in REMEDIES.items():
        for result, count in zip(RESULTS, counts, strict=True):
            plenty.remedies(agency, count, kind=kind, result=result, year=2024)
    plenty.documents(agency, 2024, regulations=(1, 0, 11), normative=(8, 26, 66))
    for kind, number in (("licence", 447228), ("penalty", 3985758), ("coercion", 88283)):
        yearly(kind, agency, 2024, decisions=number)
    yearly("charges", agency, 2024, amount="96171.6")

    cells = _cells(agency, 2024, "form-2021")

    expected = {
        f"table3.{row}.{column}": number
        for row, numbers in HUAIAN_2024.items()
        for column, number in zip((*HUAIAN, "total"), (*numbers, sum(numbers)), strict=True)
    }
    expected |= {
        f"table4.{kind}_{each}": n for kind, ns in REMEDIES.items() for each, n in zip(RESULTS, ns, strict=True)
    }
    expected |= {f"table4.{kind}_total": sum(ns) for kind, ns in REMEDIES.items()}
    expected |= {"table2.rules.made": 1, "table2.rules.abolished": 0, "table2.rules.in_force": 11}
    expected |= {"table2.normative.made": 8, "table2.normative.abolished": 26, "table2.normative.in_force": 66}
    expected |= {"table2.licence.decisions": 447228, "table2.penalty.decisions": 3985758}
    assert {name: cells[name] for name in expected} == expected
    assert cells["table2.coercion.decisions"] == 88283
    assert float(cells["table2.charges.amount"]) == 96171.6  # type: ignore[arg-type]
    assert len(cells) == len(expected) + 2


def test_a_city_adds_up_its_offices_and_counties_by_channel() -> None:
    """随州市 2017年：各级共 71144 条，其中市本级 31248 条、县市区 39896 条；微博 3723 条，微信 6042 条。"""
    city = AgencyFactory(name="随州市人民政府")
    counties = [AgencyFactory(name=name, parent=city) for name in ("曾都区人民政府", "广水市人民政府", "随县人民政府")]
    own = plenty.activities(city, 3723, year=2017, channel="website")
    plenty.crowd(city, 18771 - 3723, year=2017, channel="website")
    plenty.crowd(city, 31248 - 18771, year=2017, channel="other")
    plenty.activities(city, 3723, year=2017, channel="weibo", firsts=own)
    for county, count in zip(counties, (15000, 14000, 10896), strict=True):
        firsts = plenty.activities(county, 2014, year=2017, channel="other")
        plenty.crowd(county, count - 2014, year=2017, channel="other")
        plenty.activities(county, 2014, year=2017, channel="wechat", firsts=firsts)
    wanted = [indicators.indicator(f"disclosed.{name}") for name in ("total", *(f"by_channel.{c}" for c in CHANNELS))]

    root, *below = counting.tree(city, spans.year(2017), wanted)

    assert root.total["disclosed.total"] == 71144
    assert root.own["disclosed.total"] == 31248
    assert sum(int(each.total["disclosed.total"]) for each in below) == 39896
    assert {name: root.total[f"disclosed.by_channel.{name}"] for name in CHANNELS} == {
        "gazette": 0, "website": 18771, "weibo": 3723, "wechat": 6042, "other": 71144 - 18771,
    }  # fmt: skip
    assert _cells(city, 2017, "form-2014", with_subtree=True)["s1_total"] == 71144


CHANNELS = ("gazette", "website", "weibo", "wechat", "other")
