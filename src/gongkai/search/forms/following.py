"""The wish to follow a search as it comes from the public."""

from django import forms
from django.utils.translation import pgettext_lazy


class FollowForm(forms.Form):
    """The mailbox that wants to be told, and the answer to a question in words."""

    email = forms.EmailField(
        label=pgettext_lazy("address", "E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "in"}),
    )
    answer = forms.CharField(
        max_length=20, required=False, widget=forms.TextInput(attrs={"class": "in in--s", "autocomplete": "off"})
    )
