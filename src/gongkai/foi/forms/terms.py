"""Forms of the acts that move the term: correction, extension, reasons, delayed term, fees."""

import decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.foi.forms import bases
from gongkai.foi.models.handling import Fee
from gongkai.foi.queries import similar
from gongkai.rules import regimes

REASONABLE = 15


class CorrectionForm(bases.CaseForm):
    """Everything that has to be corrected, in one list."""

    on = bases.on_field(gettext_lazy("Notice sent on"))
    points = bases.text_field(
        gettext_lazy("What has to be corrected"),
        rows=5,
        length=2000,
        help_text=gettext_lazy("Everything at once, one point a line: it can be asked for once only."),
    )
    guidance = bases.text_field(
        gettext_lazy("How to correct it"),
        required=False,
        help_text=gettext_lazy("Examples help: a document number, a year, the name of a project."),
    )
    until = bases.DayField(label=gettext_lazy("To be corrected by"))
    make_letter = bases.letter_field()

    def prepare(self) -> None:
        """A reasonable time."""
        self.fields["until"].initial = self.days_on(REASONABLE)


class ApprovedForm(bases.CaseForm):
    """Something the head of the working body consents to."""

    approver = forms.ChoiceField(label=gettext_lazy("Approved by"))

    def prepare(self) -> None:
        """Those who sign, and the disclosure office."""
        found = bases.staff(self.case.agency, Permission.REQUEST_SIGN, self.today)
        found += bases.staff(self.case.agency, Permission.REQUEST_ASSIGN, self.today)
        self.people = list(dict.fromkeys(found))
        self.offer("approver", [(each.pk, each.name) for each in self.people], empty="—")

    @property
    def chosen(self) -> Person:
        """Who approved."""
        person = self.picked("approver", self.people)
        assert isinstance(person, Person)
        return person


class ExtensionForm(ApprovedForm):
    """By how many working days, and why."""

    on = bases.on_field(gettext_lazy("Told on"))
    working_days = forms.IntegerField(label=gettext_lazy("Working days"), min_value=1)
    reason = bases.text_field(
        gettext_lazy("Reason"),
        length=500,
        help_text=gettext_lazy("The applicant is told. Write it as it goes on: “因……”."),
    )
    make_letter = bases.letter_field()
    field_order = ("working_days", "reason", "approver", "on", "make_letter")

    def prepare(self) -> None:
        """At most what the Regulation allows."""
        super().prepare()
        most = regimes.regime(self.case.regime).extension.working_days
        field = self.fields["working_days"]
        field.max_value = field.initial = most  # type: ignore[attr-defined]
        field.widget.attrs["max"] = most
        field.help_text = _("At most %(n)d.") % {"n": most}


class ReasonsForm(bases.CaseForm):
    """How many requests there are, and until when to explain."""

    on = bases.on_field(gettext_lazy("Notice sent on"))
    reason = bases.text_field(
        gettext_lazy("How many requests, how often"), length=500, help_text=gettext_lazy("Figures, not judgements.")
    )
    until = bases.DayField(label=gettext_lazy("To be explained by"))
    make_letter = bases.letter_field()

    def prepare(self) -> None:
        """The count of the month."""
        count = similar.same_month(self.case) + 1
        self.fields["reason"].initial = _("This is request %(n)d of this month.") % {"n": count}
        self.fields["until"].initial = self.days_on(REASONABLE)


class ReasonsGivenForm(bases.CaseForm):
    """What the applicant says."""

    on = bases.on_field(gettext_lazy("Received on"))
    reason = bases.text_field(gettext_lazy("The applicant's reasons"), length=500)


class DelayForm(ApprovedForm):
    """A reasonable delayed term."""

    on = bases.on_field(gettext_lazy("Told on"))
    until = bases.DayField(label=gettext_lazy("New term"))
    reason = bases.text_field(gettext_lazy("Reason"), length=500)
    make_letter = bases.letter_field()
    field_order = ("until", "reason", "approver", "on", "make_letter")


class FeeForm(bases.CaseForm):
    """By items or by pages; what comes of it is reckoned by the tariff."""

    on = bases.on_field(gettext_lazy("Notice sent on"))
    basis = forms.ChoiceField(label=gettext_lazy("Basis"), widget=forms.RadioSelect)
    count = forms.IntegerField(label=gettext_lazy("Requests or pages"), min_value=1, initial=1)
    already = forms.IntegerField(
        label=gettext_lazy("Earlier requests of the same applicant this month"), min_value=0, required=False
    )
    lines = bases.text_field(
        gettext_lazy("Costs"),
        required=False,
        help_text=gettext_lazy("One a line: what for, a blank, the amount in yuan. Only under the Regulation of 2007."),
    )
    account = bases.line_field(gettext_lazy("Account and way of payment"), required=False, length=300)
    make_letter = bases.letter_field()

    def prepare(self) -> None:
        """What the Regulation knows."""
        has_fee = regimes.regime(self.case.regime).fee is not None
        wanted = {Fee.Basis.ITEMS, Fee.Basis.PAGES} if has_fee else {Fee.Basis.COSTS}
        self.offer("basis", [(each.value, each.label) for each in Fee.Basis if each in wanted])
        self.fields["already"].initial = similar.same_month(self.case)
        if has_fee:
            del self.fields["lines"]
        else:
            del self.fields["already"]

    def clean_lines(self) -> list[dict[str, Any]]:
        """Each line with its amount."""
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            label, _blank, amount = line.strip().rpartition(" ")
            if not line.strip():
                continue
            try:
                found.append({"label": label, "count": 1, "amount_yuan": decimal.Decimal(amount)})
            except decimal.InvalidOperation:
                raise forms.ValidationError(
                    _("There is no amount at the end of “%(line)s”.") % {"line": line}
                ) from None
        return found


class OfFee(bases.CaseForm):
    """About one fee notice that is open."""

    fee = forms.ChoiceField(label=gettext_lazy("Fee notice"))

    def prepare(self) -> None:
        """Those neither paid nor lapsed."""
        self.fees = list(self.case.fees.filter(paid_on__isnull=True, lapsed_on__isnull=True).order_by("id"))
        words = [
            (each.pk, _("%(day)s, %(amount)s yuan") % {"day": each.noticed_on, "amount": each.amount_yuan})
            for each in self.fees
        ]
        self.offer("fee", words)


class FeeReachedForm(OfFee):
    """The day the notice arrived."""

    on = bases.on_field(gettext_lazy("Arrived on"))


class PaymentForm(OfFee):
    """What was paid."""

    amount_yuan = forms.DecimalField(label=gettext_lazy("Amount in yuan"), max_digits=12, decimal_places=2)
    on = bases.on_field(gettext_lazy("Paid on"))
    receipt_no = bases.line_field(gettext_lazy("Number of the receipt"), required=False, length=60)

    def prepare(self) -> None:
        """The amount of the notice."""
        super().prepare()
        if self.fees:
            self.fields["amount_yuan"].initial = self.fees[-1].amount_yuan
