"""Walking through a baked portal: what a page lacks and where a link leads nowhere is said."""

from pathlib import Path

import pytest
from django.conf import settings

from gongkai.portal.actions import walking

TAGS = "".join(f'<meta name="{name}" content="x">' for name in walking.SITE_TAGS)


def page(root: Path, path: str, body: str = "", *, head: str = TAGS, h1: str = "<h1>页</h1>", own: str = "") -> None:
    """A page with everything it needs, unless said otherwise."""
    address = own or f"{settings.SITE_ADDRESS}/{path.removesuffix('index.html')}"
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f'<title>页</title>{head}<link rel="canonical" href="{address}"><body>{h1}{body}'
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two pages that lead to each other and to what the application answers."""
    page(
        tmp_path,
        "index.html",
        '<a href="/new/">新</a><a href="/search/?q=a">找</a><a href="https://example.org/">外</a>',
    )
    page(tmp_path, "new/index.html", '<a href="/">首页</a><a href="#top" id="top">上</a><a href="/zh-hant/new/">繁</a>')
    return tmp_path


def words(root: Path) -> list[str]:
    return [f"{each.path} {each.kind} {each.detail}".strip() for each in walking.walk(root)[0]]


def test_a_portal_in_order_has_no_fault(root: Path) -> None:
    faults, pages, links = walking.walk(root)
    assert (faults, pages) == ([], 2)
    assert links > 4


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="/gone/">x</a>', "new/index.html link /gone/"),
        ('<a href="../../gone.html">x</a>', "new/index.html link /gone.html"),
        ('<a href="/new/#nowhere">x</a>', "new/index.html anchor /new/#nowhere"),
        ('<img src="/missing.png">', "new/index.html link /missing.png"),
        ('<form action="/nobody/"></form>', "new/index.html link /nobody/"),
        ("<h1>zwei</h1>", "new/index.html h1 2"),
    ],
)
def test_a_fault_of_the_body_is_found(root: Path, body: str, fault: str) -> None:
    page(root, "new/index.html", body)
    assert fault in words(root)


def test_what_a_page_lacks_is_found(root: Path) -> None:
    page(root, "new/index.html", head="", h1="", own=f"{settings.SITE_ADDRESS}/old/")
    found = words(root)
    assert "new/index.html h1 0" in found
    assert "new/index.html tag SiteName" in found
    assert f"new/index.html canonical {settings.SITE_ADDRESS}/old/" in found


def test_an_item_and_a_column_need_the_tags_of_the_standard(root: Path) -> None:
    page(root, "items/0/1.html")
    page(root, "columns/a/index.html")
    found = words(root)
    assert "items/0/1.html tag PubDate" in found
    assert "columns/a/index.html tag ColumnName" in found


def test_a_page_nobody_leads_to_is_found_unless_it_hides(root: Path) -> None:
    page(root, "lost/index.html")
    page(root, "items/0/2.html", head=f'{TAGS}<meta name="robots" content="noindex">')
    assert words(root) == ["lost/index.html unreachable"]
