"""What the forms of a case share: they know their case and the day, offer only its own rows, and read several files."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.disclosures.forms import days
from gongkai.foi.actions import receiving
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import clocks
from gongkai.orgs.models import Agency


class ManyFiles(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []


class FilesField(forms.Field):
    """Several files; cleaned to a list of uploaded files, which may be empty."""

    widget = ManyFiles


class DayField(days.DayField):
    """A legal day, today to begin with."""


class CaseForm(forms.Form):
    """A form about one case on one day."""

    def __init__(self, *args: Any, case: InfoRequest, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        if "on" in self.fields:
            self.fields["on"].initial = today
        self.prepare()

    def prepare(self) -> None:
        """Offer what the case holds."""

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]], *, empty: str | None = None) -> None:
        """Set the options of a field; a single one is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        known = [(str(value), words) for value, words in choices]
        field.choices = known if empty is None else [("", empty), *known]
        if len(known) == 1 and empty is None:
            field.initial = known[0][0]

    def picked(self, name: str, rows: Sequence[Any]) -> Any:
        """The row behind a chosen option; none when nothing was chosen."""
        value = self.cleaned_data.get(name)
        return next((each for each in rows if str(each.pk) == value), None)

    def days_on(self, working_days: int, start: datetime.date | None = None) -> datetime.date:
        """So many working days on."""
        return clocks.calendar().add_working_days(start or self.today, working_days)

    def uploads(self, kind: str, name: str = "papers") -> tuple[receiving.Upload, ...]:
        """The files of a field as an action takes them."""
        found = self.cleaned_data.get(name) or []
        return tuple(receiving.Upload(kind, (each.name or "file")[:200], each.read()) for each in found)


def staff(agency: Agency, permission: Permission, today: datetime.date) -> list[Person]:
    """The people of an agency who hold a permission. One query."""
    return list(accounts.holders(permission, agency, on=today))


def on_field(label: Any = "") -> DayField:
    """A legal day."""
    return DayField(label=label or gettext_lazy("Day"))


def text_field(label: Any, *, rows: int = 3, required: bool = True, length: int = 4000, help_text: Any = "") -> Any:
    """A box for a few lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line_field(label: Any, *, required: bool = True, length: int = 120, help_text: Any = "") -> Any:
    """A box for one line."""
    return forms.CharField(label=label, required=required, max_length=length, help_text=help_text)


def letter_field() -> Any:
    """Whether the notice is made along with the act."""
    return forms.BooleanField(
        label=gettext_lazy("Make the notice at once"),
        required=False,
        initial=True,
        help_text=gettext_lazy("From the template, under the next number; it can be read and downloaded afterwards."),
    )
