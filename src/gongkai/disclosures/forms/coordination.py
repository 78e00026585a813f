"""What people say when agencies ask each other: the question, the opinion, the ruling, the order to go out at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.disclosures.coordination_models import Opinion, Ruling
from gongkai.orgs.models import Agency
from gongkai.rules import coordination as law


class AskForm(forms.Form):
    """Whom to ask what, within how many working days."""

    agencies = forms.MultipleChoiceField(
        label=gettext_lazy("Agencies asked"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("Those whom the text concerns; hold Ctrl to choose several."),
    )
    text = forms.CharField(
        label=gettext_lazy("What the agencies are asked"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What of it concerns them, what you mean to do, and on what basis."),
    )
    days = forms.IntegerField(label=gettext_lazy("Working days to answer"))

    def __init__(self, *args: Any, agencies: Sequence[Agency], rule: law.Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        offered = self.fields["agencies"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()]
        days = self.fields["days"]
        assert isinstance(days, forms.IntegerField)
        days.initial, days.help_text = rule.working_days, f"{rule.least}–{rule.most}"

    def values(self) -> dict[str, Any]:
        """What `actions.coordinating.ask` wants."""
        data = self.cleaned_data
        chosen = [self._agencies[pk] for pk in data["agencies"]]
        return {"agencies": chosen, "text": data["text"], "days": data["days"]}


class AnswerForm(forms.Form):
    """The opinion of the agency asked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        widget=forms.RadioSelect,
        choices=[each for each in Opinion.Kind.choices if each[0] != Opinion.Kind.SILENT],
    )
    text = forms.CharField(
        label=gettext_lazy("Changes or reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed unless you agree."),
    )

    def clean(self) -> dict[str, Any]:
        """An objection says why."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") not in (None, Opinion.Kind.AGREE) and not data.get("text", "").strip():
            self.add_error("text", _("Say what is to change, or why you disagree."))
        return data


class RulingForm(forms.Form):
    """What the office of the common superior decides."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect, choices=Ruling.Verdict.choices
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class HasteForm(forms.Form):
    """The order to go out before all have answered."""

    ground = forms.ChoiceField(label=pgettext_lazy("haste", "Ground"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [(each.id, f"{each.label}（{each.article}）") for each in law.exemptions()]
