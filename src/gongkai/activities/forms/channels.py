"""What people type about accounts: their particulars, credentials, checks, closing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.activities.actions.accounts import Particulars
from gongkai.activities.models import kinds
from gongkai.activities.models.channels import SILENT_DAYS, Account
from gongkai.core.channels import contract, known
from gongkai.disclosures.forms import days
from gongkai.orgs.models import Agency


class AccountForm(forms.Form):
    """An account. `agencies` are those one may choose (none for one that exists), `people` may be responsible."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=list(kinds.CHANNELS.items()))
    name = forms.CharField(label=gettext_lazy("Name of the account"), max_length=100)
    handle = forms.CharField(
        label=gettext_lazy("Identifier"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The number or name under which the service knows it."),
    )
    address = forms.URLField(label=gettext_lazy("Address"), required=False, max_length=300, assume_scheme="https")
    responsible = forms.ChoiceField(label=gettext_lazy("Responsible person"))
    opened_on = days.DayField(label=gettext_lazy("In use since"))
    silent_days = forms.IntegerField(
        label=gettext_lazy("Days it may be silent"),
        min_value=1,
        max_value=366,
        initial=SILENT_DAYS,
        widget=forms.NumberInput(attrs={"class": "in--xs"}),
        help_text=gettext_lazy("The inspection of official new media allows two weeks."),
    )
    is_listed = forms.BooleanField(label=gettext_lazy("In the public list"), required=False, initial=True)
    connector = forms.ChoiceField(
        label=gettext_lazy("Connection"),
        required=False,
        choices=[
            ("", gettext_lazy("None: posted by hand and recorded")),
            *((k, v.label) for k, v in known.CONNECTORS.items()),
        ],
    )
    is_automatic = forms.BooleanField(
        label=gettext_lazy("Counts whatever the agency and those below publish"),
        required=False,
        help_text=gettext_lazy("For a feed: each item is recorded in this channel by itself."),
    )

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        people: Iterable[Person],
        account: Account | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._agencies = {str(each.pk): each for each in agencies}
        self._people = {str(each.pk): each for each in people}
        if account is not None:
            del self.fields["agency"]
        else:
            self._choose("agency", [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()])
        self._choose("responsible", [(pk, each.name) for pk, each in self._people.items()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_agency(self) -> Agency:
        """The agency of a new account. Only after `is_valid`."""
        return self._agencies[self.cleaned_data["agency"]]

    def particulars(self) -> Particulars:
        """What was typed. Only after `is_valid`."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"agency", "responsible"}}
        return Particulars(responsible=self._people[self.cleaned_data["responsible"]], **data)


def initial_of(account: Account) -> dict[str, Any]:
    """What the form shows of an account."""
    plain = ("channel", "name", "handle", "address", "opened_on", "silent_days", "is_listed", "connector")
    values = {name: getattr(account, name) for name in (*plain, "is_automatic")}
    return values | {"responsible": account.responsible_id}


class CredentialsForm(forms.Form):
    """What a service wants to know. Nothing that was entered before is shown."""

    def __init__(self, *args: Any, wanted: Iterable[contract.Credential], **more: Any) -> None:
        super().__init__(*args, **more)
        for each in wanted:
            attrs = {"autocomplete": "off", "spellcheck": "false"}
            widget = (
                forms.Textarea(attrs=attrs | {"rows": 6})
                if each.is_long
                else forms.PasswordInput(attrs=attrs | {"autocomplete": "new-password"})
            )
            self.fields[each.name] = forms.CharField(
                label=each.label, help_text=each.help, widget=widget, max_length=200_000 if each.is_long else 500
            )


class CheckForm(forms.Form):
    """Somebody looked at an account."""

    updated_on = days.DayField(label=gettext_lazy("Day of the newest post"), required=False)
    note = forms.CharField(label=gettext_lazy("What was seen"), required=False, max_length=300)


class CloseForm(forms.Form):
    """Closing an account for good."""

    on = days.DayField(label=gettext_lazy("Closed on"))
    note = forms.CharField(
        label=gettext_lazy("Public note"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Stands in the public list: why, and where readers go now."),
    )
