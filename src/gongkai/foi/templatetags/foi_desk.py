"""Template words of the request pages of the desk."""

from typing import Any

from django import template
from django.urls import reverse

from gongkai.foi.models.cases import InfoRequest

register = template.Library()


@register.filter
def case_url(info_request: InfoRequest) -> str:
    """The page of a case."""
    return reverse("foi:case", args=[info_request.pk])


@register.simple_tag
def act_url(info_request: InfoRequest, name: str, **chosen: Any) -> str:
    """The page of an act, with something chosen already: `{% act_url case "weigh" consultation=each.pk %}`."""
    url = reverse("foi:act", args=[info_request.pk, name])
    query = "&".join(f"{key}={value}" for key, value in chosen.items())
    return f"{url}?{query}" if query else url
