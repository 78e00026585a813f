"""How numbers of annual reports are printed."""

from django import template

register = template.Library()


@register.filter
def number(value: int | float | None) -> str:
    """A number with its thousands apart and no empty decimals; a dash for none."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"
