"""The public form, one class for each step, and what an applicant sends in later. Forms never save."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.foi.forms import identity
from gongkai.foi.models.cases import Applicant, ApplicantKind, InfoRequest
from gongkai.orgs.models import Agency

OTHER = "other"
LONGEST = 5000
_PHONE = re.compile(r"\+?\d{7,15}")


class Line(forms.TextInput):
    """A box for a short entry."""

    def __init__(self, size: str = "", **attrs: str) -> None:
        super().__init__({"class": size, **attrs} if size else attrs)


class Pick(forms.RadioSelect):
    """One of a few."""

    use_fieldset = True


class WhatForm(forms.Form):
    """What is wanted (2019 Art. 29, para. 2, no. 2)."""

    description = forms.CharField(
        label=gettext_lazy("The information you want"),
        help_text=gettext_lazy("One matter at a time. Time, place and subject make it quicker to find."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say which information you want; without that nobody can search.")},
    )
    features = forms.CharField(
        label=gettext_lazy("Title, document number or other features"),
        help_text=gettext_lazy("If you know them, such as 云政发〔2025〕8号."),
        max_length=500,
        required=False,
        widget=Line(),
    )

    def clean_description(self) -> str:
        """A few words at least."""
        text = str(self.cleaned_data["description"]).strip()
        if len(text) < 4:
            raise ValidationError(_("A few words more, so that it can be found."))
        return text


class WhereForm(forms.Form):
    """To which agency: one of those suggested, or another one."""

    agency = forms.ChoiceField(
        label=gettext_lazy("To which agency"),
        widget=Pick(),
        error_messages={"required": gettext_lazy("Choose the agency you ask.")},
    )
    other = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Another agency"), required=False)
    # The agency that was warned of and is meant all the same.
    meant = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, suggested: Sequence[Agency], others: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(agency.pk), agency.name) for agency in suggested]
        self.fields["agency"].choices = [*choices, (OTHER, _("Another agency, let me choose"))]  # type: ignore[attr-defined]
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
        self.fields["other"].label_from_instance = lambda row: "　" * row.depth + row.name  # type: ignore[attr-defined]
        self._suggested = {str(agency.pk): agency for agency in suggested}

    def clean(self) -> dict[str, Any]:
        """The agency meant stands in `chosen`."""
        data = super().clean() or self.cleaned_data
        picked = data.get("agency")
        if picked == OTHER and "other" in data and data["other"] is None:
            self.add_error("other", _("Choose the agency you ask."))
        data["chosen"] = data.get("other") if picked == OTHER else self._suggested.get(str(picked))
        return data


class WhoForm(forms.Form):
    """Who asks (2019 Art. 29, para. 2, no. 1): name, proof of identity, contact."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Applicant"), choices=ApplicantKind.choices, widget=Pick(), initial=ApplicantKind.NATURAL
    )
    name = forms.CharField(
        label=gettext_lazy("Name, or name of the organisation"),
        max_length=100,
        widget=Line(autocomplete="name"),
        error_messages={"required": gettext_lazy("The law wants the applicant's name (Art. 29).")},
    )
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"),
        choices=[(each.value, each.label) for each in Applicant.Identity if each.value],
        initial=Applicant.Identity.ID_CARD,
    )
    identity = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=40,
        widget=Line(autocomplete="off", spellcheck="false"),
        error_messages={"required": gettext_lazy("The law wants proof of identity (Art. 29): give the number.")},
    )
    representative = forms.CharField(
        label=gettext_lazy("Representative"),
        help_text=gettext_lazy("Of an organisation: its legal representative or head."),
        max_length=60,
        required=False,
        widget=Line("in--s"),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("The receipt of a request from the web is confirmed with you on this number."),
        max_length=30,
        required=False,
        widget=Line("in--s", autocomplete="tel", inputmode="tel"),
    )
    agent = forms.CharField(
        label=gettext_lazy("Agent"),
        help_text=gettext_lazy("Only if somebody else acts for you."),
        max_length=60,
        required=False,
        widget=Line("in--s"),
    )
    agent_identity = forms.CharField(
        label=gettext_lazy("Number of the agent's identity card"),
        max_length=40,
        required=False,
        widget=Line(autocomplete="off", spellcheck="false"),
    )
    agent_phone = forms.CharField(
        label=gettext_lazy("Agent's telephone"),
        max_length=30,
        required=False,
        widget=Line("in--s", inputmode="tel"),
    )

    def clean_phone(self) -> str:
        """A number that can be called."""
        return _called(self.cleaned_data["phone"])

    def clean_agent_phone(self) -> str:
        """A number that can be called."""
        return _called(self.cleaned_data["agent_phone"])

    def clean(self) -> dict[str, Any]:
        """Numbers as their documents have them; an organisation has its representative."""
        data = super().clean() or self.cleaned_data
        if number := data.get("identity"):
            data["identity"] = identity.plain(number)
            if fault := identity.fault(data.get("identity_kind", ""), data["identity"]):
                self.add_error("identity", fault)
        if number := data.get("agent_identity"):
            data["agent_identity"] = identity.plain(number)
            if fault := identity.fault(Applicant.Identity.ID_CARD, data["agent_identity"]):
                self.add_error("agent_identity", fault)
        if data.get("agent") and not data.get("agent_identity") and "agent_identity" in data:
            self.add_error("agent_identity", _("An agent shows who they are, too."))
        is_organisation = data.get("kind") not in {None, ApplicantKind.NATURAL}
        if is_organisation and not data.get("representative"):
            self.add_error("representative", _("Say who speaks for the organisation."))
        return data


def _called(text: str) -> str:
    plain = re.sub(r"[\s()（）-]", "", identity.plain(text))
    if plain and not _PHONE.fullmatch(plain):
        raise ValidationError(_("This cannot be called; a mobile number has 11 figures."))
    return plain


class HowForm(forms.Form):
    """How the answer is wanted (2019 Art. 29, para. 2, no. 3; Art. 40)."""

    carrier = forms.ChoiceField(
        label=pgettext_lazy("public", "Form"),
        choices=[(each.value, each.label) for each in (InfoRequest.Carrier.ELECTRONIC, InfoRequest.Carrier.PAPER)],
        widget=Pick(),
        initial=InfoRequest.Carrier.ELECTRONIC,
    )
    way = forms.ChoiceField(
        label=pgettext_lazy("public", "Way"),
        choices=[
            (each.value, each.label)
            for each in InfoRequest.Way
            if each not in {InfoRequest.Way.FAX, InfoRequest.Way.READING}
        ],
        widget=Pick(),
        initial=InfoRequest.Way.WEBSITE,
    )
    email = forms.EmailField(
        label=pgettext_lazy("address", "E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This is no e-mail address; it looks like name@example.com.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Postal address"),
        max_length=200,
        required=False,
        widget=Line(autocomplete="street-address"),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=6,
        required=False,
        widget=Line("in--xs", autocomplete="postal-code", inputmode="numeric"),
    )
    wants_updates = forms.BooleanField(
        label=gettext_lazy("Tell me by e-mail when something moves"),
        help_text=gettext_lazy("The mail says only that there is something new; you read it here."),
        required=False,
    )

    def __init__(self, *args: Any, phone: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._phone = phone

    def clean_postcode(self) -> str:
        """Six figures."""
        plain = identity.plain(self.cleaned_data["postcode"])
        if plain and not re.fullmatch(r"\d{6}", plain):
            raise ValidationError(_("A postcode has six figures."))
        return plain

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs, and at least one way to reach the applicant."""
        data = super().clean() or self.cleaned_data
        lacks_email = not data.get("email") and "email" not in self.errors
        if data.get("way") == InfoRequest.Way.EMAIL and data.get("carrier") == InfoRequest.Carrier.PAPER:
            self.add_error("way", _("Paper cannot be sent by e-mail; choose post or pick it up, or take a file."))
        elif data.get("way") == InfoRequest.Way.WEBSITE and data.get("carrier") == InfoRequest.Carrier.PAPER:
            self.add_error("way", _("Paper cannot be downloaded; choose post or pick it up, or take a file."))
        if lacks_email and data.get("way") == InfoRequest.Way.EMAIL:
            self.add_error("email", _("You want the answer by e-mail: give the address."))
        elif lacks_email and data.get("wants_updates"):
            self.add_error("email", _("For updates by e-mail give the address."))
        lacks_address = not data.get("address")
        if lacks_address and data.get("way") == InfoRequest.Way.POST:
            self.add_error("address", _("You want the answer by post: give the address."))
        elif lacks_address and lacks_email and not self._phone:
            self.add_error(
                "email", _("The law wants a way to reach you (Art. 29): telephone, e-mail or postal address.")
            )
        return data


class LookForm(forms.Form):
    """Number and query code, as the receipt shows them."""

    number = forms.CharField(
        label=gettext_lazy("Number of the request"),
        help_text=gettext_lazy("As on the receipt, such as 云住建公开申〔2026〕118号."),
        max_length=80,
        widget=Line(autocomplete="off"),
        error_messages={"required": gettext_lazy("The number stands on the receipt.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Query code"),
        help_text=gettext_lazy("Twelve letters and figures; dashes and small letters make no difference."),
        max_length=40,
        widget=Line("in--s", autocomplete="off", spellcheck="false"),
        error_messages={"required": gettext_lazy("The query code stands on the receipt.")},
    )


class LostForm(forms.Form):
    """Number and e-mail address of a request whose code is lost."""

    number = forms.CharField(
        label=gettext_lazy("Number of the request"),
        max_length=80,
        widget=Line(autocomplete="off"),
        error_messages={"required": gettext_lazy("The number stands on the receipt.")},
    )
    email = forms.EmailField(
        label=pgettext_lazy("address", "E-mail"),
        widget=Line(autocomplete="email", inputmode="email"),
        error_messages={
            "required": gettext_lazy("For that an e-mail address is needed."),
            "invalid": gettext_lazy("This is no e-mail address."),
        },
    )

    def clean_number(self) -> str:
        """Without blanks."""
        return "".join(self.cleaned_data["number"].split())


class AddForm(forms.Form):
    """What an applicant adds: a supplement, a correction, reasons, a word with a proof of payment."""

    text = forms.CharField(
        label=gettext_lazy("Your words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Picture, PDF or Word file, up to 10 MB."),
        required=False,
    )


class PaidForm(forms.Form):
    """The proof that the fee was paid."""

    file = forms.FileField(
        label=gettext_lazy("Proof of payment"),
        help_text=gettext_lazy("Picture, PDF or Word file, up to 10 MB."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )


class WishForm(HowForm):
    """Another form or way for the answer, and whether updates are wanted."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, phone="known", **more)
        self.fields["email"].help_text = _("Leave it empty to keep the one you gave.")
        self.fields["address"].help_text = _("Leave it empty to keep the one you gave.")


class WithdrawForm(forms.Form):
    """Taking the request back."""

    sure = forms.BooleanField(
        label=gettext_lazy("I take this request back"),
        help_text=gettext_lazy("This cannot be undone; you may ask anew at any time."),
        error_messages={"required": gettext_lazy("Tick the box to take the request back.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
