"""Whether what was typed is well formed: a reader's report about a page, its answer, days of mourning, a takedown."""

import datetime
import hashlib
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


class SeekForm(forms.Form):
    """What is known of what must go; one box is enough. It is sent, never put into an address: it may be personal."""

    item = forms.CharField(
        label=gettext_lazy("Item: words of its title, index number or document number"), max_length=200, required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Words that stand in texts or attachments, such as an identity number"),
        max_length=100,
        min_length=2,
        required=False,
    )
    address = forms.CharField(
        label=gettext_lazy("Address of a page, a file or a list, in any edition"), max_length=1000, required=False
    )
    file_name = forms.CharField(
        label=gettext_lazy("Attachment: words of its name"), max_length=200, min_length=2, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("Attachment: the same file"),
        required=False,
        help_text=gettext_lazy("It is compared, not kept."),
    )
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """At least one box is filled; a file is known by its hash from then on."""
        data = super().clean() or self.cleaned_data
        upload = data.get("file")
        if upload:
            digest = hashlib.sha256()
            for piece in upload.chunks():
                digest.update(piece)
            data["sha256"] = digest.hexdigest()
        if not self.errors and not any(data.get(name) for name in ("item", "words", "address", "file_name", "sha256")):
            self.add_error(None, _("Fill in one box at least."))
        return data


class RemovalForm(forms.Form):
    """Why it goes, and what the public reads in its place."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One for all; kept in the trail, the public does not see it."),
    )
    public_note = forms.CharField(
        label=gettext_lazy("Note for the public"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Stands on the page that remains in its place."),
    )
    title_shown = forms.BooleanField(
        label=gettext_lazy("Leave the title on the page that remains"),
        required=False,
        help_text=gettext_lazy("Only when nothing in the title must be hidden."),
    )
