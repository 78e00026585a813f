"""The declarative list: columns, chips to filter by, search, keyset paging, saved views, export and acts on many rows.

A list is a class; a page answers with it in one line:

    class People(lists.List):
        title = _("People")
        order_by = ("name", "id")            # the last one unique; null values cannot be paged
        search_label = _("Find by name")
        columns = (
            lists.Column("name", _("Name"), lead=True, link=lambda row: reverse("accounts:person", args=[row.pk])),
            lists.Column("home", _("Agency"), value=lambda row: row.home.short_name),
            lists.Column("is_active", _("State"), template="accounts/cells/state.html"),
        )
        filters = (
            lists.Choice("state", _("State"), (("active", _("Active")),), {"active": Q(is_active=True)}),
            lists.Choice("agency", _("Agency"), agency_options, lambda rows, value: rows.filter(home_id=value)),
            lists.Dates("since", _("Since"), "created_at"),
        )
        export_name = "people"

        def rows(self):                      # scoped to what the person may see; joins what the cells need
            return Person.objects.filter(home__in=self.request.access.agencies(Permission.PERSON_VIEW))

        def searched(self, rows, words):
            return rows.filter(name__icontains=words)

    @requires(Permission.PERSON_VIEW)
    def people(request):
        return lists.respond(request, People)

The page runs two queries for its rows, and one for each filter whose options are asked of the database.
On a phone each row becomes a small record. Acts on many rows: give `bulk` and `bulk_url`; the address gets a POST with
`action`, the ticked ids as `row`, and `next`, the page to go back to (`lists.chosen(request)` reads them).
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.core import exports, keyset

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Column:
    """One column. `value` gives the cell of a row (default: the attribute `name`); `template` prints it with
    `row` and `value`; `link` gives its address; `lead` is the one that names the row; `text` is for exports."""

    name: str
    label: Any
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    template: str = ""
    lead: bool = False
    numeric: bool = False
    text: Callable[[Any], Any] | None = None
    exported: bool = True

    def of(self, row: Any) -> Any:
        """The value of a row's cell."""
        return self.value(row) if self.value else getattr(row, self.name)

    def plain(self, row: Any) -> Any:
        """The value for an export."""
        return self.text(row) if self.text else self.of(row)

    @property
    def attributes(self) -> SafeString:
        """What the cells of this column say of themselves; a phone shows the label before the value."""
        look = " ".join(name for name, is_so in (("lead", self.lead), ("n", self.numeric)) if is_so)
        label = "" if self.lead else format_html(' data-l="{}"', self.label)
        return format_html("{}{}", label, format_html(' class="{}"', look) if look else "")


@dataclass(frozen=True)
class Option:
    """One value to filter by; `depth` indents it in a tree."""

    value: str
    label: Any
    depth: int = 0

    @property
    def indented(self) -> str:
        """The label under its parents, for a plain select box."""
        return "\u3000" * self.depth + str(self.label)


Options = Sequence[tuple[str, Any]] | Callable[[HttpRequest], Iterable[Option]]
Apply = dict[str, Q] | Callable[[Rows, str], Rows]


@dataclass(frozen=True)
class Choice:
    """A chip with options. `apply` is a mapping from value to Q, or a function of rows and value.

    Few options are offered as a group of boxes, many as a select box that can be searched.
    """

    name: str
    label: Any
    options: Options
    apply: Apply
    template: ClassVar[str] = "core/filters/choice.html"

    def bound(self, request: HttpRequest) -> "Bound":
        """This filter with what the address says; an unknown value counts as none."""
        if callable(self.options):
            options = list(self.options(request))
        else:
            options = [Option(value, label) for value, label in self.options]
        value = request.GET.get(self.name, "")
        found = next((option for option in options if option.value == value), None)
        shown = str(found.label) if found else ""
        return Bound(self, {self.name: value} if found else {}, shown, options)

    def applied(self, rows: Rows, values: dict[str, str]) -> Rows:
        """The rows that fit."""
        value = values[self.name]
        return rows.filter(self.apply[value]) if isinstance(self.apply, dict) else self.apply(rows, value)


@dataclass(frozen=True)
class Dates:
    """A chip with a first and a last day on a date or date-time field."""

    name: str
    label: Any
    field: str
    is_moment: bool = True
    template: ClassVar[str] = "core/filters/dates.html"

    def bound(self, request: HttpRequest) -> "Bound":
        """This filter with what the address says; what is no date counts as none."""
        values = {}
        for end in ("from", "to"):
            text = request.GET.get(f"{self.name}_{end}", "")
            if _day(text):
                values[f"{self.name}_{end}"] = text
        first, last = values.get(f"{self.name}_from", ""), values.get(f"{self.name}_to", "")
        return Bound(self, values, f"{first} – {last}" if values else "", [], first=first, last=last)

    def applied(self, rows: Rows, values: dict[str, str]) -> Rows:
        """The rows that fit."""
        path = f"{self.field}__date" if self.is_moment else self.field
        if first := values.get(f"{self.name}_from"):
            rows = rows.filter(**{f"{path}__gte": first})
        if last := values.get(f"{self.name}_to"):
            rows = rows.filter(**{f"{path}__lte": last})
        return rows


Filter = Choice | Dates


@dataclass(frozen=True)
class Bound:
    """A filter with the values of this request."""

    filter: Filter
    values: dict[str, str]
    shown: str
    options: list[Option]
    first: str = ""
    last: str = ""

    @property
    def value(self) -> str:
        """The single value of a choice."""
        return self.values.get(self.filter.name, "")

    @property
    def is_long(self) -> bool:
        """Whether there are too many options to lay out."""
        return len(self.options) > 10


@dataclass(frozen=True)
class Bulk:
    """An act on the ticked rows: its name in the POST, its words, and the look of its button."""

    name: str
    label: Any
    look: str = ""


@dataclass(frozen=True)
class Tab:
    """A named set of filters: the query behind it, perhaps a count, perhaps an address that removes it."""

    label: Any
    query: str
    count: int | None = None
    remove_url: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell, ready to print."""

    column: Column
    value: Any
    url: str
    attributes: SafeString


@dataclass(frozen=True)
class Line:
    """One row, ready to print."""

    row: Any
    cells: list[Cell]


@dataclass
class List:
    """Subclass it, declare, and answer with `respond`. See the head of this module."""

    request: HttpRequest
    context: dict[str, Any] = field(default_factory=dict)

    title: ClassVar[Any] = ""
    lede: ClassVar[Any] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    order_by: ClassVar[tuple[str, ...]] = ("-id",)
    page_size: ClassVar[int] = 50
    search_label: ClassVar[Any] = ""
    bulk: ClassVar[tuple[Bulk, ...]] = ()
    bulk_url: ClassVar[Any] = ""
    export_name: ClassVar[str] = ""
    # Parameters of the address that are no filters: they stay when filters are set or cleared.
    kept: ClassVar[tuple[str, ...]] = ()
    empty_title: ClassVar[Any] = ""
    empty_text: ClassVar[Any] = ""
    template: ClassVar[str] = "core/list.html"

    def rows(self) -> Rows:
        """All rows the person may see, with what the cells need."""
        raise NotImplementedError

    def searched(self, rows: Rows, words: str) -> Rows:
        """The rows that match the search box."""
        return rows

    def tabs(self) -> list[Tab]:
        """Saved views, first of all the built-in ones."""
        return []

    def prepare(self, rows: list[Any]) -> None:
        """Put on the rows of one page what their cells need, in a fixed number of queries."""

    def extra(self) -> dict[str, Any]:
        """More context for the template."""
        return {}

    def visible_columns(self) -> tuple[Column, ...]:
        """The columns of this page."""
        return self.columns


def respond(request: HttpRequest, list_class: type[List], **context: Any) -> HttpResponseBase:
    """Answer with a list: the page, or the export when the address asks for one."""
    shown = list_class(request, context)
    bound = [each.bound(request) for each in shown.filters]
    words = request.GET.get("q", "").strip()[:100]
    rows = source = shown.rows()
    for each in bound:
        if each.values:
            rows = each.filter.applied(rows, each.values)
    if words and shown.search_label:
        rows = shown.searched(rows, words)
    if shown.export_name and request.GET.get("export") in exports.FORMATS:
        return _export(shown, rows, request.GET["export"])
    try:
        cursor = request.GET.get("cursor", "")
        page = keyset.page(rows, by=shown.order_by, size=shown.page_size, cursor=cursor, source=source)
    except keyset.BadCursor:
        return HttpResponseRedirect(address(request, cursor=""))
    shown.prepare(page.rows)
    columns = shown.visible_columns()
    looks = [(column, column.attributes) for column in columns]
    lines = [Line(row, [_cell(column, row, attributes) for column, attributes in looks]) for row in page.rows]
    is_narrowed = bool(words or any(each.values for each in bound))
    filled = {
        "heading": shown.title,
        "lede": shown.lede,
        "list": shown,
        "columns": columns,
        "lines": lines,
        "page": page,
        "filters": bound,
        "words": words,
        "is_narrowed": is_narrowed,
        "kept": [(name, request.GET[name]) for name in shown.kept if request.GET.get(name)],
        "clear_url": _cleared(request, shown),
        "tabs": _tabs(shown),
        "empty_title": shown.empty_title or gettext("Nothing here yet"),
        "exports": [(name, address(request, export=name, cursor="")) for name in exports.FORMATS],
    }
    return render(request, shown.template, filled | context | shown.extra())


def _cleared(request: HttpRequest, shown: List) -> str:
    return address(request, **{name: "" for name in request.GET if name not in shown.kept})


def _cell(column: Column, row: Any, attributes: SafeString) -> Cell:
    return Cell(column, column.of(row), column.link(row) if column.link else "", attributes)


def _tabs(shown: List) -> list[tuple[Tab, bool]]:
    here = shown.request.GET.copy()
    for name in ("cursor", "export"):
        here.pop(name, None)
    return [(tab, _same(QueryDict(tab.query), here)) for tab in shown.tabs()]


def _same(one: QueryDict, other: QueryDict) -> bool:
    return {name: value for name, value in one.items() if value} == {
        name: value for name, value in other.items() if value
    }


def _export(shown: List, rows: Rows, name: str) -> HttpResponseBase:
    columns = [column for column in shown.columns if column.exported]
    head = [str(column.label) for column in columns]

    def lines() -> Iterable[list[Any]]:
        chunk: list[Any] = []
        for row in rows.order_by(*shown.order_by).iterator(chunk_size=1000):
            chunk.append(row)
            if len(chunk) == 1000:
                yield from _plain(shown, columns, chunk)
                chunk = []
        yield from _plain(shown, columns, chunk)

    return exports.respond(name, shown.export_name, head, lines())


def _plain(shown: List, columns: list[Column], chunk: list[Any]) -> Iterable[list[Any]]:
    shown.prepare(chunk)
    return [[column.plain(row) for column in columns] for row in chunk]


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with parameters changed; an empty value removes one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


@dataclass(frozen=True)
class Chosen:
    """What a bulk POST asks for."""

    action: str
    ids: tuple[int, ...]
    back: str


def chosen(request: HttpRequest, *, fallback: str) -> Chosen:
    """Read a bulk POST: the act, the ticked ids, and where to go back to (`fallback` when the address is foreign)."""
    ids = tuple(int(text) for text in request.POST.getlist("row") if text.isdecimal())
    return Chosen(request.POST.get("action", ""), ids, way_back(request, fallback=fallback))


def way_back(request: HttpRequest, *, fallback: str) -> str:
    """Where the form says to go next, when that is an address of ours."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if back and is_ours else fallback


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
