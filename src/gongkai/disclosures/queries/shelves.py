"""What may be chosen for the items of an agency: above all into which columns they may go."""

import collections
import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column, Obligation, Term
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency

# An agency is at home in a column as long as something it published there is not older.
PRACTICE = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Shelf:
    """The open columns offered to some agencies, in tree order, and those of others that each may use besides its own.

    `lent` has the keys of columns by the key of the agency.
    """

    columns: Sequence[Column]
    lent: Mapping[int, Collection[int]]

    def takes(self, column: Column, agency: Agency) -> bool:
        """Whether an item of an agency may go into a column."""
        return column.owner_id in agency.ancestor_ids or column.pk in self.lent.get(agency.pk, ())


def open_to(
    agencies: Collection[Agency],
    *,
    on: datetime.date,
    standing: int | None = None,
    among: Sequence[Column] | None = None,
) -> Shelf:
    """Where items of these agencies may go on a day. Two queries, one where the open columns are at hand (`among`).

    Their own columns and those of the agencies above; columns of any other agency in which they have a duty in force,
    which is how the keeper of the directory lets them in, or in which something of theirs is public that is not older
    than PRACTICE; a merged column means the one it was merged into. `standing` is the key of the column an item of
    theirs is in already: it stays there.
    """
    keys = [each.pk for each in agencies]
    duties = Obligation.objects.filter(agency__in=keys).exclude(ended_on__lte=on)
    past = Item.objects.public().filter(agency__in=keys, first_published_at__date__gte=on - PRACTICE)
    practised = past.values_list("agency_id", "public_revision__column_id", "public_revision__column__merged_into_id")
    lent: dict[int, set[int]] = collections.defaultdict(set)
    for agency, column, merged in duties.values_list("agency_id", "column_id", "column__merged_into_id").union(
        practised
    ):
        if column is not None:
            lent[agency].add(merged or column)
    if standing is not None:
        for key in keys:
            lent[key].add(standing)
    own = {number for each in agencies for number in each.ancestor_ids}
    named = set().union(*lent.values())
    if among is not None:
        return Shelf([each for each in among if each.owner_id in own or each.pk in named], lent)
    taken = Q(closed_on=None) & (Q(owner__in=own) | Q(pk__in=named)) | Q(pk__in=[standing or 0])
    return Shelf(list(Column.objects.filter(taken).select_related("parent").in_tree_order()), lent)


@dataclass(frozen=True)
class Choices:
    """What may be chosen for an item of some agencies."""

    shelf: Shelf
    topics: list[Term]
    genres: list[Term]
    obligations: list[Obligation]


def choices(agencies: Collection[Agency], *, on: datetime.date, standing: int | None = None) -> Choices:
    """Columns, words and duties for items of these agencies. Seven queries; `standing` as in `open_to`."""
    duties = Obligation.objects.filter(agency__in=agencies, ended_on__isnull=True)
    return Choices(
        shelf=open_to(agencies, on=on, standing=standing),
        topics=catalog.terms("topics", on=on),
        genres=catalog.terms("genres", on=on),
        obligations=list(duties.order_by("code", "id")[:500]),
    )
