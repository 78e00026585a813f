"""Cells of an export: days as they are written, nothing that a spreadsheet would run."""

import datetime
from typing import Any

import pytest

from gongkai.core import exports


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (12, 12),
        ("文字", "文字"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5", "'-5"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        (datetime.date(2026, 3, 2), "2026-03-02"),
        (datetime.datetime(2026, 3, 2, 2, 0, tzinfo=datetime.UTC), "2026-03-02 10:00"),
    ],
)
def test_a_cell_holds_what_people_read(value: Any, expected: Any) -> None:
    assert exports.cell(value) == expected
