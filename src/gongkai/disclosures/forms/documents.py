"""The forms around documents: interpretations, clean-up campaigns, policy files. Forms never save."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.catalog.models import Column
from gongkai.disclosures.document_models import CleanupEntry, Interpretation, PolicyStep
from gongkai.disclosures.forms import days
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import finding
from gongkai.orgs.models import Agency

NUMBER_HELP = gettext_lazy("Index number, document number, or the number in the address of its page in the desk.")


class ItemField(forms.CharField):
    """An item named by one of its numbers; `items` are those it may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, help_text=kwargs.pop("help_text", NUMBER_HELP), **kwargs)
        self.items = Item.objects.public()

    def clean(self, value: Any) -> Item | None:
        """The item, or the field's error."""
        text = super().clean(value)
        if not text:
            return None
        found = finding.by_number(text, self.items)
        if found is None:
            raise forms.ValidationError(
                _("No item that can be named here bears the number %(number)s."), params={"number": text}
            )
        return found


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class LinkForm(forms.Form):
    """An interpretation that is there already."""

    item = ItemField(label=gettext_lazy("Item that explains it"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Interpretation.Kind.choices, initial=Interpretation.Kind.TEXT
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].items = items  # type: ignore[attr-defined]


class ExplainsForm(forms.Form):
    """The document an item explains."""

    document = ItemField(label=gettext_lazy("Document it explains"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Interpretation.Kind.choices, initial=Interpretation.Kind.TEXT
    )


class BeginForm(forms.Form):
    """An interpretation to be written."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Interpretation.Kind.choices, initial=Interpretation.Kind.TEXT
    )
    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = {str(each.pk): each for each in columns}
        _offer(self, "column", [("", "—"), *days.tree(columns)])

    @property
    def chosen_column(self) -> Column | None:
        """The column of the draft."""
        return self._columns.get(self.cleaned_data["column"])


class ExemptForm(forms.Form):
    """Why a document needs no interpretation."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Shown in the register."),
    )  # fmt: skip


class CleanupForm(forms.Form):
    """A campaign to begin."""

    agency = forms.ChoiceField(
        label=gettext_lazy("Office"), help_text=gettext_lazy("Its own documents and those of all below it are listed.")
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    basis = forms.CharField(
        label=gettext_lazy("Basis"), max_length=200, required=False,
        help_text=gettext_lazy("The notice that orders the clean-up."),
    )  # fmt: skip
    as_of = days.DayField(label=gettext_lazy("Documents in force on"))
    due_on = days.DayField(label=gettext_lazy("Verdicts until"))

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        _offer(self, "agency", [(str(each.pk), each.name) for each in agencies])

    def values(self) -> dict[str, Any]:
        """What `actions.cleanups.begin` wants."""
        return {**self.cleaned_data, "agency": self._agencies[self.cleaned_data["agency"]]}


class TermForm(forms.Form):
    """Another last day for the verdicts."""

    due_on = days.DayField(label=gettext_lazy("Verdicts until"))


class VerdictForm(forms.Form):
    """A verdict on one document or on several."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=[each for each in CleanupEntry.Verdict.choices if each[0]],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the verdict; the public list of results shows the verdict alone."),
    )  # fmt: skip


class CarryOutForm(forms.Form):
    """By which document, and from which day."""

    act = ItemField(label=gettext_lazy("Document that repeals or declares lapsed"))
    on = days.DayField(label=pgettext_lazy("clean-up", "From the day"))


class CloseForm(forms.Form):
    """The published item that announces the results."""

    announcement = ItemField(label=gettext_lazy("Announcement of the results"))


class PolicyForm(forms.Form):
    """The file of a policy."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    title = forms.CharField(label=gettext_lazy("Name of the policy"), max_length=200)
    document = ItemField(label=gettext_lazy("Document it became"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        _offer(self, "agency", [(str(each.pk), each.name) for each in agencies])
        self.fields["document"].items = items  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `actions.policies.open_file` wants."""
        return {**self.cleaned_data, "agency": self._agencies[self.cleaned_data["agency"]]}


class DocumentForm(forms.Form):
    """The document a policy became."""

    document = ItemField(label=gettext_lazy("Document it became"), required=False)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].items = items  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A step of preparing or deciding."""

    kind = forms.ChoiceField(label=gettext_lazy("Step"), choices=PolicyStep.Kind.choices)
    on = days.DayField(label=gettext_lazy("Day"))
    until = days.DayField(label=gettext_lazy("Last day"), required=False)
    item = ItemField(label=gettext_lazy("Item that shows it"), required=False)
    received = forms.IntegerField(label=gettext_lazy("Opinions received"), min_value=0, required=False)
    adopted = forms.IntegerField(label=gettext_lazy("Opinions adopted"), min_value=0, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False, help_text=gettext_lazy("Stays in the desk.")
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].items = items  # type: ignore[attr-defined]
