"""Rows that stand in a tree, kept so that a whole branch, or the order of the tree, is one condition and no recursion.

`path` names the way from the root by keys, `sort_path` by positions. Both follow from the parent: `place` writes them
on a new row, `replant` on a row and all below it. Whoever does either locks the tree first (`lock`).
"""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record

Row = TypeVar("Row", bound="TreeRow", covariant=True)


class TreeQuerySet(models.QuerySet[Row]):
    """Sets of rows of a tree."""

    def within(self, row: "TreeRow") -> Self:
        """A row and all below it."""
        return self.filter(path__startswith=row.path)

    def in_tree_order(self) -> Self:
        """Parents before children, in the order the office set."""
        return self.order_by("sort_path", "id")

    def lock(self) -> None:
        """Wait for other acts on the shape of the tree: they all lock its first rows."""
        list(self.select_for_update().filter(parent__isnull=True).order_by("pk").values_list("pk"))


class TreeRow(Record):
    """A row of a tree. The model itself declares `parent`, a foreign key to itself."""

    path = models.TextField(editable=False, default="")
    sort_path = models.TextField(editable=False, default="")
    position = models.PositiveIntegerField(_("position"), default=100)

    class Meta:
        abstract = True

    @property
    def depth(self) -> int:
        """Steps below the root; the root is 0."""
        return self.path.count("/") - 2

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to the row itself."""
        return [int(part) for part in self.path.split("/") if part]

    def contains(self, other: "TreeRow") -> bool:
        """Tell whether the other row is this one or stands below it."""
        return other.path.startswith(self.path)


def place(row: TreeRow, parent: TreeRow | None) -> None:
    """Write both paths of a row below a parent; the row has its key already and is not saved."""
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    row.sort_path = f"{parent.sort_path if parent else '/'}{row.position:05d}-{row.pk:09d}/"


def replant(row: TreeRow, parent: TreeRow | None) -> None:
    """Write both paths of a row and of all below it, in one statement."""
    old_path, old_sort = row.path, row.sort_path
    place(row, parent)
    type(row)._default_manager.filter(path__startswith=old_path).update(
        path=Concat(Value(row.path), Substr("path", len(old_path) + 1)),
        sort_path=Concat(Value(row.sort_path), Substr("sort_path", len(old_sort) + 1)),
    )
