"""What every desk page prints around its matter: navigation, the person's counts, the trail of one thing."""

import dataclasses
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from gongkai.desk.queries import badges, navigation, trail
from gongkai.events import queries as events
from gongkai.rules import articles

register = template.Library()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # an app may be left out of an installation
        return ""


def _badges(request: HttpRequest) -> badges.Badges:
    """The person's numbers, asked for once a page."""
    known: badges.Badges | None = getattr(request, "badges", None)
    if known is None:
        known = badges.of(request.access, at=timezone.now())  # type: ignore[attr-defined]
        request.badges = known  # type: ignore[attr-defined]
    return known


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """The side of a desk page. One query for both numbers, unless the page has counted `queue_count` itself."""
    request: HttpRequest = context["request"]
    access = request.access  # type: ignore[attr-defined]
    queue = context.get("queue_count")
    counts = {"queue": _badges(request).queue if queue is None else queue, "notices": context.get("unread", 0)}
    sections = navigation.lines(access, path=context.get("nav") or request.path, counts=counts, reverse=_address)
    current = next((line.words for _words, lines in sections for line in lines if line.is_current), gettext("Desk"))
    return {"sections": sections, "current": current}


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices wait for the person; one query, unless the page has counted them as `unread`."""
    known = context.get("unread")
    return _badges(context["request"]).notices if known is None else int(known)


@register.inclusion_tag("core/timeline.html")
def timeline(reference: str, most: int = 50) -> dict[str, Any]:
    """What happened to one thing, newest first: `{% timeline item.reference %}`. One query."""
    rows = trail.named(events.about(reference))[:most]
    return {"entries": [dataclasses.replace(each, link="") for each in trail.presented(rows)]}


@register.inclusion_tag("desk/why_box.html")
def why(topic: str) -> dict[str, Any]:
    """A small link that opens the article and short words about it: `{% why "secrecy" %}`; nothing for no topic."""
    return {"topic": articles.topic(topic) if topic else None}


# What a form asks for, and the topic that tells why.
_OF_FIELDS = {
    "attribute": "attribute",
    "attribute_reason": "attribute",
    "formed_on": "publication-term",
    "obligation": "basic-directory",
    "column": "basic-directory",
}


@register.inclusion_tag("desk/why_box.html")
def why_field(name: str) -> dict[str, Any]:
    """The same for a field of a form, where there is something to tell: `{% why_field field.name %}`."""
    topic = _OF_FIELDS.get(name)
    return {"topic": articles.topic(topic) if topic else None}
