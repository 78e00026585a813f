"""What the page of an item shows of its channels, and what a takedown must know of them."""

from typing import Any

from django import template
from django.utils.translation import gettext

from gongkai.activities.queries import channels
from gongkai.disclosures.models import Item

register = template.Library()


@register.inclusion_tag("activities/item_channels.html")
def item_channels(item: Item) -> dict[str, Any]:
    """The channels an item went into, in a line each: `{% item_channels item %}`. One query."""
    if item.first_published_at is None:
        return {"item": item, "lines": None}
    return {"item": item, "lines": channels.in_short(item)}


@register.inclusion_tag("activities/carriers.html")
def carriers(item: Item) -> dict[str, Any]:
    """Who carries an item besides the website, for whoever withdraws it: `{% carriers item %}`. Two queries."""
    rows = channels.places([item.pk]).get(item.pk, [])
    found = []
    for each in rows:
        can = each.posting is not None and channels.deletes(each.posting.account)
        words = gettext("is asked to delete it") if can else gettext("delete it there by hand")
        found.append((each, words))
    return {"found": found}
