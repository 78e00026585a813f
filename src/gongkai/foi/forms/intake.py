"""The one form for requests that come to the office: by counter, post, fax, e-mail, or spoken."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.foi.actions import receiving
from gongkai.foi.forms import bases
from gongkai.foi.models.cases import Applicant, ApplicantKind, CaseFile, Channel, InfoRequest
from gongkai.orgs.models import Agency

_TYPED = (
    "name", "identity_kind", "identity", "phone", "email", "address", "postcode", "representative", "agent",
    "agent_identity", "agent_phone", "wants_updates",
)  # fmt: skip


class IntakeForm(forms.Form):
    """Everything a request brings along. `key` makes a double submit the same request."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    channel = forms.ChoiceField(label=gettext_lazy("How it came"), choices=Channel.choices)
    arrived_on = bases.DayField(
        label=gettext_lazy("Arrived on"),
        help_text=gettext_lazy("As the stamp or the signature says, not the day of entry."),
    )
    confirmed_on = bases.DayField(
        label=gettext_lazy("Confirmed with the applicant on"),
        required=False,
        help_text=gettext_lazy(
            "For ordinary post, website, e-mail and fax; leave it empty when it is still to be done."
        ),
    )
    description = bases.text_field(
        gettext_lazy("Information wanted"), rows=5, help_text=gettext_lazy("As the applicant wrote it.")
    )
    features = bases.line_field(gettext_lazy("Title, document number or other features"), required=False, length=500)
    purpose = bases.line_field(
        gettext_lazy("Purpose"),
        required=False,
        length=500,
        help_text=gettext_lazy("Only if given; the applicant need not say."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of applicant"), choices=ApplicantKind.choices, widget=forms.RadioSelect
    )
    name = bases.line_field(gettext_lazy("Name"))
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"), choices=Applicant.Identity.choices, required=False
    )
    identity = bases.line_field(gettext_lazy("Number of the document"), required=False, length=40)
    phone = bases.line_field(gettext_lazy("Telephone"), required=False, length=40)
    email = forms.EmailField(label=pgettext_lazy("address", "E-mail"), required=False)
    address = bases.line_field(gettext_lazy("Address"), required=False, length=200)
    postcode = bases.line_field(gettext_lazy("Postcode"), required=False, length=10)
    representative = bases.line_field(
        gettext_lazy("Representative"), required=False, help_text=gettext_lazy("Who speaks for an organisation.")
    )
    agent = bases.line_field(
        gettext_lazy("Agent"), required=False, help_text=gettext_lazy("Who acts for the applicant.")
    )
    agent_identity = bases.line_field(gettext_lazy("Number of the agent's document"), required=False, length=40)
    agent_phone = bases.line_field(gettext_lazy("Agent's telephone"), required=False, length=40)
    wants_updates = forms.BooleanField(label=gettext_lazy("Wants updates by e-mail"), required=False)
    wanted_carrier = forms.ChoiceField(label=gettext_lazy("Form wanted"), choices=InfoRequest.Carrier.choices)
    wanted_way = forms.ChoiceField(label=gettext_lazy("Way wanted"), choices=InfoRequest.Way.choices)
    scans = bases.FilesField(label=gettext_lazy("Scan of the request"), required=False)
    proofs = bases.FilesField(label=gettext_lazy("Proof of identity"), required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    came = ("agency", "channel", "arrived_on", "confirmed_on", "scans")
    wanted = ("description", "features", "purpose")
    who = ("kind", "name", "identity_kind", "identity", "proofs", "phone", "email", "address", "postcode")
    others = ("representative", "agent", "agent_identity", "agent_phone")
    how = ("wanted_carrier", "wanted_way", "wants_updates")

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        self.fields["agency"].choices = [(str(each.pk), each.name) for each in agencies]  # type: ignore[attr-defined]
        self.fields["agency"].widget.attrs["data-search"] = _("Type to narrow")
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = str(agencies[0].pk)

    def part(self, names: Sequence[str]) -> list[forms.BoundField]:
        """Some fields in order, without hidden ones."""
        return [self[name] for name in names if not self[name].is_hidden]

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The form in the order of its headings."""
        return [
            (_("How it came"), self.part(self.came)),
            (_("What is wanted"), self.part(self.wanted)),
            (_("Who asks"), self.part(self.who)),
            (_("How the answer is wanted"), self.part(self.how)),
        ]

    @property
    def rare(self) -> list[forms.BoundField]:
        """Representatives and agents."""
        return self.part(self.others)

    @property
    def has_rare(self) -> bool:
        """Whether something stands, or is wrong, in the folded part."""
        return any(self[name].value() or self[name].errors for name in self.others)

    def clean(self) -> dict[str, Any]:
        """What fields say together: the applicant can be reached, and days are in order."""
        data = super().clean() or self.cleaned_data
        arrived, confirmed = data.get("arrived_on"), data.get("confirmed_on")
        if arrived and arrived > timezone.localdate():
            self.add_error("arrived_on", _("This day lies ahead."))
        if arrived and confirmed and confirmed < arrived:
            self.add_error("confirmed_on", _("It cannot have been confirmed before it arrived."))
        if not any(data.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", _("Write down how the applicant can be reached: telephone, e-mail or address."))
        return data

    @property
    def chosen_agency(self) -> Agency:
        """The agency that is asked."""
        return self._agencies[self.cleaned_data["agency"]]

    def submission(self) -> receiving.Submission:
        """What the request is, for the action."""
        data = self.cleaned_data
        who = receiving.Who(kind=data["kind"], **{name: data[name] for name in _TYPED})
        uploads = [
            receiving.Upload(kind, (each.name or "file")[:200], each.read())
            for name, kind in (("scans", CaseFile.Kind.SCAN), ("proofs", CaseFile.Kind.IDENTITY))
            for each in data[name] or []
        ]
        return receiving.Submission(
            channel=data["channel"],
            applicant=who,
            description=data["description"],
            features=data["features"],
            purpose=data["purpose"],
            wanted_carrier=data["wanted_carrier"],
            wanted_way=data["wanted_way"],
            files=tuple(uploads),
        )
