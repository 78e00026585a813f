"""Words for the templates of the portal: tables that scroll in themselves."""

import re

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

_TABLE = re.compile(r"</?table\b[^>]*>", re.IGNORECASE)


@register.filter
def scrolling_tables(body: SafeString) -> SafeString:
    """A cleaned text with every outer table in a frame of its own that scrolls, and that the keyboard can reach."""
    if "<table" not in body:
        return body
    pieces: list[str] = []
    position = depth = 0
    for found in _TABLE.finditer(body):
        is_end = found.group().startswith("</")
        pieces.append(body[position : found.start()])
        if not is_end and depth == 0:
            pieces.append(f'<div class="tw" role="region" aria-label="{_("Table, scrolls sideways")}" tabindex="0">')
        depth = max(0, depth + (-1 if is_end else 1))
        pieces.append(found.group() + ("</div>" if is_end and depth == 0 else ""))
        position = found.end()
    pieces.append(body[position:] + ("</div>" if depth else ""))
    return SafeString("".join(pieces))
