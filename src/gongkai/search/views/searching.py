"""The search page: from the address to a query, from the result to links and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.core import pages
from gongkai.core.permissions import PUBLIC, requires
from gongkai.disclosures import pages as disclosures
from gongkai.search.forms import addresses as links
from gongkai.search.forms import searching as forms
from gongkai.search.queries import generations, results, schema, wanted

RETRY_SECONDS = 60
FOLLOW, FEED = "/search/follow/", "/search/feed.xml"
KINDS = {
    schema.ITEM: pgettext_lazy("search", "Published documents"),
    schema.ANSWER: pgettext_lazy("search", "Answers to requests"),
    schema.REPORT: pgettext_lazy("search", "Annual reports"),
}
HEADINGS = {
    "kind": pgettext_lazy("search", "What it is"),
    "agency": gettext_lazy("Agency"),
    "year": gettext_lazy("Year"),
    "genre": gettext_lazy("Genre"),
    "topic": pgettext_lazy("search", "Topic"),
    "column": gettext_lazy("Column"),
    "validity": gettext_lazy("Validity"),
}
# On a found record; what most of them are needs no word.
MARKS = {
    schema.ANSWER: pgettext_lazy("search", "answered request"),
    schema.REPORT: pgettext_lazy("search", "annual report"),
}
_STEPS = 20


@dataclass(frozen=True)
class ValueView:
    """A line of a facet: its address sets the filter, or takes it away when it is set."""

    name: str
    count: str
    address: str
    width: str
    is_selected: bool


@dataclass(frozen=True)
class FacetView:
    """A facet with its heading."""

    heading: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address that takes it away."""

    words: str
    address: str


@dataclass(frozen=True)
class Choice:
    """One of a few ways, as a link."""

    name: str
    address: str
    is_selected: bool


@dataclass(frozen=True)
class HitView:
    """A found item as the page prints it."""

    hit: results.Hit
    address: str
    tag: pages.Tag | None
    day: str
    mark: str


@requires(PUBLIC)
@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Search what is public. Wrong filters are left out and named; without an index the page says so."""
    form = forms.SearchForm(request.GET)
    form.is_valid()
    query = form.query()
    context: dict[str, Any] = {"form": form, "query": query, "section": "search", "errors": _errors(form)}
    try:
        result = results.search(query)
    except generations.IndexMissing:
        response = render(request, "search/search.html", context, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    context |= _context(result, links.Addresses(query))
    return render(request, "search/search.html", context)


def _context(result: results.SearchResult, addresses: links.Addresses) -> dict[str, Any]:
    query = result.query
    first = (query.page - 1) * query.size + 1
    chips = list(_chips(result, addresses))
    return {
        "result": result,
        "hits": [_hit(hit) for hit in result.hits],
        "facets": list(_facets(result, addresses)),
        "chips": chips,
        "total": pages.count(result.total),
        "without_filters": addresses.to(**dict.fromkeys(_FILTERS, "")) if chips else "",
        "meant": addresses.to(q=result.meant) if result.meant else "",
        "follow": f"{FOLLOW}{addresses.to(sort='')}",
        "feed": f"{FEED}{addresses.to(sort='')}",
        "typed_words": addresses.to(exact="1"),
        "with_synonyms": addresses.to(exact=""),
        "phrase": _phrase_address(result, addresses),
        "orders": [
            Choice(_("Best match"), addresses.to(sort=""), query.order == "relevance"),
            Choice(_("Newest"), addresses.to(sort="date"), query.order == "date"),
        ],
        "places": [
            Choice(_("Everywhere"), addresses.to(where=""), query.where == "everything"),
            Choice(_("Titles"), addresses.to(where="title"), query.where == "title"),
            Choice(_("Attachments"), addresses.to(where="attachments"), query.where == "attachments"),
        ],
        "first": first,
        "last": first + len(result.hits) - 1,
        "previous": addresses.to(page=query.page - 1 if query.page > 2 else "") if query.page > 1 else "",
        "next": addresses.to(page=query.page + 1) if query.page < result.pages else "",
        "is_cut": query.page == result.pages and result.total > query.page * query.size,
        "carried": addresses.hidden("q"),
        "carried_beside_period": addresses.hidden("since", "until"),
    }


_FILTERS = ("agency", "column", "topic", "genre", "validity", "kind", "year", "since", "until", "where")


def _hit(hit: results.Hit) -> HitView:
    tag = disclosures.tag(hit.validity)
    return HitView(hit, hit.address, tag, pages.day(hit.published_on), str(MARKS.get(hit.kind, "")))


def _phrase_address(result: results.SearchResult, addresses: links.Addresses) -> str:
    """The address that finds the words as one phrase; empty where there is but one."""
    if len(result.words) < 2:
        return ""
    return addresses.to(q=wanted.as_phrase(result.query.text[: wanted.LONGEST_TEXT]))


def _facets(result: results.SearchResult, addresses: links.Addresses) -> Iterator[FacetView]:
    for name, heading in HEADINGS.items():
        values = result.facets.get(name, ())
        most = max((value.count for value in values), default=0)
        divides = len(values) > 1 or any(value.is_selected or value.count < result.total for value in values)
        if divides:
            yield FacetView(str(heading), tuple(_value(name, value, most, addresses) for value in values))


def _value(name: str, value: results.FacetValue, most: int, addresses: links.Addresses) -> ValueView:
    words = value.name
    if name == "validity" and value.key in disclosures.VALIDITY:
        words = str(disclosures.VALIDITY[value.key][0])
    elif name == "kind" and value.key in KINDS:
        words = str(KINDS[value.key])
    step = -(-value.count * _STEPS // most) if most else 0
    address = addresses.to(**{name: "" if value.is_selected else value.key})
    return ValueView(words, pages.count(value.count), address, f"w{step}", value.is_selected)


def _chips(result: results.SearchResult, addresses: links.Addresses) -> Iterator[Chip]:
    for name, values in result.facets.items():
        for value in values:
            if value.is_selected:
                yield Chip(_value(name, value, 1, addresses).name, addresses.to(**{name: ""}))
    filters = result.query.filters
    if filters.since:
        yield Chip(_("Published from {day}").format(day=filters.since.isoformat()), addresses.to(since=""))
    if filters.until:
        yield Chip(_("Published until {day}").format(day=filters.until.isoformat()), addresses.to(until=""))
    if filters.agency and result.agency is None:
        yield Chip(_("An agency that is not here"), addresses.to(agency=""))
    if filters.column and result.column is None:
        yield Chip(_("A column that is not here"), addresses.to(column=""))


def _errors(form: forms.SearchForm) -> list[str]:
    """What was left out of the address, in a sentence each."""
    names = {
        **HEADINGS,
        "since": _("From the day"),
        "until": _("To the day"),
    }
    found = []
    for name, errors in form.errors.items():
        if name == "until" and "since" in form.cleaned_data:
            found.append(str(errors[0]))
        elif name in names:
            found.append(
                _("“{name}” holds something that cannot be understood; it was left out.").format(name=names[name])
            )
    return found
