"""What every desk page prints around its matter: navigation, the person's counts, the trail of one thing."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gongkai.accounts.models import Person
from gongkai.desk import navigation
from gongkai.disclosures.queries import desk as queue
from gongkai.events import queries as events
from gongkai.events.models import Event
from gongkai.notices.models import Notice

register = template.Library()
MOST = 99


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # an app may be left out of an installation
        return ""


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """The side of a desk page. Two queries, for the counts."""
    request: HttpRequest = context["request"]
    access = request.access  # type: ignore[attr-defined]
    counts = {
        "queue": queue.queue(access).count(),
        "notices": min(context.get("unread") or unread_of(request), MOST),
    }
    sections = navigation.lines(access, path=request.path, counts=counts, reverse=_address)
    current = next((line.words for _words, lines in sections for line in lines if line.is_current), gettext("Desk"))
    return {"sections": sections, "current": current}


def unread_of(request: HttpRequest) -> int:
    """How many notices wait for the person."""
    return Notice.objects.filter(person=request.user.pk, seen_at__isnull=True).count()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices wait for the person, counted once a page."""
    return unread_of(context["request"])


@dataclass(frozen=True)
class Entry:
    """One event in words."""

    at: Any
    text: str
    who: str
    note: str = ""
    link: str = ""


def presented(rows: list[Event]) -> list[Entry]:
    """Events in words with the names of those who acted. One query for the names."""
    ids = {int(row.by.removeprefix("person:")) for row in rows if row.by.startswith("person:")}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [Entry(row.at, events.words(row), who(row.by, names), str(row.data.get("reason", ""))) for row in rows]


def who(reference: str, names: dict[int, str]) -> str:
    """A person's name, or the system."""
    if reference.startswith("person:"):
        return names.get(int(reference.removeprefix("person:")), reference)
    return gettext("the system")


@register.inclusion_tag("core/timeline.html")
def timeline(reference: str, most: int = 50) -> dict[str, Any]:
    """What happened to one thing, newest first: `{% timeline item.reference %}`. Two queries."""
    return {"entries": presented(list(events.about(reference)[:most]))}
