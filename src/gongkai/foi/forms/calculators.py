"""The two public calculators: dates of a request, counts of a fee. Their addresses carry what was typed."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.rules import calendars, ledgers, regimes

MOST = 100_000
_FIRST = datetime.date(calendars.FIRST_YEAR, 5, 1)
_LAST = datetime.date(calendars.LAST_YEAR - 2, 12, 31)


def _day(label: Any, **more: Any) -> forms.DateField:
    more.setdefault("required", False)
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "in--s"}),
        error_messages={"invalid": gettext_lazy("This is no day; write it like 2026-09-24.")},
        **more,
    )


def _channels() -> list[tuple[str, str]]:
    return [(each.id, each.label) for each in regimes.channels()]


class DeadlineForm(forms.Form):
    """When a request came, and what happened then. Pairs of dates; an open pair is one still waited for."""

    received = _day(
        gettext_lazy("Day the request came"),
        required=True,
        help_text=gettext_lazy("Web, e-mail, fax and ordinary post: the day both sides confirmed."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("How it came"), required=False)
    correction_sent = _day(gettext_lazy("Correction asked"))
    correction_received = _day(gettext_lazy("Correction received"))
    third_party_asked = _day(gettext_lazy("Third party asked"))
    third_party_answered = _day(gettext_lazy("Third party answered"))
    comaker_asked = _day(gettext_lazy("Co-making agency asked"))
    comaker_answered = _day(gettext_lazy("Co-making agency answered"))
    extended = _day(gettext_lazy("Extension told"))
    extended_days = forms.IntegerField(
        label=gettext_lazy("Extended by working days"),
        min_value=1,
        max_value=20,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in--xs", "inputmode": "numeric"}),
    )
    fee_noticed = _day(gettext_lazy("Fee notice sent"))
    fee_paid = _day(gettext_lazy("Fee paid"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["channel"].choices = [("", _("handed in, or signed for")), *_channels()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Every day lies where the calendar knows it."""
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if isinstance(value, datetime.date) and not _FIRST <= value <= _LAST:
                words = _("The calendar knows the days from %(first)s to %(last)s.")
                self.add_error(name, words % {"first": _FIRST.isoformat(), "last": _LAST.isoformat()})
        if data.get("extended_days") and not data.get("extended") and "extended" in data:
            self.add_error("extended", _("Say when the extension was told."))
        return data

    def ledger(self) -> ledgers.Ledger:
        """What was typed as a ledger. Only after `is_valid`."""
        data = self.cleaned_data
        entries = [
            ledgers.Entry(name, data[name])
            for name in self.fields
            if name not in {"received", "channel", "extended", "extended_days"} and data.get(name)
        ]
        if data.get("extended"):
            most = regimes.for_day(data["received"]).extension.working_days
            entries.append(ledgers.Entry("extended", data["extended"], working_days=data.get("extended_days") or most))
        return ledgers.Ledger(data["received"], tuple(entries), data.get("channel") or "")


class FeeForm(forms.Form):
    """Counted by requests in a month, or by pages; never both."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Counted by"),
        choices=[("items", gettext_lazy("requests in one month")), ("pages", gettext_lazy("pages of one request"))],
        widget=forms.RadioSelect(),
        initial="items",
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "in--xs", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Give a number.")},
    )
    already = forms.IntegerField(
        label=gettext_lazy("Requests of the same applicant before, this month"),
        min_value=0,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in--xs", "inputmode": "numeric"}),
    )

    def clean_already(self) -> int:
        """Pages are not added up over requests."""
        already = self.cleaned_data["already"] or 0
        if already and self.cleaned_data.get("mode") == "pages":
            raise ValidationError(_("Pages are counted for each request by itself; leave this empty."))
        return int(already)
