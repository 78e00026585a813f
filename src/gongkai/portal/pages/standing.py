"""Standing pages: about the site, help, accessibility statement, the toolbar with its readings, site map."""

import datetime
import json

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.language import readings
from gongkai.orgs import pages as org_pages
from gongkai.portal import queries
from gongkai.portal.pages import design


def standing_pages(*, on: datetime.date) -> list[pages.Page]:
    """All of them."""
    titles = {
        "about": _("About this site"),
        "help": pgettext("portal", "Help"),
        "accessibility": _("Accessibility statement"),
        "aids": _("The toolbar for reading"),
    }
    found = [
        pages.Page(
            f"{name}/index.html",
            f"portal/{name}.html",
            {"page_title": title, "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title))},
            about=f"standing:{name}",
        )
        for name, title in titles.items()
    ]
    return [*found, readings_page(), design.design_page(), sitemap_page(on=on)]


def readings_page() -> pages.Page:
    """The readings of characters, fetched by the toolbar when a reader wants them above the text."""
    table = readings.table()
    words = " ".join(f"{word},{','.join(said)}" for word, said in table.words.items())
    text = json.dumps({"characters": table.characters, "words": words}, ensure_ascii=False, separators=(",", ":"))
    return pages.Page("aids/pinyin.json", content=text.encode(), about="standing:aids")


def sitemap_page(*, on: datetime.date) -> pages.Page:
    """The site map for people: parts, first-level columns, agencies."""
    title = _("Site map")
    columns = list(Column.objects.open().filter(parent__isnull=True).in_tree_order())
    context = {
        "page_title": title,
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "blocks": catalog_pages.blocks(catalog_pages.tree(columns, {})),
        "closed": [
            (each.name, catalog_pages.column_address(each))
            for each in Column.objects.filter(closed_on__isnull=False, merged_into__isnull=True).in_tree_order()
        ],
        "agencies": org_pages.tree(on=on),
        "years": sorted((int(key.partition(":")[2]) for key in queries.last_pages("year:")), reverse=True),
    }
    return pages.Page("sitemap/index.html", "portal/sitemap.html", context, about="standing:sitemap")
