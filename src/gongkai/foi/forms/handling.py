"""Forms of the work on a case: receipt, assignment, search, notes, files, relations."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.foi.forms import bases
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.handling import Relation, Search

FROM_US = (
    CaseFile.Kind.MATERIAL,
    CaseFile.Kind.RELEASED,
    CaseFile.Kind.EVIDENCE,
    CaseFile.Kind.SCAN,
    CaseFile.Kind.IDENTITY,
    CaseFile.Kind.AUTHORITY,
    CaseFile.Kind.PROOF,
)


class ConfirmForm(bases.CaseForm):
    """The day on which both sides confirmed the receipt."""

    on = bases.on_field(gettext_lazy("Confirmed on"))
    note = bases.line_field(
        gettext_lazy("How and with whom"), required=False, length=300, help_text=gettext_lazy("Telephone, e-mail, …")
    )


class AssignForm(bases.CaseForm):
    """Who works on it."""

    officer = forms.ChoiceField(label=gettext_lazy("Case officer"), required=False)
    unit = bases.line_field(gettext_lazy("Unit"), required=False, length=60)

    def prepare(self) -> None:
        """Those who may handle requests here."""
        self.people = bases.staff(self.case.agency, Permission.REQUEST_HANDLE, self.today)
        self.offer("officer", [(each.pk, each.name) for each in self.people], empty="—")
        self.fields["officer"].initial = str(self.case.officer_id or "")
        self.fields["unit"].initial = self.case.unit

    @property
    def chosen(self) -> Person | None:
        """The officer chosen."""
        person: Person | None = self.picked("officer", self.people)
        return person


class TransferForm(AssignForm):
    """To which unit, and why."""

    reason = bases.text_field(gettext_lazy("Reason"), rows=2, length=300)
    field_order = ("unit", "reason", "officer")

    def prepare(self) -> None:
        """The unit is asked for anew."""
        super().prepare()
        self.fields["unit"].required, self.fields["unit"].initial = True, ""
        self.fields["officer"].initial = ""


class SupplementForm(bases.CaseForm):
    """What the applicant adds."""

    on = bases.on_field(gettext_lazy("Received on"))
    description = bases.text_field(gettext_lazy("Information wanted"), rows=6)
    features = bases.line_field(gettext_lazy("Title, document number or other features"), required=False, length=500)
    papers = bases.FilesField(label=gettext_lazy("Files"), required=False)


class CorrectionReceivedForm(SupplementForm):
    """The request as corrected; begins with what stood there."""

    def prepare(self) -> None:
        """The newest text."""
        newest = self.case.texts.order_by("-number").first()
        if newest is not None:
            self.fields["description"].initial = newest.description
            self.fields["features"].initial = newest.features


class SearchForm(bases.CaseForm):
    """Where was searched, for what, with what result."""

    on = bases.on_field(gettext_lazy("Searched on"))
    unit = bases.line_field(gettext_lazy("Unit"), required=False, length=60)
    places = bases.text_field(
        gettext_lazy("Systems, archives and folders searched"),
        help_text=gettext_lazy("One a line; a later reader should be able to search the same way."),
    )
    keywords = bases.line_field(gettext_lazy("Words searched for"), required=False, length=300)
    period = bases.line_field(gettext_lazy("Period covered"), required=False)
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=Search.Result.choices, widget=forms.RadioSelect)
    found = bases.text_field(
        gettext_lazy("What was found"), required=False, help_text=gettext_lazy("Not needed when nothing was found.")
    )


class NoteForm(bases.CaseForm):
    """A remark for colleagues."""

    text = bases.text_field(gettext_lazy("Note"), rows=4)


class AttachForm(bases.CaseForm):
    """Files of a case."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=[(kind.value, kind.label) for kind in FROM_US], initial="material"
    )
    papers = bases.FilesField(label=gettext_lazy("Files"))


class ReleaseForm(bases.CaseForm):
    """Which prepared file goes out."""

    case_file = forms.ChoiceField(label=gettext_lazy("File"))
    on = bases.on_field(gettext_lazy("Released on"))

    def prepare(self) -> None:
        """Files prepared for release that have not gone out."""
        rows = self.case.files.filter(kind=CaseFile.Kind.RELEASED, released_on__isnull=True)
        self.files_here = list(rows.order_by("id"))
        self.offer("case_file", [(each.pk, each.name) for each in self.files_here])


class RelateForm(bases.CaseForm):
    """Another request this one belongs to."""

    number = bases.line_field(gettext_lazy("Number of the other request"), length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("This request"),
        choices=[(kind.value, kind.label) for kind in Relation.Kind if kind != Relation.Kind.PUBLISHED_AS],
        initial="repeats",
    )

    def clean_number(self) -> str:
        """A request of the same agency."""
        number: str = self.cleaned_data["number"].strip()
        self.other = InfoRequest.objects.of(self.case.agency).filter(number=number).first()
        if self.other is None:
            raise forms.ValidationError(_("This agency has no request with that number."))
        return number


class WishForm(bases.CaseForm):
    """How the answer is wanted."""

    carrier = forms.ChoiceField(label=gettext_lazy("Form wanted"), choices=InfoRequest.Carrier.choices)
    way = forms.ChoiceField(label=gettext_lazy("Way wanted"), choices=InfoRequest.Way.choices)

    def prepare(self) -> None:
        """As it is now."""
        self.fields["carrier"].initial, self.fields["way"].initial = self.case.wanted_carrier, self.case.wanted_way


class VoidForm(bases.CaseForm):
    """Which entry of the ledger is wrong."""

    entry = forms.ChoiceField(label=gettext_lazy("Entry"))
    reason = bases.text_field(
        gettext_lazy("Reason"), rows=2, length=500, help_text=gettext_lazy("Both entries stay in the ledger.")
    )

    def prepare(self) -> None:
        """The entries, newest first."""
        self.entries = list(self.case.entries.order_by("-number"))
        self.offer("entry", [(each.pk, f"{each.on} {each.get_kind_display()}") for each in self.entries])


class RenewForm(bases.CaseForm):
    """How it was made sure that the applicant asks for a new code."""

    how = forms.ChoiceField(
        label=gettext_lazy("How you made sure who asks"),
        choices=[
            ("document", gettext_lazy("The document named in the request was shown")),
            ("called", gettext_lazy("Called back on the number in the case")),
            ("written", gettext_lazy("A signed letter with a copy of the document")),
            ("agent", gettext_lazy("The agent showed document and letter of authority")),
        ],
        widget=forms.RadioSelect,
    )
    note = bases.line_field(gettext_lazy("Note"), required=False, length=120)

    @property
    def checked(self) -> str:
        """Both in one line, for the trail. Only after `is_valid`."""
        how = dict(self.fields["how"].choices)[self.cleaned_data["how"]]  # type: ignore[attr-defined]
        return "，".join(filter(None, (str(how), self.cleaned_data["note"].strip())))


class EmptyForm(bases.CaseForm):
    """An act that asks for nothing but the decision to do it."""


class LookForm(bases.CaseForm):
    """Why somebody looks at an applicant's data."""

    why = bases.line_field(
        gettext_lazy("Why"), length=200, help_text=gettext_lazy("Kept in the trail with your name and the moment.")
    )
