"""Hashes of what is frozen: a snapshot with every field of its figures, a text with its figures' hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

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


def text_hash(*, figures: str, chapters: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over the hash of the figures and every chapter with its paragraphs and links, in order."""
    written = json.dumps([figures, list(chapters)], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
