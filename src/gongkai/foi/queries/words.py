"""Finding requests by the words of what they ask for."""

import re
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from gongkai.foi.models.cases import InfoRequest
from gongkai.language import analysis

Rows = QuerySet[InfoRequest]
_NUMBER = re.compile(r"[〔\[（(](?P<year>\d{4})[〕\]）)]第?(?P<serial>\d{1,9})号?$")


def matching(rows: Rows, typed: str) -> Rows:
    """Those that hold every word typed, or bear the number typed."""
    typed = typed.strip()
    if typed.isdecimal() and len(typed) <= 6:
        return rows.filter(serial=int(typed))
    if number := _NUMBER.search(typed):
        # The serial is found by its index; what was typed before the year narrows it to the agency's own.
        found = rows.filter(year=int(number["year"]), serial=int(number["serial"]))
        return found.filter(number__contains=typed[: number.start()])
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
