"""A statutory form filled with figures: counted, or stated by hand in place of the count, with the sums that follow."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from gongkai.orgs.models import Agency
from gongkai.rules import forms
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import counting, indicators, spans
from gongkai.statistics.queries.counting import Number, Values
from gongkai.statistics.queries.indicators import Indicator
from gongkai.statistics.queries.spans import Scope

Cells = dict[str, Number]
Count = Callable[[Scope, Iterable[Indicator]], Values]


@dataclass(frozen=True)
class FilledCell:
    """A cell with its figure. `statements` are those it was stated by; `is_moved` tells that a sum follows one."""

    cell: forms.Cell
    indicator: Indicator
    number: Number
    statements: tuple[Statement, ...] = ()
    is_moved: bool = False

    @property
    def is_entered(self) -> bool:
        """Whether a person stated it, in full or in part."""
        return bool(self.statements)


@dataclass(frozen=True)
class FilledForm:
    """A form of a scope with a figure in every cell, in the order of the form."""

    scope: Scope
    edition: str
    cells: Mapping[str, FilledCell]

    @property
    def statements(self) -> list[Statement]:
        """What was stated by hand, in the order of the form."""
        return list({each.pk: each for cell in self.cells.values() for each in cell.statements}.values())


def fill(scope: Scope, edition: str, *, count: Count = counting.count) -> FilledForm:
    """Fill a form. At most four queries, and four more where figures were stated.

    With `keeping.count` it is quick for a large tree. Figures stated by hand hold for whole years. Raises ValueError
    for an unknown edition.
    """
    by_cell = indicators.of_edition(edition)
    wanted = list({each.id: each for each in by_cell.values()}.values())
    counted = count(scope, wanted)
    cells: Cells = {cell: counted[each.id] for cell, each in by_cell.items()}
    stated = standing(scope) if scope.span == spans.year(scope.span.year) else []
    stated = [each for each in stated if each.indicator in counted]
    moved: set[str] = set()
    if stated:
        agencies = Agency.objects.filter(pk__in={each.agency_id for each in stated})
        own = counting.by_agency(agencies, scope.span, wanted)
        for agency in sorted({each.agency_id for each in stated}):
            values = own.get(agency, {})
            before = {cell: values.get(each.id, 0) for cell, each in by_cell.items()}
            after = adjusted(before, [each for each in stated if each.agency_id == agency], edition)
            for cell, number in after.items():
                if number != before[cell]:
                    cells[cell] += number - before[cell]
                    moved.add(cell)
    return FilledForm(
        scope,
        edition,
        {
            id: FilledCell(
                cell,
                by_cell[id],
                cells[id],
                tuple(each for each in stated if each.indicator == by_cell[id].id),
                id in moved,
            )
            for id, cell in forms.form(edition).cells.items()
        },
    )


def standing(scope: Scope) -> list[Statement]:
    """The statements in force for a scope's agencies and year: the newest of each agency and figure. One query."""
    return standing_of(scope.bearers, scope.span.year)


def standing_of(agencies: QuerySet[Agency], year: int) -> list[Statement]:
    """The statements in force for some agencies and a year. One query."""
    rows = Statement.objects.filter(agency__in=agencies, year=year).select_related("agency", "author", "file")
    newest = {(each.agency_id, each.indicator): each for each in rows.order_by("id")}
    return [each for each in newest.values() if each.number is not None]


def history(agency: Agency, year: int, indicator: str) -> list[Statement]:
    """Every statement of one figure, newest first. One query."""
    rows = Statement.objects.filter(agency=agency, year=year, indicator=indicator)
    return list(rows.select_related("author", "file").order_by("-id"))


def adjusted(counted: Cells, statements: Iterable[Statement], edition: str) -> Cells:
    """An agency's cells with what was stated in place of the count, and every sum of the form that follows from it."""
    cells = dict(counted)
    fixed: set[str] = set()
    for statement in statements:
        for form, cell in indicators.indicator(statement.indicator).cells:
            if form == edition and statement.number is not None:
                cells[cell] = plain(statement.number)
                fixed.add(cell)
    changed = set(fixed)
    sums = [each for each in forms.form(edition).relations if is_sum(each)]
    while changed:
        followed: set[str] = set()
        for each in sums:
            (total,) = each.left
            if total in fixed or not changed & set(each.right):
                continue
            number: Number = sum((cells[part] for part in each.right), start=Decimal(0))
            if number != cells[total]:
                cells[total] = number
                followed.add(total)
        changed = followed
    return cells


def follows(one: Indicator, stated: Iterable[str]) -> bool:
    """Whether a figure is a sum of the form that changes with figures stated by hand. No query."""
    by_hand = [indicators.indicator(each) for each in stated]
    for edition, cell in one.cells:
        changed = {place for each in by_hand for form, place in each.cells if form == edition}
        size = 0
        while size != len(changed):
            size = len(changed)
            sums = (each for each in forms.form(edition).relations if is_sum(each) and changed & set(each.right))
            changed |= {total for each in sums for total in each.left}
        if cell in changed:
            return True
    return False


def is_sum(relation: forms.Relation) -> bool:
    """Whether a relation says that one cell is the sum of others of the same report."""
    return (
        relation.kind == "equal"
        and relation.severity == "error"
        and len(relation.left) == 1
        and bool(relation.right)
        and not relation.minus
        and not relation.last
    )


def plain(number: Number) -> Number:
    """A whole number as an int, any other as a decimal without empty places."""
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else number.normalize()
    return number
