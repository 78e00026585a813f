"""The form of a year's holiday notice: days off and working weekends as the notice lists them, a line each."""

import datetime
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.forms import bases

_DAY = r"(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?"
_HOLIDAY = re.compile(rf"^\s*(\S+?)[\s:：,，]+{_DAY}(?:\s*(?:至|到|-|—|~|～|\s)\s*{_DAY})?\s*$")
_WORKED = re.compile(rf"^\s*{_DAY}[\s:：,，]+(\S+)\s*$")


class NoticeForm(forms.Form):
    """A notice. `days` gives what the action takes."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2008, max_value=2060)
    title = bases.line_field(gettext_lazy("Title"))
    number = bases.line_field(gettext_lazy("Document number"), length=60)
    issued_on = bases.DayField(label=gettext_lazy("Issued on"))
    holidays = bases.text_field(
        gettext_lazy("Days off"), rows=8, help_text=gettext_lazy("One holiday a line: 国庆节 10月1日至10月7日")
    )
    worked = bases.text_field(
        gettext_lazy("Weekends worked"),
        rows=6,
        required=False,
        help_text=gettext_lazy("One day a line, with its holiday: 10月10日 国庆节"),
    )

    def clean(self) -> dict[str, Any]:
        """Every line is a day that exists."""
        data = super().clean() or self.cleaned_data
        year = data.get("year")
        if not year:
            return data
        self._read("holidays", lambda line: _holiday(line, year), "holidays")
        self._read("worked", lambda line: _worked(line, year), "working_weekends")
        return data

    def _read(self, name: str, read: Any, key: str) -> None:
        found = []
        for line in self.cleaned_data.get(name, "").splitlines():
            if not line.strip():
                continue
            try:
                found.append(read(line))
            except ValueError:
                self.add_error(name, _("This line cannot be read: %(line)s") % {"line": line.strip()})
        self.cleaned_data[key if name == "worked" else "off"] = found

    @property
    def days(self) -> dict[str, Any]:
        """Days off and working weekends for the action."""
        return {"holidays": self.cleaned_data["off"], "working_weekends": self.cleaned_data["working_weekends"]}


def _holiday(line: str, year: int) -> dict[str, str]:
    match = _HOLIDAY.match(line)
    if match is None:
        raise ValueError(line)
    first = _day(match[2], match[3], match[4], year)
    last = _day(match[5], match[6], match[7], year) if match[6] else first
    return {"name": match[1], "from": first.isoformat(), "to": last.isoformat()}


def _worked(line: str, year: int) -> dict[str, str]:
    match = _WORKED.match(line)
    if match is None:
        raise ValueError(line)
    return {"day": _day(match[1], match[2], match[3], year).isoformat(), "for": match[4]}


def _day(year: str | None, month: str, day: str, default: int) -> datetime.date:
    return datetime.date(int(year or default), int(month), int(day))
