"""What machines follow: Atom, RSS and JSON feeds of lists, the sitemap in parts, robots.txt."""

import datetime
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from django.conf import settings

from gongkai.annualreports.pages import library
from gongkai.core import feeds, pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public

PART = 1000


def entries(rows: Iterable[public.Row]) -> list[feeds.Entry]:
    """Items as news."""
    return [
        feeds.Entry(
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


def report_entries(news: Iterable[library.News]) -> list[feeds.Entry]:
    """Annual reports as news."""
    return [
        feeds.Entry(
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


def feed_pages(folder: str, title: str, address: str, news: Sequence[feeds.Entry], *, about: str) -> list[pages.Page]:
    """The three feeds of a list: feed.xml (Atom), rss.xml, feed.json."""
    feed = feeds.Feed(f"{title}｜{settings.SITE_NAME}", address, folder, news)
    return [pages.Page(f"{folder}{name}", content=feeds.written(feed, name), about=about) for name in feeds.MEDIA]


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
    """What robots may read: everything but what was searched for, what readers fill in, and the desk."""
    text = (
        "User-agent: *\nDisallow: /desk/\nDisallow: /search/?\nDisallow: /search/*/\nDisallow: /scheme/\n"
        "Disallow: /reports/compare/\nDisallow: /requests/apply/\nDisallow: /requests/status/\n"
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
