"""What people type about prints: which items, what kind, to whom; where they went; reading points."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.activities.models.papers import Paper, ReadingPoint
from gongkai.activities.queries.papers import Wish
from gongkai.catalog.models import Column
from gongkai.disclosures.forms import days
from gongkai.orgs.models import Agency


class WishForm(forms.Form):
    """Which items are looked for; sent by GET, so that the address can be kept."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)
    since = days.DayField(label=gettext_lazy("Published from"), required=False)
    until = days.DayField(label=gettext_lazy("until"), required=False)
    words = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=100)

    def __init__(self, *args: Any, agencies: Iterable[Agency], columns: Iterable[Column], **more: Any) -> None:
        super().__init__(*args, **more)
        self._agencies = {str(each.pk): each for each in agencies}
        self._columns = {str(each.pk): each for each in columns}
        names = [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()]
        self.fields["agency"].choices = names  # type: ignore[attr-defined]
        self.fields["column"].choices = [("", "—"), *days.tree(self._columns.values())]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """What was asked for; with faults or nothing typed, everything of the first agency."""
        data = getattr(self, "cleaned_data", {})
        agency = self._agencies.get(data.get("agency", "")) or next(iter(self._agencies.values()))
        return Wish(
            agency=agency,
            column=self._columns.get(data.get("column", "")),
            since=data.get("since"),
            until=data.get("until"),
            words=data.get("words", ""),
        )


class MakeForm(forms.Form):
    """What is made of the ticked items."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is printed"), choices=Paper.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Title on the print"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Of a leaflet or list; empty: its kind."),
    )
    point = forms.ChoiceField(
        label=gettext_lazy("Reading point"), required=False, help_text=gettext_lazy("Only of a hand-over list.")
    )

    def __init__(self, *args: Any, points: Iterable[ReadingPoint], **more: Any) -> None:
        super().__init__(*args, **more)
        self._points = {str(each.pk): each for each in points}
        self.fields["point"].choices = [("", "—"), *((pk, each.name) for pk, each in self._points.items())]  # type: ignore[attr-defined]

    @property
    def chosen_point(self) -> ReadingPoint | None:
        """Where the list goes. Only after `is_valid`."""
        return self._points.get(self.cleaned_data["point"])


class ConfirmForm(forms.Form):
    """Where a print went."""

    on = days.DayField(label=gettext_lazy("Day"))
    name = forms.CharField(
        label=gettext_lazy("Received or posted by"),
        max_length=100,
        help_text=gettext_lazy("Who signed at the reading point, or put it up or handed it out."),
    )
    proof = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        help_text=gettext_lazy("The signed second copy, or a photo of the board."),
    )


class PointForm(forms.Form):
    """A reading point."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    name = forms.CharField(label=gettext_lazy("Name of the place"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ReadingPoint.Kind.choices)
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=200)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **more: Any) -> None:
        super().__init__(*args, **more)
        self._agencies = {str(each.pk): each for each in agencies}
        names = [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()]
        self.fields["agency"].choices = names  # type: ignore[attr-defined]

    @property
    def chosen_agency(self) -> Agency:
        """Whose it is. Only after `is_valid`."""
        return self._agencies[self.cleaned_data["agency"]]
