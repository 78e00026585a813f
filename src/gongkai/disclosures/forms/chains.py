"""The forms of a chain of review, of an absence, and of the office's word lists. Forms never save."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.disclosures.actions import chains
from gongkai.disclosures.chain_models import Chain
from gongkai.disclosures.forms import days
from gongkai.disclosures.models import Clearance
from gongkai.orgs.models import Agency

ROWS = 6
DAY = datetime.timedelta(days=1)
PARTS = {
    "kind": gettext_lazy("What is reviewed"),
    "name": gettext_lazy("What the office calls it"),
    "days": gettext_lazy("Working days for the step"),
    "person": gettext_lazy("Who"),
}


class ChainForm(forms.Form):
    """A chain with up to six steps; a row without a kind is left out."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"), help_text=gettext_lazy("And all below it."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of items"),
        required=False,
        choices=[("", gettext_lazy("Every kind")), *Column.Kind.choices],
    )
    name = forms.CharField(label=gettext_lazy("Name of the chain"), max_length=60)
    head = forms.ChoiceField(
        label=gettext_lazy("Head who may force an issue"),
        required=False,
        help_text=gettext_lazy("Empty: nobody. The secrecy review is never spared."),
    )
    is_apart = forms.BooleanField(label=gettext_lazy("Each step by another person"), required=False, initial=True)
    are_pages_read = forms.BooleanField(label=gettext_lazy("Attachments are ticked off page by page"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(each.pk): each for each in agencies}
        self._people = {str(each.pk): each for each in people}
        named = [("", "—"), *((str(each.pk), each.name) for each in people)]
        self._offer("agency", [(str(each.pk), each.name) for each in agencies])
        self._offer("head", named)
        for row in range(1, ROWS + 1):
            kind = forms.ChoiceField(required=False, choices=[("", "—"), *Clearance.Kind.choices])
            self.fields[f"kind-{row}"] = kind
            self.fields[f"name-{row}"] = forms.CharField(required=False, max_length=40)
            self.fields[f"days-{row}"] = forms.IntegerField(required=False, min_value=1, max_value=60)
            self.fields[f"person-{row}"] = forms.ChoiceField(required=False, choices=named)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def rows(self) -> list[tuple[int, list[tuple[str, forms.BoundField]]]]:
        """The rows of steps for the page: each field under what it asks."""
        return [
            (row, [(str(label), self[f"{part}-{row}"]) for part, label in PARTS.items()]) for row in range(1, ROWS + 1)
        ]

    def values(self) -> dict[str, Any]:
        """What `actions.chains.set_chain` wants."""
        data = self.cleaned_data
        steps = [
            chains.Step(
                data[f"kind-{row}"],
                data[f"days-{row}"] or 3,
                data[f"name-{row}"],
                self._people.get(data[f"person-{row}"]),
            )
            for row in range(1, ROWS + 1)
            if data[f"kind-{row}"]
        ]
        return {
            "agency": self._agencies[data["agency"]],
            "kind": data["kind"],
            "name": data["name"],
            "head": self._people.get(data["head"]),
            "is_apart": data["is_apart"],
            "are_pages_read": data["are_pages_read"],
            "steps": steps,
        }


def initial_of(chain: Chain) -> dict[str, Any]:
    """The values the form begins with for a chain that is to be changed."""
    found: dict[str, Any] = {
        "agency": str(chain.agency_id),
        "kind": chain.kind,
        "name": chain.name,
        "head": str(chain.head_id or ""),
        "is_apart": chain.is_apart,
        "are_pages_read": chain.are_pages_read,
    }
    for number, step in enumerate(chain.steps.all(), start=1):
        found |= {
            f"kind-{number}": step.kind,
            f"name-{number}": step.name,
            f"days-{number}": step.days,
            f"person-{number}": str(step.person_id or ""),
        }
    return found


def first_values() -> dict[str, Any]:
    """The usual three steps, for a new chain."""
    rows = (("business", "一审一校", 2), ("second", "二审二校", 2), ("secrecy", "保密审查", 3), ("issue", "签发", 2))
    found: dict[str, Any] = {"is_apart": True, "name": "三审三校"}
    for number, (kind, name, length) in enumerate(rows, start=1):
        found |= {f"kind-{number}": kind, f"name-{number}": name, f"days-{number}": length}
    return found


class AbsenceForm(forms.Form):
    """Who is away from one day to another, both whole days, and who stands in."""

    substitute = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    begins_on = days.DayField(label=gettext_lazy("First day away"))
    ends_on = days.DayField(label=gettext_lazy("Last day away"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(each.pk): each for each in people}
        field = self.fields["substitute"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((str(each.pk), each.name) for each in people)]

    def values(self) -> dict[str, Any]:
        """What `actions.absences.be_away` wants; the last day counts whole."""
        data = self.cleaned_data
        return {
            "substitute": self._people[data["substitute"]],
            "begins_at": _midnight(data["begins_on"]),
            "ends_at": _midnight(data["ends_on"] + DAY),
            "reason": data["reason"],
        }


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class WordsForm(forms.Form):
    """The word lists of an agency, one entry a line."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"), help_text=gettext_lazy("And all below it."))
    phrase_lines = forms.CharField(
        label=gettext_lazy("Phrases and titles"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("A phrase that must be exact; wrong→right; or a name, a tab and the title."),
    )
    wrong_lines = forms.CharField(
        label=gettext_lazy("Wrong words"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("wrong→right, besides the list that comes with the system."),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(each.pk): each for each in agencies}
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), each.name) for each in agencies]
