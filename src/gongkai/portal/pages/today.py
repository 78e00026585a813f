"""The style of the day: a small file every page asks for, empty on ordinary days, without colour on days of mourning.

No page is baked anew when such a day begins or ends; only this file is.
"""

import datetime

from gongkai.core import pages
from gongkai.portal.models import Mourning

PATH = "today.css"
_ORDINARY = "/* An ordinary day. */\n"
# Whoever chose colours for reading keeps them; what is printed has its own ink.
_MOURNING = """/* A day of mourning: the ink stays, every hue goes. */
@media screen {
  html:not([data-scheme=wb], [data-scheme=by], [data-scheme=yk], [data-scheme=ky]) { filter: grayscale(1) }
}
"""


def style(*, on: datetime.date) -> pages.Page:
    """The style of a day. One query."""
    mourns = Mourning.objects.filter(first_on__lte=on, last_on__gte=on, lifted_at__isnull=True).exists()
    return pages.Page(PATH, content=(_MOURNING if mourns else _ORDINARY).encode(), about="today")
