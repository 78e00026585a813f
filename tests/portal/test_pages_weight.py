"""What a reader fetches for an item page: at most eight files, under 60 KB as they are sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db
SENT_KB, FILES = 60, 8


def test_an_item_page_is_light(city, hear, public_root):
    item = city.publish(title="供热办法", body="<p>" + "为了公平分配公共租赁住房，制定本办法。" * 400 + "</p>")
    hear(item)
    html = (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text(encoding="utf-8")

    asked = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*? href="(/[^"]+)"', html)
    asked += re.findall(r'<(?:script|img)[^>]*? src="(/[^"]+)"', html)
    assert 1 + len(asked) <= FILES, asked
    assert len(gzip.compress(html.encode())) + sum(map(sent, asked, [public_root] * len(asked))) < SENT_KB * 1024


def sent(address: str, root: Path) -> int:
    """How many bytes a file has on the way."""
    found = finders.find(address.removeprefix("/static/")) if address.startswith("/static/") else root / address[1:]
    assert found, address
    return len(gzip.compress(Path(found).read_bytes()))


def test_what_is_fetched_only_when_wanted_is_not_fetched_by_the_page(city, hear, public_root):
    item = city.publish()
    hear(item)
    html = (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text(encoding="utf-8")

    assert 'src="/static/portal/aids' not in html
    assert 'href="/static/portal/aids' not in html
    assert 'id="aids"' not in html
