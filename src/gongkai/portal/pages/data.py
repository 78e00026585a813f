"""The page about open data: what there is, by which ways, how a dump is proved to be ours."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.portal.pages import describing, records


def data_page(parts: Sequence[describing.Part], *, at: datetime.datetime | None) -> pages.Page:
    """The page, with the parts of the last dump; without any while none stands."""
    by_name = {part.name: part for part in parts}
    title = _("Data and interfaces")
    kinds = [(kind, by_name.get(f"{kind.name}.jsonl.gz")) for kind in records.KINDS]
    context = {
        "page_title": title,
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "kinds": [
            {
                "kind": kind,
                "api": f"{describing.API}{kind.name}/",
                "file": f"/{describing.DUMP}{part.name}" if part else "",
                "size": pages.size(part.size) if part else "",
                "rows": pages.count(part.rows) if part else "",
                "sha256": part.sha256 if part else "",
            }
            for kind, part in kinds
        ],
        "made": pages.minute(at),
        "dump": f"/{describing.DUMP}",
        "api": describing.API,
    }
    return pages.Page("data/index.html", "portal/data.html", context, about="data:page")
