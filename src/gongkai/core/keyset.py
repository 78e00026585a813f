"""Paging by key: the next page begins after the last row seen, so that page 5,000 costs what page 1 costs."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class BadCursor(ValueError):
    """The page address was cut or made up."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of rows with the cursors of its neighbours; a cursor is None at the end of the list."""

    rows: list[M]
    newer: str | None
    older: str | None


def page(
    rows: QuerySet[M], *, by: tuple[str, ...], size: int = 50, cursor: str = "", source: QuerySet[M] | None = None
) -> Page[M]:
    """Cut one page. `by` are field names, each with "-" for descending, the last one unique. Two queries.

    A cursor is "<" or ">" and the key of the row it starts beside. Raises BadCursor. Rows are read as by `first`.
    """
    backwards = cursor.startswith("<")
    key = _decode(cursor[1:], len(by)) if cursor else None
    order = tuple(_flip(name) for name in by) if backwards else by
    found = rows.order_by(*order)
    if key is not None:
        try:
            found = found.filter(_after(order, key))
        except (ValidationError, ValueError, TypeError) as error:
            raise BadCursor(cursor) from error
    cut = first(found, size + 1, source=source)
    more = len(cut) > size
    cut = cut[:size]
    if backwards:
        cut.reverse()
    before = bool(key is not None and not backwards) or (backwards and more)
    after = backwards or more
    return Page(
        rows=cut,
        newer="<" + _encode(by, cut[0]) if cut and before else None,
        older=">" + _encode(by, cut[-1]) if cut and after else None,
    )


def first(rows: QuerySet[M], size: int, *, source: QuerySet[M] | None = None) -> list[M]:
    """The first rows of a queryset in its order. Two queries.

    Only keys are looked for and put in order; the rows, and what they join, are read by these keys from `source`, or
    from `rows` themselves. `source` spares the conditions that narrowed the rows. As keys and not as a subquery:
    PostgreSQL would join everything first and look at the subquery last.
    """
    keys = list(rows.values_list("pk", flat=True)[:size])
    found = (rows if source is None else source).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _after(order: tuple[str, ...], key: list[Any]) -> Q:
    condition = Q()
    same: dict[str, Any] = {}
    for name, value in zip(order, key, strict=True):
        field = name.lstrip("-")
        if value is None:
            raise BadCursor(field)
        step = Q(**same, **{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition |= step
        same[field] = value
    if len(order) > 1 and key:
        # The same once more as a bound of the first name alone: databases begin reading there.
        name = order[0]
        condition &= Q(**{f"{name.lstrip('-')}__{'lte' if name.startswith('-') else 'gte'}": key[0]})
    return condition


def _encode(by: tuple[str, ...], row: Model) -> str:
    values = []
    for name in by:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if isinstance(value, date | datetime) else value)
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _decode(text: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor(text) from error
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor(text)
    return values


def nulls_last(name: str) -> Any:
    """An ordering for lists that are short enough not to be paged."""
    return F(name.lstrip("-")).desc(nulls_last=True) if name.startswith("-") else F(name).asc(nulls_last=True)
