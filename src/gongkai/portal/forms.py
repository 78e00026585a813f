"""Whether what was typed is well formed: a reader's report about a page, its answer, days of mourning."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.core import challenge
from gongkai.portal.models import Problem

FORM = "portal.problem"
LONGEST = 1000


class ProblemForm(forms.Form):
    """What is wrong on a page. The question in words stands between us and programs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=Problem.Kind.choices,
        widget=forms.RadioSelect,
        initial=Problem.Kind.CONTENT,
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong, and where on the page?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Write nothing about yourself: no name, no number. We do not ask who you are."),
    )
    answer = forms.CharField(max_length=10)
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    question = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at
        asked = challenge.question(FORM, at=at)
        self._token = asked.token
        self.fields["answer"].label = asked.words
        self.fields["answer"].help_text = _("In figures or in words. It keeps programs away.")

    def again(self) -> None:
        """Put the fresh question into a form that comes back with faults."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "question": self._token, "answer": ""}

    @property
    def token(self) -> str:
        """What comes back with the answer."""
        return self._token

    def clean(self) -> dict[str, Any]:
        """The sum must be right."""
        data = super().clean() or self.cleaned_data
        given, token = data.get("answer", ""), data.get("question", "")
        if given and not challenge.is_right(given, token, FORM, at=self._at):
            self.add_error("answer", _("This is not right, or too old. Please answer the new question."))
        return data

    def clean_page(self) -> str:
        """Only a page of ours, without what follows a question mark."""
        path: str = self.cleaned_data["page"].partition("?")[0].partition("#")[0]
        return path if path.startswith("/") and not path.startswith(("//", "/desk/")) else "/"


class CodeForm(forms.Form):
    """The code of a report, to read its answer."""

    code = forms.CharField(label=pgettext_lazy("portal", "Code"), max_length=20)

    def clean_code(self) -> str:
        """Capitals, without spaces and hyphens."""
        return "".join(each for each in self.cleaned_data["code"].upper() if each.isalnum())


class AnswerForm(forms.Form):
    """What was done about a problem."""

    words = forms.CharField(
        label=gettext_lazy("What was found and what was done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The reader sees this under the code of the report."),
    )


class MourningForm(forms.Form):
    """The days without colour, both included."""

    first_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=gettext_lazy("On what order"),
        max_length=200,
        help_text=gettext_lazy("The notice that orders it; it is kept in the trail and not shown to the public."),
    )

    def clean(self) -> dict[str, Any]:
        """The last day follows the first."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("It lies before the first day."))
        return data
