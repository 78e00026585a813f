"""How figures are printed, and the way from one to its records."""

import functools

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.progress import Course, Progress
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
    wanted = [f"until={scope.span.last.isoformat()}"]
    wanted += ["subtree=1"] if scope.with_subtree else []
    wanted += [f"month={month}"] if month else []
    return f"{_records(scope.agency.pk, scope.span.year, course.indicator.id)}?{'&'.join(wanted)}"


@functools.lru_cache(maxsize=4096)  # a page has hundreds of them, and finding an address takes longer than printing it
def _records(agency: int, year: int, indicator: str) -> str:
    return reverse("statistics:records", args=[agency, year, indicator])


@register.simple_tag
def course(shown: Course, found: Progress) -> SafeString:
    """A figure over the one of last year, each opening onto its records: `{% course each found %}`."""
    last_year = _("last year")
    return format_html(
        '<a href="{}">{}</a> <a class="figtable__before" href="{}" title="{}"><span class="vh">{} </span>{}</a>',
        records_of(shown, found.scope),
        figure(shown.now),
        records_of(shown, found.last),
        last_year,
        last_year,
        figure(shown.before),
    )
