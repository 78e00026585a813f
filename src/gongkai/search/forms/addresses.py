"""Addresses of the same search with something changed."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

from gongkai.search.forms import searching
from gongkai.search.queries.engine import SearchQuery

LONGEST = 1000


class Addresses:
    """A search as the parameters of its address, in one fixed order, without what is as ever."""

    def __init__(self, query: SearchQuery) -> None:
        filters = query.filters
        self.parameters: dict[str, Any] = {
            "q": query.text,
            "agency": filters.agency,
            "column": filters.column,
            "topic": filters.topic,
            "genre": filters.genre,
            "validity": filters.validity,
            "kind": filters.kind,
            "year": filters.year,
            "since": filters.since,
            "until": filters.until,
            "where": "" if query.where == "everything" else query.where,
            "sort": "" if query.order == "relevance" else query.order,
            "exact": "" if query.with_synonyms else "1",
        }

    def to(self, **changes: Any) -> str:
        """The address with these parameters changed, beginning at the first page unless `page` is given."""
        return f"?{self.line(**changes)}"

    def line(self, **changes: Any) -> str:
        """The same without its question mark."""
        values = {name: value for name, value in {**self.parameters, **changes}.items() if value}
        return urlencode(values, quote_via=quote)

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """What a form must carry along, but for the fields it shows."""
        return [(name, str(value)) for name, value in self.parameters.items() if value and name not in without]


def query_of(line: str) -> SearchQuery:
    """The search that parameters stand for; what is wrong in them is left out."""
    form = searching.SearchForm(QueryDict(line))
    form.is_valid()
    return form.query()
