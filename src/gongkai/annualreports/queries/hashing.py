"""The hash of a snapshot: over its edition and every field of every figure, in order."""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal

from gongkai.annualreports.models.reports import Figure

HASHED = (
    *("position", "indicator", "cell", "number", "unit", "label", "is_approximate", "is_implied", "stated", "period"),
    *("words", "start", "end", "page", "table", "row", "column"),
)


def content_hash(*, edition: str, figures: Sequence[Figure]) -> str:
    """SHA-256 over the edition and every field of every figure, in order."""
    # Figures stated by hand came later; what was frozen before keeps its hash.
    rows = [
        [*(_plain(getattr(each, name)) for name in HASHED), *(["entered"] if each.is_entered else [])]
        for each in figures
    ]
    written = json.dumps([edition, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def decimal(number: Decimal) -> str:
    """A number without empty decimals and without exponent."""
    return format(number.normalize(), "f")


def _plain(value: object) -> object:
    return decimal(value) if isinstance(value, Decimal) else value
