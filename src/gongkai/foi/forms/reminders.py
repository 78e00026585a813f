"""Who is reminded of what: a line for each step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.foi.queries.reminder_rules import MOST_DAYS, STEPS, Rule

BOXES = (
    ("tells_officer", gettext_lazy("Officer")),
    ("tells_office", gettext_lazy("Disclosure office")),
    ("tells_above", gettext_lazy("Office above")),
    ("by_email", gettext_lazy("E-mail")),
    ("by_sms", gettext_lazy("SMS")),
)


class RulesForm(forms.Form):
    """Every step with its days, whom it tells, and by which ways."""

    def __init__(self, *args: Any, rules: dict[str, Rule], **more: Any) -> None:
        super().__init__(*args, **more)
        for step in STEPS:
            rule = rules[step.name]
            if step.has_days:
                self.fields[f"{step.name}-days"] = forms.IntegerField(
                    label=step.words,
                    min_value=1,
                    max_value=MOST_DAYS,
                    initial=rule.days,
                    widget=forms.NumberInput(attrs={"class": "in in--xs"}),
                )
            for name, words in BOXES:
                self.fields[f"{step.name}-{name}"] = forms.BooleanField(
                    label=words,
                    required=False,
                    initial=getattr(rule, name),
                    widget=forms.CheckboxInput(attrs={"class": "check"}),
                )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The steps with their boxes, as the table shows them."""
        return [
            {
                "step": step,
                "days": self[f"{step.name}-days"] if step.has_days else None,
                "boxes": [self[f"{step.name}-{name}"] for name, _words in BOXES],
            }
            for step in STEPS
        ]

    @property
    def rules(self) -> list[Rule]:
        """What was chosen. Only after `is_valid`."""
        data = self.cleaned_data
        return [
            Rule(
                step.name,
                data.get(f"{step.name}-days") or 0,
                *(data[f"{step.name}-{name}"] for name, _words in BOXES),
            )
            for step in STEPS
        ]
