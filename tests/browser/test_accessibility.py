"""Every kind of page, by light and in the dark, looked at by axe-core for WCAG 2.2 A and AA."""

import json
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import office, rooms
from tests.browser.conftest import PHONE, WIDE, Site, environment

pytestmark = pytest.mark.browser
ROOT = pathlib.Path(__file__).parents[2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
LOOK = """async ([tags, only]) => {
  const run = only ? {runOnly: {type: "rule", values: only}} : {runOnly: {type: "tag", values: tags}};
  const found = await axe.run(document, {...run, resultTypes: ["violations"]});
  return found.violations.map(each => [each.id, each.impact, each.nodes.slice(0, 6).map(node => node.html.slice(0, 200)
    + " :: " + (node.any[0] || node.all[0] || node.none[0] || {}).message)]);
}"""
PUBLIC = {
    "home": "/",
    "list": "/new/",
    "item": "/items/{thousand}/{item}.html",
    "agencies": "/agencies/",
    "directory": "/directory/",
    "search": "/search/?q=档案",
    "view": "/scheme/",
    "requests": "/requests/",
    "answers": "/requests/log/",
    "status form": "/requests/status/",
    "library": "/reports/",
    "report": "{report_page}",
    "comparison": "/reports/compare/?body={body}",
    "due day": "/requests/deadline/?received=2026-03-02&third_party_asked=2026-03-05",
    "fee": "/requests/fee/?mode=items&count=31",
    "policies of a day": "/policies/on/?on=2026-01-01",
    "error": "/there-is-no-such-page/",
    "sign-in": "/desk/account/login/",
}
DESK = {
    "home": "/desk/",
    "notices": "/desk/notices/",
    "items": "/desk/items/",
    "item": "/desk/items/{item}/",
    "review": "/desk/items/{review}/review/",
    "register": "/desk/requests/",
    "case": "/desk/requests/{case}/",
    "clock": "/desk/requests/{case}/clock/",
    "act": "/desk/requests/{case}/do/record_search/",
    "intake": "/desk/requests/new/",
    "month": "/desk/requests/calendar/",
    "letter": "/desk/requests/{case}/letters/{letter}/",
    "letters": "/desk/requests/{case}/letters/new/",
    "redaction": "/desk/requests/{case}/files/{file}/redact/",
    "reports": "/desk/reports/",
    "report": "/desk/reports/{report}/",
    "figures": "/desk/figures/",
    "activities": "/desk/activities/",
    "directory": "/desk/directory/",
    "people": "/desk/people/",
    "quick": "/desk/items/quick/",
    "ask": "/desk/items/{review}/ask/",
    "question": "/desk/items/coordination/{question}/",
    "duties": "/desk/items/duties/",
    "yearly": "/desk/items/duties/{agency}/yearly/",
    "sudden": "/desk/items/duties/sudden/",
    "catalogues": "/desk/directory/catalogues/",
    "column": "/desk/directory/{column}/",
    "merge": "/desk/directory/{column}/merge/",
    "hand-overs": "/desk/handover/",
    "hand-over": "/desk/handover/{officer}/",
    "takedown": "/desk/site/takedown/",
    "old addresses": "/desk/site/redirects/",
    "special": "/desk/site/specials/new/",
    "chain": "/desk/items/chains/new/",
    "away": "/desk/items/away/",
    "documents": "/desk/items/documents/",
    "clean-up": "/desk/items/cleanups/new/",
    "policy file": "/desk/items/policies/new/",
    "channel account": "/desk/activities/accounts/new/",
    "print": "/desk/activities/prints/new/",
    "tour": "/desk/tour/",
    "why": "/desk/why/",
    "tasks": "/desk/tasks/",
    "trail": "/desk/trail/",
}


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, Any]:
    """One of everything, and where it stands."""
    env = environment(site.home, GONGKAI_ADDRESS=site.address, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}")
    done = subprocess.run(
        [sys.executable, "-m", rooms.__name__], env=env, cwd=ROOT, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    found["thousand"] = found["item"] // 1000
    end = time.monotonic() + 400
    for path in (PUBLIC["item"], PUBLIC["report"]):
        while site.get(path.format(**found))[0] != 200:
            assert time.monotonic() < end, path
            time.sleep(0.2)
    return found


@pytest.fixture(scope="module")
def page(browser: sync_api.Browser, site: Site, told: dict[str, Any]) -> Iterator[sync_api.Page]:
    """One page for all, signed in as somebody who may see everything."""
    context = browser.new_context(base_url=site.address, viewport=WIDE, locale="zh-CN", bypass_csp=True)  # type: ignore[arg-type]
    context.add_init_script(script=(resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    one = context.new_page()
    one.set_default_timeout(20_000)
    one.goto("/desk/account/login/")
    one.fill("[name=login]", rooms.EVERYONE)
    one.fill("[name=password]", office.PASSWORD)
    one.press("[name=password]", "Enter")
    one.wait_for_url("**/desk/")
    yield one
    context.close()


def faults(page: sync_api.Page, *only: str) -> list[Any]:
    """What axe finds: rule, weight, and the first places."""
    found: list[Any] = page.evaluate(LOOK, [TAGS, list(only) or None])
    return found


def look_at(page: sync_api.Page) -> None:
    """By light everything, in the dark and on a phone what may differ there."""
    page.emulate_media(color_scheme="light")
    seen = {"light": faults(page)}
    page.emulate_media(color_scheme="dark")
    seen["dark"] = faults(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    seen["phone"] = faults(page, "target-size", "scrollable-region-focusable")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert {how: what for how, what in seen.items() if what} == {}, json.dumps(seen, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_accessible(page: sync_api.Page, told: dict[str, Any], name: str) -> None:
    page.goto(PUBLIC[name].format(**told))
    look_at(page)


@pytest.mark.parametrize("name", DESK)
def test_a_desk_page_is_accessible(page: sync_api.Page, told: dict[str, Any], name: str) -> None:
    answer = page.goto(DESK[name].format(**told))
    assert answer is not None and answer.status == 200
    look_at(page)


def test_the_steps_of_a_request_are_accessible(page: sync_api.Page) -> None:
    page.goto("/requests/apply/")
    page.get_by_role("button", name="继续").click()
    page.locator(".sumerr").wait_for()
    look_at(page)
    page.fill("[name=description]", "云州市档案局 2025 年开放档案的目录")
    for field in ("[name=agency]", "[name=name]", "[name=carrier]", "[name=answer]"):
        page.get_by_role("button", name="继续").click()
        page.locator(field).first.wait_for(state="attached")
        if field == "[name=name]":
            look_at(page)
            page.fill("[name=name]", "沈知远")
            page.fill("[name=identity]", "11010519491231002X")
            page.fill("[name=phone]", "13800138000")
        else:
            look_at(page)


def test_following_a_request_is_accessible(page: sync_api.Page, told: dict[str, Any]) -> None:
    page.goto("/requests/status/")
    page.fill("[name=number]", told["number"])
    page.fill("[name=code]", told["code"])
    page.press("[name=code]", "Enter")
    page.locator("ol.clock").wait_for()
    look_at(page)
    page.goto("/requests/status/supplement/")
    look_at(page)
