"""A rule about words as it comes from the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SynonymForm(forms.Form):
    """A word and what is searched together with it, a word a line."""

    word = forms.CharField(label=_("The word"), max_length=40)
    others = forms.CharField(
        label=_("Searched as well"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One word a line. Empty: this word finds nothing but itself, whatever the shipped list says."),
    )
    is_mutual = forms.BooleanField(
        label=_("Each of these words finds the others too"),
        required=False,
        help_text=_("For two names of one thing, such as 公积金 and 住房公积金; not for a part of it."),
    )

    def words(self) -> list[str]:
        """The words searched as well."""
        return [each.strip() for each in self.cleaned_data["others"].splitlines() if each.strip()]
