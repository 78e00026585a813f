"""The living page of the design: tokens and components, each printed by the template that prints it everywhere."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public

COLOURS = (
    "paper", "paper-2", "paper-3", "ink", "ink-2", "ink-3", "hair", "edge", "rule", "seal", "on-seal", "seal-wash",
    "link", "visited", "focus", "wash", "ok", "warn", "mark", "ins", "del", "on-ink",
)  # fmt: skip
SIZES = ("t-xs", "t-s", "t-m", "t-l", "t-xl", "t-2xl", "t-3xl")
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8")
SCHEMES = ("light", "dark", "wb", "by", "yk", "ky", "mourn")
_DAY = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Bar:
    """One bar of the sample chart: its label, its number, and the class that draws its length."""

    label: str
    number: int
    width: str


def design_page() -> pages.Page:
    """The page; no query: what it shows are samples."""
    title = _("Design of this site")
    lines = item_pages.Rows(item_pages.Words({}, {"10": "通知"}, {}))
    context = {
        "page_title": title,
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "colours": COLOURS,
        "sizes": SIZES,
        "spaces": SPACES,
        "schemes": SCHEMES,
        # They are no documents: their titles lead to the list of real ones.
        "rows": [SafeString(lines.printed(row).replace(item_pages.item_address(0), "/new/")) for row in _rows()],
        "states": [tag for value in item_pages.VALIDITY if (tag := item_pages.tag(value))],
        "bars": [Bar("2024", 812, "w80"), Bar("2025", 887, "w90"), Bar("2026", 974, "w100")],
    }
    return pages.Page("design/index.html", "portal/design.html", context, about="standing:design")


def _rows() -> list[public.Row]:
    """Two lines that are no documents: a long title with a validity, a short one without."""

    def row(title: str, doc_no: str, validity: str) -> public.Row:
        return public.Row(
            0, title, "", doc_no, "10", validity, "", 0, "云州市人民政府", "市政府", "", _DAY, _DAY, _DAY.date()
        )

    return [
        row("云州市人民政府办公室关于印发老旧小区改造实施方案（2026—2028年）的通知", "云政办发〔2026〕3号", "in-force"),
        row("云州市2026年供热价格公示", "", ""),
    ]
