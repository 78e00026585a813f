"""A figure opened: what its parts come to, whose records stand behind it, and into which of them one may look."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from gongkai.accounts import permissions
from gongkai.accounts.queries import Access
from gongkai.orgs.models import Agency
from gongkai.statistics.queries import counting, keeping, spans
from gongkai.statistics.queries.counting import Number, Whose
from gongkai.statistics.queries.indicators import Indicator, Part
from gongkai.statistics.queries.keeping import Sums
from gongkai.statistics.queries.sources import SOURCES
from gongkai.statistics.queries.spans import Place, Scope

# Where so few agencies have any of what is listed, they are named to the database, which then need not look for them.
_FEW = 50


@dataclass(frozen=True)
class Opened:
    """One figure opened onto the records of one of its parts, for one person.

    `parts` are all of the indicator with what they come to; `whose` are the agencies whose records are listed, of
    which there are `listed`; `below` are the agencies of the next level, to go on to, one of which may be `chosen`;
    `hidden` is what stands in records that the person may not look into.
    """

    indicator: Indicator
    scope: Scope
    parts: tuple[tuple[Part, Number], ...]
    part: Part
    whose: Whose
    listed: Number
    below: tuple[Place, ...] = ()
    chosen: Place | None = None
    hidden: Number = 0
    # What each part comes to by agency, and who counts for whom, where that had to be asked for.
    sums: Sums | None = field(default=None, repr=False)
    inherited: dict[int, int] | None = field(default=None, repr=False)

    @property
    def total(self) -> Number:
        """The figure as it was counted."""
        return sum((number for _part, number in self.parts), start=0)


def opened(one: Indicator, scope: Scope, access: Access, *, part: int | None = None, branch: str = "") -> Opened:
    """A figure opened onto the records of one of its parts, of all below it or one branch. At most six queries.

    `part` is its place among the parts, by itself the first that comes to anything; `branch` is the key of an agency
    of the next level, as addresses have them.
    """
    is_top = scope.with_subtree and scope.agency.parent_id is None
    if is_top and all(_sees(access, each, place_of(scope), below=True) for each in one.parts):
        whole = _whole(one, scope, part, branch)
        if whole is not None:
            return whole
    return _by_agency(one, scope, access, part, branch)


def place_of(scope: Scope) -> Place:
    """The place of the agency of a scope."""
    return Place(scope.agency.pk, scope.agency.path, scope.agency.short_name)


def sum_of(sums: Sums, part: Part, agencies: Iterable[int]) -> Number:
    """What some agencies have of a part."""
    return sum((sums[part].get(pk, 0) for pk in agencies), start=0)


def _part(parts: tuple[tuple[Part, Number], ...], place: int | None) -> Part:
    if place is None:
        return next((part for part, number in parts if number), parts[0][0])
    return parts[min(place, len(parts) - 1)][0]


def _whole(one: Indicator, scope: Scope, place: int | None, branch: str) -> Opened | None:
    """All records there are, for who may look into all: added up by the database, however many agencies.

    None where there is more than this tree, or kept sums do not tell. At most five queries.
    """
    top = Agency.objects.filter(Q(parent=scope.agency) | Q(parent=None)).in_tree_order()
    rows = list(top.values_list("pk", "path", "short_name", "dissolved_on"))
    below = tuple(Place(*row) for row in rows if row[1].startswith(scope.agency.path) and row[0] != scope.agency.pk)
    found = keeping.whole(one.parts, scope.span) if len(below) == len(rows) - 1 else None
    if found is None:
        return None
    parts = tuple((each, found[each].number) for each in one.parts)
    part = _part(parts, place)
    chosen = _chosen(below, branch)
    if chosen is None:
        whose, there = None, found[part].number
        if found[part].agencies <= _FEW:
            whose = _having(keeping.by_agency([part], scope, None), part)
        return Opened(one, scope, parts, part, whose, there, below)
    inherited = spans.heirs(scope.span.last)
    own = Agency.objects.filter(path__startswith=chosen.path).values_list("pk", flat=True)
    bearing = counting.with_inherited(set(own), inherited)
    sums = keeping.by_agency([part], scope, bearing)
    there = sum_of(sums, part, bearing)
    return Opened(one, scope, parts, part, _fewest(sums, part, bearing), there, below, chosen, inherited=inherited)


def _by_agency(one: Indicator, scope: Scope, access: Access, place: int | None, branch: str) -> Opened:
    """The records of an agency, or of those below it into which a person may look."""
    places = spans.places(scope.agency) if scope.with_subtree else [place_of(scope)]
    within = [each for each in places if each.path.startswith(scope.agency.path)]
    inherited = spans.heirs(scope.span.last)
    is_everything = scope.with_subtree and len(within) == len(places)
    counted = None if is_everything else _bearing(within, inherited)
    sums = keeping.by_agency(one.parts, scope, counted)
    parts = tuple((each, sum(sums[each].values(), start=0)) for each in one.parts)
    part = _part(parts, place)

    seen = [each for each in within if _sees(access, part, each)]
    below = tuple(each for each in seen if _level(each) == _level(place_of(scope)) + 1)
    chosen = _chosen(below, branch)
    listed = [each for each in seen if chosen is None or each.path.startswith(chosen.path)]
    whose = counted if len(listed) == len(within) else _bearing(listed, inherited)
    having = _having(sums, part) if whose is None else [pk for pk in whose if sums[part].get(pk)]
    there = sum_of(sums, part, having)
    visible = there if chosen is None else sum_of(sums, part, _bearing(seen, inherited))
    return Opened(
        one,
        scope,
        parts,
        part,
        having if len(having) <= _FEW else whose,
        there,
        below,
        chosen,
        dict(parts)[part] - visible,
        sums,
        inherited,
    )


def _chosen(below: Iterable[Place], branch: str) -> Place | None:
    return next((each for each in below if str(each.pk) == branch), None)


def _having(sums: Sums, part: Part) -> list[int]:
    return sorted(pk for pk, some in sums[part].items() if some)


def _fewest(sums: Sums, part: Part, bearing: list[int]) -> list[int]:
    having = _having(sums, part)
    return having if len(having) <= _FEW else bearing


def _bearing(places: Iterable[Place], inherited: dict[int, int]) -> list[int]:
    return counting.with_inherited({each.pk for each in places}, inherited)


def _level(place: Place) -> int:
    return place.path.count("/")


def _sees(access: Access, part: Part, place: Place, *, below: bool = False) -> bool:
    """Whether a person may open the records of a part in an agency, and if asked in all `below` it. No query."""
    roles = permissions.roles_that_permit(SOURCES[part.source].permission)
    return any(
        each.role in roles
        and ((each.agency_id == place.pk and not below) or (each.with_subtree and place.path.startswith(each.path)))
        for each in access.held
    )
