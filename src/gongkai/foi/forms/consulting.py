"""Forms of asking others: who is asked about what, what they answered, what it weighs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.forms import bases
from gongkai.foi.models.cases import CaseFile
from gongkai.foi.models.handling import Consultation
from gongkai.rules import regimes

Opinion = Consultation.Opinion


class AskForm(bases.CaseForm):
    """Who is asked, and about what."""

    party: str = Consultation.Kind.THIRD_PARTY
    party_name = bases.line_field(gettext_lazy("Who is asked"))
    party_contact = bases.line_field(
        gettext_lazy("Contact"), required=False, length=200, help_text=gettext_lazy("Telephone, address; kept sealed.")
    )
    matter = bases.text_field(
        gettext_lazy("About what"),
        length=500,
        help_text=gettext_lazy("What of theirs would become known. Do not name the applicant."),
    )
    on = bases.on_field(gettext_lazy("Letter sent on"))
    answer_by = bases.DayField(label=gettext_lazy("Answer by"), required=False)
    make_letter = bases.letter_field()

    def prepare(self) -> None:
        """The Regulation sets the limit, or we do."""
        rule = regimes.regime(self.case.regime).consultations.get(self.party)
        if rule is not None and rule.working_days is not None:
            del self.fields["answer_by"]
        else:
            self.fields["answer_by"].required = True
            self.fields["answer_by"].initial = self.days_on(15)


class AskAgencyForm(AskForm):
    """Another agency; no contact is needed."""

    party = Consultation.Kind.OTHER_AGENCY
    party_contact = None


class AskCoMakerForm(AskAgencyForm):
    """The agency that made it with us."""

    party = Consultation.Kind.COMAKER


class OfConsultation(bases.CaseForm):
    """About one of the questions."""

    consultation = forms.ChoiceField(label=gettext_lazy("Who was asked"))

    def rows(self) -> Any:
        """The questions this form is for."""
        return self.case.consultations.filter(answered_on__isnull=True)

    def prepare(self) -> None:
        """Each with its day."""
        self.questions = list(self.rows().order_by("id"))
        words = [
            (each.pk, _("%(name)s, asked on %(day)s") % {"name": each.party_name, "day": each.asked_on})
            for each in self.questions
        ]
        self.offer("consultation", words)


class DayOfConsultation(OfConsultation):
    """A day about a question."""

    on = bases.on_field()


class OpinionForm(OfConsultation):
    """What they answered."""

    on = bases.on_field(gettext_lazy("Answer received on"))
    opinion = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        choices=[(each.value, each.label) for each in (Opinion.AGREES, Opinion.OBJECTS, Opinion.PARTLY)],
        widget=forms.RadioSelect,
    )
    reason = bases.text_field(
        gettext_lazy("Their reasons"),
        required=False,
        help_text=gettext_lazy("An objection without reasons weighs little."),
    )
    papers = bases.FilesField(label=gettext_lazy("Signed answer"), required=False)
    field_order = ("consultation", "opinion", "reason", "on", "papers")
    file_kind = CaseFile.Kind.OPINION

    def rows(self) -> Any:
        """Also those who were silent: a late answer replaces silence."""
        return self.case.consultations.filter(opinion__in=["", Opinion.SILENT])


class WeighForm(OfConsultation):
    """Whether the objection holds."""

    weighing = forms.ChoiceField(
        label=gettext_lazy("Conclusion"),
        choices=[each for each in Consultation.Weighing.choices if each[0]],
        widget=forms.RadioSelect,
    )
    reason = bases.text_field(
        gettext_lazy("Why"),
        length=500,
        help_text=gettext_lazy("Stands in the reply and in the letter to the third party."),
    )

    def rows(self) -> Any:
        """Objections."""
        return self.case.consultations.filter(opinion__in=[Opinion.OBJECTS, Opinion.PARTLY, Opinion.SILENT])
