"""How figures are printed, and the way from one to its records."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.progress import Course
from gongkai.statistics.queries.spans import Scope
from gongkai.statistics.views import tables

register = template.Library()


@register.filter
def figure(number: Number) -> str:
    """A figure as people read it: `{{ course.now|figure }}`."""
    return tables.shown(number)


@register.simple_tag
def records_of(course: Course, scope: Scope, month: int = 0) -> str:
    """The address of the records behind a figure, up to the day on which the scope ends, or those of a month."""
    wanted = {"until": scope.span.last.isoformat()}
    wanted |= {"subtree": "1"} if scope.with_subtree else {}
    wanted |= {"month": str(month)} if month else {}
    found = reverse("statistics:records", args=[scope.agency.pk, scope.span.year, course.indicator.id])
    return f"{found}?{urlencode(wanted)}"
