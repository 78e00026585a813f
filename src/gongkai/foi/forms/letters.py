"""The forms of letters: their fields, the Word file changed by hand, a reviewer's decision, a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.forms import bases
from gongkai.foi.models.letters import LetterClearance
from gongkai.foi.queries import letter_values
from gongkai.rules import letters

_LINES = {
    "form",
    "fee_mode",
    "fee_count",
    "fee_amount",
    "corrected_on",
    "due_on",
    "answer_by",
    "correct_by",
    "explain_by",
}
_LINES |= {"agreed_until", "do_by", "place", "approver", "query_code", "channel", "pay_within", "pay_by", "fee_notice"}
PREFIX = "v_"


class LetterForm(forms.Form):
    """The fields of one kind of letter, filled as far as the record knows them."""

    note = bases.line_field(gettext_lazy("What changed"), required=False, length=300)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("Or the Word file you changed by hand"),
        required=False,
        help_text=gettext_lazy(
            "Download the draft, change it in Word, and hand it in here. Leave number, day and name as they are."
        ),
    )

    def __init__(
        self, *args: Any, kind: str, outcome: str, values: dict[str, str], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._values = values
        letter = letters.letter(kind)
        for each in letter_values.asked_for(kind, outcome):
            self.fields[PREFIX + each.id] = self._field(
                each.id, _("Further paragraphs") if each.id == "body" else each.label
            )
        if letter.has_remedy:
            self.fields[PREFIX + "remedy"] = bases.text_field(_("Remedy paragraph"), rows=4)
            self.fields[PREFIX + "remedy"].initial = values.get("remedy", "")
        if letter.to in {"third_party", "agency"}:
            self.fields[PREFIX + "party"] = bases.line_field(_("To whom"))
            self.fields[PREFIX + "party"].initial = values.get("party", "")
        if is_new:
            del self.fields["note"], self.fields["file"]
        else:
            self.order_fields([name for name in self.fields if name not in {"note", "file"}] + ["note", "file"])

    def _field(self, name: str, label: Any) -> Any:
        make = bases.line_field(label, required=False, length=500)
        if name not in _LINES:
            make = bases.text_field(label, required=False, length=8000, rows=4 if name == "body" else 3)
        make.initial = self._values.get(name, "")
        return make

    @property
    def values(self) -> dict[str, str]:
        """All fields of the letter: those the record fills, with what was typed over them."""
        typed = {
            name.removeprefix(PREFIX): str(value).replace("\r\n", "\n").strip()
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }
        return {**self._values, **typed}


class ClearanceForm(forms.Form):
    """A reviewer's decision on exactly the version they read."""

    opinion = forms.ChoiceField(
        choices=[("pass", gettext_lazy("Pass")), ("return", gettext_lazy("Return to the author"))]
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=LetterClearance.Kind.choices, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A return says why."""
        data = super().clean() or self.cleaned_data
        if data.get("opinion") == "return" and not data.get("reason", "").strip():
            self.add_error("reason", _("A return needs its reason: the author must know what to mend."))
        return data


class TemplateForm(forms.Form):
    """An agency's own Word file for a kind of letter."""

    file = forms.FileField(label=gettext_lazy("Word file"))
