"""What a public page is: where it lies, what it shows, which template prints it, and the small bricks pages share.

An app's `pages.py` answers with `Page` objects; `gongkai.portal` renders, writes and removes them.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template import loader
from django.utils import formats, timezone, translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.language import segmentation

LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Page:
    """One file of the portal: its path below the public folder, its template with the context, or its bytes.

    `about` is the reference of what it shows ("item:12"), so that all files of a thing can be found.
    """

    path: str
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    content: bytes | None = None

    @property
    def address(self) -> str:
        """Where readers find it: "/new/" for "new/index.html"."""
        return address(self.path)


@dataclass(frozen=True)
class Crumb:
    """One step of the way from the front page to here; the last one has no address."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Tag:
    """A state in words, with the shape that goes with it (a modifier of the class `tag`)."""

    words: str
    shape: str = ""


def render(page: Page, common: Mapping[str, Any]) -> bytes:
    """Print a page in Chinese. `common` is what every page shows: site, navigation, footer."""
    if page.content is not None:
        return page.content
    with translation.override(LANGUAGE):
        text = loader.get_template(page.template).render({**common, **page.context, "page": page})
    return text.encode()


def address(path: str) -> str:
    """The address of a file below the public folder."""
    return "/" + path.removesuffix("index.html")


def breakable(title: str) -> SafeString:
    """A title, escaped, with <wbr> between its words, so that it never breaks inside one."""
    pieces = (str(escape(piece)) for piece in segmentation.break_opportunities(title))
    return mark_safe("<wbr>".join(pieces))  # noqa: S308  every piece is escaped above


def day(moment: datetime.datetime | datetime.date | None) -> str:
    """A day as tables show it: 2026-11-20; empty for none. Moments are read in the installation's time zone."""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment).date()
    return moment.isoformat() if moment else ""


def minute(moment: datetime.datetime | None) -> str:
    """A moment as tables and page tags show it: 2026-11-20 09:00; empty for none."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def count(number: int) -> str:
    """A number as readers see it: 48,216."""
    return f"{number:,}"


def size(number: int) -> str:
    """The size of a file: 86 KB, 1.4 MB."""
    if number < 1024:
        return f"{number} B"
    if number < 1024 * 1024:
        return f"{round(number / 1024)} KB"
    return f"{formats.number_format(number / 1024 / 1024, 1, use_l10n=False)} MB"
