"""What machines follow: Atom, RSS and JSON feeds of lists, the sitemap in parts, robots.txt."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import feedgenerator

from gongkai.annualreports.pages import library
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public

PART = 1000
_BEGINNING = datetime.datetime(2008, 5, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Entry:
    """One piece of news: `id` is what it is called elsewhere, `address` begins with a slash."""

    id: str
    address: str
    title: str
    summary: str
    author: str
    published_at: datetime.datetime
    changed_at: datetime.datetime
    category: str = ""
    tags: tuple[str, ...] = ()


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


def entries(rows: Iterable[public.Row]) -> list[Entry]:
    """Items as news."""
    return [
        Entry(
            id=row.index_no,
            address=item_pages.item_address(row.item_id),
            title=row.title,
            summary=row.summary or row.title,
            author=row.agency_name,
            published_at=row.published_at,
            changed_at=row.revised_at,
            category=row.column_name or "",
            tags=tuple(filter(None, (row.column_name, row.doc_no))),
        )
        for row in rows
    ]


def report_entries(news: Iterable[library.News]) -> list[Entry]:
    """Annual reports as news."""
    return [
        Entry(
            id=each.address,
            address=each.address,
            title=each.title,
            summary=f"{each.title}（{each.remark}）" if each.remark else each.title,
            author=each.report.body,
            published_at=each.released_at,
            changed_at=each.report.published_at or each.released_at,
            tags=(str(each.report.year),),
        )
        for each in news
    ]


def feed_pages(folder: str, title: str, address: str, news: Sequence[Entry], *, about: str) -> list[pages.Page]:
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
        for each in news:
            feed.add_item(
                title=each.title,
                link=origin + each.address,
                description=each.summary,
                unique_id=origin + each.address,
                author_name=each.author,
                pubdate=each.published_at,
                updateddate=each.changed_at,
                categories=[each.category] if each.category else [],
            )
        found.append(pages.Page(f"{folder}{name}", content=feed.writeString("utf-8").encode(), about=about))
    found.append(pages.Page(f"{folder}feed.json", content=_json_feed(full, folder, address, news), about=about))
    return found


def _json_feed(title: str, folder: str, address: str, news: Sequence[Entry]) -> bytes:
    origin = settings.SITE_ADDRESS
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": origin + address,
        "feed_url": f"{origin}/{folder}feed.json",
        "language": "zh-CN",
        "items": [
            {
                "id": each.id,
                "url": origin + each.address,
                "title": each.title,
                "summary": each.summary,
                "content_text": each.summary,
                "date_published": each.published_at.isoformat(timespec="seconds"),
                "date_modified": each.changed_at.isoformat(timespec="seconds"),
                "authors": [{"name": each.author}],
                "tags": list(each.tags),
            }
            for each in news
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


def sitemap_of_reports(changes: Iterable[tuple[str, datetime.datetime | None]]) -> pages.Page:
    """The part of the sitemap that names annual reports, each with the moment it last changed."""
    return pages.Page("sitemaps/reports.xml", content=_urls(changes), about="sitemap:reports")


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
        "User-agent: *\nDisallow: /desk/\nDisallow: /search/\nDisallow: /scheme/\nDisallow: /reports/compare/\n"
        "Disallow: /requests/apply/\nDisallow: /requests/status/\n"
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
