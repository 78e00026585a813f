"""Whether what people type about annual reports is well formed. Forms never save."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.annualreports.queries import choices, shelves, statutory
from gongkai.disclosures.forms import days
from gongkai.orgs.models import Agency

_SEPARATORS = re.compile(r"[\s,，'_\u3000]")


class NumberField(forms.Field):
    """A number as clerks write it: full width, with separators, negative for a sum of money; an answer is Decimal."""

    def to_python(self, value: Any) -> Any:
        """The number, or the field's error in the writer's words."""
        written = _SEPARATORS.sub("", unicodedata.normalize("NFKC", str(value or "")))
        if not written:
            return None
        if not re.fullmatch(r"-?\d{1,14}(\.\d{1,4})?", written):
            raise forms.ValidationError(_("Write a number such as 1234 or 12.5, with at most four decimals."))
        return Decimal(written)


class CompileForm(forms.Form):
    """Whose report, on which year."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(
        self, *args: Any, agencies: Sequence[Agency], today: datetime.date, home: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        whose, year = self.fields["agency"], self.fields["year"]
        assert isinstance(whose, forms.ChoiceField) and isinstance(year, forms.ChoiceField)
        whose.choices = [(str(each.pk), "　" * each.depth + each.name) for each in agencies]
        whose.widget.attrs["data-search"] = _("Type to narrow")
        year.choices = [(each, str(each)) for each in range(today.year, 2013, -1)]
        # Until the last day of filing it is last year's report that is compiled.
        is_due = today.month <= 3
        self.initial = {"agency": str(home or ""), "year": today.year - is_due, **self.initial}

    @property
    def chosen_agency(self) -> Agency:
        """The agency chosen."""
        return self._agencies[self.cleaned_data["agency"]]


class DropForm(forms.Form):
    """Reports to be read."""

    agency = forms.ChoiceField(
        label=gettext_lazy("Read by"),
        help_text=gettext_lazy("Reports of bodies outside of our agencies are kept by this one."),
    )
    filed_on = days.DayField(
        label=gettext_lazy("Filed on"),
        required=False,
        help_text=gettext_lazy("Of all these files, if you know it; then lateness is checked."),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), "　" * each.depth + each.name) for each in agencies]
        field.widget.attrs["data-search"] = _("Type to narrow")
        if len(agencies) == 1:
            field.widget, field.initial = forms.HiddenInput(), str(agencies[0].pk)

    @property
    def chosen_agency(self) -> Agency:
        """The agency chosen."""
        return self._agencies[self.cleaned_data["agency"]]


class AssignForm(forms.Form):
    """Whose report a file is, where it does not say."""

    body = forms.CharField(label=gettext_lazy("Body"), max_length=120)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)


class CorrectForm(forms.Form):
    """The right number for a figure, and why."""

    snapshot = forms.IntegerField(widget=forms.HiddenInput)
    figure = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cell = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    number = NumberField(label=gettext_lazy("Right number"), required=False)
    is_none = forms.BooleanField(label=gettext_lazy("This is no figure of the report; strike it out"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What the paper says, and where. The old number is kept."),
    )

    def clean(self) -> dict[str, Any]:
        """A number, or that there is none."""
        data = super().clean() or self.cleaned_data
        if "number" in data and data["number"] is None and not data.get("is_none"):
            self.add_error("number", _("Write the right number, or tick that there is none."))
        return data


class DescribeForm(forms.Form):
    """Whose report it is, on which year, and what else is known of it."""

    body = forms.CharField(
        label=gettext_lazy("Body"),
        max_length=120,
        help_text=gettext_lazy("The full name; that of an agency of ours puts the report into its hands."),
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    filed_on = days.DayField(label=gettext_lazy("Filed on"), required=False)
    inhabitants = forms.IntegerField(
        label=gettext_lazy("Inhabitants"),
        min_value=1,
        max_value=2_000_000_000,
        required=False,
        help_text=gettext_lazy("At the end of the year, for comparison by inhabitants."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class WithdrawForm(forms.Form):
    """Taking a report out of the library."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("If it was public, the public reads this on the page that remains."),
    )


class PublishForm(forms.Form):
    """Publishing to the library, again after a correction."""

    note = forms.CharField(
        label=gettext_lazy("Note for the public"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What was corrected, if an earlier version was public."),
    )


class StepForm(forms.Form):
    """A step on the way of a report; `seen` is how many steps the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(StepForm):
    """A step back, with its reason."""

    note = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(forms.Form):
    """A remark on a cell, on a paragraph, or on the whole report."""

    cell = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    chapter = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    paragraph = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=pgettext_lazy("filing", "Remark"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class LineForm(forms.Form):
    """To whom an agency files."""

    superior = forms.ChoiceField(label=gettext_lazy("Files to"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        field = self.fields["superior"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Nobody who is here")),
            *((str(each.pk), "　" * each.depth + each.name) for each in agencies),
        ]
        field.widget.attrs["data-search"] = _("Type to narrow")

    @property
    def chosen(self) -> Agency | None:
        """The agency chosen; None for nobody."""
        return self._agencies.get(self.cleaned_data["superior"])


class PaperForm(forms.Form):
    """The report of an agency that does not work here, as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word, PDF, a web page, text, or the spreadsheet form filled in."),
    )
    filed_on = days.DayField(label=gettext_lazy("Filed on"), required=False)


class ComparisonForm:
    """A reader's comparison as its address says it: `body`, `year`, `figure` each any number of times, `per`, `q`.

    What is unknown or too much is left out and told in `faults`; nothing in the address is an error.
    """

    DEFAULT_FIGURES = ("requests.received.total", "requests.handled.total", "reconsideration.total")
    DEFAULT_YEARS = 5
    FAULTS_SHOWN = 6

    def __init__(self, query: QueryDict, *, bodies: Sequence[shelves.Body]) -> None:
        self._bodies = {each.key: each for each in bodies}
        self._faults: list[str] = []
        self.words = "".join(query.get("q", "").split())[:40]
        self._by_inhabitants = query.get("per") == "1"
        known_years = {str(year): year for each in bodies for year in each.reports}
        keys = self._known(query.getlist("body"), self._bodies.__contains__, _("There is no body {word} here."))
        years = self._known(query.getlist("year"), known_years.__contains__, _("There is no report on {word} here."))
        figures = self._known(query.getlist("figure"), choices.is_statistic, _("There is no statistic {word}."))
        order = list(self._bodies)
        self._keys = tuple(sorted(self._few(keys, choices.MOST_BODIES, _("bodies")), key=order.index))
        self._years = tuple(sorted(known_years[each] for each in self._few(years, choices.MOST_YEARS, _("years"))))
        self._figures = tuple(self._few(figures, choices.MOST_FIGURES, _("statistics")))

    @property
    def faults(self) -> list[str]:
        """What was left out of the choice, and why."""
        return self._faults[: self.FAULTS_SHOWN]

    def choice(self) -> choices.Choice:
        """What is to be compared. With bodies alone: their last years, and what most people look for."""
        years, figures = self._years, self._figures
        if self._keys and not years:
            there = sorted({year for key in self._keys for year in self._bodies[key].reports})
            years = tuple(there[-self.DEFAULT_YEARS :])
        if self._keys and not figures:
            figures = self.DEFAULT_FIGURES
        return choices.Choice(self._keys, years, figures, self._by_inhabitants)

    def statistics(self) -> list[tuple[str, str]]:
        """The statistics to choose from, with their names; those of the address among them."""
        return [(name, statutory.words_of(name)) for name in dict.fromkeys((*choices.OFFERED, *self._figures))]

    def _known(self, words: Sequence[str], is_known: Callable[[str], bool], fault: str) -> list[str]:
        found = []
        for word in dict.fromkeys(words):
            if is_known(word):
                found.append(word)
            elif word:
                self._faults.append(fault.format(word=f"「{word[:40]}」"))
        return found

    def _few(self, words: list[str], most: int, name: str) -> list[str]:
        if len(words) > most:
            self._faults.append(_("Only the first {most} {name} are compared.").format(most=most, name=name))
        return words[:most]
