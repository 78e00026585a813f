"""Annual reports at the desk: dropped, watched, opened beside their paper, corrected, decided, written about."""

import io
import pathlib
import re

import docx
import pytest
from playwright import sync_api

from tests.annualreports import town
from tests.browser.conftest import Desk, expect_fit, expect_words

pytestmark = pytest.mark.browser
CELL = "table3.result_total.total"


def papers(folder: pathlib.Path) -> list[pathlib.Path]:
    """Three files: a report whose total is one too high, one of a place elsewhere, and one that is no report."""
    folder.mkdir()
    wrong = {CELL: town.cells()[CELL] + 1}
    (folder / "教育局2025.html").write_bytes(town.page("云州市教育局", 2025, wrong=wrong, said=7))
    (folder / "临江2025.html").write_bytes(town.page("临江市人民政府", 2025, cells=town.cells(seed=2)))
    (folder / "菜单.txt").write_text("周一 红烧肉", encoding="utf-8")
    return sorted(folder.iterdir())


def drop(page: sync_api.Page, files: list[pathlib.Path]) -> None:
    """Hand files in and wait until they are read."""
    page.goto("/desk/reports/drops/")
    page.set_input_files("#id_files", [str(file) for file in files])
    page.get_by_role("button", name="开始读").click()
    page.wait_for_url(re.compile(r"/desk/reports/drops/\d+/"))
    page.wait_for_selector("#progress:not([data-running='1'])", timeout=60_000)


def test_files_are_read_opened_corrected_and_written_about(enter: Desk, tmp_path: pathlib.Path) -> None:
    page = enter("officer")
    drop(page, papers(tmp_path / "年报"))
    told = page.inner_text("main")
    assert "没有找到政府信息公开年度报告" in told
    assert "临江市人民政府 2025" in told

    page.get_by_role("link", name="云州市教育局 2025").click()
    page.wait_for_selector("#findings")
    total = page.locator(f"td.bad a[data-place]:has-text('{town.cells()[CELL] + 1}')").first
    total.click()
    page.wait_for_selector("#paper mark[data-first]")
    assert page.inner_text("#paper mark[data-first]") == str(town.cells()[CELL] + 1)
    assert "?figure=" in page.url
    mark = page.locator("#paper mark[data-first]").bounding_box()
    assert mark is not None and 0 < mark["y"] < 900

    page.get_by_text("更正这个数").click()
    page.fill("#id_number", str(town.cells()[CELL]))
    page.fill("#id_reason", "原件第三页为准")
    page.get_by_role("button", name="更正", exact=True).click()
    page.get_by_text("已更正，原来的数保留").wait_for()
    assert page.get_by_text("第 2 版").is_visible()

    row = page.locator("#findings li", has_text="正文")
    row.get_by_text("排除").first.click()
    row.locator("input[name=reason]").fill("正文为全年接待数，口径不同")
    row.get_by_role("button", name="排除").click()
    page.get_by_text("已排除。").wait_for()
    assert page.get_by_text("没有待定").first.is_visible()

    page.get_by_text("已处理 1 处").click()
    page.get_by_role("button", name="重新核对").first.click()
    page.get_by_text("已重新列为待定").wait_for()
    page.get_by_text("核对函", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="写全部未排除的问题").click()
    lines = [each.text for each in docx.Document(io.BytesIO(waiting.value.path().read_bytes())).paragraphs]
    assert any(line.startswith("1．") for line in lines)


def test_the_tables_are_walked_by_keys(enter: Desk, tmp_path: pathlib.Path) -> None:
    page = enter("officer")
    (tmp_path / "2024.html").write_bytes(town.page("云州市教育局", 2024))
    drop(page, [tmp_path / "2024.html"])
    page.get_by_role("link", name="云州市教育局 2024").click()
    first = page.locator("[data-grid]").nth(4).locator("td a[data-place]").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#paper mark[data-first]")
    expect_words(page, "商业企业", "#chosen")
    page.locator("#paper summary").first.focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('td') !== null")


def test_without_script_figures_are_links_and_progress_comes_by_itself(enter: Desk, tmp_path: pathlib.Path) -> None:
    enter("officer")
    page = enter("officer", "/desk/reports/drops/", script=False)
    (tmp_path / "2023.html").write_bytes(town.page("云州市教育局", 2023))
    page.set_input_files("#id_files", str(tmp_path / "2023.html"))
    page.get_by_role("button", name="开始读").click()
    link = page.get_by_role("link", name="云州市教育局 2023")
    link.wait_for(timeout=30_000)
    link.click()
    page.locator("[data-grid]").nth(4).locator("td a[data-place]").first.click()
    assert page.locator("#paper mark").count() >= 1
    assert page.get_by_text("更正这个数").is_visible()


def test_the_report_fits_a_phone(enter: Desk) -> None:
    enter("officer")
    page = enter("officer", "/desk/reports/", phone=True)
    page.get_by_role("link", name="云州市教育局").first.click()
    page.wait_for_selector("#findings")
    expect_fit(page)
