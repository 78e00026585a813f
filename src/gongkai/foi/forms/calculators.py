"""The two public calculators: dates of a request, counts of a fee. Their addresses carry what was typed.

Whatever `gongkai deadline` takes can be typed here too: the usual entries have boxes of their own, any other goes into
a line of kind, day and, where there is one, a second day or a number of working days.
"""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.rules import calendars, deadline_command, ledgers, regimes

MOST = 100_000
# Lines for entries without a box of their own.
LINES = tuple(range(1, 7))
# The entries that have boxes of their own, apart from the extension with its working days.
BOXES = (
    "correction_sent", "correction_received", "third_party_asked", "third_party_answered", "comaker_asked",
    "comaker_answered", "fee_noticed", "fee_paid",
)  # fmt: skip
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


def _kinds() -> list[tuple[str, str]]:
    limit = (deadline_command.CORRECTION_LIMIT, _("last day to correct, as the notice set it"))
    return [("", "—"), *((each.id, each.label) for each in ledgers.kinds()), limit]


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

    on = _day(gettext_lazy("How it stood on"), help_text=gettext_lazy("Empty: today."))
    regime = forms.ChoiceField(label=gettext_lazy("Regulation"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        laws = [(each.id, each.title) for each in regimes.regimes()]
        self.fields["regime"].choices = [("", _("by the day of receipt")), *laws]  # type: ignore[attr-defined]
        for n in LINES:
            self.fields[f"kind_{n}"] = forms.ChoiceField(label=_("Entry"), choices=_kinds(), required=False)
            self.fields[f"day_{n}"] = _day(_("Day"))
            self.fields[f"then_{n}"] = forms.CharField(
                label=_("Second day, or working days"),
                max_length=10,
                required=False,
                widget=forms.TextInput(attrs={"class": "in--s", "placeholder": "2026-09-24"}),
            )
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
        self._more = self._lines(data)
        return data

    def _lines(self, data: dict[str, Any]) -> tuple[ledgers.Entry, ...]:
        """The entries of the lines, as the command reads them; what cannot be read is told at its line."""
        found: list[ledgers.Entry] = []
        received = data.get("received")
        law = self._law() if isinstance(received, datetime.date) and "received" not in self.errors else None
        words: list[str] = []
        for n in LINES:
            kind, day, then = data.get(f"kind_{n}"), data.get(f"day_{n}"), (data.get(f"then_{n}") or "").strip()
            if not kind and (day or then):
                self.add_error(f"kind_{n}", _("Say what happened on that day."))
            elif kind and day is None and f"day_{n}" not in self.errors and not (kind == "extended" and then):
                self.add_error(f"day_{n}", _("Say when that was."))
            elif kind and law is not None:
                words.append(":".join(filter(None, (kind, day.isoformat() if day else "", then))))
                try:
                    found = list(deadline_command.entries(words, law.extension.working_days))
                except deadline_command.Unreadable as fault:
                    words.pop()
                    self.add_error(f"then_{n}", str(fault))
        return tuple(found)

    def _law(self) -> regimes.Regime | None:
        """The Regulation chosen, else that of the day of receipt; none before there was one."""
        chosen = self.cleaned_data.get("regime")
        try:
            return regimes.regime(chosen) if chosen else regimes.for_day(self.cleaned_data["received"])
        except regimes.NoRegime as fault:
            self.add_error("received", str(fault))
            return None

    @property
    def law(self) -> regimes.Regime:
        """The Regulation that binds. Only after `is_valid`."""
        found = self._law()
        assert found is not None
        return found

    @property
    def lines(self) -> list[tuple[Any, Any, Any]]:
        """The boxes of each line."""
        return [(self[f"kind_{n}"], self[f"day_{n}"], self[f"then_{n}"]) for n in LINES]

    @property
    def has_lines(self) -> bool:
        """Whether anything stands in the lines."""
        return any(box.value() for line in self.lines for box in line)

    def ledger(self) -> ledgers.Ledger:
        """What was typed as a ledger. Only after `is_valid`."""
        data = self.cleaned_data
        entries = [ledgers.Entry(name, data[name]) for name in BOXES if data.get(name)]
        if data.get("extended"):
            days = data.get("extended_days") or self.law.extension.working_days
            entries.append(ledgers.Entry("extended", data["extended"], working_days=days))
        return ledgers.Ledger(
            data["received"], (*entries, *self._more), data.get("channel") or "", data.get("regime") or ""
        )


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
