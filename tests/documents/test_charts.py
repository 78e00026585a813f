"""Charts: every number is written out for those who do not see them, and names cannot break the picture."""

import xml.etree.ElementTree

import pytest

from gongkai.documents import charts

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_write_their_numbers() -> None:
    root = xml.etree.ElementTree.fromstring(charts.bars("申请", [("甲局", 1200), ("乙局", 3.5)], unit="件"))

    words = [each.text for each in root.iter(f"{SVG}text")]
    assert {"甲局", "1,200", "3.5"} <= set(words)
    assert len(list(root.iter(f"{SVG}rect"))) == 2
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == "申请：甲局1,200件，乙局3.5件"


def test_lines_tell_their_years_and_differ_by_more_than_colour() -> None:
    drawn = charts.lines("申请", {"甲局": [(2022, 5), (2023, 8)], "乙局": [(2023, 4)]}, unit="件")
    root = xml.etree.ElementTree.fromstring(drawn)

    dashes = {each.get("stroke-dasharray") for each in root.iter(f"{SVG}polyline")}
    assert len(dashes) == 2
    assert "2022年5件，2023年8件" in drawn


@pytest.mark.parametrize("name", ["<script>", "甲&乙", '"甲"'])
def test_names_are_escaped(name: str) -> None:
    xml.etree.ElementTree.fromstring(charts.bars(name, [(name, 1)], unit="件"))


@pytest.mark.parametrize("values", [[], [("甲", 0)]])
def test_nothing_and_zero_are_drawn(values: list[tuple[str, int]]) -> None:
    xml.etree.ElementTree.fromstring(charts.bars("申请", values, unit="件"))
    xml.etree.ElementTree.fromstring(charts.lines("申请", {"甲": [(2020, 0)]}, unit="件"))


def test_columns_write_each_year_and_number_and_fill_the_last() -> None:
    root = xml.etree.ElementTree.fromstring(charts.columns("申请", [(2024, 451), (2025, 476)], unit="件"))

    assert [each.get("class") for each in root.iter(f"{SVG}rect")] == ["hollow", "solid"]
    assert {"451", "476", "2024", "2025"} <= {each.text for each in root.iter(f"{SVG}text")}
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == "申请：2024年451件，2025年476件"


def test_narrow_charts_leave_the_title_to_the_page_and_keep_long_names_whole() -> None:
    name = "长春市朝阳区人民政府办公室和政务服务局"

    drawn = charts.bars("申请", [(name, 3), ("乙局", 1)], unit="件", is_narrow=True, with_shares=True)
    root = xml.etree.ElementTree.fromstring(drawn)
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert name in words
    assert "申请" not in words
    assert "75.0%" in drawn

    lines = charts.lines("申请", {name: [(2024, 1), (2025, 2)]}, unit="件", is_narrow=True)
    assert name in [each.text for each in xml.etree.ElementTree.fromstring(lines).iter(f"{SVG}text")]
