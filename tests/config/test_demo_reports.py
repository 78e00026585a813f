"""The demo's annual reports: what is printed balances and is read back as it was meant."""

import random

import pytest

from gongkai.config.demo import annual_reports, city, report_facts, report_texts
from gongkai.documents import reading, report_checking
from gongkai.documents import report_facts as paper_facts
from gongkai.documents.annual_report import reading as report_reading


def read(text: str, name: str) -> report_checking.Read:
    document = reading.read(text.encode(), name=name)
    found = report_reading.read_report(document)
    return report_checking.Read(name, document, found, paper_facts.of(document, found))


@pytest.mark.parametrize("seed", report_facts.seeds(), ids=lambda seed: seed.body)
def test_the_figures_of_a_real_report_are_read_where_they_are_said(seed: report_facts.Seed) -> None:
    found = read(report_facts.text(seed), "年报.txt")
    assert (found.report.agency, found.report.year) == (seed.body, seed.year)
    stated = {(each.id, each.number) for each in found.report.values}
    assert {(name, number) for name, number, _part in seed.figures} <= stated
    if seed.sheet:
        assert {name: fact.number for name, fact in found.facts.cells.items()} == seed.sheet


def test_a_printed_report_balances_and_reads_back_equal() -> None:
    last = report_texts.figures(random.Random(3), size=120, last=None)
    now = report_texts.figures(random.Random(4), size=120, last=last)
    papers = [report_texts.Paper("云州市教育局", year, cells, 900) for year, cells in ((2024, last), (2025, now))]
    before, found = (read(report_texts.printed(each), "年报.html") for each in papers)
    assert {name: fact.number for name, fact in found.facts.cells.items()} == now
    assert report_checking.check(found, previous=before) == []


def test_every_office_that_files_stands_in_the_city() -> None:
    keys = [each.key for each in annual_reports.FILED]
    assert len(set(keys)) == len(keys) >= 12
    assert set(keys) <= set(city.offices())
