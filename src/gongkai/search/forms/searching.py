"""The search form as it comes from an address: every field by itself, and what is wrong does not stop the rest."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.disclosures.models import Item
from gongkai.search.queries import engine, matching, schema

LONGEST = 20_000
LAST_PAGE = engine.DEEPEST // engine.PAGE_SIZE
BIGGEST_ID = 2**63 - 1


class SearchForm(forms.Form):
    """Words and filters. After `is_valid`, whatever it says, `query()` is what can be searched."""

    # A character the fields would refuse is taken for what it is in a search: nothing.
    NOTHING = "\x00"

    q = forms.CharField(required=False)
    agency = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)
    column = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)
    topic = forms.CharField(required=False, max_length=60)
    genre = forms.CharField(required=False, max_length=60)
    validity = forms.ChoiceField(required=False, choices=Item.Validity.choices)
    kind = forms.ChoiceField(required=False, choices=[(each, each) for each in schema.KINDS])
    year = forms.IntegerField(required=False, min_value=1900, max_value=2999)
    since = forms.DateField(label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    where = forms.ChoiceField(
        required=False,
        choices=[("everything", _("Everywhere")), ("title", _("Titles")), ("attachments", _("Attachments"))],
    )
    sort = forms.ChoiceField(required=False, choices=[("relevance", _("Best match")), ("date", _("Newest"))])
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)
    exact = forms.BooleanField(required=False)

    def __init__(self, address: QueryDict) -> None:
        values = {name: str(address[name])[:LONGEST].replace(self.NOTHING, "") for name in address}
        super().__init__(values)

    def clean(self) -> dict[str, Any]:
        """Both ends of a period in their order."""
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first; it was left out."))
        return values

    def query(self) -> engine.SearchQuery:
        """What is asked, without the fields that are wrong."""
        values = self.cleaned_data
        return engine.SearchQuery(
            text=values.get("q") or "",
            filters=matching.Filters(
                agency=values.get("agency"),
                column=values.get("column"),
                topic=values.get("topic") or "",
                genre=values.get("genre") or "",
                validity=values.get("validity") or "",
                kind=values.get("kind") or "",
                year=values.get("year"),
                since=values.get("since"),
                until=values.get("until"),
            ),
            where=values.get("where") or "everything",
            order=values.get("sort") or "relevance",
            page=values.get("page") or 1,
            with_synonyms=not values.get("exact"),
        )
