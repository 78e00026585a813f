"""The public page of a compiled report: its text and tables, read back figure by figure, and what a correction says."""

from decimal import Decimal

import pytest

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.pages import one, opendata, versions
from gongkai.annualreports.queries import library
from gongkai.core import pages
from gongkai.portal.pages import site
from tests.annualreports import issued
from tests.documents.report_papers import made

pytestmark = pytest.mark.django_db
EDITION = "form-2021"


def public(report: Report) -> library.PublicReport:
    found = library.page_of(report.pk)
    assert found is not None
    return found


def html(page: pages.Page) -> str:
    return pages.render(page, site.common()).decode()


@pytest.mark.parametrize("edition", made.YEARS)
def test_the_figures_that_went_in_are_read_back_from_the_page(edition: str) -> None:
    stated = made.figures(edition, 4)
    report = issued.compiled(edition, stated, year=made.YEARS[edition])
    issued.published(report)

    page = html(one.report_page(public(report)))

    assert made.read_back(page.encode(), "年报.html") == stated


def test_numbers_of_the_text_lead_to_what_they_count_and_to_their_cell() -> None:
    stated = made.figures(EDITION, 4)
    report = issued.compiled(EDITION, stated)
    issued.published(report)
    number = format(stated["table3.new.total"], "f")

    page = html(one.report_page(public(report)))

    assert f'<a class="of" href="#m-1" title="本年新收政府信息公开申请数量 / 总计">{number}</a>' in page
    assert '<li id="m-1">' in page
    assert '<a href="#r-new">' in page
    assert 'id="r-new"' in page
    assert '<a href="#chapter-problems">五、存在的主要问题及改进情况</a>' in page


def test_a_correction_tells_what_changed_and_the_version_before_stays() -> None:
    stated = made.figures(EDITION, 4)
    report = issued.compiled(EDITION, stated)
    first = issued.published(report)
    other = {**stated, "table3.new.total": stated["table3.new.total"] + 5}
    second = issued.corrected(report, other, note="新收申请数漏计5件")
    found = public(report)

    page = html(one.report_page(found))
    [earlier] = versions.version_pages(found)
    before = html(earlier)

    assert "新收申请数漏计5件" in page
    assert second.content_hash in page
    assert first.content_hash not in page
    assert 'href="/reports/' in page
    assert 'v1/"' in page
    assert f"<del>{stated['table3.new.total']:,}</del>" in page.replace(" ", "").replace("<del>", "<del>")
    assert earlier.path.endswith("/v1/index.html")
    assert first.content_hash in before
    assert "新收申请数漏计5件" in before
    assert 'name="robots" content="noindex"' in before
    assert made.read_back(before.encode(), "年报.html") == stated
    assert made.read_back(page.encode(), "年报.html") == other


def test_figures_and_text_are_one_json_document() -> None:
    stated = made.figures(EDITION, 4)
    report = issued.compiled(EDITION, stated)
    text = issued.published(report)

    page = opendata.report_document(public(report))

    assert page is not None
    assert page.path.endswith("report.json")
    assert text.content_hash.encode() in (page.content or b"")


def test_a_figure_stated_by_hand_is_marked_and_nobody_is_named() -> None:
    stated = made.figures(EDITION, 4)
    report = issued.compiled(EDITION, stated)
    issued.freeze(report, EDITION, {**stated, "table2.rules.made": Decimal(3)}, entered="table2.rules.made")
    issued.published(report)

    page = html(one.report_page(public(report)))

    assert "规章 / 本年制发件数" in page
    assert "李某" not in page
