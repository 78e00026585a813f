"""The toolbar for reading: opened by keyboard, remembered, outside the text, gone without a trace; the editions."""

import re
from collections.abc import Iterator

import pytest
from playwright import sync_api

from tests.browser.conftest import PHONE, WIDE, Site, environment, expect_fit, expect_words, gongkai

pytestmark = pytest.mark.browser
ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.fixture(scope="module")
def page(browser: sync_api.Browser, site: Site) -> Iterator[sync_api.Page]:
    gongkai("bake", env=environment(site.home, GONGKAI_ADDRESS=site.address))
    context = browser.new_context(base_url=site.address, viewport=WIDE, locale="zh-CN")  # type: ignore[arg-type]
    one = context.new_page()
    one.set_default_timeout(20_000)
    yield one
    context.close()


def test_the_toolbar_is_opened_by_keyboard_and_remembered(page: sync_api.Page) -> None:
    page.goto("/help/")
    text = page.locator("main").text_content()
    before = page.evaluate(ROOT_SIZE)
    page.locator("details.aid > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    bar = page.get_by_role("region", name="无障碍工具条")
    sync_api.expect(bar).to_be_visible()
    sync_api.expect(bar.get_by_role("button", name="字小一些")).to_be_focused()
    bar.get_by_role("button", name="字大一些").click()
    sync_api.expect(bar.locator("[data-shows=zoom]")).to_have_text("115%")
    assert page.evaluate(ROOT_SIZE) > before
    bar.get_by_role("button", name="拼音").click()
    sync_api.expect(page.locator("main ruby rt").first).to_be_attached()
    bar.get_by_role("button", name="大字幕").click()
    page.locator("main h1").hover()
    sync_api.expect(page.locator(".captions")).to_contain_text("帮助")
    bar.get_by_role("button", name="辅助线").click()
    sync_api.expect(page.locator(".guide")).to_have_count(2)

    page.goto("/about/")
    sync_api.expect(page.get_by_role("region", name="无障碍工具条")).to_be_visible()
    sync_api.expect(page.locator("main ruby").first).to_be_attached()
    page.get_by_role("button", name="重置").click()
    sync_api.expect(page.locator("main ruby")).to_have_count(0)
    page.get_by_role("button", name="退出").click()
    sync_api.expect(page.get_by_role("region", name="无障碍工具条")).to_be_hidden()

    page.goto("/help/")
    assert page.locator("main").text_content() == text
    assert page.locator("#aids-bar").count() == 0
    assert page.evaluate(ROOT_SIZE) == before


def test_reading_aloud_speaks_or_says_that_it_cannot(page: sync_api.Page) -> None:
    page.goto("/help/")
    page.locator("details.aid > summary").click()
    page.get_by_role("button", name="打开无障碍工具条").click()
    page.get_by_role("button", name="连读").click()
    sync_api.expect(page.locator(".aids__said")).to_have_text(re.compile("正在朗读|没有语音"))
    page.get_by_role("button", name="停止").click()
    sync_api.expect(page.locator(".is-read")).to_have_count(0)
    page.get_by_role("button", name="退出").click()


@pytest.mark.parametrize(
    ("prefix", "words", "language"), [("/zh-hant", "幫助", "zh-Hant"), ("/en", "Help", "en"), ("", "帮助", "zh-CN")]
)
def test_an_edition_stays_among_its_own(page: sync_api.Page, prefix: str, words: str, language: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{prefix}/help/")
    assert page.locator("html").get_attribute("lang") == language
    expect_words(page, words, "main h1")
    expect_fit(page)
    page.locator(".crumb a").first.click()
    page.wait_for_url(f"**{prefix}/")
    assert page.locator("html").get_attribute("lang") == language
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
