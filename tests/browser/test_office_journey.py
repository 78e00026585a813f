"""A day of the office, most of it without script: a file published, another agency asked, an emergency, a hand-over."""

import pathlib
import re

import pytest
from playwright import sync_api

from tests.browser.conftest import Desk, Site, expect_fit, expect_no_words, expect_words
from tests.browser.test_item_journey import public_path, publish, until
from tests.documents import files

pytestmark = pytest.mark.browser
TITLE = "云州市教育局关于公布校园食堂补贴标准的通知"


def paper(folder: pathlib.Path) -> pathlib.Path:
    """A notice as an office writes it."""
    lines = (
        "云教发〔2026〕31号",
        TITLE,
        "各学校：",
        "食堂补贴每人每日四元，由市财政承担。",
        "云州市教育局",
        "2026年11月2日",
    )
    path = folder / "补贴标准.docx"
    path.write_bytes(files.word(lambda document: [document.add_paragraph(line) for line in lines]))
    return path


def from_file(page: sync_api.Page, file: pathlib.Path) -> str:
    """One screen from the file to the review; returns the address of the item."""
    page.set_input_files("[name=files]", str(file))
    page.get_by_role("button", name="读取").click()
    expect_words(page, "核对并提交")
    expect_fit(page)
    sync_api.expect(page.locator("[name=title]")).to_have_value(TITLE)
    sync_api.expect(page.locator("[name=doc_no]")).to_have_value("云教发〔2026〕31号")
    page.select_option("[name=column]", label="通知公告")
    page.get_by_role("button", name=re.compile("^保存并提交")).click()
    page.get_by_label("以上已经核对，照这样送审").check()
    page.get_by_role("button", name=re.compile("^保存并提交")).click()
    page.wait_for_url(re.compile(r"/desk/items/\d+/$"))
    return page.url


def test_a_file_is_agreed_upon_published_and_taken_down(site: Site, enter: Desk, tmp_path: pathlib.Path) -> None:
    officer = enter("officer", "/desk/items/quick/", script=False, phone=True)
    address = from_file(officer, paper(tmp_path))

    officer.goto(address + "ask/")
    value = officer.locator("[name=agencies] option").filter(has_text="云州市财政局").get_attribute("value")
    officer.select_option("[name=agencies]", value)
    officer.fill("[name=text]", "补贴由市财政承担，请就标准提出意见。")
    officer.get_by_role("button", name="发出").click()
    expect_words(officer, "云州市财政局")
    expect_fit(officer)

    asked = enter("stranger", "/desk/items/coordination/", script=False)
    asked.get_by_role("link", name=TITLE).click()
    expect_words(asked, "每人每日四元")
    asked.get_by_label("同意", exact=True).check()
    asked.get_by_role("button", name="提交意见").click()
    expect_words(asked, "同意")

    publish(enter, address)
    path = public_path(address)
    until(lambda: site.get(path)[0] == 200)
    assert "每人每日四元" in site.get(path)[1]

    office = enter("operator", "/desk/site/takedown/", script=False)
    office.fill("[name=address]", site.address + path)
    office.get_by_role("button", name="查找").last.click()
    expect_words(office, TITLE)
    office.fill("[name=reason]", "标准尚未生效")
    office.get_by_role("button", name=re.compile("立即撤下")).click()
    office.wait_for_url(re.compile(r"/takedown/\d+/$"))
    expect_words(office, TITLE)
    expect_words(office, path)
    assert "每人每日四元" not in site.get(path)[1]


def test_what_somebody_had_is_handed_over_and_taken_back(enter: Desk) -> None:
    page = enter("operator", "/desk/handover/", script=False)
    page.get_by_role("link", name="周外单位").click()
    page.locator("main select").first.select_option(label="王小明（云州市教育局）")
    page.get_by_role("button", name="先预览").click()
    expect_words(page, "移交预览")
    expect_fit(page)
    page.get_by_role("button", name="确认移交").click()
    expect_words(page, "周外单位的工作移交")
    expect_words(page, "王小明")
    page.get_by_role("button", name="全部撤回").click()
    expect_words(page, "已撤回")
    expect_no_words(page, "全部撤回")
