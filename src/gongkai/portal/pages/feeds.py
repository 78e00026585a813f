"""What machines follow: Atom, RSS and JSON feeds of lists, the sitemap in parts, robots.txt."""

import datetime
import json
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import feedgenerator

from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public

PART = 1000
_BEGINNING = datetime.datetime(2008, 5, 1, tzinfo=datetime.UTC)


class _Rss(feedgenerator.Rss201rev2Feed):
    """RSS whose date is that of its newest item, never that of the moment, so that nothing changes without reason."""

    def latest_post_date(self) -> datetime.datetime:
        return _newest(self.items)


class _Atom(feedgenerator.Atom1Feed):
    """Atom with the same date."""

    def latest_post_date(self) -> datetime.datetime:
        return _newest(self.items)


def _newest(items: Iterable[dict[str, datetime.datetime]]) -> datetime.datetime:
    return max((item["updateddate"] for item in items), default=_BEGINNING)


def feed_pages(folder: str, title: str, address: str, rows: Sequence[public.Row], *, about: str) -> list[pages.Page]:
    """The three feeds of a list: feed.xml (Atom), rss.xml, feed.json."""
    origin = settings.SITE_ADDRESS
    full = f"{title}｜{settings.SITE_NAME}"
    found = []
    for kind, name in ((_Atom, "feed.xml"), (_Rss, "rss.xml")):
        feed = kind(
            title=full,
            link=origin + address,
            description=full,
            language="zh-CN",
            feed_url=f"{origin}/{folder}{name}",
        )
        for row in rows:
            link = origin + item_pages.item_address(row.item_id)
            feed.add_item(
                title=row.title,
                link=link,
                description=row.summary or row.title,
                unique_id=link,
                author_name=row.agency_name,
                pubdate=row.published_at,
                updateddate=row.revised_at,
                categories=[row.column_name] if row.column_name else [],
            )
        found.append(pages.Page(f"{folder}{name}", content=feed.writeString("utf-8").encode(), about=about))
    found.append(pages.Page(f"{folder}feed.json", content=_json_feed(full, folder, address, rows), about=about))
    return found


def _json_feed(title: str, folder: str, address: str, rows: Sequence[public.Row]) -> bytes:
    origin = settings.SITE_ADDRESS
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": origin + address,
        "feed_url": f"{origin}/{folder}feed.json",
        "language": "zh-CN",
        "items": [
            {
                "id": row.index_no,
                "url": origin + item_pages.item_address(row.item_id),
                "title": row.title,
                "summary": row.summary or row.title,
                "content_text": row.summary or row.title,
                "date_published": row.published_at.isoformat(timespec="seconds"),
                "date_modified": row.revised_at.isoformat(timespec="seconds"),
                "authors": [{"name": row.agency_name}],
                "tags": [tag for tag in (row.column_name, row.doc_no) if tag],
            }
            for row in rows
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def sitemap_part_path(item_id: int) -> str:
    """The part of the sitemap that names an item."""
    return f"sitemaps/items-{item_id // PART}.xml"


def sitemap_part(number: int) -> pages.Page:
    """One part of the sitemap: the public ones among a thousand ids. One query."""
    entries = public.changes_between(number * PART, number * PART + PART - 1)
    return pages.Page(
        f"sitemaps/items-{number}.xml",
        content=_urls((item_pages.item_address(pk), at) for pk, at in entries),
        about=f"sitemap:{number}",
    )


def sitemap_of_lists(addresses: Iterable[str]) -> pages.Page:
    """The part of the sitemap that names lists and standing pages."""
    return pages.Page("sitemaps/lists.xml", content=_urls((each, None) for each in addresses), about="sitemap:lists")


def sitemap(parts: Iterable[str]) -> pages.Page:
    """The index of the sitemap's parts."""
    lines = [f"<sitemap><loc>{escape(settings.SITE_ADDRESS)}/{part}</loc></sitemap>" for part in parts]
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</sitemapindex>\n"
    )
    return pages.Page("sitemap.xml", content=text.encode(), about="sitemap:index")


def robots() -> pages.Page:
    """What robots may read: everything but searches and the desk."""
    text = (
        "User-agent: *\nDisallow: /desk/\nDisallow: /search/\nDisallow: /scheme/\n"
        f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml\n"
    )
    return pages.Page("robots.txt", content=text.encode(), about="robots")


def _urls(entries: Iterable[tuple[str, datetime.datetime | None]]) -> bytes:
    lines = []
    for address, at in entries:
        changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
        lines.append(f"<url><loc>{escape(settings.SITE_ADDRESS + address)}</loc>{changed}</url>")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    ).encode()
