"""What stands at an address that moved: a page that leads on, for copies of the portal that no server watches."""

from django.utils.translation import gettext as _

from gongkai.core import pages
from gongkai.portal.models import Redirect

ABOUT = "moved"


def moved_page(row: Redirect) -> pages.Page:
    """The page at an old address."""
    context = {"page_title": _("This page has moved"), "target": row.target}
    return pages.Page(row.path, "portal/moved.html", context, about=f"{ABOUT}:{row.pk}")
