"""Feeds of news: Atom, RSS and JSON, the same entries in each; nothing in them changes without news."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import feedgenerator

ATOM, RSS, JSON = "feed.xml", "rss.xml", "feed.json"
MEDIA = {
    ATOM: "application/atom+xml; charset=utf-8",
    RSS: "application/rss+xml; charset=utf-8",
    JSON: "application/feed+json; charset=utf-8",
}
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


@dataclass(frozen=True)
class Feed:
    """A feed: the page it belongs to and its own address by name, both beginning with a slash; `query` follows it."""

    title: str
    page: str
    folder: str
    entries: Sequence[Entry]
    query: str = ""

    def address(self, name: str) -> str:
        """Where the feed of a name lies."""
        return f"{settings.SITE_ADDRESS}/{self.folder}{name}{self.query}"


class _Rss(feedgenerator.Rss201rev2Feed):
    """RSS whose date is that of its newest item, never that of the moment."""

    def latest_post_date(self) -> datetime.datetime:
        return _newest(self.items)


class _Atom(feedgenerator.Atom1Feed):
    """Atom with the same date."""

    def latest_post_date(self) -> datetime.datetime:
        return _newest(self.items)


def _newest(items: Iterable[dict[str, datetime.datetime]]) -> datetime.datetime:
    return max((item["updateddate"] for item in items), default=_BEGINNING)


def written(feed: Feed, name: str) -> bytes:
    """The feed in the form its name tells: one of `MEDIA`."""
    return _json(feed) if name == JSON else _xml(feed, name)


def _xml(feed: Feed, name: str) -> bytes:
    kind = _Atom if name == ATOM else _Rss
    made = kind(
        title=feed.title,
        link=settings.SITE_ADDRESS + feed.page,
        description=feed.title,
        language="zh-CN",
        feed_url=feed.address(name),
    )
    for each in feed.entries:
        made.add_item(
            title=each.title,
            link=settings.SITE_ADDRESS + each.address,
            description=each.summary,
            unique_id=settings.SITE_ADDRESS + each.address,
            author_name=each.author,
            pubdate=each.published_at,
            updateddate=each.changed_at,
            categories=[each.category] if each.category else [],
        )
    text: str = made.writeString("utf-8")
    return text.encode()


def _json(feed: Feed) -> bytes:
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": settings.SITE_ADDRESS + feed.page,
        "feed_url": feed.address(JSON),
        "language": "zh-CN",
        "items": [
            {
                "id": each.id,
                "url": settings.SITE_ADDRESS + each.address,
                "title": each.title,
                "summary": each.summary,
                "content_text": each.summary,
                "date_published": each.published_at.isoformat(timespec="seconds"),
                "date_modified": each.changed_at.isoformat(timespec="seconds"),
                "authors": [{"name": each.author}],
                "tags": list(each.tags),
            }
            for each in feed.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
