"""Whose figures of which year are wanted, and a figure stated by hand."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.orgs.models import Agency
from gongkai.rules import forms as law

FIRST_YEAR = 2014


class ChoiceForm(forms.Form):
    """Agency, year, edition and whether all below it count. What is missing or unknown falls back to the usual."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    subtree = forms.BooleanField(label=_("with all agencies below"), required=False)

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], today: datetime.date, home: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        own = str(home) if str(home) in self._agencies else next(iter(self._agencies), "")
        years = range(today.year, FIRST_YEAR - 1, -1)
        editions = [(each.edition, each.edition.removeprefix("form-")) for each in law.load()]
        self._choose("agency", [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()])
        self._choose("year", [(year, str(year)) for year in years])
        self._choose("form", [("", _("that of the year")), *editions])
        self.initial = {"agency": own, "year": today.year, **self.initial}
        data = self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}
        self._year = data.get("year") or today.year
        self._agency = self._agencies.get(data.get("agency") or own)
        found = law.edition_for(self._year)
        self._edition = data.get("form") or (found.edition if found else law.load()[-1].edition)
        self.with_subtree = bool(data.get("subtree"))

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Agency | None, int, str]:
        """Agency (None when there is none to see), year and edition."""
        return self._agency, self._year, self._edition


class StatementForm(forms.Form):
    """A figure in place of the count."""

    number = forms.DecimalField(
        label=_("Number"),
        max_digits=17,
        decimal_places=4,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in--s"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why the count does not hold; it is shown with the figure."),
    )
    file = forms.FileField(label=_("Proof: file"), required=False)
    link = forms.URLField(label=_("Proof: link"), required=False, max_length=500, assume_scheme="https")
