"""What the page of an item and the page of its review show of the agencies asked."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import coordination

register = template.Library()


@register.inclusion_tag("disclosures/asked.html", takes_context=True)
def item_coordination(context: dict[str, Any], item: Item) -> dict[str, Any]:
    """Who was asked about an item and how each stands: `{% item_coordination item %}`. At most two queries."""
    request: HttpRequest = context["request"]
    access = request.access  # type: ignore[attr-defined]
    assert item.revision is not None
    on = timezone.localdate()
    now = coordination.round_of(item, item.revision)
    asking = item.stage in (Item.State.DRAFT, Item.State.IN_REVIEW, Item.State.RETURNED, Item.State.CLEARED)
    return {
        "item": item,
        "lines": [(each, coordination.standing_words(each, on=on), coordination.look(each)) for each in now.questions],
        "again": now.again if asking else [],
        "haste": coordination.haste_of(item.revision) if now.open and getattr(item, "is_hastened", True) else None,
        "may_ask": asking and access.may(Permission.ITEM_DRAFT, item.agency),
        "may_hasten": asking and bool(now.open) and access.may(Permission.ITEM_ISSUE, item.agency),
        "csrf_token": context.get("csrf_token"),
    }
