"""What every page of the portal shows: the site's name and codes, its owner, the way through it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template import loader
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.pages import places
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.orgs.models import Agency

VIEW_COOKIE = "gongkai_view"
SCHEMES = ("light", "dark", "wb", "by", "yk", "ky", "mourn")
SIZES = ("l", "xl", "elder")
CHROME = ("links", "util", "brand", "find", "foot")

_WISH = re.compile(r"([a-z]*)(?:-(l|xl|elder))?")


@dataclass(frozen=True)
class Link:
    """An entry of the main navigation; `key` is what a page calls its section."""

    key: str
    name: str
    address: str


@dataclass(frozen=True)
class Site:
    """The site as every page names it."""

    name: str
    code: str
    record: str
    origin: str
    domain: str
    owner: Agency | None
    navigation: tuple[Link, ...]


@dataclass(frozen=True)
class View:
    """The reader's wish for colours and size; empty follows the device."""

    scheme: str = ""
    size: str = ""


def site() -> Site:
    """The site as it is now. Two queries."""
    return Site(
        name=settings.SITE_NAME,
        code=settings.SITE_CODE,
        record=settings.SITE_RECORD,
        origin=settings.SITE_ADDRESS,
        domain=urlsplit(settings.SITE_ADDRESS).netloc,
        owner=Agency.objects.filter(parent__isnull=True, dissolved_on__isnull=True).in_tree_order().first(),
        navigation=tuple(_navigation()),
    )


def _navigation() -> list[Link]:
    """The four fixed parts of the disclosure platform, as far as they exist, and the agencies."""
    roots = Column.objects.open().filter(parent__isnull=True).in_tree_order().values_list("block", "slug")
    by_block: dict[str, list[str]] = {}
    for block, slug in roots:
        by_block.setdefault(block, []).append(slug)
    names = {
        Column.Block.GUIDE: pgettext("portal", "Guide"),
        Column.Block.RULES: pgettext("portal", "Rules"),
        Column.Block.STATUTORY: pgettext("portal", "Statutory content"),
        Column.Block.REPORTS: pgettext("portal", "Annual reports"),
    }
    links = []
    for block, name in names.items():
        if block == Column.Block.REPORTS:
            links.append(Link(places.SECTION, name, f"/{places.LIBRARY}"))
            continue
        slugs = by_block.get(block, [])
        if slugs:
            alone = len(slugs) == 1
            links.append(Link(block.value, name, f"/columns/{slugs[0]}/" if alone else f"/directory/#{block.value}"))
    links.append(Link("requests", pgettext("portal", "Ask for information"), "/requests/"))
    links.append(Link("status", pgettext("portal", "Follow a request"), "/requests/status/"))
    links.append(Link("policies", _("Policy library"), "/policies/"))
    links.append(Link("directory", pgettext("portal", "Directory"), "/directory/"))
    links.append(Link("new", pgettext("portal", "Newest"), "/new/"))
    links.append(Link("agencies", pgettext("portal", "Agencies"), "/agencies/"))
    return links


def wish(cookie: str) -> View:
    """Read the cookie of colours and size; anything unknown counts as no wish."""
    found = _WISH.fullmatch(cookie)
    if found is None:
        return View()
    return View(scheme=found[1] if found[1] in SCHEMES else "", size=found[2] or "")


def common() -> dict[str, Any]:
    """The context every baked page is printed with; what is the same on all of them is printed once."""
    with translation.override(pages.LANGUAGE):
        context = {"site": site(), "view": View()}
        chrome = {name: loader.get_template(f"portal/_{name}.html").render(context) for name in CHROME}
    return {**context, "chrome": chrome}


def processor(request: HttpRequest) -> dict[str, Any]:
    """The same for pages answered by Django; costs nothing where a page does not print it."""
    return {"site": SimpleLazyObject(site), "view": wish(request.COOKIES.get(VIEW_COOKIE, ""))}
