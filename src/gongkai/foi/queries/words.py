"""Finding requests by the words of what they ask for."""

from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from gongkai.foi.models.cases import InfoRequest
from gongkai.language import analysis

Rows = QuerySet[InfoRequest]


def matching(rows: Rows, typed: str) -> Rows:
    """Those that hold every word typed, or bear the number typed."""
    typed = typed.strip()
    if typed.isdecimal() and len(typed) <= 6:
        return rows.filter(serial=int(typed))
    if "〔" in typed or typed.endswith("号"):
        return (
            rows.filter(number=typed) if typed.endswith("号") and "〔" in typed else rows.filter(number__contains=typed)
        )
    for group in analysis.query_terms(typed).groups:
        rows = rows.filter(subject__icontains=group.surface) if group.exact else _any(rows, group.alternatives)
    return rows


def holding_any(rows: Rows, words: list[str]) -> Rows:
    """Those that hold at least one of some words."""
    return _any(rows, tuple((word,) for word in words))


def _any(rows: Rows, alternatives: tuple[tuple[str, ...], ...]) -> Rows:
    if connection.vendor == "postgresql":
        one = "string_to_array(foi_inforequest.terms, ' ') @> %s::text[]"
        values: list[Any] = [list(terms) for terms in alternatives]
        return rows.extra(where=["(" + " OR ".join([one] * len(values)) + ")"], params=values)  # noqa: S610
    wanted = Q(pk__in=[])
    for terms in alternatives:
        wanted |= Q(*[Q(terms__contains=f" {term} ") for term in terms])
    return rows.filter(wanted)
