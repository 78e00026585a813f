"""The first whole walk: real files come in, are reviewed, published, found, corrected, and one is taken away."""

import pathlib
import re
import time

import pytest
from playwright import sync_api

from tests.browser import papers
from tests.browser.conftest import Desk, Site, expect_words

pytestmark = pytest.mark.browser
SHARED = pathlib.Path(__file__).parents[3] / "shared"


def take_in(page: sync_api.Page, files: list[pathlib.Path]) -> None:
    """Upload files in the wizard and wait for the report."""
    page.goto("/desk/items/imports/")
    page.set_input_files("#id_files", [str(file) for file in files])
    page.select_option("[name=column]", label="通知公告")
    page.get_by_role("button", name="开始导入").click()
    page.wait_for_url(re.compile(r"/desk/items/imports/\d+/"))
    page.wait_for_selector("#progress:not([data-running='1'])", timeout=60_000)


def open_item(page: sync_api.Page, title: str) -> str:
    """Find an item in the list and open it; returns its address."""
    page.goto("/desk/items/?q=" + title)
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.wait_for_url(re.compile(r"/desk/items/\d+/$"))
    return page.url


def hand_in(page: sync_api.Page, title: str) -> str:
    address = open_item(page, title)
    page.get_by_role("button", name="送审").click()
    page.wait_for_load_state()
    return address


def decide(enter: Desk, who: str, address: str) -> sync_api.Page:
    page = enter(who, path="/desk/")
    page.goto(address + "review/")
    page.get_by_role("button", name=re.compile("^提交意见")).click()
    page.wait_for_load_state()
    return page


def publish(enter: Desk, address: str) -> None:
    """Three people pass it, the last one publishes."""
    for who in ("reviewer", "secrecy", "issuer"):
        page = decide(enter, who, address)
    page.goto(address)
    page.get_by_role("button", name="发布").click()
    page.wait_for_load_state()


def public_path(address: str) -> str:
    number = int(re.findall(r"/items/(\d+)/", address)[0])
    return f"/items/{number // 1000}/{number}.html"


def until(condition: object, *, seconds: float = 20) -> None:
    """Wait until a condition holds; the worker needs a moment."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def test_files_walk_from_import_to_tombstone(site: Site, enter: Desk, look: Desk, tmp_path: pathlib.Path) -> None:
    officer = enter("officer")
    take_in(officer, papers.write(tmp_path / "文件"))
    report = officer.inner_text("main")
    assert "不是日期" in report
    assert "6-坏.pdf" in report

    lunch = hand_in(officer, "春季学校午餐管理")
    leak = hand_in(officer, "助学金名单")
    publish(enter, lunch)
    publish(enter, leak)

    until(lambda: site.get(public_path(lunch))[0] == 200 and site.get(public_path(leak))[0] == 200)
    page = look(public_path(lunch), phone=True)
    expect_words(page, "云教发〔2026〕12号")
    until(lambda: "春季学校" in look("/search/?q=云教发[2026]12号").inner_text("main"))
    assert "春季学校" in look("/search/?q=學校午餐").inner_text("main").replace("\n", "")
    what_is_typed_is_offered(look("/"), public_path(lunch))

    open_item(officer, "春季学校午餐管理")
    officer.get_by_role("link", name="更正").click()
    officer.fill("[name=title]", "云州市教育局关于做好春季学校午餐管理的通知（更正）")
    officer.fill("[name=note]", "更正标题")
    officer.get_by_role("button", name=re.compile("送审")).first.click()
    officer.get_by_label("以上已经核对，照这样送审").check()
    officer.get_by_role("button", name=re.compile("送审")).first.click()
    officer.wait_for_url(re.compile(r"/desk/items/\d+/$"))
    publish(enter, lunch)
    until(lambda: "（更正）" in re.sub(r"<[^>]+>", "", site.get(public_path(lunch))[1]))
    assert "更正标题" in site.get(public_path(lunch))[1]

    withdraw_everywhere(site, enter, leak)


def what_is_typed_is_offered(page: sync_api.Page, item: str) -> None:
    """The box of the front page by keyboard: what it offers, how one walks through it, leaves it, and chooses."""
    expect, box, offers = sync_api.expect, page.locator("#qq"), page.get_by_role("listbox")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("学校午餐")
    expect(offers.get_by_role("option").filter(has_text="春季学校午餐管理")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    first = offers.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    box.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    box.press("Escape")
    expect(offers).to_be_hidden()
    expect(box).to_have_value("学校午餐")

    # The initials of the title in pinyin; documents come last.
    box.fill("")
    box.press_sequentially("cjxxwcgl")
    expect(offers.get_by_role("option").last).to_contain_text("春季学校午餐管理")
    box.press("ArrowUp")
    expect(offers.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(f"**{item}")


def withdraw_everywhere(site: Site, enter: Desk, address: str) -> None:
    issuer = enter("issuer")
    issuer.goto(address + "withdraw/")
    issuer.fill("[name=reason]", "名单含个人信息")
    issuer.fill("[name=public_note]", "因内容调整，本件已撤下。")
    issuer.get_by_role("button", name="撤下").click()
    issuer.wait_for_load_state()

    _status, tombstone = site.get(public_path(address))
    assert "因内容调整，本件已撤下。" in tombstone
    assert "现将本年度助学金名单" not in tombstone
    for file in site.public.rglob("*"):
        if file.suffix in {".html", ".xml", ".json"}:
            assert "现将本年度助学金名单" not in file.read_text(), file
    for path in ("/", "/new/", "/columns/notices/", "/new/feed.xml"):
        assert "助学金名单" not in re.sub(r"<[^>]+>", "", site.get(path)[1]), path
    assert "现将本年度助学金名单" not in site.get("/search/?q=%E5%8A%A9%E5%AD%A6%E9%87%91%E5%90%8D%E5%8D%95")[1]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not beside the checkout")
def test_the_real_documents_walk_too(site: Site, enter: Desk) -> None:
    officer = enter("officer")
    files = sorted((SHARED / "documents").glob("*.txt")) + sorted((SHARED / "seeds").glob("*.txt"))
    assert len(files) == 25
    take_in(officer, files)

    report = officer.inner_text("main")
    assert "25" in report
    address = hand_in(officer, "突发公共卫生事件应急预案")
    publish(enter, address)
    until(lambda: site.get(public_path(address))[0] == 200)
    until(
        lambda: (
            "蔚县" in site.get("/search/?q=%E8%94%9A%E6%94%BF%E5%8A%9E%E5%AD%97%E3%80%942020%E3%80%9543%E5%8F%B7")[1]
        )
    )
