"""What people decide about items: opinions, withdrawal, standing, schedule; and the files they hand in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog.models import Column
from gongkai.disclosures.actions import reviewing
from gongkai.disclosures.forms import days
from gongkai.disclosures.models import Ending, Revision
from gongkai.disclosures.queries import shelves
from gongkai.orgs.models import Agency


class DecisionForm(forms.Form):
    """A reviewer's decision on exactly the revision they read."""

    opinion = forms.ChoiceField(
        choices=[("pass", gettext_lazy("Pass")), ("return", gettext_lazy("Return to the author"))]
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=200, required=False)
    marks = forms.CharField(
        label=gettext_lazy("Marked passages"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.CharField(widget=forms.HiddenInput)

    def clean_marks(self) -> list[reviewing.Passage]:
        """One passage a line: the words as they stand, after a bar what is to be done about them."""
        lines = [line.replace("|", "｜").partition("｜") for line in self.cleaned_data["marks"].splitlines()]
        return [reviewing.Passage(quote.strip(), text.strip()) for quote, _bar, text in lines if quote.strip()]

    def clean(self) -> dict[str, Any]:
        """A return says why."""
        data = super().clean() or self.cleaned_data
        if data.get("opinion") == "return" and not data.get("reason", "").strip():
            self.add_error("reason", _("A return needs its reason: the author must know what to mend."))
        return data


class RemarkForm(forms.Form):
    """A remark on a revision, perhaps about some of its words."""

    text = forms.CharField(label=gettext_lazy("Remark"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    quote = forms.CharField(label=gettext_lazy("About these words"), max_length=300, required=False)


class ForceForm(forms.Form):
    """The head's order to issue before the chain is through."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody in the office reads it in the list of forced issues."),
    )


class WithdrawForm(forms.Form):
    """Taking a published item away from the public."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the trail; the public does not see it."),
    )
    public_note = forms.CharField(
        label=gettext_lazy("Note for the public"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Stands on the page that remains in its place."),
    )
    title_shown = forms.BooleanField(
        label=gettext_lazy("Leave the title on the page that remains"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Take the tick away when the title itself must not be read."),
    )


class StandingForm(forms.Form):
    """A change of a document's standing; it stays readable."""

    KINDS = (Ending.Kind.AMEND, Ending.Kind.REPEAL, Ending.Kind.EXPIRE, Ending.Kind.VOID, Ending.Kind.RESTORE)
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
    )
    on = days.DayField(label=gettext_lazy("On"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("By which document."))
    public_note = forms.CharField(label=gettext_lazy("Note for the public"), max_length=300, required=False)
    successor = forms.CharField(
        label=gettext_lazy("Replaced by"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Index number or document number of the published item that takes its place."),
    )
    act = forms.CharField(
        label=gettext_lazy("Document that does it"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Index number or document number of the published decision; both pages name each other."
        ),
    )
    amended = forms.ChoiceField(
        label=gettext_lazy("Text as amended"),
        required=False,
        help_text=gettext_lazy("Only for an amendment: the published text that holds from that day on."),
    )

    def __init__(self, *args: Any, texts: Sequence[Revision] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {str(each.pk): each for each in texts}
        field = self.fields["amended"]
        assert isinstance(field, forms.ChoiceField)
        named = [
            (str(each.pk), _("revision %(n)d: %(note)s") % {"n": each.number, "note": each.change_note or "—"})
            for each in texts
        ]
        field.choices = [("", _("not published yet")), *named]

    def clean_amended(self) -> Revision | None:
        """The text chosen."""
        return self._texts.get(self.cleaned_data["amended"])


class ScheduleForm(forms.Form):
    """The moment at which a cleared item goes public by itself."""

    publish_at = forms.DateTimeField(
        label=gettext_lazy("Goes public at"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "in--s"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class ImportForm(forms.Form):
    """Files to take in as drafts."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    column = forms.ChoiceField(
        label=gettext_lazy("Column"),
        required=False,
        help_text=gettext_lazy("For files that name no column; it can also be chosen in each draft."),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], shelf: shelves.Shelf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        self._columns = {str(each.pk): each for each in shelf.columns}
        self._shelf = shelf
        for name, choices in (
            ("agency", [(str(each.pk), each.name) for each in agencies]),
            ("column", [("", "—"), *days.tree(shelf.columns)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.fields["column"].widget.attrs["data-search"] = _("Type to narrow")
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = str(agencies[0].pk)

    def clean(self) -> dict[str, Any]:
        """The column must take items of the agency."""
        data = super().clean() or self.cleaned_data
        days.check_column(self, self._shelf, self._columns.get(data.get("column", "")), self._agencies)
        return data

    @property
    def chosen_agency(self) -> Agency:
        """The agency chosen."""
        return self._agencies[self.cleaned_data["agency"]]

    @property
    def chosen_column(self) -> Column | None:
        """The column for files that name none."""
        return self._columns.get(self.cleaned_data["column"])
