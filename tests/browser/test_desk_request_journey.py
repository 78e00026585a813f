"""A request at the desk in a real browser: entered, corrected, answered, cleared, issued, delivered, made public."""

import datetime
import re

import pytest
from playwright import sync_api

from tests.browser.conftest import Desk, expect_fit, expect_words
from tests.documents import files

pytestmark = pytest.mark.browser
WISH = "云州市教育局 2025 年午餐采购合同"


def press(page: sync_api.Page, name: str) -> None:
    """Press a button by the beginning of its words, and wait for what comes."""
    page.get_by_role("main").get_by_role("button", name=re.compile(f"^{name}")).first.click()
    page.wait_for_load_state()


def follow(page: sync_api.Page, name: str) -> None:
    """Follow a link of the page by the beginning of its words."""
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()
    page.wait_for_load_state()


def submit(page: sync_api.Page) -> None:
    """Send the form of an act."""
    page.locator("main form button[data-enter]").first.click()
    page.wait_for_load_state()
    assert page.locator(".sumerr").count() == 0, page.inner_text("main")


def enter_request(page: sync_api.Page, **typed: str) -> str:
    """The counter: the form filled, the receipt read. Returns the address of the case."""
    page.goto("/desk/requests/new/")
    page.select_option("[name=channel]", "counter")
    for name, value in {"description": WISH, "name": "沈知远", "phone": "13800138000", **typed}.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name=re.compile("^登记并打印回执")).click()
    page.wait_for_url(re.compile(r"/desk/requests/\d+/receipt/$"))
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.inner_text(".rcpt"))
    return page.url.removesuffix("receipt/")


def clear(enter: Desk, who: str, letter: str) -> None:
    """One person passes the letter."""
    page = enter(who, path="/desk/")
    page.goto(letter)
    press(page, "提交意见|^决定")


def test_from_the_counter_to_the_public_item(enter: Desk) -> None:
    officer = enter("officer")
    case = enter_request(officer)

    officer.goto(f"{case}do/ask_correction/")
    officer.fill("[name=points]", "请写明是哪一个学期")
    submit(officer)
    expect_words(officer, "请写明是哪一个学期")  # "the notice is written along"
    officer.goto(case)
    expect_words(officer, "不在计时")
    officer.goto(f"{case}do/receive_correction/")
    officer.fill("[name=description]", WISH + "（秋季学期）")
    submit(officer)
    officer.goto(f"{case}do/record_search/")
    officer.fill("[name=places]", "合同管理系统")
    officer.check("[name=result][value=found]")
    officer.fill("[name=found]", "采购合同一份")
    submit(officer)

    officer.goto(f"{case}letters/new/?outcome=DISCLOSED")
    officer.fill("[name=v_attached]", "午餐采购合同复印件一份。")
    submit(officer)
    letter = officer.url
    press(officer, "送审")
    for who in ("reviewer", "secrecy", "issuer"):
        clear(enter, who, letter)

    officer.goto(f"{case}do/decide/")
    submit(officer)
    expect_words(officer, "公复")
    officer.goto(f"{case}do/deliver/")
    officer.select_option("[name=way]", "hand")
    submit(officer)
    expect_words(officer, "已办结")

    officer.goto(f"{case}publish/")
    officer.select_option("[name=column]", label="通知公告")
    officer.fill("[name=title]", "2025 年午餐采购合同")
    officer.fill("[name=body]", "现将采购合同公布如下。")
    submit(officer)
    assert re.search(r"/desk/items/\d+/$", officer.url)


def test_the_desk_works_without_script_and_on_a_phone(enter: Desk) -> None:
    page = enter("officer", script=False, phone=True)
    case = enter_request(page)

    for address in (case, f"{case}clock/", "/desk/requests/", "/desk/requests/calendar/", f"{case}letters/new/"):
        page.goto(address)
        expect_fit(page)


def test_words_are_redacted_by_keyboard_and_by_pointer(enter: Desk, tmp_path: object) -> None:
    page = enter("officer")
    case = enter_request(page)
    paper = files.Pdf().page().text(72, 700, "Manager").text(72, 600, "13800138000").text(72, 500, "Total").data()
    page.goto(f"{case}do/attach/")
    page.set_input_files("[name=papers]", {"name": "报价单.pdf", "mimeType": "application/pdf", "buffer": paper})
    submit(page)
    follow(page, "隐去")

    page.locator(".leaf__word").nth(1).focus()
    page.keyboard.press("Space")
    assert page.inner_text("[data-count]") == "1"
    box = page.locator(".leaf__word").nth(0).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 2, box["y"] + 2)
    assert page.inner_text("[data-count]") == "2"
    press(page, "生成供提供的文件")

    expect_words(page, "文件已备好", patience=90)
    expect_words(page, "个人隐私（第十五条）")


def test_the_month_of_due_days_lists_the_case(enter: Desk) -> None:
    page = enter("officer")
    enter_request(page)
    following = (datetime.date.today().replace(day=1) + datetime.timedelta(days=32)).strftime("%Y-%m")

    texts = []
    for month in (datetime.date.today().strftime("%Y-%m"), following):
        page.goto(f"/desk/requests/calendar/?month={month}")
        texts.append(page.inner_text("main"))
    assert any(WISH[:10] in text for text in texts)
