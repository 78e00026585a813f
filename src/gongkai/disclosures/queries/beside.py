"""What stands beside a text: the office's word lists, findings let stand, sealed originals, remarks. One query."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.chain_models import Remark
from gongkai.disclosures.check_models import Dismissal, Masking, WordList
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import own_lists


@dataclass(frozen=True)
class Note:
    """A remark as pages show it; `start` places its words in the text of the body."""

    text: str
    quote: str
    name: str
    at: datetime.datetime
    start: int | None


@dataclass(frozen=True)
class Beside:
    """All of it; `sealed` are revisions closed to this person."""

    lists: own_lists.OwnLists
    dismissed: Mapping[str, str]
    sealed: frozenset[int]
    remarks: Sequence[Note]


def of(revision: Revision, item: Item, access: Access) -> Beside:
    """What stands beside a revision for a person. One query."""
    parts = [
        _part(WordList.objects.filter(agency__in=item.agency.ancestor_ids), "list", "phrases", "confusables"),
        _part(Dismissal.objects.filter(item=item), "stands", "fingerprint", "reason", "by__name"),
        _part(Masking.objects.filter(original__item=item), "sealed", number="original", place="original__author"),
        _part(Remark.objects.filter(revision=revision), "remark", "text", "quote", "person__name", place="start"),
    ]
    first, *others = parts
    rows = sorted(first.union(*others, all=True), key=lambda row: (row[5], row[1]))
    kept = {name: [row for row in rows if row[0] == name] for name in ("list", "stands", "sealed", "remark")}
    closed = not access.may(Permission.ITEM_SECRECY, item.agency)
    return Beside(
        own_lists.joined([(row[2], row[3]) for row in kept["list"]]),
        {row[2]: f"{row[3]}（{row[4]}）" for row in kept["stands"]},
        frozenset(row[1] for row in kept["sealed"] if closed and row[6] != access.person.pk),
        [Note(row[2], row[3], row[4], row[5], row[6]) for row in kept["remark"]],
    )


def _part(rows: QuerySet[Any], name: str, *texts: str, number: str = "pk", place: str = "") -> QuerySet[Any, Any]:
    """Rows brought to one shape: kind, number, three texts, moment, place."""
    columns: dict[str, Any] = {"part": Value(name), "number": F(number)}
    for index in range(3):
        text: Any = F(texts[index]) if index < len(texts) else Value("")
        columns[f"text{index}"] = Cast(text, TextField())
    columns["moment"] = F("at")
    columns["place"] = Cast(F(place) if place else Value(None), BigIntegerField())
    shaped: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return shaped
