"""Asking for information in a real browser: with script, without, by keyboard, on a phone, with broken uploads."""

import re

import pytest
from playwright import sync_api

from tests.browser.conftest import Desk, expect_fit, expect_no_words, expect_words

pytestmark = pytest.mark.browser
CARD = "11010519491231002X"
WISH = "云州市教育局 2025 年校车采购合同和验收结果"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 6000  # 1.5 MB
DIGITS = "零一二三四五六七八九"


def on(page: sync_api.Page) -> None:
    page.get_by_role("button", name="继续").click()


def person(page: sync_api.Page) -> None:
    page.fill("[name=name]", "沈知远")
    page.fill("[name=identity]", CARD)
    page.fill("[name=phone]", "13800138000")


def answer(page: sync_api.Page) -> None:
    """The question in words instead of the work."""
    words = page.inner_text("label[for=id_answer]")
    page.fill("[name=answer]", str(DIGITS.index(words[0]) + DIGITS.index(words[2])))


def receipt(page: sync_api.Page) -> tuple[str, str]:
    page.wait_for_url(re.compile("/apply/receipt/"))
    return page.inner_text("#number"), page.inner_text("#code")


def test_with_script_the_work_is_done_by_the_device_and_the_draft_survives(look: Desk) -> None:
    page = look("/requests/apply/")
    page.fill("[name=description]", WISH)
    page.reload()
    assert page.input_value("[name=description]") == WISH, "kept on the device before anything was sent"
    on(page)
    assert page.is_checked("input[name=agency] >> nth=0")
    on(page)
    person(page)
    on(page)
    on(page)
    page.wait_for_selector("[data-done]:not([hidden])", timeout=90_000)
    assert not page.is_visible("[data-question]")

    page.get_by_role("button", name="提交申请").click()

    number, code = receipt(page)
    assert number and re.fullmatch(r"[2-9A-Z-]{14}", code)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('gongkai:draft')).length") == 0
    page.go_back()
    assert WISH not in page.content() or page.url.endswith("/receipt/")
    page.goto("/requests/apply/receipt/")
    assert receipt(page) == (number, code)
    page.get_by_role("button", name="查看进度").click()
    page.wait_for_url(re.compile("/requests/status/"))
    expect_words(page, number)
    assert code not in page.url and number not in page.url


def test_a_broken_upload_goes_on_where_it_stopped(look: Desk) -> None:
    page = look("/requests/apply/")
    page.fill("[name=description]", WISH)
    on(page)
    on(page)
    offsets: list[str] = []

    def break_the_second(route: sync_api.Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                route.abort()
                return
        route.continue_()

    page.route("**/apply/files/*/", break_the_second)
    page.set_input_files("[name=identity_file]", [{"name": "证.png", "mimeType": "image/png", "buffer": PNG}])
    page.wait_for_selector(".files li")

    assert offsets[1] == offsets[2] != offsets[0]
    expect_words(page, "证.png", ".files")
    page.reload()
    expect_words(page, "证.png", ".files")


def test_without_script_on_a_phone(look: Desk) -> None:
    page = look("/requests/", script=False, phone=True)
    expect_fit(page)
    page.get_by_role("link", name="填写申请").click()
    page.fill("[name=description]", WISH)
    expect_fit(page)
    on(page)
    expect_fit(page)
    on(page)
    page.fill("[name=name]", "沈知远")
    page.fill("[name=identity]", "110105194902301234")
    page.set_input_files("[name=identity_file]", [{"name": "证.png", "mimeType": "image/png", "buffer": PNG}])
    on(page)
    assert "2月30日" in page.inner_text(".sumerr").replace(" ", "")
    assert page.input_value("[name=name]") == "沈知远"
    expect_words(page, "证.png", ".files")  # "the file is kept though a box is wrong"
    page.get_by_role("link", name="证件号码").click()
    person(page)
    expect_fit(page)
    on(page)
    on(page)
    expect_fit(page)
    answer(page)
    page.get_by_role("button", name="提交申请").click()
    number, code = receipt(page)
    expect_fit(page)

    page.goto("/requests/status/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower())
    page.get_by_role("button", name="查看").click()
    expect_words(page, number)
    expect_fit(page)
    page.get_by_role("link", name="补充说明").click()
    page.fill("[name=text]", "合同编号是 2025-17")
    page.get_by_role("button", name="补充说明").click()
    expect_words(page, "合同编号是 2025-17")
    page.get_by_role("button", name="退出查询").click()
    expect_no_words(page, number)


def test_by_keyboard_alone(look: Desk) -> None:
    page = look("/requests/apply/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    _tab_to(page, "description")
    page.keyboard.type(WISH)
    _enter_on(page, "继续")
    page.wait_for_url(re.compile("/where/"))
    _tab_to(page, "agency")
    _enter_on(page, "继续")
    page.wait_for_url(re.compile("/who/"))
    for name, words in (("name", "沈知远"), ("identity", CARD), ("phone", "13800138000")):
        _tab_to(page, name)
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/how/"))
    _enter_on(page, "继续")
    page.wait_for_url(re.compile("/check/"))
    page.wait_for_selector("[data-done]:not([hidden])", timeout=90_000)
    _enter_on(page, "提交申请")
    assert receipt(page)[0]


def _tab_to(page: sync_api.Page, name: str) -> None:
    for _press in range(60):
        if page.evaluate("document.activeElement.getAttribute('name')") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached")


def _enter_on(page: sync_api.Page, words: str) -> None:
    for _press in range(60):
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} cannot be reached")


def test_the_entrance_and_the_paper_form_are_files(look: Desk, site: object) -> None:
    page = look("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="依申请公开").click()
    expect_words(page, "填写申请")
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("纸质申请表")).click()
    assert got.value.path().read_bytes().startswith(b"PK")


def test_the_calculators_keep_what_was_typed_in_their_address(look: Desk) -> None:
    page = look("/requests/deadline/", script=False)
    page.fill("[name=received]", "2024-09-13")
    page.get_by_role("button", name="计算").click()
    assert "10月17日" in page.inner_text(".due__n").replace(" ", "")
    assert "received=2024-09-13" in page.url
    page.goto("/requests/fee/?mode=items&count=35")
    expect_words(page, "3000", ".big")
