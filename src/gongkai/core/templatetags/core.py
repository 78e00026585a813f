"""Template words for every screen: form fields, day grids, dates with their weekday, query strings, chips and tags."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()

_OWN_CLASS = (CheckboxInput, RadioSelect, CheckboxSelectMultiple)


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a field with the class of our boxes and the ids of its hint and error."""
    attrs: dict[str, Any] = {}
    if not isinstance(field.field.widget, _OWN_CLASS):
        own = field.field.widget.attrs.get("class", "")
        attrs["class"] = f"in {own}".strip()
    else:
        attrs["class"] = "check"
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select box: `{{ widget.optgroups|options }}`. Put together here, as there may be a thousand."""
    found = []
    for name, choices, _number in groups:
        lines = SafeString("\n".join(map(_option, choices)))
        found.append(format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines)
    return SafeString("\n".join(found))


def _option(choice: dict[str, Any]) -> str:
    attributes = flatatt(choice["attrs"]) if choice["attrs"] else ""
    return f'<option value="{escape(choice["value"])}"{attributes}>{conditional_escape(choice["label"])}</option>'


@register.filter
def picks(bound: Any) -> SafeString:
    """The options of a list's filter, the chosen one selected: `{{ bound|picks }}`."""
    rows = (
        (each.value, SafeString(" selected" * (each.value == bound.value)), each.indented) for each in bound.options
    )
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, so that its label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is several boxes under one question."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.inclusion_tag("core/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """All errors of a form on top, each a link to its field: `{% error_summary form %}`."""
    found = [(form[name], error) for name, errors in form.errors.items() if name in form.fields for error in errors]
    return {"title": title, "fields": found, "others": form.non_field_errors(), "count": len(found)}


@dataclass(frozen=True)
class Square:
    """One working day of a grid."""

    kind: str
    text: str


@register.inclusion_tag("core/days.html")
def days(used: int, total: int, label: str = "", small: bool = True) -> dict[str, Any]:
    """A grid of working days: `{% days used=19 total=20 %}`. `used` counts today; more than `total` is late."""
    squares = []
    for number in range(1, total + 1):
        text = str(number) if number % 5 == 0 or number in {used, total} else ""
        if number == min(used, total):
            kind = "t"
        elif number < used:
            kind = "f"
        elif number == total:
            kind = "e"
        else:
            kind = ""
        squares.append(Square(kind, text))
    return {
        "squares": squares,
        "small": small,
        "label": label or gettext("working day %(used)d of %(total)d") % {"used": used, "total": total},
    }


@register.filter
def weekday(day: datetime.date | datetime.datetime | None) -> str:
    """A date for a sentence: 11月20日 周五, with the year when it is not this one."""
    if day is None:
        return ""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    pattern = "Y年n月j日" if day.year != timezone.localdate().year else "n月j日"
    if not (get_language() or "").startswith("zh"):
        return date_format(day, "D j M Y")
    return f"{date_format(day, pattern)} 周{'一二三四五六日'[day.weekday()]}"


@register.filter
def moment(at: datetime.datetime | datetime.date | None) -> str:
    """A moment for a list: 11-20 10:02 this year, 2025-11-20 before."""
    if at is None:
        return ""
    if not isinstance(at, datetime.datetime):
        return at.isoformat()
    at = timezone.localtime(at)
    return at.strftime("%m-%d %H:%M") if at.year == timezone.localdate().year else at.strftime("%Y-%m-%d")


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with parameters changed; an empty value removes one: `{% with_query cursor="" %}`."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"?{text}" if text else request.path


@register.filter
def undo_of(message: Any) -> str:
    """The address that undoes what a message tells of, as `core.toasts` put it there."""
    tags = (message.extra_tags or "").split(" ")
    return next((tag.removeprefix("undo=") for tag in tags if tag.startswith("undo=")), "")


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def printed(value: Any) -> Any:
    """A cell as people read it: moments short, nothing for nothing."""
    if value is None:
        return ""
    return moment(value) if isinstance(value, datetime.date | datetime.datetime) else value


@register.simple_tag(takes_context=True)
def without(context: dict[str, Any], bound: Any) -> str:
    """This page's address without a filter of `core.lists`."""
    return str(with_query(context, cursor="", **dict.fromkeys(bound.values, "")))


@register.filter
def last_line(text: str) -> str:
    """The last line of a traceback: what went wrong."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


@register.filter
def task_name(path: str) -> str:
    """A background task by room and name: "disclosures: import_files"."""
    parts = path.split(".")
    return f"{parts[1]}: {parts[-1]}" if parts[0] == "gongkai" and len(parts) > 2 else path


@register.filter
def task_arguments(arguments: dict[str, Any]) -> str:
    """The arguments of a background task in one line."""
    return ", ".join(f"{name}={value}" for name, value in arguments.items())
