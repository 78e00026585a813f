"""Parts of forms: days as people write them, and columns as a tree in a select box."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.catalog.models import Column


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
    """Columns in tree order as options, each indented below its parent."""
    return [(str(each.pk), "　" * each.depth + each.name) for each in columns]
