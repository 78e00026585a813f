"""Screenshots of every kind of public page of a running site, at three widths, in every edition and scheme.

bin/gallery [--to DIR] [--only KIND,…] [ADDRESS]. Says which pages are wider than their window or did not answer; the
number of these is the exit code's reason.
"""

import argparse
import pathlib
import re
import sys

from playwright import sync_api

WIDTHS = (360, 768, 1440)
EDITIONS = {"hans": "", "hant": "/zh-hant", "en": "/en"}
SCHEMES = ("", "dark", "wb", "by", "yk", "ky", "mourn", "-elder")
PAGES = {
    "home": "/",
    "list": "/new/",
    "year": "/",
    "directory": "/directory/",
    "column": "/directory/",
    "gaps": "/gaps/",
    "agencies": "/agencies/",
    "agency": "/agencies/",
    "item": "/policies/",
    "policies": "/policies/",
    "shelf": "/policies/",
    "topics": "/topics/",
    "ledger": "/ledger/",
    "reports": "/reports/",
    "report": "/sitemaps/reports.xml",
    "compare": "/reports/compare/",
    "open-data": "/reports/data/",
    "requests": "/requests/",
    "request-form": "/requests/apply/",
    "request-status": "/requests/status/",
    "log": "/requests/log/",
    "search": "/search/?q=供热",
    "nothing-found": "/search/?q=没有这样的词",
    "problem": "/problems/new/?page=/new/",
    "problem-code": "/problems/",
    "aids": "/aids/",
    "scheme": "/scheme/",
    "reading-points": "/reading-points/",
    "accounts": "/accounts/",
    "specials": "/specials/",
    "special": "/specials/",
    "data": "/data/",
    "about": "/about/",
    "help": "/help/",
    "accessibility": "/accessibility/",
    "sitemap": "/sitemap/",
    "design": "/design/",
    "error": "/there/is/no/such/page/",
}
# Pages whose address only a page that links to them knows: the first link of that form there.
LINKED = {
    "year": r"/years/\d+/",
    "column": r"/columns/[\w-]+/",
    "agency": r"/agencies/[\w-]+/",
    "item": r"/items/\d+/\d+\.html",
    "shelf": r"/policies/validity/[\w-]+/",
    "special": r"/specials/[\w-]+/",
    "report": r"/reports/\d{4}/[\w-]+/",
}


def addresses(page: sync_api.Page, base: str) -> dict[str, str]:
    """Where each kind of page stands on this site; kinds it has none of are left out."""
    found = {}
    for kind, address in PAGES.items():
        if kind in LINKED:
            page.goto(base + address)
            links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.getAttribute('href'))")
            links += re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", page.request.get(base + address).text())
            address = next((each for each in links if re.fullmatch(LINKED[kind], each)), "")
        if address:
            found[kind] = address
    return found


def take(browser: sync_api.Browser, base: str, folder: pathlib.Path, only: set[str]) -> list[str]:
    """Take them all; returns what was wrong, in words."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    known = addresses(page, base)
    wrong = [f"{kind}: no page of this kind" for kind in PAGES if kind not in known]
    for scheme in SCHEMES:
        context.clear_cookies()
        if scheme:
            context.add_cookies([{"name": "gongkai_view", "value": scheme, "url": base}])
        # Every edition in the ordinary scheme; the other schemes in simplified characters.
        for edition, prefix in EDITIONS.items() if not scheme else [("hans", "")]:
            for kind, address in known.items():
                if only and kind not in only:
                    continue
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    answer = page.goto(base + prefix + address)
                    name = f"{kind}-{edition}-{scheme.strip('-') or 'plain'}-{width}"
                    if answer is None or answer.status not in ({404} if kind == "error" else {200, 304}):
                        wrong.append(f"{name}: answered {answer.status if answer else 'nothing'}")
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        wrong.append(f"{name}: {wide} px wide")
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
    context.close()
    return wrong


def main() -> int:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="bin/gallery", description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=pathlib.Path, default=pathlib.Path("var/gallery"))
    parser.add_argument("--only", default="", help="kinds of pages, separated by commas")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        wrong = take(browser, given.address.rstrip("/"), given.to, {each for each in given.only.split(",") if each})
        browser.close()
    for each in wrong:
        print(each)
    print(f"{len(list(given.to.glob('*.png')))} pictures in {given.to}, {len(wrong)} faults")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
