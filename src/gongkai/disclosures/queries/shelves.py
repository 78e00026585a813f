"""What may be chosen for the items of an agency: above all into which columns they may go."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column, Obligation, Term
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency

# An agency is at home in a column as long as something it published there is not older.
PRACTICE = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Shelf:
    """The open columns offered to some agencies on a day, in tree order; `standing` is offered whoever owns it."""

    columns: Sequence[Column]
    on: datetime.date
    standing: int | None = None

    def takes(self, column: Column, agency: Agency) -> bool:
        """Whether an item of an agency may go into a column. One query where the column belongs to another."""
        if column.owner_id in agency.ancestor_ids or column.pk == self.standing:
            return True
        return column.pk in _lent([agency], {column.pk}, on=self.on)


def open_to(
    agencies: Collection[Agency],
    *,
    on: datetime.date,
    standing: int | None = None,
    among: Sequence[Column] | None = None,
) -> Shelf:
    """Where items of these agencies may go on a day. Two queries at most, one where the open columns are at hand.

    Their own columns and those of the agencies above; columns of any other agency in which they have a duty in force,
    which is how the keeper of the directory lets them in, or in which something of theirs is public that is not older
    than PRACTICE; a merged column means the one it was merged into. `standing` is the key of the column an item of
    theirs is in already: it stays there. `among` are the open columns, where they are at hand.
    """
    if among is None:
        rows = Column.objects.filter(Q(closed_on=None) | Q(pk=standing or 0))
        among = list(rows.select_related("parent").in_tree_order())
    own = {number for each in agencies for number in each.ancestor_ids}
    foreign = {each.pk for each in among if each.owner_id not in own and each.pk != standing}
    offered = _lent(agencies, foreign, on=on) | {standing} if foreign else {standing}
    return Shelf([each for each in among if each.owner_id in own or each.pk in offered], on, standing)


def _lent(agencies: Collection[Agency], columns: Collection[int], *, on: datetime.date) -> set[int | None]:
    """Those of some columns in which any of the agencies has a duty or publishes. One query."""
    keys = [each.pk for each in agencies]
    duties = Obligation.objects.filter(_in("column", columns), agency__in=keys).exclude(ended_on__lte=on)
    past = Item.objects.public().filter(agency__in=keys, first_published_at__gte=_begin(on - PRACTICE))
    practised = past.filter(_in("public_revision__column", columns))
    rows = duties.values_list("column_id", "column__merged_into_id").union(
        practised.values_list("public_revision__column_id", "public_revision__column__merged_into_id")
    )
    return {merged or column for column, merged in rows}


def _in(name: str, columns: Collection[int]) -> Q:
    return Q(**{f"{name}__in": columns}) | Q(**{f"{name}__merged_into__in": columns})


def _begin(day: datetime.date) -> datetime.datetime:
    """The first moment of a day: compared as it is stored, where a day would be worked out for each item."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@dataclass(frozen=True)
class Choices:
    """What may be chosen for an item of some agencies."""

    shelf: Shelf
    topics: list[Term]
    genres: list[Term]
    obligations: list[Obligation]


def choices(agencies: Collection[Agency], *, on: datetime.date, standing: int | None = None) -> Choices:
    """Columns, words and duties for items of these agencies. Five queries; `standing` as in `open_to`."""
    duties = Obligation.objects.filter(agency__in=agencies, ended_on__isnull=True)
    return Choices(
        shelf=open_to(agencies, on=on, standing=standing),
        topics=catalog.terms("topics", on=on),
        genres=catalog.terms("genres", on=on),
        obligations=list(duties.order_by("code", "id")[:500]),
    )
