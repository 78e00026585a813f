"""What the public pages of reports are made of: sentences, tables, charts, places, data."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from gongkai.annualreports.actions import amending
from gongkai.annualreports.models.reports import Figure
from gongkai.annualreports.pages import figures, opendata, places, prose, tables
from gongkai.annualreports.pages import library as library_pages
from gongkai.annualreports.queries import hashing, library, shelves, statutory
from tests.annualreports import town as towns
from tests.factories import clock
from tests.factories.annualreports import FigureFactory, OriginalFactory, ReportFactory, published_report
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def public() -> library.PublicReport:
    town = towns.town()
    report = town.report(year=2025)
    amending.confirm(report=report, snapshot=report.snapshot, by=town.office, at=clock.NOW)
    amending.publish(report=report, by=town.office, at=clock.NOW)
    found = library.page_of(report.pk)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("number", "words"),
    [("0", "0"), ("48216", "48,216"), ("12.5000", "12.5"), ("-0.5", "-0.5"), ("-1200", "-1,200"), (None, "")],
)
def test_numbers_as_readers_see_them(number: str | None, words: str) -> None:
    assert tables.number_words(Decimal(number) if number is not None else None) == words


@pytest.mark.parametrize(("change", "words"), [("25", "+25"), ("-3", "−3"), ("0", "持平"), (None, "")])
def test_changes_in_words(change: str | None, words: str) -> None:
    assert tables.with_mark(Decimal(change) if change is not None else None) == words


def test_a_sentence_ends_with_its_stop_and_its_words_are_marked() -> None:
    text = "一、总体情况\n本年公开较多。全年主动公开120条，其中网站100条。下一步继续。"
    start = text.index("主动公开120条")
    other = text.index("网站100条")
    outline = {"blocks": [["heading", 0, 6, 1, None, None], ["paragraph", 7, len(text), 0, None, None]],
               "chapters": [["一、总体情况", 1, 0, len(text)]], "tables": []}  # fmt: skip
    original = OriginalFactory(text=text, outline=outline)
    found = [
        FigureFactory.build(snapshot=None, position=1, number=Decimal(120), start=start, end=start + 8),
        FigureFactory.build(snapshot=None, position=2, number=Decimal(100), start=other, end=other + 6),
    ]

    (chapter,) = prose.chapters(original, found, set())

    (sentence,) = chapter.sentences
    assert chapter.title == "一、总体情况"
    assert [each.words for each in sentence.runs if each.is_marked] == [
        text[start : start + 8],
        text[other : other + 6],
    ]
    assert "".join(each.words for each in sentence.runs) == "全年主动公开120条，其中网站100条。"
    assert [each.words for each in sentence.figures] == ["120", "100"]


def test_a_figure_without_a_place_keeps_its_words() -> None:
    figure = FigureFactory.build(snapshot=None, position=1, number=Decimal(7), words="七件", start=None, end=None)

    (chapter,) = prose.chapters(None, [figure], set())

    assert chapter.sentences[0].runs[0].words == "七件"


def test_a_row_of_a_table_is_no_chapter() -> None:
    text = "一、总体情况\n一、本年新收 | 7\n公开120条"
    outline = {"blocks": [["heading", 0, 6, 1, None, None], ["table", 7, 17, 0, None, 0],
                          ["paragraph", 18, len(text), 0, None, None]],
               "chapters": [["一、总体情况", 1, 0, 17], ["一、本年新收", 1, 7, len(text)]], "tables": [[]]}  # fmt: skip
    original = OriginalFactory(text=text, outline=outline)
    figure = FigureFactory.build(snapshot=None, number=Decimal(120), start=18, end=len(text))

    (chapter,) = prose.chapters(original, [figure], set())

    assert chapter.title != "一、本年新收"


def test_a_long_sentence_is_cut_on_both_sides_of_its_figure() -> None:
    text = "长" * 1000 + "公开120条" + "尾" * 1000
    original = OriginalFactory(text=text, outline={"blocks": [["paragraph", 0, len(text), 0, None, None]]})
    figure = FigureFactory.build(snapshot=None, number=Decimal(120), start=1000, end=1006)

    (chapter,) = prose.chapters(original, [figure], set())

    assert sum(len(each.words) for each in chapter.sentences[0].runs) < 2 * prose.LONGEST + 20


def test_outcomes_add_up_to_what_was_handled(public: library.PublicReport) -> None:
    found = figures.outcomes(public.sheet)

    assert [name for name, _number, _unit in found] == [
        "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理",
    ]  # fmt: skip
    handled = statutory.by_indicator(public.sheet.figures)["requests.handled.total"]
    assert sum(number for _name, number, _unit in found) == handled.number


def test_channels_are_no_parts_of_a_whole() -> None:
    report = published_report()
    stated = {
        f"disclosed.by_channel.{name}": Figure(indicator=f"disclosed.by_channel.{name}", number=Decimal(5), unit="条")
        for name in ("website", "wechat")
    }
    public = library.page_of(report.pk)
    assert public is not None

    (chart,) = figures.drawn(public.sheet, stated, [])

    assert {each.more for each in chart.rows} == {""}


def test_money_is_put_into_one_unit_before_it_is_compared() -> None:
    figure = Figure(number=Decimal(25_000), unit="元")

    assert shelves.in_unit(figure, "万元") == Decimal("2.5")
    assert shelves.in_unit(Figure(number=Decimal(7), unit="件"), "条") == 7


def test_a_change_is_told_only_from_the_year_before() -> None:
    agency = AgencyFactory()
    found = [published_report(agency=agency, keeper=agency, year=year) for year in (2021, 2023)]
    stated = {"disclosed.total": Figure(indicator="disclosed.total", number=Decimal(5), unit="条")}

    years = figures.years([(each, stated) for each in found])

    assert years is not None
    assert years.rows[0].change == ""
    assert [year for year, _address in years.heads] == [2023, 2021]


def test_an_outside_body_has_an_address_that_no_agency_can_have() -> None:
    keeper = AgencyFactory()
    first = ReportFactory(agency=None, keeper=keeper, body="邻市人民政府", year=2024)
    second = ReportFactory(agency=None, keeper=keeper, body="邻市人民政府", year=2025)
    other = ReportFactory(agency=None, keeper=AgencyFactory(), body="邻市人民政府", year=2025)

    assert shelves.key_of(first) == shelves.key_of(second) != shelves.key_of(other)
    assert shelves.key_of(first).startswith("o.")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲局2025年政府信息公开 工作年度报告", "甲局2025年政府信息公开工作年度报告"),
        ("", "甲局2025年政府信息公开工作年度报告"),
        ("年度报告", "甲局2025年政府信息公开工作年度报告"),
    ],
)
def test_a_title_names_body_and_year(title: str, expected: str) -> None:
    report = ReportFactory.build(agency=None, keeper=None, body="甲局", year=2025, title=title)

    assert places.title_of(report) == expected


def test_a_reader_can_compute_the_hash_of_a_snapshot_from_the_data(public: library.PublicReport) -> None:
    described = json.loads(opendata.files(public).json.content or b"")

    rows = [
        Figure(
            position=each["position"], indicator=each["id"], cell=each["cell"], number=Decimal(str(each["value"])),
            unit=each["unit"], label=each["label"], is_approximate=each["approximate"], is_implied=each["implied"],
            stated=each["stated"], period=each["period"], words=each["evidence"]["text"],
            **{name: each["evidence"][name] for name in ("start", "end", "page", "table", "row", "column")},
        )
        for each in described["values"]
    ]  # fmt: skip
    assert hashing.content_hash(edition=described["edition"], figures=rows) == described["snapshot"]["sha256"]


def test_the_columns_are_those_that_are_explained(public: library.PublicReport) -> None:
    content = (opendata.files(public).csv.content or b"").decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(content))) == list(opendata.COLUMNS) == list(opendata.meanings())


def test_words_that_a_spreadsheet_would_run_are_made_plain(public: library.PublicReport) -> None:
    public.sheet.figures[0].words = "=1+1"

    content = (opendata.files(public).csv.content or b"").decode()

    assert "'=1+1" in content


def test_a_library_of_many_years_keeps_the_front_light() -> None:
    reports: list[Any] = []
    for number in range(90):
        agency = AgencyFactory(name=f"云州市第{number}局")
        reports += [published_report(agency=agency, keeper=agency, year=year) for year in (2024, 2025)]

    page = library_pages.library_page(shelves.bodies(library.reports()), [], [], on=clock.TODAY)

    assert page.context["left_out"] == 10
