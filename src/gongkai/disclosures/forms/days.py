"""Parts of forms: days as people write them, and columns as a tree in a select box."""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.catalog.models import Column
from gongkai.disclosures.queries import shelves
from gongkai.orgs.models import Agency


class DayField(forms.DateField):
    """A date with the browser's own calendar; also reads 2026.11.20 and 2026年11月20日."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "in--s"})

    def to_python(self, value: Any) -> datetime.date | None:
        """A day, or the field's error in the writer's words."""
        if isinstance(value, str) and (
            match := re.fullmatch(r"\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*", value)
        ):
            year, month, day = map(int, match.groups())
            try:
                return datetime.date(year, month, day)
            except ValueError:
                raise forms.ValidationError(_("There is no such day: %(value)s.") % {"value": value}) from None
        return super().to_python(value)


def tree(columns: Iterable[Column]) -> list[tuple[str, str]]:
    """Columns in tree order as options, each indented below its parent, or named after it where that is not offered.

    Join the parents before.
    """
    known = list(columns)
    offered = {each.pk for each in known}
    return [(str(each.pk), _option(each, offered)) for each in known]


def _option(column: Column, offered: Collection[int]) -> str:
    if column.parent_id in offered or column.parent is None:
        return "　" * column.depth + column.name
    return "　" * (column.depth - 1) + f"{column.parent.name}／{column.name}"


def check_column(form: forms.Form, shelf: shelves.Shelf, column: Column | None, agencies: Mapping[str, Agency]) -> None:
    """Say beside the field when the chosen column takes no items of the chosen agency."""
    agency = agencies.get(form.cleaned_data.get("agency", ""))
    if column is not None and agency is not None and not shelf.takes(column, agency):
        words = _(
            "%(agency)s has nothing public and no duty in “%(column)s”; whoever keeps the directory can give it one."
        )
        form.add_error("column", words % {"agency": agency.short_name, "column": column.name})
