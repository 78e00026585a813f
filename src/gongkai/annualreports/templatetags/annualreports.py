"""How numbers of annual reports are printed, and where the figure behind one is shown."""

from collections.abc import Mapping

from django import template
from django.urls import reverse

from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import board, values
from gongkai.annualreports.queries.numbers import Flag
from gongkai.rules import forms

register = template.Library()


@register.filter
def number(value: int | float | None) -> str:
    """A number with its thousands apart and no empty decimals; a dash for none."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"


@register.simple_tag
def figure_address(report: Report, id: str) -> str:
    """The page of the figure that a number of the text is linked with; empty for one made of several."""
    if id in forms.form(report.edition).cells:
        return board.cell_address(report, id)
    name = values.counted_as(report.edition, id)
    return reverse("statistics:records", args=[report.agency_id, report.year, name]) if name else ""


@register.filter
def figure_name(flag: Flag, edition: str) -> str:
    """What the figure of a flagged number counts, in words."""
    return values.words_of(edition, flag.id)


@register.filter
def named(names: Mapping[str, str], reference: str) -> str:
    """The name behind a reference; empty for one that is no person's."""
    return names.get(reference, "")
